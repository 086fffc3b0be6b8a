from __future__ import annotations

import asyncio
import re
import signal

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from protobuf import Oneof
from protovalidate._gen.buf.validate import validate_pb

from kit import call, errors, grpc_server
from kit.errors import FieldViolation
from kit.grpc_client import Peer
from sysapi.clients.v1 import client_pb2, clients_service_pb2_grpc
from sysapi.clients.v1 import clients_service_pb2 as pb
from sysapi.search.v1 import search_service_pb2 as search_pb
from tests.kit.answering import CLIENT_ID, GET, conversation, port_of
from tests.waiting import until


@pytest.fixture
async def talk():
    async with conversation() as talk:
        yield talk


@pytest.fixture(scope="module", autouse=True)
def traced() -> None:
    if not isinstance(trace.get_tracer_provider(), TracerProvider):
        trace.set_tracer_provider(TracerProvider())


async def test_a_call_without_a_deadline_is_refused(talk):
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await talk.stub.GetClient(GET)
    problem = errors.problem_from_call(caught.value)
    assert isinstance(problem, errors.Invalid)
    assert (problem.reason, problem.domain) == ("DEADLINE_REQUIRED", "sys")
    assert talk.servicer.calls == 0


async def test_a_stream_without_a_deadline_is_refused(talk):
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        async for _ in talk.search_stub.WatchCatalogue(search_pb.WatchCatalogueRequest()):
            pass
    assert errors.problem_from_call(caught.value).reason == "DEADLINE_REQUIRED"


async def test_the_deadline_is_passed_on_less_a_margin(talk, monkeypatch):
    # gRPC rounds the seconds it sends up, by more than the real margin.
    monkeypatch.setattr(call, "_MARGIN_SECONDS", 5)
    outer: list[float] = []

    async def ask_further(request, context):
        outer.append(context.time_remaining())
        await talk.peer.call(talk.stub.ListGroups, pb.ListGroupsRequest(), timeout=1000)
        return pb.GetClientResponse()

    talk.servicer.behaviour = ask_further
    await talk.get(timeout=20)
    assert 10 < outer[0] <= 21
    assert talk.servicer.inner_seconds < outer[0] - 3


async def test_a_nearer_limit_of_the_inner_call_holds(talk):
    async def ask_further(request, context):
        await talk.peer.call(talk.stub.ListGroups, pb.ListGroupsRequest(), timeout=3)
        return pb.GetClientResponse()

    talk.servicer.behaviour = ask_further
    await talk.get(timeout=20)
    assert talk.servicer.inner_seconds < 4


async def test_outside_a_call_there_is_no_deadline_and_the_actor_is_the_system():
    assert call.current() == call.Call("system", None)
    assert call.remaining(7) == 7


@pytest.mark.parametrize("actor", ["anna", "Jānis Bērziņš", "Иван 100% \n \u200b", "a=b;c,d"])
async def test_any_actor_crosses(talk, actor):
    seen: list[str] = []

    async def note(request, context):
        seen.append(call.current().actor)
        return pb.GetClientResponse()

    talk.servicer.behaviour = note

    async def as_actor() -> None:
        call.enter(call.Call(actor))
        await talk.get()

    await asyncio.create_task(as_actor())
    assert seen == [actor]


async def test_a_trace_goes_on_in_the_called_service(talk):
    seen: list[int] = []

    async def note(request, context):
        seen.append(trace.get_current_span().get_span_context().trace_id)
        return pb.GetClientResponse()

    talk.servicer.behaviour = note
    with trace.get_tracer("test").start_as_current_span("outer") as span:
        await talk.get()
    assert seen == [span.get_span_context().trace_id]


async def invalid(talk, method: str, request) -> tuple[FieldViolation, ...]:
    with pytest.raises(errors.Invalid) as caught:
        await talk.peer.call(getattr(talk.stub, method), request, timeout=30)
    assert caught.value.reason == "FIELD_INVALID"
    return caught.value.violations


async def test_a_broken_rule_names_the_field(talk):
    [violation] = await invalid(talk, "GetClient", pb.GetClientRequest(client_id="x"))
    assert (violation.field, violation.rule) == ("client_id", "string.uuid")
    assert violation.message
    assert talk.servicer.calls == 0


async def test_a_broken_rule_in_a_list_names_the_place(talk):
    request = pb.BatchGetClientsRequest(client_ids=[CLIENT_ID, "x", CLIENT_ID, "y"])
    found = await invalid(talk, "BatchGetClients", request)
    assert [violation.field for violation in found] == ["client_ids[1]", "client_ids[3]"]


async def test_a_broken_rule_in_a_message_of_a_list_names_the_path(talk):
    channels = [client_pb2.Channel(kind="CHANNEL_KIND_PHONE", value="x" * 5000)]
    request = pb.CreateClientRequest(client=client_pb2.Client(channels=channels), request_id="x")
    fields = [violation.field for violation in await invalid(talk, "CreateClient", request)]
    assert "client.channels[0].value" in fields
    assert "request_id" in fields


@pytest.mark.parametrize(
    ("subscript", "shown"),
    [
        ({"index": 2}, "rows[2].value"),
        ({"string_key": "lv"}, 'rows["lv"].value'),
        ({"string_key": 'a"b'}, 'rows["a\\"b"].value'),
        ({"int_key": -4}, "rows[-4].value"),
        ({"uint_key": 4}, "rows[4].value"),
        ({"bool_key": True}, "rows[true].value"),
    ],
)
def test_places_in_lists_and_maps_are_shown(subscript, shown):
    path = validate_pb.FieldPath(
        elements=[
            validate_pb.FieldPathElement(
                field_name="rows", subscript=Oneof(*next(iter(subscript.items())))
            ),
            validate_pb.FieldPathElement(field_name="value"),
        ]
    )
    assert grpc_server._path(path) == shown


async def test_very_many_broken_rules_still_arrive(talk):
    request = pb.BatchGetClientsRequest(client_ids=["x"] * 1000)
    found = await invalid(talk, "BatchGetClients", request)
    assert found[0].field == "client_ids[0]"


async def test_something_unexpected_is_answered_with_its_trace_id_and_nothing_else(talk):
    talk.servicer.fails(RuntimeError('duplicate key (personal_code)=(161175-19997) "secret"'))
    with pytest.raises(errors.Internal) as caught:
        await talk.get()
    problem = caught.value
    assert problem.reason == "INTERNAL"
    assert re.fullmatch(r"[0-9a-f]{32}", problem.metadata["trace_id"])
    assert int(problem.metadata["trace_id"], 16) != 0
    assert "161175" not in repr(problem.__cause__)
    assert "secret" not in problem.message + str(problem.metadata)


async def test_a_driver_error_becomes_what_translate_says():
    class DriverError(Exception):
        pass

    def translate(error: Exception) -> errors.Problem | None:
        return errors.Unavailable(metadata={"part": "database"}) if error.args else None

    async with conversation(translate=translate) as talk:
        talk.servicer.fails(DriverError("down"), DriverError())
        with pytest.raises(errors.Unavailable) as caught:
            await talk.get()
        assert caught.value.metadata == {"part": "database"}
        with pytest.raises(errors.Internal):
            await talk.get()


async def test_a_time_limit_inside_a_call_is_told_as_such(talk):
    talk.servicer.fails(TimeoutError())
    with pytest.raises(errors.TimedOut):
        await talk.get()


async def test_a_call_that_a_service_does_not_know_is_told_as_such(talk):
    with pytest.raises(errors.Unimplemented) as caught:
        await talk.peer.call(talk.stub.ListClientDigests, pb.ListClientDigestsRequest(), timeout=5)
    assert (caught.value.reason, caught.value.http_status) == ("NOT_IMPLEMENTED", 503)


async def test_an_error_amid_a_stream_crosses_after_what_was_sent(talk):
    sent: list = []

    async def stream(request, context):
        yield search_pb.WatchCatalogueResponse(generation=1)
        raise errors.NotFound(reason="GONE", domain="search.sys")

    talk.servicer.stream = stream

    async def watch() -> None:
        request = search_pb.WatchCatalogueRequest()
        call_ = talk.peer.stream(talk.search_stub.WatchCatalogue, request, timeout=30)
        async for message in call_:
            sent.append(message.generation)  # noqa: PERF401 - what came before the error counts

    with pytest.raises(errors.NotFound) as caught:
        await watch()
    assert (sent, caught.value.reason) == ([1], "GONE")


async def test_a_caller_who_goes_away_cancels_the_work(talk):
    state: list[str] = []

    async def slow(request, context):
        state.append("started")
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            state.append("cancelled")
            raise

    talk.servicer.behaviour = slow
    caller = asyncio.create_task(talk.get())
    await until(lambda: state)
    caller.cancel()
    await until(lambda: state == ["started", "cancelled"])


async def test_calls_beyond_the_limit_are_refused_as_overload(monkeypatch):
    monkeypatch.setattr(grpc_server, "MAX_CALLS", 2)
    async with conversation() as talk:
        may_end = asyncio.Event()

        async def slow(request, context):
            await may_end.wait()
            return pb.GetClientResponse()

        talk.servicer.behaviour = slow
        running = [asyncio.create_task(talk.get()) for _ in range(2)]
        await until(lambda: talk.servicer.calls == 2)
        with pytest.raises(errors.Overloaded) as caught:
            await talk.get()
        assert caught.value.reason == "OVERLOADED"
        may_end.set()
        await asyncio.gather(*running)


async def health(address: str) -> int | None:
    async with grpc.aio.insecure_channel(address) as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        try:
            return (await stub.Check(health_pb2.HealthCheckRequest(), timeout=30)).status
        except grpc.aio.AioRpcError:
            return None


async def test_health_says_serving_only_when_ready():
    serving = health_pb2.HealthCheckResponse
    server = grpc_server.Server("127.0.0.1:0")
    address = f"127.0.0.1:{server.port}"
    await server.start()
    assert await health(address) == serving.NOT_SERVING
    await server.ready()
    assert await health(address) == serving.SERVING
    await server.ready(False)
    assert await health(address) == serving.NOT_SERVING
    await server.stop(0)
    assert await health(address) is None


async def test_a_graceful_stop_finishes_what_runs_and_refuses_what_is_new(child):
    process = await child("server")
    port = await port_of(process)
    peer = Peer("server", f"127.0.0.1:{port}")
    stub = clients_service_pb2_grpc.ClientsServiceStub(peer.channel)

    async def get(actor: str) -> str:
        call.enter(call.Call(actor))
        return (await peer.call(stub.GetClient, GET, timeout=30)).client.id

    assert await get("anna") == CLIENT_ID
    slow = asyncio.create_task(get("wait:3"))
    await asyncio.sleep(0.5)
    process.send_signal(signal.SIGTERM)

    async def refuses() -> bool:
        try:
            await get("anna")
        except errors.Unavailable:
            return True
        return False

    await until(refuses)
    assert not slow.done()
    assert await slow == CLIENT_ID
    assert await asyncio.wait_for(process.wait(), 30) == 0
    await peer.close()


@pytest.mark.parametrize("how", ["fails", "ends"])
async def test_background_work_that_is_over_ends_the_process(child, how):
    process = await child("server", BACKGROUND=how)
    assert await asyncio.wait_for(process.wait(), 60) == 70
