"""On which days a plan has visits: pure functions of its first day and its rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday

from kit.latvian.business_days import (
    is_business_day,
    is_holiday,
    last_business_day,
    next_business_day,
)

_FREQUENCY = {"days": DAILY, "weeks": WEEKLY, "months": MONTHLY}
_SHIFTS: dict[str, Callable[[date], date]] = {
    "before": last_business_day,
    "after": next_business_day,
}
_SHORTEST_MONTH = 28
_FURTHEST_SHIFT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Rule:
    """`weekdays` are 1 Monday to 7 Sunday; `week_of_month` is 0 for all; `day_off` keep, skip, before or after."""

    frequency: str
    every: int
    weekdays: tuple[int, ...] = ()
    week_of_month: int = 0
    day_off: str = "keep"


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """`of_rule` is the day that the rule names and never moves; `on` is where the visit is."""

    of_rule: date
    on: date


def planned_days(rule: Rule, first: date, from_day: date, to_day: date) -> list[PlannedDay]:
    """The visits that are on days from `from_day` to `to_day`, of a rule whose first day is `first`."""
    wanted = _days_of_rule(rule, first)
    # Days off are looked at from both sides, as a shift may bring a visit in or out.
    around = wanted.between(
        _midnight(from_day - _FURTHEST_SHIFT), _midnight(to_day + _FURTHEST_SHIFT), inc=True
    )
    days = [moment.date() for moment in around]
    return [one for one in _moved(rule, days) if from_day <= one.on <= to_day]


def _moved(rule: Rule, days: list[date]) -> Iterator[PlannedDay]:
    taken = {day for day in days if not _is_off(rule, day)}
    for day in days:
        if day in taken or rule.day_off == "keep":
            yield PlannedDay(day, day)
        elif shift := _SHIFTS.get(rule.day_off):
            on = shift(day)
            if on not in taken:
                taken.add(on)
                yield PlannedDay(day, on)


def _is_off(rule: Rule, day: date) -> bool:
    """Whoever names weekdays means them, also Sundays; who does not wants business days."""
    return is_holiday(day) if rule.weekdays else not is_business_day(day)


def _days_of_rule(rule: Rule, first: date) -> rrule:
    weekdays = [
        weekday(one - 1, rule.week_of_month) if rule.week_of_month else weekday(one - 1)
        for one in rule.weekdays
    ]
    month_days: list[int] | None = None
    if rule.frequency == "months" and not weekdays:
        # The last of these days that a month has: the 31st is the 28th in February and the 31st in March again.
        month_days = list(range(min(first.day, _SHORTEST_MONTH), first.day + 1))
    return rrule(
        _FREQUENCY[rule.frequency],
        dtstart=_midnight(first),
        interval=rule.every,
        byweekday=weekdays or None,
        bymonthday=month_days,
        bysetpos=-1 if month_days else None,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
