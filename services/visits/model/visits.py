"""What a visit holds, where it counts, and what makes two of them the same."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, datetime

import orjson

from services.visits.model.days import day_of, instant, month_of
from services.visits.model.recurrence import PlannedDay
from services.visits.model.tables import Plan, Visit

CONTENT = (
    "unit_id", "state", "kind", "performers", "planned_start", "started", "ended", "note", "billable", "signature",
)  # fmt: skip
"""What people write."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Visits by state."""

    planned: int = 0
    done: int = 0
    missed: int = 0
    cancelled: int = 0


@dataclass(frozen=True, slots=True)
class MonthlyCounts:
    """Visits by state, one number for each month of a grid."""

    planned: list[int]
    done: list[int]
    missed: list[int]
    cancelled: list[int]


@dataclass(frozen=True, slots=True)
class Grid:
    """Visits of a client by unit and month; `sums` are of all its units with visits, of which there are `sites_total`.

    `years` are all its visits, also those of other months, latest first.
    """

    sites: list[tuple[uuid.UUID, MonthlyCounts]]
    sites_total: int
    sums: MonthlyCounts
    years: list[tuple[int, Counts]]


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A unit of a client in a month."""

    client_id: uuid.UUID
    month: date
    unit_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days of a client or of one of its units, both included."""

    client_id: uuid.UUID
    unit_id: uuid.UUID | None
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class KindCounts:
    """The visits of one kind at one unit."""

    unit_id: uuid.UUID
    kind: str
    counts: Counts
    billable_done: int


def place_in_time(visit: Visit) -> None:
    """Writes what follows from its content: start, day, month and digest."""
    starts_at = visit.started or visit.planned_start
    assert starts_at is not None
    visit.starts_at = starts_at
    visit.day = day_of(starts_at)
    visit.month = month_of(visit.day)
    content = [getattr(visit, name) for name in CONTENT]
    visit.digest = hashlib.sha256(orjson.dumps(content, option=orjson.OPT_UTC_Z)).digest()


def cell_of(visit: Visit) -> Cell:
    """Where it counts."""
    return Cell(visit.client_id, visit.month, visit.unit_id)


def planned_visit(plan: Plan, planned: PlannedDay, now: datetime, actor: str) -> Visit:
    """The visit of a day of the plan. Its id follows from the day of the rule, so that making it twice makes one."""
    visit = Visit(
        id=uuid.uuid5(plan.id, planned.of_rule.isoformat()),
        version=1,
        client_id=plan.client_id,
        unit_id=plan.unit_id,
        plan_id=plan.id,
        state="planned",
        kind=plan.kind,
        performers=plan.performers,
        planned_start=instant(planned.on, plan.at),
        started=None,
        ended=None,
        note="",
        billable=plan.billable,
        signature="",
        is_as_planned=True,
        updated_at=now,
        updated_by=actor,
    )
    place_in_time(visit)
    return visit
