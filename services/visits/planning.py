"""Making the visits of plans: always for the next 60 days, and never one of them twice."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from kit.call import Writing
from kit.clock import Clock, system_clock, today_in_riga
from kit.db import Database
from kit.repeat import repeat
from services.visits import events
from services.visits.model.recurrence import PlannedDay, planned_days
from services.visits.model.tables import Plan, Visit
from services.visits.model.visits import CONTENT, Cell, cell_of, place_in_time, planned_visit
from services.visits.store import counts, plans, visits

AHEAD = timedelta(days=60)
POLL_SECONDS = 600.0
ACTOR = "plan"
_CLIENTS_AT_ONCE = 50


async def go_on(session: AsyncSession, plan: Plan, today: date, writing: Writing) -> set[Cell]:
    """Adds the visits between where the plan stands and 60 days from now; its client is locked."""
    first = plan.planned_to + timedelta(days=1) if plan.planned_to else today
    new = [
        planned_visit(plan, one, writing.now, writing.actor)
        for one in _days(plan, max(first, today), today + AHEAD)
    ]
    plan.planned_to = today + AHEAD
    return await visits.add_missing(session, new)


async def plan_anew(session: AsyncSession, plan: Plan, today: date, writing: Writing) -> set[Cell]:
    """Makes the visits from today on follow a changed plan, but for those that somebody touched; its client is locked."""
    wanted = {
        visit.id: visit
        for visit in (
            planned_visit(plan, one, writing.now, writing.actor)
            for one in _days(plan, today, today + AHEAD)
        )
    }
    cells: set[Cell] = set()
    gone: list[Visit] = []
    for visit in await visits.untouched(session, plan.id, today):
        new = wanted.pop(visit.id, None)
        if new is None:
            gone.append(visit)
            cells.add(cell_of(visit))
        elif new.digest != visit.digest:
            cells.add(cell_of(visit))
            overwrite(session, visit, new)
            cells.add(cell_of(visit))
    await session.flush()
    await visits.remove(session, [visit.id for visit in gone])
    plan.planned_to = today + AHEAD
    return cells | await visits.add_missing(session, list(wanted.values()))


def overwrite(session: AsyncSession, visit: Visit, new: Visit) -> None:
    """Makes a version of the visit with the content of another one, and keeps the digest of what it held."""
    visits.keep_earlier(session, visit)
    for name in (*CONTENT, "is_as_planned", "updated_at", "updated_by"):
        setattr(visit, name, getattr(new, name))
    visit.version += 1
    place_in_time(visit)


def _days(plan: Plan, first: date, last: date) -> list[PlannedDay]:
    first = max(first, plan.starts_on)
    last = min(last, plan.ends_on or last)
    return planned_days(plan.rule, plan.starts_on, first, last) if first <= last else []


class Planner:
    """Has every plan go on, every day."""

    def __init__(self, database: Database, clock: Clock = system_clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> None:
        """Works until cancelled; failures are logged and tried again. Several processes do no harm."""
        await repeat(self.go_on, POLL_SECONDS, "planning visits")

    async def go_on(self) -> int:
        """Makes what is missing until 60 days from now; gives the number of plans that went on."""
        today = today_in_riga(self._clock)
        done = 0
        while True:
            async with self._database.read() as session:
                client_ids = await plans.clients_to_plan(session, today + AHEAD, _CLIENTS_AT_ONCE)
            if not client_ids:
                return done
            async with self._database.begin() as session:
                locked = await counts.lock_clients(session, client_ids)
                found = await plans.plans_to_go_on(session, client_ids, today + AHEAD)
                writing = Writing(ACTOR, self._clock())
                cells: set[Cell] = set()
                for plan in found:
                    cells |= await go_on(session, plan, today, writing)
                await events.publish(session, locked, cells)
            done += len(found)
