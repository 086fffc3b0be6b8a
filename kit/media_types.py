"""What a file is, told from its first bytes; its name is never believed, and refused when it deceives."""

from __future__ import annotations

import io
import struct
from pathlib import PurePosixPath

import filetype
import imagesize

from kit.blobs import Blob, BlobStore
from kit.errors import Invalid
from kit.objects import FileMissing

HEAD_BYTES = 64 * 1024
"""So much of a content is looked at."""
MOST_PIXELS = 140_000_000
"""Of a picture: A0 at 300 dots an inch has as many. A few kilobytes can say that they are more than any program that shows them has memory for."""
UNKNOWN = "application/octet-stream"
_TEXT = "text/plain"
_NEVER_TEXT = frozenset(
    {".pdf", ".bmp", ".gif", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".avif", ".heic", ".heif"}
    | {".avi", ".m4v", ".mkv", ".mov", ".mp4", ".webm", ".m4a", ".mp3", ".ogg", ".wav"}
)  # fmt: skip
_PROGRAMS = frozenset({"application/x-msdownload", "application/x-executable"})


class FileTypeRefused(Invalid):
    """Files of this type are not taken."""

    reason = "FILE_TYPE_REFUSED"

    def __init__(self, media_type: str) -> None:
        super().__init__(metadata={"media_type": media_type})


class FileTypeMismatch(Invalid):
    """The name says a picture or the like, the content is text."""

    reason = "FILE_TYPE_MISMATCH"

    def __init__(self, media_type: str) -> None:
        super().__init__(metadata={"media_type": media_type})


class PictureTooLarge(Invalid):
    """The picture has more pixels than are taken."""

    reason = "PICTURE_TOO_LARGE"

    def __init__(self, pixels: int) -> None:
        super().__init__(
            metadata={"megapixels": str(pixels // 10**6), "most": str(MOST_PIXELS // 10**6)}
        )


async def stored_media_type(blobs: BlobStore, blob: Blob, file_name: str) -> str:
    """The media type of a stored content. Raises FileMissing unless it is there with its size, and what `media_type` raises."""
    if await blobs.size(blob.digest) != blob.size:
        raise FileMissing(blob.digest)
    head = b"".join([piece async for piece in blobs.read(blob, 0, HEAD_BYTES)])
    return media_type(head, file_name)


def media_type(head: bytes, file_name: str) -> str:
    """The media type of a content that begins so, such as "application/pdf"; UNKNOWN when nothing tells it.

    Raises FileTypeRefused for a program, PictureTooLarge for a picture whose head says so, and FileTypeMismatch for text, which a page or
    a script is, under the name of something else.
    """
    kind = filetype.guess(head)
    if kind is not None:
        if kind.mime in _PROGRAMS:
            raise FileTypeRefused(kind.mime)
        if kind.mime.startswith("image/"):
            _check_pixels(head)
        return kind.mime
    try:
        text = head.decode("utf-8", "strict" if len(head) < HEAD_BYTES else "ignore")
    except UnicodeDecodeError:
        return UNKNOWN
    if "\0" in text:
        return UNKNOWN
    if PurePosixPath(file_name).suffix.lower() in _NEVER_TEXT:
        raise FileTypeMismatch(_TEXT)
    # Markup is text as well: nobody is to run it.
    return _TEXT


def _check_pixels(head: bytes) -> None:
    """Raises PictureTooLarge. What the head does not tell is found when a preview is made."""
    if head.startswith(b"GIF8"):
        # imagesize 2.0 reads them as signed: more than 32 767 would be fewer than none.
        width, height = struct.unpack("<HH", head[6:10].ljust(4, b"\0"))
    else:
        width, height = imagesize.get(io.BytesIO(head), exif_rotation=False)
    if width * height > MOST_PIXELS:
        raise PictureTooLarge(width * height)
