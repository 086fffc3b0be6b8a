"""Sums as EN 16931 wants them (BR-CO-17), and shares that lose no cent."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.money import round_cents
from services.invoices.model.spreading import OpenDue, oldest_first
from services.invoices.model.totals import Taxed, line_net, totals_of

CENTS = st.decimals(Decimal("-9999.99"), Decimal("9999.99"), places=2)
RATES = st.sampled_from(
    [("standard", Decimal(21)), ("standard", Decimal(12)), ("zero", Decimal(0))]
)
LINES = st.lists(st.builds(lambda net, rate: Taxed(net, *rate), CENTS, RATES), max_size=30)
DUES = st.lists(
    st.builds(
        OpenDue,
        due_id=st.uuids(),
        invoice_id=st.just(uuid.UUID(int=1)),
        due_on=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
        open=st.decimals(Decimal("0.01"), Decimal("999.99"), places=2),
    ),
    max_size=12,
    unique_by=lambda due: due.due_id,
)


@given(LINES)
def test_vat_is_computed_once_for_each_rate_on_the_sum_of_its_lines(lines: list[Taxed]) -> None:
    totals = totals_of(lines)
    assert totals.net == sum((line.net for line in lines), Decimal(0))
    for one in totals.vat_sums:
        base = sum(
            (line.net for line in lines if (line.category, line.rate) == (one.category, one.rate)),
            Decimal(0),
        )
        assert one.base == base
        assert one.tax == round_cents(base * one.rate / 100)
    assert totals.vat == sum((one.tax for one in totals.vat_sums), Decimal(0))
    assert totals.gross == totals.net + totals.vat


@given(LINES)
def test_a_credit_note_of_the_same_lines_mirrors_the_invoice_to_the_cent(
    lines: list[Taxed],
) -> None:
    mirrored = totals_of([Taxed(-line.net, line.category, line.rate) for line in lines])
    assert mirrored.gross == -totals_of(lines).gross


def test_rounded_lines_do_not_round_the_tax() -> None:
    lines = [Taxed(Decimal("0.07"), "standard", Decimal(21))] * 3
    assert totals_of(lines).vat == Decimal("0.04")  # 3 x round(0.0147) would be 0.03


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "net"),
    [("3", "0.335", "0", "1.01"), ("1", "2.675", "0", "2.68"), ("-1", "2.675", "0", "-2.68"),
     ("2.5", "10", "10", "22.50"), ("1", "9.99", "100", "0.00")],
)  # fmt: skip
def test_a_line_is_rounded_half_away_from_zero(
    quantity: str, price: str, discount: str, net: str
) -> None:
    assert line_net(Decimal(quantity), Decimal(price), Decimal(discount)) == Decimal(net)


@given(st.decimals(Decimal("0.01"), Decimal(5000), places=2), DUES)
def test_shares_and_the_rest_sum_to_the_amount(amount: Decimal, dues: list[OpenDue]) -> None:
    shares, left = oldest_first(amount, dues)
    assert sum((share.amount for share in shares), Decimal(0)) + left == amount
    open_of = {due.due_id: due.open for due in dues}
    assert all(0 < share.amount <= open_of[share.due_id] for share in shares)
    assert not left or {share.due_id for share in shares} == open_of.keys()


@given(DUES, st.decimals(Decimal("0.01"), Decimal(5000), places=2))
def test_a_later_due_row_gets_something_only_when_earlier_ones_are_full(
    dues: list[OpenDue], amount: Decimal
) -> None:
    shares, _ = oldest_first(amount, dues)
    got = {share.due_id: share.amount for share in shares}
    days = [due.due_on for due in dues if due.due_id in got]
    for due in dues:
        if days and due.due_on < max(days):
            assert got.get(due.due_id) == due.open
