"""The real servicer on a real server in process, with a real invoices service beside it; only the clients service is a small fake."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from google.type import date_pb2
from sqlalchemy import text

import services.autogen
import services.invoices
from kit.clock import RIGA
from kit.dates import date_from_pb, date_to_pb
from kit.db import Database, translate_database_error
from kit.grpc_client import Peer
from kit.grpc_server import Server
from kit.migrations import migrate
from kit.money import money_from_pb
from services.autogen.generator.run import Generator
from services.autogen.model.tables import Base as AutogenBase
from services.autogen.peers import Clients, Invoices
from services.autogen.servicer import AutogenServicer
from services.autogen.servicer.desk import Desk
from services.invoices.model.tables import Base as InvoicesBase
from services.invoices.parties import Clients as Buyers
from services.invoices.servicer import InvoicesServicer
from services.invoices.servicer.desk import Desk as InvoicesDesk
from sysapi.autogen.v1 import autogen_service_pb2 as pb
from sysapi.autogen.v1 import autogen_service_pb2_grpc as rpc
from sysapi.autogen.v1 import line_pb2
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as clients_pb
from sysapi.clients.v1 import clients_service_pb2_grpc as clients_rpc
from sysapi.invoices.v1 import invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as invoices_pb
from sysapi.invoices.v1 import invoices_service_pb2_grpc as invoices_rpc

MIGRATIONS = Path(services.autogen.__file__).parent / "migrations"
INVOICES_MIGRATIONS = Path(services.invoices.__file__).parent / "migrations"


def day(on: str | date) -> date_pb2.Date:
    return date_to_pb(date.fromisoformat(on) if isinstance(on, str) else on)


class ClientsFake(clients_rpc.ClientsServiceServicer):
    """Knows every client but those it is told to miss; each has the units of `units`."""

    def __init__(self) -> None:
        self.languages: dict[str, str] = {}
        self.units: dict[str, list[str]] = {}
        self.missing: set[str] = set()

    async def BatchGetClients(self, request, context):  # noqa: N802
        known = [one for one in request.client_ids if one not in self.missing]
        return clients_pb.BatchGetClientsResponse(
            clients=[
                client_pb2.Client(
                    id=one,
                    kind=client_pb2.CLIENT_KIND_LEGAL,
                    name=f'SIA "{one[:8]}"',
                    language=self.languages.get(one, "lv"),
                    units=[client_pb2.Unit(id=unit) for unit in self.units.get(one, [])],
                )
                for one in known
            ]
        )


@dataclass
class World:
    """Autogen, invoices and clients, on one clock that tests set."""

    generator: Generator
    database: Database
    invoices_database: Database
    clients: ClientsFake
    addresses: dict[str, str]
    urls: dict[str, str]
    peers: list[Peer] = field(default_factory=list)
    now: list[datetime] = field(default_factory=lambda: [datetime(2026, 11, 25, 9, tzinfo=UTC)])
    stub: rpc.AutogenServiceStub = None  # type: ignore[assignment]
    invoices: invoices_rpc.InvoicesServiceStub = None  # type: ignore[assignment]

    def today_is(self, on: date | str, at: time = time(9)) -> None:
        on = date.fromisoformat(on) if isinstance(on, str) else on
        self.now[0] = datetime.combine(on, at, tzinfo=RIGA).astimezone(UTC)

    async def call(self, method: str, request):
        return await self.peers[0].call(getattr(self.stub, method), request, timeout=120)

    async def line(self, client: str, **more) -> line_pb2.Line:
        request = pb.CreateLineRequest(line=line_message(client, **more))
        return (await self.call("CreateLine", request)).line

    async def get(self, line_id: str) -> line_pb2.Line:
        return (await self.call("GetLine", pb.GetLineRequest(line_id=line_id))).line

    async def update(self, line: line_pb2.Line, *fields: str, **values) -> line_pb2.Line:
        message = line_pb2.Line(id=line.id, client_id=line.client_id, **values)
        request = pb.UpdateLineRequest(
            line=message, update_mask=FieldMask(paths=fields or list(values)), etag=line.etag
        )
        return (await self.call("UpdateLine", request)).line

    async def run(self, until: str | date | None = None, **more) -> pb.RunResponse:
        request = pb.RunRequest(until=day(until) if until else None, **more)
        return await self.call("Run", request)

    async def ledger(self, client: str, **more) -> list[line_pb2.Period]:
        """The whole ledger of a client, oldest first."""
        request = pb.ListPeriodsRequest(client_id=client, page_size=1000, **more)
        return list((await self.call("ListPeriods", request)).periods)[::-1]

    async def issued(self, client: str) -> list[invoice_pb2.Invoice]:
        """Every document of the client with its lines, also drafts, oldest first."""
        states = [
            invoice_pb2.INVOICE_STATE_DRAFT,
            invoice_pb2.INVOICE_STATE_ISSUED,
            invoice_pb2.INVOICE_STATE_ANNULLED,
        ]
        chosen = invoices_pb.InvoiceFilter(client_ids=[client], states=states)
        listing = invoices_pb.ListInvoicesRequest(filter=chosen, page_size=1000)
        rows = (await self.peers[1].call(self.invoices.ListInvoices, listing, timeout=20)).invoices
        found = []
        for row in rows:
            getting = invoices_pb.GetInvoiceRequest(invoice_id=row.id)
            answer = await self.peers[1].call(self.invoices.GetInvoice, getting, timeout=20)
            found.append(answer.invoice)
        return sorted(found, key=lambda one: (date_from_pb(one.issued_on) or date.max, one.number))


def line_message(client: str, **more) -> line_pb2.Line:
    """A monthly line of 100 EUR."""
    rule = {key: more.pop(key) for key in list(more) if key in RULE}
    values = {
        "client_id": client,
        "service": "Apsardze",
        "template": "Apsardze par {mēnesi}",
        "quantity": "1",
        "unit": "mēn.",
        "unit_price": "100",
        "vat_category": invoice_pb2.VAT_CATEGORY_STANDARD,
        "vat_rate": "21",
        "rule": line_pb2.Rule(**{"every_months": 1, **rule}),
        "valid_from": "2026-12-01",
    } | more
    for name in ("valid_from", "valid_to"):
        if name in values:
            values[name] = day(values[name])
    return line_pb2.Line(**values)


RULE = {"every_months", "anchor_day", "timing", "issue_offset_days", "shift"}


def amount_of(message) -> Decimal:
    return money_from_pb(message)


def days_of(periods) -> list[str]:
    return [f"{date_from_pb(one.issue_on)}" for one in periods]


async def _server(add, servicer, opened: list) -> str:
    server = Server("127.0.0.1:0", translate_database_error)
    add(servicer, server.server)
    await server.start()
    await server.ready()
    opened.append(server)
    return f"127.0.0.1:{server.port}"


@pytest.fixture(scope="module")
async def services_up(new_database: Callable[[str], str]) -> AsyncIterator[World]:
    urls = {"autogen": new_database("autogen"), "invoices": new_database("invoices")}
    migrate(MIGRATIONS, urls["autogen"])
    migrate(INVOICES_MIGRATIONS, urls["invoices"])
    database, invoices_database = Database(urls["autogen"]), Database(urls["invoices"])
    fake, servers = ClientsFake(), []
    now = [datetime(2026, 11, 25, 9, tzinfo=UTC)]

    def clock() -> datetime:
        return now[0]

    addresses = {
        "clients": await _server(clients_rpc.add_ClientsServiceServicer_to_server, fake, servers)
    }
    buyers = Buyers(addresses["clients"])
    desk = InvoicesDesk(invoices_database, lambda: None, clock=clock, buyers_of=buyers.buyers)
    addresses["invoices"] = await _server(
        invoices_rpc.add_InvoicesServiceServicer_to_server, InvoicesServicer(desk), servers
    )
    invoices = Peer("invoices", addresses["invoices"])
    clients = Peer("clients", addresses["clients"])
    generator = Generator(database, Invoices(invoices), Clients(clients), clock=clock)
    address = await _server(
        rpc.add_AutogenServiceServicer_to_server, AutogenServicer(Desk(generator)), servers
    )
    peer = Peer("autogen", address)
    found = World(
        generator,
        database,
        invoices_database,
        fake,
        addresses,
        urls,
        [peer, invoices, clients],
        now,
    )
    found.stub = rpc.AutogenServiceStub(peer.channel)
    found.invoices = invoices_rpc.InvoicesServiceStub(invoices.channel)
    yield found
    for one in found.peers:
        await one.close()
    await buyers.close()
    for server in servers:
        await server.stop(0.1)
    await database.close()
    await invoices_database.close()


@pytest.fixture
async def world(services_up: World) -> World:
    """Empty databases on a known day: invoices are numbered in order of days, so tests cannot share a series."""
    await empty(services_up.database, AutogenBase)
    await empty(services_up.invoices_database, InvoicesBase)
    services_up.clients.missing.clear()
    services_up.today_is("2026-11-25")
    return services_up


async def empty(database: Database, base: type[AutogenBase] | type[InvoicesBase]) -> None:
    kept = {"vat_rate", "service_state"}
    names = ", ".join(name for name in base.metadata.tables if name not in kept)
    async with database.begin() as session:
        await session.execute(text(f"TRUNCATE {names} CASCADE"))


@pytest.fixture
def client() -> str:
    """A client of the test's own."""
    return str(uuid.uuid4())
