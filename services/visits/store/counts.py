"""Counts of visits by unit and month and of whole clients, and the lock of a client's visits."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import (
    ARRAY,
    Integer,
    Row,
    delete,
    extract,
    func,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.visits.model.tables import ClientVisits, MonthCount, ServiceState, Visit
from services.visits.model.visits import Cell, Counts, SiteCounts

_STATES = ("planned", "done", "missed", "cancelled")
_CELL = (MonthCount.client_id, MonthCount.month, MonthCount.unit_id)
_COUNTS = (MonthCount.planned, MonthCount.done, MonthCount.missed, MonthCount.cancelled)
_COUNTED = [
    func.count().filter(Visit.state == state).cast(Integer).label(state) for state in _STATES
]
_OF_VISITS = select(Visit.client_id, Visit.month, Visit.unit_id, *_COUNTED).group_by(
    Visit.client_id, Visit.month, Visit.unit_id
)
_COLUMNS = ["client_id", "month", "unit_id", *_STATES]


async def lock_clients(
    session: AsyncSession, client_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, ClientVisits]:
    """The rows of the clients, locked in order of id until the end of the transaction and made when they are not there."""
    ids = sorted(set(client_ids))
    if not ids:
        return {}
    nothing = {"version": 0, **dict.fromkeys(_STATES, 0)}
    await session.execute(
        insert(ClientVisits).on_conflict_do_nothing(),
        [{"client_id": client_id, **nothing} for client_id in ids],
    )
    found = await session.scalars(
        select(ClientVisits)
        .where(ClientVisits.client_id.in_(ids))
        .order_by(ClientVisits.client_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.client_id: row for row in found}


async def recount(
    session: AsyncSession, locked: dict[uuid.UUID, ClientVisits], cells: Collection[Cell]
) -> list[ClientVisits]:
    """Counts the cells anew and what follows of their clients, raises the version of those that changed, and gives them."""
    before = {client_id: told(row) for client_id, row in locked.items()}
    in_order = sorted(cells)
    for start in range(0, len(in_order), 1_000):
        keys = [(one.client_id, one.month, one.unit_id) for one in in_order[start : start + 1_000]]
        old = await session.execute(
            delete(MonthCount)
            .where(tuple_(*_CELL).in_(keys))
            .returning(MonthCount.client_id, *_COUNTS)
        )
        for row in old.all():
            _add(locked[row.client_id], row, -1)
        visits = _OF_VISITS.where(tuple_(Visit.client_id, Visit.month, Visit.unit_id).in_(keys))
        new = await session.execute(
            insert(MonthCount)
            .from_select(_COLUMNS, visits)
            .returning(MonthCount.client_id, *_COUNTS)
        )
        for row in new.all():
            _add(locked[row.client_id], row, 1)
    await _find_last(session, locked)
    return _changed(locked, before)


async def recount_clients(
    session: AsyncSession, locked: dict[uuid.UUID, ClientVisits]
) -> tuple[int, list[ClientVisits]]:
    """Counts everything of these clients from their visits; gives how many cells were wrong, and the rows that changed."""
    before = {client_id: told(row) for client_id, row in locked.items()}
    of_these = MonthCount.client_id.in_(locked)
    kept = {tuple(row) for row in await session.execute(select(*_CELL, *_COUNTS).where(of_these))}
    right = (await session.execute(_OF_VISITS.where(Visit.client_id.in_(locked)))).all()
    wrong = {row[:3] for row in kept ^ {tuple(row) for row in right}}
    if wrong:
        await session.execute(delete(MonthCount).where(of_these))
        await session.execute(
            insert(MonthCount).from_select(_COLUMNS, _OF_VISITS.where(Visit.client_id.in_(locked)))
        )
    for row in locked.values():
        for state in _STATES:
            setattr(row, state, 0)
    for counted in right:
        _add(locked[counted.client_id], counted, 1)
    await _find_last(session, locked)
    return len(wrong), _changed(locked, before)


def told(row: ClientVisits) -> tuple[object, ...]:
    """What is published of a client."""
    return row.last_on, row.last_unit_id, *(getattr(row, state) for state in _STATES)


def _add(client: ClientVisits, counts: Row[*tuple[Any, ...]], sign: int) -> None:
    for state in _STATES:
        setattr(client, state, getattr(client, state) + sign * getattr(counts, state))


def _changed(
    locked: dict[uuid.UUID, ClientVisits], before: dict[uuid.UUID, tuple[object, ...]]
) -> list[ClientVisits]:
    changed = [row for client_id, row in locked.items() if told(row) != before[client_id]]
    for row in changed:
        row.version += 1
    return changed


async def _find_last(session: AsyncSession, locked: dict[uuid.UUID, ClientVisits]) -> None:
    """The last visit that was done of each client."""
    last = (
        select(Visit.day, Visit.unit_id)
        .where(Visit.client_id == ClientVisits.client_id, Visit.state == "done")
        # Of two that began at once always the same, or a recount would see a change.
        .order_by(Visit.starts_at.desc(), Visit.id.desc())
        .limit(1)
        .lateral()
    )
    rows = await session.execute(
        select(ClientVisits.client_id, last.c.day, last.c.unit_id)
        .join(last, true())
        .where(ClientVisits.client_id.in_(locked))
    )
    found = {client_id: (on, unit_id) for client_id, on, unit_id in rows}
    for client_id, row in locked.items():
        row.last_on, row.last_unit_id = found.get(client_id, (None, None))


async def grid(
    session: AsyncSession,
    client_id: uuid.UUID,
    unit_id: uuid.UUID | None,
    months: Sequence[date],
) -> list[SiteCounts]:
    """Each unit with visits in these months, and its counts in each of them; in order of unit.

    The database makes the columns: a chain has thousands of cells, and none of them is an object here.
    """
    year, month = (extract(part, MonthCount.month).cast(Integer) for part in ("year", "month"))
    place = (year * 12 + month - (months[0].year * 12 + months[0].month)).label("place")
    cells = select(MonthCount.unit_id, place, *_COUNTS).where(
        MonthCount.client_id == client_id, MonthCount.month.between(months[0], months[-1])
    )
    if unit_id is not None:
        cells = cells.where(MonthCount.unit_id == unit_id)
    # In order the columns come as they are wanted; in another one they are put in place below.
    cells = cells.order_by(MonthCount.unit_id, MonthCount.month).subquery()
    columns = [
        func.array_agg(column, type_=ARRAY(Integer))
        for column in (cells.c.place, *(cells.c[state] for state in _STATES))
    ]
    query = select(cells.c.unit_id, *columns).group_by(cells.c.unit_id).order_by(cells.c.unit_id)
    every = list(range(len(months)))
    found: list[SiteCounts] = []
    for row in (await session.execute(query)).all():
        site, places, *counted = cast("tuple[Any, ...]", row)
        found.append(SiteCounts(site, *(_in_place(column, places, every) for column in counted)))
    return found


def _in_place(column: list[int], places: list[int], every: list[int]) -> list[int]:
    """The counts of all months; a month without visits has no cell."""
    if places == every:
        return column
    whole = [0] * len(every)
    for place, count in zip(places, column, strict=True):
        whole[place] = count
    return whole


async def years(
    session: AsyncSession, client_id: uuid.UUID, unit_id: uuid.UUID | None
) -> list[tuple[int, Counts]]:
    """All visits of a client by year, latest first."""
    year = extract("year", MonthCount.month).cast(Integer)
    query = select(year, *(func.sum(column).cast(Integer) for column in _COUNTS)).where(
        MonthCount.client_id == client_id
    )
    if unit_id is not None:
        query = query.where(MonthCount.unit_id == unit_id)
    rows = await session.execute(query.group_by(year).order_by(year.desc()))
    return [(number, Counts(*counts)) for number, *counts in rows.all()]


async def client_visits(session: AsyncSession, client_id: uuid.UUID) -> ClientVisits | None:
    """What is told of a client that ever had a visit."""
    return await session.get(ClientVisits, client_id)


async def page_of_clients(
    session: AsyncSession, after: uuid.UUID | None, limit: int
) -> Sequence[ClientVisits]:
    """What is told, in order of client, behind the one of `after`."""
    query = select(ClientVisits)
    if after is not None:
        query = query.where(ClientVisits.client_id > after)
    return (await session.scalars(query.order_by(ClientVisits.client_id).limit(limit))).all()


async def epoch(session: AsyncSession) -> int:
    """Epoch of the database."""
    return await session.scalar(select(ServiceState.epoch)) or 1
