"""What clients owe, what they bought and how they pay: set-based, for one client or for all of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.invoices.model.money import ZERO, Cell, Money, Paying

STRIP = 24
WINDOW_MONTHS = 24
LEAST = 3
"""Due rows below which nothing is said of how they were paid."""

_TURNOVER = text("""
    SELECT client_id,
           coalesce(sum(net) FILTER (WHERE month > CAST(:month AS date) - interval '12 months'), 0) AS months,
           coalesce(sum(net) FILTER (WHERE month >= date_trunc('year', CAST(:month AS date))), 0) AS year,
           sum(net) AS ever
    FROM turnover_month
    WHERE client_id = ANY(:clients) AND (CAST(:unit AS uuid) IS NULL OR unit_id = :unit)
    GROUP BY client_id
""")

_OPEN = text("""
    SELECT client_id,
           sum(open) AS open,
           coalesce(sum(open) FILTER (WHERE late > 0), 0) AS overdue,
           greatest(max(late), 0) AS oldest,
           coalesce(sum(open) FILTER (WHERE late <= 0), 0) AS a0,
           coalesce(sum(open) FILTER (WHERE late BETWEEN 1 AND 30), 0) AS a1,
           coalesce(sum(open) FILTER (WHERE late BETWEEN 31 AND 60), 0) AS a2,
           coalesce(sum(open) FILTER (WHERE late BETWEEN 61 AND 90), 0) AS a3,
           coalesce(sum(open) FILTER (WHERE late > 90), 0) AS a4
    FROM (SELECT client_id, open, CAST(:today AS date) - in_time_until AS late
          FROM due
          WHERE client_id = ANY(:clients) AND open > 0 AND (CAST(:unit AS uuid) IS NULL OR unit_id = :unit)) AS rows
    GROUP BY client_id
""")

_ADVANCE = text("""
    SELECT client_id, sum(unallocated) AS advance
    FROM payment
    WHERE client_id = ANY(:clients) AND unallocated > 0 AND CAST(:unit AS uuid) IS NULL
    GROUP BY client_id
""")

# Days late of a row: until it was settled, or so far. A row that is open and not yet due says nothing of its payer.
_PAYING = text("""
    WITH rows AS (
        SELECT client_id, amount,
               coalesce(settled_on, CAST(:today AS date)) - in_time_until AS late,
               in_time_until >= CAST(:today AS date) - 182 AS recent,
               in_time_until >= CAST(:today AS date) - 365 AS last_year
        FROM due
        WHERE client_id = ANY(:clients)
          AND in_time_until >= CAST(:today AS date) - make_interval(months => :window)
          AND (settled_on IS NOT NULL OR in_time_until < :today)
          AND (CAST(:unit AS uuid) IS NULL OR unit_id = :unit)
    ), weighed AS (
        SELECT *,
               sum(amount) OVER (PARTITION BY client_id ORDER BY late, amount ROWS UNBOUNDED PRECEDING) AS below,
               sum(amount) OVER (PARTITION BY client_id) AS whole,
               CASE WHEN last_year THEN sum(amount) FILTER (WHERE last_year)
                    OVER (PARTITION BY client_id, recent ORDER BY late, amount ROWS UNBOUNDED PRECEDING) END AS half_below,
               CASE WHEN last_year THEN sum(amount) FILTER (WHERE last_year)
                    OVER (PARTITION BY client_id, recent) END AS half_whole
        FROM rows
    )
    SELECT client_id, count(*) AS rows, sum(amount) AS amount,
           sum(amount) FILTER (WHERE late <= 0) AS in_time,
           min(late) FILTER (WHERE below >= whole / 2) AS median,
           min(late) FILTER (WHERE below >= whole * 9 / 10) AS p90,
           count(*) FILTER (WHERE recent) AS recent_count,
           count(*) FILTER (WHERE last_year AND NOT recent) AS before_count,
           min(late) FILTER (WHERE recent AND half_below >= half_whole / 2) AS recent_median,
           min(late) FILTER (WHERE last_year AND NOT recent AND half_below >= half_whole / 2) AS before_median
    FROM weighed
    GROUP BY client_id
""")

_STRIP = text("""
    SELECT wanted.client_id, last.*
    FROM unnest(CAST(:clients AS uuid[])) AS wanted(client_id)
    CROSS JOIN LATERAL (
        SELECT invoice.id, invoice.number, invoice.issued_on, invoice.gross, invoice.open,
               dues.in_time_until, CASE WHEN invoice.open = 0 THEN dues.settled_on END AS settled_on
        FROM invoice
        CROSS JOIN LATERAL (
            SELECT max(due.in_time_until) AS in_time_until, max(due.settled_on) AS settled_on
            FROM due WHERE due.invoice_id = invoice.id
        ) AS dues
        WHERE invoice.client_id = wanted.client_id AND invoice.state = 'issued' AND invoice.type <> 'credit_note'
          AND (CAST(:unit AS uuid) IS NULL OR invoice.unit_id = :unit)
        ORDER BY invoice.issued_on DESC, invoice.id DESC
        LIMIT :strip
    ) AS last
""")


async def money_of(
    session: AsyncSession,
    client_ids: Sequence[uuid.UUID],
    today: date,
    unit_id: uuid.UUID | None = None,
    strip: int = STRIP,
) -> dict[uuid.UUID, Money]:
    """The money of each client as of a day, of one unit when it is given. Clients that were never invoiced have zeros."""
    found = {client_id: Money() for client_id in client_ids}
    narrow = {"clients": list(client_ids), "unit": unit_id}
    for row in await session.execute(_TURNOVER, {**narrow, "month": today.replace(day=1)}):
        money = found[row.client_id]
        money.net_12_months, money.net_this_year, money.net_ever = row.months, row.year, row.ever
    for row in await session.execute(_OPEN, {**narrow, "today": today}):
        money = found[row.client_id]
        money.open, money.overdue, money.oldest_days_late = row.open, row.overdue, row.oldest
        money.ageing = (row.a0, row.a1, row.a2, row.a3, row.a4)
    for row in await session.execute(_ADVANCE, narrow):
        found[row.client_id].advance = row.advance
    for row in await session.execute(_PAYING, {**narrow, "today": today, "window": WINDOW_MONTHS}):
        found[row.client_id].paying = _paying(row)
    for row in await session.execute(_STRIP, {**narrow, "strip": strip}):
        found[row.client_id].strip.insert(
            0,
            Cell(
                row.id,
                row.number,
                row.issued_on,
                row.in_time_until,
                row.settled_on,
                row.gross,
                row.open,
            ),
        )
    return found


def _paying(row: Row[Any]) -> Paying:
    trend = None
    if row.recent_count >= LEAST and row.before_count >= LEAST:
        trend = row.recent_median - row.before_median
    return Paying(
        count=row.rows,
        amount=row.amount,
        on_time_share=float((row.in_time or ZERO) / row.amount),
        median_days_late=row.median,
        p90_days_late=row.p90,
        trend_days=trend,
    )


_MONTHS = text("""
    SELECT CAST(extract(year FROM month) AS int) AS year, CAST(extract(month FROM month) AS int) AS month,
           sum(net) AS net, sum(gross) AS gross, sum(count) AS documents
    FROM turnover_month
    WHERE client_id = :client AND (CAST(:unit AS uuid) IS NULL OR unit_id = :unit)
    GROUP BY turnover_month.month ORDER BY turnover_month.month
""")

_CELLS = text("""
    SELECT unit_id, CAST(extract(year FROM month) AS int) AS year, sum(net) AS net, sum(gross) AS gross
    FROM turnover_month WHERE client_id = :client
    GROUP BY unit_id, 2 ORDER BY 2, unit_id
""")


async def turnover_months(
    session: AsyncSession, client_id: uuid.UUID, unit_id: uuid.UUID | None
) -> Sequence[Row[Any]]:
    """(year, month, net, gross, documents), oldest first."""
    return (await session.execute(_MONTHS, {"client": client_id, "unit": unit_id})).all()


async def turnover_cells(session: AsyncSession, client_id: uuid.UUID) -> Sequence[Row[Any]]:
    """(unit_id, year, net, gross); the unit is zero for the client as a whole."""
    return (await session.execute(_CELLS, {"client": client_id})).all()


_RECOUNT_TURNOVER = text("""
    SELECT client_id, month, unit_id, sum(net) AS net, sum(gross) AS gross, sum(count) AS count
    FROM (
        SELECT client_id, CAST(date_trunc('month', issued_on) AS date) AS month,
               coalesce(unit_id, CAST('00000000-0000-0000-0000-000000000000' AS uuid)) AS unit_id,
               CASE type WHEN 'credit_note' THEN -net ELSE net END AS net,
               CASE type WHEN 'credit_note' THEN -gross ELSE gross END AS gross,
               CASE type WHEN 'credit_note' THEN -1 ELSE 1 END AS count
        FROM invoice WHERE state = 'issued' AND type <> 'advance'
        UNION ALL
        SELECT client_id, month, unit_id, -net, -gross, -count FROM turnover_month
    ) AS both_ways
    GROUP BY client_id, month, unit_id
    HAVING sum(net) <> 0 OR sum(gross) <> 0 OR sum(count) <> 0
""")

_RECOUNT_DUES = text("""
    SELECT due.id, due.client_id, due.open, due.amount - coalesce(sum(allocation.amount), 0) AS counted
    FROM due
    JOIN invoice ON invoice.id = due.invoice_id AND invoice.state = 'issued'
    LEFT JOIN allocation ON allocation.due_id = due.id AND allocation.reversed_on IS NULL
    GROUP BY due.id
    HAVING due.open <> due.amount - coalesce(sum(allocation.amount), 0)
""")

_RECOUNT_INVOICES = text("""
    SELECT invoice.id, invoice.client_id, invoice.open, coalesce(sum(due.open), 0) AS counted
    FROM invoice LEFT JOIN due ON due.invoice_id = invoice.id
    WHERE invoice.state = 'issued' AND invoice.type <> 'credit_note'
    GROUP BY invoice.id
    HAVING invoice.open <> coalesce(sum(due.open), 0)
""")

_RECOUNT_PAYMENTS = text("""
    SELECT payment.id, payment.client_id, payment.unallocated,
           payment.amount - coalesce(sum(allocation.amount), 0) AS counted
    FROM payment
    LEFT JOIN allocation ON allocation.payment_id = payment.id AND allocation.reversed_on IS NULL
    GROUP BY payment.id
    HAVING payment.unallocated <> payment.amount - coalesce(sum(allocation.amount), 0)
""")


@dataclass(frozen=True, slots=True)
class Fault:
    """A stored amount that is not what its documents say."""

    what: str
    row_id: str
    client_id: uuid.UUID
    stored: Decimal
    counted: Decimal


async def faults(session: AsyncSession) -> list[Fault]:
    """Compares every stored amount with the documents and allocations it follows from."""
    found = [
        Fault("turnover", f"{row.month} {row.unit_id}", row.client_id, ZERO, row.net)
        for row in await session.execute(_RECOUNT_TURNOVER)
    ]
    for what, statement, column in (
        ("due", _RECOUNT_DUES, "open"),
        ("invoice", _RECOUNT_INVOICES, "open"),
        ("payment", _RECOUNT_PAYMENTS, "unallocated"),
    ):
        found += [
            Fault(what, str(row.id), row.client_id, getattr(row, column), row.counted)
            for row in await session.execute(statement)
        ]
    return found
