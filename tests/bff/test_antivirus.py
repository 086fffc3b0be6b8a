"""Files that a scanner is shown before they are stored; clamd is a fake at the edge of the network."""

from __future__ import annotations

import asyncio
import hashlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from kit.errors import NotFound, Problem
from kit.objects import Objects
from services.bff import antivirus, middleware
from services.bff.antivirus import FILES_SCANNED, Antivirus
from services.bff.upload_store import KEEP_INFECTED, UploadStore
from tests.bff.clamd_fake import EICAR, FOUND, ClamdFake, clamd_at, clamd_over_tcp
from tests.bff.conftest import System
from tests.bff.documents_fakes import DOCUMENT_ID
from tests.bff.fakes import CLIENT_ID, UNIT_ID
from tests.bff.files_desk import Desk, files_desk
from tests.bff.media_fakes import MEDIA_ID

DOCUMENT = f"/api/documents/{DOCUMENT_ID}"
MEDIA = f"/api/media/{MEDIA_ID}"
FINISH = """
import asyncio
import sys

from kit.objects import Objects
from services.bff.antivirus import Antivirus
from services.bff.upload_store import UploadStore


async def finish(folder: str, socket: str, upload_id: str) -> None:
    store = UploadStore(Objects(folder), Antivirus(socket))
    await store.finish(await store.find(upload_id, "anna"), "documents")


asyncio.run(finish(*sys.argv[1:]))
"""
CLEAN = b"%PDF-1.7 " + bytes(range(256)) * 8


@pytest.fixture
async def clamd(tmp_path: Path) -> AsyncIterator[ClamdFake]:
    async with clamd_at(tmp_path / "clamd.socket") as fake:
        yield fake


@pytest.fixture
async def desk(system: System, clamd: ClamdFake, tmp_path: Path) -> AsyncIterator[Desk]:
    system.documents.answers["GetDocument"] = NotFound(reason="DOCUMENT_NOT_FOUND")
    system.galleries.answers["GetMedia"] = NotFound(reason="MEDIA_NOT_FOUND")
    files = tmp_path / "files"
    async with files_desk(system, files, antivirus_address=str(tmp_path / "clamd.socket")) as desk:
        yield desk


async def enter(desk: Desk, upload: str) -> httpx2.Response:
    body = {"type": "contract", "title": "Līgums", "client_ids": [CLIENT_ID], "upload_id": upload}
    return await desk.http.put(DOCUMENT, json=body)


def stored(desk: Desk) -> set[str]:
    """The first folder of each object."""
    return {
        path.relative_to(desk.folder).parts[0] for path in desk.folder.rglob("*") if path.is_file()
    }


def said(word: str) -> float:
    return FILES_SCANNED.labels(word)._value.get()


async def test_what_is_clean_is_shown_whole_and_stored(desk: Desk, clamd: ClamdFake) -> None:
    before = said("clean")
    content = os.urandom(3_000_000)
    assert (await enter(desk, await desk.upload(content, "a.bin"))).status_code == 200
    assert clamd.seen == [content]
    digest = hashlib.sha256(content).hexdigest()
    assert await desk.blobs("documents").size(digest) == len(content)
    assert said("clean") == before + 1


async def test_a_file_that_takes_longer_to_store_than_a_request_may_is_entered(
    desk: Desk, clamd: ClamdFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "REQUEST_SECONDS", 0.5)
    clamd.waits = 1.0
    assert (await enter(desk, await desk.upload(CLEAN, "a.pdf"))).status_code == 200


async def test_an_infected_file_is_refused_by_its_name_and_kept_where_no_act_can_name_it(
    desk: Desk,
) -> None:
    before = said("infected")
    upload = await desk.upload(EICAR, "rēķins.pdf")
    refused = await enter(desk, upload)
    told = refused.json()
    assert (refused.status_code, told["reason"]) == (422, "FILE_INFECTED")
    assert told["metadata"] == {"found": FOUND}
    assert desk.system.documents.count("PutDocument") == 0
    assert stored(desk) == {"quarantine"}
    kept = desk.folder / "quarantine" / upload
    assert (kept / f"{0:016d}").read_bytes() == EICAR
    assert "rēķins.pdf" in (kept / "about").read_text()
    assert (await enter(desk, upload)).json()["reason"] == "UPLOAD_NOT_FOUND"
    assert said("infected") == before + 1


async def test_a_photo_is_scanned_too(desk: Desk) -> None:
    body = {"client_id": CLIENT_ID, "unit_id": UNIT_ID}
    upload = await desk.upload(b"\xff\xd8\xff" + EICAR, "jumts.jpg")
    refused = await desk.http.put(MEDIA, json=body | {"upload_id": upload})
    assert refused.json()["reason"] == "FILE_INFECTED"
    assert stored(desk) == {"quarantine"}


async def test_of_two_acts_that_name_an_infected_file_at_once_neither_gets_it(desk: Desk) -> None:
    upload = await desk.upload(EICAR, "a.pdf")
    answers = await asyncio.gather(*(enter(desk, upload) for _ in range(4)))
    reasons = {answer.json()["reason"] for answer in answers}
    assert "FILE_INFECTED" in reasons
    # What one of them is putting into quarantine is not whole any more for another.
    assert reasons <= {"FILE_INFECTED", "UPLOAD_NOT_FOUND", "UPLOAD_INCOMPLETE"}
    assert stored(desk) == {"quarantine"}


async def test_quarantine_lasts_a_month(desk: Desk) -> None:
    await enter(desk, await desk.upload(EICAR, "a.pdf"))
    store = UploadStore(Objects(desk.folder.as_uri()))
    made_old(desk, KEEP_INFECTED - timedelta(minutes=1))
    await store.sweep()
    assert stored(desk) == {"quarantine"}
    made_old(desk, KEEP_INFECTED + timedelta(minutes=1))
    await store.sweep()
    assert stored(desk) == set()


@pytest.mark.parametrize(
    ("place", "reason"),
    [("upload_infected", "FILE_INFECTED"), ("upload_quarantining", "UPLOAD_NOT_FOUND")],
)
async def test_a_process_killed_on_the_way_into_quarantine_gives_nobody_the_file(
    desk: Desk, tmp_path: Path, place: str, reason: str
) -> None:
    upload = await desk.upload(EICAR, "a.pdf")
    words = (desk.folder.as_uri(), str(tmp_path / "clamd.socket"), upload)
    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-c", FINISH, *words, env=os.environ | {"FAIL_AT": f"{place}:kill"}
    )
    assert await killed.wait() == -signal.SIGKILL
    assert (await enter(desk, upload)).json()["reason"] == reason
    assert not list(desk.folder.rglob("blobs/*"))
    made_old(desk, KEEP_INFECTED + timedelta(minutes=1))
    await UploadStore(Objects(desk.folder.as_uri())).sweep()
    assert stored(desk) == set()


def made_old(desk: Desk, age: timedelta) -> None:
    written = (datetime.now(UTC) - age).timestamp()
    for path in desk.folder.rglob("*"):
        if path.is_file():
            os.utime(path, (written, written))


@pytest.mark.parametrize(
    "fault",
    [
        {"hangs": True},
        {"drops": True},
        {"most_bytes": 100},
        {"says": b"stream: Can't allocate memory ERROR\0"},
        {"says": b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0"},
        {"says": b"stream: OK"},
        {"says": b"x" * 10_000},
        {"says": b""},
    ],
    ids=[
        "hangs",
        "drops",
        "refuses the size",
        "fails",
        "gives up",
        "breaks off",
        "babbles",
        "is silent",
    ],
)
async def test_what_the_scanner_does_not_answer_for_is_not_taken_until_it_does(
    desk: Desk, clamd: ClamdFake, monkeypatch: pytest.MonkeyPatch, fault: dict[str, Any]
) -> None:
    monkeypatch.setattr(antivirus, "LEAST_SECONDS", 0.5)
    before = said("failed")
    upload = await desk.upload(CLEAN, "a.pdf")
    for name, value in fault.items():
        monkeypatch.setattr(clamd, name, value)
    refused = await enter(desk, upload)
    assert (refused.status_code, refused.json()["reason"]) == (503, "SCANNER_UNAVAILABLE")
    assert refused.headers["retry-after"] == "1"
    assert desk.system.documents.count("PutDocument") == 0
    assert stored(desk) == {"uploads"}
    assert said("failed") == before + 1
    monkeypatch.undo()
    assert (await enter(desk, upload)).status_code == 200
    assert stored(desk) == {"documents"}


async def test_a_scanner_that_is_not_there_is_told_and_the_same_act_goes_on_when_it_is(
    system: System, tmp_path: Path
) -> None:
    system.documents.answers["GetDocument"] = NotFound(reason="DOCUMENT_NOT_FOUND")
    socket = tmp_path / "later.socket"
    async with files_desk(system, tmp_path / "files", antivirus_address=str(socket)) as desk:
        upload = await desk.upload(CLEAN, "a.pdf")
        assert (await enter(desk, upload)).json()["reason"] == "SCANNER_UNAVAILABLE"
        async with clamd_at(socket):
            assert (await enter(desk, upload)).status_code == 200


async def test_a_scanner_that_reads_no_further_costs_its_time_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(antivirus, "LEAST_SECONDS", 0.5)
    path = tmp_path / "deaf.socket"
    server = await asyncio.start_unix_server(deaf, path)
    # More than the buffers of a socket hold.
    with pytest.raises(Problem) as caught:
        await scanned(Antivirus(str(path)), b"x" * 8_000_000)
    assert caught.value.reason == "SCANNER_UNAVAILABLE"
    server.close()


async def test_it_speaks_over_tcp_and_sends_no_piece_that_would_end_the_content_early() -> None:
    async with clamd_over_tcp() as (fake, address):
        assert await scanned(Antivirus(address), b"12", b"", b"34") == b"1234"
        assert fake.seen == [b"1234"]
        with pytest.raises(Problem) as caught:
            await scanned(Antivirus(address), b"", EICAR[:9], EICAR[9:])
        assert caught.value.metadata == {"found": FOUND}


async def scanned(scanner: Antivirus, *pieces: bytes) -> bytes:
    async def content() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    size = sum(map(len, pieces))
    return b"".join([piece async for piece in scanner.scanned(content(), size)])
