"""The ledger."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.autogen.errors import PeriodNotFound
from services.autogen.model.tables import LedgerPeriod, Line

_WHOLE = selectinload(LedgerPeriod.line).selectinload(Line.prices)
# Written out as in the index, which a parameter would not find.
_PENDING = text("period.state IN ('planned', 'failed') AND NOT period.needs_approval")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter; what is empty does not narrow."""

    line_id: uuid.UUID | None = None
    client_id: uuid.UUID | None = None
    states: tuple[str, ...] = ()
    needs_approval: bool = False
    issue_from: date | None = None
    issue_to: date | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """An invoice to be made, and its client."""

    id: uuid.UUID
    client_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Backlog:
    """Periods that are due and not invoiced, the first day of issue among them, and those that wait for an approval."""

    due: int
    oldest: date | None
    waiting: int


async def page_of_periods(
    session: AsyncSession, wanted: Wanted, after: uuid.UUID | None, limit: int
) -> Sequence[LedgerPeriod]:
    """Periods that fit, latest day of issue first, behind the one with id `after`."""
    query = select(LedgerPeriod).where(*_conditions(wanted)).options(_WHOLE)
    if after is not None:
        last = (
            select(LedgerPeriod.issue_on, LedgerPeriod.id)
            .where(LedgerPeriod.id == after)
            .subquery()
        )
        query = query.where(
            tuple_(LedgerPeriod.issue_on, LedgerPeriod.id)
            < select(last.c.issue_on, last.c.id).scalar_subquery()
        )
    query = query.order_by(LedgerPeriod.issue_on.desc(), LedgerPeriod.id.desc()).limit(limit)
    return (await session.scalars(query)).all()


async def periods_in_days(
    session: AsyncSession, line_ids: Sequence[uuid.UUID], first: date, last: date
) -> Sequence[LedgerPeriod]:
    """Periods of these lines that have a day from `first` to `last`, in order of line and number; without their lines."""
    query = select(LedgerPeriod).where(
        LedgerPeriod.line_id.in_(line_ids),
        LedgerPeriod.ends_on >= first,
        LedgerPeriod.starts_on <= last,
    )
    ordered = query.order_by(LedgerPeriod.line_id, LedgerPeriod.number)
    return (await session.scalars(ordered)).all()


async def clients_of_periods(
    session: AsyncSession, period_ids: Sequence[uuid.UUID]
) -> Sequence[uuid.UUID]:
    """Whose they are."""
    query = select(LedgerPeriod.client_id).where(LedgerPeriod.id.in_(period_ids)).distinct()
    return (await session.scalars(query)).all()


async def periods_for_decision(
    session: AsyncSession, period_ids: Sequence[uuid.UUID]
) -> Sequence[LedgerPeriod]:
    """The periods with their lines, locked in order of id. Raises PeriodNotFound when one is not there."""
    rows = (
        await session.scalars(
            select(LedgerPeriod)
            .where(LedgerPeriod.id.in_(period_ids))
            .options(_WHOLE)
            .order_by(LedgerPeriod.id)
            .with_for_update()
        )
    ).all()
    for missing in sorted(set(period_ids) - {row.id for row in rows}):
        raise PeriodNotFound(missing)
    return rows


async def pending_documents(session: AsyncSession, now: datetime, limit: int) -> Sequence[Document]:
    """Invoices whose turn it is, earliest day of issue first."""
    rows = await session.execute(
        select(LedgerPeriod.document_id, LedgerPeriod.client_id)
        .where(_PENDING, LedgerPeriod.next_attempt_at <= now)
        .group_by(LedgerPeriod.document_id, LedgerPeriod.client_id)
        .order_by(func.min(LedgerPeriod.issue_on), LedgerPeriod.document_id)
        .limit(limit)
    )
    return [Document(document_id, client_id) for document_id, client_id in rows]


async def pending_periods(session: AsyncSession, now: datetime) -> Sequence[LedgerPeriod]:
    """The periods of these invoices with their lines."""
    query = select(LedgerPeriod).where(_PENDING, LedgerPeriod.next_attempt_at <= now)
    return (await session.scalars(query.options(_WHOLE))).all()


async def backlog(session: AsyncSession, today: date) -> Backlog:
    """What is left to do."""
    due, oldest = (
        await session.execute(
            select(func.count(), func.min(LedgerPeriod.issue_on)).where(
                _PENDING, LedgerPeriod.issue_on <= today
            )
        )
    ).one()
    waiting = await session.scalar(
        select(func.count()).select_from(LedgerPeriod).where(LedgerPeriod.needs_approval)
    )
    return Backlog(due, oldest, waiting or 0)


async def first_in_doubt(
    session: AsyncSession, line_ids: Sequence[uuid.UUID], starts_from: date
) -> uuid.UUID | None:
    """A period of these lines, beginning on a day or later, of which nobody knows yet whether it was invoiced."""
    query = select(LedgerPeriod.id).where(
        LedgerPeriod.line_id.in_(line_ids),
        LedgerPeriod.starts_on >= starts_from,
        LedgerPeriod.is_in_doubt,
    )
    return await session.scalar(query.limit(1))


async def begin_attempts(session: AsyncSession, document_ids: Sequence[uuid.UUID]) -> None:
    """Notes that these invoices are about to be tried, before anything can be issued."""
    await session.execute(
        update(LedgerPeriod)
        .where(LedgerPeriod.document_id.in_(document_ids), _PENDING)
        .values(is_in_doubt=True, attempts=LedgerPeriod.attempts + 1)
    )


async def periods_to_make(
    session: AsyncSession, document_ids: Sequence[uuid.UUID]
) -> list[LedgerPeriod]:
    """The periods of invoices with their lines, in the order they are printed, locked; without invoices that somebody else is at."""
    of_these = LedgerPeriod.document_id.in_(document_ids)
    rows = await session.scalars(
        select(LedgerPeriod)
        .join(LedgerPeriod.line)
        .where(of_these, _PENDING)
        .options(_WHOLE)
        .order_by(LedgerPeriod.document_id, Line.created_at, Line.id)
        .with_for_update(of=LedgerPeriod, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    found = list(rows)
    counts = select(LedgerPeriod.document_id, func.count()).where(of_these, _PENDING)
    whole = await session.execute(counts.group_by(LedgerPeriod.document_id))
    # Two who come at the same moment may each have locked a part of an invoice: then it is nobody's turn.
    locked = Counter(row.document_id for row in found)
    ours = {document_id for document_id, count in whole if locked[document_id] == count}
    return [row for row in found if row.document_id in ours]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.line_id is not None:
        found.append(LedgerPeriod.line_id == wanted.line_id)
    if wanted.client_id is not None:
        found.append(LedgerPeriod.client_id == wanted.client_id)
    if wanted.states:
        found.append(LedgerPeriod.state.in_(wanted.states))
    if wanted.needs_approval:
        found.append(LedgerPeriod.needs_approval.is_(True))
    if wanted.issue_from is not None:
        found.append(LedgerPeriod.issue_on >= wanted.issue_from)
    if wanted.issue_to is not None:
        found.append(LedgerPeriod.issue_on <= wanted.issue_to)
    return found
