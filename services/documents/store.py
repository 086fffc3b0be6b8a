"""Every query of the documents service."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, case, delete, exists, func, literal, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, selectinload

from services.documents.errors import DocumentNotFound
from services.documents.model import (
    ClientDocuments,
    Document,
    DocumentClient,
    Names,
    Requirement,
    ServiceState,
)

Order = Literal["title", "newest", "valid_to"]

_NAMES = 200
"""So many of a client's documents are told of."""
_KEYS: dict[Order, tuple[tuple[Any, Any], bool]] = {
    "title": ((Document.sort_key, Document.id), False),
    "newest": ((Document.created_at, Document.id), True),
    "valid_to": ((Document.valid_to, Document.id), False),
}
"""What each order compares, and whether the greatest comes first."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter; what is empty does not narrow."""

    client_id: uuid.UUID | None = None
    unit_id: uuid.UUID | None = None
    types: tuple[str, ...] = ()
    valid_since: date | None = None
    valid_until: date | None = None
    with_superseded: bool = False
    removed: bool = False
    order: Order = "title"


async def lock_clients(
    session: AsyncSession, client_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, ClientDocuments]:
    """The rows of the clients, locked in order of id until the end of the transaction and made when they are not there."""
    ids = sorted(set(client_ids))
    await session.execute(
        insert(ClientDocuments).on_conflict_do_nothing(),
        [{"client_id": client_id, "version": 0} for client_id in ids],
    )
    found = await session.scalars(
        select(ClientDocuments)
        .where(ClientDocuments.client_id.in_(ids))
        .order_by(ClientDocuments.client_id)
        .with_for_update()
    )
    return {row.client_id: row for row in found}


async def document(session: AsyncSession, document_id: uuid.UUID) -> Document:
    """The document with its clients. Raises DocumentNotFound."""
    found = await document_if_there(session, document_id)
    if found is None:
        raise DocumentNotFound(document_id)
    return found


async def document_if_there(session: AsyncSession, document_id: uuid.UUID) -> Document | None:
    """The document with its clients, or None."""
    return await session.get(Document, document_id, options=[selectinload(Document.clients)])


async def lock_documents(
    session: AsyncSession, document_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, Document]:
    """Those that are there, locked in order of id until the end of the transaction."""
    found = await session.scalars(
        select(Document)
        .where(Document.id.in_(sorted(set(document_ids))))
        .order_by(Document.id)
        .options(selectinload(Document.clients))
        .with_for_update()
    )
    return {row.id: row for row in found}


async def successors(
    session: AsyncSession, document_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, uuid.UUID]:
    """Which document came in place of which of these."""
    rows = await session.execute(
        select(Document.supersedes_id, Document.id).where(
            Document.supersedes_id.in_(document_ids), Document.removed_at.is_(None)
        )
    )
    return {before: after for before, after in rows if before is not None}


async def chain(session: AsyncSession, document_id: uuid.UUID) -> Sequence[Document]:
    """The document, what it superseded and what superseded it, newest first; removed ones are left out."""
    steps = (
        select(Document.id, Document.supersedes_id, literal(0).label("step"))
        .where(Document.id == document_id)
        .cte("steps", recursive=True)
    )
    step = case((Document.id == steps.c.supersedes_id, steps.c.step - 1), else_=steps.c.step + 1)
    # A recursive query names itself once only, so both ways are one join.
    beside = or_(Document.id == steps.c.supersedes_id, Document.supersedes_id == steps.c.id)
    steps = steps.union(
        select(Document.id, Document.supersedes_id, step)
        .join(steps, beside)
        .where(Document.removed_at.is_(None))
    )
    found = await session.scalars(
        select(Document)
        .join(steps, steps.c.id == Document.id)
        .where(Document.removed_at.is_(None))
        .order_by(steps.c.step.desc())
        .options(selectinload(Document.clients))
    )
    return found.all()


async def page_of_documents(
    session: AsyncSession, wanted: Wanted, after: uuid.UUID | None, limit: int
) -> Sequence[Document]:
    """Documents that fit, in the order that is wanted, behind the one of `after`."""
    (key, tie), is_falling = _KEYS[wanted.order]
    query = select(Document).where(*_conditions(wanted)).options(selectinload(Document.clients))
    if after is not None:
        last = select(key, tie).where(Document.id == after).correlate(None).scalar_subquery()
        here = tuple_(key, tie)
        query = query.where(here < last if is_falling else here > last)
    columns = (key.desc(), tie.desc()) if is_falling else (key, tie)
    return (await session.scalars(query.order_by(*columns).limit(limit))).all()


async def count_documents(session: AsyncSession, wanted: Wanted) -> int:
    """How many fit."""
    query = select(func.count()).select_from(Document).where(*_conditions(wanted))
    return await session.scalar(query) or 0


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    is_there = Document.removed_at.is_(None)
    conditions: list[ColumnElement[bool]] = [~is_there if wanted.removed else is_there]
    if wanted.client_id is not None:
        conditions.append(_of_client(wanted.client_id))
    if wanted.unit_id is not None:
        conditions.append(Document.unit_id == wanted.unit_id)
    if wanted.types:
        conditions.append(Document.type.in_(wanted.types))
    if wanted.valid_since is not None:
        conditions.append(Document.valid_to >= wanted.valid_since)
    if wanted.valid_until is not None:
        conditions.append(Document.valid_to <= wanted.valid_until)
    if wanted.order == "valid_to":
        conditions.append(Document.valid_to.is_not(None))
    if not wanted.with_superseded:
        conditions.append(_IS_LAST)
    return conditions


def _of_client(client_id: uuid.UUID) -> ColumnElement[bool]:
    return Document.id.in_(
        select(DocumentClient.document_id).where(DocumentClient.client_id == client_id)
    )


_LATER = aliased(Document)
_IS_LAST = ~exists().where(_LATER.supersedes_id == Document.id, _LATER.removed_at.is_(None))
"""Nothing came in its place."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The documents of a client in numbers; superseded and removed ones do not count."""

    count: int
    expiring: int
    expired: int
    types_in_force: frozenset[str]


async def standing(
    session: AsyncSession, client_id: uuid.UUID, today: date, expiring_until: date
) -> Standing:
    """How the documents of a client stand today, by type counted in one query."""
    has_begun = or_(Document.valid_from.is_(None), Document.valid_from <= today)
    has_ended = Document.valid_to < today
    ends_soon = Document.valid_to.between(today, expiring_until)
    in_force = and_(has_begun, or_(Document.valid_to.is_(None), Document.valid_to >= today))
    rows = await session.execute(
        select(
            Document.type,
            func.count(),
            func.count().filter(and_(has_begun, ends_soon)),
            func.count().filter(has_ended),
            func.count().filter(in_force),
        )
        .where(*_conditions(Wanted(client_id=client_id)))
        .group_by(Document.type)
    )
    found = rows.all()
    return Standing(
        sum(row[1] for row in found),
        sum(row[2] for row in found),
        sum(row[3] for row in found),
        frozenset(row[0] for row in found if row[4]),
    )


async def requirements(session: AsyncSession) -> Sequence[Requirement]:
    """All of them."""
    return (await session.scalars(select(Requirement))).all()


async def set_requirements(session: AsyncSession, wanted: set[tuple[str, str]]) -> None:
    """These in place of those there are."""
    await session.execute(delete(Requirement))
    session.add_all(Requirement(client_kind=kind, type=of_type) for kind, of_type in wanted)


async def state(session: AsyncSession, *, locked: bool = False) -> ServiceState:
    """The one row."""
    query = select(ServiceState)
    return (await session.scalars(query.with_for_update() if locked else query)).one()


async def names(
    session: AsyncSession, client_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, Names]:
    """By client; a client without documents is left out."""
    of_client = DocumentClient.client_id
    place = func.row_number().over(
        partition_by=of_client, order_by=(Document.created_at.desc(), Document.id.desc())
    )
    ranked = (
        select(
            of_client,
            Document.id,
            Document.title,
            Document.number,
            place.label("place"),
            func.count().over(partition_by=of_client).label("total"),
        )
        .join(Document, Document.id == DocumentClient.document_id)
        .where(of_client.in_(client_ids), Document.removed_at.is_(None))
        .subquery()
    )
    rows = await session.execute(
        select(ranked).where(ranked.c.place <= _NAMES).order_by(ranked.c.client_id, ranked.c.place)
    )
    return {
        client_id: Names(
            of_this[0].total, tuple((row.id, row.title, row.number) for row in of_this)
        )
        for client_id, of_this in (
            (client_id, list(group))
            for client_id, group in groupby(rows, key=lambda row: row.client_id)
        )
    }


async def page_of_clients(
    session: AsyncSession, after: uuid.UUID | None, limit: int
) -> Sequence[ClientDocuments]:
    """Clients that ever had a document, in order of id, behind the one of `after`."""
    query = select(ClientDocuments).where(ClientDocuments.version > 0)
    if after is not None:
        query = query.where(ClientDocuments.client_id > after)
    return (await session.scalars(query.order_by(ClientDocuments.client_id).limit(limit))).all()


async def digests(session: AsyncSession) -> frozenset[str]:
    """The contents that documents point to, removed ones too."""
    rows = await session.scalars(select(Document.digest).where(Document.digest != "").distinct())
    return frozenset(rows)


async def purge(session: AsyncSession, removed_before: datetime) -> int:
    """Takes documents away for good that were removed before; gives how many."""
    rows = await session.scalars(
        delete(Document).where(Document.removed_at < removed_before).returning(Document.id)
    )
    return len(rows.all())
