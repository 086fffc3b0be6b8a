"""Days and instants between Python and protobuf."""

from __future__ import annotations

from datetime import UTC, date, datetime

from google.protobuf import timestamp_pb2
from google.type import date_pb2


def date_to_pb(day: date | None) -> date_pb2.Date | None:
    """The day as google.type.Date; None stays None, which leaves a message field unset."""
    if day is None:
        return None
    return date_pb2.Date(year=day.year, month=day.month, day=day.day)


def date_from_pb(
    message: date_pb2.Date, earliest: date = date.min, latest: date = date.max
) -> date | None:
    """The day, or None for the empty message. Raises ValueError for a day that does not exist or is outside of these."""
    if not (message.year or message.month or message.day):
        return None
    day = date(message.year, message.month, message.day)
    if not earliest <= day <= latest:
        raise ValueError(f"{day} is not between {earliest} and {latest}")
    return day


def instant_to_pb(instant: datetime | None) -> timestamp_pb2.Timestamp | None:
    """The instant as Timestamp; None stays None."""
    if instant is None:
        return None
    message = timestamp_pb2.Timestamp()
    message.FromDatetime(instant)
    return message


def instant_from_pb(message: timestamp_pb2.Timestamp) -> datetime | None:
    """The instant in UTC, or None for the empty message."""
    if not (message.seconds or message.nanos):
        return None
    return message.ToDatetime(tzinfo=UTC)
