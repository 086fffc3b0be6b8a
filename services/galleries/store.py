"""Every query of the galleries service."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, func, select, tuple_, union
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.galleries.errors import MediaNotFound, ShareNotFound
from services.galleries.model import Gallery, Media, ServiceState, Share, Standing, Trace

_MOST_DUPLICATES = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter; what is empty does not narrow. `first_month` and `last_month` are the first days of months."""

    client_id: uuid.UUID | None = None
    unit_id: uuid.UUID | None = None
    visit_id: uuid.UUID | None = None
    first_month: date | None = None
    last_month: date | None = None
    tag: str = ""
    removed: bool = False


async def media(session: AsyncSession, media_id: uuid.UUID) -> Media:
    """The file. Raises MediaNotFound."""
    found = await session.get(Media, media_id)
    if found is None:
        raise MediaNotFound(media_id)
    return found


async def media_if_there(session: AsyncSession, media_id: uuid.UUID) -> Media | None:
    """The file, or None."""
    return await session.get(Media, media_id)


async def lock_media(
    session: AsyncSession, media_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, Media]:
    """Those that are there, locked in order of id until the end of the transaction."""
    found = await session.scalars(
        select(Media)
        .where(Media.id.in_(sorted(set(media_ids))))
        .order_by(Media.id)
        .with_for_update()
    )
    return {row.id: row for row in found}


async def add_missing(session: AsyncSession, rows: Sequence[Media]) -> set[uuid.UUID]:
    """Adds the files whose ids are not there; gives the ids of those that were added."""
    if not rows:
        return set()
    columns = [column.key for column in Media.__table__.columns]
    added = await session.execute(
        insert(Media).on_conflict_do_nothing(index_elements=[Media.id]).returning(Media.id),
        [{name: getattr(row, name) for name in columns} for row in rows],
    )
    return set(added.scalars())


async def lock_galleries(
    session: AsyncSession, units: Mapping[uuid.UUID, uuid.UUID]
) -> Sequence[Gallery]:
    """The galleries of these units, each with its client, locked in order of id and made when they are not there."""
    if not units:
        return []
    await session.execute(
        insert(Gallery).on_conflict_do_nothing(),
        [
            {"unit_id": unit_id, "client_id": client_id, "version": 0}
            for unit_id, client_id in sorted(units.items())
        ],
    )
    query = select(Gallery).where(Gallery.unit_id.in_(units)).order_by(Gallery.unit_id)
    return (await session.scalars(query.with_for_update())).all()


async def is_before_another(session: AsyncSession, media_id: uuid.UUID, but: uuid.UUID) -> bool:
    """Whether the file is the first of a pair whose second is not `but`."""
    query = select(Media.id).where(Media.before_id == media_id, Media.id != but)
    return await session.scalar(query) is not None


async def lock_afters(session: AsyncSession, media_ids: Collection[uuid.UUID]) -> Sequence[Media]:
    """The second pictures of pairs whose first is among these, locked in order of id."""
    query = select(Media).where(Media.before_id.in_(media_ids)).order_by(Media.id)
    return (await session.scalars(query.with_for_update())).all()


async def clients_of(session: AsyncSession, media_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Whose files these are. Raises MediaNotFound."""
    rows = await session.execute(select(Media.id, Media.client_id).where(Media.id.in_(media_ids)))
    found = {row.id: row.client_id for row in rows}
    for one in media_ids:
        if one not in found:
            raise MediaNotFound(one)
    return set(found.values())


def add_trace(
    session: AsyncSession,
    media: Media,
    from_unit: uuid.UUID,
    *,
    copied: bool,
    actor: str,
    at: datetime,
) -> None:
    """Keeps where the file came from."""
    session.add(
        Trace(
            media_id=media.id,
            copied=copied,
            from_unit_id=from_unit,
            to_unit_id=media.unit_id,
            actor=actor,
            at=at,
        )
    )


async def traces(session: AsyncSession, media_id: uuid.UUID) -> Sequence[Trace]:
    """How the file came to its gallery, latest first."""
    query = select(Trace).where(Trace.media_id == media_id).order_by(Trace.id.desc())
    return (await session.scalars(query)).all()


async def duplicates(session: AsyncSession, media: Media) -> Sequence[Media]:
    """Other files of the client with the same content, oldest first."""
    query = (
        select(Media)
        .where(
            Media.client_id == media.client_id,
            Media.digest == media.digest,
            Media.id != media.id,
            Media.removed_at.is_(None),
        )
        .order_by(Media.created_at, Media.id)
        .limit(_MOST_DUPLICATES)
    )
    return (await session.scalars(query)).all()


async def page_of_media(
    session: AsyncSession, wanted: Wanted, after: uuid.UUID | None, limit: int
) -> Sequence[Media]:
    """Files that fit, last shown first, behind the one of `after`."""
    query = select(Media).where(*_conditions(wanted))
    if after is not None:
        behind = (
            select(Media.shown_at, Media.id)
            .where(Media.id == after)
            .correlate(None)
            .scalar_subquery()
        )
        query = query.where(tuple_(Media.shown_at, Media.id) < behind)
    query = query.order_by(Media.shown_at.desc(), Media.id.desc()).limit(limit)
    return (await session.scalars(query)).all()


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    is_there = Media.removed_at.is_(None)
    conditions: list[ColumnElement[bool]] = [~is_there if wanted.removed else is_there]
    if wanted.client_id is not None:
        conditions.append(Media.client_id == wanted.client_id)
    if wanted.unit_id is not None:
        conditions.append(Media.unit_id == wanted.unit_id)
    if wanted.visit_id is not None:
        conditions.append(Media.visit_id == wanted.visit_id)
    if wanted.first_month is not None:
        conditions.append(Media.month >= wanted.first_month)
    if wanted.last_month is not None:
        conditions.append(Media.month <= wanted.last_month)
    if wanted.tag:
        conditions.append(Media.tags.any_() == wanted.tag)
    return conditions


async def month_counts(
    session: AsyncSession, wanted: Wanted
) -> Sequence[tuple[uuid.UUID, date, int]]:
    """Files by unit and month, in order of unit, newest month first."""
    rows = await session.execute(
        select(Media.unit_id, Media.month, func.count())
        .where(*_conditions(wanted))
        .group_by(Media.unit_id, Media.month)
        .order_by(Media.unit_id, Media.month.desc())
    )
    return [(unit_id, month, count) for unit_id, month, count in rows]


async def standings(
    session: AsyncSession, unit_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, Standing]:
    """By unit; one without files is left out."""
    is_pending = Media.preview == "pending"
    rows = await session.execute(
        select(
            Media.unit_id,
            func.count(),
            func.count().filter(is_pending),
            func.max(Media.created_at),
        )
        .where(Media.unit_id.in_(unit_ids), Media.removed_at.is_(None))
        .group_by(Media.unit_id)
    )
    return {
        unit_id: Standing(count, pending, newest_at) for unit_id, count, pending, newest_at in rows
    }


async def epoch(session: AsyncSession) -> int:
    """Of the database."""
    return (await session.scalars(select(ServiceState.epoch))).one()


async def shares(session: AsyncSession, client_id: uuid.UUID, now: datetime) -> Sequence[Share]:
    """Those of a client that are in force, those that end last first."""
    query = select(Share).where(Share.client_id == client_id, Share.expires_at > now)
    return (await session.scalars(query.order_by(Share.expires_at.desc(), Share.id))).all()


async def open_share(session: AsyncSession, token_digest: str, now: datetime) -> Share:
    """The one in force with this token. Raises ShareNotFound."""
    query = select(Share).where(Share.token_digest == token_digest, Share.expires_at > now)
    found = (await session.scalars(query)).one_or_none()
    if found is None:
        raise ShareNotFound
    return found


async def end_share(session: AsyncSession, share_id: uuid.UUID) -> None:
    """Takes the share away, if it is there."""
    await session.execute(delete(Share).where(Share.id == share_id))


async def shared_pictures(session: AsyncSession, share: Share) -> Sequence[Media]:
    """Its pictures that have previews and are not in the bin, last shown first."""
    query = select(Media).where(
        Media.id.in_(share.media_ids),
        Media.client_id == share.client_id,
        Media.removed_at.is_(None),
        Media.screen_digest != "",
    )
    return (await session.scalars(query.order_by(Media.shown_at.desc(), Media.id.desc()))).all()


async def count_media(session: AsyncSession, wanted: Wanted) -> int:
    """How many fit."""
    query = select(func.count()).select_from(Media).where(*_conditions(wanted))
    return await session.scalar(query) or 0


async def pending(session: AsyncSession, limit: int) -> Sequence[Media]:
    """Pictures whose previews are to be made, oldest first."""
    query = select(Media).where(Media.preview == "pending").order_by(Media.created_at)
    return (await session.scalars(query.limit(limit))).all()


async def digests(session: AsyncSession) -> frozenset[str]:
    """The contents that files point to, those in the bin too."""
    columns = (Media.digest, Media.thumb_digest, Media.screen_digest)
    rows = await session.scalars(union(*(select(column) for column in columns)))
    return frozenset(rows) - {""}


async def purge(session: AsyncSession, removed_before: datetime) -> int:
    """Takes files away for good that were put into the bin before, and shares that ended before; gives how many files."""
    await session.execute(delete(Share).where(Share.expires_at < removed_before))
    rows = await session.scalars(
        delete(Media).where(Media.removed_at < removed_before).returning(Media.id)
    )
    return len(rows.all())
