"""What every call of the service works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import grpc
from sqlalchemy.ext.asyncio import AsyncSession

from kit import call
from kit.clock import Clock, system_clock
from kit.db import Database
from kit.etags import make_etag, read_etag
from kit.personal_data import PersonalData
from services.clients import events, store
from services.clients.convert.from_pb import Writing
from services.clients.errors import EtagMismatch
from sysapi.clients.v1 import client_pb2

Context = grpc.aio.ServicerContext[Any, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """Database, secrets and clock; `wake_relay` is called after a commit that has something to publish."""

    database: Database
    personal_data: PersonalData
    wake_relay: Callable[[], None]
    clock: Clock = system_clock

    def writing(self, source: str = "") -> Writing:
        """Who writes now."""
        return Writing(call.current().actor, self.clock(), self.personal_data, source)

    async def publish(
        self, session: AsyncSession, changes: list[events.Change], now: datetime
    ) -> list[client_pb2.Client]:
        """Publishes changed clients as the caller of this call."""
        return await events.publish(
            session,
            changes,
            epoch=await store.epoch(session),
            actor=call.current().actor,
            now=now,
        )


class Calls:
    """A part of the servicer; each part answers the calls of one thing."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk


def check_etag(etag: str, version: int) -> None:
    """Raises EtagMismatch when the etag is not of this version."""
    if read_etag(etag, EtagMismatch) != version:
        raise EtagMismatch(make_etag(version))
