from __future__ import annotations

import uuid

import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from google.type.date_pb2 import Date

from kit import errors
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as pb
from tests.clients.test_client_calls import create, legal


async def add(service, client, name: str, **fields) -> client_pb2.Unit:
    answer = await service.call(
        "CreateUnit",
        pb.CreateUnitRequest(client_id=client.id, unit=client_pb2.Unit(name=name, **fields)),
    )
    return answer.unit


async def names(service, client) -> list[str]:
    answer = await service.call("ListUnits", pb.ListUnitsRequest(client_id=client.id))
    return [unit.name for unit in answer.units]


async def close(service, unit, **fields) -> client_pb2.Unit:
    return (await service.call("CloseUnit", pb.CloseUnitRequest(unit_id=unit.id, **fields))).unit


async def test_the_main_unit_comes_first_and_closed_units_last(service):
    client = await create(service, legal())
    units = {
        name: await add(service, client, name)
        for name in ("Ogre", "Žagari", "Āgenskalns", "Birojs")
    }
    await close(
        service, units["Āgenskalns"], closed_on=Date(year=2024, month=5, day=1), reason="telpas"
    )
    await service.call(
        "SetMainUnit", pb.SetMainUnitRequest(client_id=client.id, unit_id=units["Ogre"].id)
    )
    assert await names(service, client) == ["Ogre", "Birojs", "Žagari", "Āgenskalns"]


async def test_a_change_of_a_unit_bumps_the_client(service):
    client = await create(service, legal())
    await add(service, client, "Birojs")
    read = (await service.call("GetClient", pb.GetClientRequest(client_id=client.id))).client
    assert read.version == client.version + 1
    assert [unit.name for unit in read.units] == ["Birojs"]


async def test_closing_the_main_unit_leaves_none_marked(service):
    client = await create(service, legal())
    unit = await add(service, client, "Birojs")
    await service.call("SetMainUnit", pb.SetMainUnitRequest(client_id=client.id, unit_id=unit.id))
    closed = await close(service, unit)
    read = (await service.call("GetClient", pb.GetClientRequest(client_id=client.id))).client
    assert (read.main_unit_id, closed.active, closed.closed_on.year > 2000) == ("", False, True)


async def test_a_closed_unit_cannot_be_the_main_one(service):
    client = await create(service, legal())
    unit = await close(service, await add(service, client, "Birojs"))
    with pytest.raises(errors.Precondition) as caught:
        await service.call(
            "SetMainUnit", pb.SetMainUnitRequest(client_id=client.id, unit_id=unit.id)
        )
    assert caught.value.reason == "UNIT_CLOSED"


async def test_closing_again_changes_nothing_and_reopening_opens(service):
    client = await create(service, legal())
    unit = await add(service, client, "Birojs")
    first = await close(service, unit, reason="pirmais")
    assert await close(service, unit, reason="otrais") == first
    opened = (await service.call("ReopenUnit", pb.ReopenUnitRequest(unit_id=unit.id))).unit
    assert opened.active
    assert not opened.HasField("closed_on")


@pytest.mark.parametrize("depth", [1, 3])
async def test_the_tree_takes_no_loop(service, depth):
    client = await create(service, legal())
    top = last = await add(service, client, "0")
    for level in range(1, depth + 1):
        last = await add(service, client, str(level), parent_id=last.id)
    top.parent_id = last.id
    with pytest.raises(errors.Precondition) as caught:
        await service.call(
            "UpdateUnit",
            pb.UpdateUnitRequest(
                unit=top, update_mask=FieldMask(paths=["parent_id"]), etag=top.etag
            ),
        )
    assert caught.value.reason == "UNIT_PARENT_INVALID"


async def test_a_parent_of_another_client_is_refused(service):
    stranger = await add(service, await create(service, legal()), "Cits")
    with pytest.raises(errors.Precondition):
        await add(service, await create(service, legal()), "Birojs", parent_id=stranger.id)


async def test_a_stale_editor_of_a_unit_is_told(service):
    client = await create(service, legal())
    unit = await add(service, client, "Birojs")
    request = pb.UpdateUnitRequest(
        unit=client_pb2.Unit(id=unit.id, note="x"),
        update_mask=FieldMask(paths=["note"]),
        etag=unit.etag,
    )
    await service.call("UpdateUnit", request)
    with pytest.raises(errors.Conflict):
        await service.call("UpdateUnit", request)


async def test_a_unit_is_read_as_it_is_now(service):
    client = await create(service, legal())
    await add(service, client, "Cits")
    unit = await add(service, client, "Birojs", phone="67000000")
    request = pb.GetUnitRequest(unit_id=unit.id.upper())
    assert (await service.call("GetUnit", request)).unit == unit
    closed = await close(service, unit, reason="telpas")
    assert (await service.call("GetUnit", request)).unit == closed


async def test_units_come_in_pages_to_an_end(service):
    client = await create(service, legal())
    for index in range(5):
        await add(service, client, f"Vienība {index}")
    seen, token = [], ""
    while True:
        page = await service.call(
            "ListUnits", pb.ListUnitsRequest(client_id=client.id, page_size=2, page_token=token)
        )
        seen += [unit.name for unit in page.units]
        token = page.next_page_token
        if not token:
            break
    assert seen == [f"Vienība {index}" for index in range(5)]
    assert (page.total, page.active) == (5, 5)


async def test_a_unit_nobody_has_is_not_found(service):
    nobody = str(uuid.uuid4())
    for call, request in (
        ("GetUnit", pb.GetUnitRequest(unit_id=nobody)),
        ("CloseUnit", pb.CloseUnitRequest(unit_id=nobody)),
    ):
        with pytest.raises(errors.NotFound) as caught:
            await service.call(call, request)
        assert caught.value.reason == "UNIT_NOT_FOUND"


async def test_a_page_token_of_another_list_is_refused(service):
    client = await create(service, legal())
    with pytest.raises(errors.Invalid) as caught:
        await service.call(
            "ListUnits", pb.ListUnitsRequest(client_id=client.id, page_token="bm9uZQ==")
        )
    assert caught.value.reason == "PAGE_TOKEN_INVALID"
