"""The whole Register of Enterprises, in its size, into an empty system: does memory stay as it is while the rows pass through?"""

from __future__ import annotations

import contextlib
import tempfile
import threading
import time
from collections.abc import Generator
from pathlib import Path

import psutil

from bench.figure import Figure
from bench.system import private_system, wait_until_searchable
from tools.demo import register

TITLE = "Import of the whole register"
ROWS = 490_000
SAMPLE_SECONDS = 1.0
SEARCHABLE_SECONDS = 1800.0


def measure() -> Generator[Figure]:
    """One import; the importer's memory at a tenth of the time, at half of it and at the end."""
    with tempfile.TemporaryDirectory(prefix="sys-bench-") as folder:
        path = Path(folder) / "register.csv"
        register.write(path, ROWS)
        with private_system(0) as system:
            before = system.cpu()
            began = time.perf_counter()
            with _importer_memory() as sizes:
                said = system.command("import", "ur", str(path))
            stored = time.perf_counter() - began
            wait_until_searchable(system, ROWS, SEARCHABLE_SECONDS)
            whole = time.perf_counter() - began
            yield Figure(
                f"import of {ROWS:,} register rows until all are searchable", {"once": whole}, "s",
                note=f"{ROWS / whole:,.0f} rows/s. {system.cpu_since(before)}. {' '.join(said.split())[-200:]}",
                reference="until all are stored", reference_values={"once": stored},
            )  # fmt: skip
            yield Figure(
                "memory of the importer",
                {"10 %": sizes[len(sizes) // 10], "50 %": sizes[len(sizes) // 2], "end": sizes[-1]},
                "MB",
                note=f"most {max(sizes):.0f} MB",
            )
            yield Figure(
                "memory of the services afterwards",
                {
                    name: process.memory_info().rss / 1e6
                    for name, process in system.processes().items()
                },
                "MB",
            )


@contextlib.contextmanager
def _importer_memory() -> Generator[list[float]]:
    """Megabytes of this process's child that imports, once a second while the block runs."""
    sizes: list[float] = []
    done = threading.Event()

    def watch() -> None:
        while not done.wait(SAMPLE_SECONDS):
            with contextlib.suppress(psutil.Error):
                children = psutil.Process().children(recursive=True)
                importing = [one for one in children if "import" in one.cmdline()]
                if importing:
                    sizes.append(sum(one.memory_info().rss for one in importing) / 1e6)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield sizes
    finally:
        done.set()
        watcher.join()
