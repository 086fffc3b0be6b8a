"""The grid of the visits of a chain."""

from __future__ import annotations

import asyncio
import itertools
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

import grpc
from google.protobuf.timestamp_pb2 import Timestamp

from bench.card import add_units
from bench.figure import Figure
from bench.measure import side_by_side
from bench.sending import create
from bench.system import System
from kit.clock import today_in_riga
from sysapi.visits.v1 import visit_pb2
from sysapi.visits.v1 import visits_service_pb2 as pb
from sysapi.visits.v1.visits_service_pb2_grpc import VisitsServiceStub

TITLE = "Visits"
SITES, MONTHS = 250, 24
AT_ONCE = 500
SECONDS = 60.0


def measure(system: System) -> Iterator[Figure]:
    """A chain of its own with a visit at every site in every month."""
    rest = system.rest()
    client = create(rest, "/api/clients", {"kind": "legal", "name": "Bench of visits"})["id"]
    add_units(rest, client, SITES)
    units = [
        one["id"] for one in rest.json(f"/api/clients/{client}/units", page_size=1000)["units"]
    ]
    asyncio.run(_visit(system.address("visits"), client, units[:SITES]))
    ask = partial(rest.get, f"/api/clients/{client}/visits/months", months=MONTHS)
    timing = side_by_side({"grid": ask})["grid"]
    yield Figure(
        f"grid of {SITES} sites x {MONTHS} months", timing.usual, bar={"p99": 60.0},
        note=f"{len(ask()) / 1000:.0f} kB. {system.cpu_per_call([ask] * 50)}",
    )  # fmt: skip


async def _visit(address: str, client: str, units: list[str]) -> None:
    today = today_in_riga()
    visits: list[pb.PutVisitRequest] = []
    for unit, back in itertools.product(units, range(MONTHS)):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        started = Timestamp()
        started.FromDatetime(datetime(year, month + 1, 1, 9, tzinfo=UTC))
        visit = visit_pb2.Visit(
            id=str(uuid.uuid4()), client_id=client, unit_id=unit, state=visit_pb2.VISIT_STATE_DONE,
            planned_start=started, started=started,
        )  # fmt: skip
        visits.append(pb.PutVisitRequest(visit=visit))
    async with grpc.aio.insecure_channel(address) as channel:
        stub = VisitsServiceStub(channel)
        for place in range(0, len(visits), AT_ONCE):
            some = pb.PutVisitsRequest(visits=visits[place : place + AT_ONCE])
            await stub.PutVisits(some, timeout=SECONDS)
