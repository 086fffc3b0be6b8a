"""Invoices, credit notes and advance invoices, as read (`…Json`) and as sent (`…Input`).

Fields of a row that only the service sets may be sent back as they were read; they are ignored.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from services.bff.edge import Strict
from services.bff.shapes.fields import Day, Id
from services.bff.shapes.money import MoneyInput, MoneyJson
from services.bff.shapes.names import Named
from services.bff.shapes.payment import AllocationJson
from services.bff.shapes.various import ProblemJson

InvoiceType = Literal["invoice", "credit_note", "advance"]
InvoiceStatus = Literal["draft", "open", "overdue", "paid", "annulled"]
InvoiceSource = Literal["manual", "autogen", "visit", "import"]
VatCategory = Literal[
    "standard",
    "zero",
    "exempt",
    "reverse_charge",
    "export",
    "intra_community",
    "outside_scope",
]


class PartyJson(BaseModel):
    """A party as it was on the day of issue."""

    name: str
    registration_number: str
    vat_number: str
    address: str
    country: str
    iban: str
    bic: str
    bank: str
    email: str
    language: str = Field(description="Of documents for it; empty when nothing is said.")


class LineJson(BaseModel):
    """One line."""

    text: str
    quantity: str = Field(description="A decimal with up to three decimals.")
    unit: str = Field(description="gab., h, mēn.")
    unit_price: str = Field(description="Without VAT, a decimal with up to six decimals.")
    discount_percent: str = Field(description="Empty: none.")
    vat_category: VatCategory
    vat_rate: str = Field(description="Percent, a decimal.")
    unit_id: str | None
    period_from: date | None
    period_to: date | None
    net: MoneyJson


class VatRateJson(BaseModel):
    """A rate that a line can have."""

    category: VatCategory
    rate: str = Field(description="Percent, a decimal.")


class VatRatesJson(BaseModel):
    """The rates of a day of supply, the usual one first."""

    rates: list[VatRateJson]


class VatTotalJson(BaseModel):
    """VAT of one category and rate."""

    category: VatCategory
    rate: str
    base: MoneyJson
    tax: MoneyJson


class DueJson(BaseModel):
    """A part of the sum that is to be paid by a day."""

    id: str
    due_on: date | None
    in_time_until: date | None = Field(
        description="The last day on which payment is in time: due_on, or the next business day."
    )
    amount: MoneyJson
    open: MoneyJson
    settled_on: date | None


class InvoiceHeadJson(BaseModel):
    """A document without its lines."""

    id: str
    etag: str = Field(description="Send it back as If-Match.")
    version: int
    type: InvoiceType
    status: InvoiceStatus
    series: str
    number: str = Field(description="Given at issue.")
    client_id: str
    unit_id: str | None
    issued_on: date | None
    supplied_on: date | None
    dues: list[DueJson]
    net: MoneyJson
    vat: MoneyJson
    gross: MoneyJson
    open: MoneyJson
    original_gross: MoneyJson | None = Field(description="In the money of its time, before 2014.")
    buyer: PartyJson
    credited_invoice_id: str | None
    note: str
    buyer_reference: str
    source: InvoiceSource
    source_key: str
    annulled_reason: str
    created_at: datetime | None
    issued_at: datetime | None
    settled_on: date | None
    days_late: int | None = Field(
        description="Of issued invoices: until settled or so far; negative when early or not due yet."
    )
    expected_on: date | None = Field(
        description="When payment may be expected; null when too little is known."
    )


class InvoiceRowJson(Named, InvoiceHeadJson):
    """A document as a row of the list."""


class InvoiceJson(InvoiceHeadJson):
    """A whole document."""

    lines: list[LineJson]
    vat_totals: list[VatTotalJson]
    seller: PartyJson


class InvoiceDetailsJson(Named, InvoiceJson):
    """A whole document and everything that was set against it."""

    allocations: list[AllocationJson]


class InvoiceTotalsJson(BaseModel):
    """Sums over a whole filter. Credit notes count below zero, annulled documents and drafts not at all."""

    count: int = Field(description="Documents.")
    net: MoneyJson
    vat: MoneyJson
    gross: MoneyJson
    open: MoneyJson
    overdue: MoneyJson


class InvoicesJson(BaseModel):
    """A page of documents."""

    invoices: list[InvoiceRowJson]
    totals: InvoiceTotalsJson | None = Field(
        description="Of the whole filter, on the first page only."
    )
    next_page_token: str = Field(description="Empty at the end, and only there.")


class PartyInput(Strict):
    """A buyer written by hand; without one the client as it is on the day of issue."""

    name: str
    registration_number: str = ""
    vat_number: str = ""
    address: str = ""
    country: str = ""
    iban: str = ""
    bic: str = ""
    bank: str = ""
    email: str = ""
    language: str = ""


class LineInput(Strict):
    """One line."""

    text: str
    quantity: str = Field(description="A decimal with up to three decimals; below zero corrects.")
    unit: str = ""
    unit_price: str = Field(description="Without VAT, a decimal with up to six decimals.")
    discount_percent: str = ""
    vat_category: VatCategory
    vat_rate: str = Field(description="Percent; a rate of the category on the day of supply.")
    unit_id: Id | None = None
    period_from: Day | None = None
    period_to: Day | None = None
    net: Any = Field(default=None, description="Ignored.")


class DueInput(Strict):
    """A part of the sum and the day to pay it by."""

    due_on: Day
    amount: MoneyInput
    id: Any = Field(default=None, description="Ignored.")
    in_time_until: Any = Field(default=None, description="Ignored.")
    open: Any = Field(default=None, description="Ignored.")
    settled_on: Any = Field(default=None, description="Ignored.")


class InvoiceFields(Strict):
    """What people may write about a draft."""

    type: Literal["invoice", "advance"] = "invoice"
    series: str = ""
    unit_id: Id | None = None
    supplied_on: Day | None = Field(default=None, description="The day of issue when absent.")
    lines: list[LineInput] = Field(default=[])
    dues: list[DueInput] = Field(
        default=[], description="Empty: the whole by the client's terms of payment."
    )
    buyer: PartyInput | None = None
    note: str = ""
    buyer_reference: str = ""


class InvoiceDraft(InvoiceFields):
    """A new draft."""

    id: Id | None = Field(default=None, description="Made when absent.")
    client_id: Id


class InvoicePatch(InvoiceFields):
    """The fields that change; an array is replaced whole."""

    client_id: Id | None = None


class IssueInput(Strict):
    """When it is issued."""

    issued_on: Day | None = Field(default=None, description="Today in Riga when absent.")


class CreditInput(Strict):
    """What is credited and why."""

    lines: list[LineInput] = Field(
        default=[], description="Empty: everything that is not credited yet."
    )
    reason: str = Field(description="Printed.")
    issued_on: Day | None = Field(default=None, description="Today in Riga when absent.")


class CreditedJson(BaseModel):
    """The credit note and the invoice as it is now."""

    credit_note: InvoiceJson
    invoice: InvoiceJson


class AnnulInput(Strict):
    """Why it is annulled."""

    reason: str


class WriteOffInput(Strict):
    """What is given up and why."""

    amount: MoneyInput | None = Field(default=None, description="All that is open when absent.")
    reason: str
    on: Day | None = Field(default=None, description="Today in Riga when absent.")


class InvoiceConflictJson(ProblemJson):
    """The document changed since it was read."""

    current: InvoiceJson | None = None
