"""What a running call knows: who asked, until when, in which trace. Set by the server, read by clients and stores."""

from __future__ import annotations

import time
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from opentelemetry import propagate

from kit.clock import Clock

SYSTEM = "system"
ACTOR_HEADER = "x-actor"
_MARGIN_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Call:
    """`actor` is a user name or a service; `deadline` is a time.monotonic() value, None outside a call."""

    actor: str = SYSTEM
    deadline: float | None = None


_OUTSIDE = Call()
_current: ContextVar[Call | None] = ContextVar("call", default=None)


def current() -> Call:
    """The call that runs here; outside of one, the system itself without a deadline."""
    return _current.get() or _OUTSIDE


def enter(call: Call) -> None:
    """Makes `call` the current one of this task."""
    _current.set(call)


@dataclass(frozen=True, slots=True)
class Writing:
    """Who writes, and when."""

    actor: str
    now: datetime


def writing(clock: Clock) -> Writing:
    """The one of the call that runs here."""
    return Writing(current().actor, clock())


def remaining(limit: float) -> float:
    """Seconds a further call may take: `limit`, or less when the caller's own deadline (minus a margin) comes first."""
    deadline = current().deadline
    if deadline is None:
        return limit
    return max(0.0, min(limit, deadline - time.monotonic() - _MARGIN_SECONDS))


def trace_headers() -> dict[str, str]:
    """The W3C headers (traceparent) that carry the current trace on."""
    headers: dict[str, str] = {}
    propagate.inject(headers)
    return headers
