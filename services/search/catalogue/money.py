"""The money of all clients: arrays by ordinal, and aside that of clients who are not in the catalogue.

A client that invoices never told of has unknown money, until all of it has been listed once: then it was never invoiced, and
its sums are zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from services.search.catalogue.columns import Column, NumberColumn, SharedColumn
from services.search.catalogue.orders import UNKNOWN
from services.search.catalogue.record import MONEY_COLUMNS, Money

_NULL = b"null"
_DEPTHS = {letter: depth for depth, letter in enumerate("abcd", 1)}

Place = tuple[int, int, int]
"""Epoch, version and day of a client's money: the larger is the newer."""


def place_of(money: Money) -> Place:
    """How new it is."""
    return money.epoch, money.version, money.as_of


class MoneyColumns:
    """The columns of MONEY_COLUMNS. `is_listed`: all money there is has been told of."""

    def __init__(self) -> None:
        self.is_listed = False
        self._sums = [NumberColumn() for _ in MONEY_COLUMNS[:-1]]
        self._strips = SharedColumn()
        self._depths = NumberColumn()
        self._epochs: NDArray[np.int64] = np.zeros(0, np.int64)
        self._versions: NDArray[np.int64] = np.zeros(0, np.int64)
        self._days: NDArray[np.int32] = np.zeros(0, np.int32)
        self._rounds: NDArray[np.int32] = np.zeros(0, np.int32)
        self._round = 0
        self._elsewhere: dict[int, tuple[Money, int]] = {}

    @property
    def shown(self) -> list[Column]:
        """The columns of a row, in the order of MONEY_COLUMNS."""
        return [*self._sums, self._strips]

    def ranks(self, column: str) -> NDArray[np.int64]:
        """By ordinal: what the column is ordered by; UNKNOWN comes last. Strips go by how late the five are together."""
        place = MONEY_COLUMNS.index(column)
        return (self._depths if place == len(self._sums) else self._sums[place]).values

    def at_least(self, column: str, least: int) -> NDArray[np.bool_]:
        """By ordinal: whether the number is known and at least this."""
        return self.ranks(column) >= max(least, UNKNOWN + 1)

    def grow(self, capacity: int) -> None:
        """Makes room for ordinals below `capacity`."""
        more = capacity - len(self._epochs)
        for column in (*self._sums, self._strips, self._depths):
            column.grow(capacity)
        self._epochs = np.concatenate([self._epochs, np.zeros(more, np.int64)])
        self._versions = np.concatenate([self._versions, np.zeros(more, np.int64)])
        self._days = np.concatenate([self._days, np.zeros(more, np.int32)])
        self._rounds = np.concatenate([self._rounds, np.zeros(more, np.int32)])

    # -- clients come and go

    def enter(self, ordinal: int, client_id: int) -> None:
        """A client is in the catalogue now; its money may have come before it."""
        money, seen = self._elsewhere.pop(client_id, (None, 0))
        self._write(ordinal, money)
        self._rounds[ordinal] = seen

    def leave(self, ordinal: int, client_id: int) -> None:
        """A client is not in the catalogue any more; its money is kept, as it may come back."""
        money = self._read(ordinal, client_id)
        if money is not None:
            self._elsewhere[client_id] = (money, int(self._rounds[ordinal]))
        self._write(ordinal, None)

    # -- what is known

    def place(self, ordinal: int | None, client_id: int) -> Place | None:
        """How new the known money of a client is; None when there is none."""
        if ordinal is None:
            money, _ = self._elsewhere.get(client_id, (None, 0))
            return None if money is None else place_of(money)
        if not self._versions[ordinal]:
            return None
        return int(self._epochs[ordinal]), int(self._versions[ordinal]), int(self._days[ordinal])

    def is_news(self, ordinal: int | None, money: Money, *, is_listed: bool) -> bool:
        """Whether it is newer than what is known; notes that the listing has it.

        A listing overrules also what is as new or newer, unless that was heard of after the listing began.
        """
        known = self.place(ordinal, money.client_id)
        overrules = is_listed and self._see(ordinal, money.client_id)
        if known is None or place_of(money) > known:
            return True
        return overrules and (
            place_of(money) != known
            or (ordinal is not None and bool(self.differing(ordinal, money)))
        )

    def differing(self, ordinal: int, money: Money | None) -> list[str]:
        """The columns that would change by this money; None is that of a client without any."""
        changed: list[str] = []
        names = MONEY_COLUMNS[:-1]
        for name, column, value in zip(names, self._sums, self._values(money), strict=True):
            if int(column.values[ordinal]) != value:
                changed.append(name)
        if self._strips.take(np.array([ordinal], np.int32)) != [_strip(money)]:
            changed.append(MONEY_COLUMNS[-1])
        return changed

    # -- changes

    def put(self, ordinal: int | None, client_id: int, money: Money | None) -> None:
        """Takes the money of a client, or that it has none."""
        if ordinal is not None:
            self._write(ordinal, money)
            self._rounds[ordinal] = self._round
        elif money is not None:
            self._elsewhere[client_id] = (money, self._round)
        else:
            self._elsewhere.pop(client_id, None)

    def note_all_listed(self) -> None:
        """From now on a client without money is one that was never invoiced."""
        self.is_listed = True
        none = self._versions == 0
        for column in self._sums:
            column.values[none] = 0
            column.changes += 1

    # -- listing all of it

    def begin_round(self) -> None:
        """A listing of all money begins: what is not seen from now on until its end is not there any more."""
        self._round += 1

    def _see(self, ordinal: int | None, client_id: int) -> bool:
        """Notes that the listing has this client; returns whether nothing was heard of it since the listing began."""
        if ordinal is not None:
            is_first = int(self._rounds[ordinal]) < self._round
            self._rounds[ordinal] = self._round
            return is_first
        money, seen = self._elsewhere.get(client_id, (None, 0))
        if money is not None:
            self._elsewhere[client_id] = (money, self._round)
        return seen < self._round

    def unseen(self) -> tuple[list[int], list[int]]:
        """Ordinals in the catalogue, and ids of clients outside it, with money that the listing did not have."""
        there = np.flatnonzero((self._versions > 0) & (self._rounds < self._round))
        others = [
            client_id for client_id, (_, seen) in self._elsewhere.items() if seen < self._round
        ]
        return there.tolist(), others

    # -- inside

    def _values(self, money: Money | None) -> Iterator[int]:
        if money is None:
            return iter([0 if self.is_listed else UNKNOWN] * len(self._sums))
        return iter((money.net_12_months, money.open, money.overdue, money.days_late))

    def _write(self, ordinal: int, money: Money | None) -> None:
        for column, value in zip(self._sums, self._values(money), strict=True):
            column.put(ordinal, value)
        self._strips.put(ordinal, _strip(money))
        self._depths.put(ordinal, _depth(money))
        self._epochs[ordinal] = money.epoch if money else 0
        self._versions[ordinal] = money.version if money else 0
        self._days[ordinal] = money.as_of if money else 0

    def _read(self, ordinal: int, client_id: int) -> Money | None:
        place = self.place(ordinal, client_id)
        if place is None:
            return None
        net, owed, overdue, late = (int(column.values[ordinal]) for column in self._sums)
        (strip,) = self._strips.take(np.array([ordinal], np.int32))
        letters = "" if strip == _NULL else strip[1:-1].decode()
        return Money(client_id, *place, net, owed, overdue, late, letters)


def _strip(money: Money | None) -> bytes:
    return b'"%b"' % money.strip.encode() if money and money.strip else _NULL


def _depth(money: Money | None) -> int:
    if money is None or not money.strip:
        return UNKNOWN
    return sum(_DEPTHS.get(letter, 0) for letter in money.strip.lower())


def newest(told: Sequence[Money]) -> list[Money]:
    """The newest of each client."""
    found: dict[int, Money] = {}
    for money in told:
        known = found.get(money.client_id)
        if known is None or place_of(known) <= place_of(money):
            found[money.client_id] = money
    return list(found.values())
