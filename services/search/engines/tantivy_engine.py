"""The embedded engine: tantivy in this process, its index in a folder of its own.

Hits are ordered by tiers. Each tier is a query of its own without the hits of the tiers before, ordered by the `rank` column;
only as many tiers are asked as the page needs. That keeps order exact at any offset, and a page costs about as much as its
prefix lookups. Prefixes are fuzzy queries of distance 0, which walk the term dictionary by automaton.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import tantivy

from services.search.catalogue import Filter
from services.search.engines.port import (
    SHORTEST_TAIL,
    TWO_TYPOS_BELOW,
    TYPOS_BELOW,
    ClientDocuments,
    Document,
    EngineFailed,
    Hit,
    Hits,
    Query,
)

_HEAP_BYTES = 30_000_000
_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_RAW: Final = ("core", "lead", "joined", "codes", "tails", "secret", "client")
_WORDS: Final = ("names", "near", "spelled", "everything", "borrowed")
# The first one and two letters of words are terms of their own: so short a prefix has too many terms to walk through.
LONGEST_START = 2
_STARTS: Final = {
    "lead": "lead_start",
    "names": "names_start",
    "near": "everything_start",
    "everything": "everything_start",
    "borrowed": "borrowed_start",
}
_FACTS: Final = ("status", "kind", "group", "city", "legal_form", "responsible", "tag")
_NUMBERS: Final = ("rank", "client_high", "client_low", "unit")
_Tier = tuple[tantivy.Query, tuple[tantivy.Query, ...]]
"""A tier, and what of the tiers above it must be left out."""
_HALF = 1 << 64
_SIGN = 1 << 63
# In a small index a search is shorter than the way to another thread and back.
_SMALL = 120_000
# Words shorter than these are not guessed at with one, or two, wrong letters.
_ONE_TYPO_FROM = 4
_TWO_TYPOS_FROM = 7


class TantivyEngine:
    """An index in `folder`, made when it is not there. One process at a time may hold it.

    Raises EngineFailed when the folder holds something that cannot be opened.
    """

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._schema = _schema()
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
                    writer.add_document(_to_tantivy(document))
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
        build = _Builder(self._schema, query)
        strict = build.strict()
        total = _count(searcher.search(build.narrowed(strict), 1))
        tiers = build.tiers() if total else []
        before = [strict] if total else []
        repeated = build.repeated()
        for guesses, below in build.guesses():
            if guesses and total < below:
                more = build.narrowed(_any(guesses), (*before, *repeated))
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
        return Hits(total, _hits(searcher, addresses))

    def _all_hits(self, query: Query) -> list[Hit]:
        try:
            return self._whole(query)
        except BaseException as error:
            _tell(error, "search failed")
            raise

    def _whole(self, query: Query) -> list[Hit]:
        searcher = self._searcher
        build = _Builder(self._schema, query)
        wanted = build.strict()
        total = _count(searcher.search(build.narrowed(wanted), 1))
        for guesses, below in build.guesses():
            if guesses and total < below:
                guessed = build.narrowed(_any(guesses), build.repeated())
                wanted = _any([wanted, guessed])
                total = _count(searcher.search(build.narrowed(wanted), 1))
        found = searcher.search(
            build.narrowed(wanted), max(1, total), False, "rank", 0, tantivy.Order.Asc
        )
        return _hits(searcher, [address for _, address in found.hits])


class _Builder:
    """Builds the query objects of one query."""

    def __init__(self, schema: tantivy.Schema, query: Query) -> None:
        self._schema = schema
        self._query = query
        self._filter = [(_MUST, part) for part in self._filters(query.filter)]
        self._spellings = (
            [query.words] if query.words == query.spoken else [query.words, query.spoken]
        )
        self._borrowed = (self._all_words("borrowed"),) if query.words else ()

    def narrowed(self, tier: tantivy.Query, without: Sequence[tantivy.Query] = ()) -> tantivy.Query:
        """The tier within the filter and without others, nor units that only repeat their client."""
        without = (*without, *self._borrowed)
        if not self._filter and not without:
            return tier
        return tantivy.Query.boolean_query(
            [(_MUST, tier), *self._filter, *((_NOT, other) for other in without)]
        )

    def strict(self) -> tantivy.Query:
        """Everything that fits without a typo; every tier below typo is part of it."""
        parts = [self._code_start(code) for code in self._query.codes]
        parts += [part for code in self._query.codes for part in self._code_end(code)]
        if self._query.secret:
            parts.append(self._term("secret", self._query.secret))
        if self._query.words:
            parts.append(self._all_words("everything"))
        return _any(parts)

    def tiers(self) -> list[_Tier]:
        """From the best fit down; the last one is everything strict.

        A word tier holds all of the word tiers above it, so it is enough to leave out the last of them.
        """
        query = self._query
        codes = [self._term("codes", code) for code in query.codes]
        if query.secret:
            codes.append(self._term("secret", query.secret))
        top = (_any(codes),) if codes else ()
        tiers: list[_Tier] = [(tier, ()) for tier in top]
        near = [self._code_start(code) for code in query.codes]
        near += [part for code in query.codes for part in self._code_end(code)]
        above = top
        if query.words:
            exact = tuple(self._term("core", " ".join(words)) for words in self._spellings)
            starts = tuple(
                self._prefix("lead" if len(words) == 1 else "core", " ".join(words))
                for words in self._spellings
            )
            for tier in (*exact, *starts):
                tiers.append((tier, above))
                above += (tier,)
            named = self._all_words("names")
            tiers.append((named, top + starts))
            near.append(self._all_words("near"))
            above = (*top, named)
        close = _any(near)
        tiers += [(close, above), (self.strict(), (*top, close))]
        return tiers

    def repeated(self) -> tuple[tantivy.Query, ...]:
        """Units that, with typos, are found by their client's words alone."""
        if not self._query.words:
            return ()
        return (self._each_word(2, True, "borrowed", "borrowed"),)

    def guesses(self) -> list[tuple[list[tantivy.Query], int]]:
        """Tiers with typos, and the number of hits below which they are asked for."""
        return [(self._one_typo(), TYPOS_BELOW), (self._two_typos(), TWO_TYPOS_BELOW)]

    def _one_typo(self) -> list[tantivy.Query]:
        """The whole name with one wrong letter or space, then words with one, then starts of words with one."""
        words = self._query.spoken
        whole = " ".join(words)
        letters = [word for word in words if word.isalpha()]
        if not letters or len(whole) < 3:
            return []
        tiers = [self._fuzzy("core", whole, 1, False)]
        if len(words) == 1 and len(whole) >= _ONE_TYPO_FROM:
            tiers.append(self._prefix("joined", whole))
        if any(len(word) >= _ONE_TYPO_FROM for word in letters):
            tiers += [self._each_word(1, False), self._each_word(1, True)]
        return tiers

    def _two_typos(self) -> list[tantivy.Query]:
        """Starts of long words with two wrong letters."""
        if any(word.isalpha() and len(word) >= _TWO_TYPOS_FROM for word in self._query.spoken):
            return [self._each_word(2, True)]
        return []

    def _each_word(
        self, most: int, starts: bool, field: str = "spelled", exact: str = "everything"
    ) -> tantivy.Query:
        """Every word with at most so many wrong letters for its length; digits are never guessed at."""
        parts: list[tantivy.Query] = []
        for word in self._query.spoken:
            allowed = (len(word) >= _ONE_TYPO_FROM) + (len(word) >= _TWO_TYPOS_FROM)
            distance = min(most, allowed) if word.isalpha() else 0
            if distance:
                parts.append(self._fuzzy(field, word, distance, starts))
            else:
                parts.append(self._prefix(exact, word))
        return _all(parts)

    def _all_words(self, field: str) -> tantivy.Query:
        parts: list[tantivy.Query] = []
        for word, spoken in zip(self._query.words, self._query.spoken, strict=True):
            ways = [self._prefix(field, word)]
            if spoken != word:
                ways.append(self._prefix(field, spoken))
            if field in ("near", "everything") and word.isdigit():
                ways += self._code_end(word)
            parts.append(_any(ways))
        return _all(parts)

    def _code_start(self, code: str) -> tantivy.Query:
        return self._prefix("codes", code)

    def _code_end(self, code: str) -> list[tantivy.Query]:
        if len(code) < SHORTEST_TAIL or not code.isalnum():
            return []
        return [self._prefix("tails", code[::-1])]

    def _filters(self, chosen: Filter) -> Iterator[tantivy.Query]:
        for column, values in chosen.chosen():
            yield _any([self._term(f"in_{column}", value) for value in values])

    def _term(self, field: str, text: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, text, "basic")

    def _prefix(self, field: str, text: str) -> tantivy.Query:
        if field in _STARTS and len(text) <= LONGEST_START:
            return self._term(_STARTS[field], text)
        return tantivy.Query.fuzzy_term_query(self._schema, field, text, 0, True, True)

    def _fuzzy(self, field: str, text: str, distance: int, starts: bool) -> tantivy.Query:
        return tantivy.Query.fuzzy_term_query(self._schema, field, text, distance, True, starts)


def _tell(error: BaseException, what: str) -> None:
    """Raises EngineFailed for what tantivy raises, panics of its native code among them."""
    if isinstance(error, ValueError | OSError) or type(error).__name__ == "PanicException":
        raise EngineFailed(f"{what}: {type(error).__name__}", is_damaged=True) from error


def _count(result: tantivy.SearchResult) -> int:
    # The stubs of tantivy-py leave `count` out.
    count: Any = getattr(result, "count")  # noqa: B009
    return int(count or 0)


def _any(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    if not parts:
        return tantivy.Query.empty_query()
    if len(parts) == 1:
        return parts[0]
    return tantivy.Query.boolean_query([(_SHOULD, part) for part in parts])


def _all(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    if len(parts) == 1:
        return parts[0]
    return tantivy.Query.boolean_query([(_MUST, part) for part in parts])


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in (*_RAW, *(f"in_{fact}" for fact in _FACTS)):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for field in (*_WORDS, *dict.fromkeys(_STARTS.values())):
        builder.add_text_field(field, tokenizer_name="words", index_option="basic")
    for field in _NUMBERS:
        builder.add_integer_field(field, fast=True)
    return builder.build()


def _to_tantivy(document: Document) -> tantivy.Document:
    result = tantivy.Document()
    result.add_text("client", f"{document.client_id:032x}")
    for core in document.cores:
        result.add_text("core", core)
    leads = {core.partition(" ")[0] for core in document.cores}
    for lead in leads:
        result.add_text("lead", lead)
    for joined in {core.replace(" ", "") for core in document.cores if " " in core}:
        result.add_text("joined", joined)
    result.add_text("names", " ".join(document.names))
    result.add_text("near", " ".join(document.near))
    # Guesses walk through all terms of a field; numbers and addresses, which are never guessed at, would be most of them.
    result.add_text("spelled", " ".join(document.near - document.codes))
    result.add_text("everything", " ".join(document.everything))
    result.add_text("borrowed", " ".join(document.borrowed))
    result.add_text("lead_start", _starts_of(leads))
    result.add_text("names_start", _starts_of(document.names))
    result.add_text("everything_start", _starts_of(document.everything))
    result.add_text("borrowed_start", _starts_of(document.borrowed))
    for code in document.codes:
        result.add_text("codes", code)
    for tail in document.tails:
        result.add_text("tails", tail[::-1])
    for secret in document.secrets:
        result.add_text("secret", secret)
    facts = document.facts
    for fact in ("status", "kind", "group", "city", "legal_form", "responsible"):
        value: str = getattr(facts, fact)
        if value:
            result.add_text(f"in_{fact}", value)
    for tag in facts.tags:
        result.add_text("in_tag", tag)
    high, low = divmod(document.client_id, _HALF)
    result.add_integer("rank", document.rank)
    result.add_integer("client_high", high - _SIGN)
    result.add_integer("client_low", low - _SIGN)
    result.add_integer("unit", document.unit)
    return result


def _starts_of(words: Iterable[str]) -> str:
    return " ".join({word[:length] for word in words for length in range(1, LONGEST_START + 1)})


def _hits(searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress]) -> list[Hit]:
    columns = [
        searcher.fast_field_values(field, addresses)
        for field in ("client_high", "client_low", "unit")
    ]
    return [
        Hit((int(high or 0) + _SIGN) * _HALF + int(low or 0) + _SIGN, int(unit or 0))
        for high, low, unit in zip(*columns, strict=True)
    ]
