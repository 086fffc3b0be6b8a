"""Applies the events of the clients, the invoices, the autogen and the visits stream to the index."""

from __future__ import annotations

from collections.abc import Sequence

from kit.bus import StreamSpec
from kit.consumer import Event
from kit.errors import Unavailable
from services.search.convert import (
    change_from_event,
    money_from_event,
    schedule_from_event,
    visits_from_event,
)
from services.search.engines.port import EngineFailed
from services.search.index import Index
from services.search.model import MONEY, SCHEDULES, VISITS

STREAM = StreamSpec("CLIENTS", ("clients.>",))
DURABLE = "search"
MONEY_STREAM = StreamSpec("INVOICES", ("invoices.>",))
MONEY_DURABLE = "search-money"
SCHEDULE_STREAM = StreamSpec("AUTOGEN", ("autogen.>",))
SCHEDULE_DURABLE = "search-schedules"
VISITS_STREAM = StreamSpec("VISITS", ("visits.>",))
VISITS_DURABLE = "search-visits"
_CLIENT_CHANGED = "clients.client.changed.v1."
_MONEY_CHANGED = "invoices.client_money.changed.v1."
_SCHEDULE_CHANGED = "autogen.client_schedule.changed.v1."
_VISITS_CHANGED = "visits.client_visits.changed.v1."


class ClientEvents:
    """The handler of the clients stream."""

    def __init__(self, index: Index) -> None:
        self._index = index

    async def apply(self, events: Sequence[Event]) -> None:
        """Returns when all of it is applied.

        Raises Unavailable while the text engine is down, which the consumer waits for; DecodeError or ValueError for an event
        that is no change of a client, which becomes a dead letter.
        """
        changes = [
            change_from_event(event.body)
            for event in events
            if event.subject.startswith(_CLIENT_CHANGED)
        ]
        try:
            await self._index.apply(changes)
        except EngineFailed as error:
            raise Unavailable(str(error), metadata={"part": "text engine"}) from error


class MoneyEvents:
    """The handler of the invoices stream."""

    def __init__(self, index: Index) -> None:
        self._index = index

    async def apply(self, events: Sequence[Event]) -> None:
        """Returns when all of it is applied. Raises DecodeError or ValueError for an event that is no change of money."""
        told = [
            money_from_event(event.body)
            for event in events
            if event.subject.startswith(_MONEY_CHANGED)
        ]
        await self._index.apply_told(MONEY, told)


class ScheduleEvents:
    """The handler of the autogen stream."""

    def __init__(self, index: Index) -> None:
        self._index = index

    async def apply(self, events: Sequence[Event]) -> None:
        """Returns when all of it is applied. Raises DecodeError or ValueError for an event that is no change of a schedule."""
        told = [
            schedule_from_event(event.body)
            for event in events
            if event.subject.startswith(_SCHEDULE_CHANGED)
        ]
        await self._index.apply_told(SCHEDULES, told)


class VisitsEvents:
    """The handler of the visits stream."""

    def __init__(self, index: Index) -> None:
        self._index = index

    async def apply(self, events: Sequence[Event]) -> None:
        """Returns when all of it is applied. Raises DecodeError or ValueError for an event that is no change of visits."""
        told = [
            visits_from_event(event.body)
            for event in events
            if event.subject.startswith(_VISITS_CHANGED)
        ]
        await self._index.apply_told(VISITS, told)
