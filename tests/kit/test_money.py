from __future__ import annotations

from decimal import Decimal

import pytest
from google.type.money_pb2 import Money
from hypothesis import given
from hypothesis import strategies as st

from kit.money import (
    LARGEST,
    LATS_PER_EURO,
    euros_of_lats,
    money_from_pb,
    money_to_pb,
    round_cents,
    split_evenly,
)

amounts = st.decimals(min_value=-LARGEST, max_value=LARGEST, places=2)


@given(amounts)
def test_an_amount_crosses_the_wire_to_the_cent(amount):
    message = money_to_pb(amount)
    assert money_from_pb(message) == amount
    assert message.currency_code == "EUR"
    assert message.units * message.nanos >= 0


@given(amounts, st.integers(1, 400))
def test_shares_sum_to_the_whole_and_differ_by_a_cent_at_most(amount, parts):
    shares = split_evenly(amount, parts)
    assert len(shares) == parts
    assert sum(shares) == amount
    assert max(shares) - min(shares) <= Decimal("0.01")


def test_ten_in_three_shares():
    assert split_evenly(Decimal("10.00"), 3) == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("0.005", "0.01"),
        ("1.005", "1.01"),
        ("-0.005", "-0.01"),
        ("-1446.375", "-1446.38"),
        ("2.675", "2.68"),
        ("0.0049999", "0.00"),
    ],
)
def test_halves_are_rounded_away_from_zero(exact, rounded):
    assert round_cents(Decimal(exact)) == Decimal(rounded)


@pytest.mark.parametrize(
    "amount", ["NaN", "sNaN", "Infinity", "-Infinity", "0.001", "1e30", "1000000000000.00", "1e999"]
)
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(ValueError, match="not an amount"):
        money_to_pb(Decimal(amount))


@pytest.mark.parametrize(
    "message",
    [
        Money(units=1, nanos=1),
        Money(units=1, nanos=-10_000_000),
        Money(units=-1, nanos=10_000_000),
        Money(units=10**12),
        Money(units=2**63 - 1, nanos=990_000_000),
        Money(units=0, nanos=1_000_000_000),
    ],
)
def test_a_message_that_is_no_amount_is_refused(message):
    with pytest.raises(ValueError, match=r"not an amount|two signs"):
        money_from_pb(message)


@pytest.mark.parametrize(("amount", "parts"), [("10.005", 3), ("10.00", 0), ("10.00", -1)])
def test_what_cannot_be_split_is_refused(amount, parts):
    with pytest.raises(ValueError, match="cannot split"):
        split_evenly(Decimal(amount), parts)


@pytest.mark.parametrize(
    ("lats", "euros"), [("10.00", "14.23"), ("0.35", "0.50"), ("-10", "-14.23")]
)
def test_lats_are_turned_at_the_fixed_rate_halves_up(lats, euros):
    assert euros_of_lats([Decimal(lats)]) == [Decimal(euros)]


@given(st.lists(st.decimals(min_value=-(10**6), max_value=10**6, places=2), min_size=1))
def test_lats_in_parts_are_the_euros_of_the_whole(parts):
    turned = euros_of_lats(parts)
    assert sum(turned) == round_cents(sum(parts) / LATS_PER_EURO)
    for lats, euros in zip(parts, turned, strict=True):
        assert abs(euros - lats / LATS_PER_EURO) <= Decimal("0.01")
