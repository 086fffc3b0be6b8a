"""Connections, over real sockets: a request that does not come is not waited for, one that runs is."""

from __future__ import annotations

import asyncio
import contextlib
from urllib.parse import urlsplit

import pytest

from services.bff import http_server
from tests.bff.conftest import System

ALIVE = b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"


async def connect(system: System) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    target = urlsplit(system.base)
    return await asyncio.open_connection(target.hostname, target.port)


async def read_answer(reader: asyncio.StreamReader) -> bytes:
    """The status line; the rest of the answer is read away."""
    head = await reader.readuntil(b"\r\n\r\n")
    headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:-2])
    await reader.readexactly(int(headers[b"content-length"]))
    return head.split(b"\r\n")[0]


@pytest.mark.parametrize("requests_before", [0, 1])
async def test_a_head_that_trickles_in_is_cut(
    system: System, monkeypatch: pytest.MonkeyPatch, requests_before: int
) -> None:
    monkeypatch.setattr(http_server, "HEAD_SECONDS", 0.3)
    reader, writer = await connect(system)
    for _ in range(requests_before):
        writer.write(ALIVE)
        assert b" 200 " in await read_answer(reader)
    writer.write(b"GET /livez HTTP/1.1\r\nX-Slow: ")

    async def trickle() -> None:
        while True:
            writer.write(b"a")
            await asyncio.sleep(0.02)

    trickling = asyncio.create_task(trickle())
    try:
        assert await asyncio.wait_for(reader.read(), 30) == b""
    finally:
        trickling.cancel()
        writer.close()


async def test_a_head_without_end_is_cut(system: System) -> None:
    reader, writer = await connect(system)
    writer.write(b"GET /livez HTTP/1.1\r\n")

    async def pour() -> None:
        while True:
            writer.write(b"X-Long: " + b"a" * 8000 + b"\r\n")
            await writer.drain()

    pouring = asyncio.create_task(pour())
    with contextlib.suppress(ConnectionError):
        assert await asyncio.wait_for(reader.read(), 5) == b""
    await asyncio.wait([pouring], timeout=5)
    assert isinstance(pouring.exception(), ConnectionError)
    writer.close()


async def test_a_connection_on_which_nothing_is_asked_is_cut(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_server, "HEAD_SECONDS", 0.3)
    reader, writer = await connect(system)
    assert await asyncio.wait_for(reader.read(), 30) == b""
    writer.close()


async def test_a_request_that_takes_longer_than_its_head_may_is_answered(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_server, "HEAD_SECONDS", 0.3)
    system.clients.hung = {"ListGroups"}
    reader, writer = await connect(system)
    half = len(ALIVE) // 2
    writer.write(ALIVE[:half])
    await asyncio.sleep(0.05)
    writer.write(ALIVE[half:])
    assert b" 200 " in await read_answer(reader)
    token = system.http.headers["authorization"]
    writer.write(f"GET /api/groups HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n\r\n".encode())
    assert b" 504 " in await asyncio.wait_for(read_answer(reader), 30)
    writer.write(ALIVE)
    assert b" 200 " in await read_answer(reader)
    writer.close()


async def test_the_rest_of_a_refused_body_is_thrown_away_and_the_next_request_answered(
    system: System,
) -> None:
    reader, writer = await connect(system)
    body = b"x" * (2 * 1024 * 1024)
    token = system.http.headers["authorization"]
    writer.write(
        f"POST /api/clients HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    )
    assert b" 413 " in await read_answer(reader)
    writer.write(body + ALIVE)
    assert b" 200 " in await read_answer(reader)
    writer.close()
