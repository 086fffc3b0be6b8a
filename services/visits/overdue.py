"""Planned visits of which nothing was told for days: they were missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from kit.clock import Clock, system_clock, today_in_riga
from kit.db import Database
from kit.repeat import repeat
from services.visits import events
from services.visits.model.visits import cell_of, place_in_time
from services.visits.store import counts, visits

ACTOR = "overdue"
POLL_SECONDS = 600.0
_CLIENTS_AT_ONCE = 50


class Overdue:
    """Marks visits as missed that are still planned so many days after their day.

    A device that was without a network may tell later what was done: its put is taken, though it was made on the planned version.
    """

    def __init__(
        self,
        database: Database,
        days: int,
        wake_relay: Callable[[], None] = lambda: None,
        clock: Clock = system_clock,
    ) -> None:
        self._database = database
        self._days = timedelta(days=days)
        self._wake_relay = wake_relay
        self._clock = clock

    async def run(self) -> None:
        """Works until cancelled; failures are logged and tried again. Several processes do no harm."""
        await repeat(self.mark, POLL_SECONDS, "marking overdue visits")

    async def mark(self) -> int:
        """Marks what is overdue today; gives the number of visits."""
        before = today_in_riga(self._clock) - self._days
        done = 0
        while True:
            async with self._database.read() as session:
                client_ids = await visits.clients_with_overdue(session, before, _CLIENTS_AT_ONCE)
            if not client_ids:
                return done
            async with self._database.begin() as session:
                locked = await counts.lock_clients(session, client_ids)
                found = await visits.overdue(session, client_ids, before)
                for visit in found:
                    visits.keep_earlier(session, visit)
                    visit.state = "missed"
                    visit.is_as_planned = False
                    visit.version += 1
                    visit.updated_at = self._clock()
                    visit.updated_by = ACTOR
                    place_in_time(visit)
                await events.publish(session, locked, {cell_of(visit) for visit in found})
            self._wake_relay()
            done += len(found)
