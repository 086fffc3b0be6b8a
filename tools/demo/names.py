"""Names of people: given names and surnames of Latvia by their real frequency, gender and origin agreeing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tools.demo.draws import Draw, Weighted, draws, one_of, table

_FIRST = table("first_names")
_LAST = table("surnames")
_ORIGINS = ("baltic", "slavic")

_FIRST_NAMES = {
    (origin, gender): Weighted(
        (row["name"], int(row["weight"]))
        for row in _FIRST
        if row["origin"] == origin and row["gender"] == gender
    )
    for origin in _ORIGINS
    for gender in ("F", "M")
}
_SURNAMES = {
    origin: Weighted(
        ((row["masculine"], row["feminine"]), int(row["weight"]))
        for row in _LAST
        if row["origin"] == origin
    )
    for origin in _ORIGINS
}

_ASCII = str.maketrans("āčēģīķļņōŗšūžĀČĒĢĪĶĻŅŌŖŠŪŽ", "acegiklnorsuzACEGIKLNORSUZ")
_NOT_IN_ADDRESS = re.compile(r"[^a-z0-9]+")


class Person(NamedTuple):
    """Somebody: names in the nominative."""

    first: str
    last: str
    female: bool
    slavic: bool

    @property
    def full(self) -> str:
        """Given name first."""
        return f"{self.first} {self.last}"


def person(draw: Draw) -> Person:
    """Somebody; 2 % have a double surname, 1 % two given names (latvia.md 6)."""
    slavic = draw() < 0.33
    female = draw() < 0.53
    # One in ten families mixes.
    origin = _ORIGINS[slavic]
    first_origin = _ORIGINS[slavic ^ (draw() < 0.1)]
    first_names = _FIRST_NAMES[first_origin, "F" if female else "M"]
    first = first_names.pick(draw())
    last = _SURNAMES[origin].pick(draw())[female]
    rare = draw()
    if rare < 0.02:
        second = _SURNAMES[origin].pick(draw())[female]
        if second != last:
            last = f"{last}-{second}"
    elif rare < 0.03:
        second = first_names.pick(draw())
        if second != first:
            first = f"{first} {second}"
    return Person(first, last, female, slavic)


def without_diacritics(text: str) -> str:
    """The text as people type it in a hurry."""
    return text.translate(_ASCII)


@lru_cache(maxsize=4_096)
def address_word(text: str) -> str:
    """The text as a part of an e-mail or web address."""
    return _NOT_IN_ADDRESS.sub("-", text.translate(_ASCII).lower()).strip("-")


def _colleagues() -> tuple[str, ...]:
    draw = draws(1, "colleague")
    names: dict[str, None] = {}
    while len(names) < 40:
        names[person(draw).full] = None
    return tuple(names)


COLLEAGUES = _colleagues()
"""Forty colleagues who look after clients; the same for every seed, because they are the company's own."""


def colleague(draw: float) -> str:
    """Who looks after a client: a few have many, many have a few."""
    return one_of(COLLEAGUES, draw * draw)
