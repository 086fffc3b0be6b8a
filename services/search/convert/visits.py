"""The visits at a client as the catalogue keeps them."""

from __future__ import annotations

import uuid

from kit.dates import date_from_pb
from services.search.catalogue import Visits
from sysapi.visits.v1 import client_visits_pb2 as pb


def visits_from_event(body: bytes) -> Visits:
    """Reads a ClientVisitsChanged. Raises DecodeError or ValueError for a body that is none."""
    return visits_from_pb(pb.ClientVisitsChanged.FromString(body))


def visits_from_pb(told: pb.ClientVisitsChanged) -> Visits:
    """Raises ValueError for visits without client or version."""
    if told.version < 1:
        raise ValueError("visits without a version")
    last_on = date_from_pb(told.visits.last_on)
    return Visits(
        uuid.UUID(told.visits.client_id).int,
        told.epoch,
        told.version,
        last_on.toordinal() if last_on else 0,
        told.visits.counts.done,
    )
