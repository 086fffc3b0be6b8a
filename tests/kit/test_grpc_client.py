from __future__ import annotations

import asyncio
import signal
import time

import pytest

from kit import call, errors, grpc_client
from kit.grpc_client import BREAK_AFTER, Peer
from sysapi.clients.v1 import clients_service_pb2_grpc
from sysapi.search.v1 import search_service_pb2 as search_pb
from tests.kit.answering import CLIENT_ID, GET, conversation, port_of
from tests.waiting import until
from tools.stack.ports import free_ports


@pytest.fixture
async def talk():
    async with conversation() as talk:
        yield talk


async def test_an_answer_comes_back(talk):
    assert not (await talk.get()).client.id
    assert talk.servicer.calls == 1


async def test_a_call_is_not_repeated_unless_asked(talk):
    talk.servicer.fails(errors.Unavailable())
    with pytest.raises(errors.Unavailable):
        await talk.get()
    assert talk.servicer.calls == 1


async def test_a_call_that_may_be_repeated_is_repeated_once(talk):
    talk.servicer.fails(errors.Unavailable())
    await talk.get(retry=True)
    assert talk.servicer.calls == 2
    talk.servicer.fails(errors.Unavailable(), errors.Unavailable())
    with pytest.raises(errors.Unavailable):
        await talk.get(retry=True)
    assert talk.servicer.calls == 4


@pytest.mark.parametrize(
    "error", [errors.NotFound(), errors.Conflict(reason="X"), errors.TimedOut(), ValueError()]
)
async def test_only_an_unreached_peer_is_asked_again(talk, error):
    talk.servicer.fails(error)
    with pytest.raises(errors.Problem):
        await talk.get(retry=True)
    assert talk.servicer.calls == 1


async def test_a_peer_that_is_not_there_is_told_at_once_and_by_name():
    [port] = free_ports(1)
    peer = Peer("visits", f"127.0.0.1:{port}")
    stub = clients_service_pb2_grpc.ClientsServiceStub(peer.channel)
    began = time.monotonic()
    with pytest.raises(errors.Unavailable) as caught:
        await peer.call(stub.GetClient, GET, timeout=60)
    assert caught.value.metadata["part"] == "visits"
    assert time.monotonic() - began < 30, "the deadline was not waited for"
    await peer.close()


async def break_(talk, count: int, error: errors.Problem) -> None:
    talk.servicer.fails(*[error] * count)
    for _ in range(count):
        with pytest.raises(type(error)):
            await talk.get()


@pytest.mark.parametrize("error", [errors.Unavailable(), errors.TimedOut()])
async def test_after_five_failures_calls_are_refused_without_asking_and_then_tried_again(
    talk, error, monkeypatch
):
    # Long enough to look at the open breaker on a slow machine; it is closed by hand below.
    monkeypatch.setattr(grpc_client, "BREAK_SECONDS", 600)
    await break_(talk, BREAK_AFTER, error)
    for _ in range(3):
        with pytest.raises(errors.Unavailable) as caught:
            await talk.get()
        assert caught.value.metadata == {"part": "clients"}
    assert talk.servicer.calls == BREAK_AFTER
    assert talk.peer._closed_until > time.monotonic()
    talk.peer._closed_until = time.monotonic()
    await talk.get()
    await break_(talk, BREAK_AFTER - 1, error)
    await talk.get()
    assert talk.servicer.calls == BREAK_AFTER + 1 + BREAK_AFTER - 1 + 1


async def test_after_the_break_the_first_failure_breaks_again(talk, monkeypatch):
    monkeypatch.setattr(grpc_client, "BREAK_SECONDS", 0.2)
    await break_(talk, BREAK_AFTER, errors.Unavailable())
    await asyncio.sleep(0.3)
    monkeypatch.setattr(grpc_client, "BREAK_SECONDS", 600)
    await break_(talk, 1, errors.Unavailable())
    with pytest.raises(errors.Unavailable):
        await talk.get()
    assert talk.servicer.calls == BREAK_AFTER + 1


async def test_a_peer_that_says_it_is_ready_is_asked_again_at_once(talk, monkeypatch):
    monkeypatch.setattr(grpc_client, "BREAK_SECONDS", 600)
    await break_(talk, BREAK_AFTER, errors.Unavailable())
    await talk.server.ready(False)
    assert not await talk.peer.is_serving()
    with pytest.raises(errors.Unavailable):
        await talk.get()
    assert talk.servicer.calls == BREAK_AFTER
    await talk.server.ready()
    assert await talk.peer.is_serving()
    await break_(talk, 1, errors.Unavailable())
    with pytest.raises(errors.Unavailable):
        await talk.get()
    assert talk.servicer.calls == BREAK_AFTER + 1, "half open: one failure was enough"


async def test_an_answer_that_is_an_error_of_ours_shows_that_the_peer_lives(talk):
    await break_(talk, BREAK_AFTER - 1, errors.Unavailable())
    await break_(talk, 1, errors.NotFound())
    await break_(talk, BREAK_AFTER - 1, errors.Unavailable())
    await talk.get()


async def test_a_caller_in_a_hurry_does_not_break_the_peer_for_others(talk):
    async def slow(request, context):
        await asyncio.sleep(60)

    talk.servicer.behaviour = slow

    async def hurried() -> None:
        call.enter(call.Call("anna", time.monotonic() + 0.1))
        with pytest.raises(errors.TimedOut):
            await talk.get(timeout=30)

    for _ in range(BREAK_AFTER + 1):
        await asyncio.create_task(hurried())
    talk.servicer.behaviour = talk.servicer.answer
    await talk.get()


async def test_no_time_left_is_told_without_asking(talk):
    async def late() -> None:
        call.enter(call.Call("anna", time.monotonic() - 1))
        with pytest.raises(errors.TimedOut):
            await talk.get()

    await asyncio.create_task(late())
    assert talk.servicer.calls == 0


async def test_a_frozen_peer_ends_the_call_at_the_deadline_and_answers_after(child):
    process = await child("server")
    peer = Peer("server", f"127.0.0.1:{await port_of(process)}")
    stub = clients_service_pb2_grpc.ClientsServiceStub(peer.channel)

    async def get(timeout: float) -> str:
        return (await peer.call(stub.GetClient, GET, timeout=timeout)).client.id

    assert await get(30) == CLIENT_ID
    process.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    with pytest.raises(errors.TimedOut) as caught:
        await get(0.5)
    assert 0.4 < time.monotonic() - began < 20
    assert caught.value.metadata["part"] == "server"
    process.send_signal(signal.SIGCONT)
    assert await get(30) == CLIENT_ID
    await peer.close()


async def test_a_peer_that_was_started_again_is_reached_again(child):
    [port] = free_ports(1)
    first = await child("server", LISTEN=f"127.0.0.1:{port}")
    peer = Peer("server", f"127.0.0.1:{await port_of(first)}")
    stub = clients_service_pb2_grpc.ClientsServiceStub(peer.channel)
    await peer.call(stub.GetClient, GET, timeout=30)
    first.kill()
    await first.wait()
    await port_of(await child("server", LISTEN=f"127.0.0.1:{port}"))

    async def reached() -> bool:
        try:
            await peer.call(stub.GetClient, GET, timeout=30)
        except errors.Unavailable:
            return False
        return True

    await until(reached)
    await peer.close()


async def test_a_stream_is_read_to_its_end(talk):
    async def stream(request, context):
        for generation in range(3):
            yield search_pb.WatchCatalogueResponse(generation=generation)

    talk.servicer.stream = stream
    assert [message.generation for message in await talk.watch()] == [0, 1, 2]


async def test_a_stream_ends_at_its_limit(talk):
    async def stream(request, context):
        yield search_pb.WatchCatalogueResponse()
        await asyncio.sleep(60)

    talk.servicer.stream = stream
    with pytest.raises(errors.TimedOut):
        await talk.watch(timeout=0.3)


async def test_more_than_a_hundred_calls_at_once_take_turns(talk):
    state = {"now": 0, "most": 0}

    async def behaviour(request, context):
        state["now"] += 1
        state["most"] = max(state["most"], state["now"])
        await asyncio.sleep(0.01)
        state["now"] -= 1
        return talk_answer

    talk_answer = await talk.servicer.answer(None, None)
    talk.servicer.behaviour = behaviour
    await asyncio.gather(*(talk.get(timeout=60) for _ in range(400)))
    assert state["most"] <= grpc_client.MAX_PARALLEL
