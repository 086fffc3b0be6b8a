"""A column of few distinct values as small numbers, for filters and counts by numpy."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


class Vocabulary:
    """Codes of one column, by ordinal. Code 0 is the empty value."""

    def __init__(self) -> None:
        self._code_of: dict[str, int] = {"": 0}
        self.values: list[str] = [""]
        self.labels: list[str] = [""]
        self.codes: NDArray[np.int32] = np.zeros(0, np.int32)

    def grow(self, capacity: int) -> None:
        """Makes room for ordinals below `capacity`."""
        self.codes = np.concatenate(
            [self.codes, np.zeros(capacity - len(self.codes), self.codes.dtype)]
        )

    def put(self, ordinal: int, value: str, label: str = "") -> None:
        """Notes the value of one client; `label` is how people read it when that differs."""
        code = self._code_of.get(value)
        if code is None:
            code = self._code_of[value] = len(self.values)
            self.values.append(value)
            self.labels.append(label or value)
        elif label and self.labels[code] != label:
            self.labels[code] = label
        self.codes[ordinal] = code

    def mask(self, wanted: Iterable[str]) -> NDArray[np.bool_]:
        """By ordinal: whether the value is one of the wanted. Unknown values fit nobody."""
        chosen = np.zeros(len(self.values), np.bool_)
        for value in wanted:
            code = self._code_of.get(value)
            if code is not None:
                chosen[code] = True
        return chosen[self.codes]

    def counts(self, ordinals: NDArray[np.int32]) -> list[tuple[str, str, int]]:
        """Value, label and number of clients among `ordinals`, without empty ones."""
        found = np.bincount(self.codes[ordinals], minlength=len(self.values))
        return [
            (self.values[code], self.labels[code], int(found[code]))
            for code in np.flatnonzero(found).tolist()
            if code
        ]


_TAG_END = "\x1f"


class TagVocabulary(Vocabulary):
    """Tags: each distinct set of tags is one value, as there are few of them."""

    def put_tags(self, ordinal: int, tags: tuple[str, ...]) -> None:
        """Notes the tags of one client."""
        self.put(ordinal, _TAG_END.join(tags))

    def mask(self, wanted: Iterable[str]) -> NDArray[np.bool_]:
        """By ordinal: whether the client has one of the wanted tags."""
        asked = set(wanted)
        chosen = [not asked.isdisjoint(value.split(_TAG_END)) for value in self.values]
        chosen[0] = False
        return np.array(chosen, np.bool_)[self.codes]

    def counts(self, ordinals: NDArray[np.int32]) -> list[tuple[str, str, int]]:
        """Tag, tag and number of clients that have it."""
        totals: dict[str, int] = {}
        for value, _label, count in super().counts(ordinals):
            for tag in value.split(_TAG_END):
                totals[tag] = totals.get(tag, 0) + count
        return [(tag, tag, count) for tag, count in totals.items()]
