"""A client and its rows."""

from __future__ import annotations

from google.protobuf import field_mask_pb2

from services.bff.convert.values import (
    coordinates_to_json,
    day_to_json,
    instant_to_json,
    set_day,
    set_instant,
)
from services.bff.convert.words import (
    ADDRESS_KIND,
    ADDRESS_KIND_PB,
    CHANNEL_KIND,
    CHANNEL_KIND_PB,
    CHANNEL_PURPOSE,
    CHANNEL_PURPOSE_PB,
    CHECK_STATE,
    CLIENT_KIND,
    CLIENT_KIND_PB,
    CLIENT_STATUS,
    CLIENT_STATUS_PB,
    DUPLICATE_SIGN,
    IDENTIFIER_TYPE,
    IDENTIFIER_TYPE_PB,
    NOTICE_SCOPE,
    NOTICE_SCOPE_PB,
)
from services.bff.shapes.client import (
    AddressInput,
    BankAccountInput,
    ChannelInput,
    ClientDraft,
    ClientFields,
    ClientPatch,
    ContactInput,
    DuplicatesInput,
    IdentifierInput,
)
from sysapi.clients.v1 import client_pb2, clients_service_pb2

Json = dict[str, object]

_NOT_IN_MASK = frozenset({"change_reason"})


def client_to_json(client: client_pb2.Client) -> Json:
    """The client without its units."""
    has = client.HasField
    return {
        "id": client.id,
        "etag": client.etag,
        "version": client.version,
        "number": client.number,
        "kind": CLIENT_KIND[client.kind],
        "status": CLIENT_STATUS[client.status],
        "closed_on": day_to_json(client.closed_on) if has("closed_on") else None,
        "closed_reason": client.closed_reason,
        "name": client.name,
        "first_name": client.first_name,
        "last_name": client.last_name,
        "alias": client.alias,
        "legal_form": client.legal_form,
        "name_core": client.name_core,
        "name_shown": client.name_shown,
        "registered_on": day_to_json(client.registered_on) if has("registered_on") else None,
        "identifiers": [identifier_to_json(row) for row in client.identifiers],
        "addresses": [address_to_json(row) for row in client.addresses],
        "channels": [channel_to_json(row) for row in client.channels],
        "contacts": [contact_to_json(row) for row in client.contacts],
        "bank_accounts": [bank_account_to_json(row) for row in client.bank_accounts],
        "group_id": client.group_id or None,
        "group_name": client.group_name,
        "industry_code": client.industry_code,
        "industry_revision": client.industry_revision,
        "industry_title": client.industry_title,
        "language": client.language,
        "responsible": client.responsible,
        "notice": notice_to_json(client.notice) if has("notice") and client.notice.text else None,
        "comment": client.comment,
        "tags": list(client.tags),
        "main_unit_id": client.main_unit_id or None,
        "created_at": instant_to_json(client.create_time) if has("create_time") else None,
        "created_by": client.created_by,
        "updated_at": instant_to_json(client.update_time) if has("update_time") else None,
        "updated_by": client.updated_by,
    }


def client_from_json(fields: ClientFields) -> client_pb2.Client:
    """The client with every field of the body; of a patch only those of `update_mask` count."""
    client = client_pb2.Client(
        kind=CLIENT_KIND_PB[fields.kind],
        name=fields.name,
        first_name=fields.first_name,
        last_name=fields.last_name,
        alias=fields.alias,
        legal_form=fields.legal_form,
        identifiers=[identifier_from_json(row) for row in fields.identifiers],
        addresses=[address_from_json(row) for row in fields.addresses],
        channels=[channel_from_json(row) for row in fields.channels],
        contacts=[contact_from_json(row) for row in fields.contacts],
        bank_accounts=[bank_account_from_json(row) for row in fields.bank_accounts],
        group_id=fields.group_id or "",
        industry_code=fields.industry_code,
        industry_revision=fields.industry_revision,
        language=fields.language,
        responsible=fields.responsible,
        comment=fields.comment,
        tags=fields.tags,
    )
    set_day(client.registered_on, fields.registered_on)
    if fields.notice is not None:
        client.notice.text = fields.notice.text
        client.notice.scope = NOTICE_SCOPE_PB[fields.notice.scope]
        set_day(client.notice.valid_from, fields.notice.valid_from)
        set_day(client.notice.valid_to, fields.notice.valid_to)
    if isinstance(fields, ClientDraft):
        client.status = CLIENT_STATUS_PB[fields.status]
    if isinstance(fields, ClientDraft | DuplicatesInput):
        client.id = fields.id or ""
    return client


def update_mask(patch: ClientPatch) -> field_mask_pb2.FieldMask:
    """The fields that stand in the body, whatever their value."""
    return field_mask_pb2.FieldMask(paths=sorted(patch.model_fields_set - _NOT_IN_MASK))


def identifier_to_json(row: client_pb2.Identifier) -> Json:
    """One number; a masked one has no value."""
    return {
        "id": row.id,
        "type": IDENTIFIER_TYPE[row.type],
        "value": row.value or None,
        "shown": row.shown,
        "country": row.country,
        "valid_from": day_to_json(row.valid_from) if row.HasField("valid_from") else None,
        "valid_to": day_to_json(row.valid_to) if row.HasField("valid_to") else None,
        "check_state": CHECK_STATE[row.check_state],
        "source": row.source,
    }


def identifier_from_json(row: IdentifierInput) -> client_pb2.Identifier:
    """One number."""
    message = client_pb2.Identifier(
        id=row.id or "",
        type=IDENTIFIER_TYPE_PB[row.type],
        value=row.value or "",
        country=row.country,
        source=row.source,
    )
    set_day(message.valid_from, row.valid_from)
    set_day(message.valid_to, row.valid_to)
    return message


def address_to_json(row: client_pb2.Address) -> Json:
    """One address."""
    latitude, longitude = coordinates_to_json(row.latitude, row.longitude)
    return {
        "id": row.id,
        "kind": ADDRESS_KIND[row.kind],
        "line": row.line,
        "city": row.city,
        "parish": row.parish,
        "municipality": row.municipality,
        "postcode": row.postcode,
        "country": row.country,
        "atvk_code": row.atvk_code,
        "latitude": latitude,
        "longitude": longitude,
        "valid_from": day_to_json(row.valid_from) if row.HasField("valid_from") else None,
        "valid_to": day_to_json(row.valid_to) if row.HasField("valid_to") else None,
    }


def address_from_json(row: AddressInput) -> client_pb2.Address:
    """One address."""
    message = client_pb2.Address(
        id=row.id or "",
        kind=ADDRESS_KIND_PB[row.kind],
        line=row.line,
        city=row.city,
        parish=row.parish,
        municipality=row.municipality,
        postcode=row.postcode,
        country=row.country,
        atvk_code=row.atvk_code,
        latitude=row.latitude or 0.0,
        longitude=row.longitude or 0.0,
    )
    set_day(message.valid_from, row.valid_from)
    set_day(message.valid_to, row.valid_to)
    return message


def channel_to_json(row: client_pb2.Channel) -> Json:
    """One phone, e-mail or web site."""
    return {
        "id": row.id,
        "kind": CHANNEL_KIND[row.kind],
        "value": row.value,
        "normal": row.normal,
        "purpose": CHANNEL_PURPOSE[row.purpose],
        "primary": row.primary,
        "note": row.note,
        "bounced_at": instant_to_json(row.bounced_at) if row.HasField("bounced_at") else None,
    }


def channel_from_json(row: ChannelInput) -> client_pb2.Channel:
    """One phone, e-mail or web site."""
    message = client_pb2.Channel(
        id=row.id or "",
        kind=CHANNEL_KIND_PB[row.kind],
        value=row.value,
        purpose=CHANNEL_PURPOSE_PB[row.purpose],
        primary=row.primary,
        note=row.note,
    )
    set_instant(message.bounced_at, row.bounced_at)
    return message


def contact_to_json(row: client_pb2.Contact) -> Json:
    """One person to talk to."""
    return {
        "id": row.id,
        "name": row.name,
        "role": row.role,
        "phone": row.phone,
        "email": row.email,
        "unit_id": row.unit_id or None,
        "primary": row.primary,
        "active": row.active,
        "note": row.note,
    }


def contact_from_json(row: ContactInput) -> client_pb2.Contact:
    """One person to talk to."""
    return client_pb2.Contact(
        id=row.id or "",
        name=row.name,
        role=row.role,
        phone=row.phone,
        email=row.email,
        unit_id=row.unit_id or "",
        primary=row.primary,
        active=row.active,
        note=row.note,
    )


def bank_account_to_json(row: client_pb2.BankAccount) -> Json:
    """One bank account."""
    return {
        "id": row.id,
        "iban": row.iban,
        "bic": row.bic,
        "bank": row.bank,
        "holder": row.holder,
        "currency": row.currency,
        "primary": row.primary,
        "active": row.active,
        "changed_at": instant_to_json(row.changed_at) if row.HasField("changed_at") else None,
        "approved_by": row.approved_by,
    }


def bank_account_from_json(row: BankAccountInput) -> client_pb2.BankAccount:
    """One bank account."""
    return client_pb2.BankAccount(
        id=row.id or "",
        iban=row.iban,
        bic=row.bic,
        bank=row.bank,
        holder=row.holder,
        currency=row.currency,
        primary=row.primary,
        active=row.active,
    )


def notice_to_json(notice: client_pb2.Notice) -> Json:
    """The text shown whenever the client is used."""
    return {
        "text": notice.text,
        "scope": NOTICE_SCOPE[notice.scope],
        "valid_from": day_to_json(notice.valid_from) if notice.HasField("valid_from") else None,
        "valid_to": day_to_json(notice.valid_to) if notice.HasField("valid_to") else None,
    }


def duplicate_to_json(row: clients_service_pb2.Duplicate) -> Json:
    """A client that may be the same."""
    return {
        "client_id": row.client_id,
        "name": row.name_shown,
        "registration_number": row.registration_number,
        "city": row.city,
        "status": CLIENT_STATUS[row.status],
        "signs": [DUPLICATE_SIGN[sign] for sign in row.signs if sign in DUPLICATE_SIGN],
    }


def history_to_json(answer: clients_service_pb2.ListHistoryResponse) -> Json:
    """A page of history."""
    return {
        "changes": [
            {
                "time": instant_to_json(row.time),
                "actor": row.actor,
                "reason": row.reason,
                "field": row.field,
                "old_value": row.old_value,
                "new_value": row.new_value,
                "version": row.version,
            }
            for row in answer.changes
        ],
        "next_page_token": answer.next_page_token,
    }
