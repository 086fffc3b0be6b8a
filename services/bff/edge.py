"""The strict edge: how a request body is read before any model sees it.

UTF-8 only, at most 1 MiB within 30 seconds, at most 32 levels, no duplicate keys (400); no NaN, infinity, NUL character, lone
surrogate or endless number (422). Models on top of it are strict and refuse unknown fields.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn, cast

from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response

from kit.errors import FieldViolation
from services.bff.problems import (
    BodyInvalid,
    BodyTooLarge,
    BodyTooSlow,
    BodyTypeInvalid,
    ValueRefused,
)

MAX_BODY = 1024 * 1024
MAX_DEPTH = 32
MAX_DIGITS = 30
BODY_SECONDS = 30.0
_FORBIDDEN = re.compile("[\0\ud800-\udfff]")
_JSON_TYPE = re.compile(r"application/json\s*(;\s*charset=\"?utf-8\"?\s*)?", re.IGNORECASE)


def _without_defaults(schema: dict[str, Any]) -> None:
    # A field with a default would count as always sent by generators of client code.
    for field in schema.get("properties", {}).values():
        field.pop("default", None)


class Strict(BaseModel):
    """A body or a part of one: exact types, no unknown fields."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, json_schema_extra=_without_defaults
    )


class StrictRoute(APIRoute):
    """A route whose body is read by this module."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The framework's handler behind the strict reader."""
        handler = super().get_route_handler()
        field = self.body_field
        if field is None:
            return handler
        required = field.field_info.is_required()

        async def read_first(request: Request) -> Response:
            body = await read_body(request)
            if body or required:
                _check_type(request.headers.get("content-type", ""))
                return await handler(_ReadRequest(request, body, parse_json(body)))
            return await handler(_ReadRequest(request, b"", None))

        return read_first


class _ReadRequest(Request):
    """A request whose body was read and parsed already."""

    def __init__(self, request: Request, body: bytes, value: object) -> None:
        super().__init__(request.scope, request.receive)
        self._body = body
        self._json = value


async def read_body(request: Request) -> bytes:
    """The raw body. Raises BodyTooLarge, BodyTooSlow."""
    declared = request.headers.get("content-length", "0")
    if not declared.isascii() or not declared.isdigit() or int(declared[:12]) > MAX_BODY:
        raise BodyTooLarge
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > MAX_BODY:
                    raise BodyTooLarge
                parts.append(part)
    except TimeoutError as error:
        raise BodyTooSlow from error
    return b"".join(parts)


def parse_json(body: bytes) -> object:
    """The value. Raises BodyInvalid for what is not JSON, ValueRefused for what JSON may not hold here."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BodyTypeInvalid("the body is not UTF-8") from error
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_float=_float,
            parse_int=_int,
        )
    except RecursionError as error:
        raise BodyInvalid("the body is nested too deeply") from error
    except ValueError as error:
        raise BodyInvalid("the body is not JSON") from error
    _check(value, "", 0)
    return value


def _check_type(content_type: str) -> None:
    if _JSON_TYPE.fullmatch(content_type.strip()) is None:
        raise BodyTypeInvalid


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise BodyInvalid("the body has the same key twice")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueRefused(f"{name} is not a number", violations=(_number_violation(),))


def _float(text: str) -> float:
    number = float(text)
    if len(text) > MAX_DIGITS or number in {float("inf"), float("-inf")}:
        raise ValueRefused("a number is too large", violations=(_number_violation(),))
    return number


def _int(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueRefused("a number is too large", violations=(_number_violation(),))
    return int(text)


def _number_violation() -> FieldViolation:
    # The parser does not know where it is.
    return FieldViolation("", "number", "must be a finite number")


def _check(value: object, path: str, depth: int) -> None:
    """Refuses NUL and lone surrogates in texts and too many levels."""
    if depth > MAX_DEPTH:
        raise BodyInvalid("the body is nested too deeply")
    if isinstance(value, str):
        check_text(value, path)
    elif isinstance(value, dict):
        for key, item in cast("dict[str, object]", value).items():
            check_text(key, path)
            _check(item, f"{path}.{key}" if path else key, depth + 1)
    elif isinstance(value, list):
        for index, item in enumerate(cast("list[object]", value)):
            _check(item, f"{path}[{index}]", depth + 1)


def check_text(text: str, path: str) -> None:
    """Raises ValueRefused (TEXT_INVALID) for a NUL character or a lone surrogate: no text may hold them."""
    if _FORBIDDEN.search(text):
        path = path.encode("ascii", "backslashreplace").decode().replace("\0", "\\0")
        raise ValueRefused(
            "a text has characters that are not allowed",
            reason="TEXT_INVALID",
            violations=(FieldViolation(path, "text", "NUL and lone surrogates are not allowed"),),
        )
