"""What every call of the service works with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import grpc
from sqlalchemy.ext.asyncio import AsyncSession

from kit import call
from kit.blobs import BlobStore
from kit.call import Writing
from kit.client_units import ClientUnits
from kit.clock import Clock, system_clock, today_in_riga
from kit.db import Database
from kit.etags import read_etag
from services.documents import store
from services.documents.convert import Reading, document_to_pb
from services.documents.errors import EtagMismatch
from services.documents.model import Document
from sysapi.documents.v1 import document_pb2

Context = grpc.aio.ServicerContext[Any, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """Database, blobs, peer and clock; `wake_relay` is called after each commit that publishes."""

    database: Database
    blobs: BlobStore
    units: ClientUnits
    expiring_days: int
    wake_relay: Callable[[], None] = lambda: None
    clock: Clock = system_clock

    def writing(self) -> Writing:
        """Who writes now."""
        return call.writing(self.clock)

    def reading(self) -> Reading:
        """What validity is told by now."""
        return Reading(today_in_riga(self.clock), timedelta(days=self.expiring_days))


class Calls:
    """A part of the servicer; each part answers the calls of one thing."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def all_to_pb(
        self, session: AsyncSession, documents: Sequence[Document]
    ) -> list[document_pb2.Document]:
        """The documents as they are answered."""
        successors = await store.successors(session, [one.id for one in documents])
        reading = self.desk.reading()
        return [document_to_pb(one, reading, successors) for one in documents]

    async def to_pb(self, session: AsyncSession, document: Document) -> document_pb2.Document:
        """One of them."""
        return (await self.all_to_pb(session, [document]))[0]


def version_of(etag: str) -> int:
    """The version that a change was made on; 0 for something new. Raises EtagMismatch for a tag that no service ever gave."""
    return read_etag(etag, EtagMismatch) if etag else 0
