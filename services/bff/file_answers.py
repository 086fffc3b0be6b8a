"""A stored file as an answer: in ranges, with an entity tag, and so that nothing in it can act in the name of this site."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kit.blobs import Blob, BlobStore
from kit.errors import Invalid

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
_SAFE_HEADERS = {
    "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "accept-ranges": "bytes",
    # It is asked each time, as whoever may not read it any more has no copy that is shown.
    "cache-control": "private, no-cache",
}


class RangeInvalid(Invalid):
    """The file does not have these bytes, or more than one range was asked for."""

    http_status = 416
    reason = "RANGE_INVALID"


async def stored_file_answer(
    request: Request, blobs: BlobStore, blob: Blob, name: str, media_type: str
) -> Response:
    """The file, or the bytes of its `Range`, to be saved under this name. Raises FileMissing, FileDamaged or RangeInvalid.

    What proves damaged on the way breaks off before its end, which the browser sees by the length.
    """
    etag = f'"{blob.digest}"'
    headers = _SAFE_HEADERS | {"etag": etag, "content-disposition": saved_as(name)}
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
