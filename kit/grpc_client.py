"""Calls to another service: a deadline always, at most one retry for reads, a breaker, and typed errors."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any, TypeVar
from urllib.parse import quote

import grpc
from google.protobuf.message import Message
from grpc_health.v1 import health_pb2, health_pb2_grpc

from kit import call
from kit.errors import Problem, TimedOut, Unavailable, problem_from_call
from kit.grpc_server import MAX_MESSAGE

Answer = TypeVar("Answer", bound=Message)

# One channel drops about a tenth of 2 000 simultaneous calls (measured); far fewer are ever useful here.
MAX_PARALLEL = 100
BREAK_AFTER = 5
BREAK_SECONDS = 1.0
HEALTH_SECONDS = 1.0


class Peer:
    """Another service at host:port. `name` goes into errors: Unavailable with metadata part=name."""

    def __init__(self, name: str, address: str) -> None:
        self.name = name
        self.channel = grpc.aio.insecure_channel(
            address,
            options=[
                ("grpc.max_receive_message_length", MAX_MESSAGE),
                ("grpc.max_send_message_length", MAX_MESSAGE),
                ("grpc.keepalive_time_ms", 30_000),
                ("grpc.initial_reconnect_backoff_ms", 100),
                ("grpc.min_reconnect_backoff_ms", 100),
                ("grpc.max_reconnect_backoff_ms", 1_000),
                ("grpc.lb_policy_name", "round_robin"),
                ("grpc.enable_retries", 0),
            ],
        )
        self._parallel = asyncio.Semaphore(MAX_PARALLEL)
        self._failures = 0
        self._closed_until = 0.0

    async def call(
        self,
        method: grpc.aio.UnaryUnaryMultiCallable[Any, Answer],
        request: Message,
        *,
        timeout: float,
        retry: bool = False,
    ) -> Answer:
        """The answer of one unary call within `timeout` seconds (less when the caller's deadline is nearer).

        `retry` is for reads and keyed writes: one more try when the peer was not reached. Raises kit.errors.
        """
        if time.monotonic() < self._closed_until:
            raise Unavailable(f"{self.name} does not answer", metadata={"part": self.name})
        async with self._parallel:
            try:
                return await self._once(method, request, timeout)
            except Unavailable:
                if not retry:
                    raise
            await asyncio.sleep(0.02)
            return await self._once(method, request, timeout)

    async def pages(
        self,
        method: grpc.aio.UnaryUnaryMultiCallable[Any, Answer],
        request: Message,
        *,
        timeout: float,
    ) -> AsyncGenerator[Answer]:
        """The pages of a list from where `request` begins, each asked for within `timeout` seconds when the one before is done with.

        Raises kit.errors. The request goes from page to page and is nobody else's meanwhile.
        """
        # Messages of lists have the same fields for tokens, and no class in common that says so.
        asked: Any = request
        while True:
            page: Any = await self.call(method, request, timeout=timeout, retry=True)
            yield page
            if not page.next_page_token:
                return
            asked.page_token = page.next_page_token

    async def stream(
        self,
        method: grpc.aio.UnaryStreamMultiCallable[Any, Answer],
        request: Message,
        *,
        timeout: float,
    ) -> AsyncIterator[Answer]:
        """The messages of a server stream that ends within `timeout` seconds. Raises kit.errors."""
        try:
            async for message in method(
                request, timeout=call.remaining(timeout), metadata=self._metadata()
            ):
                yield message
        except grpc.aio.AioRpcError as error:
            # The time limit of a stream is how it ends.
            raise self._problem(error, counts_time=False) from error

    async def is_serving(self) -> bool:
        """Whether the peer says that it is ready. It is asked past the breaker, and a yes ends the break."""
        check = health_pb2_grpc.HealthStub(self.channel).Check
        try:
            answer = await check(health_pb2.HealthCheckRequest(), timeout=HEALTH_SECONDS)
        except grpc.aio.AioRpcError:
            return False
        is_serving = answer.status == health_pb2.HealthCheckResponse.SERVING
        if is_serving:
            self._closed_until = 0.0
        return is_serving

    async def _once(
        self,
        method: grpc.aio.UnaryUnaryMultiCallable[Any, Answer],
        request: Message,
        timeout: float,
    ) -> Answer:
        limit = call.remaining(timeout)
        if limit <= 0:
            raise TimedOut
        try:
            result = await method(request, timeout=limit, metadata=self._metadata())
        except grpc.aio.AioRpcError as error:
            # That a caller had too little time left says nothing about the peer.
            raise self._problem(error, counts_time=limit >= timeout) from error
        self._failures = 0
        return result

    def _metadata(self) -> tuple[tuple[str, str], ...]:
        # Header values are ASCII; names of people are not.
        headers = {call.ACTOR_HEADER: quote(call.current().actor), **call.trace_headers()}
        return tuple(headers.items())

    def _problem(self, error: grpc.aio.AioRpcError, *, counts_time: bool) -> Problem:
        problem = problem_from_call(error)
        if isinstance(problem, Unavailable | TimedOut):
            problem.metadata.setdefault("part", self.name)
            if counts_time or isinstance(problem, Unavailable):
                self._failures += 1
            if self._failures >= BREAK_AFTER:
                # Half open afterwards: the next failure closes it again at once.
                self._closed_until = time.monotonic() + BREAK_SECONDS
        else:
            # It answers, if only to refuse.
            self._failures = 0
        return problem

    async def close(self) -> None:
        """Closes the channel."""
        await self.channel.close()
