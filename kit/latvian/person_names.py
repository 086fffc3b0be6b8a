"""Names of persons: order of writing and the other cases people search by (latvia.md 3.7)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kit.latvian.fold import fold

_SPACES_AND_HYPHENS = re.compile(r"[\s‐‑–—-]+")
_HYPHENS = re.compile(r"\s*[‐‑–—-]\s*")

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


def _with(stem: str, endings: str) -> set[str]:
    return {stem + ending for ending in endings.split(" ")}


_MASCULINE_S = "a am u"
_FEMININE_A = "a as ai u"
_FEMININE_E = "e es ei i"


def surname_forms(name: str) -> set[str]:
    """Nominative, genitive, dative and accusative of a lower-case surname in both genders."""
    forms = {name}
    if name.endswith(("skis", "ckis", "skijs", "ckijs")):
        stem = name[: -4 if name.endswith("js") else -2].removesuffix("i")
        return forms | _with(stem, "is im i a am u as ai")
    if name.endswith("ais"):
        return forms | _with(name[:-3], "ais ā ajam o ajai ās")
    if name.endswith("is"):
        stem = name[:-2]
        return forms | _with(stem, "im i a") | {soften(stem) + "a"} | _with(stem, _FEMININE_E)
    if name.endswith(("š", "js")) or (name.endswith("s") and not name.endswith(("us", "as", "es"))):
        return forms | _first_declension(name[:-1])
    if name.endswith("us"):
        return forms | _with(name[:-2], "um u")
    if name.endswith(("ska", "cka")):
        return forms | surname_forms(name[:-1] + "is")
    if name.endswith("a"):
        stem = name[:-1]
        masculine = stem + ("š" if stem.endswith("ņ") else "s")
        return forms | _with(stem, "as ai am u") | {masculine}
    if name.endswith("e"):
        stem = name[:-1]
        forms |= _with(stem, _FEMININE_E) | _with(stem, "em is im") | {soften(stem) + "a"}
        return forms | (_with(stem, "s a am u") if stem.endswith(("n", "l", "r")) else set())
    return forms


def _first_declension(stem: str) -> set[str]:
    """Forms of Ozols, Bērziņš, Kalnājs and their feminine: Ozola or Ozole, Jansone."""
    forms = _with(stem, _MASCULINE_S) | _with(stem, _FEMININE_A)
    if stem.endswith(("n", "l", "r")):
        forms |= _with(stem, _FEMININE_E)
    return forms


def first_name_forms(name: str) -> set[str]:
    """Nominative, genitive, dative and accusative of a lower-case first name."""
    forms = {name}
    if name.endswith("is"):
        stem = name[:-2]
        # Valdis has Valda, Jānis has Jāņa: both are kept rather than guessed.
        return forms | _with(stem, "im i a") | {soften(stem) + "a"}
    if name.endswith("us"):
        return forms | _with(name[:-2], "um u")
    if name.endswith(("s", "š")):
        return forms | _with(name[:-1], _MASCULINE_S)
    if name.endswith("a"):
        return forms | _with(name[:-1], "as ai am u")
    if name.endswith("e"):
        return forms | _with(name[:-1], "es ei em i")
    return forms
