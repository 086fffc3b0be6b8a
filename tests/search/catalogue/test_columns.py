"""Columns give back what was written, however values come, repeat and go."""

from __future__ import annotations

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.search.catalogue.columns import Column, Columns, PlainColumn, SharedColumn
from services.search.catalogue.record import STORED_COLUMNS

CAPACITY = 6
VALUES = [b"null", b'"SIA"', b'"AS"', b"7", b'["a"]']
WRITES = st.lists(st.tuples(st.integers(0, CAPACITY - 1), st.sampled_from(VALUES)), max_size=60)


def values_of(column: bytes) -> list[object]:
    whole = orjson.loads(column)
    return [whole["values"][at] for at in whole["of"]] if isinstance(whole, dict) else whole


@pytest.mark.parametrize("make", [PlainColumn, SharedColumn])
@given(writes=WRITES, chosen=st.lists(st.integers(0, 2 * CAPACITY - 1), max_size=20))
def test_a_column_holds_the_last_fragment_of_each_ordinal(
    make: type[Column], writes: list[tuple[int, bytes]], chosen: list[int]
) -> None:
    column = make()
    column.grow(CAPACITY)
    expected = dict.fromkeys(range(2 * CAPACITY), b"null")
    for ordinal, fragment in writes:
        before = column.changes
        column.put(ordinal, fragment)
        assert (column.changes > before) == (expected[ordinal] != fragment)
        expected[ordinal] = fragment
    column.grow(2 * CAPACITY)
    ordinals = np.array(chosen, np.int32)
    assert column.take(ordinals) == [expected[ordinal] for ordinal in chosen]
    assert values_of(column.json(ordinals)) == [orjson.loads(expected[at]) for at in chosen]


def test_a_value_that_nobody_shows_any_more_is_let_go() -> None:
    column = SharedColumn()
    column.grow(2)
    for number in range(1000):
        column.put(number % 2, b"%d" % number)
    assert len(column._values) <= 4


def test_a_value_that_repeats_is_sent_once() -> None:
    column = SharedColumn()
    column.grow(100)
    for ordinal in range(100):
        column.put(ordinal, b'"active"' if ordinal % 3 else b'"closed"')
    assert len(column.json(np.arange(100, dtype=np.int32))) < 250


def test_the_kept_export_follows_every_change() -> None:
    columns = Columns()
    columns.grow(4)
    rows = [
        [b'"%d/%d"' % (ordinal, at) for at in range(len(STORED_COLUMNS))] for ordinal in range(4)
    ]
    for ordinal, row in enumerate(rows):
        columns.put(ordinal, row)

    def exported(*ordinals: int) -> list[list[object]]:
        return [values_of(part) for part in columns.json(np.array(ordinals, np.int32))]

    def expected(*ordinals: int) -> list[list[object]]:
        return [[orjson.loads(rows[at][place]) for at in ordinals] for place in range(len(rows[0]))]

    assert exported(0, 1, 2, 3) == expected(0, 1, 2, 3)
    rows[2][1] = b'"renamed"'
    columns.put(2, rows[2])
    assert exported(0, 1, 2, 3) == expected(0, 1, 2, 3)
    assert exported(0, 2, 1, 3) == expected(0, 2, 1, 3)
    columns.clear(1)
    rows[1] = [b"null"] * len(rows[1])
    assert exported(0, 2, 1, 3) == expected(0, 2, 1, 3)
