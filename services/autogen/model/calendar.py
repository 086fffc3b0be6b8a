"""When the periods of a line begin, end and are invoiced: pure functions of its first day, its rule and the number of the period.

Nothing is ever computed from the period before, so that an anchor on the 31st stays there: 31.01, 28.02, 31.03.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from kit.latvian.business_days import last_business_day, next_business_day

_SHIFTS: dict[str, Callable[[date], date]] = {
    "none": lambda day: day,
    "before": last_business_day,
    "after": next_business_day,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """`anchor_day` is 1 to 31, 31 being the last day of every month; `timing` is advance or arrears; `shift` none, before or after."""

    every_months: int
    anchor_day: int
    timing: str = "in_advance"
    issue_offset_days: int = 0
    shift: str = "none"


@dataclass(frozen=True, slots=True)
class Period:
    """A period: its number, first and last day, and the day of issue."""

    number: int
    starts_on: date
    ends_on: date
    issue_on: date


def begins(first: date, rule: Rule, number: int) -> date:
    """The first day of a period. Raises ValueError beyond the year 9999."""
    year, month = divmod(first.year * 12 + first.month - 1 + number * rule.every_months, 12)
    return date(year, month + 1, min(rule.anchor_day, monthrange(year, month + 1)[1]))


def fits(first: date, rule: Rule) -> bool:
    """Whether a period may begin on `first`: it is the anchor day, or the last day of a month that has none."""
    return begins(first, rule, 0) == first


def number_on(first: date, rule: Rule, day: date) -> int:
    """The number of the period that has the day; below zero for one before the first."""
    months = (day.year - first.year) * 12 + day.month - first.month
    number = months // rule.every_months
    return number if begins(first, rule, number) <= day else number - 1


def period(first: date, rule: Rule, number: int) -> Period:
    """Period `number` of a line whose first one begins on `first`."""
    starts_on = begins(first, rule, number)
    ends_on = begins(first, rule, number + 1) - timedelta(days=1)
    counted_from = starts_on if rule.timing == "in_advance" else ends_on
    moved = counted_from + timedelta(days=rule.issue_offset_days)
    return Period(number, starts_on, ends_on, _SHIFTS[rule.shift](moved))
