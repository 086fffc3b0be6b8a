"""The real servicer on a real server in process, over a database made by its migrations."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import services.clients
from kit.db import Database, translate_database_error
from kit.grpc_client import Peer
from kit.grpc_server import Server
from kit.migrations import migrate
from kit.personal_data import PersonalData
from services.clients.servicer import ClientsServicer
from services.clients.servicer.desk import Desk
from sysapi.clients.v1 import clients_service_pb2_grpc as rpc

MIGRATIONS = Path(services.clients.__file__).parent / "migrations"


@dataclass
class ClientsService:
    """A running service: call it with `await service.call("GetClient", request)`."""

    peer: Peer
    stub: rpc.ClientsServiceStub
    database: Database
    woken: list[bool]

    async def call(self, method: str, request):
        return await self.peer.call(getattr(self.stub, method), request, timeout=10)


@pytest.fixture(scope="module")
async def service(
    new_database: Callable[[str], str], personal_data_key: str
) -> AsyncIterator[ClientsService]:
    url = new_database("clients")
    migrate(MIGRATIONS, url)
    database = Database(url)
    woken: list[bool] = []
    server = Server("127.0.0.1:0", translate_database_error)
    desk = Desk(database, PersonalData(personal_data_key), lambda: woken.append(True))
    rpc.add_ClientsServiceServicer_to_server(ClientsServicer(desk), server.server)
    await server.start()
    await server.ready()
    peer = Peer("clients", f"127.0.0.1:{server.port}")
    yield ClientsService(peer, rpc.ClientsServiceStub(peer.channel), database, woken)
    await peer.close()
    await server.stop(0.1)
    await database.close()
