"""The services that this one calls: clients for the buyer, invoices for the documents."""

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
class Buyer:
    """What is known about a client: the party on its invoices, its language and its units."""

    party: invoice_pb2.Party
    language: str
    unit_ids: frozenset[uuid.UUID]


class Clients:
    """The clients service."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._stub = ClientsServiceStub(peer.channel)

    async def buyers(self, client_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Buyer]:
        """The clients that are there, at most 1 000."""
        request = clients_pb.BatchGetClientsRequest(
            client_ids=[str(one) for one in sorted(set(client_ids))]
        )
        answer = await self._peer.call(
            self._stub.BatchGetClients, request, timeout=_SECONDS, retry=True
        )
        return {uuid.UUID(client.id): _buyer(client) for client in answer.clients}


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


def _buyer(client: client_pb2.Client) -> Buyer:
    is_legal = client.kind == client_pb2.CLIENT_KIND_LEGAL
    numbers = {one.type: one.normal for one in client.identifiers if not one.HasField("valid_to")}
    address = _address(client)
    party = invoice_pb2.Party(
        name=client.name if is_legal else client.name_shown,
        # A natural person's VAT number holds the personal code, which stays where it is.
        registration_number=numbers.get(client_pb2.IDENTIFIER_TYPE_LV_REGCODE, "")[:20],
        vat_number=numbers.get(client_pb2.IDENTIFIER_TYPE_LV_VAT, "") if is_legal else "",
        address=_one_line(address)[:500] if address else "",
        country=(address.country if address else "") or "LV",
        email=_email(client),
    )
    account = next((one for one in client.bank_accounts if one.primary and one.active), None)
    if account is not None:
        party.iban, party.bic, party.bank = account.iban[:34], account.bic, account.bank
    language = "en" if client.language not in ("", "lv", "ru") else "lv"
    return Buyer(party, language, frozenset(uuid.UUID(unit.id) for unit in client.units))


def _address(client: client_pb2.Client) -> client_pb2.Address | None:
    by_kind = {one.kind: one for one in reversed(client.addresses)}
    return by_kind.get(client_pb2.ADDRESS_KIND_LEGAL) or by_kind.get(client_pb2.ADDRESS_KIND_ACTUAL)


def _one_line(address: client_pb2.Address) -> str:
    parts = (address.line, address.city, address.parish, address.municipality, address.postcode)
    seen: list[str] = []
    for part in parts:
        if part and not any(part in earlier for earlier in seen):
            seen.append(part)
    return ", ".join(seen)


def _email(client: client_pb2.Client) -> str:
    emails = [one for one in client.channels if one.kind == client_pb2.CHANNEL_KIND_EMAIL]
    for one in emails:
        if one.purpose == client_pb2.CHANNEL_PURPOSE_INVOICES:
            return one.normal[:254]
    return next((one.normal[:254] for one in emails if one.primary), "")
