"""A fake of clamd at the edge of the network: it speaks INSTREAM as clamd 1.4 does, but knows the EICAR string alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

# In two halves: whole, it would make a scanner take away this very file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
FOUND = "Eicar-Test-Signature"


class ClamdFake:
    """What it does is set by tests; it remembers what it was shown."""

    def __init__(self) -> None:
        self.most_bytes = 2**31
        """As StreamMaxLength of clamd."""
        self.waits = 0.0
        """Seconds before it answers."""
        self.hangs = False
        self.drops = False
        """It closes the connection in the middle of a content."""
        self.says: bytes | None = None
        """In place of its own answer."""
        self.seen: list[bytes] = []
        self.connections = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await self._scan(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _scan(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readexactly(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(await reader.readexactly(4), "big"):
            if self.drops:
                return
            if len(content) + length > self.most_bytes:
                writer.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
            content += await reader.readexactly(length)
        if self.hangs:
            await reader.read()
            return
        await asyncio.sleep(self.waits)
        self.seen.append(content)
        own = f"stream: {FOUND} FOUND\0".encode() if EICAR in content else b"stream: OK\0"
        writer.write(own if self.says is None else self.says)


@asynccontextmanager
async def clamd_at(path: Path) -> AsyncIterator[ClamdFake]:
    """Listens on a unix socket."""
    fake = ClamdFake()
    async with await asyncio.start_unix_server(fake.answer, path):
        yield fake


@asynccontextmanager
async def clamd_over_tcp() -> AsyncIterator[tuple[ClamdFake, str]]:
    """Listens on a free port; gives host:port too."""
    fake = ClamdFake()
    async with await asyncio.start_server(fake.answer, "127.0.0.1", 0) as server:
        yield fake, f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
