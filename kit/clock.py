"""The clock, passed in where time matters, so that tests and catch-up runs can set it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

RIGA = ZoneInfo("Europe/Riga")

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def today_in_riga(clock: Clock = system_clock) -> date:
    """The calendar day in Latvia; the only place where "today" is computed."""
    return clock().astimezone(RIGA).date()
