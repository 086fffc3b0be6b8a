"""The floor: a FastAPI endpoint and a gRPC call that answer ready bytes and nothing else, in a process of their own.

`python -m bench.bare HTTP_PORT GRPC_PORT BYTES`; `bare_servers` runs it.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from dataclasses import dataclass

import grpc
import uvicorn
from fastapi import FastAPI
from starlette.responses import Response

from bench.figure import CannotMeasure
from bench.rest import Rest
from tools.stack import ports

METHOD = "/bench.Bare/Call"
START_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Bare:
    """Where the two servers listen."""

    url: str
    grpc_address: str


@contextlib.contextmanager
def bare_servers(size: int) -> Generator[Bare]:
    """Both servers, answering `size` bytes."""
    http_port, grpc_port = ports.free_ports(2)
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.bare", str(http_port), str(grpc_port), str(size)]
    )
    try:
        _wait_for(http_port)
        yield Bare(f"http://{ports.LOOPBACK}:{http_port}", f"{ports.LOOPBACK}:{grpc_port}")
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            Rest(f"http://{ports.LOOPBACK}:{port}").get("/")
            return
        time.sleep(0.05)
    raise CannotMeasure("the bare reference server did not start")


class UnaryCall:
    """One bare gRPC unary call at a time from synchronous code."""

    def __init__(self, address: str) -> None:
        self._channel = grpc.insecure_channel(address)
        self._call = self._channel.unary_unary(METHOD)

    def __call__(self) -> bytes:
        """The answer's bytes."""
        return self._call(b"", timeout=5.0)

    def close(self) -> None:
        """Ends the channel."""
        self._channel.close()


async def _serve(http_port: int, grpc_port: int, size: int) -> None:
    body = b"x" * size
    api = FastAPI(openapi_url=None)

    @api.get("/")
    async def hello(q: str = "", offset: int = 0, limit: int = 100) -> Response:  # pyright: ignore[reportUnusedFunction]
        return Response(body, media_type="application/json")

    async def answer(request: bytes, context: object) -> bytes:
        return body

    server = grpc.aio.server()
    handlers = {"Call": grpc.unary_unary_rpc_method_handler(answer)}
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("bench.Bare", handlers),))
    server.add_insecure_port(f"{ports.LOOPBACK}:{grpc_port}")
    await server.start()
    config = uvicorn.Config(
        api, host=ports.LOOPBACK, port=http_port, log_config=None, access_log=False, ws="none"
    )
    with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError, socket.error):
        await uvicorn.Server(config).serve()
    await server.stop(0)


if __name__ == "__main__":
    asyncio.run(_serve(*(int(word) for word in sys.argv[1:4])))
