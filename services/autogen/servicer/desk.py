"""What every call of the service works with."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import grpc
from google.type import date_pb2
from sqlalchemy.ext.asyncio import AsyncSession

from kit import call
from kit.call import Writing
from kit.clock import Clock, today_in_riga
from kit.db import Database
from kit.ids import optional_id
from services.autogen.convert import enums
from services.autogen.convert.from_pb import day
from services.autogen.convert.to_pb import line_to_pb
from services.autogen.generator.run import Generator
from services.autogen.model.tables import Line
from services.autogen.store import lines
from sysapi.autogen.v1 import autogen_service_pb2 as pb
from sysapi.autogen.v1 import line_pb2

Context = grpc.aio.ServicerContext[Any, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """The generator with its database and clock; `wake_relay` and `wake_scheduler` are called after a commit that concerns them."""

    generator: Generator
    wake_relay: Callable[[], None] = lambda: None
    wake_scheduler: Callable[[], None] = lambda: None

    @property
    def database(self) -> Database:
        """The database of the service."""
        return self.generator.database

    @property
    def clock(self) -> Clock:
        """The clock of the service."""
        return self.generator.clock

    def writing(self) -> Writing:
        """Who writes now."""
        return call.writing(self.clock)

    def today(self) -> date:
        """Today in Latvia."""
        return today_in_riga(self.clock)

    def day_or_today(self, message: date_pb2.Date, field: str) -> date:
        """The day that was asked for, or today."""
        return day(message, field) or self.today()

    async def shown(self, session: AsyncSession, rows: Sequence[Line]) -> list[line_pb2.Line]:
        """Lines as they are sent, with the counts of their periods in trouble."""
        troubles = await lines.troubles(session, [row.id for row in rows])
        none = lines.Troubles()
        return [
            line_to_pb(row, self.today(), waiting=found.waiting, failed=found.failed)
            for row in rows
            for found in [troubles.get(row.id, none)]
        ]


class Calls:
    """A part of the servicer; each part answers the calls of one thing."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk


def wanted_lines(chosen: pb.LineFilter) -> lines.Wanted:
    """The filter as the store takes it."""
    return lines.Wanted(
        client_ids=tuple(uuid.UUID(one) for one in chosen.client_ids),
        unit_id=optional_id(chosen.unit_id),
        states=tuple(enums.LINE_STATE.word(one) for one in chosen.states),
        service=chosen.service,
        line_ids=tuple(uuid.UUID(one) for one in chosen.line_ids),
    )
