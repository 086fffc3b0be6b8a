"""How routes answer: ready JSON bytes, and routers that describe every possible problem."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import APIRouter
from starlette.responses import Response

from services.bff.edge import StrictRoute
from services.bff.problems import MEDIA_TYPE
from services.bff.shapes.various import ProblemJson

JSON = "application/json"


def json_answer(
    value: object, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """The value as JSON; the declared models describe it and are not run."""
    return Response(orjson.dumps(value), status, headers, media_type=JSON)


def problem_description(model: type[ProblemJson], text: str) -> dict[str, Any]:
    """An entry of `responses` for problem+json of this shape."""
    reference = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"description": text, "content": {MEDIA_TYPE: {"schema": reference}}}


def new_router(tag: str) -> APIRouter:
    """A router with strict bodies whose routes may all answer a problem."""
    return APIRouter(
        tags=[tag],
        route_class=StrictRoute,
        responses={"default": problem_description(ProblemJson, "A problem; see `reason`.")},
    )
