"""Setting amounts against due rows: the only place where open amounts change. Rows passed in are locked by the caller."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from services.invoices.model.tables import Allocation, Due, Invoice


def settle(invoice: Invoice, due: Due, amount: Decimal, days: Iterable[date]) -> None:
    """Lowers what is open. `days` are the days of all allocations that count now: the last of them settles the row."""
    due.open -= amount
    invoice.open -= amount
    due.settled_on = max(days) if not due.open else None


def reopen(invoice: Invoice, due: Due, amount: Decimal) -> None:
    """Raises what is open again."""
    due.open += amount
    invoice.open += amount
    due.settled_on = None


def counting(allocations: Iterable[Allocation], due: Due) -> list[date]:
    """The days of the allocations of a due row that count."""
    return [row.on_day for row in allocations if row.due_id == due.id and row.reversed_on is None]
