from __future__ import annotations

import uuid

import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from google.type.date_pb2 import Date
from sqlalchemy import text

from kit.errors import Invalid
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as pb
from tests.clients.test_client_calls import create, legal, outbox_of, person, regcode, update

REGISTER = [
    "kind",
    "name",
    "legal_form",
    "identifiers",
    "addresses",
    "registered_on",
    "status",
    "closed_on",
    "closed_reason",
]


async def run(service, *clients, fields=REGISTER, dry_run=False, source="ur"):
    answer = await service.call(
        "ImportClients",
        pb.ImportClientsRequest(
            records=[pb.ImportRecord(line=i + 2, client=c) for i, c in enumerate(clients)],
            update_mask=FieldMask(paths=fields),
            dry_run=dry_run,
            source=source,
        ),
    )
    return list(answer.results)


def outcomes(results) -> list[str]:
    return [
        pb.ImportOutcome.Name(r.outcome).removeprefix("IMPORT_OUTCOME_").lower() for r in results
    ]


def record(
    number: client_pb2.Identifier, name: str = "SIA Ieraksts", **fields
) -> client_pb2.Client:
    return legal(
        name,
        identifiers=[number],
        addresses=[client_pb2.Address(kind="ADDRESS_KIND_LEGAL", line="Rīga, Brīvības iela 1")],
        **fields,
    )


async def test_the_second_run_changes_nothing(service):
    one = record(regcode())
    assert outcomes(await run(service, one)) == ["created"]
    results = await run(service, one)
    assert outcomes(results) == ["unchanged"]
    assert len(await outbox_of(service, results[0].client_id)) == 1


async def test_the_second_run_writes_no_row(service):
    one = record(regcode())
    [result] = await run(service, one)

    async def written_by() -> list[object]:
        """The transactions that wrote the client's rows."""
        queries = ("client WHERE id", "identifier WHERE client_id", "address WHERE client_id")
        async with service.database.begin() as session:
            return [
                await session.scalar(
                    text(f"SELECT xmin::text FROM {query} = :id"), {"id": result.client_id}
                )
                for query in queries
            ]

    before = await written_by()
    assert outcomes(await run(service, one)) == ["unchanged"]
    assert await written_by() == before
    assert outcomes(await run(service, record(one.identifiers[0], "SIA Cits"))) == ["updated"]
    assert not set(await written_by()) & set(before)


async def test_a_refused_record_takes_no_part_in_what_others_change(service):
    number, other = regcode(), regcode()
    [result, _] = await run(service, record(number), record(other))
    results = await run(service, record(number, name="nul\0"), record(other, "SIA Otrs"))
    assert outcomes(results) == ["refused", "updated"]
    read = await service.call("GetClient", pb.GetClientRequest(client_id=result.client_id))
    assert (read.client.name, read.client.version) == ("SIA Ieraksts", 1)


async def test_only_fields_of_the_source_are_refreshed(service):
    number = regcode()
    [result] = await run(service, record(number))
    client = (
        await service.call("GetClient", pb.GetClientRequest(client_id=result.client_id))
    ).client
    client.comment = "mūsu piezīme"
    client.identifiers.add(type="IDENTIFIER_TYPE_LV_VAT", value=f"LV{number.value}")
    await update(service, client, "comment", "identifiers")
    assert outcomes(await run(service, record(number, "SIA Pārdēvēts"))) == ["updated"]
    after = (
        await service.call("GetClient", pb.GetClientRequest(client_id=result.client_id))
    ).client
    assert (after.name, after.comment) == ("SIA Pārdēvēts", "mūsu piezīme")
    assert {row.source for row in after.identifiers} == {"ur", "user"}


async def test_a_client_entered_by_hand_is_found_by_its_number(service):
    number = regcode()
    client = await create(service, legal("Roku darbs SIA", identifiers=[number]))
    [result] = await run(service, record(number, "SIA Roku darbs"))
    assert (result.client_id, outcomes([result])) == (client.id, ["updated"])


async def test_a_bad_record_is_refused_alone(service):
    results = await run(
        service,
        record(regcode()),
        record(regcode("12")),
        record(regcode(), name=""),
        record(regcode()),
    )
    assert outcomes(results) == ["created", "refused", "refused", "created"]
    assert [(r.line, r.reason) for r in results[1:3]] == [
        (3, "IDENTIFIER_INVALID"),
        (4, "NAME_REQUIRED"),
    ]


async def test_a_refused_record_leaves_its_client_as_it_was(service):
    number = regcode()
    [result] = await run(service, record(number))
    assert outcomes(await run(service, record(number, name="nul\0"))) == ["refused"]
    client = (
        await service.call("GetClient", pb.GetClientRequest(client_id=result.client_id))
    ).client
    assert client.version == 1


async def test_two_records_for_one_client_in_one_call_are_refused(service):
    number = regcode()
    assert outcomes(await run(service, record(number), record(number))) == ["created", "refused"]


async def test_a_dry_run_tells_and_changes_nothing(service):
    number = regcode()
    assert outcomes(await run(service, record(number), dry_run=True)) == ["created"]
    assert outcomes(await run(service, record(number))) == ["created"]
    assert outcomes(await run(service, record(number, "SIA Cits"), dry_run=True)) == ["updated"]
    assert outcomes(await run(service, record(number))) == ["unchanged"]


async def test_units_and_standing_come_with_a_full_import(service):
    birojs, ogre = str(uuid.uuid4()), str(uuid.uuid4())
    client = legal(
        "SIA Mūsu Pica",
        id=str(uuid.uuid4()),
        units=[
            client_pb2.Unit(id=birojs, name="Birojs", active=True),
            client_pb2.Unit(
                id=ogre, name="Ogre", active=False, closed_on=Date(year=2020, month=1, day=2)
            ),
        ],
        main_unit_id=birojs,
    )
    fields = [*REGISTER, "units", "main_unit_id"]
    assert outcomes(await run(service, client, fields=fields, source="demo")) == ["created"]
    assert outcomes(await run(service, client, fields=fields, source="demo")) == ["unchanged"]
    read = (await service.call("GetClient", pb.GetClientRequest(client_id=client.id))).client
    assert [(unit.name, unit.active, unit.main) for unit in read.units] == [
        ("Birojs", True, True),
        ("Ogre", False, False),
    ]


async def test_a_closed_record_has_a_day_of_closing(service):
    closed = record(
        regcode(), status="CLIENT_STATUS_CLOSED", closed_on=Date(year=2021, month=3, day=4)
    )
    assert outcomes(await run(service, closed)) == ["created"]
    assert outcomes(await run(service, record(regcode(), status="CLIENT_STATUS_CLOSED"))) == [
        "refused"
    ]


async def test_people_are_imported_by_id(service):
    one = person(id=str(uuid.uuid4()))
    fields = ["kind", "first_name", "last_name"]
    assert outcomes(await run(service, one, fields=fields)) == ["created"]
    assert outcomes(await run(service, one, fields=fields)) == ["unchanged"]


@pytest.mark.parametrize("size", [501])
async def test_more_than_a_batch_is_refused(service, size):
    with pytest.raises(Invalid):
        await run(service, *(record(regcode()) for _ in range(size)))


async def test_a_source_without_coordinates_takes_away_none(service):
    number = regcode()
    [result] = await run(service, record(number))
    client = (
        await service.call("GetClient", pb.GetClientRequest(client_id=result.client_id))
    ).client
    client.addresses[0].latitude, client.addresses[0].longitude = 56.95, 24.1
    await update(service, client, "addresses")
    await run(service, record(number, "SIA Pārdēvēts"))
    after = (
        await service.call("GetClient", pb.GetClientRequest(client_id=result.client_id))
    ).client
    assert (after.addresses[0].latitude, after.version) == (56.95, 3)
