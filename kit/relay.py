"""Moves outbox rows into the stream: one relay at a time, by state and never by cursor.

A cursor over a sequence skips rows of transactions that commit late; `published_at IS NULL` cannot. The stream is treated as a
cache of the outbox: when it was lost, recreated or rolled back, the rows it misses are published again.

The stream keeps one event of a thing. One that is not of this relay (a stranger's, or that of a relay which was frozen while
another took over) takes the place of ours, which a reader may not have seen yet; at the next look ours is published again.
`Nats-Expected-Last-Subject-Sequence` would not do instead: it binds those who send it, and the stream would then refuse ours.
"""

from __future__ import annotations

import asyncio
import math
import uuid
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import islice
from typing import Any, cast

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import PubAck, StreamInfo
from nats.js.errors import NotFoundError
from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    text,
    update,
)
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
# Longer than anything that a relay waits for between two statements; it asks for work every quarter of a second.
LEASE_SECONDS = 20.0
KEEP = timedelta(days=7)
MOST_LOOKED_AT = 1_000
_LOCK = 7302
_LOST = "stream lost events, publishing again"
_DISPLACED = "others' events stood in the place of ours, publishing again"


class Relay:
    """Publishes the outbox of one service. `wake()` after a commit saves the wait for the next poll."""

    _jetstream: JetStreamContext

    def __init__(
        self,
        database: Database,
        tables: OutboxTables,
        stream: StreamSpec,
    ) -> None:
        self._database = database
        self._rows = tables.rows
        self._published = tables.rows.c.published_at.is_not(None)
        self._streams = tables.stream
        self._stream = stream
        self._wake = asyncio.Event()
        self._last_sequence = 0
        self._messages = math.inf
        # Up to where every message of the stream was looked at; beyond it, which are known to be ours.
        self._seen: int | None = None
        self._ours: set[int] = set()

    def wake(self) -> None:
        """There is something to publish."""
        self._wake.set()

    async def run(self, jetstream: JetStreamContext) -> None:
        """Relays until cancelled; failures of database or bus are logged and tried again."""
        self._jetstream = jetstream
        while True:
            try:
                await self._lead()
            except (SQLAlchemyError, NatsError, TimeoutError, OSError) as error:
                log.warning("relay interrupted", error=type(error).__name__)
                await asyncio.sleep(0.5)

    async def _lead(self) -> None:
        """Works while this process holds the lock; the lock goes with its connection.

        The database ends a connection that is silent for too long: a frozen relay, or one that was cut off, loses the lock too.
        """
        async with self._database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            if await connection.scalar(text(f"SELECT pg_try_advisory_lock({_LOCK})")):
                try:
                    lease = f"SET idle_session_timeout = {int(LEASE_SECONDS * 1000)}"
                    await connection.execute(text(lease))
                    await self._relay(connection)
                finally:
                    # Back in the pool the connection would keep the lock, from everybody.
                    await connection.invalidate()
        await asyncio.sleep(1.0)

    async def _relay(self, connection: AsyncConnection) -> None:
        self._messages = math.inf
        self._seen = None
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
        found = (
            await connection.execute(
                select(
                    rows.c.position,
                    rows.c.event_id,
                    rows.c.aggregate_id,
                    rows.c.subject,
                    rows.c.payload,
                    rows.c.traceparent,
                )
                .where(rows.c.published_at.is_(None))
                .order_by(rows.c.position)
                .limit(BATCH)
            )
        ).all()
        if not found:
            return False
        # One row of each thing, the oldest. A bus that restarts amid a batch may lose its first half and take the second:
        # an older version would then be published after a newer one, and be what the stream keeps.
        first_rows: dict[uuid.UUID, Any] = {}
        for row in found:
            first_rows.setdefault(row.aggregate_id, row)
        waiting = list(first_rows.values())
        failpoint("relay_read")
        async with asyncio.timeout(PUBLISH_TIMEOUT):
            acks = [await self._publish(row) for row in waiting]
            answers = await asyncio.gather(*acks, return_exceptions=True)
        failpoint("relay_published")
        published = [
            (row.position, answer)
            for row, answer in zip(waiting, answers, strict=True)
            if not isinstance(answer, BaseException)
        ]
        if published:
            await self._mark(connection, published)
        if len(published) < len(waiting):
            log.warning("events not acknowledged", count=len(waiting) - len(published))
            await asyncio.sleep(0.5)
        return True

    async def _publish(self, row: Row[Any]) -> asyncio.Future[PubAck]:
        """Hands one row to the bus client; the future is its acknowledgement.

        The time limit is that of the batch: with one for each (`wait_stall`) the client writes each event to the socket by itself.
        """
        return await self._jetstream.publish_async(  # pyright: ignore[reportUnknownMemberType]
            row.subject,
            row.payload,
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

    async def _mark(
        self, connection: AsyncConnection, published: Sequence[tuple[int, PubAck]]
    ) -> None:
        """Notes which rows the stream has taken, and where."""
        rows = self._rows
        first = min((ack.seq for _, ack in published if not ack.duplicate), default=math.inf)
        if first <= self._last_sequence:
            # The stream counts again what it had counted: it was rolled back between two checks.
            await self._publish_again(
                connection, and_(self._published, rows.c.stream_sequence >= first), _LOST
            )
            self._last_sequence = 0
            self._have_seen(int(first) - 1)
        await connection.execute(
            update(rows)
            .where(rows.c.position == bindparam("row"))
            .values(published_at=func.now(), stream_sequence=bindparam("sequence")),
            [{"row": position, "sequence": ack.seq} for position, ack in published],
        )
        self._ours.update(ack.seq for _, ack in published)
        self._last_sequence = max(self._last_sequence, *(ack.seq for _, ack in published))
        await connection.execute(
            update(self._streams)
            .where(self._streams.c.name == self._stream.name)
            .values(last_sequence=self._last_sequence)
        )
        metrics.RELAY_LAST_PUBACK.set(self._last_sequence)

    async def _publish_again(
        self, connection: AsyncConnection, which: ColumnElement[bool], why: str
    ) -> None:
        """Un-publishes these rows, but for those that a newer row of the same thing replaces."""
        rows, newer = self._rows, self._rows.alias("newer")
        replaced = (
            select(newer.c.position)
            .where(newer.c.aggregate_id == rows.c.aggregate_id)
            .where(newer.c.position > rows.c.position)
            .correlate(rows)
            .exists()
        )
        result = await connection.execute(
            update(rows)
            .where(which, ~replaced)
            # With its old id the bus would take it for a duplicate and drop it.
            .values(published_at=None, event_id=func.gen_random_uuid())
        )
        if result.rowcount:
            log.warning(why, count=result.rowcount)

    async def _lost(
        self, connection: AsyncConnection, info: StreamInfo, known: Row[Any] | None
    ) -> ColumnElement[bool] | None:
        """Which published rows the stream may have no more; None when it has them all."""
        rows = self._rows
        if known is None or known.created != _created(info):
            return self._published
        if info.state.last_seq < known.last_sequence:
            return and_(
                self._published,
                or_(rows.c.stream_sequence.is_(None), rows.c.stream_sequence > info.state.last_seq),
            )
        # Each subject keeps one message, so their number falls only when some were removed, or are too old or too many.
        fell = info.state.messages < self._messages
        if not fell or info.state.bytes > 0.9 * self._stream.max_bytes:
            return None
        things = await connection.scalar(
            select(func.count(rows.c.aggregate_id.distinct())).where(self._published)
        )
        return self._published if info.state.messages < (things or 0) else None

    async def _displaced(self, last: int) -> ColumnElement[bool]:
        """Rows of things for which a message stands in the stream that is not theirs, among those not looked at yet."""
        others = (n for n in range((self._seen or 0) + 1, last + 1) if n not in self._ours)
        looked_at = list(islice(others, MOST_LOOKED_AT))
        things: set[uuid.UUID] = set()
        events: set[uuid.UUID] = set()
        for sequence in looked_at:
            # Many are gone, because one of ours came after them. A stranger's may be of no thing, and without an id.
            with suppress(NotFoundError, ValueError):
                message = await self._jetstream.get_msg(self._stream.name, sequence)
                things.add(uuid.UUID((message.subject or "").rpartition(".")[2]))
                headers = cast("dict[str, str]", message.headers or {})  # pyright: ignore[reportUnknownMemberType]
                events.add(uuid.UUID(headers.get("Nats-Msg-Id", "")))
        self._have_seen(looked_at[-1] if len(looked_at) == MOST_LOOKED_AT else last)
        rows = self._rows
        return and_(rows.c.aggregate_id.in_(things), rows.c.event_id.not_in(events))

    def _have_seen(self, sequence: int) -> None:
        """Notes that nothing strange is in the stream up to there."""
        self._seen = sequence
        self._ours = {number for number in self._ours if number > sequence}

    async def _check_stream(self, connection: AsyncConnection) -> None:
        """Compares the stream with what it acknowledged, and un-publishes rows it no longer has."""
        info = await ensure_stream(self._jetstream, self._stream)
        known = (
            await connection.execute(
                select(self._streams).where(self._streams.c.name == self._stream.name)
            )
        ).first()
        lost = await self._lost(connection, info, known)
        self._messages = info.state.messages
        self._last_sequence = info.state.last_seq
        if lost is not None:
            await self._publish_again(connection, lost, _LOST)
            # The next look counts anew.
            self._messages = math.inf
            self._have_seen(info.state.last_seq)
        else:
            if self._seen is None and known is not None:
                self._seen = known.last_sequence
            displaced = await self._displaced(info.state.last_seq)
            await self._publish_again(connection, displaced, _DISPLACED)
        rows = self._rows
        place = {"created": _created(info), "last_sequence": info.state.last_seq}
        await connection.execute(
            insert(self._streams)
            .values(name=self._stream.name, **place)
            .on_conflict_do_update(index_elements=[self._streams.c.name], set_=place)
        )
        await connection.execute(delete(rows).where(rows.c.published_at < func.now() - KEEP))
        age = func.extract("epoch", func.now() - func.min(rows.c.created_at))
        waiting, oldest = (
            await connection.execute(
                select(func.count(), func.coalesce(age, 0)).where(rows.c.published_at.is_(None))
            )
        ).one()
        metrics.OUTBOX_UNPUBLISHED.set(waiting)
        metrics.OUTBOX_OLDEST_SECONDS.set(float(oldest))


def _created(info: StreamInfo) -> str:
    """When the stream was made: another time is another stream."""
    return info.created.isoformat() if info.created else ""
