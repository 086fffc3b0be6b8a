"""Asks the running system how many clients it holds and how many are searchable, and has the catalogue rebuilt."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable

from kit.errors import Problem
from kit.grpc_client import Peer
from sysapi.clients.v1 import clients_service_pb2 as clients_pb
from sysapi.clients.v1.clients_service_pb2_grpc import ClientsServiceStub
from sysapi.search.v1 import search_service_pb2 as search_pb
from sysapi.search.v1.search_service_pb2_grpc import SearchServiceStub

SECONDS = 10.0
REBUILD_SECONDS = 3600.0


async def stored_clients(address: str) -> int:
    """Clients in the clients service at host:port; raises kit.errors."""
    peer = Peer("clients", address)
    try:
        list_clients = ClientsServiceStub(peer.channel).ListClients
        request = clients_pb.ListClientsRequest(page_size=1)
        return (await peer.call(list_clients, request, timeout=SECONDS, retry=True)).total
    finally:
        await peer.close()


async def wait_until_searchable(
    address: str, clients: int, seconds: float, tell: Callable[[str], None]
) -> bool:
    """Whether the search service at host:port held that many clients, with nothing waiting, within `seconds`."""
    peer = Peer("search", address)
    deadline = time.monotonic() + seconds
    try:
        status = SearchServiceStub(peer.channel).GetCatalogueStatus
        while time.monotonic() < deadline:
            try:
                request = search_pb.GetCatalogueStatusRequest()
                found = await peer.call(status, request, timeout=SECONDS)
                tell(f"{found.clients} of {clients} clients are searchable")
                if found.clients >= clients and found.pending == 0:
                    return True
            except Problem:
                pass
            await asyncio.sleep(0.4)
        return False
    finally:
        await peer.close()


async def rebuild(address: str) -> AsyncIterator[search_pb.RebuildCatalogueResponse]:
    """The messages of a rebuild by the search service at host:port, to its end; raises kit.errors."""
    peer = Peer("search", address)
    try:
        method = SearchServiceStub(peer.channel).RebuildCatalogue
        request = search_pb.RebuildCatalogueRequest()
        async for message in peer.stream(method, request, timeout=REBUILD_SECONDS):
            yield message
    finally:
        await peer.close()
