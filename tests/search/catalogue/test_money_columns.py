"""Money in memory: its orders and filters, and what a change of it leaves as it was."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.search.catalogue import Catalogue, Filter, Money, Record
from services.search.catalogue.record import MONEY_COLUMNS, ROW_COLUMNS
from tests.search.catalogue.records import put, records

DEPTHS = {"a": 1, "b": 2, "c": 3, "d": 4}
PLACE = {name: ROW_COLUMNS.index(name) for name in MONEY_COLUMNS}


@st.composite
def moneys(draw: st.DrawFn) -> Money:
    number = st.integers(-2, 3)
    return Money(
        client_id=draw(st.integers(0, 12)) * (1 << 119) + draw(st.integers(0, 1)),
        epoch=draw(st.integers(1, 2)),
        version=draw(st.integers(1, 3)),
        as_of=draw(st.integers(1, 2)),
        net_12_months=draw(number),
        open=draw(number),
        overdue=draw(number),
        days_late=draw(number),
        strip=draw(st.sampled_from(["", "e", "tt", "ab", "dD", "ooooo"])),
    )


def value(money: Money | None, column: str, is_listed: bool) -> int | None:
    """What the column orders by; None is unknown."""
    if column == "paying_strip":
        if money is None or not money.strip:
            return None
        return sum(DEPTHS.get(letter, 0) for letter in money.strip.lower())
    if money is None:
        return 0 if is_listed else None
    sums = (money.net_12_months, money.open, money.overdue, money.days_late)
    return sums[MONEY_COLUMNS.index(column)]


def shown(catalogue: Catalogue, client_id: int) -> list[object]:
    ordinal = catalogue.ordinal(client_id)
    assert ordinal is not None
    (row,) = catalogue.rows([ordinal])
    return [orjson.loads(row[PLACE[name]]) for name in MONEY_COLUMNS]


@given(
    steps=st.lists(
        st.lists(records(), min_size=1, max_size=5)
        | st.lists(moneys(), min_size=1, max_size=5)
        | st.integers(0, 12)
        | st.just("listed"),
        max_size=14,
    )
)
@settings(max_examples=80)
@pytest.mark.parametrize("descending", [False, True])
def test_orders_filters_and_rows_follow_clients_and_money_in_whatever_turn_they_come(
    steps: list[list[Record] | list[Money] | int | str], descending: bool
) -> None:
    catalogue = Catalogue()
    clients: dict[int, Record] = {}
    money: dict[int, Money] = {}
    is_listed = False
    for step in steps:
        if step == "listed":
            catalogue.note_all_listed(catalogue.money)
            is_listed = True
        elif isinstance(step, int):
            gone = next((client_id for client_id in clients if client_id >> 119 == step), None)
            if gone is not None:
                catalogue.remove({gone: (1, 99, 0)})
                del clients[gone]
        elif isinstance(step, list) and isinstance(step[0], Record):
            put(catalogue, step)
            clients.update({record.client_id: record for record in step})
        else:
            fresh = catalogue.fresh(catalogue.money, step, is_listed=False)
            catalogue.put_told(catalogue.money, {item.client_id: item for item in fresh})
            money.update({item.client_id: item for item in fresh})
        by_name = sorted(clients.values(), key=lambda record: (record.name_key, record.client_id))
        for column in MONEY_COLUMNS:
            values = {one: value(money.get(one), column, is_listed) for one in clients}
            known = [r.client_id for r in by_name if values[r.client_id] is not None]
            unknown = [r.client_id for r in by_name if values[r.client_id] is None]
            sign = -1 if descending else 1
            expected = sorted(known, key=lambda one: sign * (values[one] or 0)) + unknown
            selected = catalogue.select(column, descending, Filter()).tolist()
            assert [catalogue.client_id(ordinal) for ordinal in selected] == expected, column
        for least in (Filter(min_overdue_cents=1), Filter(min_days_late=2)):
            ((column, amount),) = least.least()
            late = {
                one for one in clients if (value(money.get(one), column, is_listed) or 0) >= amount
            }
            found = catalogue.select("name", descending, least).tolist()
            assert {catalogue.client_id(ordinal) for ordinal in found} == late
        for client_id in clients:
            sums = [value(money.get(client_id), name, is_listed) for name in MONEY_COLUMNS[:-1]]
            strip = money[client_id].strip if client_id in money else ""
            assert shown(catalogue, client_id) == [*sums, strip or None]


@given(told=st.lists(moneys(), min_size=1, max_size=12))
def test_the_newest_money_wins_in_whatever_order_it_is_told(told: list[Money]) -> None:
    catalogue = Catalogue()
    for money in told:
        fresh = catalogue.fresh(catalogue.money, [money], is_listed=False)
        catalogue.put_told(catalogue.money, {one.client_id: one for one in fresh})
    for client_id in {money.client_id for money in told}:
        newest = max((m.epoch, m.version, m.as_of) for m in told if m.client_id == client_id)
        stale = [Money(client_id, *newest)]
        assert catalogue.fresh(catalogue.money, stale, is_listed=False) == []


@given(
    batch=st.lists(records(), min_size=2, max_size=12, unique_by=lambda record: record.client_id)
)
@settings(max_examples=30)
def test_a_change_of_money_leaves_the_other_columns_orders_and_selections(
    batch: list[Record],
) -> None:
    catalogue = Catalogue()
    put(catalogue, batch)
    for column, descending in catalogue.cold_orders():
        catalogue.warm(column, descending)
    kept = {
        (column, chosen): catalogue.select(column, False, chosen)
        for column in ("name", "city", *MONEY_COLUMNS)
        for chosen in (Filter(), Filter(kind=("legal",)), Filter(min_days_late=1))
    }
    ordinals = kept["name", Filter()]
    before = catalogue.columns_json(ordinals)
    money = Money(batch[0].client_id, 1, 1, 1, overdue=5)
    assert catalogue.put_told(catalogue.money, {money.client_id: money}) == [money.client_id]
    # Unknown became known in all but the strip, which stays empty.
    moved = {"net_12_months_cents", "open_cents", "overdue_cents", "days_late"}
    for (column, chosen), selection in kept.items():
        is_free = column not in moved and chosen != Filter(min_days_late=1)
        assert (catalogue.select(column, False, chosen) is selection) == is_free, column
    after = catalogue.columns_json(ordinals)
    remade = [name for name, a, b in zip(ROW_COLUMNS, before, after, strict=True) if a is not b]
    assert set(remade) == moved


def test_a_listing_overrules_what_was_known_before_it_but_not_what_was_heard_since() -> None:
    catalogue = Catalogue()
    catalogue.put_told(
        catalogue.money, {number: Money(number, 1, 5, 1, open=7) for number in (1, 2, 3)}
    )
    catalogue.money.begin_round()
    heard = Money(2, 1, 6, 1, open=8)
    catalogue.put_told(catalogue.money, {2: heard})
    listed = [Money(1, 1, 4, 1, open=1), Money(2, 1, 5, 1, open=7)]
    assert catalogue.fresh(catalogue.money, listed, is_listed=True) == listed[:1]
    assert catalogue.unlisted(catalogue.money) == [3]
