"""The search service's heart in process, without wire, database or browser: rows, orders and the text engine.

`python -m bench.search_engine 1000000` measures another size beside 29 000. The clients are made of made-up words with the
frequencies of real names; the queries are beginnings, numbers and misspellings of what is there.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import cast

from bench.figure import Figure, Report
from bench.measure import percentile
from kit.db import Database
from kit.latvian.order import sort_key
from kit.personal_data import PersonalData
from services.search.catalogue import Catalogue, Facts, Filter, Record
from services.search.catalogue.labels import even_labels
from services.search.catalogue.record import ORDER_COLUMNS, STORED_COLUMNS, pack_texts
from services.search.engines.port import ClientDocuments, Document, rank_of
from services.search.engines.tantivy_engine import TantivyEngine
from services.search.finder import Asked, Finder
from services.search.index import Index

TITLE = "Search engine in process"
SMALL = 29_000
LARGE = 1_000_000
SAMPLES = 300
PAGE = 50
_BATCH = 5000
_SYLLABLES = [
    "ka",
    "ber",
    "zin",
    "lat",
    "ven",
    "er",
    "go",
    "mu",
    "su",
    "pi",
    "ca",
    "ri",
    "va",
    "lde",
    "mar",
    "oz",
    "ol",
    "kal",
    "nin",
    "a",
    "el",
    "ek",
    "tro",
    "ser",
    "vis",
    "bal",
    "tic",
    "met",
    "al",
    "dau",
    "ga",
    "pils",
    "jel",
    "lie",
    "pa",
    "ja",
    "ogr",
    "ce",
    "sis",
    "tuk",
    "ums",
    "vals",
    "mie",
    "ra",
    "zu",
    "be",
    "grau",
    "du",
    "sil",
    "tum",
    "bu",
    "ve",
    "zem",
]
_CITIES = ("Rīga", "Liepāja", "Jelgava", "Jūrmala", "Daugavpils", "Mārupe", "Ogre", "")
_NO_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


class Made:
    """A filled finder and what is in it."""

    def __init__(
        self, finder: Finder, names: list[str], numbers: list[str], engine: TantivyEngine
    ) -> None:
        self.finder = finder
        self.names = names
        self.numbers = numbers
        self.engine = engine


async def make(count: int, folder: Path) -> Made:
    """A catalogue and a text index of `count` clients."""
    chance = random.Random(count)
    words = [
        "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4)))
        for _ in range(4000 + count // 12)
    ]
    weights = [1 / (place + 20) for place in range(len(words))]
    drawn = chance.choices(words, weights, k=2 * count)
    names = [
        f"{drawn[2 * place]} {drawn[2 * place + 1]}" if chance.random() < 0.6 else drawn[2 * place]
        for place in range(count)
    ]
    numbers = [f"4{chance.randrange(10**10):010d}" for _ in range(count)]
    keys = [sort_key(name) for name in names]
    order = sorted(range(count), key=keys.__getitem__)
    labels = [0] * count
    for place, label in zip(order, even_labels(count), strict=True):
        labels[place] = label
    catalogue = Catalogue()
    engine = TantivyEngine(folder)
    for start in range(0, count, _BATCH):
        chosen = range(start, min(count, start + _BATCH))
        records = [_record(names[i], keys[i], numbers[i], i, chance) for i in chosen]
        catalogue.put(
            records,
            {record.client_id: labels[i] for i, record in zip(chosen, records, strict=True)},
        )
        await engine.apply(
            [
                _documents(record, names[i], numbers[i], labels[i])
                for i, record in zip(chosen, records, strict=True)
            ]
        )
    # Nothing is written here, so there is no database.
    index = Index(cast("Database", None), engine, catalogue)
    return Made(Finder(index, PersonalData(_NO_KEY)), names, numbers, engine)


def _record(name: str, key: str, number: str, place: int, chance: random.Random) -> Record:
    city = chance.choice(_CITIES)
    status = "active" if chance.random() < 0.55 else "closed"
    shown = f'SIA "{name.title()}"'
    client_id = uuid.UUID(int=chance.getrandbits(128))
    values: dict[str, bytes] = {
        "id": f'"{client_id}"'.encode(), "name": b'"SIA \\"%b\\""' % name.title().encode(), "kind": b'"legal"',
        "registration_number": f'"{number}"'.encode(), "city": f'"{city}"'.encode(), "status": f'"{status}"'.encode(),
        "number": b"%d" % place, "legal_form": b'"SIA"', "phone": f'"+371 2{place % 10**7:07d}"'.encode(),
        "email": f'"info{place}@example.lv"'.encode(), "address": f'"{city}, Brīvības iela {place % 300}"'.encode(),
        "tags": b"[]", "units_active": b"0", "units_total": b"0", "version": b"1",
        "created_at": b'"2026-01-01T00:00:00Z"', "updated_at": b'"2026-01-01T00:00:00Z"',
    }  # fmt: skip
    orders: dict[str, int | str | None] = {
        "registration_number": number, "kind": 0, "legal_form": "SIA", "city": city or None, "status": int(status == "closed"),
        "number": place, "units_active": 0, "created_at": place, "updated_at": -place, "email": f"info{place}@example.lv",
        "phone": f"+3712{place % 10**7:07d}",
    }  # fmt: skip
    return Record(
        client_id=client_id.int,
        epoch=1,
        version=1,
        digest=place,
        name_key=key,
        is_open=status == "active",
        row=tuple(values.get(column, b"null") for column in STORED_COLUMNS),
        order_values=tuple(orders.get(column) for column in ORDER_COLUMNS),
        facts=Facts(status, "legal", "", "", city, "SIA", "", ()),
        texts=pack_texts(
            [
                ("name", shown),
                ("number", number),
                ("address", f"{city}, Brīvības iela {place % 300}"),
            ]
        ),
        units=(),
    )


def _documents(record: Record, name: str, number: str, label: int) -> ClientDocuments:
    words = frozenset(name.split()) | {"sia"}
    codes = frozenset((number, f"info{record.digest}@example.lv"))
    document = Document(
        client_id=record.client_id,
        unit=0,
        rank=rank_of(label, is_active=record.is_open, unit_place=0),
        cores=(name,),
        names=words,
        near=words | codes,
        everything=words | codes | {"riga", "brivibas", "iela", str(record.digest % 300)},
        borrowed=frozenset(),
        titles=frozenset(),
        codes=codes,
        tails=frozenset((number,)),
        secrets=(),
        facts=record.facts,
    )
    return ClientDocuments(record.client_id, (document,))


def one_edit(word: str, chance: random.Random) -> str:
    """The word with one letter wrong, missing, added or swapped with its neighbour."""
    at = chance.randrange(1, len(word))
    letter = chance.choice("abcdefghijklmnoprstuvz")
    return chance.choice((
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
    ))  # fmt: skip


async def _times(
    ask: Callable[[str], Awaitable[object]], queries: Sequence[str]
) -> dict[str, float]:
    samples: list[float] = []
    for query in queries[:20]:
        await ask(query)
    for query in queries:
        started = time.perf_counter()
        await ask(query)
        samples.append(1000 * (time.perf_counter() - started))
    return {"p50": percentile(samples, 50), "p99": percentile(samples, 99)}


async def measured(count: int) -> dict[str, dict[str, float]]:
    """p50 and p99 in milliseconds of each kind of question at one size."""
    chance = random.Random(5)
    with tempfile.TemporaryDirectory() as folder:
        made = await make(count, Path(folder) / "index")

        async def page(query: str, offset: int = 0, order_by: str = "") -> None:
            found = await made.finder.find(Asked(query, Filter(), order_by), offset, PAGE)
            made.finder.rows(found)

        some = chance.choices(made.names, k=SAMPLES)
        offsets = [str(chance.randrange(count)) for _ in range(SAMPLES)]
        found: dict[str, dict[str, float]] = {}
        for column in ("name", "city", "email", "updated_at"):
            started = time.perf_counter()
            await page("*", 0, column)
            found[f"* by {column}, first time"] = {"once": 1000 * (time.perf_counter() - started)}
        found["* first page"] = await _times(page, ["*"] * SAMPLES)
        found["* any offset"] = await _times(lambda offset: page("*", int(offset)), offsets)
        found["1-2 letters"] = await _times(page, [name[: chance.randint(1, 2)] for name in some])
        found["beginning of a name"] = await _times(
            page, [name[: chance.randint(3, 12)].strip() for name in some]
        )
        found["number"] = await _times(
            page, [n[chance.randint(0, 6) :] for n in chance.choices(made.numbers, k=SAMPLES)]
        )
        found["one wrong letter"] = await _times(page, [one_edit(name, chance) for name in some])
        found["beginning, then by city"] = await _times(
            lambda query: page(query, 0, "city"),
            [name[: chance.randint(4, 12)].strip() for name in some],
        )
        await made.engine.close()
    return found


def figures(
    count: int, found: dict[str, dict[str, float]], small: dict[str, dict[str, float]]
) -> list[Figure]:
    """One line for each kind; beside 29 000 when another size was measured."""
    return [
        Figure(
            f"{count:,}: {what}".replace(",", " "),
            reached,
            reference=f"{SMALL:,}".replace(",", " ") if small else "",
            reference_values=small.get(what, {}),
        )
        for what, reached in found.items()
    ]


def measure() -> list[Figure]:
    """At 29 000."""
    return figures(SMALL, asyncio.run(measured(SMALL)), {})


async def main() -> None:
    """Prints a table of the asked size beside 29 000."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else LARGE
    small = await measured(SMALL)
    report = Report()
    report.show("search_engine", TITLE, figures(SMALL, small, {}))
    report.show("search_engine", TITLE, figures(count, await measured(count), small))


if __name__ == "__main__":
    asyncio.run(main())
