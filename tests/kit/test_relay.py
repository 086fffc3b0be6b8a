from __future__ import annotations

import asyncio
import shutil
import signal
import uuid

import pytest
from nats.errors import Error as NatsError
from sqlalchemy import select, text

from kit.bus import ensure_stream
from kit.outbox import OutboxEvent, put
from kit.relay import Relay
from tests.kit.conftest import stored
from tests.kit.programs.thing import OUTBOX, STREAM, SUBJECT
from tests.waiting import until


def subject(thing: uuid.UUID) -> str:
    return f"{SUBJECT}.{thing}"


async def stream_holds(jetstream, wanted: dict[str, bytes]) -> bool:
    try:
        return await stored(jetstream) == wanted
    except NatsError:
        return False


@pytest.fixture(autouse=True)
def frequent_looks_at_the_stream(monkeypatch) -> None:
    monkeypatch.setattr("kit.relay.CHECK_SECONDS", 0.5)


@pytest.fixture
def relay(database) -> Relay:
    return Relay(database, OUTBOX, STREAM)


async def test_each_event_is_published_with_its_headers(things, relay, running, nats, jetstream):
    thing = uuid.uuid4()
    heard: list = []

    async def hear(message) -> None:
        heard.append(message)

    await nats.subscribe("things.>", cb=hear)
    running(relay.run(jetstream))
    await things.put((thing, 1))
    relay.wake()
    [message] = await until(lambda: heard)
    assert message.subject == subject(thing)
    assert message.data == b"1"
    assert message.headers["ce-specversion"] == "1.0"
    assert message.headers["ce-type"] == SUBJECT
    assert message.headers["Nats-Msg-Id"] == message.headers["ce-id"]
    assert uuid.UUID(message.headers["ce-id"])


async def test_events_of_one_thing_are_published_in_order(things, relay, running, nats, jetstream):
    some = [uuid.uuid4() for _ in range(5)]
    heard: dict[str, list[int]] = {}

    async def hear(message) -> None:
        heard.setdefault(message.subject, []).append(int(message.data))

    await nats.subscribe("things.>", cb=hear)
    for version in range(1, 11):
        await things.put(*((thing, version) for thing in some))
    running(relay.run(jetstream))
    await until(lambda: sum(map(len, heard.values())) == 50)
    assert heard == {subject(thing): list(range(1, 11)) for thing in some}


class LosesTheFirst:
    """A bus that loses the first event and takes those behind it, as one that restarts amid a batch may."""

    def __init__(self, jetstream) -> None:
        self._jetstream = jetstream
        self._has_lost = False

    def __getattr__(self, name: str):
        return getattr(self._jetstream, name)

    async def publish_async(self, *arguments, **options):
        if self._has_lost:
            return await self._jetstream.publish_async(*arguments, **options)
        self._has_lost = True
        lost = asyncio.get_running_loop().create_future()
        lost.set_exception(NatsError("lost"))
        return lost


async def test_a_newer_event_of_a_thing_waits_for_the_older_one(things, relay, running, jetstream):
    thing, other = uuid.uuid4(), uuid.uuid4()
    await things.put((thing, 1), (other, 1))
    await things.put((thing, 2))
    running(relay.run(LosesTheFirst(jetstream)))
    await until(things.all_published)
    # Published in the wrong order, the older one would be what the stream keeps.
    assert await stored(jetstream) == {subject(thing): b"2", subject(other): b"1"}


async def test_an_event_published_before_a_kill_and_again_after_it_is_stored_once(
    things, child, database, relay, running, jetstream, nats
):
    thing = uuid.uuid4()
    await things.put((thing, 1))
    process = await child("relay", FAIL_AT="relay_published:kill")
    assert await asyncio.wait_for(process.wait(), 60) == -9
    assert await things.unpublished() == 1
    assert (await jetstream.stream_info(STREAM.name)).state.messages == 1
    running(relay.run(jetstream))
    await until(things.all_published)
    state = (await jetstream.stream_info(STREAM.name)).state
    assert (state.messages, state.last_seq) == (1, 1), "the bus dropped the duplicate by its id"


async def test_an_event_committed_before_a_kill_is_published_after_it(
    things, child, relay, running, jetstream
):
    thing = uuid.uuid4()
    await things.put((thing, 1))
    process = await child("relay", FAIL_AT="relay_read:kill")
    assert await asyncio.wait_for(process.wait(), 60) == -9
    running(relay.run(jetstream))
    await until(things.all_published)
    assert await stored(jetstream) == {subject(thing): b"1"}


async def test_of_two_relays_one_works_and_the_other_takes_over_when_it_dies(
    things, child, relay, running, database, jetstream
):
    first = await child("relay")
    await things.put((uuid.uuid4(), 1))
    await until(things.all_published)
    running(relay.run(jetstream))
    await things.put((uuid.uuid4(), 1))
    await until(things.all_published)
    assert await locks(database) == 1
    first.kill()
    await first.wait()
    await things.put((uuid.uuid4(), 1))
    await until(things.all_published)
    assert (await jetstream.stream_info(STREAM.name)).state.last_seq == 3


async def test_a_relay_that_freezes_is_taken_over_and_takes_its_turn_when_it_wakes(
    things, child, relay, running, database, jetstream
):
    frozen = await child("relay", LEASE_SECONDS="1")
    await things.put((uuid.uuid4(), 1))
    await until(things.all_published)
    frozen.send_signal(signal.SIGSTOP)
    task = running(relay.run(jetstream))
    await things.put((uuid.uuid4(), 1))
    await until(things.all_published)
    frozen.send_signal(signal.SIGCONT)
    await things.put((uuid.uuid4(), 1))
    await until(things.all_published)
    assert await locks(database) == 1
    task.cancel()
    await asyncio.wait([task])
    # The one that was frozen has not ended: it is the only one left.
    await things.put((uuid.uuid4(), 1))
    await until(things.all_published)
    assert frozen.returncode is None
    assert (await jetstream.stream_info(STREAM.name)).state.last_seq == 4


async def test_a_relay_without_work_keeps_its_turn(
    things, relay, running, database, jetstream, monkeypatch
):
    monkeypatch.setattr("kit.relay.LEASE_SECONDS", 3.0)
    running(relay.run(jetstream))
    holder = await until(lambda: lock_holder(database))
    await asyncio.sleep(5)
    assert await lock_holder(database) == holder


async def test_a_relay_that_ends_or_is_interrupted_leaves_no_lock_in_the_pool(
    things, relay, running, database, jetstream
):
    task = running(relay.run(jetstream))
    await things.put((uuid.uuid4(), 1))
    await until(things.all_published)
    assert await locks(database) == 1
    task.cancel()
    await asyncio.wait([task])

    async def released() -> bool:
        return await locks(database) == 0

    await until(released)


_LOCKS = (
    "FROM pg_locks JOIN pg_database d ON d.oid = pg_locks.database"
    " WHERE locktype = 'advisory' AND granted AND d.datname = current_database()"
)


async def locks(database) -> int:
    async with database.begin() as session:
        return await session.scalar(text(f"SELECT count(*) {_LOCKS}"))


async def lock_holder(database) -> int | None:
    """The process of the database that serves the relay."""
    async with database.begin() as session:
        return await session.scalar(text(f"SELECT pid {_LOCKS}"))


async def test_an_older_row_of_a_long_transaction_delays_nobody_and_is_not_skipped(
    things, relay, running, database, jetstream
):
    slow, fast = uuid.uuid4(), uuid.uuid4()
    running(relay.run(jetstream))
    async with database.begin() as session:
        await put(session, OUTBOX, [OutboxEvent(SUBJECT, slow, 1, 1, b"slow")])
        await things.put((fast, 1))
        await until(lambda: stream_holds(jetstream, {subject(fast): b"1"}))
        await until(things.all_published)
    await until(things.all_published)
    assert await stored(jetstream) == {subject(fast): b"1", subject(slow): b"slow"}
    rows = OUTBOX.rows
    async with database.begin() as session:
        order = await session.scalars(select(rows.c.aggregate_id).order_by(rows.c.position))
        assert order.all() == [slow, fast], "the late one has the smaller position"


async def test_a_deleted_stream_is_made_and_filled_again(things, relay, running, jetstream):
    some = [uuid.uuid4() for _ in range(20)]
    await things.put(*((thing, 1) for thing in some))
    await things.put((some[0], 2))
    running(relay.run(jetstream))
    await until(things.all_published)
    await jetstream.delete_stream(STREAM.name)
    wanted = {subject(thing): b"1" for thing in some} | {subject(some[0]): b"2"}
    await until(lambda: stream_holds(jetstream, wanted))


async def test_a_stream_that_somebody_else_made_anew_and_filled_is_noticed(
    things, relay, running, jetstream
):
    some = [uuid.uuid4() for _ in range(10)]
    await things.put(*((thing, 1) for thing in some))
    running(relay.run(jetstream))
    await until(things.all_published)
    await jetstream.delete_stream(STREAM.name)
    # Neither its last sequence nor its number of messages tells that it is another one.
    await ensure_stream(jetstream, STREAM)
    for number in range(30):
        await jetstream.publish(f"things.other.{number}", b"")
    wanted = {subject(thing): b"1" for thing in some}

    async def there() -> bool:
        return wanted.items() <= (await stored(jetstream)).items()

    await until(there)


async def test_a_bus_whose_data_are_wiped_is_filled_again(
    things, relay, running, jetstream, nats_server
):
    some = [uuid.uuid4() for _ in range(20)]
    await things.put(*((thing, 1) for thing in some))
    running(relay.run(jetstream))
    await until(things.all_published)
    nats_server.kill()
    shutil.rmtree(nats_server.directory / "streams")
    nats_server.start()
    await until(lambda: stream_holds(jetstream, {subject(thing): b"1" for thing in some}))


async def test_an_older_event_that_somebody_else_publishes_is_replaced_by_ours(
    things, relay, running, jetstream
):
    theirs, fresh = [uuid.uuid4() for _ in range(3)], uuid.uuid4()
    await things.put(*((thing, 1) for thing in theirs))
    await things.put(*((thing, 2) for thing in theirs))
    running(relay.run(jetstream))
    await until(things.all_published)
    for thing in theirs:
        await jetstream.publish(subject(thing), b"1", headers={"Nats-Msg-Id": f"{uuid.uuid4()}"})
    await jetstream.publish("things.other.x", b"")
    # Acknowledgements of our own that come after do not hide it.
    await things.put((fresh, 1))
    await until(things.all_published)
    wanted = {subject(thing): b"2" for thing in theirs}
    wanted |= {subject(fresh): b"1", "things.other.x": b""}
    await until(lambda: stream_holds(jetstream, wanted))
    last = (await jetstream.stream_info(STREAM.name)).state.last_seq
    await until(lambda: relay._seen == last)
    assert last == 6 + 4 + 1 + 3, "each was published again once"


async def test_what_somebody_else_publishes_while_no_relay_works_is_replaced_too(
    things, child, relay, running, jetstream
):
    # The event was published and not marked, so that publishing it again is taken for a duplicate.
    thing = uuid.uuid4()
    await things.put((thing, 1))
    process = await child("relay", FAIL_AT="relay_published:kill")
    assert await asyncio.wait_for(process.wait(), 60) == -9
    await jetstream.publish(subject(thing), b"0")
    running(relay.run(jetstream))
    await until(lambda: stream_holds(jetstream, {subject(thing): b"1"}))
    await until(things.all_published)


async def test_many_strange_events_are_looked_at_in_turns(
    things, relay, running, jetstream, monkeypatch
):
    monkeypatch.setattr("kit.relay.MOST_LOOKED_AT", 2)
    some = [uuid.uuid4() for _ in range(7)]
    await things.put(*((thing, 2) for thing in some))
    running(relay.run(jetstream))
    await until(things.all_published)
    for thing in some:
        await jetstream.publish(subject(thing), b"1")
    await until(lambda: stream_holds(jetstream, {subject(thing): b"2" for thing in some}))


@pytest.mark.parametrize("last", [3, 20])
async def test_removed_messages_are_published_again(things, relay, running, jetstream, last):
    some = [uuid.uuid4() for _ in range(20)]
    await things.put(*((thing, 1) for thing in some))
    running(relay.run(jetstream))
    await until(things.all_published)
    # After the relay has looked at the full stream once.
    await until(lambda: relay._messages == 20)
    if last == 20:
        await jetstream.purge_stream(STREAM.name)
    else:
        for sequence in range(18, 21):
            await jetstream.delete_msg(STREAM.name, sequence)
    await until(lambda: stream_holds(jetstream, {subject(thing): b"1" for thing in some}))


async def test_a_bus_restored_to_an_older_copy_gets_what_it_lost_though_new_events_hide_it(
    things, relay, running, jetstream, nats_server
):
    old, lost, new = ([uuid.uuid4() for _ in range(5)] for _ in range(3))
    task = running(relay.run(jetstream))
    await things.put(*((thing, 1) for thing in old))
    await until(things.all_published)
    nats_server.kill()
    copy = nats_server.directory / "copy"
    shutil.copytree(nats_server.directory / "streams", copy)
    nats_server.start()
    await things.put(*((thing, 1) for thing in lost), (old[0], 2))
    await until(things.all_published)
    # The relay's next look would see a smaller number; these new events raise it first.
    relay._check_stream = never
    nats_server.kill()
    shutil.rmtree(nats_server.directory / "streams")
    copy.rename(nats_server.directory / "streams")
    nats_server.start()
    for thing in new:
        await things.put((thing, 1))
    await things.put((lost[0], 2))
    await until(things.all_published)
    wanted = {subject(thing): b"1" for thing in [*old, *lost, *new]}
    wanted |= {subject(old[0]): b"2", subject(lost[0]): b"2"}
    await until(lambda: stream_holds(jetstream, wanted))
    assert not task.done()


async def never(connection) -> None:
    """Stands for a look at the stream that comes late."""


async def test_rows_wait_while_the_bus_is_down_and_go_out_after(
    things, relay, running, jetstream, nats_server
):
    running(relay.run(jetstream))
    await until(lambda: stream_holds(jetstream, {}))
    nats_server.kill()
    some = [uuid.uuid4() for _ in range(20)]
    await things.put(*((thing, 1) for thing in some))
    relay.wake()
    assert await things.unpublished() == 20
    nats_server.start()
    await until(things.all_published)
    assert await stored(jetstream) == {subject(thing): b"1" for thing in some}


async def test_rows_are_kept_for_seven_days_after_they_were_published(
    things, relay, running, database, jetstream
):
    rows = OUTBOX.rows
    old, young = uuid.uuid4(), uuid.uuid4()
    task = running(relay.run(jetstream))
    await things.put((old, 1), (young, 1))
    await until(things.all_published)
    task.cancel()
    async with database.begin() as session:
        for thing, days in ((old, 8), (young, 6)):
            await session.execute(
                rows.update()
                .where(rows.c.aggregate_id == thing)
                .values(published_at=text(f"now() - interval '{days} days'"))
            )

    async def kept() -> list[uuid.UUID]:
        async with database.begin() as session:
            return list((await session.scalars(select(rows.c.aggregate_id))).all())

    running(relay.run(jetstream))

    async def only_young_left() -> bool:
        return await kept() == [young]

    await until(only_young_left)
