"""A server in process whose calls answer what a test tells them to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from kit.grpc_client import Peer
from kit.grpc_server import Server
from sysapi.clients.v1 import clients_service_pb2 as pb
from sysapi.clients.v1 import clients_service_pb2_grpc as clients_rpc
from sysapi.search.v1 import search_service_pb2 as search_pb
from sysapi.search.v1 import search_service_pb2_grpc as search_rpc

CLIENT_ID = "5b2d2f4e-7c1e-4d55-9a0e-0d6a3f3c7b11"
GET = pb.GetClientRequest(client_id=CLIENT_ID)


class Answering(clients_rpc.ClientsServiceServicer, search_rpc.SearchServiceServicer):
    """Counts its calls; `behaviour` answers GetClient, `stream` answers WatchCatalogue."""

    def __init__(self) -> None:
        self.calls = 0
        self.behaviour: Callable[[Any, Any], Awaitable[Any]] = self.answer
        self.stream: Callable[[Any, Any], AsyncIterator[Any]] | None = None

    async def answer(self, request, context):
        return pb.GetClientResponse()

    async def GetClient(self, request, context):  # noqa: N802
        self.calls += 1
        return await self.behaviour(request, context)

    async def BatchGetClients(self, request, context):  # noqa: N802
        return pb.BatchGetClientsResponse()

    async def CreateClient(self, request, context):  # noqa: N802
        return pb.CreateClientResponse(client=request.client)

    async def ListGroups(self, request, context):  # noqa: N802
        self.inner_seconds = context.time_remaining()
        return pb.ListGroupsResponse()

    async def WatchCatalogue(self, request, context):  # noqa: N802
        self.calls += 1
        async for message in self.stream(request, context):
            yield message

    def fails(self, *errors: Exception) -> None:
        """The next calls raise these, one each; later ones are answered."""
        waiting = list(errors)

        async def behaviour(request, context):
            if waiting:
                raise waiting.pop(0)
            return pb.GetClientResponse()

        self.behaviour = behaviour


class Conversation:
    """Server, servicer and the peer that calls it."""

    def __init__(self, server: Server, servicer: Answering, peer: Peer) -> None:
        self.server = server
        self.servicer = servicer
        self.peer = peer
        self.stub = clients_rpc.ClientsServiceStub(peer.channel)
        self.search_stub = search_rpc.SearchServiceStub(peer.channel)

    async def get(self, timeout: float = 30, **options: Any) -> pb.GetClientResponse:
        return await self.peer.call(self.stub.GetClient, GET, timeout=timeout, **options)

    async def watch(self, timeout: float = 30) -> list[search_pb.WatchCatalogueResponse]:
        request = search_pb.WatchCatalogueRequest()
        stream = self.peer.stream(self.search_stub.WatchCatalogue, request, timeout=timeout)
        return [message async for message in stream]


@asynccontextmanager
async def conversation(**options: Any) -> AsyncIterator[Conversation]:
    """A started server that is ready, and a peer."""
    server = Server("127.0.0.1:0", **options)
    servicer = Answering()
    clients_rpc.add_ClientsServiceServicer_to_server(servicer, server.server)
    search_rpc.add_SearchServiceServicer_to_server(servicer, server.server)
    await server.start()
    await server.ready()
    peer = Peer("clients", f"127.0.0.1:{server.port}")
    try:
        yield Conversation(server, servicer, peer)
    finally:
        await peer.close()
        await server.stop(0)


async def port_of(process: asyncio.subprocess.Process) -> int:
    """The port that the child program server.py prints."""
    assert process.stdout is not None
    while line := await asyncio.wait_for(process.stdout.readline(), 60):
        if line.startswith(b"PORT "):
            return int(line.split()[1])
    raise AssertionError("the server ended before it had a port")
