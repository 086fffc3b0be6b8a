"""The card at the bff beside the same calls sent bare, in parallel, over raw gRPC stubs."""

from __future__ import annotations

import asyncio
import random
import statistics
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any

import grpc

from bench.figure import CannotMeasure, Figure
from bench.measure import ROUNDS, SAMPLES, WARM_UP, Timing, awaited
from bench.rest import Rest
from bench.system import System
from kit.clock import today_in_riga
from kit.dates import date_to_pb
from services.bff import card
from sysapi.autogen.v1 import autogen_service_pb2
from sysapi.autogen.v1.autogen_service_pb2_grpc import AutogenServiceStub
from sysapi.clients.v1 import clients_service_pb2
from sysapi.clients.v1.clients_service_pb2_grpc import ClientsServiceStub
from sysapi.documents.v1 import documents_service_pb2
from sysapi.documents.v1.documents_service_pb2_grpc import DocumentsServiceStub
from sysapi.galleries.v1 import galleries_service_pb2
from sysapi.galleries.v1.galleries_service_pb2_grpc import GalleriesServiceStub
from sysapi.invoices.v1 import invoices_service_pb2
from sysapi.invoices.v1.invoices_service_pb2_grpc import InvoicesServiceStub
from sysapi.visits.v1 import visits_service_pb2
from sysapi.visits.v1.visits_service_pb2_grpc import VisitsServiceStub

TITLE = "Card"
SECONDS = 5.0
SERVICES = ("clients", "invoices", "autogen", "visits", "documents", "galleries")
BAR = {"p50": 2.0, "p99": 2.5}
CLIENTS = 100
CONCURRENCY, AT_LOAD = 32, 400
CHAIN_UNITS = 250
SEED = 7


def measure(system: System) -> Iterator[Figure]:
    """Ordinary clients, and a chain with hundreds of units."""
    for service in SERVICES:
        system.address(service)
    rest = system.rest()
    total = int(rest.json("/api/catalogue", q="*", limit=1)["total"])
    chance = random.Random(SEED)
    ordinary = [
        rest.json("/api/catalogue", q="*", offset=chance.randrange(total), limit=1)["items"][0][
            "id"
        ]
        for _ in range(CLIENTS)
    ]
    used = system.cpu_per_call([partial(rest.get, f"/api/clients/{one}/card") for one in ordinary])
    yield _figure("card", *_run(system, rest, ordinary), used)
    yield _throughput(system, ordinary)
    chain, units = largest_chain(rest)
    if units < CHAIN_UNITS:
        chain, units = add_units(rest, chain, CHAIN_UNITS - units), CHAIN_UNITS
    used = system.cpu_per_call([partial(rest.get, f"/api/clients/{chain}/card")] * CLIENTS)
    yield _figure(f"card of a chain, {units} units", *_run(system, rest, [chain]), used)


def _run(system: System, rest: Rest, client_ids: list[str]) -> tuple[Timing, Timing]:
    return asyncio.run(_compare(system, rest, client_ids))


def _figure(what: str, cards: Timing, fan_out: Timing, used: str) -> Figure:
    return Figure(
        f"{what}, all sections, one at a time", cards.usual, bar=BAR, bar_is_ratio=True,
        reference="bare fan-out", reference_values=fan_out.usual,
        note=f"the 13 calls of the card at once. {used}",
    )  # fmt: skip


def _throughput(system: System, client_ids: list[str]) -> Figure:
    """Cards a second with many asked for at once, each by a connection of its own; only whole ones count."""
    asked = [client_ids[place % len(client_ids)] for place in range(AT_LOAD)]
    cards: list[float] = []
    fan_outs: list[float] = []
    lacking = broken = 0
    for _ in range(ROUNDS):
        whole, seconds = _cards_at_once(system, asked)
        cards.append(whole / seconds)
        lacking += AT_LOAD - whole
        answered, seconds = asyncio.run(_fan_outs_at_once(system, asked))
        fan_outs.append(answered / seconds)
        broken += AT_LOAD - answered
    return Figure(
        f"cards a second, {CONCURRENCY} at once", {"rate": statistics.median(cards)}, unit="/s", bar={"rate": 0.6},
        bar_is_ratio=True, at_least=True, reference="bare fan-out", reference_values={"rate": statistics.median(fan_outs)},
        note=f"median of {ROUNDS} rounds of {AT_LOAD}; in all {lacking} cards lacked a section or failed, {broken} fan-outs a call",
    )  # fmt: skip


def _cards_at_once(system: System, client_ids: list[str]) -> tuple[int, float]:
    """How many came with all sections fresh, and the seconds that all took."""
    own = threading.local()

    def connect() -> None:
        own.rest = system.rest()

    def whole_card(client_id: str) -> bool:
        try:
            sections = own.rest.json(f"/api/clients/{client_id}/card")["sections"]
        except CannotMeasure:
            return False
        return all(section["state"] == "fresh" for section in sections.values())

    with ThreadPoolExecutor(CONCURRENCY, initializer=connect) as pool:
        list(pool.map(whole_card, client_ids[:CONCURRENCY]))
        began = time.perf_counter()
        whole = sum(pool.map(whole_card, client_ids))
        return whole, time.perf_counter() - began


async def _fan_outs_at_once(system: System, client_ids: list[str]) -> tuple[int, float]:
    """How many had an answer to each call, and the seconds that all took."""
    async with _channels(system) as channels:
        turn = asyncio.Semaphore(CONCURRENCY)

        async def fan_out(client_id: str) -> bool:
            async with turn:
                answers = await asyncio.gather(
                    *bare_calls(channels, client_id), return_exceptions=True
                )
            return not any(isinstance(answer, grpc.RpcError) for answer in answers)

        await asyncio.gather(*map(fan_out, client_ids[:CONCURRENCY]))
        began = time.perf_counter()
        answered = sum(await asyncio.gather(*map(fan_out, client_ids)))
        return answered, time.perf_counter() - began


@asynccontextmanager
async def _channels(system: System) -> AsyncGenerator[dict[str, grpc.aio.Channel]]:
    async with AsyncExitStack() as stack:
        yield {
            service: await stack.enter_async_context(
                grpc.aio.insecure_channel(system.address(service))
            )
            for service in SERVICES
        }


def largest_chain(rest: Rest) -> tuple[str, int]:
    """The client with the most active units, and how many units it has."""
    row = rest.json("/api/catalogue", q="*", sort="units_active", order="desc", limit=1)["items"][0]
    return row["id"], int(row["units_total"])


def add_units(rest: Rest, client_id: str, count: int) -> str:
    """Gives the client more units and returns its id."""
    for place in range(count):
        body = {"kind": "site", "name": f"Measured site {place + 1}"}
        rest.send(
            "POST",
            f"/api/clients/{client_id}/units",
            body,
            Idempotency_Key=f"bench-{client_id}-{count}-{place}",
        )
    return client_id


def bare_calls(channels: dict[str, grpc.aio.Channel], client_id: str) -> list[Any]:
    """The calls that a card is made of, without anything around them."""
    clients = ClientsServiceStub(channels["clients"])
    invoices = InvoicesServiceStub(channels["invoices"])
    autogen = AutogenServiceStub(channels["autogen"])
    visits = VisitsServiceStub(channels["visits"])
    documents = DocumentsServiceStub(channels["documents"])
    galleries = GalleriesServiceStub(channels["galleries"])
    asked: list[tuple[Callable[..., Any], Any]] = [
        (clients.GetClient, clients_service_pb2.GetClientRequest(client_id=client_id)),
        (
            clients.ListUnits,
            clients_service_pb2.ListUnitsRequest(client_id=client_id, page_size=card.FIRST_UNITS),
        ),
        (
            clients.ListHistory,
            clients_service_pb2.ListHistoryRequest(
                client_id=client_id, page_size=card.FIRST_CHANGES
            ),
        ),
        (
            invoices.GetClientMoney,
            invoices_service_pb2.GetClientMoneyRequest(client_id=client_id),
        ),
        (
            invoices.GetTurnover,
            invoices_service_pb2.GetTurnoverRequest(
                client_id=client_id, most_units=card.MOST_UNITS_OF_TURNOVER
            ),
        ),
        (
            autogen.ListLines,
            autogen_service_pb2.ListLinesRequest(
                filter=autogen_service_pb2.LineFilter(client_ids=[client_id]),
                page_size=card.FIRST_LINES,
            ),
        ),
        (autogen.GetForecast, autogen_service_pb2.GetForecastRequest(client_id=client_id)),
        (
            visits.GetVisitMonths,
            visits_service_pb2.GetVisitMonthsRequest(
                client_id=client_id, months=card.MONTHS_OF_VISITS, most_sites=card.MOST_SITES
            ),
        ),
        (
            visits.ListVisits,
            visits_service_pb2.ListVisitsRequest(
                client_id=client_id, page_size=card.FIRST_VISITS, until=date_to_pb(today_in_riga())
            ),
        ),
        (
            documents.ListDocuments,
            documents_service_pb2.ListDocumentsRequest(
                client_id=client_id, page_size=card.FIRST_DOCUMENTS
            ),
        ),
        (documents.GetStanding, documents_service_pb2.GetStandingRequest(client_id=client_id)),
        (
            galleries.ListGalleries,
            galleries_service_pb2.ListGalleriesRequest(client_id=client_id),
        ),
        (
            galleries.ListMedia,
            galleries_service_pb2.ListMediaRequest(client_id=client_id, page_size=card.FIRST_MEDIA),
        ),
    ]
    return [call(request, timeout=SECONDS) for call, request in asked]


async def _compare(system: System, rest: Rest, client_ids: list[str]) -> tuple[Timing, Timing]:
    async with _channels(system) as channels:

        async def fan_out(client_id: str) -> None:
            await asyncio.gather(*bare_calls(channels, client_id))

        async def whole_card(client_id: str) -> None:
            # Nothing else runs in this loop meanwhile, so the blocking client disturbs nobody.
            rest.get(f"/api/clients/{client_id}/card")

        kinds = (whole_card, fan_out)
        for place in range(WARM_UP):
            for kind in kinds:
                await kind(client_ids[place % len(client_ids)])
        rounds: list[list[tuple[float, ...]]] = [[], []]
        for _ in range(ROUNDS):
            taken: list[list[float]] = [[], []]
            for place in range(SAMPLES):
                for which, kind in enumerate(kinds):
                    taken[which].append(
                        await awaited(partial(kind, client_ids[place % len(client_ids)]))
                    )
            for which in range(len(kinds)):
                rounds[which].append(tuple(taken[which]))
    return Timing(tuple(rounds[0])), Timing(tuple(rounds[1]))
