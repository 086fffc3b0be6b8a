"""The message bus: a NATS connection that never gives up quietly, and streams made from code."""

from __future__ import annotations

import os
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import nats
from nats.aio.client import Client as NatsClient
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, StorageType, StreamConfig, StreamInfo
from nats.js.errors import NotFoundError

from kit.logs import get_logger

log = get_logger("kit.bus")

_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class StreamSpec:
    """A stream as code wants it. Each subject keeps its newest event only: an event holds the whole thing."""

    name: str
    subjects: tuple[str, ...]
    max_bytes: int = 8 * 1024**3

    def config(self) -> StreamConfig:
        """The JetStream configuration."""
        return StreamConfig(
            name=self.name,
            subjects=list(self.subjects),
            storage=StorageType.FILE,
            max_msgs_per_subject=1,
            max_bytes=self.max_bytes,
            max_age=30 * _DAY,
            discard=DiscardPolicy.OLD,
            duplicate_window=120,
        )


async def connect(url: str, name: str) -> NatsClient:
    """A connection that reconnects for ever. Should nats-py close it for good all the same, the process ends with code 70.

    nats-py goes to CLOSED on a protocol error in spite of max_reconnect_attempts=-1; a service that cannot hear the bus must
    not look alive, and the supervisor starts it again.
    """
    closing = False

    async def closed() -> None:
        if not closing:
            log.error("bus connection closed for good", bus_client=name)
            os._exit(70)

    async def disconnected() -> None:
        log.warning("bus disconnected", bus_client=name)

    async def reconnected() -> None:
        log.info("bus reconnected", bus_client=name)

    async def failed(error: Exception) -> None:
        log.warning("bus error", bus_client=name, error=type(error).__name__)

    client = await nats.connect(  # pyright: ignore[reportUnknownMemberType]
        url,
        name=name,
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.25,
        ping_interval=5,
        max_outstanding_pings=2,
        connect_timeout=2,
        pending_size=64 * 1024**2,
        closed_cb=closed,
        disconnected_cb=disconnected,
        reconnected_cb=reconnected,
        error_cb=failed,
    )

    original_close, original_drain = client.close, client.drain

    async def close() -> None:
        nonlocal closing
        closing = True
        await original_close()

    async def drain() -> None:
        nonlocal closing
        closing = True
        await original_drain()

    client.close, client.drain = close, drain
    return client


async def over(
    url: str, name: str, work: Callable[[JetStreamContext], Coroutine[Any, Any, None]]
) -> None:
    """Does the work over a connection of its own, for which it waits as long as it takes: a service serves without the bus."""
    client = await connect(url, name)
    try:
        await work(jetstream(client))
    finally:
        await client.close()


def jetstream(client: NatsClient) -> JetStreamContext:
    """JetStream over the connection."""
    return client.jetstream()  # pyright: ignore[reportUnknownMemberType]


async def ensure_stream(context: JetStreamContext, spec: StreamSpec) -> StreamInfo:
    """The stream, made or brought to its configuration."""
    try:
        info = await context.stream_info(spec.name)
    except NotFoundError:
        return await context.add_stream(spec.config())  # pyright: ignore[reportUnknownMemberType]
    if set(info.config.subjects or []) != set(spec.subjects) or (
        info.config.max_msgs_per_subject != 1
    ):
        return await context.update_stream(spec.config())  # pyright: ignore[reportUnknownMemberType]
    return info
