"""Files: sending them, and everything of a client out at once."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psutil

from bench.figure import Figure
from bench.rest import Rest
from bench.sending import (
    MEGABYTE,
    add_to_gallery,
    begin,
    connect,
    copy_until,
    send,
    site,
    take_back,
)
from bench.system import System

TITLE = "Files"
LARGE_MEGABYTES = 500
SENDERS, SENT_MEGABYTES = 20, 50
ZIP_FILES, ZIPPED_BYTES, ZIPS = 10_000, 20_000, 3


def measure(system: System) -> Iterator[Figure]:
    """Uploads, and an archive."""
    rest = system.rest()
    yield _one_upload(system, rest)
    yield _many_uploads(system)
    yield _archive(system, rest)


def _one_upload(system: System, rest: Rest) -> Figure:
    content = os.urandom(MEGABYTE) * LARGE_MEGABYTES
    rates: list[float] = []
    with _most_memory(system.processes()["bff"]) as most:
        for _ in range(3):
            address = begin(rest, len(content))
            began = time.perf_counter()
            send(system, address, content)
            rates.append(LARGE_MEGABYTES / (time.perf_counter() - began))
            take_back(rest, address)
    return Figure(
        f"upload of {LARGE_MEGABYTES} MB, one file, on the disk when answered",
        {"rate": sorted(rates)[1]}, unit="MB/s", bar={"rate": 120.0}, at_least=True,
        note=f"median of {len(rates)}; the bff at most {most() / MEGABYTE:.0f} MB",
    )  # fmt: skip


def _many_uploads(system: System) -> Figure:
    content = os.urandom(SENT_MEGABYTES * MEGABYTE)

    def upload(_: int) -> None:
        rest = system.rest()
        address = begin(rest, len(content))
        send(system, address, content)
        take_back(rest, address)

    began = time.perf_counter()
    with _most_memory(system.processes()["bff"]) as most, ThreadPoolExecutor(SENDERS) as pool:
        list(pool.map(upload, range(SENDERS)))
    rate = SENDERS * SENT_MEGABYTES / (time.perf_counter() - began)
    return Figure(
        f"the bff while {SENDERS} send {SENT_MEGABYTES} MB each", {"memory": most() / MEGABYTE},
        unit="MB", bar={"memory": 300.0}, note=f"{rate:.0f} MB/s together",
    )  # fmt: skip


def _archive(system: System, rest: Rest) -> Figure:
    """Files of one content: what is stored once is packed as often as it is pointed to."""
    client, unit = site(rest)
    first = add_to_gallery(system, client, unit, "bench.bin", os.urandom(ZIPPED_BYTES))
    copy_until(rest, unit, first, ZIP_FILES)
    bff = system.processes()["bff"]
    before = bff.memory_info().rss
    firsts: list[float] = []
    size, seconds = 0, 0.0
    with _most_memory(bff) as most:
        for _ in range(ZIPS):
            connection = connect(system)
            headers = {"Authorization": f"Bearer {system.token}"}
            began = time.perf_counter()
            connection.request("GET", f"/api/clients/{client}/files.zip", headers=headers)
            answer = connection.getresponse()
            size = len(answer.read(1))
            firsts.append((time.perf_counter() - began) * 1000)
            while piece := answer.read(MEGABYTE):
                size += len(piece)
            seconds = time.perf_counter() - began
            connection.close()
    return Figure(
        f"archive of {ZIP_FILES:,} files: first byte", {"worst": max(firsts)}, bar={"worst": 300.0},
        note=f"{size / MEGABYTE:.0f} MB in {seconds:.1f} s; the bff {before / MEGABYTE:.0f} MB before, "
        f"at most {most() / MEGABYTE:.0f} MB",
    )  # fmt: skip


@contextmanager
def _most_memory(process: psutil.Process) -> Generator[Callable[[], int]]:
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
