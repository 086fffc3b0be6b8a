"""The money of a client: turnover, how it pays, statement."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from services.bff.answers import file_answer, file_description, json_answer, new_router
from services.bff.convert.money import client_money_to_json, statement_to_json, turnover_to_json
from services.bff.convert.values import set_day
from services.bff.invoices import PDF
from services.bff.peers import READ_SECONDS, RENDER_SECONDS, Peers
from services.bff.query import Query, query_description, read_query
from services.bff.shapes.fields import Day, Id, Language
from services.bff.shapes.money import ClientMoneyJson, StatementJson, TurnoverJson
from sysapi.invoices.v1 import invoices_service_pb2 as pb

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MoneyQuery(Query):
    """Whose money."""

    unit_id: Id | None = Field(default=None, description="One unit of the client; all without.")


class StatementQuery(MoneyQuery):
    """Which statement."""

    first: Day = Field(alias="from", description="First day.")
    last: Day = Field(alias="to", description="Last day.")
    as_of: Day | None = Field(
        default=None, description="What was known at the end of this day; now without."
    )


class StatementFileQuery(StatementQuery):
    """Which statement, and how."""

    language: Language = "lv"


def routes(peers: Peers) -> APIRouter:
    """Routes under /api/clients/{id} that tell of money."""
    router = new_router("money")

    @router.get(
        "/api/clients/{client_id}/turnover",
        response_model=TurnoverJson,
        openapi_extra=query_description(MoneyQuery),
    )
    async def get_turnover(client_id: Id, request: Request) -> Response:
        """By year and month, and by unit and year."""
        query = read_query(MoneyQuery, request)
        answer = await peers.invoices.call(
            peers.invoices_stub.GetTurnover,
            pb.GetTurnoverRequest(client_id=client_id, unit_id=query.unit_id or ""),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer(turnover_to_json(answer))

    @router.get(
        "/api/clients/{client_id}/paying",
        response_model=ClientMoneyJson,
        openapi_extra=query_description(MoneyQuery),
    )
    async def get_paying(client_id: Id, request: Request) -> Response:
        """What the client owes and how it pays: figures, ageing, the last 24 invoices."""
        query = read_query(MoneyQuery, request)
        answer = await peers.invoices.call(
            peers.invoices_stub.GetClientMoney,
            pb.GetClientMoneyRequest(client_id=client_id, unit_id=query.unit_id or ""),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer(client_money_to_json(answer.money))

    @router.get(
        "/api/clients/{client_id}/statement",
        response_model=StatementJson,
        openapi_extra=query_description(StatementQuery),
    )
    async def get_statement(client_id: Id, request: Request) -> Response:
        """What was billed and paid between two days."""
        answer = await peers.invoices.call(
            peers.invoices_stub.GetStatement,
            _statement_to_pb(client_id, read_query(StatementQuery, request)),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer(statement_to_json(answer))

    async def render(client_id: str, form: pb.FileFormat.ValueType, request: Request) -> Response:
        query = read_query(StatementFileQuery, request)
        answer = await peers.invoices.call(
            peers.invoices_stub.RenderStatement,
            pb.RenderStatementRequest(
                statement=_statement_to_pb(client_id, query), format=form, language=query.language
            ),
            timeout=RENDER_SECONDS,
            retry=True,
        )
        return file_answer(answer.content, answer.media_type, answer.file_name)

    @router.get(
        "/api/clients/{client_id}/statement.pdf",
        response_class=Response,
        responses=file_description(PDF),
        openapi_extra=query_description(StatementFileQuery),
    )
    async def get_statement_pdf(client_id: Id, request: Request) -> Response:
        """The statement to print or send."""
        return await render(client_id, pb.FILE_FORMAT_PDF, request)

    @router.get(
        "/api/clients/{client_id}/statement.xlsx",
        response_class=Response,
        responses=file_description(XLSX),
        openapi_extra=query_description(StatementFileQuery),
    )
    async def get_statement_xlsx(client_id: Id, request: Request) -> Response:
        """The statement as a spreadsheet."""
        return await render(client_id, pb.FILE_FORMAT_XLSX, request)

    return router


def _statement_to_pb(client_id: str, query: StatementQuery) -> pb.GetStatementRequest:
    request = pb.GetStatementRequest(client_id=client_id, unit_id=query.unit_id or "")
    # The field is called as a keyword of Python.
    set_day(getattr(request, "from"), query.first)
    set_day(request.to, query.last)
    set_day(request.as_of, query.as_of)
    return request
