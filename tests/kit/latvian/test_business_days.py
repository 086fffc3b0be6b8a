from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.latvian.business_days import is_business_day, last_business_day, next_business_day

DAYS = st.dates(date(2006, 1, 1), date(2099, 1, 1))


@pytest.mark.parametrize(
    ("day", "after"),
    [("2026-11-25", "2026-11-25"), ("2026-11-28", "2026-11-30"), ("2026-12-24", "2026-12-28"),
     ("2026-12-31", "2027-01-04"), ("2026-04-03", "2026-04-07"), ("2025-05-04", "2025-05-06")],
)  # fmt: skip
def test_a_day_off_moves_to_the_next_business_day(day: str, after: str) -> None:
    assert next_business_day(date.fromisoformat(day)) == date.fromisoformat(after)


@pytest.mark.parametrize(
    ("day", "before"),
    [("2026-11-25", "2026-11-25"), ("2026-11-29", "2026-11-27"), ("2027-01-01", "2026-12-30"),
     ("2026-04-06", "2026-04-02")],
)  # fmt: skip
def test_a_day_off_moves_to_the_last_business_day_before(day: str, before: str) -> None:
    assert last_business_day(date.fromisoformat(day)) == date.fromisoformat(before)


@given(DAYS)
def test_no_business_day_lies_between_a_day_and_the_one_it_moves_to(day: date) -> None:
    before, after = last_business_day(day), next_business_day(day)
    assert is_business_day(before)
    assert is_business_day(after)
    assert before <= day <= after
    between = range(before.toordinal() + 1, after.toordinal())
    assert not any(is_business_day(date.fromordinal(number)) for number in between)
