"""Answers of a healthy visits service: a visit that was done, one plan, two units in two months."""

from __future__ import annotations

from typing import Any

from sysapi.visits.v1 import client_visits_pb2, visit_pb2
from sysapi.visits.v1 import visits_service_pb2 as pb
from tests.bff.fakes import CLIENT_ID, OTHER_UNIT_ID, UNIT_ID
from tests.bff.money_fakes import day

VISIT_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0f101"
PLAN_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0f102"


def a_visit(**fields: Any) -> visit_pb2.Visit:
    visit = visit_pb2.Visit(
        id=VISIT_ID,
        client_id=CLIENT_ID,
        unit_id=UNIT_ID,
        state=visit_pb2.VISIT_STATE_DONE,
        kind="Telpu uzkopšana",
        performers=["Ilze Kalniņa"],
        note="Viss kārtībā",
        plan_id=PLAN_ID,
        day=day("2026-03-09"),
        version=2,
        etag="v2",
        update_actor="anna",
    )
    visit.planned_start.FromJsonString("2026-03-09T07:00:00Z")
    visit.started.FromJsonString("2026-03-09T07:05:00Z")
    visit.update_time.FromJsonString("2026-03-09T10:00:00Z")
    visit.MergeFrom(visit_pb2.Visit(**fields))
    return visit


def a_plan(**fields: Any) -> visit_pb2.Plan:
    plan = visit_pb2.Plan(
        id=PLAN_ID,
        client_id=CLIENT_ID,
        unit_id=UNIT_ID,
        kind="Telpu uzkopšana",
        performers=["Ilze Kalniņa"],
        rule=visit_pb2.PlanRule(
            frequency=visit_pb2.FREQUENCY_MONTHS,
            every=1,
            weekdays=[2],
            week_of_month=1,
            day_off=visit_pb2.DAY_OFF_AFTER,
        ),
        at="09:00",
        starts_on=day("2026-01-01"),
        planned_to=day("2026-05-08"),
        version=1,
        etag="v1",
    )
    plan.MergeFrom(visit_pb2.Plan(**fields))
    return plan


def counts(*numbers: int) -> client_visits_pb2.VisitCounts:
    planned, done, missed, cancelled = numbers
    return client_visits_pb2.VisitCounts(
        planned=planned, done=done, missed=missed, cancelled=cancelled
    )


def monthly(*months: tuple[int, int, int, int]) -> client_visits_pb2.MonthlyCounts:
    planned, done, missed, cancelled = zip(*months, strict=True)
    return client_visits_pb2.MonthlyCounts(
        planned=planned, done=done, missed=missed, cancelled=cancelled
    )


def months() -> pb.GetVisitMonthsResponse:
    """Of February and March 2026."""
    return pb.GetVisitMonthsResponse(
        sites=[
            client_visits_pb2.SiteMonths(
                unit_id=UNIT_ID, counts=monthly((0, 4, 0, 0), (2, 1, 1, 0))
            ),
            client_visits_pb2.SiteMonths(
                unit_id=OTHER_UNIT_ID, counts=monthly((0, 0, 0, 0), (0, 1, 0, 1))
            ),
        ],
        sites_total=3,
        sums=monthly((0, 4, 0, 0), (2, 3, 1, 1)),
        years=[client_visits_pb2.YearCount(year=2026, counts=counts(2, 6, 1, 1))],
        from_year=2026,
        from_month=2,
        to_year=2026,
        to_month=3,
    )


def range_counts(*kinds: tuple[str, str, int, int]) -> pb.RangeCounts:
    """Unit, kind, visits done, and those of them to invoice."""
    return pb.RangeCounts(
        kinds=[
            pb.KindCounts(
                unit_id=unit_id, kind=kind, counts=counts(0, done, 0, 0), billable_done=billable
            )
            for unit_id, kind, done, billable in kinds
        ]
    )


def three_of_each(request: pb.CountVisitsRequest) -> pb.CountVisitsResponse:
    one = range_counts((UNIT_ID, "Telpu uzkopšana", 3, 1))
    return pb.CountVisitsResponse(ranges=[one for _ in request.ranges])


def good_visits(fake: Any) -> None:
    """Answers of a healthy visits service."""
    fake.answers |= {
        "ListVisits": pb.ListVisitsResponse(visits=[a_visit()], next_page_token="next"),
        "GetVisit": pb.GetVisitResponse(visit=a_visit()),
        "PutVisit": pb.PutVisitResponse(visit=a_visit(), outcome=pb.PUT_OUTCOME_CHANGED),
        "GetVisitMonths": months(),
        "CountVisits": three_of_each,
        "ListBillableUnits": pb.ListBillableUnitsResponse(
            units=[pb.BillableUnit(client_id=CLIENT_ID, unit_id=OTHER_UNIT_ID)]
        ),
        "ListPlans": pb.ListPlansResponse(plans=[a_plan()]),
        "GetPlan": pb.GetPlanResponse(plan=a_plan()),
        "PutPlan": pb.PutPlanResponse(plan=a_plan(), outcome=pb.PUT_OUTCOME_CREATED),
    }
