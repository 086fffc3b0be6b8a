"""Whatever is done in whatever order, the service and books that are kept by hand beside it say the same, to the cent."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kit.errors import Problem
from kit.latvian.business_days import next_business_day
from sysapi.invoices.v1 import invoice_pb2, payment_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from tests.invoices.conftest import Service, amount_of, day, euros, line

ZERO, CENT = Decimal(0), Decimal("0.01")
FIRST = date(2026, 1, 5)
EUROS = st.integers(1, 60_000).map(lambda cents: Decimal(cents) / 100)
LINES = st.lists(st.tuples(EUROS, st.sampled_from(["21", "12", "5", "0"])), min_size=1, max_size=4)
PLACES = st.integers(0, 30)
TERMS = [(14,), (5, 40), (0, 30, 95)]
"""Days until each due row."""


@dataclass
class Row:
    """A due row."""

    id: str
    due_on: date
    open: Decimal

    @property
    def late_from(self) -> date:
        return next_business_day(self.due_on) + timedelta(days=1)


@dataclass
class Document:
    """An invoice that was issued, and what was credited of it."""

    id: str
    unit: str
    net: Decimal
    gross: Decimal
    rows: list[Row]
    credited: Decimal = ZERO
    is_annulled: bool = False

    @property
    def open(self) -> Decimal:
        return total(row.open for row in self.rows)


@dataclass
class Source:
    """A payment or a credit note: how much of it is not set against anything."""

    id: str
    amount: Decimal
    left: Decimal


@dataclass
class Entry:
    """An allocation that counts; a write-off has no source."""

    row: Row
    amount: Decimal
    source: Source | None


@dataclass
class Books:
    """What should be, kept without the service."""

    documents: list[Document] = field(default_factory=list)
    payments: list[Source] = field(default_factory=list)
    notes: list[Source] = field(default_factory=list)
    net_of_notes: dict[str, Decimal] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def set_against(self, amount: Decimal, rows: Iterable[Row], source: Source | None) -> None:
        """Oldest first; what is left stays with the source."""
        for row in sorted(rows, key=lambda row: (row.due_on, row.id)):
            share = min(amount, row.open)
            if share:
                row.open -= share
                amount -= share
                self.entries.append(Entry(row, share, source))
                if source:
                    source.left -= share


def total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


def with_vat(lines: list[tuple[Decimal, str]]) -> Decimal:
    """BR-CO-17: VAT once for each rate, of the sum of its lines."""
    nets: dict[str, Decimal] = {}
    for net, rate in lines:
        nets[rate] = nets.get(rate, ZERO) + net
    taxes = (net * Decimal(rate) / 100 for rate, net in nets.items())
    return total(nets.values()) + total(tax.quantize(CENT, ROUND_HALF_UP) for tax in taxes)


class Machine(RuleBasedStateMachine):
    """Acts on one client with two units; at the end everything that is told is compared."""

    def __init__(self, service: Service, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self.service, self.loop, self.books, self.on = service, loop, Books(), FIRST
        self.client, self.units = str(uuid.uuid4()), [str(uuid.uuid4()) for _ in range(2)]

    def wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def call(self, method: str, request):
        return self.wait(self.service.call(method, request))

    def refused(self, reasons: str, method: str, request) -> None:
        with pytest.raises(Problem) as caught:
            self.call(method, request)
        assert caught.value.reason in reasons.split()

    def document(self, place: int) -> Document:
        return self.books.documents[place % len(self.books.documents)]

    has_documents = precondition(lambda self: self.books.documents)

    # -- acts

    @initialize(some=st.lists(LINES, min_size=3, max_size=3), unit=st.integers(0, 1))
    def something_is_owed(self, some: list[list[tuple[Decimal, str]]], unit: int) -> None:
        for lines, terms in zip(some, TERMS, strict=True):
            self.issue_lines(lines, unit, terms)

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.on += timedelta(days=days)
        self.service.now[0] = datetime(self.on.year, self.on.month, self.on.day, 10, tzinfo=UTC)

    @rule(lines=LINES, unit=st.integers(0, 1), terms=st.sampled_from(TERMS))
    def issue(self, lines: list[tuple[Decimal, str]], unit: int, terms: tuple[int, ...]) -> None:
        self.issue_lines(lines, unit, terms)

    def issue_lines(
        self, lines: list[tuple[Decimal, str]], unit: int, terms: tuple[int, ...]
    ) -> None:
        gross = with_vat(lines)
        share = (gross / len(terms)).quantize(CENT)
        shares = [share] * (len(terms) - 1)
        shares.append(gross - total(shares))
        if min(shares) <= 0:
            return
        days = [self.on + timedelta(days=term) for term in terms]
        made = self.wait(
            self.service.issue(
                self.client,
                *(line(f"{net}", rate=rate) for net, rate in lines),
                on=f"{self.on}",
                unit_id=self.units[unit],
                dues=[
                    invoice_pb2.Due(due_on=day(f"{on}"), amount=euros(of))
                    for on, of in zip(days, shares, strict=True)
                ],
            )
        )
        assert amount_of(made.gross) == gross
        rows = [Row(due.id, on, of) for due, on, of in zip(made.dues, days, shares, strict=True)]
        net = total(net for net, _ in lines)
        self.books.documents.append(Document(made.id, self.units[unit], net, gross, rows))

    @rule(amount=EUROS, auto=st.booleans())
    def pay(self, amount: Decimal, auto: bool) -> None:
        payment = payment_pb2.Payment(
            client_id=self.client, value_date=day(f"{self.on}"), amount=euros(amount)
        )
        made = self.call("CreatePayment", pb.CreatePaymentRequest(payment=payment, auto=auto))
        source = Source(made.payment.id, amount, amount)
        self.books.payments.append(source)
        if auto:
            rows = [row for one in self.books.documents for row in one.rows]
            self.books.set_against(amount, rows, source)

    @has_documents
    @precondition(lambda self: self.books.payments)
    @rule(payment=PLACES, place=PLACES, amount=EUROS)
    def allocate(self, payment: int, place: int, amount: Decimal) -> None:
        source = self.books.payments[payment % len(self.books.payments)]
        document = self.document(place)
        target = pb.AllocationTarget(invoice_id=document.id, amount=euros(amount))
        request = pb.AllocatePaymentRequest(payment_id=source.id, targets=[target])
        if amount > min(source.left, document.open):
            self.refused("OVER_ALLOCATED INVOICE_NOT_ISSUED", "AllocatePayment", request)
            return
        self.call("AllocatePayment", request)
        self.books.set_against(amount, document.rows, source)

    @has_documents
    @rule(place=PLACES, part=st.none() | EUROS)
    def credit(self, place: int, part: Decimal | None) -> None:
        document = self.document(place)
        gross = document.gross if part is None else part
        request = pb.CreditInvoiceRequest(invoice_id=document.id, reason="x")
        if part is not None:
            request.lines.append(line(f"{part}", rate="0"))
        if document.is_annulled or document.credited + gross > document.gross:
            reasons = "INVOICE_NOT_ISSUED OVER_CREDITED"
            if document.credited and part is None:
                return  # What an empty credit takes after a partial one is for test_documents.py.
            self.refused(reasons, "CreditInvoice", request)
            return
        made = self.call("CreditInvoice", request).credit_note
        assert amount_of(made.gross) == gross
        document.credited += gross
        note = Source(made.id, gross, gross)
        self.books.notes.append(note)
        net = document.net if part is None else part
        nets = self.books.net_of_notes
        nets[document.unit] = nets.get(document.unit, ZERO) + net
        self.books.set_against(gross, document.rows, note)

    @has_documents
    @rule(place=PLACES, amount=EUROS)
    def write_off(self, place: int, amount: Decimal) -> None:
        document = self.document(place)
        request = pb.WriteOffInvoiceRequest(
            invoice_id=document.id, reason="x", amount=euros(amount)
        )
        if document.is_annulled or amount > document.open:
            self.refused("OVER_ALLOCATED INVOICE_NOT_ISSUED", "WriteOffInvoice", request)
            return
        self.call("WriteOffInvoice", request)
        self.books.set_against(amount, document.rows, None)

    @precondition(lambda self: self.books.entries)
    @rule(place=PLACES)
    def reverse(self, place: int) -> None:
        entry = self.books.entries[place % len(self.books.entries)]
        document = next(one for one in self.books.documents if entry.row in one.rows)
        getting = pb.GetInvoiceRequest(invoice_id=document.id)
        found = next(
            row
            for row in self.call("GetInvoice", getting).allocations
            if row.due_id == entry.row.id
            and amount_of(row.amount) == entry.amount
            and not row.HasField("reversed_on")
            and (entry.source is None or row.source_id == entry.source.id)
            and (entry.source is not None)
            == (row.source != payment_pb2.ALLOCATION_SOURCE_WRITE_OFF)
        )
        self.call("ReverseAllocation", pb.ReverseAllocationRequest(allocation_id=found.id))
        self.books.entries.remove(entry)
        entry.row.open += entry.amount
        if entry.source:
            entry.source.left += entry.amount

    @has_documents
    @rule(place=PLACES)
    def annul(self, place: int) -> None:
        document = self.document(place)
        etag = self.wait(self.service.get(document.id)).etag
        request = pb.AnnulInvoiceRequest(invoice_id=document.id, etag=etag, reason="x")
        if document.is_annulled or document.credited or document.open != document.gross:
            self.refused("INVOICE_NOT_ISSUED INVOICE_SETTLED", "AnnulInvoice", request)
            return
        self.call("AnnulInvoice", request)
        document.is_annulled = True
        for row in document.rows:
            row.open = ZERO

    # -- what is told

    @has_documents
    @rule(
        ends=st.tuples(PLACES, PLACES), as_of=st.none() | PLACES, unit=st.sampled_from([None, 0, 1])
    )
    def a_statement_closes(
        self, ends: tuple[int, int], as_of: int | None, unit: int | None
    ) -> None:
        first, last = (FIRST + timedelta(days=9 * end) for end in sorted(ends))
        known = None if as_of is None else FIRST + timedelta(days=9 * as_of)
        self.statement(first, last, "" if unit is None else self.units[unit], known)

    def statement(
        self, first: date, last: date, unit: str = "", as_of: date | None = None
    ) -> Decimal:
        """The closing balance, which is the opening one and the rows."""
        request = pb.GetStatementRequest(
            client_id=self.client,
            unit_id=unit,
            to=day(f"{last}"),
            as_of=day(f"{as_of}") if as_of else None,
            **{"from": day(f"{first}")},
        )
        found = self.call("GetStatement", request)
        moved = total(amount_of(row.amount) for row in found.rows)
        assert amount_of(found.opening) + moved == amount_of(found.closing)
        return amount_of(found.closing)

    def teardown(self) -> None:
        self.documents_and_payments()
        whole = self.figures(self.units, "")
        parts = [self.figures([unit], unit) for unit in self.units]
        assert [total(one) for one in zip(*parts, strict=True)] == whole
        books = self.books
        balance = total(one.open for one in books.documents) - total(
            one.left for one in [*books.payments, *books.notes]
        )
        assert self.statement(FIRST, self.on) == balance
        assert self.wait(self.service.faults()) == []

    def documents_and_payments(self) -> None:
        for document in self.books.documents:
            found = self.wait(self.service.get(document.id))
            assert amount_of(found.open) == document.open >= 0
            assert {due.id: amount_of(due.open) for due in found.dues} == {
                row.id: row.open for row in document.rows
            }
        for note in self.books.notes:
            assert amount_of(self.wait(self.service.get(note.id)).open) == note.left >= 0
        for source in self.books.payments:
            request = pb.GetPaymentRequest(payment_id=source.id)
            payment = self.call("GetPayment", request).payment
            used = total(
                amount_of(row.amount)
                for row in payment.allocations
                if not row.HasField("reversed_on")
            )
            assert amount_of(payment.unallocated) == source.left >= 0
            assert used + source.left == source.amount

    def figures(self, units: list[str], unit: str) -> list[Decimal]:
        """Turnover, open, overdue and the ages, as told and as the books have them."""
        money = self.wait(self.service.money(self.client, unit))
        age = money.ageing
        parts = (age.not_due, age.days_1_30, age.days_31_60, age.days_61_90, age.days_91_up)
        told = [amount_of(one) for one in (money.net_ever, money.open, money.overdue, *parts)]
        chosen = [one for one in self.books.documents if one.unit in units]
        rows = [row for one in chosen for row in one.rows]
        net = total(one.net for one in chosen if not one.is_annulled) - total(
            self.books.net_of_notes.get(one, ZERO) for one in units
        )
        overdue = total(row.open for row in rows if row.late_from <= self.on)
        assert told[:3] == [net, total(row.open for row in rows), overdue]
        assert total(told[3:]) == told[1]
        return told


async def test_the_service_and_books_kept_by_hand_say_the_same(service: Service) -> None:
    service.now[0] = datetime(FIRST.year, FIRST.month, FIRST.day, 10, tzinfo=UTC)
    loop = asyncio.get_running_loop()

    def machine() -> Machine:
        service.now[0] = datetime(FIRST.year, FIRST.month, FIRST.day, 10, tzinfo=UTC)
        return Machine(service, loop)

    # Making a failure smaller takes many minutes; twenty steps can be read.
    few = settings(
        max_examples=8,
        stateful_step_count=20,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
    )
    await asyncio.to_thread(run_state_machine_as_test, machine, settings=few)
