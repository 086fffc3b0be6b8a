"""Orders that are kept up with changes are the orders a full sort gives."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.search.catalogue import Catalogue, Filter, Record
from services.search.catalogue.orders import Reversed
from services.search.catalogue.record import ORDER_COLUMNS
from tests.search.catalogue.records import NUMBERS, put, records

Step = list[Record] | int
COLUMNS = ("name", *ORDER_COLUMNS)


def sorted_plainly(known: dict[int, Record], column: str, descending: bool) -> list[int]:
    """What the order must be, written as simply as can be."""
    by_name = sorted(known.values(), key=lambda record: (record.name_key, record.client_id))
    if column == "name":
        names = by_name[::-1] if descending else by_name
        return [record.client_id for record in sorted(names, key=lambda r: not r.is_open)]
    place = ORDER_COLUMNS.index(column)

    def value(record: Record) -> Any:
        found = record.order_values[place]
        if column in NUMBERS:
            assert isinstance(found, int)
            return -found if descending else found
        text = str(found or "")
        return (found is None, Reversed(text) if descending else text)

    return [record.client_id for record in sorted(by_name, key=value)]


def ids(catalogue: Catalogue, column: str, descending: bool, chosen: Filter) -> list[int]:
    selected = catalogue.select(column, descending, chosen)
    return [catalogue.client_id(ordinal) for ordinal in selected.tolist()]


@given(
    steps=st.lists(st.lists(records(), min_size=1, max_size=6) | st.integers(0, 12), max_size=12)
)
@settings(max_examples=60)
@pytest.mark.parametrize("descending", [False, True])
def test_an_order_kept_up_is_the_order_of_a_full_sort(steps: list[Step], descending: bool) -> None:
    catalogue = Catalogue()
    known: dict[int, Record] = {}
    for step in steps:
        if isinstance(step, int):
            gone = next((client_id for client_id in known if client_id >> 119 == step), None)
            if gone is not None:
                catalogue.remove({gone: (1, 99, 0)})
                del known[gone]
        else:
            put(catalogue, step)
            known.update({record.client_id: record for record in step})
        for column in COLUMNS:
            assert ids(catalogue, column, descending, Filter()) == sorted_plainly(
                known, column, descending
            ), column
    assert not catalogue.is_crowded


@given(batch=st.lists(records(), max_size=20), chosen=st.data())
@settings(max_examples=60)
def test_a_filter_keeps_exactly_those_that_fit(batch: list[Record], chosen: st.DataObject) -> None:
    catalogue = Catalogue()
    put(catalogue, batch)
    known = {record.client_id: record for record in batch}
    some = st.lists(st.sampled_from(["a", "b", "none"]), max_size=2).map(tuple)
    wanted = Filter(
        status=chosen.draw(st.sampled_from([(), ("active",), ("active", "closed")])),
        city=chosen.draw(some),
        tag=chosen.draw(st.sampled_from([(), ("x",), ("x", "z"), ("none",)])),
    )
    fits = {
        client_id
        for client_id, record in known.items()
        if (not wanted.status or record.facts.status in wanted.status)
        and (not wanted.city or record.facts.city in wanted.city)
        and (not wanted.tag or set(record.facts.tags) & set(wanted.tag))
    }
    assert set(ids(catalogue, "name", False, wanted)) == fits
    assert len(catalogue.select("name", False, wanted)) == len(fits)


@given(batch=st.lists(records(), max_size=20))
@settings(max_examples=40)
def test_facets_count_what_the_filter_would_find(batch: list[Record]) -> None:
    catalogue = Catalogue()
    put(catalogue, batch)
    chosen = Filter(kind=("legal",))
    for column, counts in catalogue.facets(chosen).items():
        assert [count for _, _, count in counts] == sorted(
            (count for _, _, count in counts), reverse=True
        )
        for value, _label, count in counts:
            kinds = () if column == "kind" else ("legal",)
            narrowed = Filter(**({"kind": kinds} | {column: (value,)}))
            assert len(catalogue.select("name", False, narrowed)) == count


@given(batches=st.lists(st.lists(records(), max_size=6), max_size=5))
@settings(max_examples=60)
def test_bucket_sums_are_the_sums_of_the_digests_that_are_there(
    batches: list[list[Record]],
) -> None:
    catalogue = Catalogue()
    known: dict[int, Record] = {}
    for batch in batches:
        put(catalogue, batch)
        known.update({record.client_id: record for record in batch})
        if batch:
            catalogue.remove({batch[0].client_id: (1, 99, 0)})
            del known[batch[0].client_id]
    sums = [0] * 256
    for record in known.values():
        sums[record.client_id >> 120] = (sums[record.client_id >> 120] + record.digest) % (1 << 64)
    assert catalogue.bucket_sums == sums
    assert {i for number in range(256) for i in catalogue.bucket(number)} == set(known)
