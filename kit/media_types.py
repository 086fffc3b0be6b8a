"""What a file is, told from its first bytes; its name is never believed."""

from __future__ import annotations

import filetype

from kit.errors import Invalid

HEAD_BYTES = 64 * 1024
"""So much of a content is looked at."""
UNKNOWN = "application/octet-stream"
_TEXT = "text/plain"
_PROGRAMS = frozenset({"application/x-msdownload", "application/x-executable"})


class FileTypeRefused(Invalid):
    """Files of this type are not taken."""

    reason = "FILE_TYPE_REFUSED"

    def __init__(self, media_type: str) -> None:
        super().__init__(metadata={"media_type": media_type})


def media_type(head: bytes) -> str:
    """The media type of a content that begins so, such as "application/pdf"; UNKNOWN when nothing tells it. Raises FileTypeRefused for a program."""
    kind = filetype.guess(head)
    if kind is not None:
        if kind.mime in _PROGRAMS:
            raise FileTypeRefused(kind.mime)
        return kind.mime
    try:
        text = head.decode("utf-8", "strict" if len(head) < HEAD_BYTES else "ignore")
    except UnicodeDecodeError:
        return UNKNOWN
    if "\0" in text:
        return UNKNOWN
    # Markup is text as well: nobody is to run it.
    return _TEXT
