"""Plans: the visits they make 60 days ahead, once, and how those follow a change."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from google.type import date_pb2

from kit.errors import AlreadyExists, Conflict, Invalid, NotFound
from services.visits.planning import Planner
from sysapi.visits.v1 import visit_pb2
from sysapi.visits.v1 import visits_service_pb2 as pb
from tests.visits.conftest import (
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

MONDAYS = visit_pb2.PlanRule(frequency=visit_pb2.FREQUENCY_WEEKS, every=1, weekdays=[1])


def plan_of(site: Site, **more) -> visit_pb2.Plan:
    """Every Monday at nine from the first of December 2026."""
    values = {
        "id": new_id(),
        "client_id": site.client,
        "unit_id": site.unit,
        "kind": "Telpu uzkopšana",
        "performers": ["Ilze Kalniņa"],
        "rule": MONDAYS,
        "at": "09:00",
        "starts_on": day("2026-12-01"),
    }
    return visit_pb2.Plan(**(values | more))


async def put(world: World, plan: visit_pb2.Plan, etag: str = "") -> pb.PutPlanResponse:
    return await world.call("PutPlan", pb.PutPlanRequest(plan=plan, etag=etag))


async def days(world: World, site: Site) -> list[str]:
    found = await world.visits(client_id=site.client)
    return [f"{one.day.day:02}.{one.day.month:02}" for one in found][::-1]


async def test_a_plan_makes_the_visits_of_the_next_60_days(world: World, site: Site):
    answer = await put(world, plan_of(site))
    assert answer.outcome == CREATED
    # 60 days from 25.11.2026 are until 24.01.2027.
    assert answer.plan.planned_to == date_pb2.Date(year=2027, month=1, day=24)
    assert await days(world, site) == [
        "07.12", "14.12", "21.12", "28.12", "04.01", "11.01", "18.01",
    ]  # fmt: skip
    first = (await world.visits(client_id=site.client))[-1]
    assert (first.state, first.kind, list(first.performers)) == (
        PLANNED,
        "Telpu uzkopšana",
        ["Ilze Kalniņa"],
    )
    assert first.planned_start == at("2026-12-07T09:00")
    assert first.plan_id == answer.plan.id
    assert await world.grid(site.client, to_year=2027, to_month=1) == {
        site.unit: {"2026-12": (4, 0, 0, 0), "2027-01": (3, 0, 0, 0)}
    }


async def test_planned_visits_keep_their_time_of_day_when_the_clock_is_moved(
    world: World, site: Site
):
    world.now_is("2027-03-15T09:00")
    await put(world, plan_of(site, starts_on=day("2027-03-15")))
    starts = [one.planned_start for one in await world.visits(client_id=site.client)]
    assert at("2027-03-22T09:00") in starts
    assert at("2027-03-29T09:00") in starts


async def test_every_day_the_plan_goes_on_by_a_day_and_never_twice(world: World, site: Site):
    await put(world, plan_of(site))
    before = await days(world, site)
    world.now_is("2026-11-26T00:05")
    assert await world.planner.go_on() >= 1
    assert await world.planner.go_on() == 0
    assert await days(world, site) == [*before, "25.01"]
    other = Planner(world.database, lambda: world.now[0])
    world.now_is("2026-12-20T09:00")
    await asyncio.gather(world.planner.go_on(), other.go_on())
    assert (await days(world, site))[-1] == "15.02"
    assert len(set(await days(world, site))) == len(await days(world, site))


async def test_after_an_outage_what_was_missed_is_not_planned_in_the_past(world: World, site: Site):
    await put(world, plan_of(site))
    world.now_is("2027-06-01T09:00")
    await world.planner.go_on()
    found = await days(world, site)
    assert found[6:8] == ["18.01", "07.06"]


async def test_the_same_plan_put_twice_changes_nothing(world: World, site: Site):
    plan = plan_of(site)
    await put(world, plan)
    assert (await put(world, plan)).outcome == UNCHANGED
    assert len(await world.published(site.client)) == 1


async def test_untouched_visits_follow_a_changed_plan(world: World, site: Site):
    plan = plan_of(site)
    await put(world, plan)
    plan.rule.weekdays[:] = [2]
    plan.at = "10:30"
    answer = await put(world, plan, "v1")
    assert (answer.outcome, answer.plan.version) == (CHANGED, 2)
    assert (await days(world, site))[:2] == ["01.12", "08.12"]
    starts = [one.planned_start for one in await world.visits(client_id=site.client)]
    assert (starts[-1], starts[0]) == (at("2026-12-01T10:30"), at("2027-01-19T10:30"))
    plan.performers[:] = ["Jānis Bērziņš"]
    plan.unit_id = site.other
    await put(world, plan, "v2")
    found = await world.visits(client_id=site.client)
    assert {(one.unit_id, *one.performers, one.version) for one in found} == {
        (site.other, "Jānis Bērziņš", 2)
    }
    assert list(await world.grid(site.client, to_year=2027, to_month=1)) == [site.other]


async def test_what_somebody_touched_stays_and_is_not_made_again(world: World, site: Site):
    plan = plan_of(site)
    await put(world, plan)
    moved = (await world.visits(client_id=site.client))[-1]
    moved.planned_start.CopyFrom(at("2026-12-09T12:00"))
    await world.put(moved, "v1")
    plan.kind = "Logu mazgāšana"
    await put(world, plan, "v1")
    found = await world.visits(client_id=site.client)
    assert len(found) == 7
    kept = next(one for one in found if one.id == moved.id)
    assert (kept.kind, kept.day.day) == ("Telpu uzkopšana", 9)
    assert {one.kind for one in found if one.id != moved.id} == {"Logu mazgāšana"}


async def test_an_ended_plan_takes_its_untouched_visits_away(world: World, site: Site):
    plan = plan_of(site)
    await put(world, plan)
    plan.ends_on.CopyFrom(day("2026-12-14"))
    await put(world, plan, "v1")
    assert await days(world, site) == ["07.12", "14.12"]
    world.now_is("2026-12-20T09:00")
    await world.planner.go_on()
    assert await days(world, site) == ["07.12", "14.12"]


async def test_a_visit_done_offline_survives_its_plan(world: World, site: Site):
    plan = plan_of(site)
    await put(world, plan)
    carried = (await world.visits(client_id=site.client))[-1]
    plan.ends_on.CopyFrom(day("2026-12-01"))
    await put(world, plan, "v1")
    assert await days(world, site) == []
    world.now_is("2026-12-07T12:00")
    carried.state = DONE
    carried.started.CopyFrom(at("2026-12-07T09:05"))
    assert (await world.put(carried, "v1")).outcome == CREATED
    assert await days(world, site) == ["07.12"]


async def test_a_change_over_a_newer_plan_is_a_conflict(world: World, site: Site):
    plan = plan_of(site)
    await put(world, plan)
    plan.at = "10:00"
    await put(world, plan, "v1")
    plan.at = "11:00"
    with pytest.raises(Conflict) as refused:
        await put(world, plan, "v1")
    assert refused.value.metadata["etag"] == "v2"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"starts_on": date_pb2.Date(year=2027, month=2, day=29)}, "DATE_INVALID"),
        ({"starts_on": day("2099-01-01")}, "DATE_INVALID"),
        ({"ends_on": day("2026-11-30")}, "DATE_INVALID"),
        ({"at": "24:00"}, "FIELD_INVALID"),
        ({"at": ""}, "FIELD_INVALID"),
        ({"rule": visit_pb2.PlanRule(frequency=2, every=0)}, "FIELD_INVALID"),
        ({"rule": visit_pb2.PlanRule(frequency=2, every=1, weekdays=[8])}, "FIELD_INVALID"),
        (
            {"rule": visit_pb2.PlanRule(frequency=2, every=1, weekdays=[1], week_of_month=1)},
            "PLAN_RULE_INVALID",
        ),
        ({"rule": visit_pb2.PlanRule(frequency=3, every=1, week_of_month=1)}, "PLAN_RULE_INVALID"),
    ],
)
async def test_a_plan_that_cannot_work_is_refused(world: World, site: Site, wrong, reason: str):
    with pytest.raises(Invalid) as refused:
        await put(world, plan_of(site, **wrong))
    assert refused.value.reason == reason


async def test_a_plan_is_of_one_client_and_at_its_unit(world: World, site: Site):
    with pytest.raises(NotFound) as refused:
        await put(world, plan_of(site, unit_id=new_id()))
    assert refused.value.reason == "UNIT_NOT_FOUND"
    plan = plan_of(site)
    await put(world, plan)
    stranger = replace(site, client=new_id(), unit=new_id())
    world.clients.units[stranger.client] = [stranger.unit]
    with pytest.raises(AlreadyExists) as other:
        await put(world, plan_of(stranger, id=plan.id))
    assert other.value.reason == "PLAN_EXISTS"


async def test_plans_are_listed_by_client_and_unit(world: World, site: Site):
    first, second = plan_of(site), plan_of(site, unit_id=site.other)
    for plan in (first, second):
        await put(world, plan)
    found, token = [], ""
    while True:
        request = pb.ListPlansRequest(client_id=site.client, page_size=1, page_token=token)
        answer = await world.call("ListPlans", request)
        found += [one.id for one in answer.plans]
        if not (token := answer.next_page_token):
            break
    assert found == sorted([first.id, second.id])
    request = pb.ListPlansRequest(client_id=site.client, unit_id=site.other)
    assert [one.id for one in (await world.call("ListPlans", request)).plans] == [second.id]
