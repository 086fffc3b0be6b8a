"""kill -9 at each step of a file's way in and out (P18, F24, F26).

The same act sent again gives one row and one content; no row points to nothing; what nobody came back for is gone after a day.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import uuid
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
from PIL import Image
from sqlalchemy import text

from services.bff.session import Sessions
from tests.chaos.stack import Part, Stack
from tests.waiting import until

# Each process is started up to seven times.
pytestmark = pytest.mark.timeout(900)

TUS = {"tus-resumable": "1.0.0"}
COMING = ("upload_part_written", "blob_written", "blob_renamed")
"""Places in the bff before the row is there."""
GOING = ("upload_used", "upload_forgotten", "upload_removed")
"""Places in the bff after it."""
POINTED_TO = {
    "documents": "SELECT digest FROM document WHERE digest <> ''",
    "galleries": "SELECT unnest(ARRAY[digest, thumb_digest, screen_digest]) FROM media",
}


class Person:
    """Sends files as a browser does: after a break it goes on where the upload was, and repeats the act until it is acknowledged."""

    def __init__(self, stack: Stack, http: httpx2.AsyncClient, client: str, unit: str) -> None:
        self.stack = stack
        self.http = http
        self.client = client
        self.unit = unit

    async def request(self, method: str, address: str, **more: Any) -> httpx2.Response:
        """The first answer that is one, for an act that may be sent again; what died meanwhile is started again."""
        while True:
            with suppress(httpx2.TransportError):
                answer = await self.http.request(method, address, **more)
                if answer.status_code < 500 and answer.status_code != 423:
                    return answer
            await self.mend()

    async def mend(self) -> None:
        for part in self.stack.around_files:
            if not part.is_running:
                await part.launch(**part.dying)
                await part.ready()

    async def upload(self, content: bytes, name: str) -> str:
        """The id of an upload that has come whole, in two parts."""
        named = base64.b64encode(name.encode()).decode()
        headers = {"upload-length": str(len(content)), "upload-metadata": f"filename {named}"}
        begun = await self.request("POST", "/api/uploads", headers=TUS | headers)
        address = begun.headers["location"]
        half = len(content) // 2
        while (offset := await self.offset(address)) < len(content):
            piece = content[offset : half if offset < half else None]
            headers = {"content-type": "application/offset+octet-stream"}
            headers |= TUS | {"upload-offset": str(offset)}
            sent = await self.request("PATCH", address, headers=headers, content=piece)
            # 409: the part was on the disk before the process that took it died.
            assert sent.status_code in {204, 409}
        return address.rpartition("/")[2]

    async def offset(self, address: str) -> int:
        return int((await self.request("HEAD", address, headers=TUS)).headers["upload-offset"])

    async def enter(self, content: bytes, document: str) -> httpx2.Response:
        upload = await self.upload(content, "līgums.pdf")
        body = {"type": "other", "title": "Fails", "client_ids": [self.client], "upload_id": upload}
        return await self.request("PUT", f"/api/documents/{document}", json=body)

    async def add(self, content: bytes, media: str, unit: str = "") -> httpx2.Response:
        upload = await self.upload(content, "jumts.jpg")
        body = {"client_id": self.client, "unit_id": unit or self.unit, "upload_id": upload}
        return await self.request("PUT", f"/api/media/{media}", json=body)


@pytest.fixture
async def person(stack: Stack, workload) -> AsyncIterator[Person]:
    promise = await workload.create()
    await workload.add_unit(promise)
    await workload.add_unit(promise)
    client = await workload.get(promise.client_id)
    await stack.start_files()
    token = Sessions(stack.token_key).make_token("chaos")
    async with httpx2.AsyncClient(
        base_url=stack.base_url, headers={"Authorization": f"Bearer {token}"}, timeout=60
    ) as http:
        yield Person(stack, http, client.id, client.units[0].id)
    for part in stack.around_files:
        part.dying = {}
        await part.kill()


async def make_mortal(part: Part, markers: Path, *places: str) -> None:
    """From now on the part dies at each of the places once."""
    folder = markers / part.name
    folder.mkdir(parents=True)
    part.dying = {"FAIL_AT": ",".join(f"{place}:once={folder / place}" for place in places)}
    await part.kill()
    await part.launch(**part.dying)


def died_at(part: Part, markers: Path) -> set[str]:
    return {marker.name for marker in (markers / part.name).iterdir()}


def new_id() -> str:
    return str(uuid.uuid4())


def a_photo(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(file, "JPEG")
    return file.getvalue()


async def digests(stack: Stack, owner: str) -> list[str]:
    """What the rows of a service point to, as often as they do."""
    async with stack.database(owner).begin() as session:
        return [one for one in await session.scalars(text(POINTED_TO[owner])) if one]


def stored(stack: Stack) -> set[str]:
    """Every file in the store, but when it was checked."""
    paths = (path for path in stack.files.rglob("*") if path.is_file())
    names = {path.relative_to(stack.files).as_posix() for path in paths}
    return {name for name in names if not name.endswith("/checks/last")}


def make_old(stack: Stack) -> None:
    for path in stack.files.rglob("*"):
        os.utime(path, (0, 0))


async def assert_only_what_rows_point_to(stack: Stack) -> None:
    """A day later every content that a row points to is there, and nothing else."""
    make_old(stack)
    wanted: set[str] = set()
    for part in (stack.documents, stack.galleries):
        assert "missing" not in (said := await stack.check_files(part)), said
        assert "damaged" not in said
        found = await digests(stack, part.name)
        wanted |= {f"{part.name}/blobs/{digest[:2]}/{digest}" for digest in found}
    # Uploads are swept when the bff starts.
    stack.bff.dying = {}
    await stack.bff.restart()
    await until(lambda: stored(stack) == wanted)


async def test_a_document_whose_way_in_is_cut_at_each_step_is_one_row_and_one_content(
    stack, person, tmp_path
):
    await make_mortal(stack.bff, tmp_path, *COMING, *GOING)
    await make_mortal(stack.documents, tmp_path, "document_put")
    content, document = b"%PDF-1.7 " + os.urandom(300_000), new_id()
    answer = await person.enter(content, document)
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert died_at(stack.bff, tmp_path) == {*COMING, *GOING}
    assert died_at(stack.documents, tmp_path) == {"document_put"}
    digest = hashlib.sha256(content).hexdigest()
    assert (await digests(stack, "documents")).count(digest) == 1
    kept = await person.request("GET", f"/api/documents/{document}/file")
    assert kept.content == content
    await assert_only_what_rows_point_to(stack)


async def test_a_photo_whose_way_in_is_cut_at_each_step_is_one_row_with_its_previews(
    stack, person, tmp_path
):
    of_previews = ("blob_written", "blob_renamed", "previews_stored", "previews_kept")
    await make_mortal(stack.bff, tmp_path, *COMING, *GOING)
    await make_mortal(stack.galleries, tmp_path, "media_put", *of_previews)
    content, media = a_photo("green"), new_id()
    answer = await person.add(content, media)
    assert (answer.status_code, answer.json()["media"]["version"]) == (200, 1)
    assert died_at(stack.bff, tmp_path) == {*COMING, *GOING}

    async def has_previews() -> bool:
        await person.mend()
        shown = (await person.request("GET", f"/api/media/{media}")).json()
        return shown["preview"] == "ready"

    await until(has_previews, within=300)
    await until(lambda: died_at(stack.galleries, tmp_path) == {"media_put", *of_previews})
    digest = hashlib.sha256(content).hexdigest()
    assert (await digests(stack, "galleries")).count(digest) == 1
    kept = await person.request("GET", f"/api/media/{media}/original")
    assert kept.content == content
    await person.mend()
    await assert_only_what_rows_point_to(stack)


async def test_what_nobody_comes_back_for_is_kept_for_a_day_and_no_longer(stack, person, tmp_path):
    """The bff dies at each step, and the browser is gone as well."""
    await make_mortal(stack.bff, tmp_path, *COMING, "upload_forgotten")
    await stack.bff.ready()
    for place in (*COMING, "upload_forgotten"):
        with suppress(httpx2.TransportError):
            await left_alone(person, os.urandom(50_000))
        assert await stack.bff.ended() == -9
        assert place in died_at(stack.bff, tmp_path)
        await person.mend()
    left = stored(stack)
    assert "0 contents" in await stack.check_files(stack.documents)
    assert stored(stack) == left
    await assert_only_what_rows_point_to(stack)


async def left_alone(person: Person, content: bytes) -> None:
    """Uploads and enters a document, and does not care for answers."""
    named = {"upload-length": str(len(content)), "upload-metadata": "filename YQ=="}
    begun = await person.http.post("/api/uploads", headers=TUS | named)
    address = begun.headers["location"]
    headers = {"content-type": "application/offset+octet-stream", "upload-offset": "0"}
    await person.http.patch(address, headers=TUS | headers, content=content)
    body = {"type": "other", "title": "Fails", "client_ids": [person.client]}
    body["upload_id"] = address.rpartition("/")[2]
    await person.http.put(f"/api/documents/{new_id()}", json=body)


async def test_a_document_whose_way_out_is_cut_at_each_step_goes_with_its_content(
    stack, person, tmp_path
):
    content, document = os.urandom(50_000), new_id()
    etag = (await person.enter(content, document)).headers["etag"]
    await make_mortal(stack.documents, tmp_path, "document_removed")
    address = f"/api/documents/{document}"
    removed = await person.request("DELETE", address, headers={"if-match": etag})
    assert removed.status_code == 200
    assert died_at(stack.documents, tmp_path) == {"document_removed"}
    await assert_only_what_rows_point_to(stack)
    await purge_dying(stack, stack.documents, tmp_path / "purge", "document")
    assert (await person.request("GET", address)).status_code == 404
    await collect_dying(stack, stack.documents, tmp_path / "check")
    await assert_only_what_rows_point_to(stack)


async def test_of_two_galleries_with_one_photo_either_goes_alone_whatever_dies(
    stack, person, workload, tmp_path
):
    units = [unit.id for unit in (await workload.get(person.client)).units]
    content, photos = a_photo("navy"), [new_id(), new_id()]
    for unit, media in zip(units, photos, strict=True):
        assert (await person.add(content, media, unit)).status_code == 200
    gone = new_id()
    assert (await person.add(os.urandom(50_000), gone)).status_code == 200
    await make_mortal(stack.galleries, tmp_path, "media_removed")
    removed = await person.request(
        "POST", "/api/media/remove", json={"media_ids": [photos[0], gone]}
    )
    assert removed.status_code == 200
    await purge_dying(stack, stack.galleries, tmp_path / "purge", "media")
    await collect_dying(stack, stack.galleries, tmp_path / "check")
    for media in (photos[0], gone):
        assert (await person.request("GET", f"/api/media/{media}")).status_code == 404
    kept = await person.request("GET", f"/api/media/{photos[1]}/original")
    assert kept.content == content
    await assert_only_what_rows_point_to(stack)


async def purge_dying(stack: Stack, part: Part, markers: Path, table: str) -> None:
    """A month later; the service dies before and after the commit of the purge."""
    async with stack.database(part.name).begin() as session:
        await session.execute(
            text(f"UPDATE {table} SET removed_at = removed_at - interval '31 days'")
        )
    await dies_at_start(part, markers, "purge_deleted", "purged")


async def collect_dying(stack: Stack, part: Part, markers: Path) -> None:
    """A day later; the checker dies after each content that it takes away."""
    make_old(stack)
    (stack.files / part.name / "checks" / "last").unlink(missing_ok=True)
    await dies_at_start(part, markers, "orphan_deleted")


async def dies_at_start(part: Part, markers: Path, *places: str) -> None:
    """What it does by itself when it starts kills it at each place."""
    await make_mortal(part, markers, *places)
    for _ in places:
        assert await part.ended() == -9
        await part.launch(**part.dying)
    await part.ready()
    assert died_at(part, markers) == set(places)
    part.dying = {}
