"""On which days a plan has visits."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.visits.model.recurrence import Rule, planned_days


def days(rule: Rule, first: str, last: str, *, since: str = "") -> list[str]:
    found = planned_days(
        rule,
        date.fromisoformat(first),
        date.fromisoformat(since or first),
        date.fromisoformat(last),
    )
    return [f"{one.on:%d.%m}" for one in found]


def test_every_second_week_on_two_weekdays_is_counted_from_the_first_day():
    rule = Rule("weeks", 2, (1, 4))
    assert days(rule, "2026-11-02", "2026-11-30") == ["02.11", "05.11", "16.11", "19.11", "30.11"]


def test_a_week_without_weekdays_is_on_that_of_the_first_day():
    assert days(Rule("weeks", 1), "2027-01-06", "2027-01-20") == ["06.01", "13.01", "20.01"]


def test_the_last_day_of_a_month_stays_the_last_day():
    rule = Rule("months", 1)
    found = ["31.01", "28.02", "31.03", "30.04", "31.05"]
    assert days(rule, "2027-01-31", "2027-05-31") == found
    assert days(rule, "2027-01-31", "2027-05-31", since="2027-03-01") == found[2:]
    assert days(rule, "2028-01-30", "2028-03-30") == ["30.01", "29.02", "30.03"]


def test_the_28th_stays_the_28th():
    assert days(Rule("months", 1), "2027-01-28", "2027-04-30") == [
        "28.01",
        "28.02",
        "28.03",
        "28.04",
    ]


def test_the_first_tuesday_and_the_last_friday_of_a_month():
    assert days(Rule("months", 1, (2,), 1), "2026-11-01", "2027-01-31") == [
        "03.11",
        "01.12",
        "05.01",
    ]
    assert days(Rule("months", 3, (5,), -1), "2026-11-01", "2027-05-31") == [
        "27.11",
        "26.02",
        "28.05",
    ]


def test_a_holiday_is_kept_skipped_or_moved_to_a_business_day():
    # 18.11.2026 is a Wednesday and a holiday; weekly on Wednesdays.
    of_november = {"keep": "18.11", "before": "17.11", "after": "19.11"}
    for day_off in ("keep", "skip", "before", "after"):
        found = days(Rule("weeks", 1, (3,), 0, day_off), "2026-11-11", "2026-11-25")
        moved = [of_november[day_off]] if day_off in of_november else []
        assert found == ["11.11", *moved, "25.11"]


def test_a_weekend_is_a_day_off_only_when_no_weekday_is_named():
    assert days(Rule("days", 1, (), 0, "skip"), "2026-11-06", "2026-11-10") == [
        "06.11",
        "09.11",
        "10.11",
    ]
    assert days(Rule("weeks", 1, (6,), 0, "skip"), "2026-11-07", "2026-11-14") == ["07.11", "14.11"]


def test_what_is_moved_to_a_day_with_a_visit_falls_out():
    # 24. to 26.12. are holidays, 27.12.2026 is a Sunday: all of them move to the 28th, which has one anyhow.
    assert days(Rule("days", 1, (), 0, "after"), "2026-12-23", "2026-12-29") == [
        "23.12",
        "28.12",
        "29.12",
    ]


def test_of_two_that_move_to_one_day_there_is_one():
    # Thursday 24.12. and Friday 25.12. both go to Monday.
    assert days(Rule("weeks", 1, (4, 5), 0, "after"), "2026-12-24", "2026-12-30") == ["28.12"]


@given(
    some.builds(
        Rule,
        some.sampled_from(["days", "weeks", "months"]),
        some.integers(1, 5),
        some.lists(some.integers(1, 7), unique=True, max_size=4).map(tuple),
        some.just(0),
        some.sampled_from(["keep", "skip", "before", "after"]),
    ),
    some.dates(date(2026, 1, 1), date(2026, 12, 31)),
    some.integers(0, 400),
    some.integers(1, 60),
)
def test_days_found_piece_by_piece_are_those_found_at_once(
    rule: Rule, first: date, ahead: int, step: int
):
    start = date.fromordinal(first.toordinal() + ahead)
    end = date.fromordinal(start.toordinal() + 120)
    whole = planned_days(rule, first, start, end)
    pieces = []
    at = start
    while at <= end:
        until = min(end, date.fromordinal(at.toordinal() + step))
        pieces += planned_days(rule, first, at, until)
        at = date.fromordinal(until.toordinal() + 1)
    assert sorted(pieces, key=lambda one: one.of_rule) == whole
    assert len({one.on for one in whole}) == len(whole)


@pytest.mark.parametrize("day_off", ["keep", "skip", "before", "after"])
def test_a_plan_has_nothing_before_its_first_day_of_rule(day_off: str):
    rule = Rule("weeks", 1, (1,), 0, day_off)
    found = planned_days(rule, date(2026, 11, 2), date(2026, 10, 1), date(2026, 11, 9))
    assert [one.of_rule for one in found] == [date(2026, 11, 2), date(2026, 11, 9)]
