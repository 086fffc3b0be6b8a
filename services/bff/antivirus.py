"""Files are shown to clamd while they are stored: its command INSTREAM, over TCP or a unix socket.

What it does not answer for is not taken: a scanner that is away, too slow or will not look at a file of this size refuses the file for now.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterable

from prometheus_client import Counter

from kit.errors import Invalid, Unavailable
from kit.logs import get_logger

log = get_logger("services.bff.antivirus")

FILES_SCANNED = Counter(
    "files_scanned", "Files shown to the scanner by what it said: clean, infected, failed", ["said"]
)
CONNECT_SECONDS = 5.0
LEAST_SECONDS = 30.0
"""What any file may take, from the connection to the answer."""
_BYTES_PER_SECOND = 10 * 1024**2
"""A file may take a second more for each so many bytes; clamd is several times as fast."""
_LONGEST_ANSWER = 4096
_LENGTH_BYTES = 4
_CLEAN = b"stream: OK"
_FOUND = re.compile(rb"stream: (?!Heuristics\.Limits\.Exceeded)(.{1,200}) FOUND")
"""What exceeds a limit of clamd was not looked at to its end, and is not infected for that."""


class FileInfected(Invalid):
    """The scanner found something in the file."""

    reason = "FILE_INFECTED"

    def __init__(self, found: str) -> None:
        super().__init__(metadata={"found": found})


class ScannerUnavailable(Unavailable):
    """The scanner of files does not answer for this one."""

    reason = "SCANNER_UNAVAILABLE"


class Antivirus:
    """clamd at `host:port`, or at the path of a unix socket."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def scanned(self, content: AsyncIterable[bytes], size: int) -> AsyncGenerator[bytes]:
        """The content of `size` bytes; it comes to its end only when the scanner, which was shown all of it, has found nothing.

        Raises FileInfected, ScannerUnavailable, or what `content` raises.
        """
        deadline = asyncio.get_running_loop().time() + LEAST_SECONDS + size / _BYTES_PER_SECOND
        try:
            scan = await self._begin(deadline)
            try:
                async for piece in content:
                    await scan.show(piece)
                    yield piece
                answer = await scan.end()
            finally:
                scan.close()
        except (OSError, EOFError, asyncio.LimitOverrunError) as error:
            raise _failed(type(error).__name__) from error
        if found := _FOUND.fullmatch(answer):
            FILES_SCANNED.labels("infected").inc()
            raise FileInfected(found.group(1).decode("utf-8", "replace"))
        if answer != _CLEAN:
            raise _failed(answer.decode("utf-8", "replace"))
        FILES_SCANNED.labels("clean").inc()

    async def _begin(self, deadline: float) -> _Scan:
        host, colon, port = self._address.rpartition(":")
        async with asyncio.timeout(CONNECT_SECONDS):
            if colon and port.isdecimal():
                opened = await asyncio.open_connection(host, int(port), limit=_LONGEST_ANSWER)
            else:
                opened = await asyncio.open_unix_connection(self._address, limit=_LONGEST_ANSWER)
        return _Scan(*opened, deadline)


class _Scan:
    """One connection, which scans one content."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, deadline: float
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._deadline = deadline
        writer.write(b"zINSTREAM\0")

    async def show(self, piece: bytes) -> None:
        """Sends a piece."""
        # One of no length is how a content ends.
        if piece:
            await self._send(piece)

    async def end(self) -> bytes:
        """What the scanner says of all that it was shown."""
        await self._send(b"")
        return await self._answer()

    def close(self) -> None:
        """Ends the connection."""
        self._writer.close()

    async def _send(self, piece: bytes) -> None:
        async with asyncio.timeout_at(self._deadline):
            self._writer.write(len(piece).to_bytes(_LENGTH_BYTES, "big") + piece)
            await self._writer.drain()

    async def _answer(self) -> bytes:
        async with asyncio.timeout_at(self._deadline):
            return (await self._reader.readuntil(b"\0"))[:-1]


def _failed(cause: str) -> ScannerUnavailable:
    FILES_SCANNED.labels("failed").inc()
    log.error("file not scanned", cause=cause)
    return ScannerUnavailable()
