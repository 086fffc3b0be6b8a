"""Who writes, and values that every message has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from google.type import date_pb2

from kit.dates import date_from_pb
from kit.personal_data import PersonalData
from services.clients.errors import DateInvalid


@dataclass(frozen=True, slots=True)
class Writing:
    """Who writes, when and from which source ("" for people); personal codes are sealed on the way."""

    actor: str
    now: datetime
    personal_data: PersonalData
    source: str = ""


def day(message: date_pb2.Date, field: str) -> date | None:
    """The day, or None when unset. Raises DateInvalid for a day that does not exist."""
    try:
        return date_from_pb(message)
    except ValueError as error:
        raise DateInvalid(field, str(error)) from error
