"""The Register of Enterprises' file into an empty system, until every row of it is searchable."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from bench.figure import Figure
from bench.system import private_system, wait_until_searchable
from tools.demo import register

TITLE = "Import of the register"
ROWS = 29_000
RUNS = 3


def measure() -> list[Figure]:
    """Three imports, each into a system of its own."""
    with tempfile.TemporaryDirectory(prefix="sys-bench-") as folder:
        path = Path(folder) / "register.csv"
        register.write(path, ROWS)
        found = [_import(path) for _ in range(RUNS)]
    whole = [taken for taken, _, _ in found]
    stored = [taken for _, taken, _ in found]
    middle = statistics.median(whole)
    return [
        Figure(
            f"import of {ROWS:,} register rows until all are searchable", {"median": middle, "worst": max(whole)}, "s",
            bar={"median": 60.0}, note=f"{ROWS / middle:,.0f} rows/s; {RUNS} runs, each into an empty system. {found[-1][2]}",
            reference="until all are stored", reference_values={"median": statistics.median(stored)},
        )
    ]  # fmt: skip


def _import(path: Path) -> tuple[float, float, str]:
    """Seconds until all are searchable, seconds until `./sys import` has ended, and the processor time used."""
    with private_system(0) as system:
        before = system.cpu()
        began = time.perf_counter()
        system.command("import", "ur", str(path))
        stored = time.perf_counter() - began
        wait_until_searchable(system, ROWS)
        return time.perf_counter() - began, stored, system.cpu_since(before)
