"""The HTTP server: a graceful stop that ends event streams first, and connections that do not wait for ever for a request."""

from __future__ import annotations

import asyncio
import socket

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from services.bff.app import Bff

HEAD_SECONDS = 10.0
MOST_HEAD_BYTES = 64 * 1024


class HttpServer(uvicorn.Server):
    """Serves the bff at host:port until SIGTERM."""

    def __init__(self, bff: Bff, listen: str, *, grace_seconds: int = 15) -> None:
        host, _, port = listen.rpartition(":")
        super().__init__(
            uvicorn.Config(
                bff.entrance,
                host=host,
                port=int(port),
                http=Connection,
                loop="uvloop",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                ws="none",
                lifespan="on",
                timeout_keep_alive=30,
                timeout_graceful_shutdown=grace_seconds,
            )
        )
        self._bff = bff

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stops gracefully; open event streams are ended first, or the server would wait for them."""
        self._bff.hub.close()
        await super().shutdown(sockets)


class Connection(HttpToolsProtocol):
    """Is cut when the head of a request is not there within 10 seconds of its first byte, or of the connection, or 64 KiB.

    uvicorn limits only the silence between requests: a byte now and then, or none at all after connecting, would hold a
    connection for ever, and a head without end all memory. How long a body may take is the matter of edge.py.
    """

    _deadline: asyncio.TimerHandle | None = None
    _head_bytes: int | None = None
    """Bytes that came while a head was not complete; None between a head and the next."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Waits for the first request."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Waits on while nothing of what came is a request that runs."""
        super().data_received(data)
        # Before the first request there is no cycle.
        if getattr(self.cycle, "response_complete", True):
            self._await_head()
        else:
            self._stop_waiting()
        if self._head_bytes is not None:
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                self.transport.close()

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._head_bytes = 0

    def on_headers_complete(self) -> None:
        """A head is complete; what comes now is the body."""
        self._head_bytes = None
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Waits for nothing more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
