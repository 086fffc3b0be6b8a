"""How long it takes until the system is up: a warm start, and the first one ever in a fresh clone."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from bench.figure import CannotMeasure, Figure
from tools.stack import checkout
from tools.stack.postgres import Postgres

TITLE = "Start"
WARM_RUNS = 3
SHOWN_LINES = 15


def measure() -> list[Figure]:
    """`./sys up --detach` in a fresh clone of what is committed: first with nothing there, then again and again."""
    folder = Path(tempfile.mkdtemp(prefix="sys-bench-"))
    clone = folder / "sys"
    try:
        subprocess.run(
            ["git", "clone", "--quiet", "--no-hardlinks", str(checkout.ROOT), str(clone)],
            check=True,
            capture_output=True,
        )
        first = _timed(clone, "up", "--detach")
        clients = _timed(clone, "status")
        _timed(clone, "down")
        warm: list[float] = []
        for _ in range(WARM_RUNS):
            warm.append(_timed(clone, "up", "--detach"))
            _timed(clone, "down")
    except subprocess.CalledProcessError as error:
        raise CannotMeasure(f"git clone failed: {error.stderr.decode()}") from error
    finally:
        if (clone / "sys").exists():
            subprocess.run(
                [clone / "sys", "down"], capture_output=True, check=False, env=_environment()
            )
        Postgres(clone / ".state" / "pg").remove()
        shutil.rmtree(folder, ignore_errors=True)
    return [
        Figure(
            "`./sys up`, warm", {"median": statistics.median(warm), "worst": max(warm)}, "s", bar={"median": 10.0},
            note=f"{WARM_RUNS} runs with the demo data in", reference="`./sys status`", reference_values={"median": clients},
        ),
        Figure(
            "`./sys up`, the first ever", {"once": first}, "s", bar={"once": 240.0},
            note="fresh clone: virtual environment, web build, databases, demo data; packages come from the indexes "
            "configured here, or from the caches of their tools",
        ),
    ]  # fmt: skip


def _environment() -> dict[str, str]:
    left_out = {"SYS_STATE_DIR", "PYTHONPATH", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name not in left_out}


def _timed(clone: Path, *words: str) -> float:
    began = time.perf_counter()
    done = subprocess.run(
        [clone / "sys", *words],
        cwd=clone,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        end = (done.stdout + done.stderr).strip().splitlines()[-SHOWN_LINES:]
        raise CannotMeasure(
            f"./sys {' '.join(words)} ended with {done.returncode}: " + "\n".join(end)
        )
    return time.perf_counter() - began
