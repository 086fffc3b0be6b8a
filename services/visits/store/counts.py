"""Counts of visits by unit and month and of whole clients, and the lock of a client's visits."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from operator import add
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    case,
    delete,
    func,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import NullType

from services.visits.model.tables import ClientVisits, MonthCount, ServiceState, Visit
from services.visits.model.visits import Cell, Counts, Grid, MonthlyCounts

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
_NONE = (0,) * len(_STATES)


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
    most: int = 0,
) -> Grid:
    """The visits of a client, or of one unit of it, in these months; of the `most` visited units one by one, of all for 0.

    The database makes the columns: a chain has thousands of cells, and none of them is an object here.
    """
    mine = [MonthCount.client_id == client_id]
    if unit_id is not None:
        mine.append(MonthCount.unit_id == unit_id)
    # In order the columns come as they are wanted; in another one they are put in place below.
    cells = (
        # Days behind the first month: what a month is called is worth more time than all the rest.
        select(MonthCount.unit_id, (MonthCount.month - months[0]).label("day"), *_COUNTS)
        .where(*mine, MonthCount.month.between(months[0], months[-1]))
        .order_by(MonthCount.unit_id, MonthCount.month)
        .subquery()
    )
    cell = cells.c
    columns = [_column(cell.day), *(_unless_zero(cell[state]) for state in _STATES)]
    visits = func.sum(cell.planned + cell.done + cell.missed)
    sites = select(cell.unit_id, func.count().over(), *columns).group_by(cell.unit_id)
    sites = sites.order_by(visits.desc(), cell.unit_id).limit(most or None)
    rows = cast("list[tuple[Any, ...]]", (await session.execute(sites)).all())
    sums = (func.sum(column).cast(Integer) for column in _COUNTS)
    by_month = await session.execute(
        select(MonthCount.month, *sums).where(*mine).group_by(MonthCount.month)
    )
    counted: dict[date, tuple[int, ...]] = {month: tuple(row) for month, *row in by_month}
    days = [(month - months[0]).days for month in months]
    return Grid(
        [(row[0], _monthly(row[2:], days)) for row in rows],
        rows[0][1] if rows else 0,
        MonthlyCounts(
            *([counted.get(one, _NONE)[at] for one in months] for at in range(len(_STATES)))
        ),
        _by_year(counted),
    )


def _column(column: ColumnElement[int]) -> ColumnElement[Any]:
    """The numbers of a group as the list that psycopg makes of them; SQLAlchemy would copy it."""
    return func.array_agg(column, type_=NullType())


def _unless_zero(column: ColumnElement[int]) -> ColumnElement[Any]:
    """The numbers of a group, NULL when all are zero: few units have visits of every state."""
    return case((func.sum(column) > 0, _column(column)))


def _monthly(columns: Sequence[list[int] | None], days: list[int]) -> MonthlyCounts:
    """The counts of all months, which begin on these days; a month without visits has no cell, and a state without any no column."""
    present, *counted = columns
    if present == days:
        return MonthlyCounts(*(column or [0] * len(days) for column in counted))
    places = [days.index(day) for day in present or ()]
    found: list[list[int]] = []
    for column in counted:
        whole = [0] * len(days)
        if column is not None:
            for place, count in zip(places, column, strict=True):
                whole[place] = count
        found.append(whole)
    return MonthlyCounts(*found)


def _by_year(counted: dict[date, tuple[int, ...]]) -> list[tuple[int, Counts]]:
    """All visits by year, latest first."""
    years: dict[int, tuple[int, ...]] = {}
    for month in sorted(counted, reverse=True):
        before = years.get(month.year, _NONE)
        years[month.year] = tuple(map(add, before, counted[month]))
    return [(year, Counts(*counts)) for year, counts in years.items()]


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
