"""The services behind the bff, and how long it waits for each kind of call."""

from __future__ import annotations

from kit.grpc_client import Peer
from sysapi.autogen.v1.autogen_service_pb2_grpc import AutogenServiceStub
from sysapi.clients.v1.clients_service_pb2_grpc import ClientsServiceStub
from sysapi.documents.v1.documents_service_pb2_grpc import DocumentsServiceStub
from sysapi.galleries.v1.galleries_service_pb2_grpc import GalleriesServiceStub
from sysapi.invoices.v1.invoices_service_pb2_grpc import InvoicesServiceStub
from sysapi.search.v1.search_service_pb2_grpc import SearchServiceStub
from sysapi.visits.v1.visits_service_pb2_grpc import VisitsServiceStub

READ_SECONDS = 2.0
WRITE_SECONDS = 5.0
RENDER_SECONDS = 5.0


class Peers:
    """Channels to the services; `open` needs a running event loop."""

    autogen: Peer
    autogen_stub: AutogenServiceStub
    clients: Peer
    clients_stub: ClientsServiceStub
    documents: Peer
    documents_stub: DocumentsServiceStub
    galleries: Peer
    galleries_stub: GalleriesServiceStub
    invoices: Peer
    invoices_stub: InvoicesServiceStub
    search: Peer
    search_stub: SearchServiceStub
    visits: Peer
    visits_stub: VisitsServiceStub

    def __init__(
        self,
        *,
        autogen_address: str,
        clients_address: str,
        documents_address: str,
        galleries_address: str,
        invoices_address: str,
        search_address: str,
        visits_address: str,
    ) -> None:
        self._autogen_address = autogen_address
        self._clients_address = clients_address
        self._documents_address = documents_address
        self._galleries_address = galleries_address
        self._invoices_address = invoices_address
        self._search_address = search_address
        self._visits_address = visits_address

    def open(self) -> None:
        """Makes the channels; they connect when first used."""
        self.autogen = Peer("autogen", self._autogen_address)
        self.autogen_stub = AutogenServiceStub(self.autogen.channel)
        self.clients = Peer("clients", self._clients_address)
        self.clients_stub = ClientsServiceStub(self.clients.channel)
        self.documents = Peer("documents", self._documents_address)
        self.documents_stub = DocumentsServiceStub(self.documents.channel)
        self.galleries = Peer("galleries", self._galleries_address)
        self.galleries_stub = GalleriesServiceStub(self.galleries.channel)
        self.invoices = Peer("invoices", self._invoices_address)
        self.invoices_stub = InvoicesServiceStub(self.invoices.channel)
        self.search = Peer("search", self._search_address)
        self.search_stub = SearchServiceStub(self.search.channel)
        self.visits = Peer("visits", self._visits_address)
        self.visits_stub = VisitsServiceStub(self.visits.channel)

    async def close(self) -> None:
        """Closes the channels."""
        await self.autogen.close()
        await self.clients.close()
        await self.documents.close()
        await self.galleries.close()
        await self.invoices.close()
        await self.search.close()
        await self.visits.close()
