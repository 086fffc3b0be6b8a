"""Blobs: files by the SHA-256 of their content, so that each content is stored once and proves itself.

Each service has a folder of its own in the store, as it alone knows which of its blobs are pointed to. It keeps the rows that point
to them, and commits a row only after `put` has returned. A row that goes leaves its blob, as others may point to it; the checker
collects what no row has pointed to for a day.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import AsyncGenerator, AsyncIterable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from kit.errors import Internal, Invalid
from kit.failpoints import failpoint
from kit.logs import get_logger
from kit.objects import Objects, Stored, once

log = get_logger("kit.blobs")

GRACE = timedelta(hours=24)
"""A blob that no row points to stays this long: its row may be about to be committed."""
PROVED_IN_MEMORY = 16 * 1024 * 1024
"""Bytes up to which a content is kept in memory while it is proved: nearly every photo and PDF."""


class FileEmpty(Invalid):
    """The file holds nothing."""

    reason = "FILE_EMPTY"


class FileHashMismatch(Invalid):
    """The content is not what the sender said it was."""

    reason = "FILE_HASH_MISMATCH"


class FileDamaged(Internal):
    """The stored content is not what was stored."""

    http_status = 502
    reason = "FILE_DAMAGED"

    def __init__(self, digest: str) -> None:
        super().__init__(metadata={"file": digest})


@dataclass(frozen=True, slots=True)
class Blob:
    """A content: its SHA-256 in hex, and its bytes."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checker found: blobs that rows point to and that are not there or hold something else, and what it took away."""

    missing: list[str]
    damaged: list[str]
    orphans: int


class BlobStore:
    """The blobs of one service, its `owner`, in the folder of that name."""

    def __init__(self, objects: Objects, owner: str) -> None:
        self._objects = objects
        self._blobs = f"{owner}/blobs"
        self._incoming = f"{owner}/incoming"
        self._checked = f"{owner}/checks"

    async def put(
        self, content: AsyncIterable[bytes], *, most: int, digest: str | None = None
    ) -> Blob:
        """Stores the content, hashed on the way, and returns when it is on the disk.

        `digest` is what the sender says the hash is. Raises FileTooLarge, FileEmpty, FileHashMismatch or StorageFull; then nothing is stored.
        """
        hashed = _Hashed(content)
        incoming = f"{self._incoming}/{uuid.uuid4()}"
        size = await self._objects.write(incoming, hashed.pieces(), most=most)
        if size == 0 or (digest is not None and digest != hashed.digest):
            await self._objects.delete(incoming)
            raise FileHashMismatch if size else FileEmpty
        failpoint("blob_written")
        # In place of the same content when it is there: a damaged one is made good.
        await self._objects.rename(incoming, self._key(hashed.digest))
        failpoint("blob_renamed")
        return Blob(hashed.digest, size)

    async def read(
        self, blob: Blob, first: int = 0, end: int | None = None
    ) -> AsyncGenerator[bytes]:
        """The content, or the bytes from `first` to before `end` of it.

        A whole content is hashed on the way and breaks off with FileDamaged before its last piece when it is not what was stored. A part
        cannot be proved: that it is damaged is found by the next whole reading, or by the daily check.
        Raises FileMissing.
        """
        if first == 0 and (end is None or end >= blob.size):
            hashed = _Hashed(self._objects.read(self._key(blob.digest)))
            last = b""
            async for piece in hashed.pieces():
                if last:
                    yield last
                last = piece
            if hashed.digest != blob.digest:
                log.error("blob is damaged", digest=blob.digest)
                raise FileDamaged(blob.digest)
            yield last
        else:
            async for piece in self._objects.read(self._key(blob.digest), first, end):
                yield piece

    async def proved(self, blob: Blob) -> AsyncIterable[bytes]:
        """The content, found to be what was stored before any of it is given; one of more than PROVED_IN_MEMORY is read twice for that.

        Raises FileMissing or FileDamaged.
        """
        if blob.size > PROVED_IN_MEMORY:
            async for _ in self.read(blob):
                pass
            return self.read(blob)
        return once(b"".join([piece async for piece in self.read(blob)]))

    async def size(self, digest: str) -> int | None:
        """Bytes of a blob; None when it is not there."""
        return await self._objects.size(self._key(digest))

    async def check(self, pointed_to: Collection[str], now: datetime) -> Checked:
        """Reads every blob that rows point to, and takes away those that none has pointed to for a day."""
        before = now - GRACE
        orphans = 0
        async for stored in self._objects.under(self._incoming):
            if stored.stored_at < before:
                await self._objects.delete(stored.key)
        present: set[str] = set()
        damaged: list[str] = []
        async for stored in self._objects.under(self._blobs):
            digest = stored.key.rpartition("/")[2]
            if digest not in pointed_to:
                if stored.stored_at < before:
                    orphans += await self._take_away(stored)
                continue
            present.add(digest)
            if not await self._is_whole(digest):
                damaged.append(digest)
        await self._objects.sweep(before)
        return Checked(sorted(set(pointed_to) - present), sorted(damaged), orphans)

    async def mark_checked(self) -> None:
        """Remembers that all blobs were checked now."""
        await self._objects.write(f"{self._checked}/last", once(b"."), most=1)

    async def checked_at(self) -> datetime | None:
        """When they were last; None before the first time."""
        async for stored in self._objects.under(self._checked):
            return stored.stored_at
        return None

    def _key(self, digest: str) -> str:
        return f"{self._blobs}/{digest[:2]}/{digest}"

    async def _take_away(self, listed: Stored) -> bool:
        """Deletes an orphan, unless the same content has been put again since it was listed."""
        # Listed once more, as the instant of a single object is told less exactly by S3.
        async for now in self._objects.under(listed.key.rpartition("/")[0]):
            if now == listed:
                await self._objects.delete(listed.key)
                failpoint("orphan_deleted")
                return True
        return False

    async def _is_whole(self, digest: str) -> bool:
        hashed = _Hashed(self._objects.read(self._key(digest)))
        async for _ in hashed.pieces():
            pass
        return hashed.digest == digest


class _Hashed:
    """A stream that hashes what passes."""

    def __init__(self, content: AsyncIterable[bytes]) -> None:
        self._content = content
        self._hash = hashlib.sha256()

    async def pieces(self) -> AsyncGenerator[bytes]:
        """The stream."""
        async for piece in self._content:
            self._hash.update(piece)
            yield piece

    @property
    def digest(self) -> str:
        """Of what has passed."""
        return self._hash.hexdigest()
