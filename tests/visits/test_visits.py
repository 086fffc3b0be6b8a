"""Putting visits: once, again, over each other, and what is refused."""

from __future__ import annotations

import asyncio

import pytest

from kit.errors import AlreadyExists, Conflict, Invalid, NotFound, Unavailable, problem_from_status
from sysapi.visits.v1 import visit_pb2
from sysapi.visits.v1 import visits_service_pb2 as pb
from tests.visits.conftest import (
    CANCELLED,
    CHANGED,
    CREATED,
    DONE,
    PLANNED,
    UNCHANGED,
    Site,
    World,
    at,
    day,
    new_id,
)


def copy_of(visit: visit_pb2.Visit, **changes) -> visit_pb2.Visit:
    found = visit_pb2.Visit()
    found.CopyFrom(visit)
    found.MergeFrom(visit_pb2.Visit(**changes))
    return found


async def test_a_visit_comes_back_as_it_was_put(world: World, site: Site):
    visit = site.done(
        "2026-11-24T22:30",
        planned_start=at("2026-11-24T22:00"),
        ended=at("2026-11-25T00:15"),
        kind="Telpu uzkopšana",
        performers=["Ilze Kalniņa", "Jānis Bērziņš"],
        note="Atslēga pie dežuranta; <b>2. stāvs</b>",
        billable=True,
        signature="sig/0b9dd0a4",
    )
    answer = await world.put(visit)
    assert answer.outcome == CREATED
    found = await world.get(visit.id)
    assert found == answer.visit
    assert (found.version, found.etag) == (1, "v1")
    assert (found.day.month, found.day.day) == (11, 24)
    for name in ("day", "version", "etag", "update_actor", "update_time"):
        found.ClearField(name)
    assert found == visit


async def test_the_same_put_twice_changes_nothing(world: World, site: Site):
    visit = site.visit("2026-12-01T09:00")
    first = await world.put(visit)
    second = await world.put(visit)
    assert second.outcome == UNCHANGED
    assert second.visit == first.visit
    assert len(await world.published(site.client)) == 1


async def test_a_put_that_comes_again_late_is_no_conflict_and_takes_nothing_back(
    world: World, site: Site
):
    planned = site.visit("2026-12-01T09:00")
    await world.put(planned)
    device = copy_of(planned, note="Nav atslēgas")
    await world.put(device, "v1")
    office = copy_of(device, note=". Zvanīts")
    office.note = "Zvanīts klientam"
    await world.put(office, "v2")
    # The answers to both earlier puts were lost on the way.
    for put, etag in ((planned, ""), (device, "v1")):
        answer = await world.put(put, etag)
        assert (answer.outcome, answer.visit.note) == (UNCHANGED, "Zvanīts klientam")


async def test_a_change_over_a_newer_version_is_a_conflict(world: World, site: Site):
    visit = site.visit("2026-12-01T09:00")
    await world.put(visit)
    assert (await world.put(copy_of(visit, note="a"), "v1")).outcome == CHANGED
    for etag in ("v1", ""):
        with pytest.raises(Conflict) as refused:
            await world.put(copy_of(visit, note="b"), etag)
        assert refused.value.reason == "ETAG_MISMATCH"
        assert refused.value.metadata["etag"] == "v2"
    assert (await world.get(visit.id)).note == "a"


async def test_two_devices_that_put_at_once_leave_one_visit_and_one_conflict(
    world: World, site: Site
):
    visit = site.visit("2026-12-01T09:00")
    await world.put(visit)
    puts = [world.put(copy_of(visit, note=f"{one}"), "v1") for one in range(6)]
    answers = await asyncio.gather(*puts, return_exceptions=True)
    changed = [one for one in answers if isinstance(one, pb.PutVisitResponse)]
    assert len(changed) == 1
    assert all(one.reason == "ETAG_MISMATCH" for one in answers if isinstance(one, Conflict))
    assert (await world.get(visit.id)).note == changed[0].visit.note


async def test_an_id_stays_with_its_client(world: World, site: Site):
    visit = site.visit("2026-12-01T09:00")
    await world.put(visit)
    stranger, unit = new_id(), new_id()
    world.clients.units[stranger] = [unit]
    with pytest.raises(AlreadyExists) as refused:
        await world.put(
            visit_pb2.Visit(
                id=visit.id,
                client_id=stranger,
                unit_id=unit,
                state=PLANNED,
                planned_start=visit.planned_start,
            ),
            "v1",
        )
    assert refused.value.reason == "VISIT_EXISTS"


async def test_a_visit_is_at_a_unit_of_its_client(world: World, site: Site):
    with pytest.raises(NotFound) as refused:
        await world.put(site.visit("2026-12-01T09:00", unit_id=new_id()))
    assert refused.value.reason == "UNIT_NOT_FOUND"
    with pytest.raises(NotFound) as refused:
        await world.put(site.visit("2026-12-01T09:00", client_id=new_id()))
    assert refused.value.reason == "CLIENT_NOT_FOUND"
    visit = site.visit("2026-12-01T09:00")
    await world.put(visit)
    with pytest.raises(NotFound) as refused:
        await world.put(copy_of(visit, unit_id=new_id()), "v1")
    assert refused.value.reason == "UNIT_NOT_FOUND"


async def test_what_is_known_can_be_changed_while_the_clients_service_is_away(
    world: World, site: Site
):
    visit = site.visit("2026-11-24T09:00")
    await world.put(visit)
    world.clients.is_away = True
    done = copy_of(visit, started=at("2026-11-24T09:10"))
    done.state = DONE
    assert (await world.put(done, "v1")).outcome == CHANGED
    with pytest.raises(Unavailable):
        await world.put(site.visit("2026-12-01T09:00"))


@pytest.mark.parametrize(
    ("wrong", "reason", "field"),
    [
        ({"planned_start": None}, "VISIT_TIME_INVALID", "visit.planned_start"),
        ({"planned_start": at("2099-01-01T09:00")}, "VISIT_TIME_INVALID", "visit.planned_start"),
        ({"planned_start": at("1970-01-01T09:00")}, "VISIT_TIME_INVALID", "visit.planned_start"),
        ({"started": at("2026-11-27T09:00")}, "VISIT_TIME_INVALID", "visit.started"),
        ({"ended": at("2026-11-24T09:00")}, "VISIT_TIME_INVALID", "visit.started"),
        (
            {"started": at("2026-11-24T09:00"), "ended": at("2026-11-24T08:59")},
            "VISIT_TIME_INVALID",
            "visit.ended",
        ),
        ({"state": DONE}, "VISIT_TIME_INVALID", "visit.started"),
        ({"state": 0}, "FIELD_INVALID", None),
        ({"state": 77}, "FIELD_INVALID", None),
        ({"id": "cl.>"}, "FIELD_INVALID", None),
        ({"performers": ["Ilze", "Ilze"]}, "FIELD_INVALID", None),
        ({"note": "x" * 5001}, "FIELD_INVALID", None),
    ],
)
async def test_a_visit_that_cannot_be_is_refused(
    world: World, site: Site, wrong, reason: str, field: str | None
):
    values = {"planned_start": at("2026-12-01T09:00")} | wrong
    with pytest.raises(Invalid) as refused:
        await world.put(site.visit(**values))
    assert refused.value.reason == reason
    assert refused.value.metadata.get("field") == field


async def test_of_many_visits_each_is_taken_or_refused_by_itself(world: World, site: Site):
    there = site.visit("2026-12-01T09:00")
    await world.put(there)
    new = site.visit("2026-12-02T09:00")
    wrong = [
        site.visit("2026-12-03T09:00", unit_id=new_id()),
        site.visit(""),
        site.visit("2026-12-03T09:00", kind="x" * 101),
        copy_of(there, note="over a newer one"),
    ]
    answer = await world.call(
        "PutVisits",
        pb.PutVisitsRequest(visits=[pb.PutVisitRequest(visit=one) for one in [there, *wrong, new]]),
    )
    outcomes = [one.outcome or problem_from_status(one.problem).reason for one in answer.results]
    assert outcomes == [
        UNCHANGED,
        "UNIT_NOT_FOUND",
        "VISIT_TIME_INVALID",
        "FIELD_INVALID",
        "ETAG_MISMATCH",
        CREATED,
    ]
    assert {one.id for one in await world.visits(client_id=site.client)} == {there.id, new.id}


async def test_visits_are_listed_by_unit_and_month_latest_first(world: World, site: Site):
    starts = ["2026-10-31T23:59", "2026-11-01T00:00", "2026-11-15T09:00", "2026-12-01T00:00"]
    for start in starts:
        await world.put(site.visit(start))
    await world.put(site.visit("2026-11-16T09:00", unit_id=site.other))
    november = await world.visits(unit_id=site.unit, year=2026, month=11)
    assert [one.day.day for one in november] == [15, 1]
    assert len(await world.visits(unit_id=site.unit, year=2026)) == 4
    everything = await world.visits(client_id=site.client)
    assert [(one.day.month, one.day.day) for one in everything] == [
        (12, 1),
        (11, 16),
        (11, 15),
        (11, 1),
        (10, 31),
    ]


async def test_a_page_that_was_asked_for_nothing_in_particular_is_refused(world: World):
    with pytest.raises(Invalid):
        await world.call("ListVisits", pb.ListVisitsRequest())
    with pytest.raises(Invalid):
        await world.call("ListVisits", pb.ListVisitsRequest(since=day("2026-11-25")))
    with pytest.raises(Invalid):
        await world.call("ListVisits", pb.ListVisitsRequest(unit_id=new_id(), month=3))


async def test_the_visits_of_a_day_are_listed_over_all_clients(world: World, site: Site):
    stranger = Site(new_id(), new_id(), new_id())
    world.clients.units[stranger.client] = [stranger.unit]
    for start in ("2027-02-09T23:59", "2027-02-10T00:00", "2027-02-10T23:59", "2027-02-11T00:00"):
        await world.put(site.visit(start, performers=["Ilze Kalniņa", "Jānis Bērziņš"]))
    await world.put(stranger.visit("2027-02-10T09:00", performers=["Ilze"]))
    span = {"since": day("2027-02-10"), "until": day("2027-02-10")}
    found = await world.visits(**span)
    assert [one.client_id for one in found] == [site.client, stranger.client, site.client]
    assert [one.client_id for one in await world.visits(**span, performer="Ilze")] == [
        stranger.client
    ]
    assert len(await world.visits(**span, performer="Jānis Bērziņš")) == 2
    assert len(await world.visits(client_id=site.client, since=day("2027-02-10"))) == 3


@pytest.mark.parametrize(
    ("since", "until", "can_be"),
    [
        ("2026-01-31", "2026-03-02", True),
        ("2026-01-31", "2026-03-03", False),
        ("2026-03-03", "2026-03-02", False),
    ],
)
async def test_a_list_over_all_clients_is_of_at_most_31_days(
    world: World, since: str, until: str, can_be: bool
):
    span = pb.ListVisitsRequest(since=day(since), until=day(until))
    if can_be:
        await world.call("ListVisits", span)
        return
    with pytest.raises(Invalid) as refused:
        await world.call("ListVisits", span)
    assert (refused.value.reason, refused.value.metadata["field"]) == ("DATE_INVALID", "until")


async def test_visits_are_listed_by_state(world: World, site: Site):
    await world.put(site.done("2026-11-20T09:00"))
    await world.put(site.visit("2026-11-21T09:00", state=CANCELLED))
    await world.put(site.visit("2026-12-21T09:00"))
    cancelled = await world.visits(client_id=site.client, states=[CANCELLED])
    assert [one.day.day for one in cancelled] == [21]
    assert len(await world.visits(client_id=site.client, states=[DONE, PLANNED])) == 2
