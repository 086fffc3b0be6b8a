"""The embedded engine: tantivy in this process, its index in a folder of its own.

Hits are ordered by tiers. Each tier is a query of its own, ordered by the `rank` column; what a tier above has found is passed
over, and only as many tiers are asked as the page needs. That keeps order exact at any offset, and a page costs about as much
as its prefix lookups. Prefixes are fuzzy queries of distance 0, which walk the term dictionary by automaton.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import tantivy

from services.search.engines.port import (
    TYPOS_BELOW,
    ClientDocuments,
    Document,
    EngineFailed,
    Hit,
    Hits,
    Query,
)
from services.search.engines.tantivy_queries import Queries
from services.search.engines.tantivy_schema import read_hits, schema, to_tantivy

_HEAP_BYTES = 30_000_000
# In a small index a search is shorter than the way to another thread and back.
_SMALL = 120_000
_MOST_GUESSED = 1000
"""Documents of one tier with typos; nobody reads further into guesses."""


class TantivyEngine:
    """An index in `folder`, made when it is not there. One process at a time may hold it.

    Raises EngineFailed when the folder holds something that cannot be opened.
    """

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._schema = schema()
            self._index = tantivy.Index(self._schema, str(folder))
            self._index.register_tokenizer(
                "words",
                tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build(),
            )
            self._writer: tantivy.IndexWriter | None = self._index.writer(_HEAP_BYTES, 1)
            self._searcher = self._index.searcher()
        except BaseException as error:
            _tell(error, "index cannot be opened")
            raise
        self._writing = ThreadPoolExecutor(1, "tantivy-write")
        self._reading = ThreadPoolExecutor(2, "tantivy-read")

    async def apply(self, changes: Sequence[ClientDocuments]) -> None:
        """Replaces all documents of each client; committed to disk and visible on return."""
        await asyncio.get_running_loop().run_in_executor(self._writing, self._apply, changes)

    async def put(self, documents: Sequence[Document]) -> None:
        """Replaces these documents alone; committed to disk and visible on return."""
        await asyncio.get_running_loop().run_in_executor(
            self._writing,
            self._replace,
            [("key", document.key) for document in documents],
            documents,
        )

    async def add(self, changes: Sequence[ClientDocuments]) -> None:
        """Takes documents of clients that the index does not have yet; safe and found after `commit`."""
        await asyncio.get_running_loop().run_in_executor(self._writing, self._add, changes)

    async def commit(self) -> None:
        """Makes safe and findable what was added. One commit of much makes few segments, which are quick to search."""
        await asyncio.get_running_loop().run_in_executor(self._writing, self._apply, ())

    async def search(self, query: Query, offset: int, limit: int) -> Hits:
        """Hits by tier, then rank."""
        if self._searcher.num_docs < _SMALL:
            return self._search(query, offset, limit)
        return await asyncio.get_running_loop().run_in_executor(
            self._reading, self._search, query, offset, limit
        )

    async def all_hits(self, query: Query) -> list[Hit]:
        """Every hit, by rank."""
        return await asyncio.get_running_loop().run_in_executor(
            self._reading, self._all_hits, query
        )

    async def count(self) -> int:
        """Documents in the last commit."""
        return self._searcher.num_docs

    async def close(self) -> None:
        """Gives the folder free."""
        await asyncio.to_thread(self._writing.shutdown)
        await asyncio.to_thread(self._reading.shutdown)
        # Dropping the writer releases the lock of the folder.
        self._writer = None

    async def destroy(self) -> None:
        """Closes, and deletes the folder."""
        await self.close()
        await asyncio.to_thread(shutil.rmtree, self.folder, True)

    # -- writing

    def _add(self, changes: Sequence[ClientDocuments]) -> None:
        writer = self._open_writer()
        try:
            for change in changes:
                for document in change.documents:
                    writer.add_document(to_tantivy(document))
        except BaseException as error:
            _tell(error, "documents not added")
            raise

    def _apply(self, changes: Sequence[ClientDocuments]) -> None:
        self._replace(
            [("client", f"{change.client_id:032x}") for change in changes],
            [document for change in changes for document in change.documents],
        )

    def _replace(self, old: Sequence[tuple[str, str]], new: Sequence[Document]) -> None:
        """Takes out what has these terms, each a field and a text, and takes in the new ones."""
        writer = self._open_writer()
        try:
            for field, text in old:
                writer.delete_documents_by_term(field, text)
            for document in new:
                writer.add_document(to_tantivy(document))
            writer.commit()
        except BaseException as error:
            writer.rollback()
            _tell(error, "commit failed")
            raise
        self._index.reload()
        self._searcher = self._index.searcher()

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise EngineFailed("the index is closed")
        return self._writer

    # -- reading

    def _search(self, query: Query, offset: int, limit: int) -> Hits:
        try:
            total, addresses = self._find(query, offset + limit)
            return Hits(total, read_hits(self._searcher, addresses[offset : offset + limit]))
        except BaseException as error:
            _tell(error, "search failed")
            raise

    def _all_hits(self, query: Query) -> list[Hit]:
        try:
            _, addresses = self._find(query, None)
            return read_hits(self._searcher, addresses)
        except BaseException as error:
            _tell(error, "search failed")
            raise

    def _find(self, query: Query, wanted: int | None) -> tuple[int, list[tantivy.DocAddress]]:
        """How many hits there are, and the best of them; all in no promised order when `wanted` is None."""
        build = Queries(self._schema, query)
        tiers = build.tiers()
        total = _count(self._searcher.search(tiers[-1], 1))
        found = _Found(self._searcher)
        # Guesses come behind all others, so those have to be known.
        needed = total if wanted is None or total < TYPOS_BELOW else min(wanted, total)
        for tier in tiers if wanted is not None else tiers[-1:]:
            if len(found) < needed:
                # A tier may repeat what the tiers above it have found.
                found.take(tier, needed + len(found))
        for guesses, below in build.guesses():
            if guesses and total < below:
                for guess in guesses:
                    found.take(guess, _MOST_GUESSED)
                total = len(found)
        return total, found.addresses()


class _Found:
    """Documents in the order of finding, each once."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._addresses: dict[tuple[int, int], tantivy.DocAddress] = {}

    def __len__(self) -> int:
        return len(self._addresses)

    def take(self, tier: tantivy.Query, most: int) -> None:
        """Adds the first documents of the tier by rank."""
        result = self._searcher.search(tier, most, False, "rank", 0, tantivy.Order.Asc)
        for _, address in result.hits:
            self._addresses.setdefault((address.segment_ord, address.doc), address)

    def addresses(self) -> list[tantivy.DocAddress]:
        """All of them."""
        return list(self._addresses.values())


def _tell(error: BaseException, what: str) -> None:
    """Raises EngineFailed for what tantivy raises, panics of its native code among them."""
    if isinstance(error, ValueError | OSError) or type(error).__name__ == "PanicException":
        raise EngineFailed(f"{what}: {type(error).__name__}", is_damaged=True) from error


def _count(result: tantivy.SearchResult) -> int:
    # The stubs of tantivy-py leave `count` out.
    count: Any = getattr(result, "count")  # noqa: B009
    return int(count or 0)
