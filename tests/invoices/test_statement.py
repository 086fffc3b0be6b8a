"""Statements close, for any days, for a client and its units, and as they were known on any day."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from sysapi.invoices.v1 import invoices_service_pb2 as pb
from tests.invoices.conftest import Service, amount_of, day, euros, line

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 120).map(lambda days: FIRST + timedelta(days=days))
ACTS = st.lists(
    st.tuples(DAYS, st.sampled_from(["issue", "pay", "annul"]), st.integers(1, 90_000)),
    min_size=1,
    max_size=8,
)


async def statement(
    service: Service, client: str, first: date, last: date, unit: str = "", as_of=None
):
    request = pb.GetStatementRequest(
        client_id=client, unit_id=unit, to=day(f"{last}"), **{"from": day(f"{first}")}
    )
    if as_of:
        request.as_of.CopyFrom(day(f"{as_of}"))
    return await service.call("GetStatement", request)


async def act(service: Service, client: str, what: str, on: date, cents: int, unit: str) -> None:
    """Something happens on a day, and is entered on that day."""
    service.now[0] = datetime(on.year, on.month, on.day, 10, tzinfo=UTC)
    if what == "issue":
        net = f"{Decimal(cents) / 100}"
        await service.issue(client, line(net, rate="0"), on=f"{on}", unit_id=unit)
    elif what == "pay":
        payment = await service.pay(client, f"{Decimal(cents) / 100}", on=f"{on}")
        if cents % 3 == 0 and payment.allocations:
            reversal = pb.ReverseAllocationRequest(allocation_id=payment.allocations[0].id)
            await service.call("ReverseAllocation", reversal)
    elif what == "annul":
        made = await service.issue(client, line("5", rate="0"), on=f"{on}", unit_id=unit)
        annulment = pb.AnnulInvoiceRequest(invoice_id=made.id, etag=made.etag, reason="x")
        await service.call("AnnulInvoice", annulment)


@settings(max_examples=8)
@given(acts=ACTS, days=st.tuples(DAYS, DAYS).map(sorted), as_of=DAYS)
async def test_opening_and_rows_are_the_closing_whatever_was_known(
    service: Service, acts: list[tuple[date, str, int]], days: list[date], as_of: date
) -> None:
    client, unit = str(uuid.uuid4()), str(uuid.uuid4())
    for on, what, cents in sorted(acts):
        await act(service, client, what, on, cents, unit if cents % 2 else "")
    first, last = days
    for whose in ("", unit):
        for known in (None, as_of):
            found = await statement(service, client, first, last, whose, known)
            rows = sum((amount_of(row.amount) for row in found.rows), Decimal(0))
            assert amount_of(found.opening) + rows == amount_of(found.closing)
            before = await statement(service, client, FIRST, first, whose, known)
            on_first = [row for row in before.rows if row.on == day(f"{first}")]
            moved = sum((amount_of(row.amount) for row in on_first), Decimal(0))
            assert amount_of(before.closing) - moved == amount_of(found.opening)


async def test_a_write_off_that_is_taken_back_is_owed_again(service: Service, client: str) -> None:
    service.now[0] = datetime(2026, 3, 20, 10, tzinfo=UTC)
    made = await service.issue(client, line("100", rate="0"), on="2026-03-01")
    request = pb.WriteOffInvoiceRequest(
        invoice_id=made.id, reason="x", amount=euros("40"), on=day("2026-03-10")
    )
    await service.call("WriteOffInvoice", request)
    last = date(2026, 3, 31)
    assert amount_of((await statement(service, client, FIRST, last)).closing) == 60
    whole = await service.call("GetInvoice", pb.GetInvoiceRequest(invoice_id=made.id))
    service.now[0] = datetime(2026, 3, 25, 10, tzinfo=UTC)
    reversal = pb.ReverseAllocationRequest(allocation_id=whole.allocations[0].id)
    await service.call("ReverseAllocation", reversal)
    assert amount_of((await statement(service, client, FIRST, last)).closing) == 100
    before = await statement(service, client, FIRST, last, as_of=date(2026, 3, 24))
    assert amount_of(before.closing) == 60


async def test_what_became_known_later_is_not_in_a_statement_as_of_a_day(
    service: Service, client: str
) -> None:
    service.now[0] = datetime(2026, 3, 1, 10, tzinfo=UTC)
    await service.issue(client, on="2026-03-01")
    await service.issue(client, line("50", rate="0"), on="2026-03-01")
    service.now[0] = datetime(2026, 3, 10, 21, 59, tzinfo=UTC)  # the last minute of the day in Riga
    await service.pay(client, "50", on="2026-03-05")
    service.now[0] = datetime(2026, 3, 20, 10, tzinfo=UTC)
    last = date(2026, 3, 31)
    closing = [
        amount_of((await statement(service, client, FIRST, last, as_of=date(2026, 3, on))).closing)
        for on in (9, 10)
    ]
    assert closing == [Decimal(171), Decimal(121)]
