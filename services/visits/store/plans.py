"""Plans."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.visits.errors import PlanNotFound
from services.visits.model.tables import Plan


async def plan(session: AsyncSession, plan_id: uuid.UUID) -> Plan:
    """The plan. Raises PlanNotFound."""
    found = await plan_if_there(session, plan_id)
    if found is None:
        raise PlanNotFound(plan_id)
    return found


async def plan_if_there(session: AsyncSession, plan_id: uuid.UUID) -> Plan | None:
    """The plan, or None."""
    return await session.get(Plan, plan_id)


async def page_of_plans(
    session: AsyncSession,
    client_id: uuid.UUID,
    unit_id: uuid.UUID | None,
    after: uuid.UUID | None,
    limit: int,
) -> Sequence[Plan]:
    """Plans of a client, in order of id, behind `after`."""
    query = select(Plan).where(Plan.client_id == client_id)
    if unit_id is not None:
        query = query.where(Plan.unit_id == unit_id)
    if after is not None:
        query = query.where(Plan.id > after)
    return (await session.scalars(query.order_by(Plan.id).limit(limit))).all()


async def clients_to_plan(session: AsyncSession, horizon: date, limit: int) -> Sequence[uuid.UUID]:
    """Clients with plans whose visits do not reach the horizon yet."""
    query = select(Plan.client_id).where(_goes_on(horizon)).distinct()
    return (await session.scalars(query.limit(limit))).all()


async def plans_to_go_on(
    session: AsyncSession, client_ids: Sequence[uuid.UUID], horizon: date
) -> Sequence[Plan]:
    """Plans of these clients whose visits do not reach the horizon yet; the clients are locked."""
    query = select(Plan).where(Plan.client_id.in_(client_ids), _goes_on(horizon))
    return (await session.scalars(query)).all()


def _goes_on(horizon: date) -> ColumnElement[bool]:
    """What was never planned, or has days left between where it stands and the horizon."""
    has_days = or_(Plan.ends_on.is_(None), Plan.ends_on > Plan.planned_to)
    return or_(Plan.planned_to.is_(None), and_(Plan.planned_to < horizon, has_days))
