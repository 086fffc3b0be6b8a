"""The published form and the rows it is made of never part (ADR 0004)."""

from __future__ import annotations

import uuid

from google.protobuf.field_mask_pb2 import FieldMask

from services.clients import store
from services.clients.convert.to_pb import client_to_pb
from services.clients.events import client_digest
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as pb
from tests.clients.test_client_calls import create, legal, outbox_of, person, regcode, update
from tests.clients.test_groups_and_settings import group
from tests.clients.test_unit_calls import add, close


async def assert_one(service, client_id: str) -> client_pb2.Client:
    """Rows, published form, digest and last event say the same; returns it."""
    async with service.database.begin() as session:
        client = await store.client_for_change(session, uuid.UUID(client_id))
        from_rows = client_to_pb(client)
        published = await store.published_client(session, client.id)
        assert client.digest == client_digest(client.id.bytes, client.version, published)
        digest = client.digest % 2**64
    assert client_pb2.Client.FromString(published) == from_rows
    event = (await outbox_of(service, client_id))[-1]
    assert (event.client, event.digest) == (from_rows, digest)
    return from_rows


async def test_every_kind_of_write_keeps_them_together(service):
    made = await group(service, "Kopā")
    client = await create(
        service,
        legal(
            identifiers=[regcode()],
            group_id=made.id,
            contacts=[client_pb2.Contact(name="Ilze Kalniņa", phone="29123456", active=True)],
            bank_accounts=[client_pb2.BankAccount(iban="LV80BANK0000435195001", active=True)],
        ),
    )
    await assert_one(service, client.id)

    client.channels.add(kind="CHANNEL_KIND_EMAIL", value="info@lacis.example")
    client.contacts[0].role = "grāmatvede"
    client.contacts.add(name="Anna", active=True)
    del client.bank_accounts[:]
    await update(service, client, "channels", "contacts", "bank_accounts")
    client = await assert_one(service, client.id)
    assert [contact.name for contact in client.contacts] == ["Ilze Kalniņa", "Anna"]

    unit = await add(service, client, "Birojs")
    await assert_one(service, client.id)
    await service.call("SetMainUnit", pb.SetMainUnitRequest(client_id=client.id, unit_id=unit.id))
    await assert_one(service, client.id)
    await close(service, unit)
    await assert_one(service, client.id)
    await service.call("ReopenUnit", pb.ReopenUnitRequest(unit_id=unit.id))
    await assert_one(service, client.id)

    made.name = "Kopā jauni"
    await service.call("UpdateGroup", pb.UpdateGroupRequest(group=made, etag=made.etag))
    client = await assert_one(service, client.id)
    assert client.group_name == "Kopā jauni"

    await service.call(
        "SetClientStatus",
        pb.SetClientStatusRequest(
            client_id=client.id, status="CLIENT_STATUS_CLOSED", etag=client.etag
        ),
    )
    await assert_one(service, client.id)


async def test_an_import_that_changes_a_field_keeps_all_that_is_not_its_own(service):
    made = await group(service, "Ievestie")
    number = regcode()
    client = await create(
        service,
        legal(
            identifiers=[number],
            group_id=made.id,
            addresses=[client_pb2.Address(kind="ADDRESS_KIND_LEGAL", line="Rīga, Brīvības iela 1")],
            channels=[
                client_pb2.Channel(kind="CHANNEL_KIND_PHONE", value="29123456"),
                client_pb2.Channel(kind="CHANNEL_KIND_EMAIL", value="info@lacis.example.lv"),
            ],
            contacts=[client_pb2.Contact(name="Ilze Kalniņa", active=True)],
            bank_accounts=[client_pb2.BankAccount(iban="LV80BANK0000435195001", active=True)],
            tags=["vip"],
            notice=client_pb2.Notice(text="Zvanīt pirms."),
        ),
    )
    head = await add(service, client, "Centrs")
    await add(service, client, "Noliktava", parent_id=head.id)
    before = await assert_one(service, client.id)
    request = pb.ImportClientsRequest(
        records=[pb.ImportRecord(line=1, client=legal("SIA Pārdēvēts", identifiers=[number]))],
        update_mask=FieldMask(paths=["kind", "name", "legal_form", "identifiers"]),
        source="ur",
    )
    await service.call("ImportClients", request)
    after = await assert_one(service, client.id)
    assert (after.name, after.version) == ("SIA Pārdēvēts", before.version + 1)
    derived = ("name", "name_core", "name_shown", "sort_key", "legal_form")
    for field in (*derived, "version", "etag", "update_time", "updated_by"):
        after.ClearField(field)
        before.ClearField(field)
    assert after == before


async def test_an_import_keeps_them_together(service):
    one = person(id=str(uuid.uuid4()))
    for first_name in ("Jānis", "Jānis Pēteris"):
        one.first_name = first_name
        await service.call(
            "ImportClients",
            pb.ImportClientsRequest(
                records=[pb.ImportRecord(line=1, client=one)],
                update_mask=FieldMask(paths=["kind", "first_name", "last_name"]),
                source="test",
            ),
        )
        assert (await assert_one(service, one.id)).first_name == first_name
