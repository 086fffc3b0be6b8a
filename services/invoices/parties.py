"""Who buys and who sells, as they are on the day of issue: the snapshots that a document keeps for ever."""

from __future__ import annotations

import re
import uuid
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from datetime import date

from kit.dates import date_from_pb
from kit.grpc_client import Peer
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as pb
from sysapi.clients.v1.clients_service_pb2_grpc import ClientsServiceStub

Party = dict[str, str]
"""Fields of the message Party that say something."""

BuyersOf = Callable[[Collection[uuid.UUID], date], Awaitable[Mapping[uuid.UUID, Party]]]
"""The clients with these ids, at most 1 000, as they are on this day; those that are not there are left out."""

READ_SECONDS = 2.0
_REGISTRATION = (client_pb2.IDENTIFIER_TYPE_LV_REGCODE, client_pb2.IDENTIFIER_TYPE_FOREIGN)
_VAT = (client_pb2.IDENTIFIER_TYPE_LV_VAT, client_pb2.IDENTIFIER_TYPE_EU_VAT)


class Clients:
    """The clients service, as far as it knows buyers."""

    def __init__(self, address: str) -> None:
        self._peer = Peer("clients", address)
        self._stub = ClientsServiceStub(self._peer.channel)

    async def buyers(
        self, client_ids: Collection[uuid.UUID], on: date
    ) -> Mapping[uuid.UUID, Party]:
        """Raises Unavailable when the clients service does not answer."""
        request = pb.BatchGetClientsRequest(client_ids=[str(one) for one in sorted(client_ids)])
        answer = await self._peer.call(
            self._stub.BatchGetClients, request, timeout=READ_SECONDS, retry=True
        )
        return {uuid.UUID(client.id): buyer_of_client(client, on) for client in answer.clients}

    async def close(self) -> None:
        """Closes the channel."""
        await self._peer.close()


async def no_snapshot(client_ids: Collection[uuid.UUID], _on: date) -> Mapping[uuid.UUID, Party]:
    """Leaves the buyers as the drafts have them."""
    return {client_id: {} for client_id in client_ids}


def buyer_of_client(client: client_pb2.Client, on: date) -> Party:
    """Name with its form, numbers and address that hold on the day, account, e-mail for invoices. Never a personal code."""
    address, account = _address(client, on), _account(client)
    is_natural = client.kind == client_pb2.CLIENT_KIND_NATURAL
    party = {
        "name": client.name_shown or client.name,
        "registration_number": _number(client, _REGISTRATION, on),
        # A natural person's VAT number holds the personal code.
        "vat_number": "" if is_natural else _number(client, _VAT, on),
        "address": _one_line(address),
        "country": address.country,
        "iban": account.iban,
        "bic": account.bic,
        "bank": account.bank,
        "email": _email(client),
        "language": client.language,
    }
    return {name: text for name, text in party.items() if text}


def _number(
    client: client_pb2.Client, types: Iterable[client_pb2.IdentifierType.ValueType], on: date
) -> str:
    for wanted in types:
        for row in client.identifiers:
            if row.type == wanted and _holds(row, on):
                return row.value
    return ""


def _address(client: client_pb2.Client, on: date) -> client_pb2.Address:
    """The legal one, else the one where it is."""
    for wanted in (client_pb2.ADDRESS_KIND_LEGAL, client_pb2.ADDRESS_KIND_ACTUAL):
        for row in client.addresses:
            if row.kind == wanted and _holds(row, on):
                return row
    return client_pb2.Address()


def _one_line(address: client_pb2.Address) -> str:
    """The line, with those of town, parish, municipality and postcode that it does not name yet."""
    line = address.line
    for part in (address.city, address.parish, address.municipality, address.postcode):
        # As whole words: Rīgas iela does not name Rīga.
        if part and not re.search(rf"(?<!\w){re.escape(part)}(?!\w)", line, re.IGNORECASE):
            line = f"{line}, {part}" if line else part
    return line


def _account(client: client_pb2.Client) -> client_pb2.BankAccount:
    """The one to use first, as long as it is used."""
    return next(
        (row for row in client.bank_accounts if row.primary and row.active),
        client_pb2.BankAccount(),
    )


def _email(client: client_pb2.Client) -> str:
    """The one for invoices, else the general one; the main one of them, and none that came back."""
    for purpose in (client_pb2.CHANNEL_PURPOSE_INVOICES, client_pb2.CHANNEL_PURPOSE_UNSPECIFIED):
        rows = [
            row
            for row in client.channels
            if row.kind == client_pb2.CHANNEL_KIND_EMAIL
            and row.purpose == purpose
            and not row.HasField("bounced_at")
        ]
        if rows:
            return max(rows, key=lambda row: row.primary).normal
    return ""


def _holds(row: client_pb2.Identifier | client_pb2.Address, on: date) -> bool:
    starts, ends = date_from_pb(row.valid_from), date_from_pb(row.valid_to)
    return (starts is None or starts <= on) and (ends is None or on <= ends)
