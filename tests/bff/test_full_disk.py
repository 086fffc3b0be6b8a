"""A bff whose files lie on a disk of its own that is full (F25)."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from kit.errors import NotFound
from tests.bff.conftest import System, free_port, process_environment
from tests.bff.documents_fakes import DOCUMENT_ID
from tests.bff.fakes import CLIENT_ID
from tests.bff.test_process import wait_until_alive

TUS = {"tus-resumable": "1.0.0"}
APPEND = TUS | {"content-type": "application/offset+octet-stream", "upload-offset": "0"}
MEGABYTE = 1024 * 1024


@pytest.fixture
def unshare() -> str:
    """The program that gives a process mounts of its own."""
    found = shutil.which("unshare")
    if found is None or subprocess.run([found, "-m", "true"], check=False).returncode:
        pytest.skip("a disk of its own cannot be mounted here")
    return found


@pytest.fixture
async def http(system: System, tmp_path: Path, unshare: str) -> AsyncIterator[httpx2.AsyncClient]:
    """Of a bff that has ten megabytes."""
    disk, port = tmp_path / "disk", free_port()
    disk.mkdir()
    mount = f"mount -t tmpfs -o size=10m tmpfs {disk}"
    process = await asyncio.create_subprocess_exec(
        unshare,
        "-m",
        "sh",
        "-c",
        f"{mount} && exec {sys.executable} -m services.bff serve",
        env=process_environment(system, port, files=disk, web=tmp_path),
    )
    try:
        async with httpx2.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", headers=system.http.headers, timeout=30
        ) as http:
            await wait_until_alive(http)
            yield http
    finally:
        process.kill()
        await process.wait()


async def begin(http: httpx2.AsyncClient, size: int) -> str:
    headers = {"upload-length": str(size), "upload-metadata": "filename YS5wZGY="}
    begun = await http.post("/api/uploads", headers=TUS | headers)
    assert begun.status_code == 201, begun.text
    return begun.headers["location"]


async def append(http: httpx2.AsyncClient, address: str, content: bytes) -> httpx2.Response:
    return await http.patch(address, headers=APPEND, content=content)


async def enter(http: httpx2.AsyncClient, address: str) -> httpx2.Response:
    body = {"type": "contract", "title": "Līgums", "client_ids": [CLIENT_ID]}
    body["upload_id"] = address.rpartition("/")[2]
    return await http.put(f"/api/documents/{DOCUMENT_ID}", json=body)


async def offset(http: httpx2.AsyncClient, address: str) -> int:
    return int((await http.head(address, headers=TUS)).headers["upload-offset"])


async def test_a_full_disk_is_told_changes_nothing_and_is_over_when_there_is_room(
    system: System, http: httpx2.AsyncClient
) -> None:
    system.documents.answers["GetDocument"] = NotFound(reason="DOCUMENT_NOT_FOUND")
    content = bytes(6 * MEGABYTE)
    whole = await begin(http, len(content))
    assert (await append(http, whole, content)).status_code == 204
    other = await begin(http, len(content))
    # Neither a second upload nor the blob of the first has room.
    for refused in (await append(http, other, content), await enter(http, whole)):
        assert (refused.status_code, refused.json()["reason"]) == (507, "STORAGE_FULL")
    assert system.documents.count("PutDocument") == 0
    assert (await offset(http, whole), await offset(http, other)) == (len(content), 0)
    small = await begin(http, MEGABYTE)
    assert (await append(http, small, content[:MEGABYTE])).status_code == 204
    assert (await enter(http, small)).status_code == 200
    assert (await http.delete(whole, headers=TUS)).status_code == 204
    assert (await append(http, other, content)).status_code == 204
