"""Lines, prices and indexations."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.autogen.errors import EtagMismatch, IndexationNotFound, LineNotFound
from services.autogen.model.tables import Indexation, LedgerPeriod, Line, Price

_WHOLE = selectinload(Line.prices)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter; what is empty does not narrow."""

    client_ids: tuple[uuid.UUID, ...] = ()
    unit_id: uuid.UUID | None = None
    states: tuple[str, ...] = ()
    service: str = ""
    line_ids: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Troubles:
    """Periods of a line that somebody should look at."""

    waiting: int = 0
    failed: int = 0


async def line(session: AsyncSession, line_id: uuid.UUID) -> Line:
    """The line with its prices. Raises LineNotFound."""
    found = await session.scalar(select(Line).where(Line.id == line_id).options(_WHOLE))
    if found is None:
        raise LineNotFound(line_id)
    return found


async def client_of_line(session: AsyncSession, line_id: uuid.UUID) -> uuid.UUID:
    """Whose it is. Raises LineNotFound."""
    found = await session.scalar(select(Line.client_id).where(Line.id == line_id))
    if found is None:
        raise LineNotFound(line_id)
    return found


async def line_for_change(session: AsyncSession, line_id: uuid.UUID, version: int) -> Line:
    """The line with its prices; its client is locked. Raises EtagMismatch when it is not at that version."""
    found = await line(session, line_id)
    if found.version != version:
        raise EtagMismatch(f"v{found.version}")
    return found


async def lines_by_id(
    session: AsyncSession, line_ids: Sequence[uuid.UUID], *, fresh: bool = False
) -> dict[uuid.UUID, Line]:
    """Lines with their prices; `fresh` also when the session has loaded them before."""
    query = select(Line).where(Line.id.in_(line_ids)).options(_WHOLE)
    rows = await session.scalars(query.execution_options(populate_existing=fresh))
    return {row.id: row for row in rows}


async def page_of_lines(
    session: AsyncSession, wanted: Wanted, after: uuid.UUID | None, limit: int
) -> Sequence[Line]:
    """Lines that fit, in order of id, behind the one with id `after`."""
    query = select(Line).where(*_conditions(wanted)).options(_WHOLE)
    if after is not None:
        query = query.where(Line.id > after)
    return (await session.scalars(query.order_by(Line.id).limit(limit))).all()


async def page_of_contracts(
    session: AsyncSession, wanted: Wanted, last: date, after: uuid.UUID | None, limit: int
) -> Sequence[Line]:
    """Lines that fit, are for visits and begin until a day, in order of id, behind the one with id `after`; without their prices."""
    query = select(Line).where(
        *_conditions(wanted), Line.visits_per_period > 0, Line.valid_from <= last
    )
    if after is not None:
        query = query.where(Line.id > after)
    return (await session.scalars(query.order_by(Line.id).limit(limit))).all()


async def count_lines(session: AsyncSession, wanted: Wanted) -> int:
    """How many fit."""
    return (
        await session.scalar(select(func.count()).select_from(Line).where(*_conditions(wanted)))
        or 0
    )


async def clients_of_lines(session: AsyncSession, wanted: Wanted) -> Sequence[uuid.UUID]:
    """Clients with lines that fit."""
    query = select(Line.client_id).where(*_conditions(wanted)).distinct()
    return (await session.scalars(query.order_by(Line.client_id))).all()


async def all_lines(session: AsyncSession, wanted: Wanted) -> Sequence[Line]:
    """Every line that fits, with its prices, in order of id."""
    query = select(Line).where(*_conditions(wanted)).options(_WHOLE).order_by(Line.id)
    return (await session.scalars(query)).all()


async def troubles(
    session: AsyncSession, line_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, Troubles]:
    """Waiting and failed periods of those lines that have any."""
    rows = await session.execute(
        select(
            LedgerPeriod.line_id,
            func.count().filter(LedgerPeriod.needs_approval),
            func.count().filter(LedgerPeriod.state == "failed"),
        )
        .where(LedgerPeriod.line_id.in_(line_ids), LedgerPeriod.state.in_(("planned", "failed")))
        .group_by(LedgerPeriod.line_id)
    )
    return {line_id: Troubles(waiting, failed) for line_id, waiting, failed in rows}


async def due_clients(session: AsyncSession, until: date, limit: int) -> Sequence[uuid.UUID]:
    """Clients with lines of which something is issued until a day, those that wait longest first."""
    query = select(Line.client_id).where(Line.next_on <= until).group_by(Line.client_id)
    return (
        await session.scalars(query.order_by(func.min(Line.next_on), Line.client_id).limit(limit))
    ).all()


async def due_clients_after(
    session: AsyncSession, until: date, after: uuid.UUID, limit: int
) -> Sequence[uuid.UUID]:
    """The same clients in order of id, behind `after`."""
    query = select(Line.client_id).where(Line.next_on <= until, Line.client_id > after).distinct()
    return (await session.scalars(query.order_by(Line.client_id).limit(limit))).all()


async def due_lines(
    session: AsyncSession, client_ids: Sequence[uuid.UUID], until: date
) -> Sequence[Line]:
    """Lines of these clients of which something is issued until a day, with their prices, in the order they are printed."""
    query = select(Line).where(Line.client_id.in_(client_ids), Line.next_on <= until)
    return (await session.scalars(query.options(_WHOLE).order_by(Line.created_at, Line.id))).all()


async def forecast_lines(
    session: AsyncSession, client_ids: Sequence[uuid.UUID], unit_id: uuid.UUID | None
) -> Sequence[Line]:
    """Lines of these clients that are not over, with their prices, in the order they are printed."""
    query = select(Line).where(Line.client_id.in_(client_ids), Line.next_on.is_not(None))
    if unit_id is not None:
        query = query.where(Line.unit_id == unit_id)
    return (await session.scalars(query.options(_WHOLE).order_by(Line.created_at, Line.id))).all()


async def has_ledger(session: AsyncSession, line_id: uuid.UUID) -> bool:
    """Whether a period of the line ever fell due."""
    query = select(LedgerPeriod.id).where(LedgerPeriod.line_id == line_id).limit(1)
    return await session.scalar(query) is not None


async def indexation(
    session: AsyncSession, indexation_id: uuid.UUID, *, for_change: bool = False
) -> Indexation:
    """The indexation, locked when it is for a change. Raises IndexationNotFound."""
    query = select(Indexation).where(Indexation.id == indexation_id)
    if for_change:
        query = query.with_for_update()
    found = await session.scalar(query)
    if found is None:
        raise IndexationNotFound(indexation_id)
    return found


async def page_of_indexations(
    session: AsyncSession, after: uuid.UUID | None, limit: int
) -> Sequence[Indexation]:
    """Indexations, newest first, behind the one with id `after`."""
    query = select(Indexation)
    if after is not None:
        last = select(Indexation.created_at, Indexation.id).where(Indexation.id == after).subquery()
        query = query.where(
            tuple_(Indexation.created_at, Indexation.id)
            < select(last.c.created_at, last.c.id).scalar_subquery()
        )
    query = query.order_by(Indexation.created_at.desc(), Indexation.id.desc()).limit(limit)
    return (await session.scalars(query)).all()


async def used_by_indexation(
    session: AsyncSession, indexation_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID | None, int]:
    """Periods that were invoiced at the prices of each."""
    rows = await session.execute(
        select(LedgerPeriod.indexation_id, func.count())
        .where(LedgerPeriod.indexation_id.in_(indexation_ids), LedgerPeriod.state == "made")
        .group_by(LedgerPeriod.indexation_id)
    )
    return dict(rows.all())


async def clients_of_indexation(
    session: AsyncSession, indexation_id: uuid.UUID
) -> Sequence[uuid.UUID]:
    """Clients whose prices it changed."""
    query = select(Line.client_id).join(Price).where(Price.indexation_id == indexation_id)
    return (await session.scalars(query.distinct().order_by(Line.client_id))).all()


async def lines_of_indexation(session: AsyncSession, indexation_id: uuid.UUID) -> Sequence[Line]:
    """Lines whose prices it changed, with all of their prices."""
    query = select(Line).where(
        Line.id.in_(select(Price.line_id).where(Price.indexation_id == indexation_id))
    )
    return (await session.scalars(query.options(_WHOLE))).all()


async def delete_prices_of_indexation(session: AsyncSession, indexation_id: uuid.UUID) -> None:
    """Removes the prices that it made."""
    await session.execute(delete(Price).where(Price.indexation_id == indexation_id))


async def try_failed_again(
    session: AsyncSession, line_ids: Sequence[uuid.UUID], now: datetime
) -> None:
    """Lets failed periods of the lines be tried at once: what made them fail may have changed."""
    await session.execute(
        update(LedgerPeriod)
        .where(LedgerPeriod.line_id.in_(line_ids), LedgerPeriod.state == "failed")
        .values(next_attempt_at=now)
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.client_ids:
        found.append(Line.client_id.in_(wanted.client_ids))
    if wanted.unit_id is not None:
        found.append(Line.unit_id == wanted.unit_id)
    if wanted.states:
        found.append(Line.state.in_(wanted.states))
    if wanted.service:
        found.append(Line.service == wanted.service)
    if wanted.line_ids:
        found.append(Line.id.in_(wanted.line_ids))
    return found
