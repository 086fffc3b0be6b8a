"""Stops the running system, whatever has become of its supervisor."""

from __future__ import annotations

import time

from tools import progress
from tools.stack import checkout, record

SECONDS = 90.0
"""Three stages of at most 20 s each, and some."""


def stop() -> int:
    """Asks the supervisor to stop and waits for it; ends processes that have lost theirs."""
    found = record.load(checkout.STATE)
    supervisor = found.supervisor.process() if found.supervisor else None
    if supervisor is None and not found.left_over():
        return 0
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
