"""20 000 automatic invoices due at once: how long, exactly once, and what the card costs meanwhile."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import grpc

from bench.figure import CannotMeasure, Figure
from bench.measure import percentile
from bench.system import System
from kit.clock import today_in_riga
from kit.dates import date_to_pb
from sysapi.autogen.v1 import autogen_service_pb2 as pb
from sysapi.autogen.v1 import line_pb2
from sysapi.autogen.v1.autogen_service_pb2_grpc import AutogenServiceStub
from sysapi.invoices.v1 import invoice_pb2

TITLE = "Automatic invoices"
LINES = 20_000
AT_ONCE = 500
PAGE = 1000
CARDS = 60
SECONDS = 900.0


class Looker(threading.Thread):
    """Somebody who opens one card after another until stopped."""

    def __init__(self, system: System, client_ids: list[str]) -> None:
        super().__init__(daemon=True)
        self._rest = system.rest()
        self._client_ids = client_ids
        self._stop_asked = threading.Event()
        self.taken: list[float] = []

    def run(self) -> None:
        """Opens a card five times a second."""
        while not self._stop_asked.wait(0.2):
            client_id = self._client_ids[len(self.taken) % len(self._client_ids)]
            began = time.perf_counter()
            self._rest.get(f"/api/clients/{client_id}/card")
            self.taken.append((time.perf_counter() - began) * 1000)

    def stop(self) -> dict[str, float]:
        """p50 and p99 of what was seen, in ms."""
        self._stop_asked.set()
        self.join()
        return {"p50": percentile(self.taken, 50), "p99": percentile(self.taken, 99)}


def measure(system: System) -> Iterator[Figure]:
    """A line for each of 20 000 clients, due tomorrow; then a run until tomorrow."""
    address = system.address("autogen")
    rest = system.rest()
    client_ids = [
        item["id"]
        for offset in range(0, LINES, PAGE)
        for item in rest.json("/api/catalogue", q="*", offset=offset, limit=PAGE)["items"]
    ]
    if len(client_ids) < LINES:
        raise CannotMeasure(f"needs {LINES:,} clients")
    asyncio.run(_run(address, today=True))
    asyncio.run(_enter(address, client_ids))
    before = int(rest.json("/api/invoices", page_size=1)["totals"]["count"])
    looker = Looker(system, client_ids[:CARDS])
    looker.start()
    time.sleep(CARDS / 5)
    usual = looker.stop()
    looker, used = Looker(system, client_ids[:CARDS]), system.cpu()
    looker.start()
    began = time.perf_counter()
    result = asyncio.run(_run(address))
    took = time.perf_counter() - began
    meanwhile = looker.stop()
    told = system.cpu_since(used, LINES)
    again = asyncio.run(_run(address))
    made = int(rest.json("/api/invoices", page_size=1)["totals"]["count"]) - before
    yield Figure(
        f"{LINES:,} automatic invoices due at once", {"took": took}, "s", bar={"took": 300.0},
        note=f"{result.invoices:,} told, {made:,} are there, {result.failed} failed, {again.made} made by a second run. {told}",
    )  # fmt: skip
    yield Figure(
        "card meanwhile, five a second", meanwhile, bar={"p99": 2.0}, bar_is_ratio=True,
        reference="card before", reference_values=usual,
    )  # fmt: skip


async def _enter(address: str, client_ids: list[str]) -> None:
    tomorrow = date_to_pb(today_in_riga() + timedelta(days=1))
    lines = [
        line_pb2.Line(
            client_id=client_id, service="Apsardze", template="Apsardze par {mēnesi}", quantity="1", unit_price="10",
            vat_category=invoice_pb2.VAT_CATEGORY_STANDARD, vat_rate="21", rule=line_pb2.Rule(every_months=1), valid_from=tomorrow,
        )
        for client_id in client_ids[:LINES]
    ]  # fmt: skip
    async with grpc.aio.insecure_channel(address) as channel:
        stub = AutogenServiceStub(channel)
        for first in range(0, LINES, AT_ONCE):
            request = pb.CreateLinesRequest(lines=lines[first : first + AT_ONCE])
            await stub.CreateLines(request, timeout=SECONDS)


async def _run(address: str, *, today: bool = False) -> pb.RunResponse:
    until = today_in_riga() + timedelta(days=0 if today else 1)
    async with grpc.aio.insecure_channel(address) as channel:
        request = pb.RunRequest(until=date_to_pb(until))
        return await AutogenServiceStub(channel).Run(request, timeout=SECONDS)
