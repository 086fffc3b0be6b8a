"""`./sys seed` against the real clients service."""

from sysapi.clients.v1 import clients_service_pb2 as pb
from tools.demo.clients import client_id
from tools.demo.run import chains, run

SEED = 2006


async def test_every_demo_client_is_taken_and_a_second_run_changes_nothing(clients_service, capsys):
    for expected in ("created 900, updated 0, unchanged 0", "created 0, updated 0, unchanged 900"):
        assert await run(900, address=clients_service.address) == 0
        assert f"{expected}, refused 0\n" in capsys.readouterr().out
    clients = await clients_service.clients()
    assert {client.id for client in clients} == {client_id(index, SEED) for index in range(900)}
    assert {client.version for client in clients} == {1}


async def test_a_larger_count_adds_the_rest(clients_service, capsys):
    await run(300, address=clients_service.address)
    await run(400, address=clients_service.address)
    assert "created 100, updated 0, unchanged 300" in capsys.readouterr().out


async def test_groups_have_members_and_some_have_settings(clients_service):
    await run(600, address=clients_service.address)
    listed = await clients_service.call("ListGroups", pb.ListGroupsRequest())
    groups = {group.id: group for group in listed.groups}
    assert {chain.name for chain in chains(600, SEED)} == {group.name for group in groups.values()}
    assert sum(group.client_count for group in groups.values()) > 15
    brand = next(chain for chain in chains(600, SEED) if chain.kind == "brand")
    head = await clients_service.call(
        "GetSettings",
        pb.GetSettingsRequest(
            scope=pb.SETTING_SCOPE_CLIENT, owner_id=client_id(brand.members[0], SEED)
        ),
    )
    term = next(setting for setting in head.settings if setting.key == "payment_term_days")
    assert [value.scope for value in term.values] == [
        pb.SETTING_SCOPE_COMPANY, pb.SETTING_SCOPE_GROUP, pb.SETTING_SCOPE_CLIENT,
    ]  # fmt: skip
    assert term.effective == "10"


async def test_a_group_that_people_made_is_used(clients_service, capsys):
    chain = chains(500, SEED)[0]
    made = await clients_service.call(
        "CreateGroup", pb.CreateGroupRequest(group={"name": chain.name})
    )
    assert await run(30, address=clients_service.address) == 0
    assert "refused 0" in capsys.readouterr().out
    members = {c.id for c in await clients_service.clients() if c.group_id == made.group.id}
    assert client_id(chain.members[0], SEED) in members


async def test_a_service_that_does_not_answer_ends_with_one(capsys):
    assert await run(10, address="127.0.0.1:1") == 1
    assert "does not answer" in capsys.readouterr().err


async def test_more_clients_than_there_are_numbers_are_refused(capsys):
    assert await run(1_000_001, address="127.0.0.1:1") == 1
    assert "at most 1000000" in capsys.readouterr().err
