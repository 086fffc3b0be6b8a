"""Resumable uploads over real HTTP, into a real folder."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
import uuid
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from kit.blobs import BlobStore
from kit.errors import Problem
from kit.objects import Objects, once
from services.bff import upload_store, uploads
from services.bff.antivirus import Antivirus, FileInfected
from services.bff.session import Sessions
from services.bff.upload_store import Upload, UploadStore
from tests.bff.clamd_fake import EICAR, clamd_at
from tests.bff.conftest import TOKEN_KEY, free_port, serve_bff, settings_for
from tests.waiting import until

TUS = {"tus-resumable": "1.0.0"}
APPEND = TUS | {"content-type": "application/offset+octet-stream"}


def named(name: str) -> dict[str, str]:
    return TUS | {"upload-metadata": f"filename {base64.b64encode(name.encode()).decode()}"}


@pytest.fixture
async def base(tmp_path: Path, quiet: None) -> AsyncIterator[str]:
    settings = settings_for(free_port(), free_port(), files_url=tmp_path.as_uri())
    async with serve_bff(settings) as (_, base):
        yield base


def browser(base: str, user: str) -> httpx2.AsyncClient:
    token = Sessions(TOKEN_KEY).make_token(user)
    return httpx2.AsyncClient(base_url=base, headers={"authorization": f"Bearer {token}"})


@pytest.fixture
async def anna(base: str) -> AsyncIterator[httpx2.AsyncClient]:
    async with browser(base, "anna") as http:
        yield http


@pytest.fixture
def store(tmp_path: Path) -> UploadStore:
    return UploadStore(Objects(tmp_path.as_uri()))


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def begin(http: httpx2.AsyncClient, size: int, name: str = "Līgums (parakstīts).pdf") -> str:
    answer = await http.post("/api/uploads", headers=named(name) | {"upload-length": str(size)})
    assert answer.status_code == 201, answer.text
    return answer.headers["location"]


async def append(http: httpx2.AsyncClient, url: str, offset: int, content: bytes):
    headers = APPEND | {"upload-offset": str(offset)}
    return await http.patch(url, headers=headers, content=content)


async def offset_of(http: httpx2.AsyncClient, url: str) -> int:
    answer = await http.head(url, headers=TUS)
    assert answer.status_code == 204
    return int(answer.headers["upload-offset"])


async def found(store: UploadStore, url: str) -> Upload:
    return await store.find(url.rpartition("/")[2], "anna")


async def test_an_upload_goes_on_where_it_broke_off(
    anna: httpx2.AsyncClient, store: UploadStore, tmp_path: Path
) -> None:
    content = os.urandom(3_000_000)
    url = await begin(anna, len(content))
    assert (await append(anna, url, 0, content[:1_000_000])).headers["upload-offset"] == "1000000"
    assert await offset_of(anna, url) == 1_000_000
    assert (await append(anna, url, 1_000_000, content[1_000_000:])).status_code == 204
    upload = await found(store, url)
    assert (upload.file_name, upload.size) == ("Līgums (parakstīts).pdf", 3_000_000)
    blob = await store.finish(upload, "documents")
    assert blob.digest == hashlib.sha256(content).hexdigest()
    blobs = BlobStore(Objects(tmp_path.as_uri()), "documents")
    assert b"".join([piece async for piece in blobs.read(blob)]) == content


async def test_what_came_before_a_cut_connection_is_kept(
    base: str, anna: httpx2.AsyncClient, store: UploadStore
) -> None:
    url = await begin(anna, 1_000_000)
    host, _, port = base.removeprefix("http://").partition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    head = "".join(
        f"{name}: {value}\r\n"
        for name, value in (APPEND | {"upload-offset": "0", "content-length": "1000000"}).items()
    )
    authorization = anna.headers["authorization"]
    writer.write(
        f"PATCH {url} HTTP/1.1\r\nhost: x\r\nauthorization: {authorization}\r\n{head}\r\n".encode()
    )
    writer.write(b"x" * 400_000)
    await writer.drain()
    # What the server has not read when the connection goes is lost with it; give it time for some.
    await asyncio.sleep(0.2)
    writer.close()
    async with asyncio.timeout(10):
        while (reached := await offset_of(anna, url)) == 0:  # noqa: ASYNC110 - nobody tells it
            await asyncio.sleep(0.01)
    assert reached <= 400_000
    with pytest.raises(Problem) as caught:
        await store.finish(await found(store, url), "documents")
    assert caught.value.reason == "UPLOAD_INCOMPLETE"

    async def is_taken() -> bool:
        # The part is to be seen a moment before the request that was cut is over.
        answer = await append(anna, url, reached, b"y" * (1_000_000 - reached))
        assert answer.status_code in {204, 423}
        return answer.status_code == 204

    await until(is_taken)


async def test_an_upload_is_joined_in_s3_or_goes_into_quarantine_there(
    s3_bucket: str, tmp_path: Path
) -> None:
    objects = Objects(f"{s3_bucket}/{uuid.uuid4()}")
    clean, infected = os.urandom(20_000_000), EICAR + bytes(9_000_000)
    async with clamd_at(tmp_path / "clamd.socket"):
        store = UploadStore(objects, Antivirus(str(tmp_path / "clamd.socket")))
        for content in (clean, infected):
            upload = await store.begin("anna", "a.bin", len(content))
            for first, end in ((0, 10_000_000), (10_000_000, len(content))):
                if first < end:
                    await store.append(upload, first, once(content[first:end]))
            with suppress(FileInfected):
                blob = await store.finish(upload, "documents")
                await store.remove(upload.id)
        await store.sweep()
    assert blob.digest == hashlib.sha256(clean).hexdigest()
    kept = {one.key.partition("/")[0]: one.size async for one in objects.under("")}
    assert kept.keys() == {"documents", "quarantine"}
    assert kept["documents"] == len(clean)


async def test_a_long_stream_is_kept_in_parts(
    anna: httpx2.AsyncClient, store: UploadStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_store, "PART_BYTES", 100_000)
    content = os.urandom(950_000)
    url = await begin(anna, len(content))
    assert (await append(anna, url, 0, content)).status_code == 204
    upload = await found(store, url)
    assert (await store.finish(upload, "documents")).digest == hashlib.sha256(content).hexdigest()
    monkeypatch.setattr(upload_store, "MOST_PARTS", 2)
    url = await begin(anna, len(content))
    assert (await append(anna, url, 0, content)).json()["reason"] == "UPLOAD_TOO_MANY_PARTS"


async def test_a_sender_that_falls_silent_is_told_and_loses_nothing(
    anna: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "SILENT_SECONDS", 0.2)
    url = await begin(anna, 10)

    async def slow() -> AsyncIterator[bytes]:
        yield b"12345"
        await asyncio.sleep(2)
        yield b"67890"

    headers = APPEND | {"upload-offset": "0"}
    answer = await anna.patch(url, headers=headers, content=slow())
    assert answer.json()["reason"] == "BODY_TOO_SLOW"
    assert await offset_of(anna, url) == 5


async def test_bad_requests_are_refused_and_change_nothing(anna: httpx2.AsyncClient) -> None:
    url = await begin(anna, 10)
    await append(anna, url, 0, b"123")
    for answer, status, reason in (
        (await append(anna, url, 0, b"1"), 409, "UPLOAD_OFFSET_MISMATCH"),
        (await append(anna, url, 3, b"12345678"), 413, "FILE_TOO_LARGE"),
        (await anna.patch(url, headers=TUS | {"upload-offset": "3"}), 415, "BODY_INVALID"),
        (await anna.patch(url, headers=APPEND | {"upload-offset": "-1"}), 422, "FIELD_INVALID"),
        (
            await anna.delete(url, headers={"tus-resumable": "0.2.2"}),
            412,
            "TUS_VERSION_UNKNOWN",
        ),
        (
            await anna.post("/api/uploads", headers=named("a") | {"upload-length": str(2**40)}),
            413,
            "FILE_TOO_LARGE",
        ),
    ):
        assert (answer.status_code, answer.json()["reason"]) == (status, reason)
    assert await offset_of(anna, url) == 3


async def test_a_name_is_a_label_and_never_a_path(
    anna: httpx2.AsyncClient, store: UploadStore, tmp_path: Path
) -> None:
    url = await begin(anna, 1, "../../../etc/passwd")
    assert (await found(store, url)).file_name == "../../../etc/passwd"
    assert {path.parent.parent for path in files(tmp_path)} == {tmp_path / "uploads"}


async def test_an_upload_belongs_to_its_sender(base: str, anna: httpx2.AsyncClient) -> None:
    url = await begin(anna, 3)
    async with browser(base, "berta") as berta:
        assert (await berta.head(url, headers=TUS)).status_code == 404
        assert (await append(berta, url, 0, b"123")).json()["reason"] == "UPLOAD_NOT_FOUND"
        assert (await berta.delete(url, headers=TUS)).status_code == 404
    assert await offset_of(anna, url) == 0


async def test_an_upload_that_is_given_up_or_expires_leaves_nothing(
    anna: httpx2.AsyncClient, store: UploadStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = await begin(anna, 3)
    await append(anna, url, 0, b"123")
    assert (await anna.delete(url, headers=TUS)).status_code == 204
    assert (await anna.head(url, headers=TUS)).status_code == 404
    assert files(tmp_path) == []
    monkeypatch.setattr(upload_store, "LIFETIME", timedelta(seconds=-1))
    expired = await begin(anna, 3)
    assert (await anna.head(expired, headers=TUS)).status_code == 404
    await store.sweep()
    assert files(tmp_path) == []


async def test_two_requests_never_send_one_upload_at_once(
    anna: httpx2.AsyncClient, store: UploadStore
) -> None:
    upload = await found(store, await begin(anna, 4))
    goes_on = asyncio.Event()

    async def waiting() -> AsyncIterator[bytes]:
        yield b"12"
        await goes_on.wait()
        yield b"34"

    async def other() -> AsyncIterator[bytes]:
        yield b"1"

    first = asyncio.create_task(store.append(upload, 0, waiting()))
    await asyncio.sleep(0.05)
    with pytest.raises(Problem) as caught:
        await store.append(upload, 0, other())
    assert (caught.value.reason, caught.value.http_status) == ("UPLOAD_IN_PROGRESS", 423)
    goes_on.set()
    assert await first == 4
    assert datetime.fromisoformat(upload.expires) > datetime.now(UTC)
