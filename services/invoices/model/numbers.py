"""Numbers of documents as they are printed: ABC-2026/00123, of the default series 2026/00123."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(?:([A-Z0-9-]{1,10})-)?([0-9]{4})/([0-9]{5,15})")


def printed_number(series: str, year: int, sequence: int) -> str:
    """The number of a place in a series and year."""
    prefix = f"{series}-" if series else ""
    return f"{prefix}{year}/{sequence:05d}"


def sequence_of(number: str, series: str, year: int) -> int | None:
    """The place in the series that a number stands for, None when it is not of our form or of another series or year."""
    found = _NUMBER.fullmatch(number)
    if found is None:
        return None
    sequence = int(found[3])
    return sequence if sequence and printed_number(series, year, sequence) == number else None
