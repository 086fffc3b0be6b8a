"""Messages from mapped classes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from kit.dates import date_to_pb, instant_to_pb
from kit.etags import make_etag
from services.visits.convert import enums
from services.visits.model.tables import ClientVisits, Plan, Visit
from services.visits.model.visits import Counts, KindCounts, MonthlyCounts
from sysapi.visits.v1 import client_visits_pb2, visit_pb2
from sysapi.visits.v1 import visits_service_pb2 as pb


def visit_to_pb(visit: Visit) -> visit_pb2.Visit:
    """One visit."""
    return visit_pb2.Visit(
        id=str(visit.id),
        client_id=str(visit.client_id),
        unit_id=str(visit.unit_id),
        state=enums.VISIT_STATE.number(visit.state),
        kind=visit.kind,
        performers=visit.performers,
        planned_start=instant_to_pb(visit.planned_start),
        started=instant_to_pb(visit.started),
        ended=instant_to_pb(visit.ended),
        note=visit.note,
        billable=visit.billable,
        signature=visit.signature,
        plan_id=str(visit.plan_id or ""),
        day=date_to_pb(visit.day),
        version=visit.version,
        etag=make_etag(visit.version),
        update_actor=visit.updated_by,
        update_time=instant_to_pb(visit.updated_at),
    )


def plan_to_pb(plan: Plan) -> visit_pb2.Plan:
    """One plan."""
    return visit_pb2.Plan(
        id=str(plan.id),
        client_id=str(plan.client_id),
        unit_id=str(plan.unit_id),
        kind=plan.kind,
        performers=plan.performers,
        rule=visit_pb2.PlanRule(
            frequency=enums.FREQUENCY.number(plan.frequency),
            every=plan.every,
            weekdays=plan.weekdays,
            week_of_month=plan.week_of_month,
            day_off=enums.day_off_number(plan.day_off),
        ),
        at=f"{plan.at:%H:%M}",
        starts_on=date_to_pb(plan.starts_on),
        ends_on=date_to_pb(plan.ends_on),
        billable=plan.billable,
        planned_to=date_to_pb(plan.planned_to),
        version=plan.version,
        etag=make_etag(plan.version),
    )


def counts_to_pb(counts: Counts | ClientVisits) -> client_visits_pb2.VisitCounts:
    """Visits by state."""
    return client_visits_pb2.VisitCounts(
        planned=counts.planned,
        done=counts.done,
        missed=counts.missed,
        cancelled=counts.cancelled,
    )


def range_counts_to_pb(found: Iterable[KindCounts]) -> pb.RangeCounts:
    """The visits of a range."""
    return pb.RangeCounts(
        kinds=[
            pb.KindCounts(
                unit_id=str(one.unit_id),
                kind=one.kind,
                counts=counts_to_pb(one.counts),
                billable_done=one.billable_done,
            )
            for one in found
        ]
    )


def sites_to_pb(
    sites: Iterable[tuple[uuid.UUID, MonthlyCounts]],
) -> list[client_visits_pb2.SiteMonths]:
    """The grid, unit by unit."""
    return [
        client_visits_pb2.SiteMonths(unit_id=str(unit_id), counts=monthly_to_pb(counts))
        for unit_id, counts in sites
    ]


def monthly_to_pb(counts: MonthlyCounts) -> client_visits_pb2.MonthlyCounts:
    """Counts by month."""
    return client_visits_pb2.MonthlyCounts(
        planned=counts.planned, done=counts.done, missed=counts.missed, cancelled=counts.cancelled
    )


def years_to_pb(years: Iterable[tuple[int, Counts]]) -> list[client_visits_pb2.YearCount]:
    """Counts by year."""
    return [
        client_visits_pb2.YearCount(year=year, counts=counts_to_pb(counts))
        for year, counts in years
    ]


def client_to_pb(row: ClientVisits) -> client_visits_pb2.ClientVisits:
    """What is told of a client."""
    return client_visits_pb2.ClientVisits(
        client_id=str(row.client_id),
        last_on=date_to_pb(row.last_on),
        last_unit_id=str(row.last_unit_id or ""),
        counts=counts_to_pb(row),
    )


def client_changed(row: ClientVisits, epoch: int) -> client_visits_pb2.ClientVisitsChanged:
    """The same as it is published."""
    return client_visits_pb2.ClientVisitsChanged(
        visits=client_to_pb(row), epoch=epoch, version=row.version
    )


def month_fields(first: date, last: date) -> dict[str, int]:
    """The months that were asked for, as they are answered."""
    return {
        "from_year": first.year,
        "from_month": first.month,
        "to_year": last.year,
        "to_month": last.month,
    }
