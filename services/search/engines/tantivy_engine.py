"""The embedded engine: tantivy in this process, its index in a folder of its own.

Hits are ordered by tiers. Each tier is a query of its own without the hits of the tiers before, ordered by the `rank` column;
only as many tiers are asked as the page needs. That keeps order exact at any offset, and a page costs about as much as its
prefix lookups. Prefixes are fuzzy queries of distance 0, which walk the term dictionary by automaton.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import tantivy

from services.search.engines.port import ClientDocuments, EngineFailed, Hit, Hits, Query
from services.search.engines.tantivy_queries import Queries, any_of
from services.search.engines.tantivy_schema import read_hits, schema, to_tantivy

_HEAP_BYTES = 30_000_000
# In a small index a search is shorter than the way to another thread and back.
_SMALL = 120_000


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

    def _apply(self, changes: Sequence[ClientDocuments]) -> None:
        writer = self._writer
        if writer is None:
            raise EngineFailed("the index is closed")
        try:
            for change in changes:
                writer.delete_documents_by_term("client", f"{change.client_id:032x}")
                for document in change.documents:
                    writer.add_document(to_tantivy(document))
            writer.commit()
        except BaseException as error:
            writer.rollback()
            _tell(error, "commit failed")
            raise
        self._index.reload()
        self._searcher = self._index.searcher()

    # -- reading

    def _search(self, query: Query, offset: int, limit: int) -> Hits:
        try:
            return self._page(query, offset, limit)
        except BaseException as error:
            _tell(error, "search failed")
            raise

    def _page(self, query: Query, offset: int, limit: int) -> Hits:
        searcher = self._searcher
        build = Queries(self._schema, query)
        strict = build.strict()
        total = _count(searcher.search(build.narrowed(strict), 1))
        tiers = build.tiers() if total else []
        before = [strict] if total else []
        repeated = build.repeated()
        for guesses, below in build.guesses():
            if guesses and total < below:
                more = build.narrowed(any_of(guesses), (*before, *repeated))
                total += _count(searcher.search(more, 1))
                for guess in guesses:
                    tiers.append((guess, (*before, *repeated)))
                    before.append(guess)
        addresses: list[tantivy.DocAddress] = []
        seen = 0
        for tier, without in tiers:
            if len(addresses) >= limit or seen >= total:
                break
            result = searcher.search(
                build.narrowed(tier, without),
                max(1, limit - len(addresses)),
                True,
                "rank",
                max(0, offset - seen),
                tantivy.Order.Asc,
            )
            addresses += [address for _, address in result.hits][: limit - len(addresses)]
            seen += _count(result)
        return Hits(total, read_hits(searcher, addresses))

    def _all_hits(self, query: Query) -> list[Hit]:
        try:
            return self._whole(query)
        except BaseException as error:
            _tell(error, "search failed")
            raise

    def _whole(self, query: Query) -> list[Hit]:
        searcher = self._searcher
        build = Queries(self._schema, query)
        wanted = build.strict()
        total = _count(searcher.search(build.narrowed(wanted), 1))
        for guesses, below in build.guesses():
            if guesses and total < below:
                guessed = build.narrowed(any_of(guesses), build.repeated())
                wanted = any_of([wanted, guessed])
                total = _count(searcher.search(build.narrowed(wanted), 1))
        found = searcher.search(
            build.narrowed(wanted), max(1, total), False, "rank", 0, tantivy.Order.Asc
        )
        return read_hits(searcher, [address for _, address in found.hits])


def _tell(error: BaseException, what: str) -> None:
    """Raises EngineFailed for what tantivy raises, panics of its native code among them."""
    if isinstance(error, ValueError | OSError) or type(error).__name__ == "PanicException":
        raise EngineFailed(f"{what}: {type(error).__name__}", is_damaged=True) from error


def _count(result: tantivy.SearchResult) -> int:
    # The stubs of tantivy-py leave `count` out.
    count: Any = getattr(result, "count")  # noqa: B009
    return int(count or 0)
