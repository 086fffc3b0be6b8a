"""The bus dies, hangs, forgets and is robbed: it is a cache of the outbox, and is filled again."""

from __future__ import annotations

import asyncio
import shutil
import signal

from nats.js.api import ConsumerConfig
from sqlalchemy import text

from tests.waiting import until

STREAM = "CLIENTS"
DURABLE = "search"


async def test_a_bus_killed_amid_a_fetch_delays_what_comes_after_a_moment_only(
    stack, workload, checker
):
    # F6: the fetch that was under way stays deaf until its own end.
    await stack.kill_nats()
    during = await workload.create()
    await stack.start_nats()
    after = await workload.create()
    for promise in (during, after):
        await until(lambda promise=promise: checker.finds(promise.client_id, promise.name))
    await checker.assert_converged()


async def test_writes_go_on_while_the_bus_hangs(stack, workload, checker):
    # F7: the outbox grows, the catalogue is old but answers.
    before = await checker.status()
    stack.signal_nats(signal.SIGSTOP)
    try:
        promise = await workload.create()
        await workload.run(5)
        assert (await checker.status()).clients == before.clients
        assert not await checker.finds(promise.client_id, promise.name)
    finally:
        stack.signal_nats(signal.SIGCONT)
    await checker.assert_converged()


async def test_services_started_without_a_bus_serve_and_catch_up_when_it_comes(
    stack, workload, checker
):
    await asyncio.gather(stack.kill_nats(), stack.clients.kill(), stack.search.kill())
    known = next(iter(workload.promises.values()))
    await asyncio.gather(stack.clients.start(), stack.search.start())
    await workload.run(5)
    await until(lambda: checker.finds(known.client_id, known.name))
    await stack.start_nats()
    await checker.assert_converged()


async def test_a_deleted_stream_is_filled_again(stack, workload, checker):
    # F8, and the consumer goes with its stream.
    async with workload.going_on():
        async with stack.bus() as jetstream:
            await jetstream.delete_stream(STREAM)
        await asyncio.sleep(1)
    await checker.assert_converged()
    await assert_stream_is_full(stack)


async def test_a_bus_that_lost_its_disk_is_filled_again(stack, workload, checker):
    async with workload.going_on():
        await stack.kill_nats()
        shutil.rmtree(stack.streams)
        await stack.start_nats()
    await checker.assert_converged()
    await assert_stream_is_full(stack)


async def test_a_bus_restored_to_an_older_copy_is_filled_again(stack, workload, checker):
    copy = stack.nats.directory / "older"
    await stack.kill_nats()
    shutil.copytree(stack.streams, copy)
    await stack.start_nats()
    await workload.run(10)
    await checker.assert_converged()
    # Search is down and could not have kept what the bus forgets.
    await stack.search.kill()
    async with workload.going_on():
        await asyncio.sleep(1)
        await stack.kill_nats()
        shutil.rmtree(stack.streams)
        copy.rename(stack.streams)
        await stack.start_nats()
    await stack.search.start()
    await checker.assert_converged()
    await assert_stream_is_full(stack)


async def assert_stream_is_full(stack) -> None:
    """The bus has the newest event of each client again, for whoever reads it from the start."""
    async with stack.database("clients").begin() as session:
        clients = await session.scalar(text("SELECT count(*) FROM client"))

    async def full() -> bool:
        async with stack.bus() as jetstream:
            state = (await jetstream.stream_info(STREAM)).state
        return state.messages == clients

    await until(full)


async def test_a_deleted_consumer_is_made_again(stack, workload, checker):
    # F11.
    async with stack.bus() as jetstream:
        await jetstream.delete_consumer(STREAM, DURABLE)
    promise = await workload.create()
    await until(lambda: checker.finds(promise.client_id, promise.name))
    await checker.assert_converged()


async def test_a_consumer_with_a_wrong_configuration_is_made_anew(stack, workload, checker):
    # F11: somebody's tool has made one that hears nothing; the next start finds it.
    await stack.search.kill()
    async with stack.bus() as jetstream:
        await jetstream.delete_consumer(STREAM, DURABLE)
        await jetstream.add_consumer(
            STREAM, ConsumerConfig(durable_name=DURABLE, filter_subject="clients.nothing")
        )
    await stack.search.start()
    promise = await workload.create()
    await until(lambda: checker.finds(promise.client_id, promise.name))
    await checker.assert_converged()


async def test_services_whose_connection_is_closed_for_good_end_and_work_when_started_again(
    stack, workload, checker
):
    # F14: the bus gets another token while it runs and throws them out, which nats-py takes for the end.
    good = stack.nats._token
    stack.give_nats_the_token("another")
    try:
        assert await stack.search.ended() == 70
        assert await stack.clients.ended() == 70
    finally:
        stack.give_nats_the_token(good)
    await stack.mend()
    await workload.run(5)
    await checker.assert_converged()


async def test_a_database_that_restarts_leaves_no_event_behind_and_no_dead_letter(
    stack, workload, checker
):
    async with workload.going_on():
        await stack.restart_postgres()
        await asyncio.sleep(1)
    await checker.assert_converged()
    assert (await checker.status()).dead_letters == 0
