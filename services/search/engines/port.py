"""What the catalogue asks of a text engine, and in which words.

No adapter ever sees what a person typed: it gets folded words and codes, and builds its engine's query objects from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from services.search.catalogue import Facts, Filter
from services.search.catalogue.labels import LABEL_BITS

SCHEMA_VERSION = 5
"""Raised with every change of what documents hold: an index of another version is built anew, never changed in place."""

TYPOS_BELOW = 20
"""Fewer hits than this and words with a typo are looked for too."""

TWO_TYPOS_BELOW = 5
"""Fewer hits than this, those with one wrong letter included, and words with two are looked for."""

SHORTEST_TAIL = 4
"""Digits that find a number by its end."""

_UNIT_BITS = 11


@dataclass(frozen=True, slots=True)
class Document:
    """A client (`unit` 0) or one of its units.

    `cores`: each whole name, its folded words joined by a space. `names`, `near`, `everything`: folded words; each holds those
    before it. `borrowed`: words of a unit's client which the unit's own name has not; a unit that is found by those alone only
    repeats its client, and is left out. `titles`: words of what the client's documents are called, and the numbers of these without
    separators; none for a unit. `codes`: numbers, phones, e-mails, hosts, postcodes in normal form. `tails`: those of them that are found by
    their end. `secrets`: lookup hashes of personal codes. `rank` orders hits of the same worth.
    """

    client_id: int
    unit: int
    rank: int
    cores: tuple[str, ...]
    names: frozenset[str]
    near: frozenset[str]
    everything: frozenset[str]
    borrowed: frozenset[str]
    titles: frozenset[str]
    codes: frozenset[str]
    tails: frozenset[str]
    secrets: tuple[str, ...]
    facts: Facts

    @property
    def key(self) -> str:
        """Its name in an engine, unique among all documents."""
        return f"{self.client_id:032x}-{self.unit:x}"


@dataclass(frozen=True, slots=True)
class ClientDocuments:
    """All documents of a client; none when it is to be taken out."""

    client_id: int
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """Plain data made from what was typed.

    `words`: each must be found as the start of a word; `spoken` are the same with old spellings made one (sh as s). `core`: the
    words of the name without its legal form. `codes`: the query as a whole as a number, e-mail or postcode. `secret`: lookup
    hash of a personal code. `title_words`: the words by which documents of clients are looked for, old spellings made one, and
    what has a digit without its separators. `document_number`: the query as a whole as the number of one; empty when it can be none.
    """

    words: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    secret: str = ""
    filter: Filter = field(default_factory=Filter)
    title_words: tuple[str, ...] = ()
    document_number: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A client (`unit` 0) or a unit by its key."""

    client_id: int
    unit: int


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of hits, best first, and the exact number of all."""

    total: int
    hits: list[Hit]


class EngineFailed(Exception):
    """The engine did not do what it was asked: not reached, refused, too slow, or its task failed.

    `is_damaged`: its index is broken and has to be built anew; waiting will not help.
    """

    def __init__(self, message: str, *, is_damaged: bool = False) -> None:
        super().__init__(message)
        self.is_damaged = is_damaged


class Engine(Protocol):
    """A text engine. What `apply` has taken is found when it returns. Raises EngineFailed."""

    name: str

    async def apply(self, changes: Sequence[ClientDocuments]) -> None:
        """Replaces all documents of each client, durably."""
        ...

    async def put(self, documents: Sequence[Document]) -> None:
        """Replaces these documents and no others of their clients, durably."""
        ...

    async def add(self, changes: Sequence[ClientDocuments]) -> None:
        """Takes documents of clients that the index does not have yet; safe and found after `commit`."""
        ...

    async def commit(self) -> None:
        """Makes safe and findable what was added."""
        ...

    async def search(self, query: Query, offset: int, limit: int) -> Hits:
        """Hits in order of worth: number exact > name exact > name prefix > all words > number or phone > address > titles >
        typo; equal ones by rank.
        """
        ...

    async def all_hits(self, query: Query) -> list[Hit]:
        """Every hit that `search` counts, in no promised order."""
        ...

    async def count(self) -> int:
        """How many documents there are."""
        ...

    async def close(self) -> None:
        """Lets go of files and connections."""
        ...

    async def destroy(self) -> None:
        """Closes and deletes the index."""
        ...


def rank_of(label: int, *, is_active: bool, unit_place: int) -> int:
    """The rank of a document: active first, then names in Latvian order, a client before its units, its main unit first."""
    place = min(unit_place, (1 << _UNIT_BITS) - 1)
    return (not is_active) << (LABEL_BITS + _UNIT_BITS) | label << _UNIT_BITS | place
