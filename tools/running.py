"""What the commands that need a running system ask first."""

from __future__ import annotations

from tools import progress
from tools.stack import checkout, record
from tools.stack.ports import LOOPBACK


def address(service: str) -> str | None:
    """host:port of a service of the running system; says so and gives None when there is none."""
    found = record.load(checkout.STATE)
    if not found.runs or found.phase != "ready":
        progress.say("sys: the system is not up; `./sys up` starts it")
        return None
    return f"{LOOPBACK}:{found.ports[service]}"
