"""Days in memory: a whole column says the same as its rows."""

from __future__ import annotations

from datetime import date

import numpy as np
import orjson
from hypothesis import given
from hypothesis import strategies as st

from services.search.catalogue.columns import DayColumn
from services.search.catalogue.orders import UNKNOWN

DAYS = st.dates(date(1991, 1, 1), date(2100, 1, 1))


@given(days=st.lists(st.none() | DAYS, max_size=30))
def test_a_column_of_days_tells_each_row_its_day_or_nothing(days: list[date | None]) -> None:
    column = DayColumn()
    column.grow(len(days))
    for place, day in enumerate(days):
        column.put(place, day.toordinal() if day else UNKNOWN)
    ordinals = np.arange(len(days), dtype=np.int32)
    whole = orjson.loads(column.json(ordinals))
    expected = [day.isoformat() if day else None for day in days]
    assert [whole["values"][place] for place in whole["of"]] == expected
    assert [orjson.loads(part) for part in column.take(ordinals)] == expected
