"""Periods are pure functions of (first day, rule, number)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.latvian.business_days import is_business_day
from services.autogen.model.calendar import Rule, begins, fits, period

EVERY = st.integers(1, 24)
FIRSTS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@st.composite
def lines(draw) -> tuple[date, Rule]:
    """A first day and a rule that fit, with the anchors that peers get wrong drawn often."""
    anchor = draw(st.one_of(st.sampled_from([28, 29, 30, 31]), st.integers(1, 31)))
    month = draw(FIRSTS)
    first = month.replace(day=min(anchor, monthrange(month.year, month.month)[1]))
    rule = Rule(
        draw(EVERY),
        anchor,
        draw(st.sampled_from(["in_advance", "in_arrears"])),
        draw(st.integers(-40, 40)),
        draw(st.sampled_from(["none", "before", "after"])),
    )
    return first, rule


@given(lines(), st.integers(0, 1200))
def test_a_period_begins_on_the_anchor_day_or_on_the_last_day_of_a_month_without_it(line, number):
    first, rule = line
    number //= rule.every_months
    starts_on = period(first, rule, number).starts_on
    assert (starts_on.year - first.year) * 12 + starts_on.month - first.month == (
        number * rule.every_months
    )
    last = monthrange(starts_on.year, starts_on.month)[1]
    assert starts_on.day == (min(rule.anchor_day, last))


@given(lines(), st.integers(0, 200))
def test_periods_follow_one_another_without_gap_or_overlap(line, number):
    first, rule = line
    this, following = period(first, rule, number), period(first, rule, number + 1)
    assert this.starts_on <= this.ends_on
    assert following.starts_on == this.ends_on + timedelta(days=1)
    assert this.issue_on < following.issue_on


@pytest.mark.parametrize("anchor", [29, 30, 31])
@pytest.mark.parametrize("every", [1, 3, 12])
def test_a_century_of_late_anchors_covers_every_day_once(anchor: int, every: int) -> None:
    """From every month of 2000 to the end of 2100, asked for from the last period to the first."""
    for month in range(1, 13):
        first = date(2000, month, min(anchor, monthrange(2000, month)[1]))
        rule = Rule(every, anchor)
        numbers = range((2101 - 2000) * 12 // every)
        found = [period(first, rule, number) for number in reversed(numbers)][::-1]
        assert found[0].starts_on == first
        assert found[-1].ends_on >= date(2100, 12, 28)
        for one, following in pairwise(found):
            assert one.ends_on + timedelta(days=1) == following.starts_on


@given(lines(), st.integers(0, 200))
def test_a_shifted_day_of_issue_is_a_business_day_and_moves_nothing_else(line, number):
    first, rule = line
    plain = Rule(rule.every_months, rule.anchor_day, rule.timing, rule.issue_offset_days)
    shifted, unshifted = period(first, rule, number), period(first, plain, number)
    assert (shifted.starts_on, shifted.ends_on) == (unshifted.starts_on, unshifted.ends_on)
    if rule.shift == "none" or is_business_day(unshifted.issue_on):
        assert shifted.issue_on == unshifted.issue_on
    else:
        assert is_business_day(shifted.issue_on)
        assert (shifted.issue_on > unshifted.issue_on) == (rule.shift == "after")


@pytest.mark.parametrize(
    ("first", "rule", "expected"),
    [
        ("2027-01-31", Rule(1, 31), "01-31 02-28 03-31 04-30 05-31 06-30"),
        ("2028-01-31", Rule(1, 31), "01-31 02-29 03-31 04-30 05-31 06-30"),
        ("2027-01-28", Rule(1, 28), "01-28 02-28 03-28 04-28 05-28 06-28"),
        ("2027-02-28", Rule(1, 30), "02-28 03-30 04-30 05-30 06-30 07-30"),
        ("2027-02-28", Rule(1, 28), "02-28 03-28 04-28 05-28 06-28 07-28"),
        ("2024-02-29", Rule(12, 29), "02-29 02-28 02-28 02-28 02-29 02-28"),
        ("2027-11-30", Rule(3, 31), "11-30 02-29 05-31 08-31 11-30 02-28"),
    ],
)
def test_an_anchor_never_drifts(first: str, rule: Rule, expected: str):
    found = [begins(date.fromisoformat(first), rule, number) for number in range(6)]
    assert [f"{one:%m-%d}" for one in found] == expected.split()


def test_arrears_are_issued_from_the_last_day_of_the_period():
    rule = Rule(1, 1, "in_arrears", 0, "before")
    # 31 January 2027 is a Sunday.
    assert period(date(2027, 1, 1), rule, 0).issue_on == date(2027, 1, 29)
    assert period(date(2027, 1, 1), rule, 1).starts_on == date(2027, 2, 1)


def test_a_first_day_that_is_not_the_anchor_does_not_fit():
    assert fits(date(2027, 2, 28), Rule(1, 31))
    assert not fits(date(2027, 3, 30), Rule(1, 31))
