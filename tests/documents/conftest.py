"""The real servicer on a real server in process, a real PostgreSQL and a real folder; only the clients service is a small fake."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from google.type import date_pb2
from sqlalchemy import select

import services.documents
from kit.blobs import BlobStore
from kit.client_units import ClientUnits
from kit.clock import RIGA
from kit.dates import date_to_pb
from kit.db import Database, translate_database_error
from kit.errors import Problem
from kit.grpc_client import Peer
from kit.grpc_server import Server
from kit.migrations import migrate
from kit.objects import Objects
from kit.purge import Purge
from services.documents import store
from services.documents.model import KEEP_REMOVED, OUTBOX
from services.documents.servicer import DocumentsServicer
from services.documents.servicer.desk import Desk
from sysapi.clients.v1 import clients_service_pb2_grpc as clients_rpc
from sysapi.documents.v1 import client_documents_pb2, document_pb2
from sysapi.documents.v1 import documents_service_pb2 as pb
from sysapi.documents.v1 import documents_service_pb2_grpc as rpc
from tests.clients_fake import ClientsFake

MIGRATIONS = Path(services.documents.__file__).parent / "migrations"
PDF = b"%PDF-1.7\n1 0 obj\n"


def day(on: str) -> date_pb2.Date:
    return date_to_pb(date.fromisoformat(on))


def new_id() -> str:
    return str(uuid.uuid4())


@dataclass
class World:
    """Documents, their files and clients, on a clock that tests set."""

    database: Database
    blobs: BlobStore
    clients: ClientsFake
    peer: Peer
    stub: rpc.DocumentsServiceStub
    purge: Purge
    now: list[datetime] = field(default_factory=list)

    def now_is(self, local: str) -> None:
        self.now[0] = datetime.fromisoformat(local).replace(tzinfo=RIGA).astimezone(UTC)

    async def call(self, method: str, request):
        return await self.peer.call(getattr(self.stub, method), request, timeout=60)

    async def file(self, content: bytes, name: str = "līgums.pdf") -> document_pb2.StoredFile:
        """A stored content, as a document points to it."""

        async def pieces() -> AsyncIterator[bytes]:
            yield content

        blob = await self.blobs.put(pieces(), most=10_000_000)
        return document_pb2.StoredFile(digest=blob.digest, size=blob.size, name=name)

    async def put(self, document: document_pb2.Document, etag: str = "") -> document_pb2.Document:
        request = pb.PutDocumentRequest(document=document, etag=etag)
        return (await self.call("PutDocument", request)).document

    async def refusal(self, document: document_pb2.Document, etag: str = "") -> Problem:
        with pytest.raises(Problem) as caught:
            await self.put(document, etag)
        return caught.value

    async def get(self, document_id: str) -> document_pb2.Document:
        request = pb.GetDocumentRequest(document_id=document_id)
        return (await self.call("GetDocument", request)).document

    async def remove(self, document: document_pb2.Document) -> document_pb2.Document:
        request = pb.RemoveDocumentRequest(document_id=document.id, etag=document.etag)
        return (await self.call("RemoveDocument", request)).document

    async def restore(self, document_id: str) -> document_pb2.Document:
        request = pb.RestoreDocumentRequest(document_id=document_id)
        return (await self.call("RestoreDocument", request)).document

    async def titles(self, **wanted) -> list[str]:
        """Of all documents that fit, in their order, two on a page."""
        found, token = [], ""
        while True:
            request = pb.ListDocumentsRequest(**wanted, page_size=2, page_token=token)
            answer = await self.call("ListDocuments", request)
            found += [one.title for one in answer.documents]
            if not (token := answer.next_page_token):
                assert answer.count == len(found)
                return found

    async def versions(self, document_id: str) -> list[str]:
        request = pb.ListVersionsRequest(document_id=document_id)
        return [one.title for one in (await self.call("ListVersions", request)).documents]

    async def standing(self, client: str) -> pb.GetStandingResponse:
        return await self.call("GetStanding", pb.GetStandingRequest(client_id=client))

    async def published(self, client: str) -> list[client_documents_pb2.ClientDocumentsChanged]:
        rows = OUTBOX.rows
        query = select(rows.c.subject, rows.c.payload).where(
            rows.c.aggregate_id == uuid.UUID(client)
        )
        async with self.database.read() as session:
            found = (await session.execute(query.order_by(rows.c.version))).all()
        assert {one.subject for one in found} <= {f"documents.client_documents.changed.v1.{client}"}
        read = client_documents_pb2.ClientDocumentsChanged.FromString
        return [read(bytes(one.payload)) for one in found]


@pytest.fixture(scope="module")
async def services_up(
    new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    url = new_database("documents")
    migrate(MIGRATIONS, url)
    database, fake = Database(url), ClientsFake()
    blobs = BlobStore(Objects(tmp_path_factory.mktemp("files").as_uri()), "documents")
    now = [datetime(2026, 11, 25, 9, tzinfo=UTC)]

    def clock() -> datetime:
        return now[0]

    clients_server = Server("127.0.0.1:0", translate_database_error)
    clients_rpc.add_ClientsServiceServicer_to_server(fake, clients_server.server)
    await clients_server.start()
    await clients_server.ready()
    clients = Peer("clients", f"127.0.0.1:{clients_server.port}")
    server = Server("127.0.0.1:0", translate_database_error)
    desk = Desk(database, blobs, ClientUnits(clients), 30, clock=clock)
    rpc.add_DocumentsServiceServicer_to_server(DocumentsServicer(desk), server.server)
    await server.start()
    await server.ready()
    peer = Peer("documents", f"127.0.0.1:{server.port}")
    stub = rpc.DocumentsServiceStub(peer.channel)
    yield World(
        database, blobs, fake, peer, stub, Purge(database, store.purge, KEEP_REMOVED, clock), now
    )
    await peer.close()
    await clients.close()
    await server.stop(0.1)
    await clients_server.stop(0.1)
    await database.close()


@pytest.fixture
def world(services_up: World) -> World:
    services_up.clients.is_away = False
    services_up.now_is("2026-11-25T11:00")
    return services_up


@pytest.fixture
def client(world: World) -> str:
    """A client of the test's own."""
    return world.clients.new_client()


def link(client: str, title: str = "Līgums", **more) -> document_pb2.Document:
    """A contract that lies elsewhere."""
    values = {
        "id": new_id(),
        "type": document_pb2.DOCUMENT_TYPE_CONTRACT,
        "title": title,
        "client_ids": [client],
        "url": "https://example.lv/x",
    }
    return document_pb2.Document(**(values | more))
