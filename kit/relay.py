"""Moves outbox rows into the stream: one relay at a time, by state and never by cursor.

A cursor over a sequence skips rows of transactions that commit late; `published_at IS NULL` cannot. The stream is treated as a
cache of the outbox: when it was lost, recreated or rolled back, the rows it misses are published again.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from sqlalchemy import and_, bindparam, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from kit import metrics
from kit.bus import StreamSpec, ensure_stream
from kit.db import Database
from kit.failpoints import failpoint
from kit.logs import get_logger
from kit.outbox import OutboxTables

log = get_logger("kit.relay")

BATCH = 250
POLL_SECONDS = 0.25
CHECK_SECONDS = 5.0
PUBLISH_TIMEOUT = 5.0
KEEP = timedelta(days=7)
_LOCK = 7302


class Relay:
    """Publishes the outbox of one service. `wake()` after a commit saves the wait for the next poll."""

    def __init__(
        self,
        database: Database,
        tables: OutboxTables,
        jetstream: JetStreamContext,
        stream: StreamSpec,
    ) -> None:
        self._database = database
        self._rows = tables.rows
        self._streams = tables.stream
        self._jetstream = jetstream
        self._stream = stream
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """There is something to publish."""
        self._wake.set()

    async def run(self) -> None:
        """Relays until cancelled; failures of database or bus are logged and tried again."""
        while True:
            try:
                await self._lead()
            except (SQLAlchemyError, NatsError, TimeoutError, OSError) as error:
                log.warning("relay interrupted", error=type(error).__name__)
                await asyncio.sleep(0.5)

    async def _lead(self) -> None:
        """Works while this process holds the lock; the lock goes with its connection."""
        async with self._database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            if not await connection.scalar(text(f"SELECT pg_try_advisory_lock({_LOCK})")):
                await asyncio.sleep(1.0)
                return
            loop = asyncio.get_running_loop()
            next_check = loop.time()
            while True:
                if loop.time() >= next_check:
                    await self._check_stream(connection)
                    next_check = loop.time() + CHECK_SECONDS
                self._wake.clear()
                if not await self._publish_batch(connection):
                    try:
                        await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
                    except TimeoutError:
                        continue

    async def _publish_batch(self, connection: AsyncConnection) -> bool:
        """Publishes up to BATCH rows in order; True when there may be more."""
        rows = self._rows
        waiting = (
            await connection.execute(
                select(
                    rows.c.position,
                    rows.c.event_id,
                    rows.c.subject,
                    rows.c.payload,
                    rows.c.traceparent,
                )
                .where(rows.c.published_at.is_(None))
                .order_by(rows.c.position)
                .limit(BATCH)
            )
        ).all()
        if not waiting:
            return False
        acks = [
            await self._jetstream.publish_async(  # pyright: ignore[reportUnknownMemberType]
                row.subject,
                row.payload,
                wait_stall=PUBLISH_TIMEOUT,
                stream=self._stream.name,
                headers={
                    "Nats-Msg-Id": f"{row.event_id}",
                    "ce-specversion": "1.0",
                    "ce-id": f"{row.event_id}",
                    "ce-type": row.subject.rpartition(".")[0],
                    "ce-source": self._stream.name.lower(),
                    "content-type": "application/protobuf",
                    **({"traceparent": row.traceparent} if row.traceparent else {}),
                },
            )
            for row in waiting
        ]
        answers = await asyncio.wait_for(
            asyncio.gather(*acks, return_exceptions=True), PUBLISH_TIMEOUT
        )
        failpoint("relay_published")
        published = [
            {"row": row.position, "sequence": answer.seq}
            for row, answer in zip(waiting, answers, strict=True)
            if not isinstance(answer, BaseException)
        ]
        if published:
            await connection.execute(
                update(rows)
                .where(rows.c.position == bindparam("row"))
                .values(published_at=func.now(), stream_sequence=bindparam("sequence")),
                published,
            )
            last = max(entry["sequence"] for entry in published)
            await connection.execute(
                update(self._streams)
                .where(self._streams.c.name == self._stream.name)
                .values(last_sequence=func.greatest(self._streams.c.last_sequence, last))
            )
            metrics.RELAY_LAST_PUBACK.set(last)
        if len(published) < len(waiting):
            log.warning("events not acknowledged", count=len(waiting) - len(published))
            await asyncio.sleep(0.5)
        return True

    async def _check_stream(self, connection: AsyncConnection) -> None:
        """Compares the stream with what it acknowledged, and un-publishes rows it no longer has."""
        info = await ensure_stream(self._jetstream, self._stream)
        created = info.created.isoformat() if info.created else ""
        known = (
            await connection.execute(
                select(self._streams).where(self._streams.c.name == self._stream.name)
            )
        ).first()
        rows = self._rows
        if known is None or known.created != created or info.state.last_seq < known.last_sequence:
            lost = rows.c.published_at.is_not(None)
            if known is not None and known.created == created:
                lost = and_(
                    lost,
                    or_(
                        rows.c.stream_sequence.is_(None),
                        rows.c.stream_sequence > info.state.last_seq,
                    ),
                )
            result = await connection.execute(update(rows).where(lost).values(published_at=None))
            if result.rowcount:
                log.warning("stream lost events, publishing again", count=result.rowcount)
            insertion = insert(self._streams).values(
                name=self._stream.name, created=created, last_sequence=info.state.last_seq
            )
            await connection.execute(
                insertion.on_conflict_do_update(
                    index_elements=[self._streams.c.name],
                    set_={"created": created, "last_sequence": info.state.last_seq},
                )
            )
        await connection.execute(delete(rows).where(rows.c.published_at < func.now() - KEEP))
        waiting = (
            await connection.execute(
                select(func.count(), func.min(rows.c.created_at)).where(
                    rows.c.published_at.is_(None)
                )
            )
        ).one()
        metrics.OUTBOX_UNPUBLISHED.set(waiting[0])
        oldest = await connection.scalar(
            select(
                func.coalesce(func.extract("epoch", func.now() - func.min(rows.c.created_at)), 0)
            ).where(rows.c.published_at.is_(None))
        )
        metrics.OUTBOX_OLDEST_SECONDS.set(float(oldest or 0))
