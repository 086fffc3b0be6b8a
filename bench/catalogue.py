"""The list of all clients and the search box, at the bff, beside a bare endpoint and a bare call of the same size."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Iterator
from functools import partial

import orjson
import zstandard

from bench import words
from bench.bare import UnaryCall, bare_servers
from bench.figure import CannotMeasure, Figure
from bench.measure import SAMPLES, Timing, each_of, percentile, side_by_side
from bench.rest import Rest
from bench.system import System

TITLE = "Catalogue"
PAGE, HITS = 100, 50
FIRST_PAGE_BAR = {"p50": 5.0, "p99": 15.0}
COLUMNS = (
    "name", "registration_number", "kind", "legal_form", "city", "group", "status", "number", "units_active",
    "responsible", "created_at", "updated_at", "industry", "email", "phone",
)  # fmt: skip
QUERIES = 200
SEED = 20_260_309
COLD_TIMES = 15
WAITS = 10


def measure(system: System) -> Iterator[Figure]:
    """All figures of the catalogue."""
    rest = system.rest()
    total = int(rest.json("/api/catalogue", q="*", limit=1)["total"])
    size = len(rest.get("/api/catalogue", q="*", limit=PAGE))
    with bare_servers(size) as bare:
        unary = UnaryCall(bare.grpc_address)
        hello = Rest(bare.url)
        floor = side_by_side(
            {
                "client": partial(rest.get, "/livez"),
                "hello": partial(hello.get, "/", q="*", offset=0, limit=PAGE),
                "unary": unary,
                "first": partial(rest.get, "/api/catalogue", q="*", limit=PAGE),
            }
        )
        unary.close()
    first = floor["first"]
    yield Figure("the measuring client itself: GET /livez", floor["client"].usual)
    yield Figure(
        "bare FastAPI endpoint",
        floor["hello"].usual,
        note=f"ready bytes of the same size, {size:,} bytes",
    )
    yield Figure(
        "bare gRPC unary call", floor["unary"].usual, note="the same size, synchronous client"
    )
    yield Figure(
        f"`*`: first {PAGE} rows of {total:,}", first.usual, bar=FIRST_PAGE_BAR,
        reference="bare endpoint", reference_values=floor["hello"].usual,
        note=system.cpu_per_call([partial(rest.get, "/api/catalogue", q="*", limit=PAGE)] * SAMPLES),
    )  # fmt: skip
    yield offsets(rest, total)
    yield from keystrokes(rest, system)
    yield from sorting(rest)
    yield from whole(rest, total)


def offsets(rest: Rest, total: int) -> Figure:
    """Any page beside the first one."""
    places = {
        "first": 0,
        "10 %": total // 10,
        "50 %": total // 2,
        "90 %": total * 9 // 10,
        "last": max(0, total - PAGE),
    }
    found = side_by_side(
        {
            name: partial(rest.get, "/api/catalogue", q="*", offset=at, limit=PAGE)
            for name, at in places.items()
        }
    )
    first = found.pop("first")
    slowest = max(found, key=lambda name: found[name].p(50))
    told = ", ".join(f"{name} {timing.p(50):.2f}" for name, timing in found.items())
    return Figure(
        f"`*`: {PAGE} rows at any offset", {"p50": found[slowest].p(50), "p99": max(t.p(99) for t in found.values())},
        bar={"p50": 1.5}, bar_is_ratio=True, reference="first page", reference_values=first.usual,
        note=f"slowest of {told}",
    )  # fmt: skip


def whole(rest: Rest, total: int) -> list[Figure]:
    """All rows, all columns: right after a change, in an order nobody has asked for, and again."""

    def receive(sort: str = "name", order: str = "asc") -> bytes:
        answer, body = rest.raw(
            "GET",
            f"/api/catalogue/rows?q=*&sort={sort}&order={order}",
            headers={"Accept-Encoding": "zstd"},
        )
        return body if answer.headers["Content-Encoding"] == "zstd" else zstandard.compress(body)

    def decode(body: bytes) -> dict[str, object]:
        return orjson.loads(zstandard.ZstdDecompressor().decompressobj().decompress(body))

    body = receive()
    plain = zstandard.ZstdDecompressor().decompressobj().decompress(body)
    changer = Changer(rest)
    cold: list[float] = []
    for _ in range(COLD_TIMES):
        changer.change()
        began = time.perf_counter()
        decode(receive())
        cold.append((time.perf_counter() - began) * 1000)
        time.sleep(0.4)
    other: list[float] = []
    for column in COLUMNS:
        for order in ("asc", "desc"):
            began = time.perf_counter()
            decode(receive(column, order))
            other.append((time.perf_counter() - began) * 1000)
    receive()
    warm = side_by_side({"warm": receive, "decode": partial(decode, body)}, samples=40, warm_up=3)
    decoding = warm["decode"].usual
    size = f"{len(body) / 1e6:.2f} MB zstd, {len(plain) / 1e6:.1f} MB of JSON, {len(decode(body)['columns'])} columns"  # type: ignore[arg-type]
    return [
        Figure(
            f"`*`: all {total:,} rows, cold, decoded", {"p50": percentile(cold, 50), "max": max(cold)},
            bar={"p50": 90.0}, note=f"right after a change; {size}",
            reference="decoding alone", reference_values=decoding,
        ),
        Figure(
            f"`*`: all {total:,} rows, cold, another order", {"p50": percentile(other, 50), "max": max(other)},
            bar={"p50": 90.0}, note="every column up and down, once each",
        ),
        Figure(
            f"`*`: all {total:,} rows, warm, received", warm["warm"].usual, bar={"p50": 9.0},
            note="decoding comes on top", reference="decoding alone", reference_values=decoding,
        ),
    ]  # fmt: skip


def sorting(rest: Rest) -> list[Figure]:
    """The first page in the order of every column."""

    def page(column: str, order: str) -> bytes:
        return rest.get("/api/catalogue", q="*", sort=column, order=order, limit=PAGE)

    calls = {
        f"{column} {order}": partial(page, column, order)
        for column in COLUMNS
        for order in ("asc", "desc")
    }
    found = side_by_side(calls, samples=20, warm_up=2)
    slowest = max(found, key=lambda name: found[name].p(50))
    together = Timing(
        tuple(
            tuple(s for t in found.values() for s in t.rounds[r])
            for r in range(len(found[slowest].rounds))
        )
    )
    changer = Changer(rest)
    fresh: dict[str, float] = {}
    for name, call in calls.items():
        changer.change()
        began = time.perf_counter()
        call()
        fresh[name] = (time.perf_counter() - began) * 1000
    worst = max(fresh, key=lambda name: fresh[name])
    return [
        Figure(
            "sort by any column", {**together.usual, "slowest column": found[slowest].p(50)},
            bar={"p99": 15.0, "slowest column": 15.0}, note=f"{len(COLUMNS)} columns up and down; slowest: {slowest}",
        ),
        Figure(
            "sort by any column right after a change", {"p50": percentile(list(fresh.values()), 50), "max": fresh[worst]},
            bar={"p50": 15.0, "max": 15.0}, note=f"slowest: {worst}",
        ),
    ]  # fmt: skip


def keystrokes(rest: Rest, system: System) -> Iterator[Figure]:
    """What is typed, letter by letter: beginnings of names, numbers, words with one wrong letter."""
    chance = random.Random(SEED)
    rows = words.sample_rows(rest, 400, chance)
    kinds = {
        "beginnings of names": words.prefixes(rows, QUERIES, chance),
        "numbers": words.numbers(rows, QUERIES, chance),
        "one typing error": words.typos(rows, QUERIES, chance),
    }
    reference: dict[str, float] = {}
    for kind, queries in kinds.items():
        calls = [partial(rest.get, "/api/catalogue", q=query, limit=HITS) for query in queries]
        found = each_of(calls)
        yield Figure(
            f"keystroke → {HITS} hits: {kind}", found.usual, bar=FIRST_PAGE_BAR,
            note=f"{len(queries)} different queries, as “{queries[0]}”. " + system.cpu_per_call(calls),
            reference="beginnings of names" if reference else "", reference_values=reference,
        )  # fmt: skip
        reference = reference or found.usual


class Changer:
    """Changes one client in a small way and waits until the catalogue has it."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._id = rest.json("/api/catalogue", q="*", limit=1, offset=7)["items"][0]["id"]
        self._count = 0

    def change(self) -> None:
        """One change; returns when it is in the catalogue."""
        client = self._rest.json(f"/api/clients/{self._id}")
        self._count += 1
        body = {"comment": f"measured {self._count} {time.time_ns()}"}
        saved = self._rest.send(
            "PATCH", f"/api/clients/{self._id}", body, If_Match=f'"{client["etag"]}"'
        )
        for _ in range(WAITS):
            # The bff waits two seconds at most; a busy machine may need more.
            with contextlib.suppress(CannotMeasure):
                self._rest.get(
                    "/api/catalogue",
                    q="*",
                    limit=1,
                    min_version_client_id=self._id,
                    min_version=saved["version"],
                )
                return
        raise CannotMeasure("a saved change did not come into the catalogue")
