"""The next automatic invoice of a client as the catalogue keeps it."""

from __future__ import annotations

import uuid

from kit.dates import date_from_pb
from services.search.catalogue import Schedule
from services.search.convert.money import cents_from_pb
from sysapi.autogen.v1 import client_schedule_pb2 as pb


def schedule_from_event(body: bytes) -> Schedule:
    """Reads a ClientScheduleChanged. Raises DecodeError or ValueError for a body that is none."""
    return schedule_from_pb(pb.ClientScheduleChanged.FromString(body))


def schedule_from_pb(told: pb.ClientScheduleChanged) -> Schedule:
    """Raises ValueError for a schedule without client or version."""
    if told.version < 1:
        raise ValueError("a schedule without a version")
    next_on = date_from_pb(told.next_on)
    return Schedule(
        uuid.UUID(told.client_id).int,
        told.epoch,
        told.version,
        next_on.toordinal() if next_on else 0,
        cents_from_pb(told.next_net),
    )
