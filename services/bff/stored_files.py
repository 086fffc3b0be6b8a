"""Stored files: taken from uploads, and given as answers.

An answer comes in ranges, with an entity tag, and so that nothing in it can act in the name of this site.
"""

from __future__ import annotations

import re
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import NamedTuple
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kit import call
from kit.blobs import Blob, BlobStore
from kit.errors import FieldViolation, Invalid
from services.bff.middleware import REQUEST_SECONDS
from services.bff.problems import ValueRefused
from services.bff.upload_store import UploadNotFound, UploadStore

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
_SAFE_HEADERS = {
    "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "accept-ranges": "bytes",
}
# It is asked each time, as whoever may not read it any more has no copy that is shown.
_ASKED_EACH_TIME = "private, no-cache"
_KEPT = "private, max-age=31536000, immutable"


class NamedFile(NamedTuple):
    """A stored content under the name of a file."""

    blob: Blob
    name: str


async def taken_file(
    uploads: UploadStore,
    owner: str,
    user: str,
    upload_id: str | None,
    kept: Callable[[], Awaitable[NamedFile | None]],
) -> NamedFile:
    """The file of an upload, stored for a service; when the upload is over or none is named, the one that is `kept` already.

    Raises UploadNotFound, UploadIncomplete, FileInfected, ScannerUnavailable, or ValueRefused when there is neither.
    """
    over: UploadNotFound | None = None
    if upload_id is not None:
        try:
            upload = await uploads.find(upload_id, user)
            blob = await uploads.finish(upload, owner)
            # A large file takes longer to join and to scan than a request may: the calls that follow have their own time.
            call.enter(call.Call(call.current().actor, time.monotonic() + REQUEST_SECONDS))
            return NamedFile(blob, upload.file_name)
        except UploadNotFound as error:
            # It was taken before, and the answer got lost; or it never was.
            over = error
    found = await kept()
    if found is not None:
        return found
    if over is not None:
        raise over
    rule = FieldViolation("upload_id", "required", "there is no content yet")
    raise ValueRefused("there is no content", violations=(rule,))


class RangeInvalid(Invalid):
    """The file does not have these bytes, or more than one range was asked for."""

    http_status = 416
    reason = "RANGE_INVALID"


async def stored_file_answer(
    request: Request,
    blobs: BlobStore,
    file: NamedFile,
    media_type: str,
    *,
    kept: bool = False,
) -> Response:
    """The file, or the bytes of its `Range`, to be saved under this name. Raises FileMissing, FileDamaged or RangeInvalid.

    `kept`: the address names this very content, so that a browser need not ask again. What proves damaged on the way breaks off before its end, which the browser sees by the length.
    """
    blob = file.blob
    etag = f'"{blob.digest}"'
    headers = _SAFE_HEADERS | {
        "etag": etag,
        "content-disposition": saved_as(file.name),
        "cache-control": _KEPT if kept else _ASKED_EACH_TIME,
    }
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    part = _part(request, etag, blob.size)
    first, end = part or (0, blob.size)
    pieces = blobs.read(blob, *part) if part else blobs.read(blob)
    # The first piece is read here, so that a file that is not there is an answer of its own.
    head = await anext(pieces)
    headers["content-length"] = str(end - first)
    if part:
        headers["content-range"] = f"bytes {first}-{end - 1}/{blob.size}"
    return StreamingResponse(
        _following(head, pieces), 206 if part else 200, headers, media_type=media_type
    )


def saved_as(name: str) -> str:
    """The header content-disposition; separators of folders fall out of the name."""
    plain = re.sub(r"[\\/:]", "_", name)
    return f"attachment; filename*=UTF-8''{quote(plain, safe='')}"


async def _following(head: bytes, pieces: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
    yield head
    async for piece in pieces:
        yield piece


def _part(request: Request, etag: str, size: int) -> tuple[int, int] | None:
    """First byte and the one after the last; None for the whole, also when the file has changed since the first part was read."""
    asked = request.headers.get("range")
    if asked is None or request.headers.get("if-range", etag) != etag:
        return None
    match = _RANGE.fullmatch(asked)
    if match is None or match.groups() == ("", ""):
        raise RangeInvalid
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
    if start >= end:
        raise RangeInvalid
    return start, end
