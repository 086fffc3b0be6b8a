"""Making a draft final: the act that issuing one document, crediting and issuing many share. The accounts are locked by the caller."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from kit.call import Writing
from services.invoices.convert.from_pb import new_due
from services.invoices.errors import DuesInvalid, InvoiceEmpty
from services.invoices.model.numbers import printed_number
from services.invoices.model.tables import Invoice
from services.invoices.model.vat import Rates, check_rates
from services.invoices.store import accounts


async def issue(session: AsyncSession, invoice: Invoice, term_days: int, writing: Writing) -> None:
    """Everything that makes a draft final, whose `issued_on` is set. Raises InvoiceEmpty, DuesInvalid, VatRateInvalid or IssueOrder."""
    assert invoice.issued_on is not None
    prepare(invoice, await accounts.vat_rates(session), term_days)
    numbers = await accounts.next_numbers(session, invoice.series, invoice.issued_on)
    finish(invoice, numbers[0], writing)
    await session.flush()
    await accounts.add_turnover(session, [invoice.id])


def prepare(invoice: Invoice, rates: Rates, term_days: int) -> None:
    """Checks the draft and gives it its due rows: the whole after `term_days` when it has none."""
    assert invoice.issued_on is not None
    if not invoice.lines or invoice.gross <= 0:
        raise InvoiceEmpty
    taxed = ((line.vat_category, line.vat_rate) for line in invoice.lines)
    check_rates(taxed, invoice.supplied_on or invoice.issued_on, rates)
    if invoice.type == "credit_note":
        invoice.dues = []
    elif not invoice.dues:
        due_on = invoice.issued_on + timedelta(days=term_days)
        invoice.dues = [new_due(invoice, 0, due_on, invoice.gross)]
    elif sum((due.amount for due in invoice.dues), Decimal(0)) != invoice.gross:
        raise DuesInvalid


def finish(invoice: Invoice, sequence: int, writing: Writing) -> None:
    """Gives the prepared draft its number; from here on it never changes."""
    assert invoice.issued_on is not None
    for due in invoice.dues:
        due.client_id, due.unit_id = invoice.client_id, invoice.unit_id
        due.open = due.amount
    invoice.open = invoice.gross
    invoice.state = "issued"
    invoice.series_year, invoice.sequence = invoice.issued_on.year, sequence
    invoice.number = printed_number(invoice.series, invoice.issued_on.year, sequence)
    invoice.issued_at, invoice.issued_by = writing.now, writing.actor
    invoice.version += 1
