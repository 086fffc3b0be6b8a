"""The real servicer on a real server in process, over a database made by its migrations."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from google.type import date_pb2

import services.invoices
from kit.dates import date_to_pb
from kit.db import Database, translate_database_error
from kit.grpc_client import Peer
from kit.grpc_server import Server
from kit.migrations import migrate
from kit.money import money_from_pb, money_to_pb
from services.invoices.servicer import InvoicesServicer
from services.invoices.servicer.desk import Desk
from services.invoices.store import recount
from sysapi.invoices.v1 import invoice_pb2, payment_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from sysapi.invoices.v1 import invoices_service_pb2_grpc as rpc

MIGRATIONS = Path(services.invoices.__file__).parent / "migrations"
TODAY = date(2026, 11, 25)


def day(text: str) -> date_pb2.Date:
    return date_to_pb(date.fromisoformat(text))


def euros(text: str | Decimal):
    return money_to_pb(Decimal(text))


def line(net: str = "100", rate: str = "21", **more) -> invoice_pb2.Line:
    """A line of one piece."""
    category = invoice_pb2.VAT_CATEGORY_STANDARD if rate != "0" else invoice_pb2.VAT_CATEGORY_ZERO
    values = {
        "text": "Apsardze",
        "quantity": "1",
        "unit_price": net,
        "vat_category": category,
        "vat_rate": rate,
    } | more
    return invoice_pb2.Line(**values)


@dataclass
class Service:
    """A running service with a clock that tests set."""

    peer: Peer
    stub: rpc.InvoicesServiceStub
    database: Database
    now: list[datetime] = field(default_factory=lambda: [datetime(2026, 11, 25, 9, tzinfo=UTC)])

    async def call(self, method: str, request):
        return await self.peer.call(getattr(self.stub, method), request, timeout=20)

    async def draft(self, client: str, *lines: invoice_pb2.Line, **more) -> invoice_pb2.Invoice:
        message = invoice_pb2.Invoice(client_id=client, lines=lines or [line()], **more)
        request = pb.CreateInvoiceRequest(invoice=message)
        return (await self.call("CreateInvoice", request)).invoice

    async def issue(
        self, client: str, *lines: invoice_pb2.Line, on: str = "2026-11-01", **more
    ) -> invoice_pb2.Invoice:
        """An issued invoice in a series of the client's own, so that tests may issue on any day."""
        draft = await self.draft(client, *lines, **{"series": client[:8].upper(), **more})
        request = pb.IssueInvoiceRequest(invoice_id=draft.id, issued_on=day(on))
        return (await self.call("IssueInvoice", request)).invoice

    async def pay(
        self, client: str, amount: str, *, on: str = "2026-11-10", targets=(), request_id: str = ""
    ) -> payment_pb2.Payment:
        payment = payment_pb2.Payment(client_id=client, value_date=day(on), amount=euros(amount))
        request = pb.CreatePaymentRequest(
            payment=payment, auto=not targets, targets=targets, request_id=request_id
        )
        return (await self.call("CreatePayment", request)).payment

    async def get(self, invoice_id: str) -> invoice_pb2.Invoice:
        return (await self.call("GetInvoice", pb.GetInvoiceRequest(invoice_id=invoice_id))).invoice

    async def money(self, client: str, unit: str = ""):
        request = pb.GetClientMoneyRequest(client_id=client, unit_id=unit)
        return (await self.call("GetClientMoney", request)).money

    async def faults(self) -> list[recount.Fault]:
        async with self.database.begin() as session:
            return await recount.faults(session)


def amount_of(message) -> Decimal:
    return money_from_pb(message)


@pytest.fixture(scope="module")
async def service(new_database: Callable[[str], str]) -> AsyncIterator[Service]:
    url = new_database("invoices")
    migrate(MIGRATIONS, url)
    database = Database(url)
    server = Server("127.0.0.1:0", translate_database_error)
    running = Service(None, None, database)  # type: ignore[arg-type]
    desk = Desk(database, lambda: None, clock=lambda: running.now[0])
    rpc.add_InvoicesServiceServicer_to_server(InvoicesServicer(desk), server.server)
    await server.start()
    await server.ready()
    running.peer = Peer("invoices", f"127.0.0.1:{server.port}")
    running.stub = rpc.InvoicesServiceStub(running.peer.channel)
    yield running
    await running.peer.close()
    await server.stop(0.1)
    await database.close()


@pytest.fixture
def client() -> str:
    """A client of the test's own."""
    return str(uuid.uuid4())
