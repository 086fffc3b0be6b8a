from __future__ import annotations

import uuid

import pytest

from kit import errors
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as pb
from tests.clients.test_client_calls import create, legal, outbox_of
from tests.clients.test_unit_calls import add


async def group(service, name: str, **fields) -> client_pb2.ClientGroup:
    request = pb.CreateGroupRequest(group=client_pb2.ClientGroup(name=name, **fields))
    return (await service.call("CreateGroup", request)).group


async def effective(service, scope: str, owner_id: str, key: str) -> tuple[str, int]:
    answer = await service.call(
        "GetSettings", pb.GetSettingsRequest(scope=scope, owner_id=owner_id)
    )
    found = next(setting for setting in answer.settings if setting.key == key)
    return found.effective, found.source


async def set_value(
    service, scope: str, owner_id: str, key: str, value: str = "", **change
) -> None:
    await service.call(
        "UpdateSettings",
        pb.UpdateSettingsRequest(
            scope=scope,
            owner_id=owner_id,
            changes=[pb.SettingChange(key=key, value=value, **change)],
        ),
    )


class TestGroups:
    async def test_a_renamed_group_publishes_its_clients_with_the_new_name(self, service):
        made = await group(service, "Gardēdis")
        client = await create(service, legal(group_id=made.id))
        made.name = "Gardēdis un draugi"
        await service.call("UpdateGroup", pb.UpdateGroupRequest(group=made, etag=made.etag))
        events = await outbox_of(service, client.id)
        assert [event.client.group_name for event in events] == ["Gardēdis", "Gardēdis un draugi"]
        history = await service.call("ListHistory", pb.ListHistoryRequest(client_id=client.id))
        assert history.changes[0].field == "group_name"

    async def test_two_groups_cannot_share_a_name(self, service):
        await group(service, "Vienīgā grupa")
        with pytest.raises(errors.AlreadyExists) as caught:
            await group(service, "VIENĪGĀ  GRUPA")
        assert caught.value.reason == "GROUP_NAME_TAKEN"

    async def test_a_group_with_clients_stays(self, service):
        made = await group(service, "Paliekošā")
        await create(service, legal(group_id=made.id))
        with pytest.raises(errors.Precondition) as caught:
            await service.call("DeleteGroup", pb.DeleteGroupRequest(group_id=made.id))
        assert caught.value.reason == "GROUP_IN_USE"

    async def test_groups_are_counted_and_sorted_in_latvian_order(self, service):
        for name in ("Zz čiekurs", "Zz cukurs", "Zz dambis"):
            await group(service, name)
        answer = await service.call("ListGroups", pb.ListGroupsRequest())
        mine = [row.name for row in answer.groups if row.name.startswith("Zz ")]
        assert mine == ["Zz cukurs", "Zz čiekurs", "Zz dambis"]

    async def test_a_client_of_an_unknown_group_is_refused(self, service):
        with pytest.raises(errors.NotFound) as caught:
            await create(service, legal(group_id=str(uuid.uuid4())))
        assert caught.value.reason == "GROUP_NOT_FOUND"

    async def test_a_group_is_not_its_own_ancestor(self, service):
        top = await group(service, "Augšējā")
        below = await group(service, "Apakšējā", parent_id=top.id)
        top.parent_id = below.id
        with pytest.raises(errors.Precondition):
            await service.call("UpdateGroup", pb.UpdateGroupRequest(group=top, etag=top.etag))


class TestSettings:
    async def test_the_lower_place_overrides_the_higher(self, service):
        made = await group(service, "Ar iestatījumiem")
        client = await create(service, legal(group_id=made.id))
        unit = await add(service, client, "Birojs")
        key = "payment_term_days"
        assert await effective(service, "SETTING_SCOPE_UNIT", unit.id, key) == ("14", 1)
        for place, owner, value, source in (
            ("SETTING_SCOPE_COMPANY", "", "10", 1),
            ("SETTING_SCOPE_GROUP", made.id, "20", 2),
            ("SETTING_SCOPE_CLIENT", client.id, "30", 3),
            ("SETTING_SCOPE_UNIT", unit.id, "45", 4),
        ):
            await set_value(service, place, owner, key, value)
            assert await effective(service, "SETTING_SCOPE_UNIT", unit.id, key) == (value, source)
        await set_value(service, "SETTING_SCOPE_CLIENT", client.id, key, reset=True)
        assert await effective(service, "SETTING_SCOPE_CLIENT", client.id, key) == ("20", 2)
        await set_value(service, "SETTING_SCOPE_COMPANY", "", key, reset=True)

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("payment_term_days", "-1"),
            ("payment_term_days", "181"),
            ("payment_term_days", "1_0"),
            ("payment_term_days", "١٤"),
            ("invoice_delivery", "pigeon"),
            ("late_interest", "yes"),
            ("no_such_key", "1"),
        ],
    )
    async def test_a_value_that_does_not_fit_is_refused_and_nothing_changes(
        self, service, key, value
    ):
        client = await create(service, legal())
        with pytest.raises(errors.Invalid) as caught:
            await service.call(
                "UpdateSettings",
                pb.UpdateSettingsRequest(
                    scope="SETTING_SCOPE_CLIENT",
                    owner_id=client.id,
                    changes=[
                        pb.SettingChange(key="grace_days", value="5"),
                        pb.SettingChange(key=key, value=value),
                    ],
                ),
            )
        assert caught.value.reason == "SETTING_INVALID"
        assert await effective(service, "SETTING_SCOPE_CLIENT", client.id, "grace_days") == ("0", 1)
