"""What every call of the service works with."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import grpc

from kit import call
from kit.blobs import BlobStore
from kit.call import Writing
from kit.client_units import ClientUnits, Units
from kit.clock import Clock, system_clock
from kit.db import Database
from services.galleries.errors import ClientNotFound, UnitNotFound

Context = grpc.aio.ServicerContext[Any, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """Database, blobs, peer and clock.

    `wake_previewing` is called after each commit that leaves a picture without previews, `wake_relay` after each that publishes.
    """

    database: Database
    blobs: BlobStore
    units: ClientUnits
    wake_previewing: Callable[[], None] = lambda: None
    wake_relay: Callable[[], None] = lambda: None
    clock: Clock = system_clock

    def writing(self) -> Writing:
        """Who writes now."""
        return call.writing(self.clock)


class Calls:
    """A part of the servicer; each part answers the calls of one thing."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk


def check_site(client_id: uuid.UUID, unit_id: uuid.UUID, known: Units) -> None:
    """Raises ClientNotFound, or UnitNotFound for a unit that is not the client's."""
    units = known.get(client_id)
    if units is None:
        raise ClientNotFound(client_id)
    if unit_id not in units:
        raise UnitNotFound(unit_id)
