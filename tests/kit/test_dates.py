from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from hypothesis import given
from hypothesis import strategies as st

from kit.clock import today_in_riga
from kit.dates import date_from_pb, date_to_pb, instant_from_pb, instant_to_pb


@given(st.dates())
def test_a_day_crosses_the_wire(day):
    assert date_from_pb(date_to_pb(day)) == day


@given(st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_instant_crosses_the_wire(instant):
    assert instant_from_pb(instant_to_pb(instant)) == instant


def test_nothing_stays_nothing():
    assert date_to_pb(None) is None
    assert instant_to_pb(None) is None
    assert date_from_pb(Date()) is None
    assert instant_from_pb(Timestamp()) is None


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (2023, 2, 29),
        (2024, 4, 31),
        (2024, 0, 1),
        (2024, 13, 1),
        (2024, 1, 0),
        (0, 1, 1),
        (-1, 1, 1),
    ],
)
def test_a_day_that_does_not_exist_is_refused(year, month, day):
    with pytest.raises(ValueError, match=r"must be|out of range"):
        date_from_pb(Date(year=year, month=month, day=day))


def test_a_day_outside_of_the_limits_is_refused():
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    for day in (first, last):
        assert date_from_pb(date_to_pb(day), first, last) == day
    assert date_from_pb(Date(), first, last) is None
    for day in (date(2026, 2, 28), date(2026, 4, 1)):
        with pytest.raises(ValueError, match="between"):
            date_from_pb(date_to_pb(day), first, last)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2025, 12, 31, 21, 59, 59, tzinfo=UTC), date(2025, 12, 31)),
        (datetime(2025, 12, 31, 22, 0, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2026, 6, 30, 21, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 10, 25, 21, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 0, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_today_is_the_day_in_riga(instant, day):
    assert today_in_riga(lambda: instant) == day
