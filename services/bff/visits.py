"""Visits at the sites of clients: the list, what a device or a person puts, the grid of months, plans."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from kit.errors import Conflict
from services.bff.answers import json_answer, new_router, problem_description
from services.bff.clients import OptionalIfMatch, etag_of
from services.bff.convert.values import set_day
from services.bff.convert.visit import (
    months_to_json,
    plan_from_json,
    plan_to_json,
    plans_to_json,
    visit_from_json,
    visit_to_json,
    visits_to_json,
)
from services.bff.convert.words import VISIT_STATE_PB
from services.bff.peers import READ_SECONDS, WRITE_SECONDS, Peers
from services.bff.problems import conflict_response
from services.bff.query import Query, query_description, read_query
from services.bff.shapes.fields import Day, Id, Whole
from services.bff.shapes.visit import (
    PlanConflictJson,
    VisitConflictJson,
    VisitInput,
    VisitJson,
    VisitMonthsJson,
    VisitPlanInput,
    VisitPlanJson,
    VisitPlansJson,
    VisitsJson,
    VisitStatus,
)
from sysapi.visits.v1 import visit_pb2
from sysapi.visits.v1 import visits_service_pb2 as pb

VISIT_CONFLICT = problem_description(
    VisitConflictJson, "ETAG_MISMATCH with the current visit, or another conflict."
)
PLAN_CONFLICT = problem_description(
    PlanConflictJson, "ETAG_MISMATCH with the current plan, or another conflict."
)
DEFAULT_PAGE = 50
Year = Annotated[Whole, Field(ge=1990, le=2200)]
Month = Annotated[Whole, Field(ge=1, le=12)]


class VisitsQuery(Query):
    """Which visits; a client, a unit, or at most 31 days must be given, and a year with a month."""

    client_id: Id | None = None
    unit_id: Id | None = None
    year: Year | None = None
    month: Month | None = None
    status: list[VisitStatus] = Field(default=[], max_length=4)
    since: Day | None = None
    until: Day | None = None
    performer: str = Field(default="", max_length=100)
    page_token: str = Field(default="", max_length=200)
    page_size: Whole = Field(default=DEFAULT_PAGE, ge=1, le=1000)


class MonthsQuery(Query):
    """Which months; the last 24 when nothing is said."""

    unit_id: Id | None = None
    to_year: Year | None = None
    to_month: Month | None = None
    months: Whole = Field(default=24, ge=1, le=240)


def visits_to_pb(query: VisitsQuery) -> pb.ListVisitsRequest:
    """The call of a query."""
    request = pb.ListVisitsRequest(
        client_id=query.client_id or "",
        unit_id=query.unit_id or "",
        year=query.year or 0,
        month=query.month or 0,
        states=[VISIT_STATE_PB[word] for word in query.status],
        performer=query.performer,
        page_size=query.page_size,
        page_token=query.page_token,
    )
    set_day(request.since, query.since)
    set_day(request.until, query.until)
    return request


class PlansQuery(Query):
    """Whose plans."""

    client_id: Id
    unit_id: Id | None = None
    page_token: str = Field(default="", max_length=200)
    page_size: Whole = Field(default=DEFAULT_PAGE, ge=1, le=1000)


def routes(peers: Peers) -> APIRouter:
    """Routes under /api/visits and /api/visit-plans, and the months of a client."""
    router = new_router("visits")

    async def read_visit(visit_id: str) -> visit_pb2.Visit:
        request = pb.GetVisitRequest(visit_id=visit_id)
        stub = peers.visits_stub.GetVisit
        return (await peers.visits.call(stub, request, timeout=READ_SECONDS, retry=True)).visit

    async def read_plan(plan_id: str) -> visit_pb2.Plan:
        request = pb.GetPlanRequest(plan_id=plan_id)
        stub = peers.visits_stub.GetPlan
        return (await peers.visits.call(stub, request, timeout=READ_SECONDS, retry=True)).plan

    @router.get(
        "/api/visits", response_model=VisitsJson, openapi_extra=query_description(VisitsQuery)
    )
    async def list_visits(request: Request) -> Response:
        """Visits that fit, latest start first."""
        query = read_query(VisitsQuery, request)
        answer = await peers.visits.call(
            peers.visits_stub.ListVisits,
            visits_to_pb(query),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer(visits_to_json(answer))

    @router.get("/api/visits/{visit_id}", response_model=VisitJson)
    async def get_visit(visit_id: Id) -> Response:
        """One visit."""
        visit = await read_visit(visit_id)
        return json_answer(visit_to_json(visit), headers={"etag": f'"{visit.etag}"'})

    @router.put("/api/visits/{visit_id}", response_model=VisitJson, responses={409: VISIT_CONFLICT})
    async def put_visit(
        visit_id: Id, visit: VisitInput, if_match: OptionalIfMatch = ""
    ) -> Response:
        """Enters a visit or changes it; the same again changes nothing."""
        request = pb.PutVisitRequest(
            visit=visit_from_json(visit_id, visit), etag=etag_of(if_match) if if_match else ""
        )
        try:
            answer = await peers.visits.call(
                peers.visits_stub.PutVisit, request, timeout=WRITE_SECONDS, retry=True
            )
        except Conflict as conflict:
            return await conflict_response(conflict, lambda: read_visit(visit_id), visit_to_json)
        headers = {"etag": f'"{answer.visit.etag}"'}
        return json_answer(visit_to_json(answer.visit), headers=headers)

    @router.get(
        "/api/clients/{client_id}/visits/months",
        response_model=VisitMonthsJson,
        openapi_extra=query_description(MonthsQuery),
    )
    async def get_visit_months(client_id: Id, request: Request) -> Response:
        """Counts of visits by unit and month."""
        query = read_query(MonthsQuery, request)
        answer = await peers.visits.call(
            peers.visits_stub.GetVisitMonths,
            pb.GetVisitMonthsRequest(
                client_id=client_id,
                unit_id=query.unit_id or "",
                to_year=query.to_year or 0,
                to_month=query.to_month or 0,
                months=query.months,
            ),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer(months_to_json(answer))

    @router.get(
        "/api/visit-plans",
        response_model=VisitPlansJson,
        openapi_extra=query_description(PlansQuery),
    )
    async def list_visit_plans(request: Request) -> Response:
        """Plans of a client."""
        query = read_query(PlansQuery, request)
        answer = await peers.visits.call(
            peers.visits_stub.ListPlans,
            pb.ListPlansRequest(
                client_id=query.client_id,
                unit_id=query.unit_id or "",
                page_size=query.page_size,
                page_token=query.page_token,
            ),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer(plans_to_json(answer))

    @router.put(
        "/api/visit-plans/{plan_id}", response_model=VisitPlanJson, responses={409: PLAN_CONFLICT}
    )
    async def put_visit_plan(
        plan_id: Id, plan: VisitPlanInput, if_match: OptionalIfMatch = ""
    ) -> Response:
        """Enters a plan or changes it; visits from today on that nobody touched follow."""
        request = pb.PutPlanRequest(
            plan=plan_from_json(plan_id, plan), etag=etag_of(if_match) if if_match else ""
        )
        try:
            answer = await peers.visits.call(
                peers.visits_stub.PutPlan, request, timeout=WRITE_SECONDS, retry=True
            )
        except Conflict as conflict:
            return await conflict_response(conflict, lambda: read_plan(plan_id), plan_to_json)
        headers = {"etag": f'"{answer.plan.etag}"'}
        return json_answer(plan_to_json(answer.plan), headers=headers)

    return router
