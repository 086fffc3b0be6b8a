"""Types of single values: days, instants, ids, whole numbers of a query."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_WHOLE = re.compile(r"[0-9]{1,10}", re.ASCII)


def _read_day(value: object) -> date:
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        raise ValueError("must be a day like 2026-03-09")
    return date.fromisoformat(value)


def _read_instant(value: object) -> datetime:
    if not isinstance(value, str) or _INSTANT.fullmatch(value) is None:
        raise ValueError("must be an instant like 2026-03-09T10:00:00Z")
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("must be an instant between the years 1 and 9999") from error


def _read_whole(value: object) -> int:
    # Pydantic alone would take "1_000", " 5" and Arabic digits.
    if isinstance(value, int):
        return value
    if not isinstance(value, str) or _WHOLE.fullmatch(value) is None:
        raise ValueError("must be a whole number")
    return int(value)


Day = Annotated[date, BeforeValidator(_read_day)]
"""A calendar day, 2026-03-09."""

Instant = Annotated[datetime, BeforeValidator(_read_instant)]
"""An instant of RFC 3339."""

Whole = Annotated[int, BeforeValidator(_read_whole)]
"""A whole number of a query string, digits only."""


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


Id = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
        to_lower=True,
    ),
    Field(json_schema_extra={"format": "uuid"}),
]
"""A UUID."""

Language = Literal["lv", "en"]
"""Language of what is printed."""

OptionalId = Annotated[Id | None, BeforeValidator(_empty_is_none)]
"""A UUID in a query string; an empty one is none."""
