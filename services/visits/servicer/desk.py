"""What every call of the service works with."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import grpc

from kit import call
from kit.call import Writing
from kit.client_units import ClientUnits, Units
from kit.clock import Clock, system_clock, today_in_riga
from kit.db import Database
from kit.etags import read_etag
from services.visits.errors import ClientNotFound, EtagMismatch, UnitNotFound

Context = grpc.aio.ServicerContext[Any, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """Database, peer and clock; `wake_relay` is called after each commit that publishes."""

    database: Database
    units: ClientUnits
    wake_relay: Callable[[], None] = lambda: None
    clock: Clock = system_clock

    def writing(self) -> Writing:
        """Who writes now."""
        return call.writing(self.clock)

    def today(self) -> date:
        """Today in Latvia."""
        return today_in_riga(self.clock)


class Calls:
    """A part of the servicer; each part answers the calls of one thing."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk


def version_of(etag: str) -> int:
    """The version that a put was made on; 0 for something new. Raises EtagMismatch for a tag that no service ever gave."""
    return read_etag(etag, EtagMismatch) if etag else 0


def check_site(client_id: uuid.UUID, unit_id: uuid.UUID, known: Units) -> None:
    """Raises ClientNotFound, or UnitNotFound for a unit that is not the client's."""
    units = known.get(client_id)
    if units is None:
        raise ClientNotFound(client_id)
    if unit_id not in units:
        raise UnitNotFound(unit_id)
