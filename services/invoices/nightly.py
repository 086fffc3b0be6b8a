"""What the service does by itself: at midnight it tells whose figures the new day changed, and each night it counts everything again.

Any number of processes may run it; an advisory lock lets one at a time. What a day needs is kept in the database, so that a night
that was missed is made up for by whoever looks next.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date

from sqlalchemy import text

from kit import metrics
from kit.clock import RIGA, Clock, system_clock, today_in_riga
from kit.db import Database
from kit.logs import get_logger
from kit.repeat import repeat
from services.invoices import events
from services.invoices.store import accounts, listing, recount

log = get_logger("invoices.nightly")

LOOK_SECONDS = 30.0
RECOUNT_HOUR = 2
CLIENTS_AT_ONCE = 200
"""Their accounts are locked while they are told; a payment waits for that."""
_LOCK = 7304


class Nightly:
    """The work of the night. `wake_relay` is called after a commit that has something to publish."""

    def __init__(
        self, database: Database, wake_relay: Callable[[], None], clock: Clock = system_clock
    ) -> None:
        self._database = database
        self._wake_relay = wake_relay
        self._clock = clock

    async def run(self) -> None:
        """Looks for work until cancelled; failures of the database are logged and tried again."""
        await repeat(self.look, LOOK_SECONDS, "night work")

    async def look(self) -> None:
        """Does what is due, unless another process is at it. The lock goes with its connection."""
        async with self._database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            if await connection.scalar(text(f"SELECT pg_try_advisory_lock({_LOCK})")):
                try:
                    async with self._database.begin() as session:
                        await listing.fold(session)
                    await self._tell_the_day()
                    if await self._recount_is_due():
                        await self.recount()
                finally:
                    # Back in the pool the connection would keep the lock, from everybody.
                    await connection.invalidate()

    async def _tell_the_day(self) -> None:
        """Publishes the clients whose figures differ from those of the day that was told last."""
        today = today_in_riga(self._clock)
        async with self._database.read() as session:
            told_on = await accounts.told_on(session)
        if told_on is not None and told_on >= today:
            return
        told = 0
        after = uuid.UUID(int=0)
        while page := await self._tell_page(told_on, today, after):
            told += len(page)
            after = page[-1]
        async with self._database.begin() as session:
            await accounts.set_told_on(session, today)
        log.info("told the day", day=f"{today}", clients=told)

    async def _tell_page(
        self, told_on: date | None, today: date, after: uuid.UUID
    ) -> list[uuid.UUID]:
        async with self._database.begin() as session:
            page = list(
                await accounts.lock_changed_by_the_day(
                    session, told_on, today, after, CLIENTS_AT_ONCE
                )
            )
            await events.publish_again(session, page, self._clock())
        self._wake_relay()
        return page

    async def _recount_is_due(self) -> bool:
        now = self._clock().astimezone(RIGA)
        async with self._database.read() as session:
            last = await recount.last_run(session)
        is_done = last is not None and last.began_at.astimezone(RIGA).date() >= now.date()
        return now.hour >= RECOUNT_HOUR and not is_done

    async def recount(self, *, repair: bool = False) -> list[recount.Fault]:
        """Counts everything again and keeps the result; puts right what differs when asked to."""
        began = self._clock()
        async with self._database.begin() as session:
            found = await recount.faults(session)
            run_id = await recount.remember(session, began, self._clock(), found)
        metrics.RECOUNT_DIFFERENCES.set(len(found))
        metrics.RECOUNT_ENDED.set(self._clock().timestamp())
        log.log(30 if found else 20, "counted again", run=run_id, differences=len(found))
        if repair and found:
            await self._repair(run_id, found)
        return found

    async def _repair(self, run_id: int, found: list[recount.Fault]) -> None:
        clients = sorted({fault.client_id for fault in found if fault.client_id is not None})
        async with self._database.begin() as session:
            await accounts.lock_accounts(session, clients)
            await recount.repair(session, clients)
            await events.publish_again(session, clients, self._clock())
            await recount.is_repaired(session, run_id)
        self._wake_relay()
