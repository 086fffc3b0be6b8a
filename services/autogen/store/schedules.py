"""What comes next for each client, and the lock of its lines."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.autogen.model.tables import ClientSchedule, Line, ServiceState


async def lock_clients(
    session: AsyncSession, client_ids: Sequence[uuid.UUID], *, skip_locked: bool = False
) -> dict[uuid.UUID, ClientSchedule]:
    """The schedules of the clients, locked in order of id until the end of the transaction and made when they are not there.

    With `skip_locked` those that somebody else holds are left out.
    """
    rows = [
        {"client_id": client_id, "version": 0, "next_net": 0, "active_lines": 0}
        for client_id in sorted(set(client_ids))
    ]
    if not rows:
        return {}
    if not skip_locked:
        await session.execute(insert(ClientSchedule).on_conflict_do_nothing(), rows)
    found = await session.scalars(
        select(ClientSchedule)
        .where(ClientSchedule.client_id.in_(client_ids))
        .order_by(ClientSchedule.client_id)
        .with_for_update(skip_locked=skip_locked)
        .execution_options(populate_existing=True)
    )
    return {row.client_id: row for row in found}


async def hold_clients(session: AsyncSession, client_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Keeps the lines of clients from being changed until the end of the transaction; without those that somebody changes now."""
    found = await session.scalars(
        select(ClientSchedule.client_id)
        .where(ClientSchedule.client_id.in_(client_ids))
        .order_by(ClientSchedule.client_id)
        .with_for_update(read=True, skip_locked=True)
    )
    return set(found)


async def recount(
    session: AsyncSession, schedules: dict[uuid.UUID, ClientSchedule]
) -> list[ClientSchedule]:
    """Counts the schedules anew from the lines, raises the version of those that changed, and gives them."""
    first_on = func.min(Line.next_on).over(partition_by=Line.client_id).label("first_on")
    lines = (
        select(Line.client_id, Line.next_on, Line.next_net, first_on)
        .where(Line.client_id.in_(schedules), Line.state == "active")
        .subquery()
    )
    rows = await session.execute(
        select(
            lines.c.client_id,
            func.min(lines.c.first_on),
            func.sum(lines.c.next_net).filter(lines.c.next_on == lines.c.first_on),
            func.count(),
        ).group_by(lines.c.client_id)
    )
    counted = {client_id: (on, net, count) for client_id, on, net, count in rows}
    changed: list[ClientSchedule] = []
    for client_id, schedule in schedules.items():
        now = counted.get(client_id, (None, Decimal(0), 0))
        if now != (schedule.next_on, schedule.next_net, schedule.active_lines):
            schedule.next_on, schedule.next_net, schedule.active_lines = now
            schedule.version += 1
            changed.append(schedule)
    return changed


async def schedule(session: AsyncSession, client_id: uuid.UUID) -> ClientSchedule | None:
    """The schedule of a client that ever had a line."""
    return await session.get(ClientSchedule, client_id)


async def page_of_schedules(
    session: AsyncSession, after: uuid.UUID | None, limit: int
) -> Sequence[ClientSchedule]:
    """Schedules in order of client, behind the one of `after`."""
    query = select(ClientSchedule)
    if after is not None:
        query = query.where(ClientSchedule.client_id > after)
    return (await session.scalars(query.order_by(ClientSchedule.client_id).limit(limit))).all()


async def page_of_clients(
    session: AsyncSession, after: uuid.UUID | None, limit: int
) -> Sequence[uuid.UUID]:
    """Clients with something coming, in order, behind `after`."""
    query = select(ClientSchedule.client_id).where(ClientSchedule.active_lines > 0)
    if after is not None:
        query = query.where(ClientSchedule.client_id > after)
    return (await session.scalars(query.order_by(ClientSchedule.client_id).limit(limit))).all()


async def epoch(session: AsyncSession) -> int:
    """Epoch of the database."""
    return await session.scalar(select(ServiceState.epoch)) or 1
