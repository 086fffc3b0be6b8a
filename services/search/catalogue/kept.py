"""What was worked out from the columns and holds until one of them changes."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from services.search.catalogue.filter import Filter
from services.search.catalogue.orders import Ordinals

_MOST_SELECTIONS = 24
_MOST_RANKS = 4


class Kept:
    """Selections by order and filter, masks by filter, ranks by order."""

    def __init__(self) -> None:
        self.selections: dict[tuple[str, bool, Filter], Ordinals] = {}
        self.masks: dict[Filter, NDArray[np.bool_]] = {}
        self.ranks: dict[tuple[str, bool], NDArray[np.int32]] = {}

    def keep_selection(self, key: tuple[str, bool, Filter], selection: Ordinals) -> None:
        """Keeps it in place of the oldest."""
        if len(self.selections) >= _MOST_SELECTIONS:
            self.selections.pop(next(iter(self.selections)))
        self.selections[key] = selection

    def keep_ranks(self, key: tuple[str, bool], ranks: NDArray[np.int32]) -> None:
        """Keeps them; they are large, so few are."""
        if len(self.ranks) >= _MOST_RANKS:
            self.ranks.clear()
        self.ranks[key] = ranks

    def forget(self) -> None:
        """Lets go of everything."""
        self.selections.clear()
        self.masks.clear()
        self.ranks.clear()

    def forget_told(self, columns: Collection[str]) -> None:
        """Lets go of what these columns of other services have decided, and of nothing else."""

        def is_free(chosen: Filter) -> bool:
            return all(name not in columns for name, _ in chosen.least())

        self.selections = {
            key: selection
            for key, selection in self.selections.items()
            if key[0] not in columns and is_free(key[2])
        }
        self.masks = {chosen: mask for chosen, mask in self.masks.items() if is_free(chosen)}
        self.ranks = {key: ranks for key, ranks in self.ranks.items() if key[0] not in columns}
