"""Where a query was found: which text of the client, and which letters of it.

Done here and not by an engine, because engines do not mark words with a typo and count in other units. Ranges are UTF-16 code
units of the shown text, as browsers count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import orjson
from rapidfuzz.distance import OSA

from kit.latvian.fold import digraph_fold, fold
from services.search.catalogue.record import unpack_texts
from services.search.engines.port import SHORTEST_TAIL, Query

_WORD = re.compile(r"[^\W_]+[+%=@]*|[&@%+=]")
_CODE_FIELDS = frozenset(("number", "phone", "iban", "email", "www", "postcode", "personal_code"))
_MAIL_FIELDS = frozenset(("email", "www"))
_NOT_CODE = re.compile(r"[^0-9a-z@.]")
_folded = lru_cache(maxsize=8192)(fold)

Ranges = list[tuple[int, int]]


class Highlighter:
    """Finds one query in the texts of its hits."""

    def __init__(self, query: Query) -> None:
        self._words = tuple(dict.fromkeys(query.spoken))
        self._codes = tuple(_NOT_CODE.sub("", code) for code in query.codes)
        self._starts = _starts(query.words)
        self._numbers = tuple(word for word in self._words if word.isdigit())
        self._secret = bool(query.secret)

    def matched(self, *packed_texts: str) -> bytes:
        """The JSON object {field, text, ranges} of the best text, or null. Texts that come first win ties."""
        best: tuple[int, str, str, Ranges] | None = None
        for packed in packed_texts:
            for field, text in unpack_texts(packed):
                found, ranges = self._find(field, text, 0 if best is None else best[0])
                if found and (best is None or found > best[0]):
                    best = (found, field, text, ranges)
                    if found >= 2 * max(1, len(self._words)):
                        return _encode(field, text, ranges)
        return b"null" if best is None else _encode(*best[1:])

    def _find(self, field: str, text: str, beat: int) -> tuple[int, Ranges]:
        """How well the text explains the hit (2 for each word, 1 for one with a typo) and where; 0 when no better than `beat`."""
        if field in _CODE_FIELDS:
            ranges = self._find_codes(field, text)
            if ranges:
                return 2 * max(1, len(self._words)), ranges
            if field == "personal_code" and self._secret:
                return 2 * max(1, len(self._words)), []
        if not self._words:
            return 0, []
        plain = self._find_plain(text)
        if plain is not None:
            return 2 * len(self._words), plain
        # Most texts cannot be better: seen without taking them apart, as a word's start must be somewhere in them.
        seen = _seen(text)
        if sum([2 if word in seen else 1 for word in self._words]) <= beat:
            return 0, []
        tokens = _tokens(text)
        worth = 0
        places: list[tuple[int, int]] = []
        for word in self._words:
            hits = [token for token in tokens if token[0].startswith(word)]
            worth += 2 * bool(hits)
            if not hits and word.isalpha() and len(word) >= 3:
                hits = _nearly(word, tokens)
                worth += bool(hits)
            for folded, start, end in hits:
                whole = not folded.startswith(word) or len(folded) == len(word)
                places.append((start, end if whole else start + _prefix(text[start:end], word)))
        return worth, _in_utf16(text, places)

    def _find_plain(self, text: str) -> Ranges | None:
        """The common case in one pass: each word begins a word of the text, letter for letter; else None."""
        folded = _folded(text)
        if self._starts is None or len(folded) != len(text):
            return None
        pattern, count = self._starts
        matches = list(pattern.finditer(folded))
        if len({match[0] for match in matches}) < count:
            return None
        return _in_utf16(text, [match.span() for match in matches])

    def _find_codes(self, field: str, text: str) -> Ranges:
        """The query as a number or address at the start or the end of the text's own."""
        codes = self._codes or self._numbers
        if not codes:
            return []
        kept = "@." if field in _MAIL_FIELDS else ""
        places = [at for at, char in enumerate(text) if char.isalnum() or char in kept]
        squeezed = "".join(text[at] for at in places).lower()
        for code in codes:
            wanted = code if kept else re.sub(r"[@.]", "", code)
            if not wanted:
                continue
            for shorter in (wanted, wanted.removeprefix("371")):
                at = squeezed.rfind(shorter) if len(shorter) >= SHORTEST_TAIL else -1
                if at < 0 and squeezed.startswith(shorter):
                    at = 0
                if at >= 0:
                    return _in_utf16(text, [(places[at], places[at + len(shorter) - 1] + 1)])
        return []


@lru_cache(maxsize=8192)
def _seen(text: str) -> str:
    """The whole text folded, with and without old spellings made one: what does not stand here stands in none of its words."""
    plain = _folded(text)
    spelled = digraph_fold(plain)
    return plain if spelled == plain else f"{plain}\n{spelled}"


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[tuple[str, int, int], ...]:
    """The words of a shown text as search spells them, and where they stand. The same rows come back at every keystroke."""
    return tuple((_spelled(match[0]), match.start(), match.end()) for match in _WORD.finditer(text))


@lru_cache(maxsize=16_384)
def _spelled(word: str) -> str:
    """A written word as search spells it; streets, towns and forms repeat endlessly."""
    return digraph_fold(fold(word))


def _starts(words: tuple[str, ...]) -> tuple[re.Pattern[str], int] | None:
    """A pattern of all words at the start of a word, longer ones first, and how many there are."""
    distinct = sorted(set(words), key=len, reverse=True)
    if not distinct:
        return None
    ways = "|".join(re.escape(word) for word in distinct)
    return re.compile(rf"(?<![^\W_])(?:{ways})"), len(distinct)


def _nearly(word: str, tokens: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """The token that is the word with one or two wrong letters."""
    allowed = 1 if len(word) < 7 else 2
    best, found = allowed + 1, ("", 0, 0)
    for token in tokens:
        folded = token[0]
        # A word that is too short cannot be it; most are.
        if len(folded) < len(word) - allowed:
            continue
        distance = OSA.distance(word, folded[: len(word)], score_cutoff=allowed)
        if distance and len(folded) <= len(word) + allowed:
            distance = min(distance, OSA.distance(word, folded, score_cutoff=allowed))
        if (distance, token) < (best, found) and distance <= allowed:
            best, found = distance, token
    return [found] if best <= allowed else []


def _prefix(written: str, word: str) -> int:
    """How many characters of the written word spell the folded `word`."""
    spelled = 0
    for length in range(1, len(written) + 1):
        folded = digraph_fold(fold(written[:length]))
        if len(folded) > len(word):
            break
        # A digraph may go on: "sh" is one letter, so the longest spelling is taken.
        if folded == word:
            spelled = length
    return spelled or len(written)


def _in_utf16(text: str, places: list[tuple[int, int]]) -> Ranges:
    """Sorted, joined ranges in UTF-16 code units."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(set(places)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    if not joined or max(text) <= "\uffff":
        return joined

    def units(index: int) -> int:
        return index + sum(char > "\uffff" for char in text[:index])

    return [(units(start), units(end)) for start, end in joined]


def _encode(field: str, text: str, ranges: Ranges) -> bytes:
    return orjson.dumps({"field": field, "text": text, "ranges": ranges})
