"""A client as a record of the catalogue: its row, what it is ordered and filtered by, and its searchable texts."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from functools import lru_cache

import orjson
from google.protobuf.timestamp_pb2 import Timestamp

from kit.latvian.order import sort_key
from services.search.catalogue.record import Facts, Record, UnitRow, pack_texts
from sysapi.clients.v1 import client_pb2 as pb

STATUS = {
    pb.CLIENT_STATUS_UNSPECIFIED: "active",
    pb.CLIENT_STATUS_PROSPECT: "prospect",
    pb.CLIENT_STATUS_ACTIVE: "active",
    pb.CLIENT_STATUS_SUSPENDED: "suspended",
    pb.CLIENT_STATUS_CLOSED: "closed",
}
_STATUS_PLACE = {"active": 0, "prospect": 1, "suspended": 2, "closed": 3}
_NULL = b"null"
_NUMBER_FIELDS = frozenset(
    (
        pb.IDENTIFIER_TYPE_LV_REGCODE,
        pb.IDENTIFIER_TYPE_LV_PERSONAL_CODE,
        pb.IDENTIFIER_TYPE_FOREIGN,
    )
)
_key = lru_cache(maxsize=8192)(sort_key)


def unit_key(unit_id: str) -> int:
    """A unit's id cut to 63 bits and never 0, which an engine can keep in an integer column; unique within a client."""
    return (uuid.UUID(unit_id).int & ((1 << 63) - 1)) or 1


def record_from_client(client: pb.Client, epoch: int, digest: int) -> Record:
    """The record of a client. Raises ValueError when its id is no UUID."""
    status = STATUS[client.status]
    kind = "natural" if client.kind == pb.CLIENT_KIND_NATURAL else "legal"
    address = _first_address(client)
    city = _city(client, address)
    phone = _first_channel(client, pb.CHANNEL_KIND_PHONE)
    email = _first_channel(client, pb.CHANNEL_KIND_EMAIL)
    www = _first_channel(client, pb.CHANNEL_KIND_WWW)
    number = _registration_number(client)
    vat = _vat_number(client)
    iban = _first_iban(client)
    industry = " ".join(filter(None, (client.industry_code, client.industry_title)))
    units_active = sum(unit.active for unit in client.units)
    row = (
        _text(client.id),
        _text(client.name_shown or client.name),
        b'"natural"' if kind == "natural" else b'"legal"',
        _text(number),
        _text(city),
        _text_or_null(client.group_name),
        _text_or_null(client.group_id),
        _text(status),
        b"%d" % client.number,
        _text(client.legal_form),
        _text_or_null(vat),
        _text_or_null(address.line if address else ""),
        _text_or_null(phone.value if phone else ""),
        _text_or_null(email.value if email else ""),
        _text_or_null(www.value if www else ""),
        _text_or_null(iban),
        _text_or_null(industry),
        _text_or_null(client.responsible),
        _dumps(list(client.tags)),
        b"%d" % units_active,
        b"%d" % len(client.units),
        _text_or_null(client.notice.text),
        _instant(client.create_time),
        _instant(client.update_time),
        b"%d" % client.version,
    )
    order_values = (
        number.casefold() or None,
        int(kind == "natural"),
        client.legal_form or None,
        _key(city) or None,
        _key(client.group_name) or None,
        _STATUS_PLACE[status],
        client.number,
        units_active,
        _key(client.responsible) or None,
        client.create_time.ToMicroseconds(),
        client.update_time.ToMicroseconds(),
        client.industry_code or None,
        email.normal or email.value.casefold() if email else None,
        phone.normal or phone.value if phone else None,
    )
    return Record(
        client_id=uuid.UUID(client.id).int,
        epoch=epoch,
        version=client.version,
        digest=digest,
        name_key=client.sort_key or sort_key(client.name_core or client.name),
        is_open=status != "closed",
        row=row,
        order_values=order_values,
        facts=Facts(
            status=status,
            kind=kind,
            group=client.group_id,
            group_label=client.group_name,
            city=city,
            legal_form=client.legal_form,
            responsible=client.responsible,
            tags=tuple(client.tags),
        ),
        texts=_texts(client),
        units=tuple(_unit_row(unit) for unit in client.units),
    )


def _unit_row(unit: pb.Unit) -> UnitRow:
    row = _dumps(
        {
            "id": unit.id,
            "name": unit.name,
            "active": unit.active,
            "address": unit.address or None,
        }
    )
    texts = pack_texts(
        [
            ("unit", unit.name),
            ("unit", unit.code),
            ("phone", unit.phone),
            ("address", unit.address),
            ("postcode", unit.postcode),
        ]
    )
    return UnitRow(unit_key(unit.id), row, texts)


def _texts(client: pb.Client) -> str:
    """The searchable texts as shown, best first; a query is looked for in them to say where it was found."""
    pairs = [("name", client.name_shown or client.name)]
    if client.name and client.name != client.name_shown:
        pairs.append(("name", client.name))
    pairs.append(("alias", client.alias))
    pairs += [
        ("personal_code" if item.lookup else "number", item.shown or item.value)
        for item in client.identifiers
    ]
    pairs.append(("number", str(client.number) if client.number else ""))
    channel_field = {
        pb.CHANNEL_KIND_PHONE: "phone",
        pb.CHANNEL_KIND_EMAIL: "email",
        pb.CHANNEL_KIND_WWW: "www",
    }
    pairs += [
        (channel_field[item.kind], item.value)
        for item in client.channels
        if item.kind in channel_field
    ]
    pairs += [("iban", account.iban) for account in client.bank_accounts]
    pairs.append(("group", client.group_name))
    for contact in client.contacts:
        pairs += [("contact", contact.name), ("phone", contact.phone), ("email", contact.email)]
    for address in client.addresses:
        pairs += [("address", address.line)]
        if address.postcode and address.postcode not in address.line:
            pairs.append(("postcode", address.postcode))
    return pack_texts(pairs)


def _first_address(client: pb.Client) -> pb.Address | None:
    """The registered address, or the first there is."""
    legal = (item for item in client.addresses if item.kind == pb.ADDRESS_KIND_LEGAL)
    return next(legal, client.addresses[0] if client.addresses else None)


def _city(client: pb.Client, address: pb.Address | None) -> str:
    if address is not None:
        return address.city or address.municipality
    return next((unit.city for unit in client.units if unit.city), "")


def _first_channel(client: pb.Client, kind: pb.ChannelKind.ValueType) -> pb.Channel | None:
    """The primary channel of the kind, or the first there is."""
    found = [item for item in client.channels if item.kind == kind]
    return next((item for item in found if item.primary), found[0] if found else None)


def _registration_number(client: pb.Client) -> str:
    """The number in force as everybody may see it: a person's code is masked."""
    found = [item for item in client.identifiers if item.type in _NUMBER_FIELDS]
    in_force = [item for item in found if not item.valid_to.year]
    best = min(in_force or found, key=lambda item: item.type, default=None)
    return "" if best is None else best.shown or best.normal or best.value


def _vat_number(client: pb.Client) -> str:
    vat = (pb.IDENTIFIER_TYPE_LV_VAT, pb.IDENTIFIER_TYPE_EU_VAT)
    found = [item for item in client.identifiers if item.type in vat and not item.valid_to.year]
    return found[0].shown or found[0].normal if found else ""


def _first_iban(client: pb.Client) -> str:
    active = [item for item in client.bank_accounts if item.active] or list(client.bank_accounts)
    best = next((item for item in active if item.primary), active[0] if active else None)
    return best.iban if best else ""


def _text(value: str) -> bytes:
    return _dumps(value)


def _text_or_null(value: str) -> bytes:
    return _dumps(value) if value else _NULL


def _instant(moment: Timestamp) -> bytes:
    """RFC 3339 in UTC to the second, null for none."""
    if not moment.seconds:
        return _NULL
    return (
        b'"%s"'
        % datetime.fromtimestamp(moment.seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    )


def _dumps(value: object) -> bytes:
    """JSON in as many bytes as it has: what orjson returns keeps a kilobyte each, however short, which is a gigabyte for 29 000."""
    return bytes(memoryview(orjson.dumps(value)))
