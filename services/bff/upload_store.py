"""Uploads that go on after a break: an object for what is known of each, and one for each part that came.

Everything lies in the store of files, so any process takes any request, and a restart loses at most the part that was coming.
An upload has no row: it is what a later act names, which makes a blob of it, and goes by itself after a day.
"""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from contextlib import aclosing, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

import orjson

from kit.blobs import Blob, BlobStore
from kit.errors import Conflict, Invalid, NotFound, Precondition
from kit.failpoints import failpoint
from kit.logs import get_logger
from kit.objects import FileMissing, FileTooLarge, Objects, Stored, once
from services.bff.antivirus import Antivirus, FileInfected

log = get_logger("services.bff.upload_store")

MOST_BYTES = 2 * 1024**3
PART_BYTES = 64 * 1024**2
"""A longer stream is kept in parts of this size: it is what a killed process can lose."""
MOST_PARTS = 1000
LIFETIME = timedelta(hours=24)
KEEP_INFECTED = timedelta(days=30)
_UPLOADS = "uploads"
_QUARANTINE = "quarantine"
_ABOUT = "about"
_MOST_ABOUT = 10_000


class UploadNotFound(NotFound):
    """There is no such upload of this user."""

    reason = "UPLOAD_NOT_FOUND"

    def __init__(self, upload_id: str) -> None:
        super().__init__(metadata={"upload_id": upload_id})


class UploadOffsetMismatch(Conflict):
    """The upload goes on at another offset."""

    reason = "UPLOAD_OFFSET_MISMATCH"

    def __init__(self, offset: int) -> None:
        super().__init__(metadata={"offset": str(offset)})


class UploadInProgress(Conflict):
    """Another request is sending this upload."""

    http_status = 423
    reason = "UPLOAD_IN_PROGRESS"


class UploadTooManyParts(Invalid):
    """The upload came in too many parts."""

    reason = "UPLOAD_TOO_MANY_PARTS"


class UploadIncomplete(Precondition):
    """The upload has not come whole."""

    reason = "UPLOAD_INCOMPLETE"

    def __init__(self, offset: int) -> None:
        super().__init__(metadata={"offset": str(offset)})


@dataclass(frozen=True, slots=True)
class Upload:
    """What was said of an upload when it began."""

    id: str
    user: str
    file_name: str
    size: int
    expires: str
    """Instant in ISO 8601, UTC."""


class UploadStore:
    """The uploads among the objects of the store of files; with an antivirus nothing that it finds something in becomes a blob."""

    def __init__(self, objects: Objects, antivirus: Antivirus | None = None) -> None:
        self._objects = objects
        self._antivirus = antivirus
        self._sending: set[str] = set()

    async def begin(self, user: str, file_name: str, size: int) -> Upload:
        """A new upload of `size` bytes. Raises FileTooLarge."""
        if size > MOST_BYTES:
            raise FileTooLarge(MOST_BYTES)
        expires = (datetime.now(UTC) + LIFETIME).isoformat(timespec="seconds")
        upload = Upload(str(uuid.uuid4()), user, file_name, size, expires)
        about = orjson.dumps(asdict(upload))
        await self._objects.write(_about_key(upload.id), once(about), most=_MOST_ABOUT)
        return upload

    async def find(self, upload_id: str, user: str) -> Upload:
        """Raises UploadNotFound, also for what others send and for what has expired."""
        try:
            about = b"".join([piece async for piece in self._objects.read(_about_key(upload_id))])
        except FileMissing as error:
            raise UploadNotFound(upload_id) from error
        upload = Upload(**orjson.loads(about))
        if upload.user != user or datetime.fromisoformat(upload.expires) < datetime.now(UTC):
            raise UploadNotFound(upload_id)
        return upload

    async def offset(self, upload: Upload) -> int:
        """Bytes that are on the disk."""
        return _size(await self._parts(upload))

    async def append(self, upload: Upload, offset: int, content: AsyncIterable[bytes]) -> int:
        """Keeps what comes and returns the new offset; a stream that ends early is kept as far as it came.

        Raises UploadOffsetMismatch, UploadInProgress, UploadTooManyParts, StorageFull, and FileTooLarge for more than was announced, of
        which the last part is not kept.
        """
        if upload.id in self._sending:
            raise UploadInProgress
        self._sending.add(upload.id)
        try:
            parts = await self._parts(upload)
            reached = _size(parts)
            if offset != reached:
                raise UploadOffsetMismatch(reached)
            stream = aiter(content)
            for _ in range(MOST_PARTS - len(parts)):
                part = _Portion(stream)
                key = _part_key(upload.id, reached)
                reached += await self._objects.write(key, part.pieces(), most=upload.size - reached)
                failpoint("upload_part_written")
                if part.is_last:
                    return reached
            raise UploadTooManyParts
        finally:
            self._sending.discard(upload.id)

    async def finish(self, upload: Upload, owner: str) -> Blob:
        """The whole upload as a blob of a service; it can be finished again until `remove`.

        Raises UploadIncomplete, ScannerUnavailable, or FileInfected, after which the upload is not found any more.
        """
        parts = await self._parts(upload)
        reached = _size(parts)
        if reached != upload.size:
            raise UploadIncomplete(reached)
        blobs = BlobStore(self._objects, owner)
        try:
            async with aclosing(self._whole(upload, parts)) as content:
                return await blobs.put(content, most=upload.size)
        except FileInfected as infected:
            log.warning("upload quarantined", upload_id=upload.id, **infected.metadata)
            failpoint("upload_infected")
            await self._quarantine(upload)
            raise

    async def remove(self, upload_id: str) -> None:
        """Takes an upload away: what is known of it first, so that nothing half is ever found."""
        failpoint("upload_used")
        await self._objects.delete(_about_key(upload_id))
        failpoint("upload_forgotten")
        async for stored in self._objects.under(f"{_UPLOADS}/{upload_id}"):
            await self._objects.delete(stored.key)
        failpoint("upload_removed")

    async def sweep(self) -> None:
        """Takes away what nobody named for a day after it expired, and what was in quarantine for a month."""
        now = datetime.now(UTC)
        for folder, kept in ((_UPLOADS, 2 * LIFETIME), (_QUARANTINE, KEEP_INFECTED)):
            async for stored in self._objects.under(folder):
                if stored.stored_at < now - kept:
                    await self._objects.delete(stored.key)

    async def _quarantine(self, upload: Upload) -> None:
        """Puts an upload where no act can name it: what is known of it first, as in `remove`."""
        parts = [one.key async for one in self._objects.under(f"{_UPLOADS}/{upload.id}")]
        for key in sorted(parts, key=lambda key: key != _about_key(upload.id)):
            # Another that finished it at the same time may have been faster.
            with suppress(FileMissing):
                await self._objects.rename(key, f"{_QUARANTINE}{key.removeprefix(_UPLOADS)}")
            failpoint("upload_quarantining")

    async def _parts(self, upload: Upload) -> list[Stored]:
        """The parts in order, as far as they join."""
        found = {
            stored.key: stored async for stored in self._objects.under(f"{_UPLOADS}/{upload.id}")
        }
        parts: list[Stored] = []
        # An empty one is left by a stream that broke off at once; the next that comes takes its place.
        while (part := found.get(_part_key(upload.id, _size(parts)))) and part.size:
            parts.append(part)
        return parts

    def _whole(self, upload: Upload, parts: list[Stored]) -> AsyncGenerator[bytes]:
        joined = self._joined(parts)
        return self._antivirus.scanned(joined, upload.size) if self._antivirus else joined

    async def _joined(self, parts: list[Stored]) -> AsyncGenerator[bytes]:
        for part in parts:
            async for piece in self._objects.read(part.key):
                yield piece


class _Portion:
    """The next part of a stream; `is_last` once the stream has ended."""

    def __init__(self, stream: AsyncIterator[bytes]) -> None:
        self._stream = stream
        self.is_last = False

    async def pieces(self) -> AsyncGenerator[bytes]:
        size = 0
        async for piece in self._stream:
            yield piece
            size += len(piece)
            if size >= PART_BYTES:
                return
        self.is_last = True


def _size(parts: list[Stored]) -> int:
    return sum(part.size for part in parts)


def _about_key(upload_id: str) -> str:
    return f"{_UPLOADS}/{upload_id}/{_ABOUT}"


def _part_key(upload_id: str, offset: int) -> str:
    return f"{_UPLOADS}/{upload_id}/{offset:016d}"
