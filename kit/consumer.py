"""Listens to a stream: batches, acknowledgement after the work, redelivery, dead letters, and no silent deafness.

Facts this loop is built on (measured): a fetch that is under way when the server restarts hangs for its whole timeout, so the
timeout is short; a consumer that was deleted looks like a quiet one or raises ServiceUnavailableError, so its existence is
checked; redelivery does not keep the order, so handlers compare versions; at max_deliver a message is just no longer
delivered, so it is set aside here, before that. What a killed process had fetched is delivered again only after ack_wait, so
that is short, and long work says that it goes on.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import APIError, NotFoundError
from opentelemetry import propagate, trace
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
    insert,
    select,
)

from kit import metrics
from kit.bus import StreamSpec, ensure_stream
from kit.db import Database, RequestInProgress, translate_database_error
from kit.errors import Problem, TimedOut, Unavailable
from kit.failpoints import failpoint
from kit.logs import get_logger

log = get_logger("kit.consumer")

FETCH_TIMEOUT = 2.0
ACK_WAIT = 5.0
TRIES = 5
CHECK_SECONDS = 4.0
PASSING_SECONDS = 0.5
_RETRY_DELAYS = (0.2, 1.0, 2.0, 4.0)
_tracer = trace.get_tracer("kit.consumer")


@dataclass(frozen=True, slots=True)
class Event:
    """One message: its subject, body, place in the stream and how often it was delivered (1 = first time)."""

    subject: str
    body: bytes
    sequence: int
    deliveries: int


Handler = Callable[[Sequence[Event]], Awaitable[None]]


def dead_letter_table(metadata: MetaData) -> Table:
    """The table of events that could not be applied; each consuming service has one."""
    return Table(
        "dead_letter",
        metadata,
        Column("id", BigInteger, Identity(), primary_key=True),
        Column("stream", Text, nullable=False),
        Column("sequence", BigInteger, nullable=False),
        Column("subject", Text, nullable=False),
        Column("body", LargeBinary, nullable=False),
        Column("error", Text, nullable=False),
        Column("deliveries", Integer, nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    )


class Consumer:
    """Feeds the events of one stream to `handler`, at least once each.

    The handler gets a batch and returns when all of it is safely applied; then it is acknowledged. When it raises, the batch is
    halved until the poisonous event is alone, so that it delays nobody; after five tries it becomes a dead letter. A part
    that does not answer (Unavailable, a database that is down) is nobody's fault: the batch is kept and tried until it does.
    """

    _jetstream: JetStreamContext

    def __init__(
        self,
        stream: StreamSpec,
        durable: str,
        handler: Handler,
        *,
        database: Database,
        dead_letters: Table,
        batch: int = 500,
    ) -> None:
        self._stream = stream
        self._durable = durable
        self._handler = handler
        self._database = database
        self._dead_letters = dead_letters
        self._batch = batch
        self._paused = asyncio.Event()
        self._paused.set()
        self._idle = asyncio.Event()
        self.pending = 0
        """Events waiting in the stream at the last look."""

    async def run(self, jetstream: JetStreamContext) -> None:
        """Consumes until cancelled; whatever goes wrong with the bus, the consumer is made anew from code."""
        self._jetstream = jetstream
        while True:
            try:
                await self._consume()
            except (NatsError, APIError, OSError) as error:
                log.warning(
                    "consumer interrupted", consumer=self._durable, error=type(error).__name__
                )
                await asyncio.sleep(0.5)

    async def pause(self) -> None:
        """Returns when no batch is being applied; none is until `resume()`."""
        self._paused.clear()
        await self._idle.wait()

    def resume(self) -> None:
        """Goes on after `pause()`."""
        self._paused.set()

    async def dead_letter_count(self) -> int:
        """How many events are set aside."""
        async with self._database.begin() as session:
            return await session.scalar(select(func.count()).select_from(self._dead_letters)) or 0

    async def _consume(self) -> None:
        await ensure_stream(self._jetstream, self._stream)
        await self._ensure_consumer()
        subscription = await self._jetstream.pull_subscribe_bind(
            durable=self._durable, stream=self._stream.name
        )
        try:
            next_check = time.monotonic() + CHECK_SECONDS
            while True:
                self._idle.set()
                await self._paused.wait()
                self._idle.clear()
                try:
                    messages = await subscription.fetch(self._batch, timeout=FETCH_TIMEOUT)
                except TimeoutError:
                    messages = []
                metrics.CONSUMER_PROGRESS.labels(self._durable).set_to_current_time()
                if messages:
                    await self._handle(messages)
                if time.monotonic() >= next_check:
                    info = await self._jetstream.consumer_info(self._stream.name, self._durable)
                    self.pending = info.num_pending or 0
                    metrics.CONSUMER_PENDING.labels(self._durable).set(self.pending)
                    next_check = time.monotonic() + CHECK_SECONDS
        finally:
            self._idle.set()
            # Where the connection is gone, the subscription went with it.
            with suppress(NatsError, TimeoutError):
                await asyncio.wait_for(subscription.unsubscribe(), 1)

    async def _ensure_consumer(self) -> None:
        """Makes the consumer, or makes it anew when it is not as the code wants it."""
        config = ConsumerConfig(
            durable_name=self._durable,
            deliver_policy=DeliverPolicy.ALL,
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=ACK_WAIT,
            max_deliver=-1,
            max_ack_pending=4 * self._batch,
        )
        try:
            found = (await self._jetstream.consumer_info(self._stream.name, self._durable)).config
        except NotFoundError:
            pass
        else:
            wanted = ("deliver_policy", "ack_policy", "ack_wait", "max_deliver", "max_ack_pending")
            if all(getattr(found, name) == getattr(config, name) for name in wanted) and not (
                found.filter_subject or found.filter_subjects
            ):
                return
            log.warning("consumer had another configuration", consumer=self._durable)
            await self._jetstream.delete_consumer(self._stream.name, self._durable)
        await self._jetstream.add_consumer(self._stream.name, config)  # pyright: ignore[reportUnknownMemberType]

    async def _handle(self, messages: list[Msg]) -> None:
        events = [
            Event(
                message.subject,
                message.data,
                message.metadata.sequence.stream,
                message.metadata.num_delivered or 1,
            )
            for message in messages
        ]
        again = sum(event.deliveries > 1 for event in events)
        if again:
            metrics.CONSUMER_REDELIVERED.labels(self._durable).inc(again)
        parent = propagate.extract(messages[-1].headers or {})
        with _tracer.start_as_current_span("consume", context=parent):
            at_work = asyncio.create_task(_say_at_work(messages))
            try:
                await self._apply(list(zip(messages, events, strict=True)))
            finally:
                at_work.cancel()

    async def _apply(self, deliveries: Sequence[tuple[Msg, Event]]) -> None:
        """Has the events applied and acknowledges them; the poisonous ones among them are put off or set aside."""
        try:
            await self._while_available(self._handler, [event for _, event in deliveries])
        except NatsError:
            raise
        except Exception as error:
            if len(deliveries) == 1:
                await self._put_off(*deliveries[0], error)
                return
            log.warning("batch failed", consumer=self._durable, error=type(error).__name__)
            half = len(deliveries) // 2
            await self._apply(deliveries[:half])
            await self._apply(deliveries[half:])
            return
        failpoint("consumer_applied")
        await asyncio.gather(*(message.ack() for message, _ in deliveries))

    async def _while_available(self, work: Handler, events: Sequence[Event]) -> None:
        """Does the work, again and again while a part it needs does not answer."""
        while True:
            try:
                await work(events)
            except Exception as error:
                if not _is_passing(error):
                    raise
                log.warning(
                    "part not available", consumer=self._durable, error=type(error).__name__
                )
                await asyncio.sleep(PASSING_SECONDS)
            else:
                return

    async def _put_off(self, message: Msg, event: Event, error: Exception) -> None:
        if event.deliveries < TRIES:
            await message.nak(delay=_RETRY_DELAYS[event.deliveries - 1])
            return
        log.error(
            "event set aside",
            consumer=self._durable,
            sequence=event.sequence,
            error=type(error).__name__,
        )
        await self._while_available(partial(self._set_aside, type(error).__name__), [event])
        await message.term()

    async def _set_aside(self, error: str, events: Sequence[Event]) -> None:
        async with self._database.begin() as session:
            await session.execute(
                insert(self._dead_letters),
                [
                    {
                        "stream": self._stream.name,
                        "sequence": event.sequence,
                        "subject": event.subject,
                        "body": event.body,
                        "error": error,
                        "deliveries": event.deliveries,
                    }
                    for event in events
                ],
            )
        metrics.DEAD_LETTERS.labels(self._durable).set(await self.dead_letter_count())


async def _say_at_work(messages: Sequence[Msg]) -> None:
    """Keeps the bus from delivering messages again that are still being applied."""
    with suppress(NatsError):
        while True:
            await asyncio.sleep(ACK_WAIT / 3)
            await asyncio.gather(*(m.in_progress() for m in messages if not m.is_acked))


def _is_passing(error: Exception) -> bool:
    """Whether the failure says nothing about the event: another part is down, slow or busy."""
    problem = error if isinstance(error, Problem) else translate_database_error(error)
    return isinstance(problem, Unavailable | TimedOut | RequestInProgress)
