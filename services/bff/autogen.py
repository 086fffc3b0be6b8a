"""The autogenerator: lines, and what is done with one."""

from __future__ import annotations

from typing import Any

import grpc
from fastapi import APIRouter
from google.protobuf.message import Message
from google.type import date_pb2
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from kit.errors import Conflict
from services.bff.answers import json_answer, new_router, problem_description
from services.bff.clients import IdempotencyKey, IfMatch, NothingToChange, etag_of
from services.bff.convert.autogen import line_from_json, line_mask, line_to_json, lines_to_json
from services.bff.convert.values import set_day
from services.bff.convert.words import LINE_STATE_PB
from services.bff.names import names_for
from services.bff.peers import READ_SECONDS, WRITE_SECONDS, Peers
from services.bff.problems import conflict_response
from services.bff.query import Query, query_description, read_query
from services.bff.shapes.autogen import (
    AutogenLineJson,
    AutogenLinesJson,
    EndInput,
    LineConflictJson,
    LineDraft,
    LinePatch,
    LineStatus,
    PauseInput,
    PriceInput,
    ResumeInput,
)
from services.bff.shapes.fields import Id, Whole
from sysapi.autogen.v1 import autogen_service_pb2 as pb
from sysapi.autogen.v1 import line_pb2

LINE_CONFLICT = problem_description(
    LineConflictJson, "ETAG_MISMATCH with the current line, or another conflict."
)
Change = grpc.aio.UnaryUnaryMultiCallable[Any, Any]
"""A call that answers with one line."""
DEFAULT_PAGE = 50
MAX_CLIENTS = 100


class LinesQuery(Query):
    """Which lines."""

    client_id: list[Id] = Field(default=[], max_length=MAX_CLIENTS)
    unit_id: Id | None = None
    status: list[LineStatus] = Field(default=[], max_length=3)
    service: str = Field(default="", max_length=100)
    page_token: str = Field(default="", max_length=200)
    page_size: Whole = Field(default=DEFAULT_PAGE, ge=1, le=1000)


def line_answer(line: line_pb2.Line, status: int = 200) -> Response:
    """The line with its etag."""
    return json_answer(line_to_json(line), status, {"etag": f'"{line.etag}"'})


async def read_line(peers: Peers, line_id: str) -> line_pb2.Line:
    """The line. Raises LINE_NOT_FOUND."""
    answer = await peers.autogen.call(
        peers.autogen_stub.GetLine,
        pb.GetLineRequest(line_id=line_id),
        timeout=READ_SECONDS,
        retry=True,
    )
    return answer.line


def first_day(
    message: pb.PauseLineRequest | pb.ResumeLineRequest | pb.SetPriceRequest,
) -> date_pb2.Date:
    """The field `from`, which is a keyword of Python."""
    day: date_pb2.Date = getattr(message, "from")
    return day


def routes(peers: Peers) -> APIRouter:
    """Routes under /api/autogen/lines."""
    router = new_router("autogen")

    async def change(method: Change, line_id: str, request: Message) -> Response:
        """The changed line, or the conflict with the line as it is now."""
        try:
            answer = await peers.autogen.call(method, request, timeout=WRITE_SECONDS)
        except Conflict as conflict:
            return await conflict_response(
                conflict, lambda: read_line(peers, line_id), line_to_json
            )
        return line_answer(answer.line)

    @router.get(
        "/api/autogen/lines",
        response_model=AutogenLinesJson,
        openapi_extra=query_description(LinesQuery),
    )
    async def list_autogen_lines(request: Request) -> Response:
        """Lines that fit."""
        query = read_query(LinesQuery, request)
        answer = await peers.autogen.call(
            peers.autogen_stub.ListLines,
            pb.ListLinesRequest(
                filter=pb.LineFilter(
                    client_ids=query.client_id,
                    unit_id=query.unit_id or "",
                    states=[LINE_STATE_PB[word] for word in query.status],
                    service=query.service,
                ),
                page_size=query.page_size,
                page_token=query.page_token,
            ),
            timeout=READ_SECONDS,
            retry=True,
        )
        names = await names_for(peers, answer.lines)
        return json_answer(lines_to_json(answer, names, is_first=not query.page_token))

    @router.post("/api/autogen/lines", status_code=201, response_model=AutogenLineJson)
    async def create_autogen_line(draft: LineDraft, idempotency_key: IdempotencyKey) -> Response:
        """Enters a line."""
        answer = await peers.autogen.call(
            peers.autogen_stub.CreateLine,
            pb.CreateLineRequest(line=line_from_json(draft), request_id=idempotency_key),
            timeout=WRITE_SECONDS,
            retry=True,
        )
        return line_answer(answer.line, 201)

    @router.get("/api/autogen/lines/{line_id}", response_model=AutogenLineJson)
    async def get_autogen_line(line_id: Id) -> Response:
        """One line with all of its prices."""
        return line_answer(await read_line(peers, line_id))

    @router.patch(
        "/api/autogen/lines/{line_id}",
        response_model=AutogenLineJson,
        responses={409: LINE_CONFLICT},
    )
    async def update_autogen_line(line_id: Id, patch: LinePatch, if_match: IfMatch) -> Response:
        """Changes the fields in the body; invoices that are made never change."""
        line = line_from_json(patch)
        line.id = line_id
        mask = line_mask(patch)
        if not mask.paths:
            raise NothingToChange
        request = pb.UpdateLineRequest(line=line, update_mask=mask, etag=etag_of(if_match))
        return await change(peers.autogen_stub.UpdateLine, line_id, request)

    @router.post(
        "/api/autogen/lines/{line_id}/pause",
        response_model=AutogenLineJson,
        responses={409: LINE_CONFLICT},
    )
    async def pause_autogen_line(line_id: Id, how: PauseInput, if_match: IfMatch) -> Response:
        """Pauses a line: periods that fall due are skipped."""
        request = pb.PauseLineRequest(line_id=line_id, etag=etag_of(if_match), reason=how.reason)
        set_day(first_day(request), how.first)
        return await change(peers.autogen_stub.PauseLine, line_id, request)

    @router.post(
        "/api/autogen/lines/{line_id}/resume",
        response_model=AutogenLineJson,
        responses={409: LINE_CONFLICT},
    )
    async def resume_autogen_line(
        line_id: Id, if_match: IfMatch, how: ResumeInput | None = None
    ) -> Response:
        """Makes a paused line active again."""
        request = pb.ResumeLineRequest(line_id=line_id, etag=etag_of(if_match))
        set_day(first_day(request), how.first if how else None)
        return await change(peers.autogen_stub.ResumeLine, line_id, request)

    @router.post(
        "/api/autogen/lines/{line_id}/end",
        response_model=AutogenLineJson,
        responses={409: LINE_CONFLICT},
    )
    async def end_autogen_line(
        line_id: Id, if_match: IfMatch, how: EndInput | None = None
    ) -> Response:
        """Ends a line: periods that begin later are not invoiced."""
        request = pb.EndLineRequest(line_id=line_id, etag=etag_of(if_match))
        set_day(request.on, how.on if how else None)
        return await change(peers.autogen_stub.EndLine, line_id, request)

    @router.post(
        "/api/autogen/lines/{line_id}/price",
        response_model=AutogenLineJson,
        responses={409: LINE_CONFLICT},
    )
    async def set_autogen_price(line_id: Id, price: PriceInput, if_match: IfMatch) -> Response:
        """Sets the price of periods that begin on a day or later."""
        request = pb.SetPriceRequest(
            line_id=line_id, etag=etag_of(if_match), unit_price=price.unit_price
        )
        set_day(first_day(request), price.first)
        return await change(peers.autogen_stub.SetPrice, line_id, request)

    return router
