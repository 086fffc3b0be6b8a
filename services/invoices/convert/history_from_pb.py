"""History of a client from its message, each document checked by itself."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from google.type import money_pb2

from kit.errors import Invalid, Problem
from kit.grpc_server import check_message
from kit.ids import optional_id
from kit.latvian.business_days import next_business_day
from kit.money import LATS_PER_EURO, euros_of_lats, money_from_pb
from services.invoices.convert import enums
from services.invoices.convert.from_pb import amount, day, party_from_pb, required_day
from services.invoices.errors import (
    AmountInvalid,
    DateInvalid,
    DuesInvalid,
    InvoiceEmpty,
    TotalsDisagree,
)
from services.invoices.model.history import (
    Fault,
    OwedPart,
    Owing,
    Past,
    PastInvoice,
    PastLine,
    PastPayment,
    PastShare,
    PastWriteOff,
)
from services.invoices.model.money import ZERO
from services.invoices.model.numbers import sequence_of
from services.invoices.model.totals import Taxed, Totals, VatSum, line_net, totals_of
from services.invoices.model.vat import Rates, check_rates
from sysapi.invoices.v1 import history_pb2, invoice_pb2

LAST_DAY_OF_LATS = date(2013, 12, 31)
_WRAPPER = re.compile(r"(?<=\])\.(invoice|payment)(?=\.)")
_MICRO = Decimal("0.000001")


def fault(path: str, problem: Problem) -> Fault:
    """The problem of the thing at `path`."""
    inner = problem.metadata.get("field") or next((v.field for v in problem.violations), "")
    return Fault(".".join(part for part in (path, inner) if part), problem.reason)


def history_from_pb(message: history_pb2.ClientHistory, rates: Rates) -> Past:
    """What is said of one client; what cannot be taken is in `faults`."""
    try:
        check_message(message)
    except Invalid as problem:
        found = Past(uuid.UUID(int=0))
        # As all faults: without the messages that only hold an invoice or a payment together with what came of it.
        found.faults = [
            Fault(_WRAPPER.sub("", one.field), problem.reason) for one in problem.violations
        ]
        return found
    past = Past(uuid.UUID(message.client_id))
    parties: dict[bytes, str] = {}
    for place, item in enumerate(message.invoices):
        path = f"invoices[{place}]"
        try:
            past.invoices.append(_invoice(item, path, past.client_id, rates, parties))
        except Problem as problem:
            past.faults.append(fault(path, problem))
    for place, item in enumerate(message.payments):
        path = f"payments[{place}]"
        try:
            past.payments.append(_payment(item, path, past.client_id))
        except Problem as problem:
            past.faults.append(fault(path, problem))
    for place, item in enumerate(message.write_offs):
        path = f"write_offs[{place}]"
        try:
            past.write_offs.append(_write_off(item, path))
        except Problem as problem:
            past.faults.append(fault(path, problem))
    return past


def _invoice(
    message: history_pb2.HistoryInvoice,
    path: str,
    client_id: uuid.UUID,
    rates: Rates,
    parties: dict[bytes, str],
) -> PastInvoice:
    invoice = message.invoice
    issued_on = required_day(invoice.issued_on, "issued_on")
    supplied_on = day(invoice.supplied_on, "supplied_on")
    annulled_on = day(message.annulled_on, "annulled_on")
    if annulled_on is not None and annulled_on < issued_on:
        raise DateInvalid("annulled_on")
    currency = invoice.gross.currency_code or "EUR"
    if currency != "EUR" and (currency != "LVL" or issued_on > LAST_DAY_OF_LATS):
        raise AmountInvalid("gross")
    _check_identity(invoice, client_id)
    lines = [_line(line, f"lines[{place}]", currency) for place, line in enumerate(invoice.lines)]
    totals = _totals(invoice, lines, currency)
    taxed = ((line.vat_category, line.vat_rate) for line in lines)
    check_rates(taxed, supplied_on or issued_on, rates)
    kind = enums.TYPE.word(invoice.type)
    is_note = kind == "credit_note"
    dues = [] if is_note else _dues(invoice, totals.gross, currency)
    if not is_note and (message.allocations or invoice.credited_invoice_id):
        raise Invalid(metadata={"field": "allocations"})
    original_gross = None
    if currency == "LVL":
        original_gross = totals.gross
        lines, totals, dues = _in_euros(lines, totals, dues)
    is_annulled = annulled_on is not None
    return PastInvoice(
        path=path,
        owing=Owing(
            id=uuid.UUID(invoice.id),
            type=kind,
            state="annulled" if is_annulled else "issued",
            issued_on=issued_on,
            gross=totals.gross,
            open=ZERO if is_annulled else totals.gross,
            dues=[
                OwedPart(
                    uuid.uuid4(), due_on, next_business_day(due_on), of, ZERO if is_annulled else of
                )
                for due_on, of in dues
            ],
        ),
        source_key=_text(invoice.source_key, "source_key"),
        series=invoice.series,
        number=_text(invoice.number, "number"),
        sequence=sequence_of(invoice.number, invoice.series, issued_on.year),
        unit_id=optional_id(invoice.unit_id),
        supplied_on=supplied_on,
        lines=lines,
        vat_sums=list(totals.vat_sums),
        net=totals.net,
        vat=totals.vat,
        original_gross=original_gross,
        original_currency="" if currency == "EUR" else currency,
        buyer=_party(invoice.buyer, "buyer", parties),
        seller=_party(invoice.seller, "seller", parties),
        credited_invoice_id=optional_id(invoice.credited_invoice_id),
        note=_text(invoice.note, "note"),
        buyer_reference=_text(invoice.buyer_reference, "buyer_reference"),
        annulled_on=annulled_on,
        annulled_reason=_text(invoice.annulled_reason, "annulled_reason"),
        shares=_shares(message.allocations),
    )


def _check_identity(invoice: invoice_pb2.Invoice, client_id: uuid.UUID) -> None:
    """A past document has an id, a key and a number, and is of the client that it comes with."""
    for name in ("id", "source_key", "number"):
        if not getattr(invoice, name):
            raise Invalid(metadata={"field": f"{name}"})
    if uuid.UUID(invoice.client_id) != client_id:
        raise Invalid(metadata={"field": "client_id"})
    if not invoice.lines:
        raise InvoiceEmpty


def _line(message: invoice_pb2.Line, path: str, currency: str) -> PastLine:
    quantity, price = Decimal(message.quantity), Decimal(message.unit_price)
    discount = Decimal(message.discount_percent or 0)
    net = line_net(quantity, price, discount)
    if message.HasField("net") and _money(message.net, f"{path}.net", currency) != net:
        raise TotalsDisagree(f"{path}.net", net)
    starts = day(message.period_from, f"{path}.period_from")
    ends = day(message.period_to, f"{path}.period_to")
    if starts and ends and ends < starts:
        raise DateInvalid(f"{path}.period_to")
    return PastLine(
        _text(message.text, f"{path}.text"),
        quantity,
        _text(message.unit, f"{path}.unit"),
        price,
        discount,
        enums.VAT_CATEGORY.word(message.vat_category),
        Decimal(message.vat_rate),
        optional_id(message.unit_id),
        starts,
        ends,
        net,
    )


def _totals(invoice: invoice_pb2.Invoice, lines: Sequence[PastLine], currency: str) -> Totals:
    """The sums that follow from the lines. Raises TotalsDisagree when the document says others."""
    totals = totals_of(Taxed(line.net, line.vat_category, line.vat_rate) for line in lines)
    for name, expected in (("net", totals.net), ("vat", totals.vat), ("gross", totals.gross)):
        if _money(getattr(invoice, name), f"{name}", currency) != expected:
            raise TotalsDisagree(f"{name}", expected)
    if totals.gross <= 0:
        raise InvoiceEmpty
    expected_of = {(one.category, one.rate): one for one in totals.vat_sums}
    for place, one in enumerate(invoice.vat_totals):
        path = f"vat_totals[{place}]"
        key = (enums.VAT_CATEGORY.word(one.category), Decimal(one.rate or 0))
        expected = expected_of.pop(key, None)
        if expected is None or _money(one.base, f"{path}.base", currency) != expected.base:
            raise TotalsDisagree(f"{path}.base", expected.base if expected else ZERO)
        if _money(one.tax, f"{path}.tax", currency) != expected.tax:
            raise TotalsDisagree(f"{path}.tax", expected.tax)
    if expected_of:
        raise TotalsDisagree("vat_totals", next(iter(expected_of.values())).base)
    return totals


def _dues(
    invoice: invoice_pb2.Invoice, gross: Decimal, currency: str
) -> list[tuple[date, Decimal]]:
    found: list[tuple[date, Decimal]] = []
    for place, item in enumerate(invoice.dues):
        path = f"dues[{place}]"
        of = _money(item.amount, f"{path}.amount", currency)
        if of <= 0:
            raise AmountInvalid(f"{path}.amount")
        found.append((required_day(item.due_on, f"{path}.due_on"), of))
    if sum((of for _, of in found), ZERO) != gross:
        raise DuesInvalid
    return found


def _in_euros(
    lines: Sequence[PastLine], totals: Totals, dues: Sequence[tuple[date, Decimal]]
) -> tuple[list[PastLine], Totals, list[tuple[date, Decimal]]]:
    """The document in EUR: net, gross and the whole of the dues are each the sum in LVL, turned and rounded once."""
    amounts = euros_of_lats([line.net for line in lines] + [one.tax for one in totals.vat_sums])
    nets, taxes = amounts[: len(lines)], amounts[len(lines) :]
    in_euros = [
        PastLine(
            line.text,
            line.quantity,
            line.unit,
            (line.unit_price / LATS_PER_EURO).quantize(_MICRO),
            line.discount_percent,
            line.vat_category,
            line.vat_rate,
            line.unit_id,
            line.period_from,
            line.period_to,
            net,
        )
        for line, net in zip(lines, nets, strict=True)
    ]
    bases = totals_of(Taxed(line.net, line.vat_category, line.vat_rate) for line in in_euros)
    sums = tuple(
        VatSum(one.category, one.rate, one.base, tax)
        for one, tax in zip(bases.vat_sums, taxes, strict=True)
    )
    parts = euros_of_lats(of for _, of in dues)
    return (
        in_euros,
        Totals(bases.net, sum(taxes, ZERO), sums),
        [(due_on, part) for (due_on, _), part in zip(dues, parts, strict=True)],
    )


def _payment(message: history_pb2.HistoryPayment, path: str, client_id: uuid.UUID) -> PastPayment:
    payment = message.payment
    if not payment.id:
        raise Invalid(metadata={"field": "id"})
    if uuid.UUID(payment.client_id) != client_id:
        raise Invalid(metadata={"field": "client_id"})
    value_date = required_day(payment.value_date, "value_date")
    of = amount(payment.amount, "amount")
    return PastPayment(
        path=path,
        id=uuid.UUID(payment.id),
        value_date=value_date,
        booked_on=day(payment.booked_on, "booked_on") or value_date,
        amount=of,
        unallocated=of,
        method=enums.METHOD.word(payment.method),
        bank_reference=_text(payment.bank_reference, "bank_reference") or None,
        payer_iban=_text(payment.payer_iban, "payer_iban"),
        payer_name=_text(payment.payer_name, "payer_name"),
        purpose=_text(payment.purpose, "purpose"),
        shares=_shares(message.allocations),
    )


def _write_off(message: history_pb2.HistoryWriteOff, path: str) -> PastWriteOff:
    share = PastShare(
        uuid.UUID(message.allocation.invoice_id),
        message.allocation.due,
        amount(message.allocation.amount, "allocation.amount"),
    )
    on = required_day(message.on, "on")
    return PastWriteOff(path, uuid.UUID(message.id), on, _text(message.reason, "reason"), share)


def _shares(messages: Sequence[history_pb2.HistoryAllocation]) -> list[PastShare]:
    return [
        PastShare(
            uuid.UUID(item.invoice_id),
            item.due,
            amount(item.amount, f"allocations[{place}].amount"),
        )
        for place, item in enumerate(messages)
    ]


def _money(message: money_pb2.Money, field: str, currency: str) -> Decimal:
    """An amount in the currency of the document; one that is unset is zero."""
    try:
        found = money_from_pb(message)
    except ValueError as error:
        raise AmountInvalid(field) from error
    if message.currency_code not in ("", currency):
        raise AmountInvalid(field)
    return found


def _text(text: str, field: str) -> str:
    """The text; PostgreSQL keeps none with NUL in it."""
    if "\0" in text:
        raise Invalid(metadata={"field": field})
    return text


def _party(message: invoice_pb2.Party, field: str, seen: dict[bytes, str]) -> str:
    """The snapshot as JSON, made once for all documents that have the same."""
    key = message.SerializeToString(deterministic=True)
    found = seen.get(key)
    if found is None:
        party = party_from_pb(message)
        for name, value in party.items():
            _text(value, f"{field}.{name}")
        found = seen[key] = json.dumps(party, ensure_ascii=False)
    return found
