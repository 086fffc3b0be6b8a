"""What the autogenerator makes: forecast, run, the ledger of periods, indexations."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from services.bff.answers import json_answer, new_router
from services.bff.clients import DEFAULT_PAGE, IdempotencyKey, PageSize, PageToken
from services.bff.convert.autogen import (
    forecast_to_json,
    indexation_from_json,
    indexation_to_json,
    period_to_json,
    periods_to_json,
    preview_to_json,
    run_to_json,
)
from services.bff.convert.values import set_day
from services.bff.convert.words import PERIOD_STATE_PB
from services.bff.names import names_for
from services.bff.peers import READ_SECONDS, WRITE_SECONDS, Peers
from services.bff.query import Query, query_description, read_query
from services.bff.shapes.autogen import (
    ApproveInput,
    DecidedJson,
    ForecastJson,
    IndexationInput,
    IndexationJson,
    IndexationPreviewJson,
    IndexationsJson,
    PeriodsJson,
    PeriodStatus,
    RunInput,
    RunJson,
    WaiveInput,
)
from services.bff.shapes.fields import Day, Id, Whole
from sysapi.autogen.v1 import autogen_service_pb2 as pb

RUN_SECONDS = 8.0
"""What is not made by then goes on without the caller."""


class ForecastQuery(Query):
    """Whose forecast."""

    client_id: Id | None = Field(default=None, description="All clients, page by page, without.")
    unit_id: Id | None = None
    months: Whole = Field(default=12, ge=1, le=36)
    page_token: str = Field(default="", max_length=200)
    page_size: Whole = Field(default=50, ge=1, le=200, description="Clients.")


class PeriodsQuery(Query):
    """Which rows of the ledger."""

    line_id: Id | None = None
    client_id: Id | None = None
    status: list[PeriodStatus] = Field(default=[], max_length=5)
    needs_approval: Literal["true", "false"] = "false"
    first: Day | None = Field(default=None, alias="from", description="Day of issue or later.")
    last: Day | None = Field(default=None, alias="to", description="Day of issue or earlier.")
    page_token: str = Field(default="", max_length=200)
    page_size: Whole = Field(default=50, ge=1, le=1000)


def routes(peers: Peers) -> APIRouter:
    """Routes under /api/autogen but for the lines."""
    router = new_router("autogen")
    _making(router, peers)
    _indexations(router, peers)
    return router


def _making(router: APIRouter, peers: Peers) -> None:
    @router.get(
        "/api/autogen/forecast",
        response_model=ForecastJson,
        openapi_extra=query_description(ForecastQuery),
    )
    async def get_forecast(request: Request) -> Response:
        """The invoices that are coming, with the texts they will have."""
        query = read_query(ForecastQuery, request)
        answer = await peers.autogen.call(
            peers.autogen_stub.GetForecast,
            pb.GetForecastRequest(
                client_id=query.client_id or "",
                unit_id=query.unit_id or "",
                months=query.months,
                page_size=query.page_size,
                page_token=query.page_token,
            ),
            timeout=READ_SECONDS,
            retry=True,
        )
        names = await names_for(peers, answer.invoices)
        return json_answer(forecast_to_json(answer, names))

    @router.post("/api/autogen/run", response_model=RunJson)
    async def run_autogen(how: RunInput | None = None) -> Response:
        """Makes everything that is due, as the scheduler does by itself every day."""
        how = how or RunInput()
        request = pb.RunRequest(dry_run=how.dry_run)
        set_day(request.until, how.until)
        answer = await peers.autogen.call(peers.autogen_stub.Run, request, timeout=RUN_SECONDS)
        return json_answer(run_to_json(answer))

    @router.get(
        "/api/autogen/periods",
        response_model=PeriodsJson,
        openapi_extra=query_description(PeriodsQuery),
    )
    async def list_periods(request: Request) -> Response:
        """The ledger, latest day of issue first."""
        query = read_query(PeriodsQuery, request)
        wanted = pb.ListPeriodsRequest(
            line_id=query.line_id or "",
            client_id=query.client_id or "",
            states=[PERIOD_STATE_PB[word] for word in query.status],
            needs_approval=query.needs_approval == "true",
            page_size=query.page_size,
            page_token=query.page_token,
        )
        set_day(wanted.issue_from, query.first)
        set_day(wanted.issue_to, query.last)
        answer = await peers.autogen.call(
            peers.autogen_stub.ListPeriods, wanted, timeout=READ_SECONDS, retry=True
        )
        names = await names_for(peers, answer.periods)
        return json_answer(periods_to_json(answer, names))

    @router.post("/api/autogen/periods/approve", response_model=DecidedJson)
    async def approve_periods(which: ApproveInput) -> Response:
        """Has periods made that waited, and those that failed tried again."""
        answer = await peers.autogen.call(
            peers.autogen_stub.ApprovePeriods,
            pb.ApprovePeriodsRequest(period_ids=which.period_ids),
            timeout=WRITE_SECONDS,
        )
        return json_answer({"periods": [period_to_json(period) for period in answer.periods]})

    @router.post("/api/autogen/periods/waive", response_model=DecidedJson)
    async def waive_periods(which: WaiveInput) -> Response:
        """Decides that periods are not invoiced."""
        answer = await peers.autogen.call(
            peers.autogen_stub.WaivePeriods,
            pb.WaivePeriodsRequest(period_ids=which.period_ids, reason=which.reason),
            timeout=WRITE_SECONDS,
        )
        return json_answer({"periods": [period_to_json(period) for period in answer.periods]})


def _indexations(router: APIRouter, peers: Peers) -> None:
    @router.post("/api/autogen/indexations/preview", response_model=IndexationPreviewJson)
    async def preview_indexation(change: IndexationInput) -> Response:
        """What a change of prices would do; changes nothing."""
        answer = await peers.autogen.call(
            peers.autogen_stub.PreviewIndexation,
            pb.PreviewIndexationRequest(change=indexation_from_json(change)),
            timeout=WRITE_SECONDS,
            retry=True,
        )
        return json_answer(preview_to_json(answer, await names_for(peers, answer.lines)))

    @router.post("/api/autogen/indexations", status_code=201, response_model=IndexationJson)
    async def apply_indexation(
        change: IndexationInput, idempotency_key: IdempotencyKey
    ) -> Response:
        """Changes the prices."""
        answer = await peers.autogen.call(
            peers.autogen_stub.ApplyIndexation,
            pb.ApplyIndexationRequest(
                change=indexation_from_json(change), request_id=idempotency_key
            ),
            timeout=RUN_SECONDS,
            retry=True,
        )
        return json_answer(indexation_to_json(answer.indexation), 201)

    @router.get("/api/autogen/indexations", response_model=IndexationsJson)
    async def list_indexations(
        page_token: PageToken = "", page_size: PageSize = DEFAULT_PAGE
    ) -> Response:
        """Newest first."""
        answer = await peers.autogen.call(
            peers.autogen_stub.ListIndexations,
            pb.ListIndexationsRequest(page_size=page_size, page_token=page_token),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer(
            {
                "indexations": [indexation_to_json(one) for one in answer.indexations],
                "next_page_token": answer.next_page_token,
            }
        )

    @router.post("/api/autogen/indexations/{indexation_id}/undo", response_model=IndexationJson)
    async def undo_indexation(indexation_id: Id) -> Response:
        """Takes an indexation back before anything was invoiced at its prices."""
        answer = await peers.autogen.call(
            peers.autogen_stub.UndoIndexation,
            pb.UndoIndexationRequest(indexation_id=indexation_id),
            timeout=RUN_SECONDS,
        )
        return json_answer(indexation_to_json(answer.indexation))
