"""The transactional outbox: no committed change without its event, in the same transaction.

A row holds the whole thing as it is after the change, so that any later event makes up for a lost one. Rows are published by
kit.relay and kept for 7 days, so that the stream can be filled again when the bus loses messages.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
)
from sqlalchemy.ext.asyncio import AsyncSession

from kit import call
from kit.copy import copy_rows


@dataclass(frozen=True, slots=True)
class OutboxEvent:
    """One event: `subject_prefix` such as clients.client.changed.v1, to which the aggregate's UUID is added."""

    subject_prefix: str
    aggregate_id: uuid.UUID
    epoch: int
    version: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class OutboxTables:
    """`rows` are the events; `stream` remembers which stream took them and how far."""

    rows: Table
    stream: Table


def outbox_tables(metadata: MetaData) -> OutboxTables:
    """The two tables of the outbox; each publishing service has them."""
    rows = Table(
        "outbox",
        metadata,
        Column("position", BigInteger, Identity(), primary_key=True),
        Column("event_id", Uuid, nullable=False, unique=True),
        Column("subject", Text, nullable=False),
        Column("aggregate_id", Uuid, nullable=False),
        Column("epoch", BigInteger, nullable=False),
        Column("version", BigInteger, nullable=False),
        Column("payload", LargeBinary, nullable=False),
        Column("traceparent", Text, nullable=False, server_default=""),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("published_at", DateTime(timezone=True)),
        Column("stream_sequence", BigInteger),
        UniqueConstraint("aggregate_id", "epoch", "version"),
    )
    Index("outbox_unpublished", rows.c.position, postgresql_where=rows.c.published_at.is_(None))
    Index("outbox_published_at", rows.c.published_at)
    stream = Table(
        "outbox_stream",
        metadata,
        Column("name", Text, primary_key=True),
        Column("created", Text, nullable=False),
        Column("last_sequence", BigInteger, nullable=False, server_default="0"),
    )
    return OutboxTables(rows, stream)


async def put(session: AsyncSession, tables: OutboxTables, events: Sequence[OutboxEvent]) -> None:
    """Adds the events to the running transaction."""
    if not events:
        return
    traceparent = call.trace_headers().get("traceparent", "")
    await copy_rows(
        session,
        tables.rows,
        ("event_id", "subject", "aggregate_id", "epoch", "version", "payload", "traceparent"),
        (
            (
                uuid.uuid4(),
                f"{event.subject_prefix}.{event.aggregate_id}",
                event.aggregate_id,
                event.epoch,
                event.version,
                event.payload,
                traceparent,
            )
            for event in events
        ),
    )
