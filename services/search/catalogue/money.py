"""The money of all clients. One without any was never invoiced: its sums are zero."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from services.search.catalogue.columns import Column, NumberColumn, SharedColumn
from services.search.catalogue.orders import UNKNOWN
from services.search.catalogue.record import MONEY_COLUMNS, Money
from services.search.catalogue.told import Place, ToldColumns

_NULL = b"null"
_STRIP = MONEY_COLUMNS[-1]
_DEPTHS = {letter: depth for depth, letter in enumerate("abcd", 1)}


class MoneyColumns(ToldColumns[Money]):
    """The columns of MONEY_COLUMNS."""

    names = MONEY_COLUMNS
    nothing = (0, 0, 0, 0)

    def __init__(self) -> None:
        self._strips = SharedColumn()
        self._depths = NumberColumn()
        super().__init__([NumberColumn() for _ in self.nothing], (self._strips, self._depths))

    @property
    def shown(self) -> list[Column]:
        """The columns of a row, in the order of `names`."""
        return [*super().shown, self._strips]

    def ranks(self, column: str) -> NDArray[np.int64]:
        """By ordinal: what the column is ordered by; strips go by how late the five are together."""
        return self._depths.values if column == _STRIP else super().ranks(column)

    def differing(self, ordinal: int, told: Money | None) -> list[str]:
        """The columns that would change by this money; None is that of a client without any."""
        changed = super().differing(ordinal, told)
        if self._strips.take(np.array([ordinal], np.int32)) != [_strip(told)]:
            changed.append(_STRIP)
        return changed

    def _values(self, told: Money) -> tuple[int, ...]:
        return told.net_12_months, told.open, told.overdue, told.days_late

    def _made(self, ordinal: int, client_id: int, place: Place) -> Money:
        net, owed, overdue, late = (int(column.values[ordinal]) for column in self._numbers)
        (strip,) = self._strips.take(np.array([ordinal], np.int32))
        letters = "" if strip == _NULL else strip[1:-1].decode()
        return Money(client_id, *place, net, owed, overdue, late, letters)

    def _write(self, ordinal: int, told: Money | None) -> None:
        super()._write(ordinal, told)
        self._strips.put(ordinal, _strip(told))
        self._depths.put(ordinal, _depth(told))


def _strip(money: Money | None) -> bytes:
    return b'"%b"' % money.strip.encode() if money and money.strip else _NULL


def _depth(money: Money | None) -> int:
    if money is None or not money.strip:
        return UNKNOWN
    return sum(_DEPTHS.get(letter, 0) for letter in money.strip.lower())
