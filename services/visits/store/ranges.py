"""Counts of visits between days, and units with visits to invoice, straight from the visits."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Row, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from services.visits.model.tables import Visit
from services.visits.model.visits import Counts, DayRange, KindCounts

# By the start, from which the day follows: the index of a client is in its order.
_COUNT = text("""
    SELECT wanted.place, visit.unit_id, visit.kind,
           count(*) FILTER (WHERE visit.state = 'planned') AS planned, count(*) FILTER (WHERE visit.state = 'done') AS done,
           count(*) FILTER (WHERE visit.state = 'missed') AS missed, count(*) FILTER (WHERE visit.state = 'cancelled') AS cancelled,
           count(*) FILTER (WHERE visit.state = 'done' AND visit.billable) AS billable_done
    FROM unnest(CAST(:clients AS uuid[]), CAST(:units AS uuid[]), CAST(:firsts AS date[]), CAST(:lasts AS date[]))
         WITH ORDINALITY AS wanted(client_id, unit_id, first, last, place)
    JOIN visit ON visit.client_id = wanted.client_id AND (wanted.unit_id IS NULL OR visit.unit_id = wanted.unit_id)
              AND visit.starts_at >= CAST(wanted.first AS timestamp) AT TIME ZONE 'Europe/Riga'
              AND visit.starts_at < CAST(wanted.last + 1 AS timestamp) AT TIME ZONE 'Europe/Riga'
    GROUP BY wanted.place, visit.unit_id, visit.kind
    ORDER BY wanted.place, visit.unit_id, visit.kind
""")
# Written out as in the index, which a parameter would not find.
_TO_INVOICE = text("visit.billable AND visit.state = 'done'")


async def count_ranges(session: AsyncSession, ranges: Sequence[DayRange]) -> list[list[KindCounts]]:
    """The visits of each range by unit and kind, in order."""
    rows = await session.execute(
        _COUNT,
        {
            "clients": [one.client_id for one in ranges],
            "units": [one.unit_id for one in ranges],
            "firsts": [one.first for one in ranges],
            "lasts": [one.last for one in ranges],
        },
    )
    found = [list[KindCounts]() for _ in ranges]
    for row in rows:
        counts = Counts(row.planned, row.done, row.missed, row.cancelled)
        found[int(row.place) - 1].append(
            KindCounts(row.unit_id, row.kind, counts, row.billable_done)
        )
    return found


async def page_of_units_to_invoice(
    session: AsyncSession,
    month: date,
    client_id: uuid.UUID | None,
    after: tuple[uuid.UUID, uuid.UUID] | None,
    limit: int,
) -> Sequence[Row[uuid.UUID, uuid.UUID]]:
    """Clients and units with visits of a month that are done and to be invoiced, in order, behind those of `after`."""
    place = (Visit.client_id, Visit.unit_id)
    query = select(*place).distinct().where(Visit.month == month, _TO_INVOICE)
    if client_id is not None:
        query = query.where(Visit.client_id == client_id)
    if after is not None:
        query = query.where(tuple_(*place) > after)
    return (await session.execute(query.order_by(*place).limit(limit))).all()
