"""History of money that is taken over: documents, payments and write-offs as they were, and how they settle each other.

Amounts are in EUR. A document may settle one of the same call or one that is stored; what both need is an `Owing`.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from services.invoices.errors import (
    DateInvalid,
    InvoiceNotFound,
    InvoiceNotIssued,
    OverAllocated,
    OverCredited,
)
from services.invoices.model.money import ZERO
from services.invoices.model.totals import VatSum


@dataclass(slots=True)
class OwedPart:
    """A due row; `last_on` is the day of its latest allocation."""

    id: uuid.UUID
    due_on: date
    in_time_until: date
    amount: Decimal
    open: Decimal
    last_on: date | None = None

    @property
    def settled_on(self) -> date | None:
        """The day that settled it, None while something is open."""
        return None if self.open else self.last_on


@dataclass(slots=True)
class Owing:
    """A document that was issued, as far as settling needs it; `credited` is the sum of its credit notes."""

    id: uuid.UUID
    type: str
    state: str
    issued_on: date
    gross: Decimal
    open: Decimal
    dues: list[OwedPart]
    credited: Decimal = ZERO
    is_stored: bool = False

    @property
    def due_on(self) -> date | None:
        """The day of its last due row."""
        return max((due.due_on for due in self.dues), default=None)

    @property
    def oldest_open_until(self) -> date | None:
        """The last day on which payment of its oldest open due row is in time."""
        return min((due.in_time_until for due in self.dues if due.open > 0), default=None)


@dataclass(frozen=True, slots=True)
class PastLine:
    """A line of a document."""

    text: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    discount_percent: Decimal
    vat_category: str
    vat_rate: Decimal
    unit_id: uuid.UUID | None
    period_from: date | None
    period_to: date | None
    net: Decimal


@dataclass(frozen=True, slots=True)
class PastShare:
    """An amount for one due row, counted from 0, of an invoice."""

    invoice_id: uuid.UUID
    due: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PastInvoice:
    """A document. `buyer` and `seller` are JSON; `path` says where in the call it stands."""

    path: str
    owing: Owing
    source_key: str
    series: str
    number: str
    sequence: int | None
    unit_id: uuid.UUID | None
    supplied_on: date | None
    lines: list[PastLine]
    vat_sums: list[VatSum]
    net: Decimal
    vat: Decimal
    original_gross: Decimal | None
    original_currency: str
    buyer: str
    seller: str
    credited_invoice_id: uuid.UUID | None
    note: str
    buyer_reference: str
    annulled_on: date | None
    annulled_reason: str
    shares: list[PastShare]


@dataclass(slots=True)
class PastPayment:
    """A payment; `unallocated` is lowered by what it is set against."""

    path: str
    id: uuid.UUID
    value_date: date
    booked_on: date
    amount: Decimal
    unallocated: Decimal
    method: str
    bank_reference: str | None
    payer_iban: str
    payer_name: str
    purpose: str
    shares: list[PastShare]


@dataclass(frozen=True, slots=True)
class PastWriteOff:
    """Money that was given up."""

    path: str
    id: uuid.UUID
    on: date
    reason: str
    share: PastShare


@dataclass(frozen=True, slots=True)
class PastAllocation:
    """An amount that was set against a due row; exactly one of the sources is there."""

    due_id: uuid.UUID
    invoice_id: uuid.UUID
    payment_id: uuid.UUID | None
    credit_note_id: uuid.UUID | None
    write_off_id: uuid.UUID | None
    amount: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something cannot be taken."""

    field: str
    reason: str


@dataclass(slots=True)
class Past:
    """History of one client in one call. With a fault nothing of it is taken."""

    client_id: uuid.UUID
    invoices: list[PastInvoice] = field(default_factory=list[PastInvoice])
    payments: list[PastPayment] = field(default_factory=list[PastPayment])
    write_offs: list[PastWriteOff] = field(default_factory=list[PastWriteOff])
    allocations: list[PastAllocation] = field(default_factory=list[PastAllocation])
    touched: dict[uuid.UUID, Owing] = field(default_factory=dict[uuid.UUID, Owing])
    """Stored documents that something of this history was set against."""
    faults: list[Fault] = field(default_factory=list[Fault])

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing new."""
        return not (self.invoices or self.payments or self.write_offs)

    def referenced(self) -> set[uuid.UUID]:
        """Documents that this history speaks of and does not contain."""
        ids = {share.invoice_id for row in (*self.invoices, *self.payments) for share in row.shares}
        ids |= {row.share.invoice_id for row in self.write_offs}
        ids |= {row.credited_invoice_id for row in self.invoices if row.credited_invoice_id}
        return ids - {row.owing.id for row in self.invoices}


class Settling:
    """Sets the payments, credit notes and write-offs of one client against its documents."""

    def __init__(self, past: Past, stored: Mapping[uuid.UUID, Owing]) -> None:
        self._past = past
        self._owing = {**stored, **{row.owing.id: row.owing for row in past.invoices}}

    def credit(self, note: PastInvoice) -> None:
        """Raises InvoiceNotFound, InvoiceNotIssued, DateInvalid, OverCredited or OverAllocated."""
        if note.credited_invoice_id is not None:
            invoice = self._issued(note.credited_invoice_id)
            if note.owing.issued_on < invoice.issued_on:
                raise DateInvalid("issued_on")
            if note.owing.state == "issued":
                if note.owing.gross > invoice.gross - invoice.credited:
                    raise OverCredited(invoice.id, invoice.gross - invoice.credited)
                invoice.credited += note.owing.gross
        for place, share in enumerate(note.shares):
            if share.amount > note.owing.open:
                raise OverAllocated(f"allocations[{place}].amount", note.owing.open)
            note.owing.open -= share.amount
            on = note.owing.issued_on
            self._allocate(share, on, f"allocations[{place}]", credit_note_id=note.owing.id)

    def pay(self, payment: PastPayment) -> None:
        """Raises InvoiceNotFound, InvoiceNotIssued or OverAllocated."""
        for place, share in enumerate(payment.shares):
            if share.amount > payment.unallocated:
                raise OverAllocated(f"allocations[{place}].amount", payment.unallocated)
            payment.unallocated -= share.amount
            on = payment.value_date
            self._allocate(share, on, f"allocations[{place}]", payment_id=payment.id)

    def write_off(self, row: PastWriteOff) -> None:
        """Raises InvoiceNotFound, InvoiceNotIssued or OverAllocated."""
        self._allocate(row.share, row.on, "allocation", write_off_id=row.id)

    def _issued(self, invoice_id: uuid.UUID) -> Owing:
        invoice = self._owing.get(invoice_id)
        if invoice is None:
            raise InvoiceNotFound(invoice_id)
        if invoice.state != "issued" or invoice.type == "credit_note":
            raise InvoiceNotIssued(invoice_id)
        return invoice

    def _allocate(
        self,
        share: PastShare,
        source_on: date,
        path: str,
        *,
        payment_id: uuid.UUID | None = None,
        credit_note_id: uuid.UUID | None = None,
        write_off_id: uuid.UUID | None = None,
    ) -> None:
        invoice = self._issued(share.invoice_id)
        due = invoice.dues[share.due] if share.due < len(invoice.dues) else None
        if due is None or share.amount > due.open:
            raise OverAllocated(f"{path}.amount", due.open if due else ZERO)
        on = max(source_on, invoice.issued_on)
        due.open -= share.amount
        due.last_on = max(on, due.last_on or on)
        invoice.open -= share.amount
        if invoice.is_stored:
            self._past.touched[invoice.id] = invoice
        self._past.allocations.append(
            PastAllocation(
                due.id,
                invoice.id,
                payment_id,
                credit_note_id,
                write_off_id,
                share.amount,
                on,
            )
        )
