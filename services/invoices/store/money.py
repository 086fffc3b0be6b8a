"""What clients owe, what they bought and how they pay, from projections: set-based, for one client or for many.

What is stored does not depend on the day; what is overdue, how late it is and what lies in a window is computed at reading. Windows
are calendar months, the current one included.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.invoices.model.money import ZERO, Cell, Money, Paying
from services.invoices.store.accounts import ALL_UNITS

STRIP = 24
LEAST = 3
"""Due rows below which nothing is said of how they were paid."""

_PAYING = """owed AS (
        SELECT client_id, in_time_until, open, amount, count, CAST(:today AS date) - in_time_until AS late
        FROM owed_day
        WHERE client_id = ANY(:clients) AND unit_id = :scope
    ), counted AS (
        -- What is open and not due yet says nothing of its payer.
        SELECT client_id, month, days_late AS late, amount, count
        FROM paid_month
        WHERE client_id = ANY(:clients) AND unit_id = :scope AND month >= CAST(:two_years AS date)
        UNION ALL
        SELECT client_id, in_time_until, late, amount, count
        FROM owed
        WHERE late > 0 AND in_time_until >= CAST(:two_years AS date)
    ), halves AS (
        SELECT client_id, late, sum(amount) AS amount, sum(count) AS count,
               CASE WHEN month >= CAST(:half_year AS date) THEN 1
                    WHEN month >= CAST(:year_back AS date) THEN 2
                    ELSE 3 END AS half
        FROM counted
        GROUP BY client_id, half, late
    ), weighed AS (
        SELECT *,
               sum(amount) OVER (PARTITION BY client_id ORDER BY late) AS below,
               sum(amount) OVER (PARTITION BY client_id) AS whole,
               sum(amount) OVER (PARTITION BY client_id, half ORDER BY late) AS half_below,
               sum(amount) OVER (PARTITION BY client_id, half) AS half_whole
        FROM halves
    ), paying AS (
        SELECT client_id, CAST(sum(count) AS int) AS due_rows, sum(amount) AS amount,
               sum(amount) FILTER (WHERE late <= 0) AS in_time,
               min(late) FILTER (WHERE below >= whole / 2) AS median,
               min(late) FILTER (WHERE below >= whole * 9 / 10) AS p90,
               sum(count) FILTER (WHERE half = 1) AS recent_count,
               sum(count) FILTER (WHERE half = 2) AS before_count,
               min(late) FILTER (WHERE half = 1 AND half_below >= half_whole / 2) AS recent_median,
               min(late) FILTER (WHERE half = 2 AND half_below >= half_whole / 2) AS before_median
        FROM weighed
        GROUP BY client_id
    )"""

_MONEY = """
    WITH wanted AS (
        SELECT unnest(CAST(:clients AS uuid[])) AS client_id
    ), turnover AS (
        SELECT client_id,
               sum(net) FILTER (WHERE month >= CAST(:year_back AS date)) AS net_12_months,
               sum(net) FILTER (WHERE month >= CAST(:this_year AS date)) AS net_this_year,
               sum(net) AS net_ever
        FROM {turnover}
        WHERE client_id = ANY(:clients) {of_unit}
        GROUP BY client_id
    ), {paying}, owing AS (
        SELECT client_id,
               sum(open) AS open,
               sum(open) FILTER (WHERE late > 0) AS overdue,
               greatest(max(late), 0) AS oldest,
               sum(open) FILTER (WHERE late <= 0) AS not_due,
               sum(open) FILTER (WHERE late BETWEEN 1 AND 30) AS to_30,
               sum(open) FILTER (WHERE late BETWEEN 31 AND 60) AS to_60,
               sum(open) FILTER (WHERE late BETWEEN 61 AND 90) AS to_90,
               sum(open) FILTER (WHERE late > 90) AS above_90
        FROM owed
        GROUP BY client_id
    ), advance AS (
        SELECT client_id, sum(unallocated) AS advance
        FROM payment
        WHERE client_id = ANY(:clients) AND unallocated > 0 {whole}
        GROUP BY client_id
    )
    SELECT wanted.client_id, net_12_months, net_this_year, net_ever, advance,
           owing.open, overdue, oldest, not_due, to_30, to_60, to_90, above_90,
           due_rows, amount, in_time, median, p90, recent_count, before_count, recent_median, before_median,
           strip.*
    FROM wanted
    LEFT JOIN turnover USING (client_id)
    LEFT JOIN owing USING (client_id)
    LEFT JOIN advance USING (client_id)
    LEFT JOIN paying USING (client_id)
    CROSS JOIN LATERAL (
        SELECT array_agg(id) AS ids, array_agg(number) AS numbers, array_agg(issued_on) AS issued,
               array_agg(in_time_until) AS until, array_agg(CASE WHEN last.open = 0 THEN settled_on END) AS settled,
               array_agg(gross) AS grosses, array_agg(last.open) AS opens
        FROM (
            SELECT id, number, issued_on, gross, open,
                   (SELECT max(in_time_until) FROM due WHERE invoice_id = invoice.id) AS in_time_until,
                   (SELECT max(settled_on) FROM due WHERE invoice_id = invoice.id) AS settled_on
            FROM invoice
            WHERE client_id = wanted.client_id AND state = 'issued' AND type <> 'credit_note' {of_unit}
            ORDER BY issued_on DESC, id DESC
            LIMIT :strip
        ) AS last
    ) AS strip
"""
_OF_CLIENTS = text(_MONEY.format(paying=_PAYING, turnover="client_month", of_unit="", whole=""))
# A payment is the client's, whatever unit it is for.
_OF_UNIT = text(
    _MONEY.format(
        paying=_PAYING, turnover="turnover_month", of_unit="AND unit_id = :scope", whole="AND false"
    )
)


def _days(today: date) -> dict[str, date]:
    """Where the windows begin: as days, which the database compares with a month many times as fast as instants."""

    def months_back(count: int) -> date:
        months = today.year * 12 + today.month - 1 - count
        return date(months // 12, months % 12 + 1, 1)

    return {
        "today": today,
        "this_year": date(today.year, 1, 1),
        "half_year": months_back(5),
        "year_back": months_back(11),
        "two_years": months_back(23),
    }


async def money_of(
    session: AsyncSession,
    client_ids: Sequence[uuid.UUID],
    today: date,
    unit_id: uuid.UUID | None = None,
    strip: int = STRIP,
) -> dict[uuid.UUID, Money]:
    """The money of each client as of a day, of one unit when it is given. Clients that were never invoiced have zeros."""
    rows = await session.execute(
        _OF_UNIT if unit_id else _OF_CLIENTS,
        {
            "clients": list(client_ids),
            "scope": unit_id or ALL_UNITS,
            "strip": strip,
            **_days(today),
        },
    )
    return {row.client_id: _money(row) for row in rows}


_MEDIANS = "WITH {paying} SELECT client_id, median FROM paying WHERE due_rows >= {least}"
_MEDIAN_DAYS_LATE = text(_MEDIANS.format(paying=_PAYING, least=LEAST))


async def median_days_late(
    session: AsyncSession, client_ids: Iterable[uuid.UUID], today: date
) -> dict[uuid.UUID, int]:
    """How late each client usually pays; clients of whom too little is known are left out."""
    values = {
        "clients": list(set(client_ids)),
        "scope": ALL_UNITS,
        **_days(today),
    }
    return {row.client_id: row.median for row in await session.execute(_MEDIAN_DAYS_LATE, values)}


def _money(row: Row[Any]) -> Money:
    ages = (row.not_due, row.to_30, row.to_60, row.to_90, row.above_90)
    not_due, to_30, to_60, to_90, above_90 = (age or ZERO for age in ages)
    return Money(
        net_12_months=row.net_12_months or ZERO,
        net_this_year=row.net_this_year or ZERO,
        net_ever=row.net_ever or ZERO,
        open=row.open or ZERO,
        overdue=row.overdue or ZERO,
        oldest_days_late=row.oldest or 0,
        advance=row.advance or ZERO,
        ageing=(not_due, to_30, to_60, to_90, above_90),
        paying=_paying(row),
        strip=[
            Cell(*cell)
            for cell in zip(
                *(reversed(column or ()) for column in (
                    row.ids, row.numbers, row.issued, row.until, row.settled, row.grosses, row.opens,
                )),
                strict=True,
            )
        ],
    )  # fmt: skip


def _paying(row: Row[Any]) -> Paying:
    if (row.due_rows or 0) < LEAST:
        return Paying(row.due_rows or 0, row.amount or ZERO)
    trend = None
    if (row.recent_count or 0) >= LEAST and (row.before_count or 0) >= LEAST:
        trend = row.recent_median - row.before_median
    return Paying(
        count=row.due_rows,
        amount=row.amount,
        on_time_share=float((row.in_time or ZERO) / row.amount),
        median_days_late=row.median,
        p90_days_late=row.p90,
        trend_days=trend,
    )


_MONTHS = """
    SELECT CAST(extract(year FROM month) AS int) AS year, CAST(extract(month FROM month) AS int) AS month,
           net, gross, count AS documents
    FROM {turnover} AS turnover
    WHERE client_id = :client {of_unit} AND (net <> 0 OR gross <> 0 OR count <> 0)
    ORDER BY turnover.month
"""
_MONTHS_OF_CLIENT = text(_MONTHS.format(turnover="client_month", of_unit=""))
_MONTHS_OF_UNIT = text(_MONTHS.format(turnover="turnover_month", of_unit="AND unit_id = :unit"))

# What the other units have is what is left of the whole: few rows are read by year, however long the chain.
_CELLS = text("""
    WITH ranked AS (
        SELECT unit_id, row_number() OVER (ORDER BY sum(net) DESC, unit_id) AS place, count(*) OVER () AS units
        FROM turnover_month WHERE client_id = :client
        GROUP BY unit_id
    ), shown AS (
        SELECT place, units, unit_id, year, net, gross
        FROM ranked CROSS JOIN LATERAL (
            SELECT CAST(extract(year FROM month) AS int) AS year, sum(net) AS net, sum(gross) AS gross
            FROM turnover_month WHERE client_id = :client AND unit_id = ranked.unit_id
            GROUP BY 1
        ) AS of_unit
        WHERE place <= :most
    ), rest AS (
        SELECT CAST(extract(year FROM month) AS int) AS year, net, gross FROM client_month WHERE client_id = :client
        UNION ALL
        SELECT year, -net, -gross FROM shown
    )
    SELECT place, unit_id, year, net, gross, units FROM shown
    UNION ALL
    SELECT NULL, NULL, year, sum(net), sum(gross), units
    FROM rest CROSS JOIN (SELECT max(units) AS units FROM ranked) AS counted
    WHERE units > :most
    GROUP BY year, units
    HAVING sum(net) <> 0 OR sum(gross) <> 0
    ORDER BY place NULLS LAST, year
""")
_ALL = 2**31 - 1


async def turnover_months(
    session: AsyncSession, client_id: uuid.UUID, unit_id: uuid.UUID | None
) -> Sequence[Row[Any]]:
    """(year, month, net, gross, documents), oldest first."""
    if unit_id is None:
        return (await session.execute(_MONTHS_OF_CLIENT, {"client": client_id})).all()
    return (await session.execute(_MONTHS_OF_UNIT, {"client": client_id, "unit": unit_id})).all()


async def turnover_cells(
    session: AsyncSession, client_id: uuid.UUID, most: int
) -> Sequence[Row[Any]]:
    """(place, unit_id, year, net, gross, units): the `most` largest units, all for 0, and the rest together under no unit.

    The unit is zero for the client as a whole; `units` is how many there are.
    """
    return (await session.execute(_CELLS, {"client": client_id, "most": most or _ALL})).all()
