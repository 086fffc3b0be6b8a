"""Files: sending them, making photos small, everything out at once, and the grid of visits of a chain."""

from __future__ import annotations

import asyncio
import base64
import http.client
import io
import os
import random
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
from PIL import Image

from bench.figure import Figure
from bench.measure import side_by_side
from bench.rest import Rest
from bench.system import System, private_system
from services.galleries.previews import Previews

TITLE = "Files"
MEGABYTE = 1024 * 1024
LARGE_MEGABYTES = 500
SENDERS, SENT_MEGABYTES = 20, 50
ZIP_FILES = 10_000
SITES, MONTHS = 250, 24
PICTURES = 10
TUS = {"Tus-Resumable": "1.0.0"}


def measure() -> Iterator[Figure]:
    """In a system of its own, without demo data."""
    yield from _thumbnails()
    with private_system(0) as system:
        rest = system.rest()
        client = _send(rest, "/api/clients", {"kind": "legal", "name": "Bench"})["id"]
        yield _one_upload(system, rest)
        yield _many_uploads(system)
        yield _archive(system, rest, client)
        yield _grid(rest, client)


def _thumbnails() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"
        noise = Image.frombytes("RGB", (600, 400), random.Random(1).randbytes(600 * 400 * 3))
        noise.resize((6000, 4000), Image.Resampling.BICUBIC).save(path, quality=88)
        times = asyncio.run(_make(path))
        size = path.stat().st_size
    yield Figure(
        "previews of a 24-megapixel photo (480 and 2 048 pixels), warm",
        {"p50": sorted(times)[len(times) // 2], "worst": max(times)},
        bar={"p50": 400.0},
        note=f"JPEG of {size / MEGABYTE:.1f} MB, {len(times)} times, in the child process",
    )


async def _make(path: Path) -> list[float]:
    previews = Previews()
    times: list[float] = []
    for _ in range(PICTURES + 1):
        began = time.perf_counter()
        await previews.make(path)
        times.append((time.perf_counter() - began) * 1000)
    await previews.close()
    return times[1:]


def _one_upload(system: System, rest: Rest) -> Figure:
    content = os.urandom(MEGABYTE) * LARGE_MEGABYTES
    address = _begin(rest, len(content))
    bff = system.processes()["bff"]
    began = time.perf_counter()
    with _most_memory(bff) as most:
        _patch(system, address, content)
    seconds = time.perf_counter() - began
    rest.raw("DELETE", address, headers=TUS)
    return Figure(
        f"upload of {LARGE_MEGABYTES} MB, one file, on the disk when answered",
        {"rate": LARGE_MEGABYTES / seconds}, unit="MB/s", bar={"rate": 120.0}, at_least=True,
        note=f"the bff at most {most() / MEGABYTE:.0f} MB",
    )  # fmt: skip


def _many_uploads(system: System) -> Figure:
    content = os.urandom(SENT_MEGABYTES * MEGABYTE)
    bff = system.processes()["bff"]
    began = time.perf_counter()

    def send(_: int) -> None:
        rest = system.rest()
        address = _begin(rest, len(content))
        _patch(system, address, content)
        rest.raw("DELETE", address, headers=TUS)

    with _most_memory(bff) as most, ThreadPoolExecutor(SENDERS) as pool:
        list(pool.map(send, range(SENDERS)))
    rate = SENDERS * SENT_MEGABYTES / (time.perf_counter() - began)
    return Figure(
        f"the bff while {SENDERS} send {SENT_MEGABYTES} MB each", {"memory": most() / MEGABYTE},
        unit="MB", bar={"memory": 300.0}, note=f"{rate:.0f} MB/s together",
    )  # fmt: skip


def _archive(system: System, rest: Rest, client: str) -> Figure:
    """Files of one content: what is stored once is packed as often as it is pointed to."""
    unit = _send(rest, f"/api/clients/{client}/units", {"name": "Site"})["id"]
    content = os.urandom(20_000)
    address = _begin(rest, len(content))
    _patch(system, address, content)
    first = {"client_id": client, "unit_id": unit, "upload_id": address.rpartition("/")[2]}
    media = [rest.send("PUT", f"/api/media/{uuid.uuid4()}", first)["media"]["id"]]
    while len(media) < ZIP_FILES:
        some = {"media_ids": media[: min(500, ZIP_FILES - len(media))], "unit_id": unit}
        media += [one["id"] for one in _send(rest, "/api/media/copy", some)["media"]]
    bff = system.processes()["bff"]
    before = bff.memory_info().rss
    firsts: list[float] = []
    size = 0
    with _most_memory(bff) as most:
        for _ in range(3):
            began = time.perf_counter()
            connection = _connection(system)
            path = f"/api/clients/{client}/files.zip"
            connection.request("GET", path, headers={"Authorization": f"Bearer {system.token}"})
            answer = connection.getresponse()
            size = len(answer.read(1))
            firsts.append((time.perf_counter() - began) * 1000)
            while piece := answer.read(MEGABYTE):
                size += len(piece)
            connection.close()
    seconds = time.perf_counter() - began
    return Figure(
        f"archive of {ZIP_FILES} files: first byte", {"first byte": max(firsts)},
        bar={"first byte": 300.0},
        note=f"{size / MEGABYTE:.0f} MB in {seconds:.1f} s; the bff {before / MEGABYTE:.0f} MB before, "
        f"at most {most() / MEGABYTE:.0f} MB",
    )  # fmt: skip


def _grid(rest: Rest, client: str) -> Figure:
    today = date.today()  # noqa: DTZ011 - which month it is here does not matter
    for place in range(SITES):
        unit = _send(rest, f"/api/clients/{client}/units", {"name": f"Site {place}"})["id"]
        for back in range(MONTHS):
            index = today.year * 12 + today.month - 1 - back
            day = f"{index // 12}-{index % 12 + 1:02}-01"
            visit = {
                "client_id": client,
                "unit_id": unit,
                "status": "done",
                "planned_start": f"{day}T06:00:00Z",
                "started": f"{day}T06:00:00Z",
            }
            rest.send("PUT", f"/api/visits/{uuid.uuid4()}", visit)
    path = f"/api/clients/{client}/visits/months"
    timing = side_by_side({"grid": lambda: rest.get(path, months=MONTHS)})["grid"]
    return Figure(f"grid of {SITES} sites x {MONTHS} months", timing.usual, bar={"p99": 60.0})


def _send(rest: Rest, path: str, body: object) -> Any:
    return rest.send("POST", path, body, Idempotency_Key=str(uuid.uuid4()))


def _begin(rest: Rest, size: int) -> str:
    name = base64.b64encode(b"bench.bin").decode()
    headers = TUS | {"Upload-Length": str(size), "Upload-Metadata": f"filename {name}"}
    answer, _ = rest.raw("POST", "/api/uploads", headers=headers)
    return answer.headers["location"]


def _patch(system: System, address: str, content: bytes) -> None:
    connection = _connection(system)
    headers = TUS | {
        "Authorization": f"Bearer {system.token}",
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": "0",
    }
    connection.request(
        "PATCH", address, io.BytesIO(content), headers | {"Content-Length": str(len(content))}
    )
    assert connection.getresponse().status == 204
    connection.close()


def _connection(system: System) -> http.client.HTTPConnection:
    address = urlsplit(system.url)
    return http.client.HTTPConnection(
        address.hostname or "", address.port or 80, timeout=600, blocksize=MEGABYTE
    )


@contextmanager
def _most_memory(process: psutil.Process) -> Iterator[Callable[[], int]]:
    """Watches a process; what it gives tells the most bytes of resident memory so far."""
    most = [process.memory_info().rss]
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            most[0] = max(most[0], process.memory_info().rss)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield lambda: most[0]
    finally:
        over.set()
        watching.join()
