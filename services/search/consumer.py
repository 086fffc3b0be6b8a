"""Applies the events of the clients, the invoices, the autogen, the visits and the documents stream to the index; passes on those of galleries."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic

from kit.bus import StreamSpec
from kit.consumer import Event
from kit.errors import Unavailable
from services.search.catalogue import DocumentNames, Money, Schedule, Visits
from services.search.convert import (
    change_from_event,
    client_of_gallery_event,
    document_names_from_event,
    money_from_event,
    schedule_from_event,
    visits_from_event,
)
from services.search.engines.port import EngineFailed
from services.search.index import Index
from services.search.model import DOCUMENTS, MONEY, SCHEDULES, VISITS, Kind, T

STREAM = StreamSpec("CLIENTS", ("clients.>",))
DURABLE = "search"
_CLIENT_CHANGED = "clients.client.changed.v1."
GALLERIES_STREAM = StreamSpec("GALLERIES", ("galleries.>",))
GALLERIES_DURABLE = "search-galleries"
_GALLERY_CHANGED = "galleries.unit_gallery.changed.v1."


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
        with _waiting_for_engine():
            await self._index.apply(changes)


class GalleryEvents:
    """The handler of the galleries stream: nothing of it is in the catalogue, but live screens are told whose galleries changed."""

    def __init__(self, index: Index) -> None:
        self._index = index

    async def apply(self, events: Sequence[Event]) -> None:
        """Raises DecodeError or ValueError for an event that is no change of a gallery."""
        clients = {
            client_of_gallery_event(event.body)
            for event in events
            if event.subject.startswith(_GALLERY_CHANGED)
        }
        if clients:
            self._index.watchers.tell(clients, self._index.catalogue.generation)


@dataclass(frozen=True, slots=True)
class ToldSource(Generic[T]):
    """Where another service tells of clients: its stream, the name of our place in it, and how its events are read."""

    kind: Kind[T]
    stream: StreamSpec
    durable: str
    changed: str
    """What the subjects of these events begin with."""
    read: Callable[[bytes], T]
    """Raises DecodeError or ValueError for a body that is none of them."""


MONEY_SOURCE: ToldSource[Money] = ToldSource(
    MONEY,
    StreamSpec("INVOICES", ("invoices.>",)),
    "search-money",
    "invoices.client_money.changed.v1.",
    money_from_event,
)
SCHEDULE_SOURCE: ToldSource[Schedule] = ToldSource(
    SCHEDULES,
    StreamSpec("AUTOGEN", ("autogen.>",)),
    "search-schedules",
    "autogen.client_schedule.changed.v1.",
    schedule_from_event,
)
VISITS_SOURCE: ToldSource[Visits] = ToldSource(
    VISITS,
    StreamSpec("VISITS", ("visits.>",)),
    "search-visits",
    "visits.client_visits.changed.v1.",
    visits_from_event,
)
DOCUMENTS_SOURCE: ToldSource[DocumentNames] = ToldSource(
    DOCUMENTS,
    StreamSpec("DOCUMENTS", ("documents.>",)),
    "search-documents",
    "documents.client_documents.changed.v1.",
    document_names_from_event,
)
TOLD_SOURCES: tuple[ToldSource[Any], ...] = (
    MONEY_SOURCE,
    SCHEDULE_SOURCE,
    VISITS_SOURCE,
    DOCUMENTS_SOURCE,
)


class ToldEvents(Generic[T]):
    """The handler of the stream of such a source."""

    def __init__(self, index: Index, source: ToldSource[T]) -> None:
        self._index = index
        self._source = source

    async def apply(self, events: Sequence[Event]) -> None:
        """Returns when all of it is applied.

        Raises Unavailable as ClientEvents does; DecodeError or ValueError for an event that tells nothing of the kind.
        """
        source = self._source
        told = [
            source.read(event.body) for event in events if event.subject.startswith(source.changed)
        ]
        with _waiting_for_engine():
            await self._index.apply_told(source.kind, told)


@contextmanager
def _waiting_for_engine() -> Generator[None]:
    """Raises Unavailable where the text engine failed."""
    try:
        yield
    except EngineFailed as error:
        raise Unavailable(str(error), metadata={"part": "text engine"}) from error
