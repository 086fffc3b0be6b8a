"""Visits."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.visits.errors import VisitNotFound
from services.visits.model.tables import EarlierVisit, Visit
from services.visits.model.visits import Cell


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter; what is empty does not narrow. Months are their first days."""

    client_id: uuid.UUID | None = None
    unit_id: uuid.UUID | None = None
    first_month: date | None = None
    last_month: date | None = None
    states: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    performer: str = ""


async def visit(session: AsyncSession, visit_id: uuid.UUID) -> Visit:
    """The visit. Raises VisitNotFound."""
    found = await session.get(Visit, visit_id)
    if found is None:
        raise VisitNotFound(visit_id)
    return found


async def visits_by_id(
    session: AsyncSession, visit_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, Visit]:
    """Those that are there."""
    rows = await session.scalars(select(Visit).where(Visit.id.in_(visit_ids)))
    return {row.id: row for row in rows}


async def was_put(session: AsyncSession, visit_id: uuid.UUID, version: int, digest: bytes) -> bool:
    """Whether that version, which is overwritten since, held just this."""
    earlier = await session.get(EarlierVisit, (visit_id, version))
    return earlier is not None and earlier.digest == digest


def keep_earlier(session: AsyncSession, visit: Visit) -> None:
    """Keeps the digest of what the visit holds, before it is overwritten."""
    session.add(EarlierVisit(visit_id=visit.id, version=visit.version, digest=visit.digest))


async def clients_with_overdue(
    session: AsyncSession, before: date, limit: int
) -> Sequence[uuid.UUID]:
    """Clients with visits that are still planned for a day before this one."""
    query = select(Visit.client_id).where(Visit.state == "planned", Visit.day < before).distinct()
    return (await session.scalars(query.limit(limit))).all()


async def overdue(
    session: AsyncSession, client_ids: Sequence[uuid.UUID], before: date
) -> Sequence[Visit]:
    """Their visits that are still planned for a day before this one; the clients are locked."""
    query = select(Visit).where(
        Visit.state == "planned", Visit.day < before, Visit.client_id.in_(client_ids)
    )
    return (await session.scalars(query)).all()


async def page_of_visits(
    session: AsyncSession, wanted: Wanted, after: uuid.UUID | None, limit: int
) -> Sequence[Visit]:
    """Visits that fit, latest start first, behind the one of `after`."""
    query = select(Visit).where(*_conditions(wanted))
    if after is not None:
        behind = select(Visit.starts_at, Visit.id).where(Visit.id == after).scalar_subquery()
        query = query.where(tuple_(Visit.starts_at, Visit.id) < behind)
    query = query.order_by(Visit.starts_at.desc(), Visit.id.desc()).limit(limit)
    return (await session.scalars(query)).all()


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.client_id is not None:
        conditions.append(Visit.client_id == wanted.client_id)
    if wanted.unit_id is not None:
        conditions.append(Visit.unit_id == wanted.unit_id)
    if wanted.first_month is not None:
        conditions.append(Visit.month >= wanted.first_month)
    if wanted.last_month is not None:
        conditions.append(Visit.month <= wanted.last_month)
    if wanted.states:
        conditions.append(Visit.state.in_(wanted.states))
    if wanted.since is not None:
        conditions.append(Visit.day >= wanted.since)
    if wanted.until is not None:
        conditions.append(Visit.day <= wanted.until)
    if wanted.performer:
        conditions.append(Visit.performers.contains([wanted.performer]))
    return conditions


async def add_missing(session: AsyncSession, rows: Sequence[Visit]) -> set[Cell]:
    """Adds the visits whose ids are not there; gives the cells of those that were added."""
    if not rows:
        return set()
    columns = [column.key for column in Visit.__table__.columns]
    added = await session.execute(
        insert(Visit)
        .on_conflict_do_nothing()
        .returning(Visit.client_id, Visit.month, Visit.unit_id),
        [{name: getattr(row, name) for name in columns} for row in rows],
    )
    return {Cell(*row) for row in added}


async def untouched(session: AsyncSession, plan_id: uuid.UUID, from_day: date) -> Sequence[Visit]:
    """Planned visits of a plan from a day on that nobody touched."""
    query = select(Visit).where(
        Visit.plan_id == plan_id, Visit.is_as_planned, Visit.day >= from_day
    )
    return (await session.scalars(query)).all()


async def remove(session: AsyncSession, visit_ids: Sequence[uuid.UUID]) -> None:
    """Takes visits away that were only planned."""
    await session.execute(delete(Visit).where(Visit.id.in_(visit_ids)))
