"""The list of documents: any filter, any order, and the totals of everything that fits.

Totals of a filter that names no documents, clients or days late come from `invoice_total`, by day of issue and beginning of the number;
the others have an index that holds all they need. The totals also tell between which days and numbers the documents lie: an
index that is read in another order than the filter's then does not begin at the wrong end.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Select,
    func,
    literal,
    or_,
    select,
    text,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from services.invoices.model.tables import Due, Invoice, InvoiceTotal

COLUMNS: dict[str, InstrumentedAttribute[Any]] = {
    "issued_on": Invoice.issued_on,
    "due_on": Invoice.due_on,
    "number": Invoice.number,
    "gross": Invoice.gross,
    "open": Invoice.open,
}
"""What the list can be sorted by."""
LAST_PART = 3
"""Characters of a number that `invoice_total.number_start` leaves out."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents; what is empty does not narrow. `today` decides what is overdue; `days_late` has no end when that is None."""

    today: date
    ids: tuple[uuid.UUID, ...] = ()
    client_ids: tuple[uuid.UUID, ...] = ()
    unit_id: uuid.UUID | None = None
    states: tuple[str, ...] = ("issued", "annulled")
    types: tuple[str, ...] = ()
    issued_from: date | None = None
    issued_to: date | None = None
    open: bool = False
    overdue: bool = False
    settled: bool = False
    number_prefix: str = ""
    days_late: tuple[int, int | None] | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether it names documents, clients, a unit or days late: few documents then fit, and an index holds them."""
        named = self.ids or self.client_ids or self.unit_id
        return bool(named or self.open or self.overdue or self.days_late)


@dataclass(frozen=True, slots=True)
class Order:
    """A column and its direction. Documents without a value come first when the greatest do."""

    by: str = "issued_on"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """The last row of a page: its value in the order's column, and its id."""

    value: Any
    id: uuid.UUID


@dataclass(slots=True)
class Sums:
    """Over a whole filter; credit notes count below zero, annulled documents and drafts not at all."""

    count: int
    net: Decimal
    vat: Decimal
    gross: Decimal
    open: Decimal
    overdue: Decimal


async def sums(session: AsyncSession, wanted: Wanted) -> Sums:
    """Totals of everything that fits."""
    if wanted.is_narrow:
        queries = [_by_kind(Invoice, func.count(), conditions(wanted))]
    else:
        stored = _stored_conditions(wanted)
        queries = [_by_kind(InvoiceTotal, func.sum(InvoiceTotal.count), stored)]
        if wanted.number_prefix:
            beyond = [*conditions(wanted), *_beyond(wanted)]
            queries.append(_by_kind(Invoice, func.count(), beyond))
    overdue = await _owed(session, wanted, Due.in_time_until < wanted.today)
    found = Sums(0, Decimal(0), Decimal(0), Decimal(0), Decimal(0), overdue)
    # By state and type, with the sign put in here: done row by row in the database it takes longer than all the rest.
    for query in queries:
        for row in await session.execute(query):
            sign = 0 if row.state != "issued" else -1 if row.type == "credit_note" else 1
            found.count += row.documents
            found.net += sign * row.net
            found.vat += sign * row.vat
            found.gross += sign * row.gross
            found.open += sign * row.open
    if wanted.days_late:
        found.open = overdue if wanted.days_late[0] > 0 else await _owed(session, wanted)
    return found


def _by_kind(
    table: type[Invoice] | type[InvoiceTotal],
    documents: ColumnElement[int],
    which: Sequence[ColumnElement[bool]],
) -> Executable:
    """Sums by state and type; `documents` counts them."""
    return (
        select(
            table.state,
            table.type,
            documents.label("documents"),
            func.sum(table.net).label("net"),
            func.sum(table.vat).label("vat"),
            func.sum(table.gross).label("gross"),
            func.sum(table.open).label("open"),
        )
        .where(*which)
        .group_by(table.state, table.type)
    )


async def _owed(session: AsyncSession, wanted: Wanted, *rows: ColumnElement[bool]) -> Decimal:
    """What is open on due rows of everything that fits; of those days late when that is asked for, as ageing counts it."""
    if "issued" not in wanted.states:
        return Decimal(0)
    query = select(func.sum(Due.open)).where(*_late_rows(wanted), *rows)
    documents = replace(wanted, days_late=None)
    if documents != Wanted(wanted.today, states=wanted.states):
        query = query.join(Invoice, Invoice.id == Due.invoice_id).where(
            Invoice.open > 0, Invoice.state == "issued", *conditions(documents)
        )
    return await session.scalar(query) or Decimal(0)


def _late_rows(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Open due rows of the clients, as many days late as is asked for. A row that is not due yet is 0 days late."""
    found: list[ColumnElement[bool]] = [Due.open > 0]
    if wanted.client_ids:
        found.append(Due.client_id.in_(wanted.client_ids))
    least, most = wanted.days_late or (0, None)
    if least > 0:
        found.append(Due.in_time_until <= wanted.today - timedelta(days=least))
    if most is not None:
        found.append(Due.in_time_until >= wanted.today - timedelta(days=most))
    return found


def _stored_conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [InvoiceTotal.state.in_(wanted.states)]
    if wanted.types:
        found.append(InvoiceTotal.type.in_(wanted.types))
    if wanted.issued_from is not None:
        found.append(InvoiceTotal.issued_on >= wanted.issued_from)
    if wanted.issued_to is not None:
        found.append(InvoiceTotal.issued_on <= wanted.issued_to)
    if wanted.issued_to is not None:
        found.append(InvoiceTotal.state != "draft")
    if wanted.settled:
        found += [~InvoiceTotal.is_open, InvoiceTotal.state == "issued"]
    if wanted.number_prefix:
        found.append(InvoiceTotal.number_start.startswith(wanted.number_prefix, autoescape=True))
    return found


def _beyond(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Documents whose number is so short that the prefix reaches beyond its stored beginning."""
    return [func.length(Invoice.number) < len(wanted.number_prefix) + LAST_PART]


async def page(
    session: AsyncSession, wanted: Wanted, order: Order, after: Place | None, limit: int
) -> Sequence[Invoice]:
    """Documents that fit, with their due rows, behind a place."""
    column = COLUMNS[order.by]
    which = conditions(wanted)
    is_narrow = wanted.is_narrow and not (
        len(wanted.client_ids) == 1 and order.by == "issued_on" and wanted.unit_id is None
    )
    bounds = [] if is_narrow else await _bounds(session, wanted, order)
    found: list[uuid.UUID] = []
    for has_value, segment in _segments(column, order, after):
        if len(found) < limit:
            fit = [*which, *segment, *(bounds if has_value else ())]
            query = _in_order(fit, column, order, limit - len(found), is_narrow)
            found += (await session.scalars(query)).all()
    rows = await session.scalars(
        select(Invoice).where(Invoice.id.in_(found)).options(selectinload(Invoice.dues))
    )
    by_id = {row.id: row for row in rows}
    return [by_id[one] for one in found if one in by_id]


def _in_order(
    which: Sequence[ColumnElement[bool]],
    column: InstrumentedAttribute[Any],
    order: Order,
    limit: int,
    is_narrow: bool,
) -> Select[Any]:
    """Ids in order. Few documents are all found first and then sorted; of many, the index of the order is read."""
    key: Any = column
    number: Any = Invoice.id
    query = select(Invoice.id).where(*which)
    if is_narrow:
        fit = select(Invoice.id, column.label("key")).where(*which).cte("fit")
        fit = fit.prefix_with("MATERIALIZED")
        key, number = fit.c.key, fit.c.id
        query = select(number)
    if order.descending:
        return query.order_by(key.desc(), number.desc()).limit(limit)
    return query.order_by(key, number).limit(limit)


def _segments(
    column: InstrumentedAttribute[Any], order: Order, after: Place | None
) -> list[tuple[bool, list[ColumnElement[bool]]]]:
    """Conditions of the rows behind the place: those with a value and those without, in the order in which they come."""
    without: list[ColumnElement[bool]] = [column.is_(None)]
    having: list[ColumnElement[bool]] = [column.is_not(None)]
    if after is not None and after.value is None:
        without.append(Invoice.id < after.id if order.descending else Invoice.id > after.id)
    elif after is not None:
        place = tuple_(literal(after.value, column.type), literal(after.id, Invoice.id.type))
        key = tuple_(column, Invoice.id)
        having.append(key < place if order.descending else key > place)
    segments = (
        [(False, without), (True, having)]
        if order.descending
        else [(True, having), (False, without)]
    )
    if order.by in ("gross", "open"):
        return [(True, having)]
    is_in_second = after is not None and (after.value is None) != order.descending
    return segments[1:] if is_in_second else segments


async def _bounds(session: AsyncSession, wanted: Wanted, order: Order) -> list[ColumnElement[bool]]:
    """Between which values of the order's column everything lies that fits and has one."""
    ends: dict[str, tuple[Any, Any]] = {
        "issued_on": (InvoiceTotal.issued_on, InvoiceTotal.issued_on),
        "due_on": (InvoiceTotal.first_due, InvoiceTotal.last_due),
        "number": (InvoiceTotal.first_number, InvoiceTotal.last_number),
    }
    narrows = wanted.issued_from or wanted.issued_to or wanted.number_prefix
    if order.by not in ends or not narrows:
        return []
    first, last = ends[order.by]
    which = _stored_conditions(wanted)
    if wanted.number_prefix:
        # A longer prefix than the stored beginning: that must begin the prefix.
        prefix = wanted.number_prefix
        which[-1] = or_(
            which[-1],
            InvoiceTotal.number_start.in_([prefix[:length] for length in range(len(prefix))]),
        )
    low, high = (await session.execute(select(func.min(first), func.max(last)).where(*which))).one()
    if low is None:
        return []
    return [COLUMNS[order.by].between(low, high)]


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """The filter as conditions on documents."""
    found: list[ColumnElement[bool]] = [Invoice.state.in_(wanted.states)]
    if wanted.ids:
        found.append(Invoice.id.in_(wanted.ids))
    if wanted.client_ids:
        found.append(Invoice.client_id.in_(wanted.client_ids))
    if wanted.unit_id is not None:
        found.append(Invoice.unit_id == wanted.unit_id)
    if wanted.types:
        found.append(Invoice.type.in_(wanted.types))
    if wanted.issued_from is not None:
        found.append(Invoice.issued_on >= wanted.issued_from)
    if wanted.issued_to is not None:
        found.append(Invoice.issued_on <= wanted.issued_to)
    if wanted.number_prefix:
        found.append(Invoice.number.startswith(wanted.number_prefix, autoescape=True))
    return found + _payment_conditions(wanted)


def _payment_conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.open or wanted.overdue or wanted.days_late:
        found += [Invoice.open > 0, Invoice.state == "issued"]
    if wanted.settled:
        found += [Invoice.open == 0, Invoice.state == "issued"]
    least, most = wanted.days_late or (0, None)
    # Where any row is so late, the oldest is too: that is what the index of open documents is in order of.
    if wanted.overdue or least > 0:
        found.append(Invoice.oldest_open_until <= wanted.today - timedelta(days=max(least, 1)))
    elif wanted.days_late:
        found.append(Invoice.oldest_open_until.is_not(None))
    if most is not None:
        found.append(Invoice.id.in_(select(Due.invoice_id).where(*_late_rows(wanted))))
    return found


# A reader sees the rows before or those after, whose sums are the same.
_FOLD = text("""
    WITH gone AS (
        DELETE FROM invoice_total
        WHERE EXISTS (
            SELECT FROM invoice_total AS new
            WHERE NOT new.is_folded AND new.issued_on = invoice_total.issued_on AND new.number_start = invoice_total.number_start
        )
        RETURNING *
    )
    INSERT INTO invoice_total (issued_on, number_start, state, type, is_open, count, net, vat, gross, open,
                               first_due, last_due, first_number, last_number, is_folded)
    SELECT issued_on, number_start, state, type, is_open, sum(count), sum(net), sum(vat), sum(gross), sum(open),
           min(first_due), max(last_due), min(first_number), max(last_number), true
    FROM gone
    GROUP BY issued_on, number_start, state, type, is_open
    HAVING sum(count) <> 0 OR sum(net) <> 0 OR sum(vat) <> 0 OR sum(gross) <> 0 OR sum(open) <> 0
""")


async def fold(session: AsyncSession) -> None:
    """Joins the rows that changes have added to `invoice_total`."""
    await session.execute(_FOLD)
