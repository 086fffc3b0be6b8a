"""The real servicer on a real server in process, a real PostgreSQL and a real folder; only the clients service is a small fake."""

from __future__ import annotations

import io
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from PIL import Image
from sqlalchemy import select

import services.galleries
from kit.blobs import BlobStore
from kit.client_units import ClientUnits
from kit.clock import RIGA
from kit.db import Database, translate_database_error
from kit.errors import Problem
from kit.grpc_client import Peer
from kit.grpc_server import Server
from kit.migrations import migrate
from kit.objects import Objects
from kit.purge import Purge
from services.galleries import store
from services.galleries.model import KEEP_REMOVED, OUTBOX
from services.galleries.previewing import Previewing
from services.galleries.previews import Previews
from services.galleries.servicer import GalleriesServicer
from services.galleries.servicer.desk import Desk
from sysapi.clients.v1 import clients_service_pb2_grpc as clients_rpc
from sysapi.galleries.v1 import galleries_service_pb2 as pb
from sysapi.galleries.v1 import galleries_service_pb2_grpc as rpc
from sysapi.galleries.v1 import media_pb2, unit_gallery_pb2
from tests.clients_fake import ClientsFake

MIGRATIONS = Path(services.galleries.__file__).parent / "migrations"


def at(local: str) -> Timestamp:
    """An instant of a clock in Latvia."""
    found = Timestamp()
    found.FromDatetime(datetime.fromisoformat(local).replace(tzinfo=RIGA))
    return found


def new_id() -> str:
    return str(uuid.uuid4())


def photo(
    taken: str = "",
    size: tuple[int, int] = (64, 48),
    colour: str = "red",
    *,
    is_placed: bool = False,
) -> bytes:
    """A JPEG; `taken` as a camera writes it, 2024:03:09 10:00:00; `is_placed` in Valmiera."""
    file = io.BytesIO()
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    if is_placed:
        exif.get_ifd(0x8825).update({1: "N", 2: (57.0, 32.0, 18.0), 3: "E", 4: (25.0, 25.0, 23.0)})
    Image.new("RGB", size, colour).save(file, "JPEG", exif=exif)
    return file.getvalue()


@dataclass
class World:
    """Galleries, their files and clients, on a clock that tests set."""

    database: Database
    blobs: BlobStore
    files: Path
    clients: ClientsFake
    peer: Peer
    stub: rpc.GalleriesServiceStub
    previewing: Previewing
    purge: Purge
    now: list[datetime] = field(default_factory=list)

    def now_is(self, local: str) -> None:
        self.now[0] = datetime.fromisoformat(local).replace(tzinfo=RIGA).astimezone(UTC)

    async def call(self, method: str, request):
        return await self.peer.call(getattr(self.stub, method), request, timeout=60)

    async def content(self, content: bytes) -> media_pb2.Content:
        """A stored content, as a file points to it."""

        async def pieces() -> AsyncIterator[bytes]:
            yield content

        blob = await self.blobs.put(pieces(), most=10_000_000)
        return media_pb2.Content(digest=blob.digest, size=blob.size)

    async def put(self, media: media_pb2.Media, etag: str = "") -> media_pb2.Media:
        return (await self.call("PutMedia", pb.PutMediaRequest(media=media, etag=etag))).media

    async def refusal(self, method: str, request) -> Problem:
        with pytest.raises(Problem) as caught:
            await self.call(method, request)
        return caught.value

    async def refused_put(self, media: media_pb2.Media, etag: str = "") -> str:
        request = pb.PutMediaRequest(media=media, etag=etag)
        return (await self.refusal("PutMedia", request)).reason

    async def read(self, media_id: str) -> pb.GetMediaResponse:
        return await self.call("GetMedia", pb.GetMediaRequest(media_id=media_id))

    async def get(self, media_id: str) -> media_pb2.Media:
        return (await self.read(media_id)).media

    async def names(self, **wanted) -> list[str]:
        """Of all files that fit, in their order, two on a page."""
        found, token = [], ""
        while True:
            request = pb.ListMediaRequest(**wanted, page_size=2, page_token=token)
            answer = await self.call("ListMedia", request)
            found += [one.file_name for one in answer.media]
            if not (token := answer.next_page_token):
                return found

    async def published(self, unit: str) -> list[unit_gallery_pb2.UnitGalleryChanged]:
        rows = OUTBOX.rows
        query = select(rows.c.subject, rows.c.payload).where(rows.c.aggregate_id == uuid.UUID(unit))
        async with self.database.read() as session:
            found = (await session.execute(query.order_by(rows.c.version))).all()
        assert {one.subject for one in found} <= {f"galleries.unit_gallery.changed.v1.{unit}"}
        read = unit_gallery_pb2.UnitGalleryChanged.FromString
        return [read(bytes(one.payload)) for one in found]

    async def make_previews(self) -> None:
        while await self.previewing.make():
            pass


@pytest.fixture(scope="module")
async def services_up(
    new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    url = new_database("galleries")
    migrate(MIGRATIONS, url)
    database, fake = Database(url), ClientsFake()
    files = tmp_path_factory.mktemp("files")
    blobs, previews = BlobStore(Objects(files.as_uri()), "galleries"), Previews()
    now = [datetime(2026, 11, 25, 9, tzinfo=UTC)]

    def clock() -> datetime:
        return now[0]

    clients_server = Server("127.0.0.1:0", translate_database_error)
    clients_rpc.add_ClientsServiceServicer_to_server(fake, clients_server.server)
    await clients_server.start()
    await clients_server.ready()
    clients = Peer("clients", f"127.0.0.1:{clients_server.port}")
    server = Server("127.0.0.1:0", translate_database_error)
    desk = Desk(database, blobs, ClientUnits(clients), clock=clock)
    rpc.add_GalleriesServiceServicer_to_server(GalleriesServicer(desk), server.server)
    await server.start()
    await server.ready()
    peer = Peer("galleries", f"127.0.0.1:{server.port}")
    stub = rpc.GalleriesServiceStub(peer.channel)
    previewing = Previewing(database, blobs, previews)
    purge = Purge(database, store.purge, KEEP_REMOVED, clock)
    yield World(database, blobs, files, fake, peer, stub, previewing, purge, now)
    await peer.close()
    await clients.close()
    await server.stop(0.1)
    await clients_server.stop(0.1)
    await previews.close()
    await database.close()


@dataclass(frozen=True)
class Site:
    """A client of the test's own with two units."""

    world: World
    client: str
    unit: str
    other: str

    async def file(self, name: str = "a.txt", content: bytes = b"text", **more) -> media_pb2.Media:
        """A file for the gallery of the unit; its content is stored."""
        values = {
            "id": new_id(),
            "client_id": self.client,
            "unit_id": self.unit,
            "original": await self.world.content(content),
            "file_name": name,
        }
        return media_pb2.Media(**(values | more))

    async def added(self, name: str = "a.txt", content: bytes = b"text", **more) -> media_pb2.Media:
        """A file in the gallery of the unit."""
        return await self.world.put(await self.file(name, content, **more))


@pytest.fixture
def world(services_up: World) -> World:
    services_up.now_is("2026-11-25T11:00")
    return services_up


@pytest.fixture
def site(world: World) -> Site:
    found = Site(world, new_id(), new_id(), new_id())
    world.clients.units[found.client] = [found.unit, found.other]
    return found
