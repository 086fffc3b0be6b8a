"""Errors as RFC 9457 problem+json, all in one format: ours, the services' and the framework's."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypeVar, cast

import orjson
from fastapi.exceptions import RequestValidationError
from opentelemetry import trace
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kit.errors import (
    Conflict,
    FieldViolation,
    Internal,
    Invalid,
    NotFound,
    Precondition,
    Problem,
)

Thing = TypeVar("Thing")

MEDIA_TYPE = "application/problem+json"
_RETRY_AFTER = {"retry-after": "1"}


class ValueRefused(Invalid):
    """A value of the request cannot be taken; found here, so its path is one of REST already."""


class BodyInvalid(Invalid):
    """The body of the request cannot be read."""

    http_status = 400
    reason = "BODY_INVALID"


class BodyTypeInvalid(BodyInvalid):
    """The body must be application/json in UTF-8."""

    http_status = 415


class BodyTooLarge(BodyInvalid):
    """The body is larger than 1 MiB."""

    http_status = 413
    reason = "BODY_TOO_LARGE"


class BodyTooSlow(BodyInvalid):
    """The body did not arrive within 30 seconds."""

    http_status = 408
    reason = "BODY_TOO_SLOW"


class EtagRequired(Precondition):
    """The header If-Match with the etag of the read before is missing."""

    http_status = 428
    reason = "ETAG_REQUIRED"


class MethodNotAllowed(Invalid):
    """This address does not take this method."""

    http_status = 405
    reason = "METHOD_NOT_ALLOWED"


# Parts of a gRPC field path that have another name in REST, and roots that REST does not have.
_ROOTS = re.compile(
    r"^(client|unit|group|filter|invoice|payment|statement|line|change|visit|plan|document|media)\.(?=.)"
)
_REST_NAMES = {
    "client_ids": "client_id",
    "request_id": "Idempotency-Key",
    "etag": "If-Match",
    "order_by": "sort",
    "query": "q",
    "statuses": "status",
    "kinds": "kind",
    "group_ids": "group",
    "cities": "city",
    "legal_forms": "legal_form",
    "responsibles": "responsible",
    "issued_from": "from",
    "issued_to": "to",
    "issue_from": "from",
    "issue_to": "to",
    "number_prefix": "number",
    "taken_time": "taken_at",
}
# Lists of a body that have another name in REST; their places stay.
_REST_LISTS = {"targets": "allocations"}


def rest_path(path: str) -> str:
    """The field as the caller of the REST API knows it: client.identifiers[0].value is identifiers[0].value."""
    path = _ROOTS.sub("", path)
    head, bracket, rest = path.partition("[")
    if head in _REST_LISTS:
        return _REST_LISTS[head] + path[len(head) :]
    if head in _REST_NAMES:
        return _REST_NAMES[head] if bracket else _REST_NAMES[head] + path[len(head) :]
    return head + bracket + rest


def current_trace_id() -> str:
    """Trace id of the running request, 32 hexadecimal digits."""
    return f"{trace.get_current_span().get_span_context().trace_id:032x}"


def problem_json(problem: Problem, current: orjson.Fragment | None = None) -> bytes:
    """The body. `current` is the present state of the thing, for a conflict."""
    violations = problem.violations
    if not violations and "field" in problem.metadata:
        violations = (FieldViolation(problem.metadata["field"], problem.reason, problem.message),)
    name = str if isinstance(problem, ValueRefused) else rest_path
    body: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(problem.http_status).phrase,
        "status": problem.http_status,
        "detail": problem.message,
        "reason": problem.reason,
        "trace_id": problem.metadata.get("trace_id") or current_trace_id(),
        "fields": [
            {"field": name(item.field), "rule": item.rule, "message": item.message}
            for item in violations
        ],
        "metadata": problem.metadata,
    }
    if current is not None:
        body["current"] = current
    return orjson.dumps(body)


def problem_response(problem: Problem, current: orjson.Fragment | None = None) -> Response:
    """The answer to the browser."""
    headers = dict(_RETRY_AFTER) if problem.http_status in {429, 503} else {}
    if problem.http_status == 401:
        headers["www-authenticate"] = "Bearer"
    return Response(
        problem_json(problem, current), problem.http_status, headers, media_type=MEDIA_TYPE
    )


async def conflict_response(
    conflict: Conflict, read: Callable[[], Awaitable[Thing]], to_json: Callable[[Thing], object]
) -> Response:
    """The conflict; after a stale etag with the thing as it is now, so that an editor can show both."""
    if conflict.reason == "ETAG_MISMATCH":
        # The refusal itself is the answer; the current state is a help.
        with contextlib.suppress(Problem):
            current = orjson.dumps(to_json(await read()))
            return problem_response(conflict, orjson.Fragment(current))
    return problem_response(conflict)


async def answer_problem(_request: Request, error: Exception) -> Response:
    """Handler of kit.errors."""
    return problem_response(cast("Problem", error))


async def answer_unexpected(_request: Request, _error: Exception) -> Response:
    """Handler of everything else; nothing of the error is told, the log has it under the trace id."""
    return problem_response(Internal())


async def answer_http(_request: Request, error: Exception) -> Response:
    """Handler of what the framework refuses by itself: 404, 405."""
    refusal = cast("HTTPException", error)
    if refusal.status_code == 404:
        problem: Problem = NotFound("there is nothing at this address")
    elif refusal.status_code == 405:
        problem = MethodNotAllowed()
    else:
        problem = BodyInvalid(str(refusal.detail))
    answer = problem_response(problem)
    answer.headers.update(refusal.headers or {})
    return answer


async def answer_validation(_request: Request, error: Exception) -> Response:
    """Handler of a value that the declared parameters or models do not take."""
    errors = cast("Sequence[Mapping[str, Any]]", cast("RequestValidationError", error).errors())
    if any(item["type"] == "missing" and item["loc"] == ("header", "If-Match") for item in errors):
        return problem_response(EtagRequired())
    return problem_response(
        ValueRefused(
            "a value cannot be taken",
            violations=tuple(
                FieldViolation(field_path(item["loc"]), str(item["type"]), str(item["msg"]))
                for item in errors
            ),
        )
    )


def field_path(location: Sequence[str | int]) -> str:
    """identifiers[0].value of ("body", "identifiers", 0, "value")."""
    path = ""
    for part in location[1:] if len(location) > 1 else location:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            path += f".{part}" if path else part
    return path
