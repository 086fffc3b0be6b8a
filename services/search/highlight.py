"""Where a query was found: which text of the client, and which letters of it.

Done here and not by an engine, because engines do not mark words with a typo and count in other units. Ranges are UTF-16 code
units of the shown text, as browsers count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import orjson
from rapidfuzz.distance import OSA

from kit.latvian.fold import WORD, digraph_fold, fold
from services.search.catalogue.record import SEPARATOR, unpack_text, unpack_texts
from services.search.engines.port import SHORTEST_TAIL, Query

_CODE_FIELDS = frozenset(("number", "phone", "iban", "email", "www", "postcode", "personal_code"))
_MAIL_FIELDS = frozenset(("email", "www"))
_NOT_CODE = re.compile(r"[^0-9a-z@.]")
_SEPARATORS = re.compile(r"[\W_]+")
# A word that stands as it is explains a hit twice as well as one with a typing error.
_WHOLE, _NEAR = 2, 1

Ranges = list[tuple[int, int]]


class Highlighter:
    """Finds one query in the texts of its hits.

    All texts of a client are looked through in one pass over their spelled form; only the text that wins is taken apart.
    """

    def __init__(self, query: Query) -> None:
        self._words = tuple(dict.fromkeys(query.spoken))
        self._full = _WHOLE * max(1, len(self._words))
        self._codes = tuple(_NOT_CODE.sub("", code) for code in query.codes)
        self._codes = self._codes or tuple(word for word in self._words if word.isdigit())
        self._titles = [
            words for words in ((query.document_number,), query.title_words) if any(words)
        ]
        self._secret = bool(query.secret)
        self._written = _starts(tuple(dict.fromkeys(query.words)))
        self._starts = tuple([f" {word}" for word in self._words])
        self._near = _NearWords(self._words)
        self._can_be_near = any(_may_have_typo(word) for word in self._words)

    def matched(self, *packed_texts: str, documents: str = "") -> bytes:
        """The JSON object {field, text, ranges} of the best text, or null. Texts that come first win ties.

        `documents`: texts that count when none of the others has all of the query.
        """
        best, worth = ("", ""), 0
        for packed in packed_texts:
            place, found = self._best_place(spelled_texts(packed), worth)
            if self._codes:
                for code_place, (field, text) in enumerate(unpack_texts(packed)):
                    if found == self._full and code_place >= place:
                        break
                    ranges = self._code_ranges(field, text) if field in _CODE_FIELDS else None
                    if ranges is not None:
                        return _encode(field, text, ranges)
            if found > worth:
                best, worth = unpack_text(packed, place), found
                if worth == self._full:
                    break
        if documents and worth < self._full:
            for (field, text), squeezed in zip(
                unpack_texts(documents), _squeezed_texts(documents), strict=True
            ):
                ranges = self._title_ranges(text, squeezed)
                if ranges is not None:
                    return _encode(field, text, ranges)
            place, found = self._best_place(spelled_texts(documents), worth)
            if found > worth:
                best, worth = unpack_text(documents, place), found
        return _encode(*best, self._ranges(best[1])) if worth else b"null"

    # -- which text

    def _best_place(self, spelled: str, beat: int) -> tuple[int, int]:
        """Which of the texts explains the hit best, and how well; (0, 0) when none does better than `beat`."""
        if self._starts and all(start in spelled for start in self._starts):
            # Most hits have all words in one text: found without taking the texts apart.
            for place, text in enumerate(spelled.split(SEPARATOR)):
                if all(start in text for start in self._starts):
                    return place, self._full
        whole: dict[int, set[str]] = {}
        for word in self._words:
            for place in _places(spelled, word):
                whole.setdefault(place, set()).add(word)
        worths = {place: _WHOLE * len(words) for place, words in whole.items()}
        # Words with a typo bring a text to one below the full worth at most.
        if self._can_be_near and max(worths.values(), default=beat) < self._full - _NEAR:
            near: dict[int, set[str]] = {}
            for token in {token for token in spelled.split() if self._near[token]}:
                for place in _places(spelled, token):
                    near.setdefault(place, set()).update(self._near[token])
            for place, words in near.items():
                more = words - whole.get(place, set())
                worths[place] = worths.get(place, 0) + _NEAR * len(more)
        place = max(sorted(worths), key=worths.__getitem__, default=0)
        worth = worths.get(place, 0)
        return (place, worth) if worth > beat else (0, 0)

    # -- which letters

    def _ranges(self, text: str) -> Ranges:
        """Each word of the query where it begins a word of the text; one that begins none, at the word most like it."""
        plain = self._plain_ranges(text)
        if plain is not None:
            return plain
        tokens = [(_spelled(match[0]), *match.span()) for match in WORD.finditer(text)]
        places: list[tuple[int, int]] = []
        for word in self._words:
            hits = [token for token in tokens if token[0].startswith(word)]
            for spelled, start, end in hits or _nearest(word, tokens):
                is_start = spelled.startswith(word) and len(spelled) > len(word)
                places.append((start, start + _prefix(text[start:end], word) if is_start else end))
        return _in_utf16(text, places)

    def _plain_ranges(self, text: str) -> Ranges | None:
        """The common case in one pass: each word begins a word of the text, letter for letter; else None."""
        folded = fold(text)
        if self._written is None or len(folded) != len(text):
            return None
        matches = list(self._written.finditer(folded))
        if len({match[0] for match in matches}) < len(self._words):
            return None
        return _in_utf16(text, [match.span() for match in matches])

    def _title_ranges(self, text: str, squeezed: str) -> Ranges | None:
        """The query as a number, or all words of it, where words of the text begin; None when it is not there."""
        for words in self._titles:
            if all(word in squeezed for word in words):
                places = _over_separators(text, words)
                if places is not None:
                    return _in_utf16(text, places)
        return None

    def _code_ranges(self, field: str, text: str) -> Ranges | None:
        """The query as a number or address at the start or the end of the text's own; None when it is not there."""
        kept = "@." if field in _MAIL_FIELDS else ""
        places = [at for at, char in enumerate(text) if char.isalnum() or char in kept]
        squeezed = "".join(text[at] for at in places).lower()
        for wanted in self._wanted_codes(kept):
            at = squeezed.rfind(wanted) if len(wanted) >= SHORTEST_TAIL else -1
            if at < 0 and squeezed.startswith(wanted):
                at = 0
            if at >= 0:
                return _in_utf16(text, [(places[at], places[at + len(wanted) - 1] + 1)])
        return [] if field == "personal_code" and self._secret else None

    def _wanted_codes(self, kept: str) -> Iterator[str]:
        for code in self._codes:
            wanted = code if kept else code.replace("@", "").replace(".", "")
            if wanted:
                yield wanted
                yield wanted.removeprefix("371")


class _NearWords(dict[str, tuple[str, ...]]):
    """By token, the words of the query that it is with one or two wrong letters. Tokens come back in hit after hit."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, token: str) -> tuple[str, ...]:
        near = tuple(word for word in self._words if _distance(word, token) is not None)
        self[token] = near
        return near


@lru_cache(maxsize=16_384)
def spelled_texts(packed: str) -> str:
    """The words of the packed texts as search spells them, a space before each. The same rows come back at every keystroke."""
    return SEPARATOR.join(
        [
            "".join([f" {word}" for word in WORD.findall(digraph_fold(fold(text)))])
            for _, text in unpack_texts(packed)
        ]
    )


@lru_cache(maxsize=16_384)
def _squeezed_texts(packed: str) -> tuple[str, ...]:
    """The folded letters and digits of each of the packed texts."""
    return tuple(_SEPARATORS.sub("", fold(text)) for _, text in unpack_texts(packed))


def _over_separators(text: str, words: Sequence[str]) -> list[tuple[int, int]] | None:
    """Where each of the words begins a word of the text, whatever separates its letters there; None when one of them does not."""
    letters = [
        (letter, at) for at, char in enumerate(text) for letter in fold(char) if letter.isalnum()
    ]
    squeezed = "".join(letter for letter, _ in letters)
    starts = {match.start() for match in WORD.finditer(text)}
    places: list[tuple[int, int]] = []
    for word in words:
        found = [
            (letters[match.start()][1], letters[match.start() + len(word) - 1][1] + 1)
            for match in re.finditer(f"(?={re.escape(word)})", squeezed)
            if letters[match.start()][1] in starts
        ]
        if not found:
            return None
        places += found
    return places


def _places(spelled: str, start: str) -> Iterator[int]:
    """In which of the texts a word begins so; a place may come twice."""
    at = spelled.find(f" {start}")
    while at >= 0:
        yield spelled.count(SEPARATOR, 0, at)
        at = spelled.find(f" {start}", at + 1)


def _spelled(word: str) -> str:
    return digraph_fold(fold(word))


def _starts(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """A pattern of all words at the start of a word, longer ones first."""
    if not words:
        return None
    ways = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{ways})")


def _may_have_typo(word: str) -> bool:
    return len(word) >= 3 and word.isalpha()


def _distance(word: str, token: str) -> int | None:
    """Wrong letters between the word and the token or its start: one, or two in long words; None for more."""
    allowed = 1 if len(word) < 7 else 2
    if len(token) < len(word) - allowed or not _may_have_typo(word):
        return None
    distance = OSA.distance(word, token[: len(word)], score_cutoff=allowed)
    if distance and len(token) <= len(word) + allowed:
        distance = min(distance, OSA.distance(word, token, score_cutoff=allowed))
    return distance if distance <= allowed else None


def _nearest(word: str, tokens: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """The token that is the word with the fewest wrong letters, if any is."""
    near = [(distance, token) for token in tokens if (distance := _distance(word, token[0]))]
    return [min(near)[1]] if near else []


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
