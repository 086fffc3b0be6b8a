"""The list: whatever filter and order, pages join and totals are those of all that fits."""

from __future__ import annotations

import itertools
import random
import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from kit.dates import date_from_pb
from kit.errors import Problem
from services.invoices.nightly import Nightly
from sysapi.invoices.v1 import invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from tests.invoices.conftest import TODAY, Service, amount_of, day, euros, line

ORDERS = [f"{by}{way}" for by in ("issued_on", "due_on", "number", "gross", "open") for way in ("", " desc")]  # fmt: skip
STATES = (
    invoice_pb2.INVOICE_STATE_DRAFT, invoice_pb2.INVOICE_STATE_ISSUED, invoice_pb2.INVOICE_STATE_ANNULLED,
)  # fmt: skip


async def fill(service: Service) -> tuple[list[str], str]:
    """Documents of every kind, of three clients and a unit, on many days, paid in many ways."""
    service.now[0] = datetime(2026, 11, 25, 9, tzinfo=UTC)
    chance = random.Random(5)
    clients, unit = [str(uuid.uuid4()) for _ in range(3)], str(uuid.uuid4())
    for step in range(45):
        client = clients[step % 3]
        on = date(2025, 12, 20) + timedelta(days=7 * step)
        net = chance.choice(["100", "250.5", "40", "1000"])
        dues = [
            invoice_pb2.Due(due_on=day(f"{on + timedelta(days=days)}"), amount=euros(Decimal(net) / 2))
            for days in (10, 40)
        ]  # fmt: skip
        made = await service.issue(
            client,
            line(net, rate="0"),
            on=f"{on}",
            unit_id=unit if client == clients[0] and step % 2 else "",
            dues=dues if step % 4 == 0 else (),
            series=f"S{step % 2}",
            type=invoice_pb2.INVOICE_TYPE_ADVANCE if step % 9 == 8 else 0,
        )
        if step % 11 == 7:
            annulment = pb.AnnulInvoiceRequest(invoice_id=made.id, etag=made.etag, reason="x")
            await service.call("AnnulInvoice", annulment)
        elif step % 7 == 6:
            credit = pb.CreditInvoiceRequest(
                invoice_id=made.id, lines=[line("10", rate="0")], reason="x", issued_on=day(f"{on}")
            )
            await service.call("CreditInvoice", credit)
        elif step % 3 != 1:
            await service.pay(client, f"{Decimal(net) / chance.choice([1, 2])}", on=f"{on}")
    for client in clients:
        await service.draft(client, line("7"))
    return clients, unit


async def read(service: Service, chosen: pb.InvoiceFilter, order_by: str, size: int):
    """(documents of all pages, totals)."""
    request = pb.ListInvoicesRequest(filter=chosen, order_by=order_by, page_size=size)
    rows: list[invoice_pb2.Invoice] = []
    totals = None
    while True:
        page = await service.call("ListInvoices", request)
        totals = totals or page.totals
        rows += page.invoices
        if not page.next_page_token:
            return rows, totals
        request.page_token = page.next_page_token


def owed(invoice: invoice_pb2.Invoice, chosen: pb.InvoiceFilter) -> list[tuple[Decimal, int]]:
    """(amount, days late) of the open due rows that are as late as is asked for."""
    rows = [
        (amount_of(due.open), max((TODAY - (date_from_pb(due.in_time_until) or TODAY)).days, 0))
        for due in invoice.dues if amount_of(due.open)
    ]  # fmt: skip
    if not chosen.HasField("days_late"):
        return rows
    least = getattr(chosen.days_late, "from")
    most = chosen.days_late.to if chosen.days_late.HasField("to") else 9999
    return [(amount, days) for amount, days in rows if least <= days <= most]


def overdue(invoice: invoice_pb2.Invoice, chosen: pb.InvoiceFilter) -> Decimal:
    return sum((amount for amount, days in owed(invoice, chosen) if days > 0), Decimal(0))


def fits(one: invoice_pb2.Invoice, chosen: pb.InvoiceFilter) -> bool:
    """The filter as its contract says it."""
    is_open = one.state == invoice_pb2.INVOICE_STATE_ISSUED and amount_of(one.open) > 0
    issued = (one.issued_on.year, one.issued_on.month, one.issued_on.day)
    first, last = chosen.issued_from, chosen.issued_to
    states = chosen.states or STATES[1:]
    return all(
        (
            one.state in states,
            not chosen.invoice_ids or one.id in chosen.invoice_ids,
            not chosen.client_ids or one.client_id in chosen.client_ids,
            not chosen.unit_id or one.unit_id == chosen.unit_id,
            not chosen.types or (one.type or invoice_pb2.INVOICE_TYPE_INVOICE) in chosen.types,
            not first.year or issued >= (first.year, first.month, first.day),
            not last.year or (0, 0, 0) < issued <= (last.year, last.month, last.day),
            not chosen.open or is_open,
            not chosen.settled or (one.state == invoice_pb2.INVOICE_STATE_ISSUED and not is_open),
            not chosen.overdue or (is_open and overdue(one, pb.InvoiceFilter()) > 0),
            not chosen.number_prefix or one.number.startswith(chosen.number_prefix),
            not chosen.HasField("days_late") or (is_open and bool(owed(one, chosen))),
        )
    )


def totals_of(rows: list[invoice_pb2.Invoice], chosen: pb.InvoiceFilter) -> tuple[Decimal, ...]:
    signs = [
        0 if one.state != invoice_pb2.INVOICE_STATE_ISSUED
        else -1 if one.type == invoice_pb2.INVOICE_TYPE_CREDIT_NOTE else 1
        for one in rows
    ]  # fmt: skip
    net, vat, gross, still = (
        sum((sign * amount_of(getattr(one, name)) for sign, one in zip(signs, rows, strict=True)), Decimal(0))
        for name in ("net", "vat", "gross", "open")
    )  # fmt: skip
    if chosen.HasField("days_late"):
        still = sum((amount for one in rows for amount, _ in owed(one, chosen)), Decimal(0))
    late = sum((overdue(one, chosen) for one in rows), Decimal(0))
    return (Decimal(len(rows)), net, vat, gross, still, late)


def filters(ids: list[str], clients: list[str], unit: str) -> list[pb.InvoiceFilter]:
    def late(least: int, most: int | None = None) -> pb.DaysLate:
        return pb.DaysLate(**{"from": least}, to=most)

    parts = [
        {"invoice_ids": ids}, {"client_ids": clients[:1]}, {"client_ids": clients[1:]}, {"unit_id": unit},
        {"states": STATES}, {"states": STATES[:1]}, {"states": STATES[2:]}, {"types": [1]}, {"types": [2, 3]},
        {"issued_from": day("2026-03-01"), "issued_to": day("2026-06-30")}, {"issued_to": day("2026-02-01")},
        {"open": True}, {"overdue": True}, {"settled": True}, {"days_late": late(0, 0)}, {"days_late": late(0, 30)},
        {"days_late": late(31)}, {"number_prefix": "S"}, {"number_prefix": "S1-2026/0000"}, {"number_prefix": "S0-2026/00011"},
    ]  # fmt: skip
    pairs = [one | other for one, other in itertools.combinations(parts, 2) if not one.keys() & other.keys()]  # fmt: skip
    return [pb.InvoiceFilter(**values) for values in ({}, *parts, *pairs)]


async def test_every_filter_and_order_gives_what_fits_with_its_totals(service: Service) -> None:
    clients, unit = await fill(service)
    everything, _ = await read(service, pb.InvoiceFilter(states=STATES), "", 1000)
    chosen = filters([one.id for one in everything[::3]], clients, unit)
    for is_folded in (False, True):
        for place, one in enumerate(chosen):
            rows, totals = await read(service, one, ORDERS[place % len(ORDERS)], 1000)
            wanted = [invoice for invoice in everything if fits(invoice, one)]
            assert {row.id for row in rows} == {invoice.id for invoice in wanted}, one
            told = (totals.net, totals.vat, totals.gross, totals.open, totals.overdue)
            assert (totals.count, *(amount_of(part) for part in told)) == totals_of(wanted, one), (
                one
            )
        if not is_folded:
            await Nightly(service.database, lambda: None, lambda: service.now[0]).look()
    assert await service.faults() == []


async def test_each_age_opens_the_documents_whose_due_rows_make_it(
    service: Service, client: str
) -> None:
    service.now[0] = datetime(2026, 11, 25, 9, tzinfo=UTC)
    dues = [
        invoice_pb2.Due(due_on=day(on), amount=euros("50"))
        for on in ("2026-08-03", "2026-11-10", "2026-12-10")
    ]
    parts = await service.issue(client, line("150", rate="0"), on="2026-07-01", dues=dues)
    whole = await service.issue(client, line("30", rate="0"), on="2026-11-01")
    age = (await service.money(client)).ageing
    told = {
        (0, 0): age.not_due, (1, 30): age.days_1_30, (31, 60): age.days_31_60, (61, 90): age.days_61_90,
        (91, None): age.days_91_up,
    }  # fmt: skip
    found = {}
    for (least, most), amount in told.items():
        late = pb.DaysLate(**{"from": least}, to=most)
        chosen = pb.InvoiceFilter(client_ids=[client], days_late=late)
        rows, totals = await read(service, chosen, "", 10)
        assert totals.open == amount
        assert amount_of(totals.overdue) == (amount_of(amount) if least else 0)
        found[least] = {row.id for row in rows}
    both = {parts.id, whole.id}
    assert found == {0: {parts.id}, 1: both, 31: set(), 61: set(), 91: {parts.id}}


@pytest.mark.parametrize("order_by", ORDERS)
async def test_pages_of_every_order_join(service: Service, order_by: str) -> None:
    by, _, descending = order_by.partition(" ")

    def key(one: invoice_pb2.Invoice) -> tuple[object, ...]:
        if by in ("gross", "open"):
            return (amount_of(getattr(one, by)),)
        if by == "number":
            return (not one.number, one.number)
        days = [one.issued_on] if by == "issued_on" else [due.due_on for due in one.dues]
        return max(((not d.year, d.year, d.month, d.day) for d in days), default=(True,))

    for chosen in (
        pb.InvoiceFilter(states=STATES),
        pb.InvoiceFilter(open=True),
        pb.InvoiceFilter(issued_from=day("2026-03-01"), number_prefix="S1-2026/000"),
    ):
        rows, totals = await read(service, chosen, order_by, 7)
        assert len({row.id for row in rows}) == len(rows) == totals.count
        keys = [(*key(row), row.id) for row in rows]
        assert keys == sorted(keys, reverse=bool(descending))


async def test_a_token_of_another_order_and_an_unknown_order_are_refused(
    service: Service, client: str
) -> None:
    for _ in range(3):
        await service.issue(client)
    page = await service.call("ListInvoices", pb.ListInvoicesRequest(page_size=2))
    for refused, reason in (
        (pb.ListInvoicesRequest(page_token=page.next_page_token, order_by="gross"), "PAGE_TOKEN_INVALID"),
        (pb.ListInvoicesRequest(order_by="buyer"), "FIELD_INVALID"),
    ):  # fmt: skip
        with pytest.raises(Problem) as caught:
            await service.call("ListInvoices", refused)
        assert caught.value.reason == reason


async def test_payment_is_expected_as_late_as_the_client_usually_pays(
    service: Service, client: str
) -> None:
    for month, paid_on in ((6, "2026-06-25"), (7, "2026-07-25"), (8, None)):
        made = await service.issue(client, on=f"2026-{month:02d}-01")
        if paid_on:
            await service.pay(client, "121", on=paid_on)
    # In time until 06-15, 07-15 and 08-17; the third is late by 100 days on the day of this test.
    found = await service.get(made.id)
    assert (found.days_late, found.HasField("settled_on")) == (100, False)
    assert found.expected_on == day("2026-08-27")
    await service.pay(client, "121", on="2026-08-14")
    found = await service.get(made.id)
    assert (found.days_late, found.settled_on) == (-3, day("2026-08-14"))
    assert not found.HasField("expected_on")
