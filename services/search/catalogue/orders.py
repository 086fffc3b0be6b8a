"""The clients in the order of one column: built at first use, then kept up with changes.

A change of a few clients costs a look at each existing order only when it is used next: the changed ordinals are taken out
and put back by bisection, which is milliseconds even among a million.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import total_ordering
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ordinals = NDArray[np.int32]
# Above this share of changed rows a full sort is the quicker way.
_REBUILD_SHARE = 16


UNKNOWN = int(np.iinfo(np.int64).min)
"""Stands for a number that is not known."""


def by_numbers(alphabet: Ordinals, numbers: NDArray[np.int64], descending: bool) -> Ordinals:
    """The ordinals of the alphabet by the number of each; unknown ones last, equal ones as they were."""
    known = numbers != UNKNOWN
    order = np.argsort(-numbers[known] if descending else numbers[known], kind="stable")
    return np.concatenate([alphabet[known][order], alphabet[~known]])


def by_texts(alphabet: Ordinals, texts: Sequence[str | None], descending: bool) -> Ordinals:
    """The ordinals of the alphabet by the text of each; empty ones last, equal ones as they were."""
    distinct = sorted({text for text in texts if text is not None}, reverse=descending)
    rank_of: dict[str | None, int] = {text: rank for rank, text in enumerate(distinct)}
    rank_of[None] = len(distinct)
    ranks = np.fromiter(map(rank_of.__getitem__, texts), np.int32, len(texts))
    return alphabet[np.argsort(ranks, kind="stable")]


@total_ordering
class Reversed:
    """A value that compares the other way round."""

    __slots__ = ("value",)

    def __init__(self, value: str) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reversed) and self.value == other.value

    def __lt__(self, other: Reversed) -> bool:
        return other.value < self.value

    def __hash__(self) -> int:
        return hash(self.value)


class Order:
    """All clients in one order. It holds none of the catalogue's own methods, so that an old catalogue goes at once."""

    def __init__(self) -> None:
        self._changed: set[int] = set()
        self._ordinals: Ordinals | None = None

    def note(self, changed: set[int]) -> None:
        """These ordinals have changed, come or gone."""
        if self._ordinals is None:
            return
        self._changed |= changed
        if self._is_too_old(self._ordinals):
            self._ordinals = None
            self._changed.clear()

    @property
    def is_built(self) -> bool:
        """Whether the next use will not have to sort everything."""
        return self._ordinals is not None

    def ordinals(
        self,
        capacity: int,
        sort: Callable[[], Ordinals],
        key: Callable[[int], Any],
        is_alive: Callable[[int], bool],
    ) -> Ordinals:
        """The order as of now.

        `capacity` is above every ordinal; `sort` sorts all living ordinals from scratch; `key` gives the comparable key of one
        ordinal, in the same order; `is_alive` tells whether an ordinal is still a client.
        """
        if self._ordinals is None:
            self._ordinals = sort()
        elif self._changed:
            gone = np.zeros(capacity, np.bool_)
            gone[list(self._changed)] = True
            kept = self._ordinals[~gone[self._ordinals]]
            arrived = sorted(filter(is_alive, self._changed), key=key)
            places = [bisect_left(kept, key(ordinal), key=key) for ordinal in arrived]
            self._ordinals = np.insert(kept, places, arrived)
        self._changed.clear()
        return self._ordinals

    def _is_too_old(self, ordinals: Ordinals) -> bool:
        return len(self._changed) * _REBUILD_SHARE > len(ordinals) + 64
