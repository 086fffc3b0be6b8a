"""What a person types to find a client, made from the clients that are there; the same for the same seed."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass

from bench.rest import Rest

LETTERS = "abcdefghijklmnoprstuvz"
SHORTEST = 4
"""Letters of a word that may get an error: a wrong letter in a shorter one makes another word."""


@dataclass(frozen=True, slots=True)
class Row:
    """A client as the catalogue shows it; `typed` is its name as people type it: no form, quotes or diacritics."""

    id: str
    name: str
    typed: str
    registration_number: str
    phone: str


def plain(text: str) -> str:
    """Lower case without diacritics."""
    return "".join(
        letter
        for letter in unicodedata.normalize("NFD", text.lower())
        if not unicodedata.combining(letter)
    )


def typed_name(name: str, legal_form: str) -> str:
    """The name without its legal form, quotes and punctuation, as typed in a hurry."""
    kept = [word for word in re.findall(r"\w+", plain(name)) if word != plain(legal_form or "")]
    return " ".join(kept)


def sample_rows(rest: Rest, count: int, chance: random.Random) -> list[Row]:
    """Random clients (not units), at most `count`."""
    total = int(rest.json("/api/catalogue", q="*", limit=1)["total"])
    found: dict[str, Row] = {}
    pages = [chance.randrange(max(1, total - 20)) for _ in range(max(1, count // 5))]
    for offset in pages:
        items = rest.json("/api/catalogue", q="*", offset=offset, limit=20)["items"]
        for item in chance.sample(items, min(5, len(items))):
            found[item["id"]] = Row(
                item["id"],
                item["name"],
                typed_name(item["name"], item["legal_form"] or ""),
                re.sub(r"\D", "", item["registration_number"] or "")
                if item["kind"] == "legal"
                else "",
                item["phone"] or "",
            )
    return list(found.values())[:count]


def prefixes(rows: list[Row], count: int, chance: random.Random) -> list[str]:
    """Beginnings of names of 1 to 12 letters."""
    names = [row.typed for row in rows if len(row.typed) >= SHORTEST]
    return [
        name[: chance.randint(1, min(12, len(name)))].strip()
        for name in chance.choices(names, k=count)
    ]


def numbers(rows: list[Row], count: int, chance: random.Random) -> list[str]:
    """Registration numbers from their fourth digit on, and the end of phone numbers."""
    found: list[str] = []
    legal = [row for row in rows if len(row.registration_number) == 11]
    phones = [re.sub(r"\D", "", row.phone)[-8:] for row in rows if row.phone]
    while len(found) < count:
        if phones and chance.random() < 0.3:
            found.append(chance.choice(phones)[: chance.randint(4, 8)])
        else:
            found.append(chance.choice(legal).registration_number[: chance.randint(4, 11)])
    return found


def one_edit(text: str, chance: random.Random) -> str | None:
    """The text with one letter lost, doubled by another, changed or swapped with the next; None when it has no fit word."""
    spans = [
        match.span()
        for match in re.finditer(r"[^\W\d_]+", text)
        if match.end() - match.start() >= SHORTEST
    ]
    if not spans:
        return None
    start, end = chance.choice(spans)
    for _ in range(20):
        at = chance.randrange(start, end)
        kind = chance.choice(("lost", "added", "changed", "swapped"))
        if kind == "lost":
            made = text[:at] + text[at + 1 :]
        elif kind == "added":
            made = text[:at] + chance.choice(LETTERS) + text[at:]
        elif kind == "changed":
            made = text[:at] + chance.choice(LETTERS) + text[at + 1 :]
        elif at + 1 < end:
            made = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        else:
            continue
        if made != text:
            return made
    return None


def typos(rows: list[Row], count: int, chance: random.Random) -> list[str]:
    """Names with one error."""
    made: list[str] = []
    while len(made) < count:
        edited = one_edit(chance.choice(rows).typed, chance)
        if edited is not None:
            made.append(edited)
    return made
