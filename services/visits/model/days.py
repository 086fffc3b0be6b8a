"""Days and months of Latvia: where a visit counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from kit.clock import RIGA


def day_of(start: datetime) -> date:
    """The day in Latvia on which something begins, whatever midnight it crosses later."""
    return start.astimezone(RIGA).date()


def month_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def months_before(month: date, count: int) -> date:
    """The month so many earlier, or later for a negative count."""
    year, number = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(year, number + 1, 1)


def instant(day: date, at: time) -> datetime:
    """The instant of a time of day in Latvia; one that the clock leaps over in spring is an hour later."""
    return datetime.combine(day, at, tzinfo=RIGA).astimezone(UTC)
