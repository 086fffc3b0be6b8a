"""A ZIP made while it is sent: no cap, and nothing is kept in memory or on the disk."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import NamedTuple

import stream_zip
from starlette.responses import StreamingResponse

from kit.blobs import BlobStore, FileDamaged
from kit.clock import RIGA
from kit.objects import FileMissing, once
from services.bff.invoice_export import csv_cell
from services.bff.stored_files import NamedFile, saved_as

ZIP = "application/zip"
_CHUNK = 256 * 1024
_MODE = 0o644
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
"""What one or another system does not take in the name of a file."""

Member = tuple[str, datetime, int, stream_zip.Method, AsyncIterable[bytes]]
"""A file of the archive as stream_zip takes it: path, when it was written, rights, how it is packed, content."""


class Entry(NamedTuple):
    """Something that is to be in an archive: what the list in it says, and the file when it has one."""

    cells: tuple[str, ...]
    """Of the list, behind the path."""
    folder: tuple[str, ...] = ()
    file: NamedFile | None = None
    blobs: BlobStore | None = None
    at: datetime = datetime.fromtimestamp(0, UTC)


class UniqueNames:
    """Names that differ also for a system to which capitals are the same: a second one of a name gets a number."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}
        """Those that are given away, and the last number behind each: thousands of files may have one name."""

    def take(self, stem: str, suffix: str = "") -> str:
        """The name `stem` and `suffix` make, with a number between them when it is given away."""
        name = f"{stem}{suffix}"
        if (first := name.casefold()) in self._taken:
            number = self._taken[first]
            while name.casefold() in self._taken:
                number += 1
                name = f"{stem} ({number}){suffix}"
            self._taken[first] = number
        self._taken[name.casefold()] = 1
        return name


class Archive:
    """The files of an archive, one after the other, and at the end the list of what is in it."""

    def __init__(self, list_name: str, head: tuple[str, ...], missing: str, damaged: str) -> None:
        """`missing` and `damaged` stand in the list in place of the path of a file that the store does not hold, or holds no longer as it was."""
        self._list_name = list_name
        self._missing = missing
        self._damaged = damaged
        self._paths = UniqueNames()
        self._rows: list[tuple[str, ...]] = [head]

    async def answer(self, entries: AsyncIterable[Entry], name: str) -> StreamingResponse:
        """The archive, to be saved under this name. Raises what the first entry raises; later ones break off the answer."""
        members = self._members(entries)
        first = await anext(members)
        packed = stream_zip.async_stream_zip(_following(first, members), chunk_size=_CHUNK)
        headers = {"content-disposition": saved_as(name)}
        return StreamingResponse(packed, headers=headers, media_type=ZIP)

    async def _members(self, entries: AsyncIterable[Entry]) -> AsyncGenerator[Member]:
        async for entry in entries:
            path = ""
            if entry.file is not None and entry.blobs is not None:
                blob = entry.file.blob
                try:
                    # Proved first: one damaged file that breaks off the answer would keep all others from being had.
                    content = await entry.blobs.proved(blob)
                except FileMissing:
                    path = self._missing
                except FileDamaged:
                    path = self._damaged
                else:
                    path = self._path(entry.folder, entry.file.name)
                    yield _member(path, entry.at, blob.size, content)
            self._rows.append((path, *entry.cells))
        listed = _csv(self._rows)
        yield _member(self._list_name, datetime.now(UTC), len(listed), once(listed))

    def _path(self, folder: tuple[str, ...], name: str) -> str:
        """In its folder under its own name; a second one of that name gets a number."""
        where = "/".join(plain_name(one) for one in folder)
        file = PurePosixPath(plain_name(name))
        return self._paths.take(f"{where}/{file.stem}", file.suffix)


def plain_name(name: str) -> str:
    """The name as every system takes it for a file or a folder."""
    return _UNSAFE.sub("_", name).strip(" .") or "_"


def _member(path: str, at: datetime, size: int, content: AsyncIterable[bytes]) -> Member:
    # Photos and PDFs are packed already: level 0 only frames them.
    return path, at.astimezone(RIGA), _MODE, stream_zip.ZIP_AUTO(size, level=0), content


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    """With a byte order mark and semicolons, as a Latvian spreadsheet expects."""
    lines = (";".join(csv_cell(cell, ",") for cell in row) + "\r\n" for row in rows)
    return "".join(("\ufeff", *lines)).encode()


async def _following(first: Member, members: AsyncIterable[Member]) -> AsyncGenerator[Member]:
    yield first
    async for member in members:
        yield member
