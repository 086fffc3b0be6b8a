"""`./sys status`: what runs, and how well."""

from __future__ import annotations

import argparse
import sys

import psutil

from tools.stack import checkout, record
from tools.stack.record import ProcessRecord, Record

NOT_RUNNING = 3
"""The exit code that init scripts use for it."""


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when everything is ready, 1 when something is not, 3 when nothing runs."""
    found = record.load(checkout.STATE)
    if not found.runs:
        print("down" + (f": {found.error}" if found.phase == "failed" else ""))
        for process in found.left_over():
            print(
                f"left without a supervisor: {process.pid} {process.name()}; `./sys down` ends it"
            )
        return NOT_RUNNING
    ready = found.phase == "ready" and all(
        entry.state == "ready" for entry in found.processes.values()
    )
    print(f"{found.phase} at {found.base_url}")
    _table(found)
    return 0 if ready else 1


def _table(found: Record) -> None:
    rows = [("process", "state", "pid", "port", "restarts", "memory")]
    for name, entry in found.processes.items():
        port = str(found.ports.get(name, ""))
        pid = str(entry.identity.pid) if entry.identity else ""
        rows.append((name, entry.state, pid, port, str(entry.restarts), _memory(entry)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        line = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True))
        colour = sys.stdout.isatty() and row[1] not in {"ready", "state"}
        print(f"\033[33m{line.rstrip()}\033[0m" if colour else line.rstrip())


def _memory(entry: ProcessRecord) -> str:
    """What the process and its children hold for themselves, without pages they share."""
    process = entry.identity.process() if entry.identity else None
    if process is None:
        return ""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_info().rss - getattr(one.memory_info(), "shared", 0)
        except psutil.Error:
            continue
    return f"{total / 1_000_000:.0f} MB"
