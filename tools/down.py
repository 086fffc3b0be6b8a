"""`./sys down`: stops the system in order."""

from __future__ import annotations

import argparse
import time

from tools import progress
from tools.stack import checkout, record

SECONDS = 90.0
"""Three stages of at most 20 s each, and some."""


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when nothing runs afterwards."""
    found = record.load(checkout.STATE)
    if not found.runs and not found.left_over():
        progress.say("sys: nothing runs")
        return 0
    return stop()


def stop() -> int:
    """Asks the supervisor to stop and waits for it; ends processes that have lost theirs."""
    found = record.load(checkout.STATE)
    supervisor = found.supervisor.process() if found.supervisor else None
    with progress.step("stopping the system"):
        if supervisor is not None:
            supervisor.terminate()
            deadline = time.monotonic() + SECONDS
            while found.supervisor and found.supervisor.process():
                if time.monotonic() > deadline:
                    supervisor.kill()
                time.sleep(0.05)
        if left_over := record.load(checkout.STATE).left_over():
            record.end_left_over(left_over)
    return 0
