"""A whole result as one compressed columnar body. Listings depend on the generation alone, so their bodies are kept ready."""

from __future__ import annotations

import asyncio
import zlib
from collections import OrderedDict

import numpy as np
import zstandard

from services.search.catalogue.columns import repeated
from services.search.catalogue.record import ROW_COLUMNS
from services.search.finder import NOTHING, Asked, Finder, Found
from services.search.index import Index

MOST_KEPT = 6


class Exporter:
    """Makes bodies of results and keeps those of listings."""

    def __init__(self, index: Index, finder: Finder) -> None:
        self._index = index
        self._finder = finder
        self._kept: OrderedDict[tuple[Asked, str], tuple[int, bytes]] = OrderedDict()
        self._making: dict[tuple[Asked, str], asyncio.Task[tuple[int, bytes]]] = {}

    async def body(self, asked: Asked, encoding: str) -> tuple[int, bytes]:
        """Generation and compressed body; `encoding` is zstd, gzip or identity."""
        if not self._finder.is_plain(asked):
            return await self._make(asked, encoding)
        key = (Asked("", asked.filter, asked.order_by or "name", asked.descending), encoding)
        kept = self._kept.get(key)
        if kept is not None and kept[0] == self._index.catalogue.generation:
            self._kept.move_to_end(key)
            return kept
        return await self._keep(key)

    async def _keep(self, key: tuple[Asked, str]) -> tuple[int, bytes]:
        """Makes the body once, however many ask for it."""
        task = self._making.get(key)
        if task is None:
            task = self._making[key] = asyncio.create_task(self._make(*key))
            task.add_done_callback(lambda _: self._making.pop(key, None))
        made = await asyncio.shield(task)
        self._kept[key] = made
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return made

    async def _make(self, asked: Asked, encoding: str) -> tuple[int, bytes]:
        found = await self._finder.everything(asked)
        # Taken without a pause after the search: rows and generation belong together.
        columns = self._index.catalogue.columns_json(found.ordinals)
        parts = [*columns, *_extras(found)]
        body = await asyncio.to_thread(_body, found.generation, found.total, parts, encoding)
        return found.generation, body


def _extras(found: Found) -> list[bytes]:
    """The columns `unit` and `matched`, which belong to the hits."""
    if found.extras is None:
        none = repeated(NOTHING[:1], np.zeros(len(found.ordinals), np.int32))
        return [none, none]
    return [b"[%b]" % b",".join([extra[place] for extra in found.extras]) for place in (0, 1)]


def _body(generation: int, total: int, parts: list[bytes], encoding: str) -> bytes:
    names = (*ROW_COLUMNS, "unit", "matched")
    columns = [b'"%b":%b' % (name.encode(), part) for name, part in zip(names, parts, strict=True)]
    plain = b'{"generation":%d,"total":%d,"columns":{%b}}' % (
        generation,
        total,
        b",".join(columns),
    )
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=1).compress(plain)
    if encoding == "gzip":
        packer = zlib.compressobj(1, zlib.DEFLATED, 31)
        return packer.compress(plain) + packer.flush()
    return plain
