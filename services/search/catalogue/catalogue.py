"""The columns of all clients in memory: rows, orders, filters, facets and digests.

Every client has an ordinal, a small number that is its place in all arrays. A row is kept as ready JSON fragments by column, so
a page is a join of bytes and a whole column is one `take`. Not safe for threads: the service's event loop owns it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.search.catalogue.columns import Columns
from services.search.catalogue.document_names import DocumentNamesColumns
from services.search.catalogue.filter import Filter
from services.search.catalogue.kept import Kept
from services.search.catalogue.labels import even_labels, is_crowded, labels_between
from services.search.catalogue.money import MoneyColumns
from services.search.catalogue.orders import (
    UNKNOWN,
    Order,
    Ordinals,
    Reversed,
    by_numbers,
    by_texts,
)
from services.search.catalogue.record import (
    FACET_COLUMNS,
    ORDER_COLUMNS,
    TOLD_COLUMNS,
    Record,
    UnitRow,
)
from services.search.catalogue.schedules import ScheduleColumns
from services.search.catalogue.told import T, ToldColumns, newest
from services.search.catalogue.visits import VisitColumns
from services.search.catalogue.vocabulary import TagVocabulary, Vocabulary

BUCKETS = 256
_DIGEST_MODULUS = 1 << 64
_FACET_LIMIT = 200
_NUMBER_COLUMNS = frozenset(
    ("kind", "status", "number", "units_active", "created_at", "updated_at")
)

State = tuple[int, int, int]
"""Epoch, version and digest of a client."""


class Catalogue:
    """All clients. `generation` counts the changes; the same number means the same content."""

    def __init__(self) -> None:
        self.generation = 0
        self.unit_count = 0
        self.bucket_sums = [0] * BUCKETS
        self.is_crowded = False
        """Labels repeat somewhere: order among those names is lost until the index is built anew."""
        self.money = MoneyColumns()
        self.schedules = ScheduleColumns()
        self.visits = VisitColumns()
        self.document_names = DocumentNamesColumns()
        self._told = (self.money, self.schedules, self.visits, self.document_names)
        self._capacity = 0
        self._ordinal_of: dict[int, int] = {}
        self._free: list[int] = []
        self._removed: dict[int, State] = {}
        self._client_ids: list[int] = []
        self._states: list[State] = []
        self._name_keys: list[str] = []
        self._texts: list[str] = []
        self._units: list[tuple[UnitRow, ...]] = []
        self._alive: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self._open: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self._labels: NDArray[np.int64] = np.zeros(0, np.int64)
        self._told_of = {name: columns for columns in self._told for name in columns.names}
        self._columns = Columns([column for columns in self._told for column in columns.shown])
        self._numbers: dict[str, NDArray[np.int64]] = {
            column: np.zeros(0, np.int64) for column in ORDER_COLUMNS if column in _NUMBER_COLUMNS
        }
        self._keys: dict[str, list[str | None]] = {
            column: [] for column in ORDER_COLUMNS if column not in _NUMBER_COLUMNS
        }
        self._facets: dict[str, Vocabulary] = {
            column: TagVocabulary() if column == "tag" else Vocabulary() for column in FACET_COLUMNS
        }
        self._orders: dict[tuple[str, bool], Order] = {}
        self._alphabet = Order()
        self._kept = Kept()

    def __len__(self) -> int:
        return len(self._ordinal_of)

    # -- looking up

    def state(self, client_id: int) -> State | None:
        """Epoch, version and digest of a client, also of a removed one; None when it was never here."""
        ordinal = self._ordinal_of.get(client_id)
        return self._removed.get(client_id) if ordinal is None else self._states[ordinal]

    def ordinal(self, client_id: int) -> int | None:
        """Where the client is in the arrays; None when it is not in the catalogue."""
        return self._ordinal_of.get(client_id)

    def label(self, client_id: int) -> int | None:
        """The label of a client that is in the catalogue."""
        ordinal = self._ordinal_of.get(client_id)
        return None if ordinal is None else self._label(ordinal)

    def client_id(self, ordinal: int) -> int:
        """Whose place it is."""
        return self._client_ids[ordinal]

    def texts(self, ordinal: int) -> str:
        """The client's searchable texts, packed."""
        return self._texts[ordinal]

    def names_of_documents(self, client_id: int) -> str:
        """What the client's documents are called, packed; it may be told before its client is here."""
        return self.document_names.packed(self._ordinal_of.get(client_id), client_id)

    def unit(self, ordinal: int, key: int) -> UnitRow | None:
        """A unit of the client."""
        return next((unit for unit in self._units[ordinal] if unit.key == key), None)

    def bucket(self, number: int) -> dict[int, State]:
        """The clients whose id begins with this byte."""
        return {
            client_id: self._states[ordinal]
            for client_id, ordinal in self._ordinal_of.items()
            if client_id >> 120 == number
        }

    def client_ids(self) -> Iterable[int]:
        """Every client."""
        return self._ordinal_of.keys()

    # -- changing

    def plan_labels(self, records: Sequence[Record]) -> dict[int, int]:
        """A label for each record: the old one while the name is the same, else one between its neighbours."""
        planned: dict[int, int] = {}
        newcomers: list[tuple[str, int]] = []
        for record in records:
            ordinal = self._ordinal_of.get(record.client_id)
            if ordinal is not None and self._name_keys[ordinal] == record.name_key:
                planned[record.client_id] = self._label(ordinal)
            else:
                newcomers.append((record.name_key, record.client_id))
        alphabet = self._in_alphabet()
        newcomers.sort()
        gaps: dict[int, list[int]] = {}
        for name_key, client_id in newcomers:
            place = bisect_left(alphabet, (name_key, client_id), key=self._name)  # pyright: ignore[reportArgumentType]
            gaps.setdefault(place, []).append(client_id)
        for place, client_ids in gaps.items():
            low = self._label(alphabet[place - 1]) if place else None
            high = self._label(alphabet[place]) if place < len(alphabet) else None
            labels = labels_between(low, high, len(client_ids))
            fence = [*([low] if low is not None else []), *labels]
            if is_crowded([*fence, *([high] if high is not None else [])]):
                self.is_crowded = True
            planned.update(zip(client_ids, labels, strict=True))
        return planned

    def even_labels(self) -> dict[int, int]:
        """New labels for everybody, evenly spread."""
        alphabet = sorted(self._ordinal_of.values(), key=self._name)
        ids = [self._client_ids[ordinal] for ordinal in alphabet]
        return dict(zip(ids, even_labels(len(ids)), strict=True))

    def relabel(self, labels: Mapping[int, int]) -> None:
        """Takes over new labels for everybody."""
        for client_id, label in labels.items():
            ordinal = self._ordinal_of.get(client_id)
            if ordinal is not None:
                self._labels[ordinal] = label
        self.is_crowded = False
        self._noted(set(self._ordinal_of.values()))

    def put(self, records: Sequence[Record], labels: Mapping[int, int]) -> None:
        """Takes the records in, each in place of what was known of that client."""
        changed: set[int] = set()
        for record in records:
            ordinal = self._ordinal_of.get(record.client_id)
            if ordinal is None:
                ordinal = self._new_ordinal(record.client_id)
            else:
                self._forget_sums(ordinal)
            self._write(ordinal, record, labels[record.client_id])
            changed.add(ordinal)
        self._noted(changed)

    def remove(self, client_ids: Mapping[int, State]) -> None:
        """Takes clients out; their state stays known, so that an old event does not bring them back."""
        changed: set[int] = set()
        for client_id, state in client_ids.items():
            self._removed[client_id] = state
            ordinal = self._ordinal_of.pop(client_id, None)
            if ordinal is None:
                continue
            self._forget_sums(ordinal)
            self._alive[ordinal] = False
            self._units[ordinal] = ()
            self._texts[ordinal] = ""
            self._columns.clear(ordinal)
            for columns in self._told:
                columns.leave(ordinal, client_id)
            self._free.append(ordinal)
            changed.add(ordinal)
        self._noted(changed)

    # -- what other services tell: `columns` is `money`, `schedules`, `visits` or `document_names`

    def fresh(self, columns: ToldColumns[T], told: Sequence[T], *, is_listed: bool) -> list[T]:
        """What is news of it; `is_listed`: it is of the listing that has begun, which is right also against what is newer."""
        return [
            one
            for one in newest(told)
            if columns.is_news(self.ordinal(one.client_id), one, is_listed=is_listed)
        ]

    def unlisted(self, columns: ToldColumns[T]) -> list[int]:
        """The clients of which something is known that the listing which has just ended did not have."""
        there, others = columns.unseen()
        return [*map(self.client_id, there), *others]

    def put_told(self, columns: ToldColumns[T], told: Mapping[int, T | None]) -> list[int]:
        """Takes what is told of clients, None where nothing is any more; returns the clients whose rows changed."""
        changed: set[int] = set()
        moved: set[str] = set()
        for client_id, one in told.items():
            ordinal = self._ordinal_of.get(client_id)
            differing = columns.differing(ordinal, one) if ordinal is not None else []
            columns.put(ordinal, client_id, one)
            if ordinal is not None and differing:
                changed.add(ordinal)
                moved.update(differing)
        self._noted_told(changed, moved)
        return [self._client_ids[ordinal] for ordinal in changed]

    def note_all_listed(self, columns: ToldColumns[T]) -> None:
        """From now on there is nothing to tell of a client that was not told of: none of it, instead of unknown."""
        columns.note_all_listed()
        self._noted_told(set(self._ordinal_of.values()), columns.names)

    # -- answering

    def select(self, column: str, descending: bool, chosen: Filter) -> Ordinals:
        """The ordinals that fit the filter, in the order of a column ("name", or one of ORDER_COLUMNS or TOLD_COLUMNS)."""
        wanted = (column, descending, chosen)
        known = self._kept.selections.get(wanted)
        if known is not None:
            return known
        ordered = self._ordered(column, descending)
        mask = self.mask(chosen)
        selection = ordered if mask is None else ordered[mask[ordered]]
        self._kept.keep_selection(wanted, selection)
        return selection

    def sort(self, ordinals: Sequence[int], column: str, descending: bool) -> list[int]:
        """Indexes into `ordinals` (which may repeat) in the order of a column; equal ones keep their order."""
        ranks = self._kept.ranks.get((column, descending))
        if ranks is None:
            ordered = self._ordered(column, descending)
            ranks = np.zeros(self._capacity, np.int32)
            ranks[ordered] = np.arange(len(ordered), dtype=np.int32)
            self._kept.keep_ranks((column, descending), ranks)
        return np.argsort(ranks[np.asarray(ordinals, np.int32)], kind="stable").tolist()

    def cold_orders(self) -> list[tuple[str, bool]]:
        """Columns and directions by which the next request would have to sort everybody first."""
        columns = ("name", *ORDER_COLUMNS, *TOLD_COLUMNS)
        wanted = [(column, down) for column in columns for down in (False, True)]
        return [key for key in wanted if key not in self._orders or not self._orders[key].is_built]

    def warm(self, column: str, descending: bool) -> None:
        """Sorts everybody by a column now, so that nobody has to wait for it."""
        self._ordered(column, descending)

    def mask(self, chosen: Filter) -> NDArray[np.bool_] | None:
        """By ordinal: whether the client fits; None when the filter is empty."""
        if chosen == Filter():
            return None
        known = self._kept.masks.get(chosen)
        if known is None:
            known = self._alive.copy()
            for column, values in chosen.chosen():
                known &= self._facets[column].mask(values)
            for column, least in chosen.least():
                known &= self._told_of[column].at_least(column, least)
            self._kept.masks[chosen] = known
        return known

    def rows(self, ordinals: Sequence[int] | Ordinals) -> list[tuple[bytes, ...]]:
        """The fragments of each row, in the order of ROW_COLUMNS."""
        return self._columns.rows(np.asarray(ordinals, np.int32))

    def columns_json(self, ordinals: Ordinals) -> list[bytes]:
        """Each of ROW_COLUMNS for these ordinals as JSON; see `Columns.json`."""
        return self._columns.json(ordinals)

    def facets(self, chosen: Filter) -> dict[str, list[tuple[str, str, int]]]:
        """For each of FACET_COLUMNS: value, label and count, most first. Its own filter does not narrow a column."""
        result: dict[str, list[tuple[str, str, int]]] = {}
        for column, vocabulary in self._facets.items():
            mask = self.mask(replace(chosen, **{column: ()}))
            ordinals = np.flatnonzero(self._alive if mask is None else mask).astype(np.int32)
            counts = sorted(vocabulary.counts(ordinals), key=lambda entry: (-entry[2], entry[1]))
            result[column] = counts[:_FACET_LIMIT]
        return result

    # -- inside

    def _label(self, ordinal: int) -> int:
        return int(self._labels[ordinal])

    def _name(self, ordinal: int) -> tuple[str, int]:
        return self._name_keys[ordinal], self._client_ids[ordinal]

    def _is_alive(self, ordinal: int) -> bool:
        return bool(self._alive[ordinal])

    def _new_ordinal(self, client_id: int) -> int:
        self._removed.pop(client_id, None)
        if self._free:
            ordinal = self._free.pop()
        else:
            ordinal = len(self._client_ids)
            if ordinal >= self._capacity:
                self._grow(max(1024, self._capacity * 3 // 2))
            self._client_ids.append(0)
            self._states.append((0, 0, 0))
            self._name_keys.append("")
            self._texts.append("")
            self._units.append(())
            for keys in self._keys.values():
                keys.append(None)
        self._ordinal_of[client_id] = ordinal
        for columns in self._told:
            columns.enter(ordinal, client_id)
        return ordinal

    def _grow(self, capacity: int) -> None:
        more = capacity - self._capacity
        self._alive = np.concatenate([self._alive, np.zeros(more, np.bool_)])
        self._open = np.concatenate([self._open, np.zeros(more, np.bool_)])
        self._labels = np.concatenate([self._labels, np.zeros(more, np.int64)])
        self._columns.grow(capacity)
        for columns in self._told:
            columns.grow(capacity)
        for column, numbers in self._numbers.items():
            self._numbers[column] = np.concatenate([numbers, np.zeros(more, np.int64)])
        for vocabulary in self._facets.values():
            vocabulary.grow(capacity)
        self._capacity = capacity

    def _write(self, ordinal: int, record: Record, label: int) -> None:
        self._client_ids[ordinal] = record.client_id
        self._states[ordinal] = (record.epoch, record.version, record.digest)
        bucket = record.client_id >> 120
        self.bucket_sums[bucket] = (self.bucket_sums[bucket] + record.digest) % _DIGEST_MODULUS
        self.unit_count += len(record.units)
        self._name_keys[ordinal] = record.name_key
        self._texts[ordinal] = record.texts
        self._units[ordinal] = record.units
        self._alive[ordinal] = True
        self._open[ordinal] = record.is_open
        self._labels[ordinal] = label
        self._columns.put(ordinal, record.row)
        for column, value in zip(ORDER_COLUMNS, record.order_values, strict=True):
            if column in _NUMBER_COLUMNS:
                assert isinstance(value, int)
                self._numbers[column][ordinal] = value
            else:
                assert not isinstance(value, int)
                self._keys[column][ordinal] = value
        facts = record.facts
        self._facets["status"].put(ordinal, facts.status)
        self._facets["kind"].put(ordinal, facts.kind)
        self._facets["group"].put(ordinal, facts.group, facts.group_label)
        self._facets["city"].put(ordinal, facts.city)
        self._facets["legal_form"].put(ordinal, facts.legal_form)
        self._facets["responsible"].put(ordinal, facts.responsible)
        tags = self._facets["tag"]
        assert isinstance(tags, TagVocabulary)
        tags.put_tags(ordinal, facts.tags)

    def _forget_sums(self, ordinal: int) -> None:
        bucket = self._client_ids[ordinal] >> 120
        digest = self._states[ordinal][2]
        self.bucket_sums[bucket] = (self.bucket_sums[bucket] - digest) % _DIGEST_MODULUS
        self.unit_count -= len(self._units[ordinal])

    def _noted(self, changed: set[int]) -> None:
        self._kept.forget()
        self._alphabet.note(changed)
        for order in self._orders.values():
            order.note(changed)

    def _noted_told(self, changed: set[int], columns: Collection[str]) -> None:
        if not changed:
            return
        self._kept.forget_told(columns)
        for (column, _), order in self._orders.items():
            if column in columns:
                order.note(changed)

    def _in_alphabet(self) -> Ordinals:
        return self._alphabet.ordinals(
            self._capacity, self._sort_alphabet, self._label, self._is_alive
        )

    def _ordered(self, column: str, descending: bool) -> Ordinals:
        order = self._orders.setdefault((column, descending), Order())
        return order.ordinals(
            self._capacity,
            lambda: self._sort_column(column, descending),
            self._key(column, descending),
            self._is_alive,
        )

    def _key(self, column: str, descending: bool) -> Callable[[int], Any]:
        """The comparable key of an ordinal: empty values last in both directions, ties by name."""
        if column == "name":
            sign = -1 if descending else 1
            return lambda ordinal: (not self._open[ordinal], sign * self._label(ordinal))
        if self._is_of_numbers(column):
            sign = -1 if descending else 1

            def number_key(ordinal: int) -> tuple[bool, int, int]:
                number = int(self._numbers_of(column)[ordinal])
                return number == UNKNOWN, sign * number, self._label(ordinal)

            return number_key
        keys = self._keys[column]

        def text_key(ordinal: int) -> tuple[bool, str | Reversed, int]:
            text = keys[ordinal]
            if text is None:
                return True, "", self._label(ordinal)
            return False, Reversed(text) if descending else text, self._label(ordinal)

        return text_key

    @staticmethod
    def _is_of_numbers(column: str) -> bool:
        return column in _NUMBER_COLUMNS or column in TOLD_COLUMNS

    def _numbers_of(self, column: str) -> NDArray[np.int64]:
        told = self._told_of.get(column)
        return self._numbers[column] if told is None else told.ranks(column)

    def _sort_alphabet(self) -> Ordinals:
        alive = np.flatnonzero(self._alive)
        return alive[np.argsort(self._labels[alive], kind="stable")].astype(np.int32)

    def _sort_column(self, column: str, descending: bool) -> Ordinals:
        alphabet = self._in_alphabet()
        if column == "name":
            names = alphabet[::-1] if descending else alphabet
            is_open = self._open[names]
            return np.concatenate([names[is_open], names[~is_open]])
        if self._is_of_numbers(column):
            return by_numbers(alphabet, self._numbers_of(column)[alphabet], descending)
        keys = self._keys[column]
        order: list[int] = alphabet.tolist()
        return by_texts(alphabet, [keys[ordinal] for ordinal in order], descending)
