"""The real clients and invoices services in process, for tools that fill them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import services.clients
import services.invoices
from kit.db import Database, translate_database_error
from kit.grpc_client import Peer
from kit.grpc_server import Server
from kit.migrations import migrate
from kit.personal_data import PersonalData
from services.clients.servicer import ClientsServicer
from services.clients.servicer.desk import Desk
from services.invoices.servicer import InvoicesServicer
from services.invoices.servicer.desk import Desk as InvoicesDesk
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as pb
from sysapi.clients.v1 import clients_service_pb2_grpc as rpc
from sysapi.invoices.v1 import invoices_service_pb2_grpc as invoices_rpc

MIGRATIONS = Path(services.clients.__file__).parent / "migrations"
INVOICES_MIGRATIONS = Path(services.invoices.__file__).parent / "migrations"


@dataclass
class ClientsService:
    """A running service with a database of its own: call it with `await service.call("GetClient", request)`."""

    address: str
    peer: Peer
    stub: rpc.ClientsServiceStub

    async def call(self, method: str, request):
        return await self.peer.call(getattr(self.stub, method), request, timeout=20)

    async def clients(self) -> list[client_pb2.Client]:
        """All clients in order of id; for tests with at most a thousand."""
        answer = await self.call("ListClients", pb.ListClientsRequest(page_size=1000))
        assert not answer.next_page_token
        return list(answer.clients)


@pytest.fixture
async def clients_service(
    new_database: Callable[[str], str], personal_data_key: str
) -> AsyncIterator[ClientsService]:
    url = new_database("clients")
    migrate(MIGRATIONS, url)
    database = Database(url)
    server = Server("127.0.0.1:0", translate_database_error)
    desk = Desk(database, PersonalData(personal_data_key), lambda: None)
    rpc.add_ClientsServiceServicer_to_server(ClientsServicer(desk), server.server)
    await server.start()
    await server.ready()
    address = f"127.0.0.1:{server.port}"
    peer = Peer("clients", address)
    yield ClientsService(address, peer, rpc.ClientsServiceStub(peer.channel))
    await peer.close()
    await server.stop(0.1)
    await database.close()


@dataclass
class InvoicesService:
    """A running service with a database of its own."""

    address: str
    peer: Peer
    stub: invoices_rpc.InvoicesServiceStub

    async def call(self, method: str, request):
        return await self.peer.call(getattr(self.stub, method), request, timeout=20)


@pytest.fixture
async def invoices_service(new_database: Callable[[str], str]) -> AsyncIterator[InvoicesService]:
    url = new_database("invoices")
    migrate(INVOICES_MIGRATIONS, url)
    database = Database(url)
    server = Server("127.0.0.1:0", translate_database_error)
    desk = InvoicesDesk(database, lambda: None)
    invoices_rpc.add_InvoicesServiceServicer_to_server(InvoicesServicer(desk), server.server)
    await server.start()
    await server.ready()
    address = f"127.0.0.1:{server.port}"
    peer = Peer("invoices", address)
    yield InvoicesService(address, peer, invoices_rpc.InvoicesServiceStub(peer.channel))
    await peer.close()
    await server.stop(0.1)
    await database.close()
