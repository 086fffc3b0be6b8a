"""Hostile files (104-122 of the plan of reliability) through the bff into the real documents and galleries services.

Pictures alone are in tests/galleries/test_previews.py, the scanner in test_antivirus.py, breaks and faults of uploads in test_uploads.py.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

import services.documents
import services.galleries
from kit.blobs import BlobStore
from kit.client_units import ClientUnits
from kit.db import Database, translate_database_error
from kit.grpc_client import Peer
from kit.grpc_server import Server
from kit.migrations import migrate
from kit.objects import Objects
from services.bff.session import Sessions
from services.bff.upload_store import MOST_BYTES
from services.documents.servicer import DocumentsServicer
from services.documents.servicer.desk import Desk as DocumentsDesk
from services.galleries.previewing import Previewing
from services.galleries.previews import Previews
from services.galleries.servicer import GalleriesServicer
from services.galleries.servicer.desk import Desk as GalleriesDesk
from sysapi.clients.v1.clients_service_pb2_grpc import add_ClientsServiceServicer_to_server
from sysapi.documents.v1.documents_service_pb2_grpc import add_DocumentsServiceServicer_to_server
from sysapi.galleries.v1.galleries_service_pb2_grpc import add_GalleriesServiceServicer_to_server
from tests.bff.clamd_fake import EICAR, FOUND, clamd_at
from tests.bff.conftest import TOKEN_KEY, free_port, serve_bff, serve_fake, settings_for
from tests.bff.file_corpus import DECEIVING_NAMES, NAMES, PAGE, SCRIPT, STORED, Hostile, png_bomb
from tests.clients_fake import ClientsFake

TUS = {"tus-resumable": "1.0.0"}
APPEND = TUS | {"content-type": "application/offset+octet-stream", "upload-offset": "0"}
CLIENT, UNIT, OTHER_UNIT = (str(uuid.uuid4()) for _ in range(3))
STRANGER, UNIT_OF_STRANGER = (str(uuid.uuid4()) for _ in range(2))
UNITS = {CLIENT: [UNIT, OTHER_UNIT], STRANGER: [UNIT_OF_STRANGER]}


def new_id() -> str:
    return str(uuid.uuid4())


@dataclass
class Site:
    """The bff with both services behind it, and the folder that they share."""

    http: httpx2.AsyncClient
    folder: Path
    previewing: Previewing

    def stored(self) -> dict[Path, bytes]:
        """Every file below the folder and beside it."""
        files = (path for path in self.folder.parent.rglob("*") if path.is_file())
        return {path.relative_to(self.folder.parent): path.read_bytes() for path in files}

    async def begin(self, name: str, size: int) -> httpx2.Response:
        named = base64.b64encode(name.encode()).decode()
        headers = {"upload-length": str(size), "upload-metadata": f"filename {named}"}
        return await self.http.post("/api/uploads", headers=TUS | headers)

    async def address(self, name: str, size: int) -> str:
        begun = await self.begin(name, size)
        assert begun.status_code == 201, begun.text
        return begun.headers["location"]

    async def upload(self, content: bytes, name: str) -> str:
        """The id of a whole upload."""
        address = await self.address(name, len(content))
        assert (await self.http.patch(address, headers=APPEND, content=content)).status_code == 204
        return address.rpartition("/")[2]

    async def add(self, content: bytes, name: str, **more: Any) -> httpx2.Response:
        """Adds a file to the gallery of the unit."""
        body = {"client_id": CLIENT, "unit_id": UNIT, "upload_id": await self.upload(content, name)}
        return await self.http.put(f"/api/media/{new_id()}", json=body | more)

    async def enter(self, content: bytes, name: str) -> httpx2.Response:
        """Enters a document of the client."""
        upload = await self.upload(content, name)
        body = {"type": "other", "title": "Fails", "client_ids": [CLIENT], "upload_id": upload}
        return await self.http.put(f"/api/documents/{new_id()}", json=body)

    async def offset(self, address: str) -> int:
        return int((await self.http.head(address, headers=TUS)).headers["upload-offset"])


@pytest.fixture(scope="module")
async def site(
    new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory, quiet: None
) -> AsyncIterator[Site]:
    folder = tmp_path_factory.mktemp("corpus") / "a" / "files"
    socket = tmp_path_factory.mktemp("clamd") / "socket"
    objects = Objects(folder.as_uri())
    databases: list[Database] = []
    for service in (services.documents, services.galleries):
        url = new_database("corpus")
        migrate(Path(service.__file__).parent / "migrations", url)
        databases.append(Database(url))
    clients, clients_port = ClientsFake(), free_port()
    clients.units = UNITS
    peer = Peer("clients", f"127.0.0.1:{clients_port}")
    documents = Server("127.0.0.1:0", translate_database_error)
    desk = DocumentsDesk(databases[0], BlobStore(objects, "documents"), ClientUnits(peer), 30)
    add_DocumentsServiceServicer_to_server(DocumentsServicer(desk), documents.server)
    galleries, previews = Server("127.0.0.1:0", translate_database_error), Previews()
    media_blobs = BlobStore(objects, "galleries")
    media_desk = GalleriesDesk(databases[1], media_blobs, ClientUnits(peer))
    add_GalleriesServiceServicer_to_server(GalleriesServicer(media_desk), galleries.server)
    for server in (documents, galleries):
        await server.start()
        await server.ready()
    settings = settings_for(
        clients_port,
        free_port(),
        documents_port=documents.port,
        galleries_port=galleries.port,
        files_url=folder.as_uri(),
        antivirus_address=str(socket),
    )
    token = Sessions(TOKEN_KEY).make_token("anna")
    async with (
        clamd_at(socket),
        serve_fake(clients, add_ClientsServiceServicer_to_server, clients_port),
        serve_bff(settings) as (_, base),
        httpx2.AsyncClient(
            base_url=base, headers={"authorization": f"Bearer {token}"}, timeout=60
        ) as http,
    ):
        yield Site(http, folder, Previewing(databases[1], media_blobs, previews))
    await peer.close()
    for server in (documents, galleries):
        await server.stop(0.1)
    await previews.close()
    for database in databases:
        await database.close()


# -- files that are kept, and can do nothing


@pytest.mark.parametrize("hostile", STORED, ids=lambda hostile: hostile.id)
async def test_a_hostile_file_is_one_content_as_it_came_that_can_only_be_saved(
    site: Site, hostile: Hostile
) -> None:
    content, before = hostile.make(), site.stored()
    digest = hashlib.sha256(content).hexdigest()
    document = (await site.enter(content, hostile.name)).json()
    added = (await site.add(content, hostile.name)).json()["media"]
    assert (document["file"]["media_type"], document["file"]["name"]) == (
        hostile.media_type,
        hostile.name,
    )
    assert (added["media_type"], added["file_name"]) == (hostile.media_type, hostile.name)
    # One blob for each service, under its hash, and nothing that was in it.
    new = site.stored().keys() - before.keys()
    assert new == {
        Path("files", owner, "blobs", digest[:2], digest) for owner in ("documents", "galleries")
    }
    for address in (
        f"/api/documents/{document['id']}/file",
        f"/api/media/{added['id']}/original",
    ):
        answer = await site.http.get(address)
        assert (answer.status_code, answer.content) == (200, content)
        assert answer.headers["content-type"].partition(";")[0] == hostile.media_type
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers.get_list("content-security-policy") == [
            "default-src 'none'; sandbox; frame-ancestors 'none'"
        ]
    while await site.previewing.make():
        pass
    shown = (await site.http.get(f"/api/media/{added['id']}")).json()
    assert shown["preview"] == hostile.preview
    if hostile.preview == "ready":
        for size in ("thumb", "screen"):
            preview = await site.http.get(shown[size])
            assert preview.headers["content-type"] == "image/webp"
            assert b"EXIF" not in preview.content
    else:
        assert (await site.http.get(f"/api/media/{added['id']}/screen")).status_code == 404


async def contents_of(site: Site) -> list[Any]:
    """What the client and the unit have."""
    lists = (f"/api/documents?client_id={CLIENT}", f"/api/media?client_id={CLIENT}&unit_id={UNIT}")
    return [(await site.http.get(one)).json() for one in lists]


@pytest.mark.parametrize("content", [PAGE, SCRIPT], ids=["108 a page", "108 a script"])
async def test_markup_called_a_photo_is_refused(site: Site, content: bytes) -> None:
    before = await contents_of(site)
    for refused in (await site.enter(content, "jumts.jpg"), await site.add(content, "jumts.jpg")):
        assert (refused.status_code, refused.json()["reason"]) == (422, "FILE_TYPE_MISMATCH")
    assert await contents_of(site) == before


@pytest.mark.parametrize("side", [20_000, 12_000], ids=["111 50 KB", "111 18 KB"])
async def test_a_picture_of_a_few_bytes_and_hundreds_of_megapixels_is_refused(
    site: Site, side: int
) -> None:
    content, before = png_bomb(side), await contents_of(site)
    for refused in (await site.enter(content, "a.png"), await site.add(content, "a.png")):
        assert (refused.status_code, refused.json()["reason"]) == (422, "PICTURE_TOO_LARGE")
    assert await contents_of(site) == before


@pytest.mark.parametrize("name", NAMES, ids=lambda name: f"106 {name}")
async def test_a_name_is_a_label_and_never_a_path(site: Site, name: str) -> None:
    content = b"\0" + name.encode()
    before = site.stored()
    added = (await site.add(content, name)).json()["media"]
    assert added["file_name"] == name
    assert {path.parts[:3] for path in site.stored().keys() - before.keys()} <= {
        ("files", "galleries", "blobs")
    }
    answer = await site.http.get(f"/api/media/{added['id']}/original")
    saved_as = answer.headers["content-disposition"].partition("''")[2]
    assert not [one for one in ("%2F", "%5C", "%3A", "/", "\\", ":") if one in saved_as]


@pytest.mark.parametrize("name", DECEIVING_NAMES, ids=lambda name: f"106 {name[:9]!a}")
async def test_a_name_that_deceives_is_refused_where_it_comes_in_and_where_it_is_changed(
    site: Site, name: str
) -> None:
    before = site.stored()
    refused = await site.begin(name, 1)
    assert (refused.status_code, refused.json()["fields"][0]["field"]) == (422, "filename")
    assert site.stored() == before
    assert (await site.add(b"x", "a.txt", file_name=name)).status_code == 422


async def test_116_the_same_file_twice_is_one_content_and_two_rows(site: Site) -> None:
    before = site.stored()
    added = [(await site.add(b"116", "a.txt", unit_id=unit)).json() for unit in (UNIT, OTHER_UNIT)]
    first, second = (one["media"]["id"] for one in added)
    assert first != second
    assert [one["id"] for one in added[1]["duplicates"]] == [first]
    assert len(site.stored().keys() - before.keys()) == 1
    for one in (first, second):
        assert (await site.http.get(f"/api/media/{one}/original")).content == b"116"


# -- what is refused, and changes nothing


async def test_104_nothing_is_no_file(site: Site) -> None:
    before = site.stored()
    refused = await site.begin("a.txt", 0)
    assert (refused.status_code, refused.json()["reason"]) == (422, "FIELD_INVALID")
    assert site.stored() == before


async def test_105_a_byte_more_than_is_taken_is_refused_before_it_is_sent(site: Site) -> None:
    before = site.stored()
    refused = await site.begin("a.bin", MOST_BYTES + 1)
    assert (refused.status_code, refused.json()["reason"]) == (413, "FILE_TOO_LARGE")
    assert site.stored() == before


async def test_105_a_stream_without_a_length_is_refused_where_it_exceeds_what_was_announced(
    site: Site,
) -> None:
    address = await site.address("a.bin", 1000)
    answer = await answered_before_the_end(site, "PATCH", address, APPEND)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"FILE_TOO_LARGE" in answer
    assert await site.offset(address) == 0


async def answered_before_the_end(
    site: Site, method: str, address: str, headers: dict[str, str]
) -> bytes:
    """The answer to a body without a length of which 2 MB came, and which goes on."""
    reader, writer = await asyncio.open_connection(site.http.base_url.host, site.http.base_url.port)
    own = {"host": "x", "authorization": site.http.headers["authorization"]} | headers
    head = "".join(f"{name}: {value}\r\n" for name, value in own.items())
    writer.write(
        f"{method} {address} HTTP/1.1\r\n{head}transfer-encoding: chunked\r\n\r\n".encode()
    )
    for _ in range(32):
        writer.write(b"10000\r\n" + bytes(65_536) + b"\r\n")
    async with asyncio.timeout(30):
        answer = await reader.readuntil(b"\r\n\r\n")
        answer += await reader.readuntil(b"}}")
    writer.close()
    return answer


async def test_115_a_virus_is_quarantined_wherever_it_is_to_go(site: Site) -> None:
    for refused in (await site.enter(EICAR, "a.pdf"), await site.add(EICAR, "a.jpg")):
        assert (refused.status_code, refused.json()["reason"]) == (422, "FILE_INFECTED")
        assert refused.json()["metadata"] == {"found": FOUND}
    holders = {path.parts[1] for path, content in site.stored().items() if EICAR in content}
    assert holders == {"quarantine"}


@pytest.mark.parametrize("checksum", ["sha256 AAAA", "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", "", "x"])
async def test_118_a_checksum_that_nobody_compares_is_refused(site: Site, checksum: str) -> None:
    described = await site.http.options("/api/uploads", headers=TUS)
    assert "checksum" not in described.headers["tus-extension"]
    address = await site.address("a.txt", 11)
    headers = APPEND | {"upload-checksum": checksum}
    refused = await site.http.patch(address, headers=headers, content=b"hello world")
    assert (refused.status_code, refused.json()["reason"]) == (400, "BODY_INVALID")
    assert await site.offset(address) == 0


PART = b'--x\r\ncontent-disposition: form-data; name="a"; filename="a.jpg"\r\n\r\n'
FORM = "multipart/form-data; boundary=x"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        pytest.param(FORM, (PART + b"1\r\n") * 10_000 + b"--x--\r\n", id="119 10 000 parts"),
        pytest.param("multipart/form-data", PART + PAGE, id="119 no boundary"),
    ],
)
async def test_forms_are_not_read(site: Site, content_type: str, body: bytes) -> None:
    address = await site.address("a.jpg", len(body))
    before = site.stored()
    own = {"content-type": content_type, "content-length": str(len(body))}
    for answer in (
        await site.http.patch(address, headers=APPEND | own, content=body),
        await site.http.put(f"/api/media/{new_id()}", headers=own, content=body),
    ):
        assert answer.status_code in {413, 415}
        assert answer.json()["reason"] in {"BODY_INVALID", "BODY_TOO_LARGE"}
    assert site.stored() == before


async def test_119_a_field_without_end_is_refused_before_it_comes(site: Site) -> None:
    headers = {"content-type": FORM}
    answer = await answered_before_the_end(site, "PUT", f"/api/media/{new_id()}", headers)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"BODY_TOO_LARGE" in answer


async def test_119_a_field_of_a_gigabyte_is_refused_by_its_length(site: Site) -> None:
    reader, writer = await asyncio.open_connection(site.http.base_url.host, site.http.base_url.port)
    own = {"host": "x", "authorization": site.http.headers["authorization"], "content-type": FORM}
    head = "".join(f"{name}: {value}\r\n" for name, value in own.items())
    address = f"/api/media/{new_id()}"
    writer.write(f"PUT {address} HTTP/1.1\r\n{head}content-length: {2**30}\r\n\r\n".encode())
    async with asyncio.timeout(30):
        assert (await reader.readline()).startswith(b"HTTP/1.1 413 ")
    writer.close()


async def test_119_a_boundary_of_a_megabyte_is_cut_off(site: Site) -> None:
    headers = {"content-type": f"multipart/form-data; boundary={'x' * 2**20}"}
    with pytest.raises(httpx2.TransportError):
        await site.http.put(f"/api/media/{new_id()}", headers=headers, content=PART)
    assert (await site.http.get("/livez")).status_code == 200


@pytest.mark.parametrize("times", [2, 10_000], ids=lambda times: f"120 {times} ranges")
async def test_more_than_one_range_is_refused(site: Site, times: int) -> None:
    added = (await site.add(b"120", "a.txt")).json()["media"]
    headers = {"range": "bytes=" + ",".join(["0-"] * times)}
    refused = await site.http.get(f"/api/media/{added['id']}/original", headers=headers)
    assert (refused.status_code, refused.json()["reason"]) == (416, "RANGE_INVALID")


async def test_122_a_file_goes_to_galleries_of_its_client_only_and_stays_in_its_own(
    site: Site,
) -> None:
    refused = await site.add(b"122", "a.txt", unit_id=UNIT_OF_STRANGER)
    assert (refused.status_code, refused.json()["reason"]) == (404, "UNIT_NOT_FOUND")
    added = (await site.add(b"122", "a.txt")).json()["media"]
    address = f"/api/media/{added['id']}"
    body = {"client_id": STRANGER, "unit_id": UNIT_OF_STRANGER}
    for claim in (body, {"client_id": CLIENT, "unit_id": OTHER_UNIT}):
        answer = await site.http.put(address, json=claim, headers={"if-match": added["etag"]})
        assert (answer.status_code, answer.json()["reason"]) == (409, "MEDIA_EXISTS")
    assert (await site.http.get(address)).json()["unit_id"] == UNIT
    listed = await site.http.get(f"/api/media?unit_id={UNIT_OF_STRANGER}")
    assert listed.json()["media"] == []
