"""Chance that repeats: streams of numbers in [0, 1) named by seed, thing and index, and picks from weighted tables."""

from __future__ import annotations

import csv
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

Draw = Callable[[], float]
"""The next number of a stream, from 0 up to but not 1."""

_DATA = Path(__file__).parent / "data"


class Entry(NamedTuple):
    """One client being made: its number, the seed of the whole, and its stream of chance."""

    number: int
    seed: int
    draw: Draw


def draws(seed: int, thing: str, index: int = 0) -> Draw:
    """The stream of one thing. Only Random.random() is used: Python promises that it never changes, unlike choice()."""
    return Random((seed << 96) | (zlib.crc32(thing.encode()) << 64) | index).random  # noqa: S311 - nothing secret is made of it


def one_of(items: Sequence[T], draw: float) -> T:
    """The item a number falls on, all being equally likely."""
    return items[int(draw * len(items))]


class Weighted(Generic[T]):
    """Items with whole weights; sums of whole numbers are exact, so picks do not depend on the machine."""

    def __init__(self, items: Iterable[tuple[T, int]]) -> None:
        pairs = list(items)
        self._items = [item for item, _ in pairs]
        self._bounds = list(accumulate(weight for _, weight in pairs))

    def pick(self, draw: float) -> T:
        """The item a number falls on."""
        return self._items[bisect_right(self._bounds, draw * self._bounds[-1])]


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table in data/."""
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
