"""From protobuf to the mapped classes: only the fields of a mask, checked and in normal form."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Protocol, TypeVar

from google.type import date_pb2

from kit.dates import date_from_pb
from kit.latvian.address import parse_address
from kit.personal_data import PersonalData
from services.clients.convert import enums
from services.clients.errors import DateInvalid, FieldProblem
from services.clients.model import values
from services.clients.model.names import set_name_forms
from services.clients.model.standing import claim_identifiers
from services.clients.model.tables import (
    Address,
    BankAccount,
    Channel,
    ChildRow,
    Client,
    Contact,
    Identifier,
    Unit,
)
from services.clients.model.units import check_parent, set_unit_name
from sysapi.clients.v1 import client_pb2

# What UpdateClient may change. Standing, units and derived forms have calls of their own.
UPDATABLE = frozenset(
    {
        "kind", "name", "first_name", "last_name", "alias", "legal_form", "identifiers", "addresses",
        "channels", "contacts", "bank_accounts", "group_id", "industry_code", "industry_revision",
        "language", "responsible", "notice", "comment", "tags", "registered_on",
    }
)  # fmt: skip
IMPORTABLE = UPDATABLE | {"status", "closed_on", "closed_reason", "units", "main_unit_id"}
UNIT_UPDATABLE = frozenset(
    {
        "parent_id", "kind", "name", "code", "address", "city", "postcode", "opened_on",
        "payer_client_id", "served", "phone", "note", "latitude", "longitude",
    }
)  # fmt: skip
_NAME_FIELDS = {"kind", "name", "first_name", "last_name", "legal_form"}
_TEXTS = ("name", "first_name", "last_name", "alias", "legal_form", "responsible")


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


@dataclass(frozen=True, slots=True)
class Writing:
    """Who writes, when and from which source ("" for people); personal codes are sealed on the way."""

    actor: str
    now: datetime
    personal_data: PersonalData
    source: str = ""


def optional_id(text: str) -> uuid.UUID | None:
    """The UUID, or None for the empty string."""
    return uuid.UUID(text) if text else None


def day(message: date_pb2.Date, field: str) -> date | None:
    """The day, or None when unset. Raises DateInvalid for a day that does not exist."""
    try:
        return date_from_pb(message)
    except ValueError as error:
        raise DateInvalid(field, str(error)) from error


def client_from_pb(
    client: Client, message: client_pb2.Client, fields: AbstractSet[str], writing: Writing
) -> None:
    """Writes the named fields of the message into the client. Raises FieldProblem with the field's path."""
    if "kind" in fields:
        client.kind = enums.KIND.word(message.kind)
    for field in _TEXTS:
        if field in fields:
            setattr(client, field, values.clean_text(getattr(message, field), field))
    if "comment" in fields:
        client.comment = values.clean_text(message.comment, "comment", multiline=True)
    if "tags" in fields:
        tags = [values.clean_text(tag, f"tags[{i}]") for i, tag in enumerate(message.tags)]
        client.tags = list(dict.fromkeys(tag for tag in tags if tag))
    for field in ("industry_code", "industry_revision", "language"):
        if field in fields:
            setattr(client, field, getattr(message, field))
    if client.industry_code and not client.industry_revision:
        client.industry_revision = "2.1"
    if "group_id" in fields:
        client.group_id = optional_id(message.group_id)
    if "registered_on" in fields:
        client.registered_on = day(message.registered_on, "registered_on")
    if "notice" in fields:
        _write_notice(client, message.notice)
    if fields & _NAME_FIELDS:
        set_name_forms(client)
    _write_lists(client, message, fields, writing)


def _write_notice(client: Client, notice: client_pb2.Notice) -> None:
    client.notice_text = values.clean_text(notice.text, "notice.text", multiline=True)
    client.notice_scope = enums.NOTICE_SCOPE.word(notice.scope)
    client.notice_from = day(notice.valid_from, "notice.valid_from")
    client.notice_to = day(notice.valid_to, "notice.valid_to")
    values.check_period(client.notice_from, client.notice_to, "notice.valid_to")


def _write_lists(
    client: Client, message: client_pb2.Client, fields: AbstractSet[str], writing: Writing
) -> None:
    if "identifiers" in fields:
        _write_identifiers(client, message.identifiers, writing)
        claim_identifiers(client)
    if "addresses" in fields:
        _write_addresses(client, message.addresses, writing)
    if "channels" in fields:
        client.channels = _channels(client, message.channels, writing)
        _one_primary_of_each_kind(client.channels)
    if "contacts" in fields:
        client.contacts = _merge(
            client.contacts, message.contacts, Contact, writing, _write_contact
        )
    if "bank_accounts" in fields:
        client.bank_accounts = _merge(
            client.bank_accounts, message.bank_accounts, BankAccount, writing, _write_bank_account
        )


class _Rows(Generic[Row]):
    """The rows there are, found again by id; an import, which knows no ids, takes them in their order."""

    def __init__(self, rows: Sequence[Row], writing: Writing) -> None:
        self._known = {row.id: row for row in rows}
        self._importing = bool(writing.source)

    def take(self, row_id: str, make: type[Row]) -> Row:
        """The row with this id, or a new one."""
        if row_id and (row := self._known.pop(uuid.UUID(row_id), None)) is not None:
            return row
        if self._importing and not row_id and self._known:
            return self._known.pop(next(iter(self._known)))
        row = make()
        row.id = uuid.uuid4()
        return row


def _merge(
    rows: Sequence[Row],
    messages: Sequence[Message],
    make: type[Row],
    writing: Writing,
    write: Callable[[Row, Message, str, Writing], None],
) -> list[Row]:
    """The rows of the new list: known ones keep their row, others get one; positions follow the list."""
    known = _Rows(rows, writing)
    result: list[Row] = []
    for position, message in enumerate(messages):
        row = known.take(message.id, make)
        row.position = position
        write(row, message, f"{_FIELD_OF[make]}[{position}]", writing)
        result.append(row)
    return result


def _write_addresses(
    client: Client, messages: Sequence[client_pb2.Address], writing: Writing
) -> None:
    """Replaces the list; an import replaces only addresses of the kinds it brings."""
    kinds = {enums.ADDRESS_KIND.word(message.kind) for message in messages}
    kept = [row for row in client.addresses if writing.source and row.kind not in kinds]
    rows = [row for row in client.addresses if row not in kept]
    written = _merge(rows, messages, Address, writing, _write_address)
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
            row = by_number.get(number) or Identifier(id=row.id if row else uuid.uuid4())
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
    known = _Rows(client.channels, writing)
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


def unit_from_pb(
    unit: Unit, message: client_pb2.Unit, fields: AbstractSet[str], client: Client
) -> None:
    """Writes the named fields of the message into the unit. Raises FieldProblem or UnitParentInvalid."""
    _write_unit_texts(unit, message, fields)
    if "kind" in fields:
        unit.kind = enums.UNIT_KIND.word(message.kind) or "branch"
    if "opened_on" in fields:
        unit.opened_on = day(message.opened_on, "opened_on")
        values.check_period(unit.opened_on, unit.closed_on, "opened_on")
    if "payer_client_id" in fields:
        unit.payer_client_id = optional_id(message.payer_client_id)
    if "served" in fields:
        unit.served = message.served
    if "latitude" in fields or "longitude" in fields:
        known = bool(message.latitude or message.longitude)
        unit.latitude = message.latitude if known else None
        unit.longitude = message.longitude if known else None
    if "parent_id" in fields:
        unit.parent_id = optional_id(message.parent_id)
        check_parent(unit, {row.id: row for row in client.units} | {unit.id: unit})


def _write_unit_texts(unit: Unit, message: client_pb2.Unit, fields: AbstractSet[str]) -> None:
    if "name" in fields:
        name = values.clean_text(message.name, "name")
        if not name:
            raise FieldProblem("name", "empty")
        set_unit_name(unit, name)
    for field in ("code", "address", "city", "phone"):
        if field in fields:
            setattr(unit, field, values.clean_text(getattr(message, field), field))
    if unit.phone and "phone" in fields:
        values.channel_values("phone", unit.phone, "phone")
    if "note" in fields:
        unit.note = values.clean_text(message.note, "note", multiline=True)
    if "postcode" in fields:
        unit.postcode = values.postcode(message.postcode, "LV", "postcode")
    if "address" in fields and unit.address:
        parts = parse_address(unit.address)
        unit.city = unit.city or parts.city
        unit.postcode = unit.postcode or parts.postcode
