"""Visits, their counts and their plans between JSON and messages."""

from __future__ import annotations

from services.bff.convert.values import day_to_json, instant_to_json, set_day, set_instant
from services.bff.convert.words import (
    DAY_OFF,
    DAY_OFF_PB,
    FREQUENCY,
    FREQUENCY_PB,
    VISIT_STATE,
    VISIT_STATE_PB,
)
from services.bff.shapes.visit import VisitInput, VisitPlanInput
from sysapi.visits.v1 import client_visits_pb2, visit_pb2
from sysapi.visits.v1 import visits_service_pb2 as pb

Json = dict[str, object]
"""State → one count for each month of a grid."""
_STATES = ("planned", "done", "missed", "cancelled")


def visit_to_json(visit: visit_pb2.Visit) -> Json:
    """One visit."""
    return {
        "id": visit.id,
        "etag": visit.etag,
        "version": visit.version,
        "client_id": visit.client_id,
        "unit_id": visit.unit_id,
        "plan_id": visit.plan_id or None,
        "status": VISIT_STATE[visit.state],
        "kind": visit.kind,
        "performers": list(visit.performers),
        "planned_start": instant_to_json(visit.planned_start),
        "started": instant_to_json(visit.started),
        "ended": instant_to_json(visit.ended),
        "note": visit.note,
        "billable": visit.billable,
        "signature": visit.signature,
        "day": day_to_json(visit.day),
        "updated_by": visit.update_actor,
        "updated_at": instant_to_json(visit.update_time),
    }


def visit_from_json(visit_id: str, fields: VisitInput) -> visit_pb2.Visit:
    """The whole visit."""
    visit = visit_pb2.Visit(
        id=visit_id,
        client_id=fields.client_id,
        unit_id=fields.unit_id,
        state=VISIT_STATE_PB[fields.status],
        kind=fields.kind,
        performers=fields.performers,
        note=fields.note,
        billable=fields.billable,
        signature=fields.signature,
    )
    set_instant(visit.planned_start, fields.planned_start)
    set_instant(visit.started, fields.started)
    set_instant(visit.ended, fields.ended)
    return visit


def visits_to_json(answer: pb.ListVisitsResponse) -> Json:
    """A page of visits."""
    return {
        "visits": [visit_to_json(visit) for visit in answer.visits],
        "next_page_token": answer.next_page_token,
    }


def months_to_json(answer: pb.GetVisitMonthsResponse) -> Json:
    """The grid."""
    return {
        "from_year": answer.from_year,
        "from_month": answer.from_month,
        "to_year": answer.to_year,
        "to_month": answer.to_month,
        "sites": [{"unit_id": site.unit_id, **_columns(site.counts)} for site in answer.sites],
        "count": answer.sites_total,
        "sums": _columns(answer.sums),
        "years": [{"year": one.year, **_counts_to_json(one.counts)} for one in answer.years],
    }


def _columns(counts: client_visits_pb2.MonthlyCounts) -> Json:
    return {state: list(getattr(counts, state)) for state in _STATES}


def _counts_to_json(counts: client_visits_pb2.VisitCounts) -> Json:
    return {
        "planned": counts.planned,
        "done": counts.done,
        "missed": counts.missed,
        "cancelled": counts.cancelled,
    }


def plan_to_json(plan: visit_pb2.Plan) -> Json:
    """One plan."""
    return {
        "id": plan.id,
        "etag": plan.etag,
        "version": plan.version,
        "client_id": plan.client_id,
        "unit_id": plan.unit_id,
        "kind": plan.kind,
        "performers": list(plan.performers),
        "rule": {
            "frequency": FREQUENCY[plan.rule.frequency],
            "every": plan.rule.every,
            "weekdays": list(plan.rule.weekdays),
            "week_of_month": plan.rule.week_of_month,
            "day_off": DAY_OFF[plan.rule.day_off],
        },
        "at": plan.at,
        "starts_on": day_to_json(plan.starts_on),
        "ends_on": day_to_json(plan.ends_on),
        "billable": plan.billable,
        "planned_to": day_to_json(plan.planned_to),
    }


def plans_to_json(answer: pb.ListPlansResponse) -> Json:
    """A page of plans."""
    return {
        "plans": [plan_to_json(plan) for plan in answer.plans],
        "next_page_token": answer.next_page_token,
    }


def plan_from_json(plan_id: str, fields: VisitPlanInput) -> visit_pb2.Plan:
    """The whole plan."""
    plan = visit_pb2.Plan(
        id=plan_id,
        client_id=fields.client_id,
        unit_id=fields.unit_id,
        kind=fields.kind,
        performers=fields.performers,
        rule=visit_pb2.PlanRule(
            frequency=FREQUENCY_PB[fields.rule.frequency],
            every=fields.rule.every,
            weekdays=fields.rule.weekdays,
            week_of_month=fields.rule.week_of_month,
            day_off=DAY_OFF_PB[fields.rule.day_off],
        ),
        at=fields.at,
        billable=fields.billable,
    )
    set_day(plan.starts_on, fields.starts_on)
    set_day(plan.ends_on, fields.ends_on)
    return plan
