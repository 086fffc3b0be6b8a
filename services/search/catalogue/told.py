"""What another service tells of each client: arrays by ordinal, and aside that of clients who are not in the catalogue.

A client that was never told of is unknown, until all there is has been listed once: then there is nothing to tell of it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from services.search.catalogue.columns import Column, NumberColumn
from services.search.catalogue.orders import UNKNOWN

Place = tuple[int, int, int]
"""Epoch, version and day of what was told of a client: the larger is the newer."""


class Told(Protocol):
    """What is told of one client."""

    @property
    def client_id(self) -> int:
        """The UUID as a number."""
        ...

    @property
    def place(self) -> Place:
        """How new it is."""
        ...


T = TypeVar("T", bound=Told)


class ToldColumns(ABC, Generic[T]):
    """The columns of one service. `is_listed`: all there is has been told of.

    Each of `numbers` is one of the values of what is told, in the same order; `others` are written by the class itself.
    """

    names: ClassVar[tuple[str, ...]]
    """The columns of a row, those of `numbers` first."""
    nothing: ClassVar[tuple[int, ...]]
    """The values of a client of which there is nothing to tell."""

    def __init__(self, numbers: Sequence[NumberColumn], others: Sequence[Column] = ()) -> None:
        self.is_listed = False
        self._numbers = numbers
        self._others = others
        self._epochs: NDArray[np.int64] = np.zeros(0, np.int64)
        self._versions: NDArray[np.int64] = np.zeros(0, np.int64)
        self._days: NDArray[np.int32] = np.zeros(0, np.int32)
        self._rounds: NDArray[np.int32] = np.zeros(0, np.int32)
        self._round = 0
        self._elsewhere: dict[int, tuple[T, int]] = {}

    @property
    def shown(self) -> list[Column]:
        """The columns of a row, in the order of `names`."""
        return [*self._numbers]

    def ranks(self, column: str) -> NDArray[np.int64]:
        """By ordinal: what the column is ordered by; UNKNOWN comes last."""
        return self._numbers[self.names.index(column)].values

    def at_least(self, column: str, least: int) -> NDArray[np.bool_]:
        """By ordinal: whether the number is known and at least this."""
        return self.ranks(column) >= max(least, UNKNOWN + 1)

    def grow(self, capacity: int) -> None:
        """Makes room for ordinals below `capacity`."""
        more = capacity - len(self._epochs)
        for column in (*self._numbers, *self._others):
            column.grow(capacity)
        self._epochs = np.concatenate([self._epochs, np.zeros(more, np.int64)])
        self._versions = np.concatenate([self._versions, np.zeros(more, np.int64)])
        self._days = np.concatenate([self._days, np.zeros(more, np.int32)])
        self._rounds = np.concatenate([self._rounds, np.zeros(more, np.int32)])

    # -- clients come and go

    def enter(self, ordinal: int, client_id: int) -> None:
        """A client is in the catalogue now; what is told of it may have come before it."""
        told, seen = self._elsewhere.pop(client_id, (None, 0))
        self._write(ordinal, told)
        self._rounds[ordinal] = seen

    def leave(self, ordinal: int, client_id: int) -> None:
        """A client is not in the catalogue any more; what was told of it is kept, as it may come back."""
        place = self.place(ordinal, client_id)
        if place is not None:
            told = self._made(ordinal, client_id, place)
            self._elsewhere[client_id] = (told, int(self._rounds[ordinal]))
        self._write(ordinal, None)

    # -- what is known

    def place(self, ordinal: int | None, client_id: int) -> Place | None:
        """How new is what is known of a client; None when nothing is."""
        if ordinal is None:
            told, _ = self._elsewhere.get(client_id, (None, 0))
            return None if told is None else told.place
        if not self._versions[ordinal]:
            return None
        return int(self._epochs[ordinal]), int(self._versions[ordinal]), int(self._days[ordinal])

    def is_news(self, ordinal: int | None, told: T, *, is_listed: bool) -> bool:
        """Whether it is newer than what is known; notes that the listing has it.

        A listing overrules also what is as new or newer, unless that was heard of after the listing began.
        """
        known = self.place(ordinal, told.client_id)
        overrules = is_listed and self._see(ordinal, told.client_id)
        if known is None or told.place > known:
            return True
        return overrules and (
            told.place != known or (ordinal is not None and bool(self.differing(ordinal, told)))
        )

    def differing(self, ordinal: int, told: T | None) -> list[str]:
        """The columns that would change by this; None is that of a client of which there is nothing."""
        pairs = zip(self._numbers, self._numbers_of(told), strict=True)
        return [
            name
            for name, (column, value) in zip(self.names, pairs, strict=False)
            if int(column.values[ordinal]) != value
        ]

    # -- changes

    def put(self, ordinal: int | None, client_id: int, told: T | None) -> None:
        """Takes what is told of a client, or that there is nothing."""
        if ordinal is not None:
            self._write(ordinal, told)
            self._rounds[ordinal] = self._round
        elif told is not None:
            self._elsewhere[client_id] = (told, self._round)
        else:
            self._elsewhere.pop(client_id, None)

    def note_all_listed(self) -> None:
        """From now on there is nothing to tell of a client that was not told of."""
        self.is_listed = True
        none = self._versions == 0
        for column, value in zip(self._numbers, self.nothing, strict=True):
            column.values[none] = value
            column.changes += 1

    # -- listing all of it

    def begin_round(self) -> None:
        """A listing of everything begins: what is not seen from now on until its end is not there any more."""
        self._round += 1

    def _see(self, ordinal: int | None, client_id: int) -> bool:
        """Notes that the listing has this client; returns whether nothing was heard of it since the listing began."""
        if ordinal is not None:
            is_first = int(self._rounds[ordinal]) < self._round
            self._rounds[ordinal] = self._round
            return is_first
        told, seen = self._elsewhere.get(client_id, (None, 0))
        if told is not None:
            self._elsewhere[client_id] = (told, self._round)
        return seen < self._round

    def unseen(self) -> tuple[list[int], list[int]]:
        """Ordinals in the catalogue, and ids of clients outside it, of which the listing told nothing."""
        there = np.flatnonzero((self._versions > 0) & (self._rounds < self._round))
        others = [
            client_id for client_id, (_, seen) in self._elsewhere.items() if seen < self._round
        ]
        return there.tolist(), others

    # -- inside

    @abstractmethod
    def _values(self, told: T) -> tuple[int, ...]:
        """Its number for each of the columns."""

    @abstractmethod
    def _made(self, ordinal: int, client_id: int, place: Place) -> T:
        """What was told, from the columns."""

    def _numbers_of(self, told: T | None) -> tuple[int, ...]:
        if told is not None:
            return self._values(told)
        return self.nothing if self.is_listed else (UNKNOWN,) * len(self.nothing)

    def _write(self, ordinal: int, told: T | None) -> None:
        for column, value in zip(self._numbers, self._numbers_of(told), strict=True):
            column.put(ordinal, value)
        epoch, version, day = told.place if told is not None else (0, 0, 0)
        self._epochs[ordinal] = epoch
        self._versions[ordinal] = version
        self._days[ordinal] = day


def newest(told: Sequence[T]) -> list[T]:
    """The newest of each client."""
    found: dict[int, T] = {}
    for one in told:
        known = found.get(one.client_id)
        if known is None or known.place <= one.place:
            found[one.client_id] = one
    return list(found.values())
