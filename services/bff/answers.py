"""How routes answer: ready JSON bytes, files, and routers that describe every possible problem."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

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


def file_answer(content: bytes, media_type: str, file_name: str) -> Response:
    """A file that the browser shows when it can, and saves under this name."""
    name = f"inline; filename*=UTF-8''{quote(file_name, safe='')}"
    return Response(content, headers={"content-disposition": name}, media_type=media_type)


def file_description(media_type: str) -> dict[int | str, dict[str, Any]]:
    """An entry of `responses` for a file of this type."""
    schema = {"type": "string", "format": "binary"}
    return {200: {"description": "The file.", "content": {media_type: {"schema": schema}}}}
