"""Messages from mapped classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from kit.dates import date_to_pb, instant_to_pb
from kit.etags import make_etag
from kit.money import decimal_to_text, money_to_pb
from services.invoices.convert import enums
from services.invoices.model.tables import Allocation, Due, Invoice, Line, Payment
from sysapi.invoices.v1 import invoice_pb2, payment_pb2


def invoice_to_pb(
    invoice: Invoice, today: date, median_days_late: int | None = None, *, whole: bool = True
) -> invoice_pb2.Invoice:
    """The document; without lines and VAT totals when it is not `whole`. `median_days_late` is how its client usually pays."""
    until = settled_on = expected_on = None
    if invoice.state == "issued" and invoice.dues:
        until = max(due.in_time_until for due in invoice.dues)
        if not invoice.open:
            settled_on = max(due.settled_on or until for due in invoice.dues)
        elif median_days_late is not None:
            expected_on = until + timedelta(days=median_days_late)
    message = invoice_pb2.Invoice(
        id=str(invoice.id),
        type=enums.TYPE.number(invoice.type),
        state=enums.STATE.number(invoice.state),
        series=invoice.series,
        number=invoice.number or "",
        client_id=str(invoice.client_id),
        unit_id=str(invoice.unit_id or ""),
        issued_on=date_to_pb(invoice.issued_on),
        supplied_on=date_to_pb(invoice.supplied_on),
        dues=[due_to_pb(due) for due in invoice.dues],
        net=money_to_pb(invoice.net),
        vat=money_to_pb(invoice.vat),
        gross=money_to_pb(invoice.gross),
        open=money_to_pb(invoice.open),
        buyer=invoice_pb2.Party(**invoice.buyer),
        seller=invoice_pb2.Party(**invoice.seller),
        credited_invoice_id=str(invoice.credited_invoice_id or ""),
        note=invoice.note,
        buyer_reference=invoice.buyer_reference,
        source=enums.SOURCE.number(invoice.source),
        source_key=invoice.source_key or "",
        annulled_reason=invoice.annulled_reason,
        version=invoice.version,
        etag=make_etag(invoice.version),
        create_time=instant_to_pb(invoice.created_at),
        issue_time=instant_to_pb(invoice.issued_at),
        settled_on=date_to_pb(settled_on),
        days_late=((settled_on or today) - until).days if until else 0,
        expected_on=date_to_pb(expected_on),
    )
    if invoice.original_gross is not None:
        message.original_gross.CopyFrom(
            money_to_pb(invoice.original_gross, invoice.original_currency)
        )
    if whole:
        message.lines.extend(line_to_pb(line) for line in invoice.lines)
        message.vat_totals.extend(
            invoice_pb2.VatTotal(
                category=enums.VAT_CATEGORY.number(one.category),
                rate=decimal_to_text(one.rate),
                base=money_to_pb(one.base),
                tax=money_to_pb(one.tax),
            )
            for one in invoice.vat_totals
        )
    return message


def line_to_pb(line: Line) -> invoice_pb2.Line:
    """A line."""
    return invoice_pb2.Line(
        text=line.text,
        quantity=decimal_to_text(line.quantity),
        unit=line.unit,
        unit_price=decimal_to_text(line.unit_price),
        discount_percent=decimal_to_text(line.discount_percent) if line.discount_percent else "",
        vat_category=enums.VAT_CATEGORY.number(line.vat_category),
        vat_rate=decimal_to_text(line.vat_rate),
        unit_id=str(line.unit_id or ""),
        period_from=date_to_pb(line.period_from),
        period_to=date_to_pb(line.period_to),
        net=money_to_pb(line.net),
    )


def due_to_pb(due: Due) -> invoice_pb2.Due:
    """A due row."""
    return invoice_pb2.Due(
        id=str(due.id),
        due_on=date_to_pb(due.due_on),
        in_time_until=date_to_pb(due.in_time_until),
        amount=money_to_pb(due.amount),
        open=money_to_pb(due.open),
        settled_on=date_to_pb(due.settled_on),
    )


def allocation_to_pb(row: Allocation, number: str) -> payment_pb2.Allocation:
    """An allocation; `number` is that of its invoice."""
    if row.payment_id is not None:
        source, source_id = payment_pb2.ALLOCATION_SOURCE_PAYMENT, row.payment_id
    elif row.credit_note_id is not None:
        source, source_id = payment_pb2.ALLOCATION_SOURCE_CREDIT_NOTE, row.credit_note_id
    else:
        source, source_id = payment_pb2.ALLOCATION_SOURCE_WRITE_OFF, row.write_off_id
    return payment_pb2.Allocation(
        id=str(row.id),
        source=source,
        source_id=str(source_id),
        invoice_id=str(row.invoice_id),
        invoice_number=number,
        due_id=str(row.due_id),
        amount=money_to_pb(row.amount),
        on=date_to_pb(row.on_day),
        reversed_on=date_to_pb(row.reversed_on),
    )


def payment_to_pb(
    payment: Payment, allocations: Sequence[Allocation], numbers: Mapping[object, str]
) -> payment_pb2.Payment:
    """A payment with its allocations; `numbers` holds the number of each invoice by id."""
    return payment_pb2.Payment(
        id=str(payment.id),
        client_id=str(payment.client_id),
        value_date=date_to_pb(payment.value_date),
        booked_on=date_to_pb(payment.booked_on),
        amount=money_to_pb(payment.amount),
        unallocated=money_to_pb(payment.unallocated),
        method=enums.METHOD.number(payment.method),
        bank_reference=payment.bank_reference or "",
        payer_iban=payment.payer_iban,
        payer_name=payment.payer_name,
        purpose=payment.purpose,
        allocations=[allocation_to_pb(row, numbers.get(row.invoice_id, "")) for row in allocations],
        create_time=instant_to_pb(payment.created_at),
    )
