"""Single values: enum words, days, instants, coordinates."""

from __future__ import annotations

from datetime import UTC, date, datetime

from google.protobuf import timestamp_pb2
from google.type import date_pb2

from kit.dates import date_to_pb, instant_to_pb


def day_to_json(message: date_pb2.Date) -> str | None:
    """2026-03-09, or None for the empty message."""
    if not message.year:
        return None
    return f"{message.year:04}-{message.month:02}-{message.day:02}"


def instant_to_json(message: timestamp_pb2.Timestamp) -> str | None:
    """2026-03-09T10:00:00.000Z, or None for the empty message."""
    if not (message.seconds or message.nanos):
        return None
    moment = datetime.fromtimestamp(message.seconds, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{message.nanos // 1_000_000:03}Z"


def set_day(message: date_pb2.Date, day: date | None) -> None:
    """Writes the day into a message field; None leaves it unset."""
    if day is not None:
        message.CopyFrom(date_to_pb(day) or message)


def set_instant(message: timestamp_pb2.Timestamp, instant: datetime | None) -> None:
    """Writes the instant into a message field; None leaves it unset."""
    if instant is not None:
        message.CopyFrom(instant_to_pb(instant) or message)


def coordinates_to_json(latitude: float, longitude: float) -> tuple[float | None, float | None]:
    """Both, or None twice when not known."""
    if not latitude and not longitude:
        return None, None
    return latitude, longitude
