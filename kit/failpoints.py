"""Places where a test makes a process die: `FAIL_AT=relay_published:kill` in the environment.

Each place is one cheap call; without the variable nothing happens. `once` variants keep a marker file, so that the process
that the supervisor starts again does not die there a second time.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path


def _armed(name: str) -> str | None:
    for entry in os.environ.get("FAIL_AT", "").split(","):
        place, _, action = entry.partition(":")
        if place == name:
            return action
    return None


def failpoint(name: str) -> None:
    """Kills the process here when FAIL_AT names this place: `name:kill`, or `name:once=MARKER_FILE`."""
    if "FAIL_AT" not in os.environ:
        return
    action = _armed(name)
    if action is None:
        return
    if action.startswith("once="):
        marker = Path(action.removeprefix("once="))
        if marker.exists():
            return
        marker.touch()
    os.kill(os.getpid(), signal.SIGKILL)
