"""Drafts and payments from their messages."""

from __future__ import annotations

import uuid
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal

from google.type import date_pb2, money_pb2

from kit.call import Writing
from kit.dates import date_from_pb
from kit.ids import optional_id
from kit.latvian.business_days import next_business_day
from kit.money import money_from_pb
from services.invoices.convert import enums
from services.invoices.errors import AmountInvalid, DateInvalid, DuesInvalid
from services.invoices.model.tables import Due, Invoice, Line, Payment, VatTotal
from services.invoices.model.totals import Taxed, line_net, totals_of
from sysapi.invoices.v1 import invoice_pb2, payment_pb2

UPDATABLE = frozenset(
    {
        "type", "series", "client_id", "unit_id", "supplied_on", "lines", "dues", "buyer", "note", "buyer_reference",
    }
)  # fmt: skip
_PARTY = (
    "name", "registration_number", "vat_number", "address", "country", "iban", "bic", "bank", "email",
    "language",
)  # fmt: skip


def day(message: date_pb2.Date, field: str) -> date | None:
    """The day, or None when unset. Raises DateInvalid for a day that does not exist."""
    try:
        return date_from_pb(message)
    except ValueError as error:
        raise DateInvalid(field) from error


def required_day(message: date_pb2.Date, field: str) -> date:
    """The day. Raises DateInvalid also when it is unset."""
    found = day(message, field)
    if found is None:
        raise DateInvalid(field)
    return found


def amount(message: money_pb2.Money, field: str) -> Decimal:
    """An amount above zero in EUR. Raises AmountInvalid."""
    try:
        found = money_from_pb(message)
    except ValueError as error:
        raise AmountInvalid(field) from error
    if found <= 0 or message.currency_code not in ("", "EUR"):
        raise AmountInvalid(field)
    return found


def new_draft(message: invoice_pb2.Invoice, writing: Writing) -> Invoice:
    """A draft with everything the message says. Raises what `draft_from_pb` raises."""
    invoice = Invoice(
        id=optional_id(message.id) or uuid.uuid4(),
        version=0,
        state="draft",
        source=enums.SOURCE.word(message.source),
        source_key=message.source_key or None,
        seller={},
        original_currency="",
        annulled_reason="",
        open=Decimal(0),
        created_at=writing.now,
        created_by=writing.actor,
        lines=[],
        dues=[],
        vat_totals=[],
    )
    draft_from_pb(invoice, message, UPDATABLE)
    return invoice


def draft_from_pb(invoice: Invoice, message: invoice_pb2.Invoice, fields: AbstractSet[str]) -> None:
    """Writes the named fields into the draft and sums it anew. Raises AmountInvalid, DateInvalid or DuesInvalid."""
    if "type" in fields:
        invoice.type = enums.TYPE.word(message.type)
    for field in ("series", "note", "buyer_reference"):
        if field in fields:
            setattr(invoice, field, getattr(message, field))
    if "client_id" in fields:
        invoice.client_id = uuid.UUID(message.client_id)
    if "unit_id" in fields:
        invoice.unit_id = optional_id(message.unit_id)
    if "supplied_on" in fields:
        invoice.supplied_on = day(message.supplied_on, "supplied_on")
    if "buyer" in fields:
        invoice.buyer = party_from_pb(message.buyer)
    if "lines" in fields:
        invoice.lines = [
            _line(line, position, f"lines[{position}]")
            for position, line in enumerate(message.lines)
        ]
        sum_up(invoice)
    if "dues" in fields:
        invoice.dues = _dues(invoice, message)


def party_from_pb(message: invoice_pb2.Party) -> dict[str, str]:
    """The snapshot as it is kept: fields that say something."""
    return {name: value for name in _PARTY if (value := getattr(message, name))}


def sum_up(invoice: Invoice) -> None:
    """Computes VAT and sums from the lines."""
    totals = totals_of(Taxed(line.net, line.vat_category, line.vat_rate) for line in invoice.lines)
    invoice.net, invoice.vat, invoice.gross = totals.net, totals.vat, totals.gross
    invoice.vat_totals = [
        VatTotal(
            position=position, category=one.category, rate=one.rate, base=one.base, tax=one.tax
        )
        for position, one in enumerate(totals.vat_sums)
    ]


def _line(message: invoice_pb2.Line, position: int, path: str) -> Line:
    quantity, price = Decimal(message.quantity), Decimal(message.unit_price)
    discount = Decimal(message.discount_percent or 0)
    starts = day(message.period_from, f"{path}.period_from")
    ends = day(message.period_to, f"{path}.period_to")
    if starts and ends and ends < starts:
        raise DateInvalid(f"{path}.period_to")
    net = line_net(quantity, price, discount)
    if abs(net) >= Decimal(10) ** 12:
        raise AmountInvalid(f"{path}.unit_price")
    return Line(
        position=position,
        text=message.text,
        quantity=quantity,
        unit=message.unit,
        unit_price=price,
        discount_percent=discount,
        vat_category=enums.VAT_CATEGORY.word(message.vat_category),
        vat_rate=Decimal(message.vat_rate),
        unit_id=optional_id(message.unit_id),
        period_from=starts,
        period_to=ends,
        net=net,
    )


def _dues(invoice: Invoice, message: invoice_pb2.Invoice) -> list[Due]:
    found: list[Due] = []
    for position, item in enumerate(message.dues):
        due_on = day(item.due_on, f"dues[{position}].due_on")
        if due_on is None:
            raise DateInvalid(f"dues[{position}].due_on")
        found.append(
            new_due(invoice, position, due_on, amount(item.amount, f"dues[{position}].amount"))
        )
    if found and sum((due.amount for due in found), Decimal(0)) != invoice.gross:
        raise DuesInvalid
    return found


def new_due(invoice: Invoice, position: int, due_on: date, of: Decimal) -> Due:
    """A due row of a draft; nothing is owed on it before it is issued."""
    return Due(
        id=uuid.uuid4(),
        position=position,
        client_id=invoice.client_id,
        unit_id=invoice.unit_id,
        due_on=due_on,
        in_time_until=next_business_day(due_on),
        amount=of,
        open=Decimal(0),
    )


def payment_from_pb(message: payment_pb2.Payment, writing: Writing) -> Payment:
    """A payment with nothing allocated. Raises AmountInvalid or DateInvalid."""
    value_date = day(message.value_date, "value_date")
    if value_date is None:
        raise DateInvalid("value_date")
    of = amount(message.amount, "amount")
    return Payment(
        id=optional_id(message.id) or uuid.uuid4(),
        client_id=uuid.UUID(message.client_id),
        value_date=value_date,
        booked_on=day(message.booked_on, "booked_on") or value_date,
        amount=of,
        unallocated=of,
        method=enums.METHOD.word(message.method),
        bank_reference=message.bank_reference or None,
        payer_iban=message.payer_iban,
        payer_name=message.payer_name,
        purpose=message.purpose,
        created_at=writing.now,
        created_by=writing.actor,
    )
