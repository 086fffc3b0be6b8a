"""The services behind the bff, and how long it waits for each kind of call."""

from __future__ import annotations

from kit.grpc_client import Peer
from sysapi.clients.v1.clients_service_pb2_grpc import ClientsServiceStub
from sysapi.invoices.v1.invoices_service_pb2_grpc import InvoicesServiceStub
from sysapi.search.v1.search_service_pb2_grpc import SearchServiceStub

READ_SECONDS = 2.0
WRITE_SECONDS = 5.0
RENDER_SECONDS = 5.0


class Peers:
    """Channels to the services; `open` needs a running event loop."""

    clients: Peer
    clients_stub: ClientsServiceStub
    invoices: Peer
    invoices_stub: InvoicesServiceStub
    search: Peer
    search_stub: SearchServiceStub

    def __init__(self, clients_address: str, invoices_address: str, search_address: str) -> None:
        self._clients_address = clients_address
        self._invoices_address = invoices_address
        self._search_address = search_address

    def open(self) -> None:
        """Makes the channels; they connect when first used."""
        self.clients = Peer("clients", self._clients_address)
        self.clients_stub = ClientsServiceStub(self.clients.channel)
        self.invoices = Peer("invoices", self._invoices_address)
        self.invoices_stub = InvoicesServiceStub(self.invoices.channel)
        self.search = Peer("search", self._search_address)
        self.search_stub = SearchServiceStub(self.search.channel)

    async def close(self) -> None:
        """Closes the channels."""
        await self.clients.close()
        await self.invoices.close()
        await self.search.close()
