"""Names of persons: order of writing and the other cases people search by."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kit.latvian.fold import fold

_SPACES_AND_HYPHENS = re.compile(r"[\s‐‑–—-]+")

# Sound change of the second declension in the genitive; longer endings first.
_SOFTER = (
    ("dz", "dž"), ("ll", "ļļ"), ("nn", "ņņ"), ("sn", "šņ"), ("zn", "žņ"), ("sl", "šļ"),
    ("zl", "žļ"), ("ln", "ļņ"), ("b", "bj"), ("p", "pj"), ("m", "mj"), ("v", "vj"), ("n", "ņ"),
    ("l", "ļ"), ("t", "š"), ("d", "ž"), ("s", "š"), ("z", "ž"), ("c", "č"),
)  # fmt: skip


def person_core(first: str, last: str) -> str:
    """The name as sorted and listed: "Bērziņš Jānis"."""
    return " ".join(f"{last} {first}".split())


def person_shown(first: str, last: str) -> str:
    """The name as spoken and written in letters: "Jānis Bērziņš"."""
    return " ".join(f"{first} {last}".split())


@lru_cache(maxsize=16_384)
def _surname_forms(name: str) -> frozenset[str]:
    return frozenset(fold(form) for form in surname_forms(name))


@lru_cache(maxsize=16_384)
def _first_name_forms(name: str) -> frozenset[str]:
    return frozenset(fold(form) for form in first_name_forms(name))


def person_aliases(first: str, last: str) -> set[str]:
    """Folded words by which the person is found: both genders and the cases of the surname, and
    the cases of the first name. Double names give each part.
    """
    found: set[str] = set()
    for part in _parts(last):
        found |= _surname_forms(part)
    for part in _parts(first):
        found |= _first_name_forms(part)
    found.discard("")
    return found


def _parts(name: str) -> list[str]:
    text = unicodedata.normalize("NFC", name).lower()
    return [part for part in _SPACES_AND_HYPHENS.split(text) if part]


def soften(stem: str) -> str:
    """The stem with its last consonants palatalised: bried becomes briež, lāc becomes lāč."""
    for hard, soft in _SOFTER:
        if stem.endswith(hard):
            return stem[: -len(hard)] + soft
    return stem


# Endings of nominative, genitive, dative and accusative that follow the stem. The first entry whose
# ending the name has is used; "~" stands for the softened stem: Lācis, Lāča.
_MASCULINE_S = "s a am u"
_FEMININE_A = "a as ai u"
_FEMININE_E = "e es ei i"
_SURNAMES: tuple[tuple[str, int, str], ...] = (
    # ending of the name, letters to cut for the stem, endings of both genders
    *((ending, 2, f"is im i am {_FEMININE_A}") for ending in ("skis", "ckis")),
    *((ending, 4, f"is ijs im i am {_FEMININE_A}") for ending in ("skijs", "ckijs")),
    *((ending, 1, f"is im i am {_FEMININE_A}") for ending in ("ska", "cka")),
    ("ais", 3, "ais ā ajam o ajai ās"),
    ("is", 2, f"is im i a ~a {_FEMININE_E}"),
    ("us", 2, "us um u"),
    ("as", 0, ""),
    ("es", 0, ""),
    ("š", 1, f"š a am u {_FEMININE_A}"),
    # Ozola and Ozole, Jansone, Vītole: both feminine endings are in use.
    *((ending, 1, f"{_MASCULINE_S} {_FEMININE_A} {_FEMININE_E}") for ending in ("ns", "ls", "rs")),
    ("s", 1, f"{_MASCULINE_S} {_FEMININE_A}"),
    ("ņa", 1, f"š am {_FEMININE_A}"),
    ("a", 1, f"s am {_FEMININE_A}"),
    *((end, 1, f"is im s a am u em ~a {_FEMININE_E}") for end in ("ne", "le", "re")),
    ("e", 1, f"is im em ~a {_FEMININE_E}"),
)
_FIRST_NAMES: tuple[tuple[str, int, str], ...] = (
    # Valdis has Valda, Jānis has Jāņa: both are kept rather than guessed.
    ("is", 2, "is im i a ~a"),
    ("us", 2, "us um u"),
    ("š", 1, "š a am u"),
    ("s", 1, _MASCULINE_S),
    ("a", 1, f"am {_FEMININE_A}"),
    ("e", 1, f"em {_FEMININE_E}"),
)


def surname_forms(name: str) -> set[str]:
    """Nominative, genitive, dative and accusative of a lower-case surname in both genders."""
    return _forms(name, _SURNAMES)


def first_name_forms(name: str) -> set[str]:
    """Nominative, genitive, dative and accusative of a lower-case first name."""
    return _forms(name, _FIRST_NAMES)


def _forms(name: str, table: tuple[tuple[str, int, str], ...]) -> set[str]:
    """The name with the endings of the first entry that fits; names in -o stay as they are."""
    for ending, cut, endings in table:
        if name.endswith(ending) and len(name) > len(ending):
            stem = name[: len(name) - cut]
            return {name} | {
                soften(stem) + form[1:] if form[0] == "~" else stem + form
                for form in endings.split()
            }
    return {name}
