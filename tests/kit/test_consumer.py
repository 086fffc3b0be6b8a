from __future__ import annotations

import asyncio
import itertools
import time
import uuid

import pytest
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig
from nats.js.errors import NotFoundError
from sqlalchemy.exc import OperationalError

from kit import bus, consumer
from kit.consumer import Consumer
from kit.errors import Unavailable
from tests.kit.programs.thing import DEAD_LETTERS, STREAM
from tests.waiting import until

DURABLE = "copy"
SLOW = 20.0
"""Seconds that a slow machine may take; what is claimed is far shorter than what would come without it."""


class Copy:
    """A handler that keeps what it was given, and does not like some of it."""

    def __init__(self) -> None:
        self.batches: list[list[bytes]] = []
        self.applied: list[bytes] = []
        self.poison: set[bytes] = set()
        self.tries: dict[bytes, list[float]] = {}
        self.unavailable: Exception | None = None

    async def __call__(self, events) -> None:
        self.batches.append([event.body for event in events])
        if self.unavailable is not None:
            raise self.unavailable
        for event in events:
            if event.body in self.poison:
                self.tries.setdefault(event.body, []).append(time.monotonic())
                raise ValueError("cannot be read")
        self.applied.extend(event.body for event in events)


@pytest.fixture
def copy() -> Copy:
    return Copy()


@pytest.fixture
def listener(database, copy) -> Consumer:
    return Consumer(STREAM, DURABLE, copy, database=database, dead_letters=DEAD_LETTERS, batch=50)


@pytest.fixture
async def publish(jetstream):
    await bus.ensure_stream(jetstream, STREAM)

    async def publish(*bodies: bytes) -> None:
        for body in bodies:
            await jetstream.publish(f"things.thing.changed.v1.{uuid.uuid4()}", body)

    return publish


def numbers(first: int, last: int) -> list[bytes]:
    return [f"{number}".encode() for number in range(first, last + 1)]


async def unacknowledged(jetstream) -> int:
    try:
        info = await jetstream.consumer_info(STREAM.name, DURABLE)
    except NotFoundError:
        return -1
    return (info.num_ack_pending or 0) + (info.num_pending or 0)


async def all_acknowledged(jetstream) -> bool:
    return await unacknowledged(jetstream) == 0


async def test_events_come_in_batches_and_are_acknowledged_after_the_work(
    publish, listener, copy, running, jetstream
):
    await publish(*numbers(1, 120))
    running(listener.run(jetstream))
    await until(lambda: len(copy.applied) == 120)
    assert copy.applied == numbers(1, 120)
    assert max(len(batch) for batch in copy.batches) > 1
    await until(lambda: all_acknowledged(jetstream))


async def test_what_a_killed_process_had_fetched_comes_again(
    publish, listener, copy, running, jetstream, monkeypatch
):
    monkeypatch.setattr(consumer, "ACK_WAIT", 1.0)
    await publish(*numbers(1, 10))

    class Killed(BaseException):
        """As good as a kill: nothing after it runs."""

    async def die(events) -> None:
        raise Killed

    listener._handler = die
    with pytest.raises(Killed):
        await listener.run(jetstream)
    assert await unacknowledged(jetstream) == 10
    listener._handler = copy
    running(listener.run(jetstream))
    await until(lambda: copy.applied == numbers(1, 10))
    await until(lambda: all_acknowledged(jetstream))


async def test_long_work_is_not_given_out_again(
    publish, listener, copy, running, jetstream, monkeypatch
):
    monkeypatch.setattr(consumer, "ACK_WAIT", 1.0)
    may_end = asyncio.Event()
    calls = 0

    async def slow(events) -> None:
        nonlocal calls
        calls += 1
        await may_end.wait()
        await copy(events)

    listener._handler = slow
    await publish(b"1")
    running(listener.run(jetstream))
    await until(lambda: calls == 1)
    await asyncio.sleep(2.5)
    info = await jetstream.consumer_info(STREAM.name, DURABLE)
    may_end.set()
    await until(lambda: all_acknowledged(jetstream))
    assert (calls, info.num_redelivered) == (1, 0)


async def test_a_poisonous_event_is_tried_five_times_then_set_aside_and_delays_nobody(
    publish, listener, copy, running, things, jetstream
):
    copy.poison = {b"poison"}
    await publish(*numbers(1, 20), b"poison", *numbers(21, 40))
    running(listener.run(jetstream))
    await until(lambda: len(copy.applied) == 40)
    assert len(copy.tries[b"poison"]) < 5 * 6, "others were applied at its first delivery"
    assert not await things.dead_letters()
    await publish(b"later")
    await until(lambda: b"later" in copy.applied)
    assert not await things.dead_letters(), "what came later did not wait for it either"
    await until(things.dead_letters)
    assert await things.dead_letters() == [b"poison"]
    assert await listener.dead_letter_count() == 1
    assert sorted(copy.applied) == sorted([*numbers(1, 40), b"later"])
    await until(lambda: all_acknowledged(jetstream))
    # Deliveries are told apart by the pauses between them: 0.2, 1, 2 and 4 seconds.
    times = copy.tries[b"poison"]
    pauses = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert sum(pause > 0.15 for pause in pauses) == 4


async def test_a_poisonous_event_in_a_big_batch_costs_few_calls(
    publish, listener, copy, running, jetstream
):
    copy.poison = {b"poison"}
    await publish(*numbers(1, 49), b"poison")
    running(listener.run(jetstream))
    await until(lambda: len(copy.applied) == 49)
    assert len(copy.batches) <= 15, "halving, not one by one"


@pytest.mark.parametrize(
    "failure",
    [
        Unavailable(metadata={"part": "clients"}),
        OperationalError("SELECT 1", None, Exception("the server is gone")),
    ],
    ids=["another service", "database"],
)
async def test_while_a_part_is_down_events_wait_and_none_is_set_aside(
    publish, listener, copy, running, things, failure, monkeypatch, jetstream
):
    monkeypatch.setattr(consumer, "PASSING_SECONDS", 0.05)
    copy.unavailable = failure
    await publish(*numbers(1, 10))
    running(listener.run(jetstream))
    await until(lambda: len(copy.batches) > 20)
    assert not await things.dead_letters()
    assert len({tuple(batch) for batch in copy.batches}) == 1, "the batch is kept and tried again"
    copy.unavailable = None
    await until(lambda: copy.applied == numbers(1, 10))


async def test_a_deleted_consumer_is_made_again(
    publish, listener, copy, running, jetstream, monkeypatch
):
    monkeypatch.setattr(consumer, "CHECK_SECONDS", 0.5)
    await publish(b"1")
    running(listener.run(jetstream))
    await until(lambda: copy.applied == [b"1"])
    await jetstream.delete_consumer(STREAM.name, DURABLE)
    await publish(b"2")
    await until(lambda: b"2" in copy.applied)


async def test_a_deleted_stream_is_made_again_and_heard(
    publish, listener, copy, running, jetstream, monkeypatch
):
    monkeypatch.setattr(consumer, "CHECK_SECONDS", 0.5)
    await publish(b"1")
    running(listener.run(jetstream))
    await until(lambda: copy.applied == [b"1"])
    await jetstream.delete_stream(STREAM.name)

    async def published_anew() -> bool:
        try:
            await publish(b"2")
        except NatsError:
            return False
        return True

    await until(published_anew)
    await until(lambda: b"2" in copy.applied)


async def test_a_consumer_of_another_configuration_is_replaced(
    publish, listener, copy, running, jetstream
):
    await publish(b"1")
    await jetstream.add_consumer(
        STREAM.name,
        ConsumerConfig(
            durable_name=DURABLE,
            ack_policy=AckPolicy.EXPLICIT,
            max_deliver=1,
            filter_subject="things.other",
        ),
    )
    running(listener.run(jetstream))
    await until(lambda: copy.applied == [b"1"])


async def test_after_a_crash_of_the_bus_amid_a_fetch_the_next_event_is_handled(
    publish, listener, copy, running, nats_server, jetstream
):
    await publish(b"1")
    running(listener.run(jetstream))
    await until(lambda: copy.applied == [b"1"])
    nats_server.kill()
    nats_server.start()

    async def published() -> bool:
        try:
            await publish(b"2")
        except NatsError:
            return False
        return True

    await until(published)
    began = time.monotonic()
    await until(lambda: b"2" in copy.applied)
    # The fetch that was under way is deaf until its own end.
    assert time.monotonic() - began < consumer.FETCH_TIMEOUT + 1 + SLOW


async def test_the_fetch_is_short_because_a_restarted_bus_leaves_it_deaf():
    assert consumer.FETCH_TIMEOUT <= 2


async def test_nothing_is_applied_while_paused(publish, listener, copy, running, jetstream):
    await publish(b"1")
    running(listener.run(jetstream))
    await until(lambda: copy.applied == [b"1"])
    await listener.pause()
    await publish(b"2")
    await asyncio.sleep(consumer.FETCH_TIMEOUT + 0.5)
    assert copy.applied == [b"1"]
    listener.resume()
    await until(lambda: copy.applied == [b"1", b"2"])
