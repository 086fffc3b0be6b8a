"""Whether the client that was meant is found in spite of one wrong letter."""

from __future__ import annotations

import random

from bench import words
from bench.figure import Figure
from bench.measure import Timing, each_of, percentile
from bench.rest import Rest
from bench.system import System

TITLE = "Typing errors"
QUERIES = 500
TOP = 10
SEED = 500


def measure(system: System) -> list[Figure]:
    """The share of clients found among the first ten, and how long it took."""
    rest = system.rest()
    chance = random.Random(SEED)
    rows = words.sample_rows(rest, 2 * QUERIES, chance)
    asked: list[tuple[words.Row, str]] = []
    for row in rows:
        edited = words.one_edit(row.typed, chance)
        if edited is not None:
            asked.append((row, edited))
    asked = asked[:QUERIES]
    missed = [(row, query) for row, query in asked if not is_found(rest, row, query)]
    unhurt = [row for row, _ in asked if not is_found(rest, row, row.typed)]
    share = 100 * (1 - len(missed) / len(asked))
    examples = "; ".join(f"“{query}” for {row.name}" for row, query in missed[:6])
    return [
        Figure(
            f"{len(asked)} random one-edit queries: client meant in the top {TOP}", {"share": share}, "%",
            bar={"share": 95.0}, at_least=True,
            reference="without the error", reference_values={"share": 100 * (1 - len(unhurt) / len(asked))},
            note="a hit with the same shown name counts; names in lower case without form, quotes and diacritics, the "
            f"error in a word of {words.SHORTEST} letters or more" + (f". Missed: {examples}" if examples else ""),
        ),
        _time(rest, [query for _, query in asked]),
    ]  # fmt: skip


def is_found(rest: Rest, row: words.Row, query: str) -> bool:
    """Whether the client, or one that nobody could tell from it by name, is among the first hits."""
    items = rest.json("/api/catalogue", q=query, limit=TOP)["items"]
    return any(item["id"] == row.id or item["name"] == row.name for item in items)


def _time(rest: Rest, queries: list[str]) -> Figure:
    timing: Timing = each_of(
        [lambda query=query: rest.get("/api/catalogue", q=query, limit=50) for query in queries]
    )
    return Figure(
        "those queries, 50 hits",
        {**timing.usual, "max": percentile(timing.samples, 100)},
        bar={"p50": 5.0, "p99": 15.0},
    )
