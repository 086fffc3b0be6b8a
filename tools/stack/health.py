"""Asks a service whether it is ready."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import grpc
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse

from tools.stack.ports import LOOPBACK

Probe = Callable[[], Awaitable[bool]]
SECONDS = 2.0


async def _listens(port: int) -> bool:
    """Whether anything takes connections; far cheaper than a gRPC channel while a service still loads its modules."""
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        return False
    writer.close()
    return True


def over_grpc(port: int) -> Probe:
    """A probe by grpc.health.v1 for the server as a whole."""

    async def probe() -> bool:
        if not await _listens(port):
            return False
        # A channel of its own for each question: a used one would wait out its reconnect pause after a restart.
        async with grpc.aio.insecure_channel(f"{LOOPBACK}:{port}") as channel:
            try:
                check = channel.unary_unary(
                    "/grpc.health.v1.Health/Check",
                    request_serializer=HealthCheckRequest.SerializeToString,
                    response_deserializer=HealthCheckResponse.FromString,
                )
                answer = await check(HealthCheckRequest(), timeout=SECONDS)
            except grpc.aio.AioRpcError:
                return False
            return answer.status == HealthCheckResponse.SERVING

    return probe


def over_http(port: int, path: str) -> Probe:
    """A probe by GET; ready is status 200."""

    async def probe() -> bool:
        try:
            async with asyncio.timeout(SECONDS):
                reader, writer = await asyncio.open_connection(LOOPBACK, port)
                request = f"GET {path} HTTP/1.1\r\nHost: {LOOPBACK}\r\nConnection: close\r\n\r\n"
                writer.write(request.encode())
                status_line = await reader.readline()
                writer.close()
        except (OSError, TimeoutError):
            return False
        return status_line.split(b" ")[1:2] == [b"200"]

    return probe


def in_thread(question: Callable[[], bool]) -> Probe:
    """A probe by a blocking function."""

    async def probe() -> bool:
        return await asyncio.to_thread(question)

    return probe
