"""The real servicer on a real server in process and a real PostgreSQL; only the clients service is a small fake."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type import date_pb2
from sqlalchemy import select

import services.visits
from kit.client_units import ClientUnits
from kit.clock import RIGA
from kit.dates import date_to_pb
from kit.db import Database, translate_database_error
from kit.grpc_client import Peer
from kit.grpc_server import Server
from kit.migrations import migrate
from services.visits.model.tables import OUTBOX
from services.visits.overdue import Overdue
from services.visits.planning import Planner
from services.visits.servicer import VisitsServicer
from services.visits.servicer.desk import Desk
from sysapi.clients.v1 import clients_service_pb2_grpc as clients_rpc
from sysapi.visits.v1 import client_visits_pb2, visit_pb2
from sysapi.visits.v1 import visits_service_pb2 as pb
from sysapi.visits.v1 import visits_service_pb2_grpc as rpc
from tests.clients_fake import ClientsFake

MIGRATIONS = Path(services.visits.__file__).parent / "migrations"
PLANNED = visit_pb2.VISIT_STATE_PLANNED
DONE = visit_pb2.VISIT_STATE_DONE
MISSED = visit_pb2.VISIT_STATE_MISSED
CANCELLED = visit_pb2.VISIT_STATE_CANCELLED
CREATED, CHANGED, UNCHANGED = (
    pb.PUT_OUTCOME_CREATED,
    pb.PUT_OUTCOME_CHANGED,
    pb.PUT_OUTCOME_UNCHANGED,
)


def day(on: str) -> date_pb2.Date:
    return date_to_pb(date.fromisoformat(on))


def at(local: str) -> Timestamp:
    """An instant of a clock in Latvia."""
    found = Timestamp()
    found.FromDatetime(datetime.fromisoformat(local).replace(tzinfo=RIGA))
    return found


def new_id() -> str:
    return str(uuid.uuid4())


@dataclass
class World:
    """Visits and clients, on a clock that tests set."""

    database: Database
    clients: ClientsFake
    peer: Peer
    stub: rpc.VisitsServiceStub
    planner: Planner
    overdue: Overdue
    now: list[datetime] = field(default_factory=list)

    def now_is(self, local: str) -> None:
        self.now[0] = datetime.fromisoformat(local).replace(tzinfo=RIGA).astimezone(UTC)

    async def call(self, method: str, request):
        return await self.peer.call(getattr(self.stub, method), request, timeout=60)

    async def put(self, visit: visit_pb2.Visit, etag: str = "") -> pb.PutVisitResponse:
        return await self.call("PutVisit", pb.PutVisitRequest(visit=visit, etag=etag))

    async def get(self, visit_id: str) -> visit_pb2.Visit:
        return (await self.call("GetVisit", pb.GetVisitRequest(visit_id=visit_id))).visit

    async def visits(self, **wanted) -> list[visit_pb2.Visit]:
        """All that fit, latest first, two on a page."""
        found, token = [], ""
        while True:
            request = pb.ListVisitsRequest(**wanted, page_size=2, page_token=token)
            answer = await self.call("ListVisits", request)
            found += answer.visits
            if not (token := answer.next_page_token):
                return found

    async def grid(self, client: str, **more) -> dict[str, dict[str, tuple[int, int, int, int]]]:
        """unit → month with visits → planned, done, missed, cancelled."""
        answer = await self.call(
            "GetVisitMonths", pb.GetVisitMonthsRequest(client_id=client, **more)
        )
        first = answer.from_year * 12 + answer.from_month - 1
        last = answer.to_year * 12 + answer.to_month - 1
        months = [f"{index // 12}-{index % 12 + 1:02}" for index in range(first, last + 1)]
        return {
            site.unit_id: {
                month: counts
                for month, counts in zip(months, by_month(site.counts), strict=True)
                if any(counts)
            }
            for site in answer.sites
        }

    async def told(self, client: str) -> client_visits_pb2.ClientVisits:
        request = pb.GetClientVisitsRequest(client_id=client)
        return (await self.call("GetClientVisits", request)).visits

    async def published(self, client: str) -> list[client_visits_pb2.ClientVisitsChanged]:
        rows = OUTBOX.rows
        query = select(rows.c.subject, rows.c.payload).where(
            rows.c.aggregate_id == uuid.UUID(client)
        )
        async with self.database.read() as session:
            found = (await session.execute(query.order_by(rows.c.version))).all()
        assert {one.subject for one in found} <= {f"visits.client_visits.changed.v1.{client}"}
        read = client_visits_pb2.ClientVisitsChanged.FromString
        return [read(bytes(one.payload)) for one in found]


def by_month(counts: client_visits_pb2.MonthlyCounts) -> list[tuple[int, int, int, int]]:
    return list(zip(counts.planned, counts.done, counts.missed, counts.cancelled, strict=True))


def numbers(counts: client_visits_pb2.VisitCounts) -> tuple[int, int, int, int]:
    return counts.planned, counts.done, counts.missed, counts.cancelled


@pytest.fixture(scope="module")
async def services_up(new_database: Callable[[str], str]) -> AsyncIterator[World]:
    url = new_database("visits")
    migrate(MIGRATIONS, url)
    database, fake = Database(url), ClientsFake()
    now = [datetime(2026, 11, 25, 9, tzinfo=UTC)]

    def clock() -> datetime:
        return now[0]

    clients_server = Server("127.0.0.1:0", translate_database_error)
    clients_rpc.add_ClientsServiceServicer_to_server(fake, clients_server.server)
    await clients_server.start()
    await clients_server.ready()
    clients = Peer("clients", f"127.0.0.1:{clients_server.port}")
    server = Server("127.0.0.1:0", translate_database_error)
    desk = Desk(database, ClientUnits(clients), clock=clock)
    rpc.add_VisitsServiceServicer_to_server(VisitsServicer(desk), server.server)
    await server.start()
    await server.ready()
    peer = Peer("visits", f"127.0.0.1:{server.port}")
    yield World(
        database,
        fake,
        peer,
        rpc.VisitsServiceStub(peer.channel),
        Planner(database, clock),
        Overdue(database, 3, clock=clock),
        now,
    )
    await peer.close()
    await clients.close()
    await server.stop(0.1)
    await clients_server.stop(0.1)
    await database.close()


@pytest.fixture
def world(services_up: World) -> World:
    services_up.clients.is_away = False
    services_up.now_is("2026-11-25T11:00")
    return services_up


@dataclass(frozen=True)
class Site:
    """A client of the test's own with two units."""

    client: str
    unit: str
    other: str

    def visit(self, planned: str = "", **more) -> visit_pb2.Visit:
        """A visit that is planned, unless it is said to be otherwise."""
        values = {
            "id": new_id(),
            "client_id": self.client,
            "unit_id": self.unit,
            "state": PLANNED,
            "planned_start": at(planned) if planned else None,
        }
        return visit_pb2.Visit(**(values | more))

    def done(self, started: str, **more) -> visit_pb2.Visit:
        """A visit that was made."""
        return self.visit(state=DONE, started=at(started), **more)


@pytest.fixture
def site(world: World) -> Site:
    found = Site(new_id(), new_id(), new_id())
    world.clients.units[found.client] = [found.unit, found.other]
    return found
