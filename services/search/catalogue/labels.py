"""Numbers that stand for the alphabetical place of a name.

Each client carries a number (its label) so that label order is name order. Engines order hits by it without knowing Latvian,
and every tie between rows is settled by comparing two integers. Labels leave gaps: a new name takes one between its
neighbours, and nobody else's changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

LABEL_BITS = 51
LABEL_END = 1 << LABEL_BITS
# Names that are added at either end, one after another, must not use up the space by halving it each time.
_END_STEP = 1 << 28


def labels_between(low: int | None, high: int | None, count: int) -> list[int]:
    """`count` rising labels between two neighbours (None: there is none on that side).

    When the gap is too small the labels repeat; `is_crowded` tells, and the catalogue is labelled anew.
    """
    if low is None and high is None:
        quarter = LABEL_END // 4
        low, high = quarter, 3 * quarter
    elif low is None:
        assert high is not None
        low = max(0, high - _END_STEP * (count + 1))
    elif high is None:
        high = min(LABEL_END, low + _END_STEP * (count + 1))
    step, rest = divmod(high - low, count + 1)
    if step == 0:
        return [low + min(i, rest) for i in range(1, count + 1)]
    return [low + step * i for i in range(1, count + 1)]


def even_labels(count: int) -> list[int]:
    """Labels for `count` names in order, spread over the middle of the space."""
    return labels_between(None, None, count)


def is_crowded(labels: Sequence[int]) -> bool:
    """Whether rising labels repeat."""
    return any(left >= right for left, right in pairwise(labels))
