"""Calls on one document: put, read, remove, restore."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from kit.blobs import Blob
from kit.client_units import Units
from kit.etags import make_etag
from kit.failpoints import failpoint
from kit.media_types import stored_media_type
from services.documents import events, store
from services.documents.convert import document_from_pb
from services.documents.errors import (
    ClientNotFound,
    DocumentFileFixed,
    DocumentNotFound,
    DocumentRemoved,
    EtagMismatch,
    SupersededAlready,
    SupersededInvalid,
    UnitNotFound,
)
from services.documents.model import ClientDocuments, Document, is_same, overwrite
from services.documents.servicer.desk import Calls, Context, version_of
from sysapi.documents.v1 import documents_service_pb2 as pb


@dataclass(frozen=True, slots=True)
class _Locked:
    """A document and its clients, locked until the end of the transaction."""

    document: Document
    clients: dict[uuid.UUID, ClientDocuments]


class DocumentCalls(Calls):
    """PutDocument, GetDocument, RemoveDocument, RestoreDocument."""

    async def PutDocument(
        self, request: pb.PutDocumentRequest, context: Context
    ) -> pb.PutDocumentResponse:
        """Enters or changes one. Its content is in the store already."""
        new = document_from_pb(request.document, self.desk.writing())
        version = version_of(request.etag)
        async with self.desk.database.read() as session:
            known = await store.document_if_there(session, new.id)
        await self._check(new, known)
        touched = {*new.client_ids, *(known.client_ids if known else ())}
        async with self.desk.database.begin() as session:
            locked = await store.lock_clients(session, touched)
            ids = [one for one in (new.id, new.supersedes_id) if one is not None]
            documents = await store.lock_documents(session, ids)
            document = documents.get(new.id)
            if document is not None and is_same(document, new):
                return pb.PutDocumentResponse(document=await self.to_pb(session, document))
            if document is not None:
                _check_change(document, new, version)
            if new.supersedes_id and (
                document is None or document.supersedes_id != new.supersedes_id
            ):
                await _check_superseded(session, new, documents.get(new.supersedes_id))
            if document is None:
                session.add(new)
                document = new
            else:
                overwrite(document, new)
            await events.publish(session, locked)
            answer = await self.to_pb(session, document)
        failpoint("document_put")
        self.desk.wake_relay()
        return pb.PutDocumentResponse(document=answer)

    async def GetDocument(
        self, request: pb.GetDocumentRequest, context: Context
    ) -> pb.GetDocumentResponse:
        """The document."""
        async with self.desk.database.read() as session:
            document = await store.document(session, uuid.UUID(request.document_id))
            return pb.GetDocumentResponse(document=await self.to_pb(session, document))

    async def RemoveDocument(
        self, request: pb.RemoveDocumentRequest, context: Context
    ) -> pb.RemoveDocumentResponse:
        """Takes it away for now."""
        writing = self.desk.writing()
        async with self.desk.database.begin() as session:
            found = await _lock(session, uuid.UUID(request.document_id))
            document = found.document
            if document.removed_at is None:
                if document.version != version_of(request.etag):
                    raise EtagMismatch(make_etag(document.version))
                document.removed_at = document.updated_at = writing.now
                document.updated_by = writing.actor
                document.version += 1
                await events.publish(session, found.clients)
            answer = await self.to_pb(session, document)
        failpoint("document_removed")
        self.desk.wake_relay()
        return pb.RemoveDocumentResponse(document=answer)

    async def RestoreDocument(
        self, request: pb.RestoreDocumentRequest, context: Context
    ) -> pb.RestoreDocumentResponse:
        """Brings it back, unless another came in place of what it superseded meanwhile."""
        writing = self.desk.writing()
        async with self.desk.database.begin() as session:
            found = await _lock(session, uuid.UUID(request.document_id))
            document = found.document
            if document.removed_at is not None:
                if document.supersedes_id is not None:
                    await store.lock_documents(session, [document.supersedes_id])
                    await _check_not_superseded(session, document.supersedes_id)
                document.removed_at = None
                document.updated_at = writing.now
                document.updated_by = writing.actor
                document.version += 1
                await events.publish(session, found.clients)
            answer = await self.to_pb(session, document)
        self.desk.wake_relay()
        return pb.RestoreDocumentResponse(document=answer)

    # -- inside

    async def _check(self, new: Document, known: Document | None) -> None:
        """Asks others what is new: the clients, and the store for the content. Raises ClientNotFound, UnitNotFound or FileMissing."""
        is_there = (
            known is not None
            and known.client_ids == new.client_ids
            and known.unit_id == new.unit_id
        )
        if not is_there:
            units = await self.desk.units.of(new.client_ids)
            _check_clients(new.client_ids, new.unit_id, units)
        if known is None and new.digest:
            blob = Blob(new.digest, new.size)
            new.media_type = await stored_media_type(self.desk.blobs, blob, new.file_name)


async def _lock(session: AsyncSession, document_id: uuid.UUID) -> _Locked:
    """Raises DocumentNotFound, or EtagMismatch when it was given to other clients in this moment."""
    client_ids = (await store.document(session, document_id)).client_ids
    session.expunge_all()
    clients = await store.lock_clients(session, client_ids)
    document = (await store.lock_documents(session, [document_id])).get(document_id)
    if document is None:
        raise DocumentNotFound(document_id)
    if document.client_ids != client_ids:
        raise EtagMismatch(make_etag(document.version))
    return _Locked(document, clients)


def _check_change(document: Document, new: Document, version: int) -> None:
    """Raises DocumentRemoved, EtagMismatch or DocumentFileFixed."""
    if document.removed_at is not None:
        raise DocumentRemoved
    if document.version != version:
        raise EtagMismatch(make_etag(document.version))
    if document.digest != new.digest:
        raise DocumentFileFixed


async def _check_superseded(session: AsyncSession, new: Document, before: Document | None) -> None:
    """Raises SupersededInvalid or SupersededAlready. `before` is locked."""
    if before is None or before.removed_at is not None:
        raise SupersededInvalid
    if not set(before.client_ids) & set(new.client_ids):
        raise SupersededInvalid
    if any(one.id == new.id for one in await store.chain(session, before.id)):
        raise SupersededInvalid
    await _check_not_superseded(session, before.id)


async def _check_not_superseded(session: AsyncSession, document_id: uuid.UUID) -> None:
    successors = await store.successors(session, [document_id])
    if document_id in successors:
        raise SupersededAlready(successors[document_id])


def _check_clients(
    client_ids: Collection[uuid.UUID], unit_id: uuid.UUID | None, known: Units
) -> None:
    """Raises ClientNotFound, or UnitNotFound for a unit that none of the clients has."""
    for client_id in client_ids:
        if client_id not in known:
            raise ClientNotFound(client_id)
    if unit_id is not None and not any(unit_id in units for units in known.values()):
        raise UnitNotFound(unit_id)
