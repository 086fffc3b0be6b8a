"""The card at the bff beside the same calls sent bare, in parallel, over raw gRPC stubs."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from functools import partial

import grpc

from bench.figure import Figure
from bench.measure import ROUNDS, SAMPLES, WARM_UP, Timing, awaited
from bench.rest import Rest
from bench.system import System
from services.bff import card
from sysapi.clients.v1 import clients_service_pb2 as pb
from sysapi.clients.v1.clients_service_pb2_grpc import ClientsServiceStub

TITLE = "Card"
SECONDS = 5.0
BAR = {"p50": 2.0, "p99": 2.5}
CLIENTS = 100
CHAIN_UNITS = 250
SEED = 7


def measure(system: System) -> Iterator[Figure]:
    """Ordinary clients, and a chain with hundreds of units."""
    system.need_services()
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
        note=f"GetClient, ListUnits and ListHistory at once. {used}",
    )  # fmt: skip


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


async def _compare(system: System, rest: Rest, client_ids: list[str]) -> tuple[Timing, Timing]:
    async with grpc.aio.insecure_channel(system.clients_address) as channel:
        stub = ClientsServiceStub(channel)

        async def fan_out(client_id: str) -> None:
            await asyncio.gather(
                stub.GetClient(pb.GetClientRequest(client_id=client_id), timeout=SECONDS),
                stub.ListUnits(
                    pb.ListUnitsRequest(client_id=client_id, page_size=card.FIRST_UNITS),
                    timeout=SECONDS,
                ),
                stub.ListHistory(
                    pb.ListHistoryRequest(client_id=client_id, page_size=card.FIRST_CHANGES),
                    timeout=SECONDS,
                ),
            )

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
