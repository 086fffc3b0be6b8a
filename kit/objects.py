"""Objects: streams of bytes under keys, in a local folder or in S3, durable when a write returns.

obstore does the work of each backend. A local folder gets what it lacks there: file and folder are synchronised to the disk before a
write returns, and a full disk has its own problem. An object appears whole or not at all; what a killed process was writing is
invisible and goes with `sweep`.
"""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import AsyncGenerator, AsyncIterable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import from_url

from kit.errors import Invalid, NotFound, Unavailable

if TYPE_CHECKING:
    from obstore import GetOptions

CHUNK = 1024 * 1024
"""Bytes that are read, and written to the backend, at once."""
_S3_PART = 8 * 1024 * 1024
"""Bytes that are written to S3 at once, which takes no less than 5 MiB, and no more than 10 000 such parts."""
_S3_AT_ONCE = 2
"""Parts of an object that are on their way: they stay in memory."""
_S3_SECONDS = timedelta(seconds=20)
"""A request is tried again for so long."""
_UNFINISHED = "*#*"
"""How obstore names the files of a local folder that are not whole yet."""


class FileTooLarge(Invalid):
    """The file is larger than is taken."""

    http_status = 413
    reason = "FILE_TOO_LARGE"

    def __init__(self, most: int) -> None:
        super().__init__(metadata={"most_bytes": str(most)})


class FileMissing(NotFound):
    """The store does not hold this file."""

    http_status = 502
    reason = "FILE_MISSING"

    def __init__(self, key: str) -> None:
        super().__init__(metadata={"file": key})


class StorageFull(Unavailable):
    """There is no room for more files."""

    http_status = 507
    reason = "STORAGE_FULL"


class StorageUnavailable(Unavailable):
    """The store of files does not answer."""

    reason = "STORAGE_UNAVAILABLE"


@dataclass(frozen=True, slots=True)
class Stored:
    """An object: its key, bytes, and when it was written."""

    key: str
    size: int
    stored_at: datetime


class Objects:
    """The objects below a URL: `file:///folder`, or `s3://bucket/prefix` with the AWS_… variables of obstore."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._root = Path(unquote(parts.path)) if parts.scheme == "file" else None
        if self._root is not None:
            self._root.mkdir(parents=True, exist_ok=True)
            self._store = from_url(url)
        else:
            self._store = from_url(
                url, retry_config={"max_retries": 3, "retry_timeout": _S3_SECONDS}
            )

    async def write(self, key: str, content: AsyncIterable[bytes], *, most: int) -> int:
        """Writes the object and returns its bytes. Raises FileTooLarge, StorageFull or what `content` raises; then nothing is written."""
        writer = obstore.open_writer_async(
            self._store,
            key,
            buffer_size=_S3_PART if self._root is None else CHUNK,
            max_concurrency=_S3_AT_ONCE,
        )
        size = 0
        try:
            async for piece in content:
                size += len(piece)
                if size > most:
                    raise FileTooLarge(most)
                with _translated(key):
                    await writer.write(piece)
            with _translated(key):
                await writer.close()
        finally:
            # A writer that is dropped before it is closed takes back what it wrote; a traceback would keep it alive.
            del writer
        await self._synchronise(key)
        return size

    async def read(self, key: str, first: int = 0, end: int | None = None) -> AsyncGenerator[bytes]:
        """The bytes from `first` to before `end`. Raises FileMissing."""
        options: GetOptions = {"range": (first, end) if end is not None else {"offset": first}}
        with _translated(key):
            found = await obstore.get_async(self._store, key, options=options)
            async for piece in found.stream(min_chunk_size=CHUNK):
                yield piece

    async def size(self, key: str) -> int | None:
        """Bytes of the object; None when it is not there."""
        try:
            with _translated(key):
                return (await obstore.head_async(self._store, key))["size"]
        except FileMissing:
            return None

    async def under(self, prefix: str) -> AsyncGenerator[Stored]:
        """Every object in the folder `prefix`, in no order."""
        # Its other answer is an Arrow table, whose library is not here to be known.
        pages = obstore.list(self._store, prefix)  # pyright: ignore[reportUnknownMemberType]
        with _translated(prefix):
            async for page in pages:
                for one in page:
                    yield Stored(one["path"], one["size"], one["last_modified"])

    async def rename(self, key: str, to: str) -> None:
        """Gives the object another key, in place of whatever is there. Raises FileMissing."""
        with _translated(key):
            await obstore.rename_async(self._store, key, to)
        await self._synchronise(to)

    async def delete(self, key: str) -> None:
        """Takes the object away; nothing happens when it is not there."""
        with suppress(FileMissing), _translated(key):
            await obstore.delete_async(self._store, key)

    async def sweep(self, before: datetime) -> None:
        """Takes away what killed processes were writing to a local folder before this. S3 does so by a lifecycle rule."""
        if self._root is not None:
            await asyncio.to_thread(_sweep, self._root, before.timestamp())

    async def _synchronise(self, key: str) -> None:
        if self._root is not None:
            await asyncio.to_thread(_synchronise, self._root, self._root / key)


async def once(content: bytes) -> AsyncGenerator[bytes]:
    """A content that is at hand, as a stream of one piece."""
    yield content


@contextmanager
def _translated(key: str) -> Generator[None]:
    """Turns what the backend raises into the problems of this module."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileMissing(key) from error
    except (OSError, BaseError) as error:
        # obstore keeps the number of the operating system in its text alone.
        full = (f"(os error {number})" for number in (errno.ENOSPC, errno.EDQUOT))
        if any(text in str(error) for text in full):
            raise StorageFull from error
        raise StorageUnavailable from error


def _synchronise(root: Path, path: Path) -> None:
    """Brings the file and every folder that leads to it to the disk."""
    _to_disk(path)
    folder = path.parent
    while folder.is_relative_to(root):
        _to_disk(folder)
        folder = folder.parent


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(root: Path, before: float) -> None:
    for path in root.rglob(_UNFINISHED):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
