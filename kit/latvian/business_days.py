"""Business days in Latvia. A payment that is due on a day off is in time until the next one (Civillikums)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

_SATURDAY = 5


@lru_cache(maxsize=64)
def _days_off(year: int) -> frozenset[date]:
    """Statutory holidays of a year, with those that a law moved."""
    return frozenset(holidays.country_holidays("LV", years=year))


def is_holiday(day: date) -> bool:
    """Whether it is a statutory holiday, on whatever day of the week."""
    return day in _days_off(day.year)


def is_business_day(day: date) -> bool:
    """Whether banks work: neither weekend nor holiday."""
    return day.weekday() < _SATURDAY and not is_holiday(day)


@lru_cache(maxsize=16_384)
def next_business_day(day: date) -> date:
    """The day itself, or the first business day after it."""
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=16_384)
def last_business_day(day: date) -> date:
    """The day itself, or the last business day before it."""
    while not is_business_day(day):
        day -= timedelta(days=1)
    return day
