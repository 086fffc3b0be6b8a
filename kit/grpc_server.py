"""The gRPC server every service starts: one interceptor for deadline, validation, errors, logs, metrics and trace."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NoReturn
from urllib.parse import unquote

import grpc
import protovalidate
import structlog
from google.protobuf.message import Message
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from grpc_status import rpc_status
from opentelemetry import propagate, trace

from kit import call, metrics
from kit.errors import (
    FieldViolation,
    Internal,
    Invalid,
    Problem,
    TimedOut,
    Unimplemented,
    problem_to_status,
)
from kit.logs import get_logger

log = get_logger("kit.grpc_server")

MAX_MESSAGE = 16 * 1024**2
MAX_CALLS = 200
GRACE_SECONDS = 20.0
_tracer = trace.get_tracer("kit.grpc_server")

Translate = Callable[[Exception], Problem | None]
Context = grpc.aio.ServicerContext[Any, Any]


class DeadlineRequired(Invalid):
    """The call has no deadline."""

    reason = "DEADLINE_REQUIRED"


def check_message(message: Message, fields: AbstractSet[str] | None = None) -> None:
    """Raises Invalid with every broken rule of the message's proto; with `fields`, only rules of those top-level fields."""
    violations = tuple(
        FieldViolation(_path(item.proto.field), item.proto.rule_id, item.proto.message)
        for item in protovalidate.collect_violations(message)
    )
    if fields is not None:
        violations = tuple(v for v in violations if re.split(r"[.\[]", v.field)[0] in fields)
    if violations:
        raise Invalid("a field broke a rule", violations=violations)


def _path(field: Any) -> str:
    """client.channels[2].value or names["lv"].text from protovalidate's FieldPath."""
    parts: list[str] = []
    for element in field.elements if field else ():
        part: str = element.field_name
        subscript = getattr(element, "subscript", None)
        if subscript is not None:
            part += f"[{json.dumps(subscript.value, ensure_ascii=False)}]"
        parts.append(part)
    return ".".join(parts)


class Gatekeeper(grpc.aio.ServerInterceptor):
    """Wraps every call of ours; health and reflection pass by."""

    def __init__(self, translate: Translate) -> None:
        self._translate = translate

    async def intercept_service(  # pyright: ignore[reportIncompatibleMethodOverride]
        self,
        continuation: Callable[
            [grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any]]
        ],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any]:
        """Puts the checks around the method that answers."""
        handler = await continuation(handler_call_details)
        method: str = handler_call_details.method  # pyright: ignore[reportAttributeAccessIssue]
        if handler is None or not method.startswith("/sysapi."):  # pyright: ignore[reportUnnecessaryComparison]
            return handler
        headers = dict(handler_call_details.invocation_metadata or ())
        wrapped = _Method(method, headers, self._translate)
        if handler.unary_unary is not None:
            return grpc.unary_unary_rpc_method_handler(
                wrapped.unary(handler.unary_unary),
                request_deserializer=handler.request_deserializer,
                response_serializer=handler.response_serializer,
            )
        if handler.unary_stream is not None:
            return grpc.unary_stream_rpc_method_handler(
                wrapped.stream(handler.unary_stream),
                request_deserializer=handler.request_deserializer,
                response_serializer=handler.response_serializer,
            )
        return handler


class _Method:
    """One call: its name and headers, and what is done around it."""

    def __init__(self, method: str, headers: dict[str, str | bytes], translate: Translate) -> None:
        self._method = method.rpartition("/")[2]
        self._service = method.split("/")[1].rpartition(".")[2]
        self._headers = {key: value for key, value in headers.items() if isinstance(value, str)}
        self._translate = translate

    def unary(self, behaviour: Any) -> Any:
        async def answer(request: Message, context: Context) -> Message:
            started = time.perf_counter()
            with self._span():
                try:
                    self._enter(request, context)
                    result: Message = await behaviour(request, context)
                except BaseException as error:
                    await self._fail(error, context, started)
                self._done("OK", started)
                return result

        return answer

    def stream(self, behaviour: Any) -> Any:
        async def answer(request: Message, context: Context) -> AsyncIterator[Message]:
            started = time.perf_counter()
            with self._span():
                try:
                    self._enter(request, context)
                    async for message in behaviour(request, context):
                        yield message
                except BaseException as error:
                    await self._fail(error, context, started)
                self._done("OK", started)

        return answer

    def _span(self) -> Any:
        return _tracer.start_as_current_span(
            f"{self._service}/{self._method}", context=propagate.extract(self._headers)
        )

    def _enter(self, request: Message, context: Context) -> None:
        remaining: float | None = context.time_remaining()
        # Without a deadline grpc says None, or a time of centuries.
        if remaining is None or remaining > 10_000_000:  # pyright: ignore[reportUnnecessaryComparison]
            raise DeadlineRequired
        actor = unquote(self._headers.get(call.ACTOR_HEADER, call.SYSTEM))
        call.enter(call.Call(actor, time.monotonic() + remaining))
        check_message(request)

    async def _fail(self, error: BaseException, context: Context, started: float) -> NoReturn:
        if isinstance(error, asyncio.CancelledError | GeneratorExit):
            self._done("CANCELLED", started)
            raise error
        problem = self._problem(error)
        self._done(problem.code.name, started, problem.reason)
        await context.abort_with_status(rpc_status.to_status(problem_to_status(problem)))  # pyright: ignore[reportArgumentType]

    def _problem(self, error: BaseException) -> Problem:
        if isinstance(error, Problem):
            return error
        if isinstance(error, TimeoutError):
            return TimedOut()
        if isinstance(error, NotImplementedError):
            # Raised by the generated servicer for a call that has no method.
            return Unimplemented()
        if isinstance(error, Exception):
            problem = self._translate(error)
            if problem is not None:
                return problem
        log.error("call failed", method=self._method, exc_info=error)
        span = trace.get_current_span().get_span_context()
        return Internal(metadata={"trace_id": f"{span.trace_id:032x}"})

    def _done(self, code: str, started: float, reason: str = "") -> None:
        seconds = time.perf_counter() - started
        metrics.RPC_SECONDS.labels(self._service, self._method, code).observe(seconds)
        fields = {"reason": reason} if reason else {}
        write = log.debug if code == "OK" and seconds < 1 else log.info
        write("call", method=self._method, code=code, ms=round(seconds * 1000, 2), **fields)


class Server:
    """A gRPC server with health and reflection. `translate` turns driver errors into problems."""

    def __init__(self, listen: str, translate: Translate = lambda _error: None) -> None:
        self.server = grpc.aio.server(
            interceptors=[Gatekeeper(translate)],
            maximum_concurrent_rpcs=MAX_CALLS,
            options=[
                ("grpc.max_receive_message_length", MAX_MESSAGE),
                ("grpc.max_send_message_length", MAX_MESSAGE),
                ("grpc.max_metadata_size", 16 * 1024),
                ("grpc.so_reuseport", 0),
                ("grpc.keepalive_time_ms", 30_000),
                ("grpc.http2.min_ping_interval_without_data_ms", 20_000),
                ("grpc.keepalive_permit_without_calls", 1),
                ("grpc.max_connection_age_ms", 300_000),
            ],
        )
        self._health = health.aio.HealthServicer()
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self.server)
        self.port = self.server.add_insecure_port(listen)

    def reflect(self, *service_names: str) -> None:
        """Lets tools list these services."""
        reflection.enable_server_reflection((*service_names, reflection.SERVICE_NAME), self.server)

    async def start(self) -> None:
        """Answers from now on; not yet as ready."""
        await self._health.set("", health_pb2.HealthCheckResponse.NOT_SERVING)
        await self.server.start()

    async def ready(self, is_ready: bool = True) -> None:
        """Tells health checks whether traffic may come."""
        state = health_pb2.HealthCheckResponse
        await self._health.set("", state.SERVING if is_ready else state.NOT_SERVING)

    async def stop(self, grace: float = GRACE_SECONDS) -> None:
        """Refuses new calls, lets running ones finish within `grace` seconds."""
        await self._health.enter_graceful_shutdown()
        await self.server.stop(grace)


async def run_until_stopped(
    server: Server,
    background: Sequence[Coroutine[Any, Any, None]] = (),
    before_stop: Callable[[], None] = lambda: None,
) -> None:
    """Serves until SIGTERM or SIGINT, then stops gracefully. Background work that ends or fails ends the process with code 70.

    `before_stop` ends what a graceful stop would wait for in vain: streams that have no end of their own.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    context = structlog.contextvars.get_contextvars()
    log.info("ready", port=server.port, **context)
    tasks = [asyncio.create_task(work) for work in background]
    stopping = asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait([stopping, *tasks], return_when=asyncio.FIRST_COMPLETED)
    before_stop()
    await server.stop()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    log.info("stopped")
    for task in done - {stopping}:
        # Nothing may linger half alive (a bus client that reconnects for ever keeps the loop open): the supervisor starts anew.
        log.error("background work ended", exc_info=task.exception())
        os._exit(70)
