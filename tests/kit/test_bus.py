from __future__ import annotations

import asyncio

from kit import bus
from kit.bus import StreamSpec
from tests.waiting import until


async def test_a_connection_closed_for_good_ends_the_process_with_70(child):
    process = await child("oversized_subject")
    assert await asyncio.wait_for(process.wait(), 60) == 70


async def test_closing_on_purpose_does_not_end_the_process(nats_server):
    client = await bus.connect(nats_server.url, "test")
    await client.close()
    draining = await bus.connect(nats_server.url, "test")
    await draining.drain()
    await until(lambda: draining.is_closed)


async def test_a_connection_outlives_the_server(nats_server):
    client = await bus.connect(nats_server.url, "test")
    heard: list[bytes] = []

    async def hear(message) -> None:
        heard.append(message.data)

    await client.subscribe("things.>", cb=hear)
    for _ in range(2):
        nats_server.kill()
        nats_server.start()

    async def heard_again() -> bool:
        await client.publish("things.x", b"again")
        return b"again" in heard

    await until(heard_again)
    await client.close()


async def test_a_stream_is_made_from_code_and_corrected_by_code(jetstream):
    old = StreamSpec("THINGS", ("things.old.>",))
    new = StreamSpec("THINGS", ("things.>",))
    assert (await bus.ensure_stream(jetstream, old)).config.subjects == ["things.old.>"]
    for _ in range(2):
        info = await bus.ensure_stream(jetstream, new)
        assert info.config.subjects == ["things.>"]
        assert info.config.max_msgs_per_subject == 1


async def test_a_stream_keeps_the_newest_event_of_each_subject(jetstream):
    spec = StreamSpec("THINGS", ("things.>",))
    await bus.ensure_stream(jetstream, spec)
    for version in range(5):
        await jetstream.publish("things.a", str(version).encode())
    assert (await jetstream.stream_info("THINGS")).state.messages == 1
    assert (await jetstream.get_last_msg("THINGS", "things.a")).data == b"4"
