"""A whole result as one compressed columnar body. Listings depend on the generation alone, so their bodies are kept ready."""

from __future__ import annotations

import asyncio
import time
import zlib
from dataclasses import dataclass

import zstandard

from services.search.catalogue.record import STORED_COLUMNS
from services.search.finder import Asked, Finder
from services.search.index import Index

MOST_KEPT = 6
_REFRESH_SECONDS = 0.25
_WANTED_SECONDS = 120.0


@dataclass(slots=True)
class _Kept:
    generation: int
    body: bytes
    used: float


class Exporter:
    """Makes bodies of results and keeps those of listings."""

    def __init__(self, index: Index, finder: Finder) -> None:
        self._index = index
        self._finder = finder
        self._kept: dict[tuple[Asked, str], _Kept] = {}
        self._making: dict[tuple[Asked, str], asyncio.Task[tuple[int, bytes]]] = {}

    async def body(self, asked: Asked, encoding: str) -> tuple[int, bytes]:
        """Generation and compressed body; `encoding` is zstd, gzip or identity."""
        if not self._finder.is_plain(asked):
            return await self._make(asked, encoding)
        key = (Asked("", asked.filter, asked.order_by or "name", asked.descending), encoding)
        kept = self._kept.get(key)
        if kept is not None:
            kept.used = time.monotonic()
            if kept.generation == self._index.catalogue.generation:
                return kept.generation, kept.body
        return await self._keep(key)

    async def keep_fresh(self) -> None:
        """Makes the kept bodies anew when the catalogue has changed, so that the next reader need not wait."""
        while True:
            await asyncio.sleep(_REFRESH_SECONDS)
            now = time.monotonic()
            for key, kept in list(self._kept.items()):
                if now - kept.used > _WANTED_SECONDS:
                    del self._kept[key]
                elif kept.generation != self._index.catalogue.generation:
                    await self._keep(key)

    async def _keep(self, key: tuple[Asked, str]) -> tuple[int, bytes]:
        """Makes the body once, however many ask for it."""
        task = self._making.get(key)
        if task is None:
            task = self._making[key] = asyncio.create_task(self._make(*key))
            task.add_done_callback(lambda _: self._making.pop(key, None))
        generation, body = await asyncio.shield(task)
        known = self._kept.pop(key, None)
        used = time.monotonic() if known is None else known.used
        self._kept[key] = _Kept(generation, body, used)
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return generation, body

    async def _make(self, asked: Asked, encoding: str) -> tuple[int, bytes]:
        found = await self._finder.everything(asked)
        catalogue = self._index.catalogue
        # Taken without a pause after the search: rows and generation belong together.
        columns = [
            (column, catalogue.column(place, found.ordinals))
            for place, column in enumerate(STORED_COLUMNS)
        ]
        nothing = [b"null"] * len(found.ordinals)
        extras = found.extras
        columns.append(("unit", nothing if extras is None else [unit for unit, _ in extras]))
        columns.append(("matched", nothing if extras is None else [match for _, match in extras]))
        body = await asyncio.to_thread(_body, found.generation, found.total, columns, encoding)
        return found.generation, body


def _body(
    generation: int, total: int, columns: list[tuple[str, list[bytes]]], encoding: str
) -> bytes:
    parts = [b'"%b":[%b]' % (name.encode(), b",".join(values)) for name, values in columns]
    plain = b'{"generation":%d,"total":%d,"columns":{%b}}' % (
        generation,
        total,
        b",".join(parts),
    )
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=1).compress(plain)
    if encoding == "gzip":
        packer = zlib.compressobj(1, zlib.DEFLATED, 31)
        return packer.compress(plain) + packer.flush()
    return plain
