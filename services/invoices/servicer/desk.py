"""What every call of the service works with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import grpc
from google.type import date_pb2
from sqlalchemy.ext.asyncio import AsyncSession

from kit import call
from kit.call import Writing
from kit.clock import Clock, system_clock, today_in_riga
from kit.db import Database
from services.invoices import events
from services.invoices.convert.from_pb import day
from services.invoices.model.tables import Account
from services.invoices.parties import BuyersOf, Party, no_snapshot

Context = grpc.aio.ServicerContext[Any, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """Database and clock; `wake_relay` is called after a commit that has something to publish. `term_days` is the usual term.

    `buyers_of` and `seller` are what documents keep of the parties.
    """

    database: Database
    wake_relay: Callable[[], None]
    term_days: int = 14
    clock: Clock = system_clock
    buyers_of: BuyersOf = no_snapshot
    seller: Party = field(default_factory=dict[str, str])

    def writing(self) -> Writing:
        """Who writes now."""
        return call.writing(self.clock)

    def day_or_today(self, message: date_pb2.Date, field: str) -> date:
        """The day that was asked for, or today in Latvia."""
        return day(message, field) or today_in_riga(self.clock)

    async def publish(self, session: AsyncSession, account: Account) -> None:
        """Publishes the money of a client that changed."""
        await events.publish(session, account, self.clock())

    async def publish_all(self, session: AsyncSession, changed: Sequence[Account]) -> None:
        """Publishes the money of many clients that changed."""
        await events.publish_all(session, changed, self.clock())


class Calls:
    """A part of the servicer; each part answers the calls of one thing."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk


async def flush(session: AsyncSession, *rows: object) -> None:
    """Adds the rows and sends what changed."""
    session.add_all(rows)
    await session.flush()
