"""The lists of a client: a row that was there keeps its id, and an import replaces only what is its own."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import Generic, Protocol, TypeVar

from kit.ids import optional_id
from kit.latvian.address import parse_address
from services.clients.convert import enums
from services.clients.convert.from_pb.writing import Writing, day
from services.clients.errors import FieldProblem
from services.clients.model import values
from services.clients.model.drafts import row_for
from services.clients.model.standing import claim_identifiers
from services.clients.model.tables import (
    Address,
    BankAccount,
    Channel,
    ChildRow,
    Client,
    Contact,
    Identifier,
)
from sysapi.clients.v1 import client_pb2

Row = TypeVar("Row", bound=ChildRow)

MOST_OF_A_KIND = 50
"""Phones, e-mails or web sites of one client."""

_FIELD_OF: dict[type[ChildRow], str] = {
    Address: "addresses",
    Contact: "contacts",
    BankAccount: "bank_accounts",
}


class _RowMessage(Protocol):
    @property
    def id(self) -> str: ...


Message = TypeVar("Message", bound=_RowMessage)


def write_lists(
    client: Client, message: client_pb2.Client, fields: AbstractSet[str], writing: Writing
) -> None:
    """Writes the named lists of the message into the client. Raises FieldProblem with the field's path."""
    if "identifiers" in fields:
        _write_identifiers(client, message.identifiers, writing)
        claim_identifiers(client)
    if "addresses" in fields:
        _write_addresses(client, message.addresses, writing)
    if "channels" in fields:
        client.channels = _channels(client, message.channels, writing)
        _one_primary_of_each_kind(client.channels)
    if "contacts" in fields:
        contacts = _Rows(client, client.contacts, writing)
        client.contacts = _merge(contacts, message.contacts, Contact, _write_contact)
    if "bank_accounts" in fields:
        accounts = _Rows(client, client.bank_accounts, writing)
        client.bank_accounts = _merge(
            accounts, message.bank_accounts, BankAccount, _write_bank_account
        )


class _Rows(Generic[Row]):
    """The rows there are, found again by id; an import, which knows no ids, takes them in their order."""

    def __init__(self, client: Client, rows: Sequence[Row], writing: Writing) -> None:
        self._client = client
        self._known = {row.id: row for row in rows}
        self.writing = writing

    def take(self, row_id: str, mapped: type[Row]) -> Row:
        """The row with this id, or a new one."""
        if row_id and (row := self._known.pop(uuid.UUID(row_id), None)) is not None:
            return row
        if self.writing.source and not row_id and self._known:
            return self._known.pop(next(iter(self._known)))
        return row_for(self._client, mapped, id=uuid.uuid4())


def _merge(
    known: _Rows[Row],
    messages: Sequence[Message],
    mapped: type[Row],
    write: Callable[[Row, Message, str, Writing], None],
) -> list[Row]:
    """The rows of the new list: known ones keep their row, others get one; positions follow the list."""
    result: list[Row] = []
    for position, message in enumerate(messages):
        row = known.take(message.id, mapped)
        row.position = position
        write(row, message, f"{_FIELD_OF[mapped]}[{position}]", known.writing)
        result.append(row)
    return result


def _write_addresses(
    client: Client, messages: Sequence[client_pb2.Address], writing: Writing
) -> None:
    """Replaces the list; an import replaces only addresses of the kinds it brings."""
    kinds = {enums.ADDRESS_KIND.word(message.kind) for message in messages}
    kept = [row for row in client.addresses if writing.source and row.kind not in kinds]
    mine = _Rows(client, [row for row in client.addresses if row not in kept], writing)
    written = _merge(mine, messages, Address, _write_address)
    client.addresses = _in_known_order([*written, *kept], client.addresses if kept else ())
    for position, row in enumerate(client.addresses):
        row.position = position


def _in_known_order(rows: list[Row], known: Sequence[Row]) -> list[Row]:
    """The rows as they stood in `known`, new ones behind: an import must not reorder what people have arranged."""
    place = {row.id: index for index, row in enumerate(known)}
    return sorted(rows, key=lambda row: place.get(row.id, len(place)))


def _write_identifiers(
    client: Client, messages: Sequence[client_pb2.Identifier], writing: Writing
) -> None:
    """Replaces the list; an import replaces only the rows of its own source and never repeats another's."""
    mine = [row for row in client.identifiers if writing.source in ("", row.source)]
    kept = [row for row in client.identifiers if row not in mine]
    by_id = {row.id: row for row in mine}
    by_number = {(row.type, row.normal or row.lookup): row for row in mine}
    taken = {(row.type, row.normal or row.lookup) for row in kept}
    rows = list(kept)
    for index, message in enumerate(messages):
        path = f"identifiers[{index}]"
        row = by_id.get(uuid.UUID(message.id)) if message.id else None
        kind = enums.IDENTIFIER_TYPE.word(message.type)
        if row is None or message.value not in ("", row.shown) or row.type != kind:
            found = values.identifier_values(
                kind, message.value, client.kind, writing.personal_data, f"{path}.value"
            )
            number = (kind, found.normal or found.lookup)
            if number in taken:
                continue
            row = by_number.get(number) or row_for(
                client, Identifier, id=row.id if row else uuid.uuid4()
            )
            _fill_identifier(row, kind, found, message, writing)
        row.country = message.country or "LV"
        row.valid_from = day(message.valid_from, f"{path}.valid_from")
        row.valid_to = day(message.valid_to, f"{path}.valid_to")
        values.check_period(row.valid_from, row.valid_to, f"{path}.valid_to")
        taken.add((row.type, row.normal or row.lookup))
        rows.append(row)
    rows = _in_known_order(rows, client.identifiers if kept else ())
    for position, row in enumerate(rows):
        row.position = position
    client.identifiers = rows


def _fill_identifier(
    row: Identifier,
    kind: str,
    found: values.IdentifierValues,
    message: client_pb2.Identifier,
    writing: Writing,
) -> None:
    if row.type == kind and (row.normal or row.lookup) == (found.normal or found.lookup):
        return
    row.type = kind
    row.shown = found.shown
    row.normal = found.normal
    row.check_state = found.check_state
    row.sealed = found.sealed
    row.lookup = found.lookup
    row.checked_at = writing.now if found.check_state != "none" else None
    row.source = writing.source or message.source or "user"


def _write_address(row: Address, message: client_pb2.Address, path: str, writing: Writing) -> None:
    row.kind = enums.ADDRESS_KIND.word(message.kind)
    row.line = values.clean_text(message.line, f"{path}.line")
    if not row.line:
        raise FieldProblem(f"{path}.line", "empty")
    parts = parse_address(row.line)
    row.city = values.clean_text(message.city, f"{path}.city") or parts.city
    row.parish = values.clean_text(message.parish, f"{path}.parish") or parts.parish
    row.municipality = (
        values.clean_text(message.municipality, f"{path}.municipality") or parts.municipality
    )
    row.country = message.country or "LV"
    row.postcode = (
        values.postcode(message.postcode, row.country, f"{path}.postcode") or parts.postcode
    )
    row.atvk_code = message.atvk_code
    known = bool(message.latitude or message.longitude)
    if known or not writing.source:  # a source without coordinates takes away none
        row.latitude = message.latitude if known else None
        row.longitude = message.longitude if known else None
    row.valid_from = day(message.valid_from, f"{path}.valid_from")
    row.valid_to = day(message.valid_to, f"{path}.valid_to")
    values.check_period(row.valid_from, row.valid_to, f"{path}.valid_to")


def _channels(
    client: Client, messages: Sequence[client_pb2.Channel], writing: Writing
) -> list[Channel]:
    known = _Rows(client, client.channels, writing)
    rows: list[Channel] = []
    if max(Counter(message.kind for message in messages).values(), default=0) > MOST_OF_A_KIND:
        raise FieldProblem("channels", f"more than {MOST_OF_A_KIND} of a kind")
    for index, message in enumerate(messages):
        path = f"channels[{index}]"
        kind = enums.CHANNEL_KIND.word(message.kind)
        row_id = message.id
        for part in values.channel_values(kind, message.value, f"{path}.value"):
            row = known.take(row_id, Channel)
            row_id = ""
            if row.normal != part.normal:
                row.bounced_at = None
            row.kind = kind
            row.value = part.value
            row.normal = part.normal
            row.purpose = enums.CHANNEL_PURPOSE.word(message.purpose)
            row.primary = message.primary
            row.note = values.clean_text(message.note, f"{path}.note")
            row.position = len(rows)
            rows.append(row)
    return rows


def _one_primary_of_each_kind(rows: Sequence[Channel]) -> None:
    seen: set[str] = set()
    for row in rows:
        row.primary = row.primary and row.kind not in seen
        if row.primary:
            seen.add(row.kind)


def _write_contact(row: Contact, message: client_pb2.Contact, path: str, _writing: Writing) -> None:
    row.name = values.clean_text(message.name, f"{path}.name")
    if not row.name:
        raise FieldProblem(f"{path}.name", "empty")
    row.role = values.clean_text(message.role, f"{path}.role")
    row.phone = values.clean_text(message.phone, f"{path}.phone")
    if row.phone:
        values.channel_values("phone", row.phone, f"{path}.phone")
    row.email = values.clean_text(message.email, f"{path}.email")
    if row.email:
        values.channel_values("email", row.email, f"{path}.email")
    row.unit_id = optional_id(message.unit_id)
    row.primary = message.primary
    row.active = message.active
    row.note = values.clean_text(message.note, f"{path}.note")


def _write_bank_account(
    row: BankAccount, message: client_pb2.BankAccount, path: str, writing: Writing
) -> None:
    found = values.iban_values(message.iban, f"{path}.iban")
    if row.iban != found.normal:
        # A new or changed number waits for a second pair of eyes; what a source brings has its name under it.
        row.iban = found.normal
        row.changed_at = writing.now
        row.changed_by = writing.actor
        row.approved_by = writing.source
    row.bic = message.bic or found.bic
    row.bank = values.clean_text(message.bank, f"{path}.bank") or found.bank
    row.holder = values.clean_text(message.holder, f"{path}.holder")
    row.currency = message.currency or "EUR"
    row.primary = message.primary
    row.active = message.active
