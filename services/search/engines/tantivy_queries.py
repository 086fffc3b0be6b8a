"""The query objects of the embedded engine: tiers from the best fit down, made of terms, prefixes and guesses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import tantivy

from services.search.catalogue import Filter
from services.search.engines.port import SHORTEST_TAIL, TWO_TYPOS_BELOW, TYPOS_BELOW, Query
from services.search.engines.tantivy_schema import LONGEST_START, STARTS

_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
# Words shorter than these are not guessed at with one, or two, wrong letters.
_ONE_TYPO_FROM = 4
_TWO_TYPOS_FROM = 7


class Queries:
    """Builds the query objects of one query."""

    def __init__(self, schema: tantivy.Schema, query: Query) -> None:
        self._schema = schema
        self._query = query
        self._filter = [(_MUST, part) for part in self._filters(query.filter)]
        self._spellings = (
            [query.words] if query.words == query.spoken else [query.words, query.spoken]
        )
        self._borrowed = (self._all_words("borrowed"),) if query.words else ()

    def tiers(self) -> list[tantivy.Query]:
        """What fits without a typo, from the best fit down; the last one holds all of the others."""
        query = self._query
        tiers = [any_of([self._term("codes", code) for code in query.codes])] if query.codes else []
        near = [self._code_start(code) for code in query.codes]
        near += [part for code in query.codes for part in self._code_end(code)]
        if query.words:
            tiers += [self._term("core", " ".join(words)) for words in self._spellings]
            tiers += [
                self._prefix("lead" if len(words) == 1 else "core", " ".join(words))
                for words in self._spellings
            ]
            tiers.append(self._all_words("names"))
            near.append(self._all_words("near"))
        tiers += [any_of(near), self._strict(near, "everything")]
        if query.title_words or query.document_number:
            tiers.append(self._with_titles(near))
        return [self._narrowed(tier, self._borrowed) for tier in tiers]

    def guesses(self) -> list[tuple[list[tantivy.Query], int]]:
        """Tiers with typos, and the number of hits below which they are asked for."""
        return [(self._one_typo(), TYPOS_BELOW), (self._two_typos(), TWO_TYPOS_BELOW)]

    def _narrowed(
        self, tier: tantivy.Query, without: Sequence[tantivy.Query] = ()
    ) -> tantivy.Query:
        """The tier within the filter and without others."""
        if not self._filter and not without:
            return tier
        return tantivy.Query.boolean_query(
            [(_MUST, tier), *self._filter, *((_NOT, other) for other in without)]
        )

    def _strict(self, near: Sequence[tantivy.Query], *fields: str) -> tantivy.Query:
        """Everything that fits without a typo, its words each in one of the fields."""
        parts = list(near)
        if self._query.words:
            # What stands near stands in everything too.
            parts[-1] = self._all_words(*fields)
        if self._query.secret:
            parts.append(self._term("secret", self._query.secret))
        return any_of(parts)

    def _with_titles(self, near: Sequence[tantivy.Query]) -> tantivy.Query:
        """Everything that fits without a typo, what documents are called included."""
        words, number = self._query.title_words, self._query.document_number
        if words and words == self._query.spoken:
            parts = [self._strict(near, "everything", "titles")]
        else:
            parts = [self._strict(near, "everything")]
            if words:
                parts.append(_all([self._titled(word) for word in words]))
        if number and (number,) != words:
            parts.append(self._prefix("titles", number))
        return any_of(parts)

    def _one_typo(self) -> list[tantivy.Query]:
        """The whole name with one wrong letter or space, then words with one, then starts of words with one."""
        words = self._query.spoken
        whole = " ".join(words)
        letters = [word for word in words if word.isalpha()]
        if not letters or len(whole) < 3:
            return []
        tiers = [self._narrowed(self._fuzzy("core", whole, 1, False))]
        if len(words) == 1 and len(whole) >= _ONE_TYPO_FROM:
            tiers.append(self._narrowed(self._prefix("joined", whole)))
        if any(len(word) >= _ONE_TYPO_FROM for word in letters):
            tiers += [self._guess(1, False), self._guess(1, True), *self._guess_titles()]
        return tiers

    def _two_typos(self) -> list[tantivy.Query]:
        """Starts of long words with two wrong letters."""
        if any(word.isalpha() and len(word) >= _TWO_TYPOS_FROM for word in self._query.spoken):
            return [self._guess(2, True)]
        return []

    def _guess(self, most: int, starts: bool) -> tantivy.Query:
        """Every word with typos, without units that are found so by their client's words alone."""
        repeated = self._each_word(most, starts, "borrowed", "borrowed")
        return self._narrowed(self._each_word(most, starts, "spelled", "everything"), (repeated,))

    def _guess_titles(self) -> list[tantivy.Query]:
        """Every word with one wrong letter, what documents are called included; units left out as above."""
        if not self._query.title_words:
            return []
        parts: list[tantivy.Query] = []
        for word in self._query.title_words:
            ways = [self._titled(word)]
            if word.isalpha() and len(word) >= _ONE_TYPO_FROM:
                ways += [self._fuzzy(field, word, 1, True) for field in ("spelled", "titles")]
            parts.append(any_of(ways))
        repeated = self._each_word(1, True, "borrowed", "borrowed")
        return [self._narrowed(_all(parts), (repeated,))]

    def _each_word(self, most: int, starts: bool, field: str, exact: str) -> tantivy.Query:
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

    def _all_words(self, *fields: str) -> tantivy.Query:
        parts: list[tantivy.Query] = []
        for word, spoken in zip(self._query.words, self._query.spoken, strict=True):
            ways = [self._prefix(field, word) for field in fields]
            if spoken != word:
                ways += [self._prefix(field, spoken) for field in fields]
            if fields[0] in ("near", "everything") and word.isdigit():
                ways += self._code_end(word)
            parts.append(any_of(ways))
        return _all(parts)

    def _titled(self, word: str) -> tantivy.Query:
        """A word of the client or of what one of its documents is called."""
        return any_of([self._prefix("everything", word), self._prefix("titles", word)])

    def _code_start(self, code: str) -> tantivy.Query:
        return self._prefix("codes", code)

    def _code_end(self, code: str) -> list[tantivy.Query]:
        if len(code) < SHORTEST_TAIL or not code.isalnum():
            return []
        return [self._prefix("tails", code[::-1])]

    def _filters(self, chosen: Filter) -> Iterator[tantivy.Query]:
        for column, values in chosen.chosen():
            yield any_of([self._term(f"in_{column}", value) for value in values])

    def _term(self, field: str, text: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, text, "basic")

    def _prefix(self, field: str, text: str) -> tantivy.Query:
        if field in STARTS and len(text) <= LONGEST_START:
            return self._term(STARTS[field], text)
        return tantivy.Query.fuzzy_term_query(self._schema, field, text, 0, True, True)

    def _fuzzy(self, field: str, text: str, distance: int, starts: bool) -> tantivy.Query:
        return tantivy.Query.fuzzy_term_query(self._schema, field, text, distance, True, starts)


def any_of(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    """Whatever fits one of them."""
    if not parts:
        return tantivy.Query.empty_query()
    if len(parts) == 1:
        return parts[0]
    return tantivy.Query.boolean_query([(_SHOULD, part) for part in parts])


def _all(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    if len(parts) == 1:
        return parts[0]
    return tantivy.Query.boolean_query([(_MUST, part) for part in parts])
