"""Whatever is done in whatever order: what is told of money follows from the documents, to the cent."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kit.dates import date_from_pb
from kit.errors import Problem
from sysapi.invoices.v1 import invoice_pb2, payment_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from tests.invoices.conftest import TODAY, Service, amount_of, day, euros, line

FIRST = date(2026, 2, 2)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["issue", "issue", "pay", "pay", "aim", "advance", "reverse", "credit", "write off", "annul"]
        ),
        st.integers(0, 20),
        st.integers(100, 60_000),
    ),
    min_size=4,
    max_size=18,
)  # fmt: skip
ALLOWED = {
    "OVER_ALLOCATED", "OVER_CREDITED", "INVOICE_SETTLED", "INVOICE_NOT_ISSUED", "ALLOCATION_NOT_FOUND",
}  # fmt: skip
"""What an act that does not fit is refused with; anything else is a fault."""


@dataclass
class World:
    """A client with three units, and what was entered for it."""

    service: Service
    client: str = field(default_factory=lambda: str(uuid.uuid4()))
    units: list[str] = field(default_factory=lambda: [str(uuid.uuid4()) for _ in range(3)])
    invoices: list[str] = field(default_factory=list)
    payments: list[str] = field(default_factory=list)

    async def act(self, what: str, place: int, cents: int, on: date) -> None:
        """One act on that day; those of something that is not there do nothing."""
        amount = Decimal(cents) / 100
        chosen = self.invoices[place % len(self.invoices)] if self.invoices else None
        if what == "issue":
            rate = ["21", "12", "5", "0"][place % 4]
            made = await self.service.issue(
                self.client, line(f"{amount}", rate=rate), line("0.01"), on=f"{on}", unit_id=self.units[place % 3],
            )  # fmt: skip
            self.invoices.append(made.id)
        elif what in ("pay", "advance"):
            payment = payment_pb2.Payment(
                client_id=self.client, value_date=day(f"{on}"), amount=euros(amount)
            )
            request = pb.CreatePaymentRequest(payment=payment, auto=what == "pay")
            booked = await self.service.call("CreatePayment", request)
            self.payments.append(booked.payment.id)
        elif what == "aim" and chosen and self.payments:
            target = pb.AllocationTarget(invoice_id=chosen, amount=euros(amount))
            request = pb.AllocatePaymentRequest(
                payment_id=self.payments[place % len(self.payments)], targets=[target]
            )
            await self.service.call("AllocatePayment", request)
        elif what == "reverse" and self.payments:
            rows = (await self.payment(self.payments[place % len(self.payments)])).allocations
            if rows:
                request = pb.ReverseAllocationRequest(allocation_id=rows[place % len(rows)].id)
                await self.service.call("ReverseAllocation", request)
        elif what == "credit" and chosen:
            lines = [line(f"{amount / 7:.2f}")] if place % 2 else []
            request = pb.CreditInvoiceRequest(
                invoice_id=chosen, reason="x", issued_on=day(f"{on}"), lines=lines
            )
            note = (await self.service.call("CreditInvoice", request)).credit_note
            self.invoices.append(note.id)
        elif what == "write off" and chosen:
            request = pb.WriteOffInvoiceRequest(
                invoice_id=chosen, reason="x", on=day(f"{on}"), amount=euros(amount)
            )
            await self.service.call("WriteOffInvoice", request)
        elif what == "annul" and chosen:
            etag = (await self.service.get(chosen)).etag
            request = pb.AnnulInvoiceRequest(invoice_id=chosen, etag=etag, reason="x")
            await self.service.call("AnnulInvoice", request)

    async def payment(self, payment_id: str) -> payment_pb2.Payment:
        request = pb.GetPaymentRequest(payment_id=payment_id)
        return (await self.service.call("GetPayment", request)).payment

    async def documents(self) -> list[pb.GetInvoiceResponse]:
        return [
            await self.service.call("GetInvoice", pb.GetInvoiceRequest(invoice_id=one))
            for one in self.invoices
        ]


def counting(rows) -> Decimal:
    """What allocations come to that were not reversed."""
    return sum(
        (amount_of(row.amount) for row in rows if not row.HasField("reversed_on")), Decimal(0)
    )


def is_owed(invoice: invoice_pb2.Invoice) -> bool:
    return (
        invoice.state == invoice_pb2.INVOICE_STATE_ISSUED
        and invoice.type != invoice_pb2.INVOICE_TYPE_CREDIT_NOTE
    )


def turnover_of(invoice: invoice_pb2.Invoice) -> Decimal:
    """What the document adds to turnover, by our own count."""
    if invoice.state != invoice_pb2.INVOICE_STATE_ISSUED:
        return Decimal(0)
    sign = -1 if invoice.type == invoice_pb2.INVOICE_TYPE_CREDIT_NOTE else 1
    return sign * amount_of(invoice.net)


def overdue_of(invoice: invoice_pb2.Invoice) -> Decimal:
    late = (due for due in invoice.dues if (date_from_pb(due.in_time_until) or TODAY) < TODAY)
    return (
        sum((amount_of(due.open) for due in late), Decimal(0)) if is_owed(invoice) else Decimal(0)
    )


def ages(money) -> list[Decimal]:
    age = money.ageing
    parts = (age.not_due, age.days_1_30, age.days_31_60, age.days_61_90, age.days_91_up)
    return [amount_of(part) for part in parts]


# A failure is told as it was found: making it smaller takes a service minutes.
@settings(max_examples=12, phases=[Phase.explicit, Phase.generate])
@given(acts=ACTS)
async def test_what_is_told_of_money_follows_from_the_documents(
    service: Service, acts: list[tuple[str, int, int]]
) -> None:
    world = World(service)
    for step, (what, place, cents) in enumerate(acts):
        on = FIRST + timedelta(days=16 * step)
        service.now[0] = datetime(on.year, on.month, on.day, 10, tzinfo=UTC)
        try:
            await world.act(what, place, cents, on)
        except Problem as problem:
            if problem.reason not in ALLOWED:
                raise
    service.now[0] = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)
    documents = await world.documents()
    for one in documents:
        invoice = one.invoice
        still = amount_of(invoice.open)
        assert still >= 0
        if is_owed(invoice):
            assert still == amount_of(invoice.gross) - counting(one.allocations)
            assert still == sum(amount_of(due.open) for due in invoice.dues)
    for payment_id in world.payments:
        payment = await world.payment(payment_id)
        left = amount_of(payment.unallocated)
        assert left >= 0
        assert counting(payment.allocations) + left == amount_of(payment.amount)

    whole = await service.money(world.client)
    parts = [await service.money(world.client, unit) for unit in world.units]
    invoices = [one.invoice for one in documents]
    owed = sum((amount_of(one.open) for one in invoices if is_owed(one)), Decimal(0))
    told: list[tuple[Callable[..., Decimal], Decimal]] = [
        (lambda money: amount_of(money.net_ever), sum(map(turnover_of, invoices), Decimal(0))),
        (lambda money: amount_of(money.open), owed),
        (lambda money: amount_of(money.overdue), sum(map(overdue_of, invoices), Decimal(0))),
    ]
    for figure, expected in told:
        assert figure(whole) == expected
        assert sum(map(figure, parts), Decimal(0)) == expected
    assert sum(ages(whole), Decimal(0)) == owed
    assert [sum(age) for age in zip(*map(ages, parts), strict=True)] == ages(whole)
    assert await service.faults() == []
