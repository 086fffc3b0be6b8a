"""Documents between JSON and messages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from google.protobuf import field_mask_pb2

from kit.clock import today_in_riga
from services.bff.convert.money import money_from_json, money_to_json, optional_money_to_json
from services.bff.convert.names import Names
from services.bff.convert.payment import allocation_to_json
from services.bff.convert.values import day_to_json, instant_to_json, set_day
from services.bff.convert.words import (
    INVOICE_SOURCE,
    INVOICE_TYPE,
    INVOICE_TYPE_PB,
    VAT_CATEGORY,
    VAT_CATEGORY_PB,
)
from services.bff.shapes.invoice import InvoiceDraft, InvoicePatch, LineInput, PartyInput
from sysapi.invoices.v1 import invoice_pb2, invoices_service_pb2

Json = dict[str, object]

_PARTY = (
    "name", "registration_number", "vat_number", "address", "country", "iban", "bic", "bank", "email",
    "language",
)  # fmt: skip


def invoice_head_to_json(invoice: invoice_pb2.Invoice, today: date) -> Json:
    """A document without its lines."""
    status = status_word(invoice, today)
    tells_days = status not in ("draft", "annulled") and invoice.dues
    return {
        "id": invoice.id,
        "etag": invoice.etag,
        "version": invoice.version,
        "type": INVOICE_TYPE[invoice.type],
        "status": status,
        "series": invoice.series,
        "number": invoice.number,
        "client_id": invoice.client_id,
        "unit_id": invoice.unit_id or None,
        "issued_on": day_to_json(invoice.issued_on),
        "supplied_on": day_to_json(invoice.supplied_on),
        "dues": [_due_to_json(due) for due in invoice.dues],
        "net": money_to_json(invoice.net),
        "vat": money_to_json(invoice.vat),
        "gross": money_to_json(invoice.gross),
        "open": money_to_json(invoice.open),
        "original_gross": optional_money_to_json(invoice.original_gross),
        "buyer": _party_to_json(invoice.buyer),
        "credited_invoice_id": invoice.credited_invoice_id or None,
        "note": invoice.note,
        "buyer_reference": invoice.buyer_reference,
        "source": INVOICE_SOURCE[invoice.source],
        "source_key": invoice.source_key,
        "annulled_reason": invoice.annulled_reason,
        "created_at": instant_to_json(invoice.create_time),
        "issued_at": instant_to_json(invoice.issue_time),
        "settled_on": day_to_json(invoice.settled_on),
        "days_late": invoice.days_late if tells_days else None,
        "expected_on": day_to_json(invoice.expected_on),
    }


def invoice_to_json(invoice: invoice_pb2.Invoice) -> Json:
    """A whole document."""
    return {
        **invoice_head_to_json(invoice, today_in_riga()),
        "lines": [_line_to_json(line) for line in invoice.lines],
        "vat_totals": [
            {
                "category": VAT_CATEGORY[total.category],
                "rate": total.rate,
                "base": money_to_json(total.base),
                "tax": money_to_json(total.tax),
            }
            for total in invoice.vat_totals
        ],
        "seller": _party_to_json(invoice.seller),
    }


def invoice_details_to_json(answer: invoices_service_pb2.GetInvoiceResponse, names: Names) -> Json:
    """A whole document and what was set against it."""
    return {
        **invoice_to_json(answer.invoice),
        **names.of(answer.invoice.client_id, answer.invoice.unit_id),
        "allocations": [allocation_to_json(row) for row in answer.allocations],
    }


def invoices_to_json(answer: invoices_service_pb2.ListInvoicesResponse, names: Names) -> Json:
    """A page of documents."""
    today = today_in_riga()
    totals = answer.totals
    return {
        "invoices": [
            {
                **invoice_head_to_json(invoice, today),
                **names.of(invoice.client_id, invoice.unit_id),
            }
            for invoice in answer.invoices
        ],
        "totals": {
            "count": totals.count,
            "net": money_to_json(totals.net),
            "vat": money_to_json(totals.vat),
            "gross": money_to_json(totals.gross),
            "open": money_to_json(totals.open),
            "overdue": money_to_json(totals.overdue),
        }
        if answer.HasField("totals")
        else None,
        "next_page_token": answer.next_page_token,
    }


def vat_rates_to_json(answer: invoices_service_pb2.ListVatRatesResponse) -> Json:
    """Rates of a day."""
    return {
        "rates": [
            {"category": VAT_CATEGORY[rate.category], "rate": rate.rate} for rate in answer.rates
        ]
    }


def status_word(invoice: invoice_pb2.Invoice, today: date) -> str:
    """How the document stands on this day: draft, open, overdue, paid or annulled."""
    if invoice.state != invoice_pb2.INVOICE_STATE_ISSUED:
        return "annulled" if invoice.state == invoice_pb2.INVOICE_STATE_ANNULLED else "draft"
    if not (invoice.open.units or invoice.open.nanos):
        return "paid"
    limit = (today.year, today.month, today.day)
    for due in invoice.dues:
        last = due.in_time_until
        if (due.open.units or due.open.nanos) and (last.year, last.month, last.day) < limit:
            return "overdue"
    return "open"


def _due_to_json(due: invoice_pb2.Due) -> Json:
    return {
        "id": due.id,
        "due_on": day_to_json(due.due_on),
        "in_time_until": day_to_json(due.in_time_until),
        "amount": money_to_json(due.amount),
        "open": money_to_json(due.open),
        "settled_on": day_to_json(due.settled_on),
    }


def _party_to_json(party: invoice_pb2.Party) -> Json:
    return {name: getattr(party, name) for name in _PARTY}


def _line_to_json(line: invoice_pb2.Line) -> Json:
    return {
        "text": line.text,
        "quantity": line.quantity,
        "unit": line.unit,
        "unit_price": line.unit_price,
        "discount_percent": line.discount_percent,
        "vat_category": VAT_CATEGORY[line.vat_category],
        "vat_rate": line.vat_rate,
        "unit_id": line.unit_id or None,
        "period_from": day_to_json(line.period_from),
        "period_to": day_to_json(line.period_to),
        "net": money_to_json(line.net),
    }


def invoice_from_json(fields: InvoiceDraft | InvoicePatch) -> invoice_pb2.Invoice:
    """The draft with every field of the body; of a patch only those of `invoice_mask` count."""
    invoice = invoice_pb2.Invoice(
        type=INVOICE_TYPE_PB[fields.type],
        series=fields.series,
        client_id=fields.client_id or "",
        unit_id=fields.unit_id or "",
        lines=lines_from_json(fields.lines),
        buyer=_party_from_json(fields.buyer),
        note=fields.note,
        buyer_reference=fields.buyer_reference,
        source=invoice_pb2.INVOICE_SOURCE_MANUAL,
    )
    set_day(invoice.supplied_on, fields.supplied_on)
    for due in fields.dues:
        set_day(invoice.dues.add(amount=money_from_json(due.amount)).due_on, due.due_on)
    if isinstance(fields, InvoiceDraft):
        invoice.id = fields.id or ""
    return invoice


def invoice_mask(patch: InvoicePatch) -> field_mask_pb2.FieldMask:
    """The fields that stand in the body, whatever their value."""
    return field_mask_pb2.FieldMask(paths=sorted(patch.model_fields_set))


def lines_from_json(lines: Iterable[LineInput]) -> list[invoice_pb2.Line]:
    """Lines as messages."""
    return [_line_from_json(line) for line in lines]


def _line_from_json(fields: LineInput) -> invoice_pb2.Line:
    line = invoice_pb2.Line(
        text=fields.text,
        quantity=fields.quantity,
        unit=fields.unit,
        unit_price=fields.unit_price,
        discount_percent=fields.discount_percent,
        vat_category=VAT_CATEGORY_PB[fields.vat_category],
        vat_rate=fields.vat_rate,
        unit_id=fields.unit_id or "",
    )
    set_day(line.period_from, fields.period_from)
    set_day(line.period_to, fields.period_to)
    return line


def _party_from_json(party: PartyInput | None) -> invoice_pb2.Party | None:
    return None if party is None else invoice_pb2.Party(**party.model_dump())
