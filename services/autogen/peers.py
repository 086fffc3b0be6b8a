"""The services that this one calls: clients for languages and units, invoices for the documents."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kit.dates import date_to_pb
from kit.errors import Problem, problem_from_status
from kit.grpc_client import Peer
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as clients_pb
from sysapi.clients.v1.clients_service_pb2_grpc import ClientsServiceStub
from sysapi.invoices.v1 import invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from sysapi.invoices.v1.invoices_service_pb2_grpc import InvoicesServiceStub

_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Client:
    """What lines must know of their client."""

    language: str
    unit_ids: frozenset[uuid.UUID]


class Clients:
    """The clients service."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._stub = ClientsServiceStub(peer.channel)

    async def is_serving(self) -> bool:
        """Whether it says that it is ready."""
        return await self._peer.is_serving()

    async def get(self, client_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Client]:
        """The clients that are there, at most 1 000."""
        request = clients_pb.BatchGetClientsRequest(
            client_ids=[str(one) for one in sorted(set(client_ids))]
        )
        answer = await self._peer.call(
            self._stub.BatchGetClients, request, timeout=_SECONDS, retry=True
        )
        return {uuid.UUID(client.id): _client(client) for client in answer.clients}


class Invoices:
    """The invoices service."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._stub = InvoicesServiceStub(peer.channel)

    async def is_serving(self) -> bool:
        """Whether it says that it is ready."""
        return await self._peer.is_serving()

    async def issue(
        self, asked: Sequence[pb.InvoiceToIssue], issued_on: date
    ) -> list[invoice_pb2.Invoice | Problem]:
        """For each of at most 200 documents the issued invoice, or why it was refused.

        However often it is asked for, there is one invoice of a source_key.
        """
        request = pb.BatchIssueInvoicesRequest(invoices=asked, issued_on=date_to_pb(issued_on))
        answer = await self._peer.call(self._stub.BatchIssueInvoices, request, timeout=_SECONDS)
        return [
            problem_from_status(one.problem) if one.HasField("problem") else one.invoice
            for one in answer.outcomes
        ]


def _client(client: client_pb2.Client) -> Client:
    language = "en" if client.language not in ("", "lv", "ru") else "lv"
    return Client(language, frozenset(uuid.UUID(unit.id) for unit in client.units))
