"""From the mapped classes to protobuf."""

from __future__ import annotations

import uuid

from kit.dates import date_to_pb, instant_to_pb
from kit.etags import make_etag
from kit.latvian.industries import titles
from services.clients.convert import enums
from services.clients.model.tables import (
    Address,
    BankAccount,
    Channel,
    Client,
    ClientGroup,
    Contact,
    History,
    Identifier,
    Unit,
)
from services.clients.model.units import shown_order
from services.clients.model.values import holds_personal_code
from sysapi.clients.v1 import client_pb2


def id_text(value: uuid.UUID | None) -> str:
    """A UUID as text, empty for none."""
    return "" if value is None else str(value)


def client_to_pb(client: Client) -> client_pb2.Client:
    """The whole client with its child rows; personal codes only masked and hashed."""
    message = client_pb2.Client(
        id=str(client.id),
        version=client.version,
        etag=make_etag(client.version),
        number=client.number,
        kind=enums.KIND.number(client.kind),
        status=enums.STATUS.number(client.status),
        closed_on=date_to_pb(client.closed_on),
        closed_reason=client.closed_reason,
        name=client.name,
        first_name=client.first_name,
        last_name=client.last_name,
        alias=client.alias,
        legal_form=client.legal_form,
        name_core=client.name_core,
        name_shown=client.name_shown,
        sort_key=client.sort_key,
        identifiers=[identifier_to_pb(row, client.kind) for row in client.identifiers],
        addresses=[address_to_pb(row) for row in client.addresses],
        channels=[channel_to_pb(row) for row in client.channels],
        contacts=[contact_to_pb(row) for row in client.contacts],
        bank_accounts=[bank_account_to_pb(row) for row in client.bank_accounts],
        group_id=id_text(client.group_id),
        group_name=client.group.name if client.group else "",
        industry_code=client.industry_code,
        industry_revision=client.industry_revision,
        industry_title=titles().get(client.industry_code, "")
        if client.industry_revision == "2.1"
        else "",
        language=client.language,
        responsible=client.responsible,
        comment=client.comment,
        tags=client.tags,
        units=[
            unit_to_pb(row, client.main_unit_id)
            for row in shown_order(client.units, client.main_unit_id)
        ],
        main_unit_id=id_text(client.main_unit_id),
        create_time=instant_to_pb(client.created_at),
        created_by=client.created_by,
        update_time=instant_to_pb(client.updated_at),
        updated_by=client.updated_by,
        registered_on=date_to_pb(client.registered_on),
    )
    if client.notice_text:
        message.notice.CopyFrom(
            client_pb2.Notice(
                text=client.notice_text,
                scope=enums.NOTICE_SCOPE.number(client.notice_scope),
                valid_from=date_to_pb(client.notice_from),
                valid_to=date_to_pb(client.notice_to),
            )
        )
    return message


def identifier_to_pb(row: Identifier, client_kind: str) -> client_pb2.Identifier:
    """A number; `value` stays empty where it holds a personal code."""
    secret = holds_personal_code(row.type, client_kind)
    return client_pb2.Identifier(
        id=str(row.id),
        type=enums.IDENTIFIER_TYPE.number(row.type),
        value="" if secret else row.shown,
        shown=row.shown,
        normal=row.normal,
        lookup=row.lookup,
        country=row.country,
        valid_from=date_to_pb(row.valid_from),
        valid_to=date_to_pb(row.valid_to),
        check_state=enums.CHECK_STATE.number(row.check_state),
        source=row.source,
        checked_at=instant_to_pb(row.checked_at),
    )


def address_to_pb(row: Address) -> client_pb2.Address:
    """An address."""
    return client_pb2.Address(
        id=str(row.id),
        kind=enums.ADDRESS_KIND.number(row.kind),
        line=row.line,
        city=row.city,
        parish=row.parish,
        municipality=row.municipality,
        postcode=row.postcode,
        country=row.country,
        atvk_code=row.atvk_code,
        latitude=row.latitude or 0,
        longitude=row.longitude or 0,
        valid_from=date_to_pb(row.valid_from),
        valid_to=date_to_pb(row.valid_to),
    )


def channel_to_pb(row: Channel) -> client_pb2.Channel:
    """A phone, e-mail or web site."""
    return client_pb2.Channel(
        id=str(row.id),
        kind=enums.CHANNEL_KIND.number(row.kind),
        value=row.value,
        normal=row.normal,
        purpose=enums.CHANNEL_PURPOSE.number(row.purpose),
        primary=row.primary,
        note=row.note,
        bounced_at=instant_to_pb(row.bounced_at),
    )


def contact_to_pb(row: Contact) -> client_pb2.Contact:
    """A person to talk to."""
    return client_pb2.Contact(
        id=str(row.id),
        name=row.name,
        role=row.role,
        phone=row.phone,
        email=row.email,
        unit_id=id_text(row.unit_id),
        primary=row.primary,
        active=row.active,
        note=row.note,
    )


def bank_account_to_pb(row: BankAccount) -> client_pb2.BankAccount:
    """A bank account."""
    return client_pb2.BankAccount(
        id=str(row.id),
        iban=row.iban,
        bic=row.bic,
        bank=row.bank,
        holder=row.holder,
        currency=row.currency,
        primary=row.primary,
        active=row.active,
        changed_at=instant_to_pb(row.changed_at),
        approved_by=row.approved_by,
    )


def unit_to_pb(row: Unit, main_unit_id: uuid.UUID | None) -> client_pb2.Unit:
    """A unit; main when the client says so."""
    return client_pb2.Unit(
        id=str(row.id),
        client_id=str(row.client_id),
        parent_id=id_text(row.parent_id),
        kind=enums.UNIT_KIND.number(row.kind),
        name=row.name,
        code=row.code,
        address=row.address,
        city=row.city,
        postcode=row.postcode,
        active=row.active,
        opened_on=date_to_pb(row.opened_on),
        closed_on=date_to_pb(row.closed_on),
        closed_reason=row.closed_reason,
        main=row.id == main_unit_id,
        payer_client_id=id_text(row.payer_client_id),
        served=row.served,
        phone=row.phone,
        note=row.note,
        etag=make_etag(row.version),
        latitude=row.latitude or 0,
        longitude=row.longitude or 0,
    )


def group_to_pb(row: ClientGroup, client_count: int = 0) -> client_pb2.ClientGroup:
    """A group with how many clients it has."""
    return client_pb2.ClientGroup(
        id=str(row.id),
        name=row.name,
        parent_id=id_text(row.parent_id),
        etag=make_etag(row.version),
        client_count=client_count,
    )


def history_to_pb(row: History) -> client_pb2.FieldChange:
    """One change of one field."""
    return client_pb2.FieldChange(
        time=instant_to_pb(row.at),
        actor=row.actor,
        reason=row.reason,
        field=row.field,
        old_value=row.old_value,
        new_value=row.new_value,
        version=row.version,
    )
