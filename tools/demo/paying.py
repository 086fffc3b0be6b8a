"""How bills were paid: on business days, early, late, in parts or never (latvia.md 6), by the character of each payer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from kit.latvian.business_days import next_business_day
from tools.demo.billing import Paper
from tools.demo.draws import Weighted, draws

# Shares of due rows by days late: (up to this share, from, to); before the first they are paid early, behind the last never.
_EARLY = 0.25
_LATE = (
    (0.45, 0, 0), (0.70, 1, 7), (0.88, 8, 30), (0.94, 31, 60), (0.965, 61, 90), (0.985, 91, 365),
)  # fmt: skip
_IN_PARTS, _TOO_MUCH, _GIVEN_UP = 0.04, 0.004, 0.5
_YEARS_UNTIL_GIVEN_UP = 1_100
"""Days."""
_CHARACTERS = Weighted((("good", 1), ("usual", 2), ("bad", 1)))


@dataclass(slots=True)
class Paid:
    """A payment of a day for one or more documents; amounts in cents of EUR."""

    on: int
    extra: int = 0
    parts: list[tuple[Paper, int]] = field(default_factory=list[tuple[Paper, int]])

    @property
    def amount(self) -> int:
        """The whole of it."""
        return self.extra + sum(amount for _, amount in self.parts)


@dataclass(frozen=True, slots=True)
class Settled:
    """How the documents of a stream were settled until a day."""

    payments: list[Paid]
    given_up: list[tuple[Paper, int, int]]
    """Document, ordinal day, cents."""
    credited: dict[str, int]
    """What of a credit note was set against its invoice, by its key."""


def settle(papers: list[Paper], index: int, seed: int, until: int) -> Settled:
    """What was paid until the ordinal day. One payment covers all that is paid on the same day."""
    character = _CHARACTERS.pick(draws(seed, "payer", index)())
    notes = {one.credits.key: one for one in papers if one.credits is not None}
    by_day: dict[int, Paid] = {}
    result = Settled([], [], {})
    for paper in papers:
        if paper.credits is not None or 0 < paper.annulled_on <= until:
            continue
        owed, earliest = paper.gross_euros, paper.on
        note = notes.get(paper.key)
        if note is not None:
            result.credited[note.key] = min(owed, note.gross_euros)
            owed -= result.credited[note.key]
            earliest = note.on
        if not owed:
            continue
        late = _days_late(paper, character)
        if late is None:
            on = paper.due_on + _YEARS_UNTIL_GIVEN_UP
            if on <= until and paper.chance[2] < _GIVEN_UP:
                result.given_up.append((paper, on, owed))
            continue
        on = _business_day(max(paper.due_on + late, earliest))
        for amount, day in _parts(paper, owed, on):
            if day <= until:
                by_day.setdefault(day, Paid(day)).parts.append((paper, amount))
                if paper.chance[5] < _TOO_MUCH:
                    by_day[day].extra = 500 + int(paper.chance[5] / _TOO_MUCH * 20) * 100
    result.payments.extend(by_day[day] for day in sorted(by_day))
    return result


def _days_late(paper: Paper, character: str) -> int | None:
    """Days from the due day, None for never.

    A good payer has the better of two numbers, a bad one the worse; as there are as many of them, the shares over all stay.
    """
    one, other, within = paper.chance[0], paper.chance[1], paper.chance[2]
    share = {"good": min(one, other), "usual": one, "bad": max(one, other)}[character]
    if share < _EARLY:
        return -1 - int(within * (paper.due_on - paper.on - 1))
    for bound, least, most in _LATE:
        if share < bound:
            return least + int(within * (most - least + 1))
    return None


def _parts(paper: Paper, owed: int, on: int) -> list[tuple[int, int]]:
    """Amounts and days: at once, or for a few in two parts."""
    if paper.chance[3] >= _IN_PARTS or owed < 1_000:
        return [(owed, on)]
    first = int(owed * (0.3 + 0.4 * paper.chance[4]))
    return [(first, on), (owed - first, _business_day(on + 10 + int(paper.chance[4] * 50)))]


@lru_cache(maxsize=20_000)
def _business_day(ordinal: int) -> int:
    return next_business_day(date.fromordinal(ordinal)).toordinal()
