"""Building the catalogue anew, and what the processes hold in memory."""

from __future__ import annotations

import asyncio
import statistics
import threading
import time

import psutil

from bench.figure import Figure
from bench.measure import memory
from bench.system import System
from tools import catalogue

TITLE = "Rebuild and memory"
RUNS = 3
MEMORY_BAR = 200.0
SEARCH_MEMORY_BAR = 300.0
WATCH_SECONDS = 0.05


class Peak(threading.Thread):
    """Notes the most resident memory of a process, in MB, while it runs."""

    def __init__(self, process: psutil.Process) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._ended = threading.Event()
        self.most = 0.0

    def run(self) -> None:
        """Looks until `stop`."""
        while not self._ended.wait(WATCH_SECONDS):
            self.most = max(self.most, self._process.memory_info().rss / 1e6)

    def stop(self) -> float:
        """Ends and returns the peak."""
        self._ended.set()
        self.join()
        return self.most


def measure(system: System) -> list[Figure]:
    """Memory after the benches before, rebuilds, memory again."""
    search = system.address("search")
    total = int(system.rest().json("/api/catalogue/status")["clients"])
    figures = resident(system, f"{total:,} clients")
    peak = Peak(system.processes()["search"])
    peak.start()
    before = system.cpu()
    seconds = [_rebuild(search) for _ in range(RUNS)]
    used = system.cpu_since(before)
    figures.insert(
        0,
        Figure(
            f"rebuild of {total:,}", {"median": statistics.median(seconds), "worst": max(seconds)}, "s",
            bar={"median": 15.0}, note=f"{RUNS} runs; search held at most {peak.stop():.0f} MB meanwhile. All runs together, {used}",
        ),
    )  # fmt: skip
    return [*figures, *resident(system, "after the rebuilds", only="search")]


def _rebuild(address: str) -> float:
    async def run() -> None:
        async for _ in catalogue.rebuild(address):
            pass

    began = time.perf_counter()
    asyncio.run(run())
    return time.perf_counter() - began


def resident(system: System, when: str, only: str = "") -> list[Figure]:
    """RSS and PSS of every process; the bars are for our services."""
    figures: list[Figure] = []
    for name, process in system.processes().items():
        if only and name != only:
            continue
        rss, pss = memory(process)
        ours = name not in {"postgres", "nats"}
        bar = SEARCH_MEMORY_BAR if name == "search" else MEMORY_BAR
        figures.append(
            Figure(
                f"memory of {name}, {when}",
                {"RSS": rss, "PSS": pss},
                "MB",
                bar={"RSS": bar} if ours else {},
            )
        )
    return figures
