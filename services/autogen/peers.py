"""The services that this one calls: clients for the buyer, invoices for the documents."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from google.protobuf.field_mask_pb2 import FieldMask

from kit.dates import date_to_pb
from kit.errors import AlreadyExists, Precondition
from kit.failpoints import failpoint
from kit.grpc_client import Peer
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as clients_pb
from sysapi.clients.v1.clients_service_pb2_grpc import ClientsServiceStub
from sysapi.invoices.v1 import invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from sysapi.invoices.v1.invoices_service_pb2_grpc import InvoicesServiceStub

_SECONDS = 10.0
_DRAWN_UP = FieldMask(paths=["lines", "supplied_on", "buyer", "dues"])


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
        self, draft: invoice_pb2.Invoice, issued_on: date, term_days: int | None
    ) -> invoice_pb2.Invoice:
        """The issued invoice of the draft's source_key; however often it is asked for, there is one."""
        found = await self._draft(draft)
        if found.state != invoice_pb2.INVOICE_STATE_DRAFT:
            return found
        if term_days is not None:
            due = invoice_pb2.Due(
                due_on=date_to_pb(issued_on + timedelta(days=term_days)), amount=found.gross
            )
            found = await self._update(
                invoice_pb2.Invoice(id=found.id, client_id=found.client_id, dues=[due]),
                FieldMask(paths=["dues"]),
                found.etag,
            )
        failpoint("autogen_created")
        request = pb.IssueInvoiceRequest(
            invoice_id=found.id, etag=found.etag, issued_on=date_to_pb(issued_on)
        )
        try:
            answer = await self._peer.call(self._stub.IssueInvoice, request, timeout=_SECONDS)
        except Precondition as problem:
            if problem.reason != "INVOICE_ISSUED":
                raise
            return await self._get(found.id)
        return answer.invoice

    async def _draft(self, draft: invoice_pb2.Invoice) -> invoice_pb2.Invoice:
        """The draft, entered now; or what an earlier try left: the draft brought up to date, or the issued invoice."""
        try:
            created = await self._peer.call(
                self._stub.CreateInvoice, pb.CreateInvoiceRequest(invoice=draft), timeout=_SECONDS
            )
        except AlreadyExists as problem:
            found = await self._get(problem.metadata["invoice_id"])
            if found.state != invoice_pb2.INVOICE_STATE_DRAFT:
                return found
            again = invoice_pb2.Invoice()
            again.CopyFrom(draft)
            again.id = found.id
            return await self._update(again, _DRAWN_UP, found.etag)
        return created.invoice

    async def _get(self, invoice_id: str) -> invoice_pb2.Invoice:
        request = pb.GetInvoiceRequest(invoice_id=invoice_id)
        answer = await self._peer.call(self._stub.GetInvoice, request, timeout=_SECONDS, retry=True)
        return answer.invoice

    async def _update(
        self, invoice: invoice_pb2.Invoice, mask: FieldMask, etag: str
    ) -> invoice_pb2.Invoice:
        request = pb.UpdateInvoiceRequest(invoice=invoice, update_mask=mask, etag=etag)
        return (await self._peer.call(self._stub.UpdateInvoice, request, timeout=_SECONDS)).invoice


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
