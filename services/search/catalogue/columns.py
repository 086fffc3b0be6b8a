"""The shown columns of all clients: JSON fragments by ordinal, taken a row or a whole column at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
import orjson
from numpy.typing import NDArray

from services.search.catalogue.orders import UNKNOWN, Ordinals
from services.search.catalogue.record import STORED_COLUMNS

_EMPTY = b"null"
_PLAIN = frozenset(
    [
        "id",
        "name",
        "registration_number",
        "number",
        "vat_number",
        "address",
        "phone",
        "email",
        "www",
        "iban",
    ]
)


@dataclass(frozen=True, slots=True)
class _Made:
    """The columns of one selection as JSON, and how often each had been written to by then."""

    ordinals: Ordinals
    changes: tuple[int, ...]
    parts: list[bytes]


class Columns:
    """All of STORED_COLUMNS, and behind them others that are written elsewhere."""

    def __init__(self, others: Sequence[Column] = ()) -> None:
        self._own: list[PlainColumn | SharedColumn] = [
            PlainColumn() if name in _PLAIN else SharedColumn() for name in STORED_COLUMNS
        ]
        self._all: list[Column] = [*self._own, *others]
        self._made: _Made | None = None

    def grow(self, capacity: int) -> None:
        """Makes room for ordinals below `capacity`; who keeps the others does so for them."""
        for column in self._own:
            column.grow(capacity)

    def put(self, ordinal: int, row: Sequence[bytes]) -> None:
        """Writes the fragments of one client."""
        for column, fragment in zip(self._own, row, strict=True):
            column.put(ordinal, fragment)

    def clear(self, ordinal: int) -> None:
        """Lets go of the fragments of one client."""
        for column in self._own:
            column.put(ordinal, _EMPTY)

    def rows(self, ordinals: Ordinals) -> list[tuple[bytes, ...]]:
        """The fragments of each of these clients."""
        return list(zip(*(column.take(ordinals) for column in self._all), strict=True))

    def json(self, ordinals: Ordinals) -> list[bytes]:
        """Each column of these clients as JSON: an array, or {"values": [...], "of": [index into values, ...]}.

        The last selection is kept: a change of a few clients leaves most of its columns as they were.
        """
        made = self._made
        changes = tuple(column.changes for column in self._all)
        is_same = made is not None and np.array_equal(made.ordinals, ordinals)
        parts = [
            made.parts[place]
            if made is not None and is_same and made.changes[place] == changes[place]
            else column.json(ordinals)
            for place, column in enumerate(self._all)
        ]
        self._made = _Made(ordinals, changes, parts)
        return parts


class Column(Protocol):
    """One column. `changes` counts what was written; the same number means the same fragments."""

    changes: int

    def grow(self, capacity: int) -> None:
        """Makes room for ordinals below `capacity`."""
        ...

    def take(self, ordinals: Ordinals) -> list[bytes]:
        """The fragments of these clients."""
        ...

    def json(self, ordinals: Ordinals) -> bytes:
        """The column of these clients as JSON: an array, or {"values": [...], "of": [index into values, ...]}."""
        ...


class PlainColumn:
    """A column whose fragments mostly differ: names, numbers, addresses."""

    def __init__(self) -> None:
        self.changes = 0
        self._fragments: NDArray[np.object_] = np.zeros(0, object)

    def grow(self, capacity: int) -> None:
        """Makes room for ordinals below `capacity`."""
        more = np.full(capacity - len(self._fragments), _EMPTY, object)
        self._fragments = np.concatenate([self._fragments, more])

    def put(self, ordinal: int, fragment: bytes) -> None:
        """Writes the fragment of one client."""
        if self._fragments[ordinal] != fragment:
            self._fragments[ordinal] = fragment
            self.changes += 1

    def take(self, ordinals: Ordinals) -> list[bytes]:
        """The fragments of these clients."""
        return self._fragments[ordinals].tolist()

    def json(self, ordinals: Ordinals) -> bytes:
        """An array."""
        return b"[%b]" % b",".join(self.take(ordinals))


class SharedColumn:
    """A column whose fragments repeat: each is kept once, while a client shows it, and clients hold its number."""

    def __init__(self) -> None:
        self.changes = 0
        self._number_of: dict[bytes, int] = {_EMPTY: 0}
        self._values: list[bytes] = [_EMPTY]
        self._holders: list[int] = [
            1
        ]  # one more than there are: what clients without a value show is never let go
        self._free: list[int] = []
        self._numbers: NDArray[np.int32] = np.zeros(0, np.int32)

    def grow(self, capacity: int) -> None:
        """Makes room for ordinals below `capacity`."""
        more = np.zeros(capacity - len(self._numbers), np.int32)
        self._numbers = np.concatenate([self._numbers, more])
        self._holders[0] += len(more)

    def put(self, ordinal: int, fragment: bytes) -> None:
        """Writes the fragment of one client."""
        old = int(self._numbers[ordinal])
        number = self._number_of.get(fragment)
        if number is None:
            number = self._new_number(fragment)
        if number == old:
            return
        self._holders[number] += 1
        self._numbers[ordinal] = number
        self.changes += 1
        self._holders[old] -= 1
        if not self._holders[old]:
            del self._number_of[self._values[old]]
            self._values[old] = _EMPTY
            self._free.append(old)

    def take(self, ordinals: Ordinals) -> list[bytes]:
        """The fragments of these clients."""
        values = self._values
        return [values[number] for number in self._numbers[ordinals].tolist()]

    def json(self, ordinals: Ordinals) -> bytes:
        """Values and their numbers; an array when they do not repeat enough."""
        numbers = self._numbers[ordinals]
        used = np.flatnonzero(np.bincount(numbers, minlength=len(self._values)))
        if 2 * len(used) > len(numbers):
            return b"[%b]" % b",".join(self.take(ordinals))
        place = np.zeros(len(self._values), np.int32)
        place[used] = np.arange(len(used), dtype=np.int32)
        return repeated([self._values[number] for number in used.tolist()], place[numbers])

    def _new_number(self, fragment: bytes) -> int:
        if self._free:
            number = self._free.pop()
            self._values[number] = fragment
        else:
            number = len(self._values)
            self._values.append(fragment)
            self._holders.append(0)
        self._number_of[fragment] = number
        return number


class NumberColumn:
    """A column of whole numbers; UNKNOWN is null."""

    def __init__(self) -> None:
        self.changes = 0
        self.values: NDArray[np.int64] = np.zeros(0, np.int64)

    def grow(self, capacity: int) -> None:
        """Makes room for ordinals below `capacity`."""
        more = np.full(capacity - len(self.values), UNKNOWN, np.int64)
        self.values = np.concatenate([self.values, more])

    def put(self, ordinal: int, number: int) -> None:
        """Writes the number of one client."""
        if self.values[ordinal] != number:
            self.values[ordinal] = number
            self.changes += 1

    def take(self, ordinals: Ordinals) -> list[bytes]:
        """The numbers of these clients."""
        return [
            _EMPTY if number == UNKNOWN else b"%d" % number
            for number in self.values[ordinals].tolist()
        ]

    def json(self, ordinals: Ordinals) -> bytes:
        """An array."""
        values = self.values[ordinals]
        if (values == UNKNOWN).any():
            return b"[%b]" % b",".join(self.take(ordinals))
        return orjson.dumps(values, option=orjson.OPT_SERIALIZE_NUMPY)


class DayColumn(NumberColumn):
    """A column of days, each the number of the day since the year 1; UNKNOWN is null."""

    def take(self, ordinals: Ordinals) -> list[bytes]:
        """The days of these clients."""
        return [_day(number) for number in self.values[ordinals].tolist()]

    def json(self, ordinals: Ordinals) -> bytes:
        """Days and their numbers: many clients share one."""
        days, of = np.unique(self.values[ordinals], return_inverse=True)
        return repeated([_day(number) for number in days.tolist()], of.astype(np.int32))


def _day(number: int) -> bytes:
    return _EMPTY if number == UNKNOWN else b'"%b"' % date.fromordinal(number).isoformat().encode()


def repeated(values: Sequence[bytes], of: NDArray[np.int32]) -> bytes:
    """A column as JSON in which each value stands once: {"values": [...], "of": [index into values, ...]}."""
    numbers = orjson.dumps(np.ascontiguousarray(of), option=orjson.OPT_SERIALIZE_NUMPY)
    return b'{"values":[%b],"of":%b}' % (b",".join(values), numbers)
