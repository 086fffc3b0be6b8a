"""What every call of the service works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import grpc

from kit import call
from kit.blobs import BlobStore
from kit.clock import Clock, system_clock
from kit.db import Database
from services.galleries.convert import Writing
from services.galleries.peers import Clients

Context = grpc.aio.ServicerContext[Any, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """Database, blobs, peer and clock.

    `wake_previewing` is called after each commit that leaves a picture without previews, `wake_relay` after each that publishes.
    """

    database: Database
    blobs: BlobStore
    clients: Clients
    wake_previewing: Callable[[], None] = lambda: None
    wake_relay: Callable[[], None] = lambda: None
    clock: Clock = system_clock

    def writing(self) -> Writing:
        """Who writes now."""
        return Writing(call.current().actor, self.clock())


class Calls:
    """A part of the servicer; each part answers the calls of one thing."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
