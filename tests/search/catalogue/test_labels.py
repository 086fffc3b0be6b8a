"""Labels stand for alphabetical places; they run out only after many insertions at one place, and that is noticed."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from services.search.catalogue import Catalogue, Filter, Record
from services.search.catalogue.labels import (
    LABEL_END,
    even_labels,
    is_crowded,
    labels_between,
)
from tests.search.catalogue.records import put, records


@given(low=st.integers(0, LABEL_END), gap=st.integers(0, 1000), count=st.integers(1, 300))
def test_labels_lie_between_their_neighbours_and_rise_where_there_is_room(
    low: int, gap: int, count: int
) -> None:
    labels = labels_between(low, low + gap, count)
    assert labels == sorted(labels)
    assert all(low <= label <= low + gap for label in labels)
    assert is_crowded([low, *labels, low + gap]) == (gap < count + 1)


def test_a_million_names_added_at_the_end_in_batches_have_room() -> None:
    last: int | None = None
    for _ in range(2000):
        labels = labels_between(last, None, 500)
        assert not is_crowded([*([] if last is None else [last]), *labels])
        last = labels[-1]


def test_even_labels_leave_wide_gaps() -> None:
    labels = even_labels(1_000_000)
    assert not is_crowded(labels)
    assert min(right - left for left, right in itertools.pairwise(labels)) > 1 << 29


@given(batches=st.lists(st.lists(records(), max_size=8), max_size=8))
def test_relabelling_changes_no_order(batches: list[list[Record]]) -> None:
    catalogue = Catalogue()
    for batch in batches:
        put(catalogue, batch)
    before = catalogue.select("name", False, Filter()).tolist()
    catalogue.is_crowded = True
    catalogue.relabel(catalogue.even_labels())
    assert catalogue.select("name", False, Filter()).tolist() == before
    assert not catalogue.is_crowded
