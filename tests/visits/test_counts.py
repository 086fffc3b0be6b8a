"""The grid of units and months, what is told of a client, and that both always follow from the visits."""

from __future__ import annotations

import random
import uuid

import pytest
from sqlalchemy import text

from kit.dates import date_from_pb
from services.visits import recounting
from sysapi.visits.v1 import visits_service_pb2 as pb
from tests.visits.conftest import (
    CANCELLED,
    DONE,
    MISSED,
    Site,
    World,
    at,
    by_month,
    new_id,
    numbers,
)


async def test_visits_count_by_unit_and_month_and_state(world: World, site: Site):
    for visit in (
        site.done("2026-11-02T09:00"),
        site.done("2026-11-09T09:00"),
        site.visit("2026-11-16T09:00", state=MISSED),
        site.visit("2026-11-23T09:00", state=CANCELLED),
        site.visit("2026-11-30T09:00"),
        site.done("2026-10-05T09:00", unit_id=site.other),
    ):
        await world.put(visit)
    assert await world.grid(site.client) == {
        site.unit: {"2026-11": (1, 2, 1, 1)},
        site.other: {"2026-10": (0, 1, 0, 0)},
    }
    assert await world.grid(site.client, unit_id=site.other) == {
        site.other: {"2026-10": (0, 1, 0, 0)}
    }


@pytest.mark.parametrize(
    ("started", "month"),
    [
        # 22:30 UTC is the next month in Latvia, in winter after 22:00 and in summer after 21:00.
        ("2026-10-31T23:59", "2026-10"),
        ("2026-11-01T00:00", "2026-11"),
        ("2026-01-31T23:59", "2026-01"),
        ("2026-02-01T00:30", "2026-02"),
        # The nights in which the clock is moved.
        ("2026-03-29T03:30", "2026-03"),
        ("2026-10-25T03:30", "2026-10"),
        ("2025-12-31T23:59", "2025-12"),
    ],
)
async def test_the_month_is_that_of_the_start_in_latvia(
    world: World, site: Site, started: str, month: str
):
    await world.put(site.done(started))
    assert await world.grid(site.client) == {site.unit: {month: (0, 1, 0, 0)}}


async def test_a_visit_over_midnight_counts_where_it_began(world: World, site: Site):
    await world.put(site.done("2026-09-30T23:30", ended=at("2026-10-01T04:00")))
    assert await world.grid(site.client) == {site.unit: {"2026-09": (0, 1, 0, 0)}}


async def test_a_visit_planned_for_one_month_and_begun_in_the_next_moves(world: World, site: Site):
    visit = site.visit("2026-10-31T23:00")
    await world.put(visit)
    visit.state = DONE
    visit.started.CopyFrom(at("2026-11-01T00:20"))
    await world.put(visit, "v1")
    assert await world.grid(site.client) == {site.unit: {"2026-11": (0, 1, 0, 0)}}


async def test_a_moved_visit_leaves_its_old_month_and_unit(world: World, site: Site):
    staying, moving = site.visit("2026-11-30T09:00"), site.visit("2026-11-30T10:00")
    await world.put(staying)
    await world.put(moving)
    moving.planned_start.CopyFrom(at("2026-12-02T09:00"))
    await world.put(moving, "v1")
    asked = {"to_year": 2026, "to_month": 12}
    assert await world.grid(site.client, **asked) == {
        site.unit: {"2026-11": (1, 0, 0, 0), "2026-12": (1, 0, 0, 0)}
    }
    moving.unit_id = site.other
    await world.put(moving, "v2")
    assert await world.grid(site.client, **asked) == {
        site.unit: {"2026-11": (1, 0, 0, 0)},
        site.other: {"2026-12": (1, 0, 0, 0)},
    }


async def test_of_a_chain_the_most_visited_sites_are_told_and_the_sums_of_all(
    world: World, site: Site
):
    for on in ("2026-10-05", "2026-11-05", "2026-11-06"):
        await world.put(site.done(f"{on}T09:00", unit_id=site.other))
    await world.put(site.done("2026-11-07T09:00"))
    for hour in range(10, 14):
        await world.put(site.visit(f"2026-11-08T{hour}:00", state=CANCELLED))
    request = pb.GetVisitMonthsRequest(client_id=site.client, months=2, most_sites=1)
    (found,) = (answer := await world.call("GetVisitMonths", request)).sites
    assert (found.unit_id, by_month(found.counts)) == (site.other, [(0, 1, 0, 0), (0, 2, 0, 0)])
    assert (answer.sites_total, by_month(answer.sums)) == (2, [(0, 1, 0, 0), (0, 3, 0, 4)])
    request.most_sites = 0
    everything = await world.call("GetVisitMonths", request)
    assert [one.unit_id for one in everything.sites] == [site.other, site.unit]
    assert (everything.sites_total, everything.sums) == (2, answer.sums)
    nothing = await world.call("GetVisitMonths", pb.GetVisitMonthsRequest(client_id=new_id()))
    assert (nothing.sites_total, set(by_month(nothing.sums))) == (0, {(0, 0, 0, 0)})


async def test_the_grid_is_of_24_months_and_years_are_of_all(world: World, site: Site):
    for started in ("2019-05-01T09:00", "2024-11-30T09:00", "2024-12-01T09:00"):
        await world.put(site.done(started))
    await world.put(site.visit("2026-12-24T09:00"))
    assert await world.grid(site.client) == {site.unit: {"2024-12": (0, 1, 0, 0)}}
    answer = await world.call(
        "GetVisitMonths",
        pb.GetVisitMonthsRequest(client_id=site.client, to_year=2019, months=12),
    )
    assert (answer.from_year, answer.from_month) == (2019, 1)
    assert (answer.to_year, answer.to_month) == (2019, 12)
    assert list(answer.sites[0].counts.done) == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert [(one.year, *numbers(one.counts)) for one in answer.years] == [
        (2026, 1, 0, 0, 0),
        (2024, 0, 2, 0, 0),
        (2019, 0, 1, 0, 0),
    ]


async def test_the_last_visit_and_the_counts_of_a_client_are_told(world: World, site: Site):
    await world.put(site.done("2026-11-10T09:00"))
    latest = site.done("2026-11-20T09:00", unit_id=site.other)
    await world.put(latest)
    await world.put(site.visit("2026-12-01T09:00"))
    told = await world.told(site.client)
    assert f"{date_from_pb(told.last_on)}" == "2026-11-20"
    assert told.last_unit_id == site.other
    assert numbers(told.counts) == (1, 2, 0, 0)
    latest.state = CANCELLED
    await world.put(latest, "v1")
    assert f"{date_from_pb((await world.told(site.client)).last_on)}" == "2026-11-10"
    events = await world.published(site.client)
    assert [one.version for one in events] == [1, 2, 3, 4]
    assert events[-1].visits == await world.told(site.client)


async def test_a_note_is_nothing_to_tell(world: World, site: Site):
    visit = site.done("2026-11-10T09:00")
    await world.put(visit)
    visit.note = "Viss kārtībā"
    await world.put(visit, "v1")
    assert len(await world.published(site.client)) == 1


async def test_clients_are_listed_as_they_were_published(world: World, site: Site):
    await world.put(site.done("2026-11-10T09:00"))
    found, token = {}, ""
    while True:
        request = pb.ListClientVisitsRequest(page_size=1, page_token=token)
        answer = await world.call("ListClientVisits", request)
        found |= {one.visits.client_id: one for one in answer.clients}
        if not (token := answer.next_page_token):
            break
    assert found[site.client] == (await world.published(site.client))[-1]
    assert list(found) == sorted(found)


async def test_of_two_visits_that_began_at_once_the_last_is_always_the_same(
    world: World, site: Site
):
    first, second = site.done("2026-11-10T09:00"), site.done("2026-11-10T09:00", unit_id=site.other)
    for visit in (first, second):
        await world.put(visit)
    last = max(first, second, key=lambda visit: visit.id)
    assert (await world.told(site.client)).last_unit_id == last.unit_id


async def test_after_any_changes_the_counts_are_those_of_the_visits(world: World, site: Site):
    chance = random.Random(4)
    visits = [site.visit(f"2026-{chance.randint(8, 11):02}-15T09:00") for _ in range(12)]
    versions = dict.fromkeys(range(12), 0)
    for _ in range(8):
        puts = []
        for index in chance.sample(range(12), 5):
            visit = visits[index]
            visit.state = chance.choice([1, 2, 3, 4])
            visit.unit_id = chance.choice([site.unit, site.other])
            visit.planned_start.CopyFrom(at(f"2026-{chance.randint(8, 11):02}-24T23:30"))
            visit.note = str(chance.random())
            etag = f"v{versions[index]}" if versions[index] else ""
            puts.append(pb.PutVisitRequest(visit=visit, etag=etag))
            versions[index] += 1
        answer = await world.call("PutVisits", pb.PutVisitsRequest(visits=puts))
        assert not any(one.HasField("problem") for one in answer.results)
    told = await world.told(site.client)
    grid = await world.grid(site.client)
    cells = [cell for months in grid.values() for cell in months.values()]
    assert numbers(told.counts) == tuple(map(sum, zip(*cells, strict=True)))
    found = await recounting.recount(world.database)
    assert (found.wrong_cells, found.changed_clients) == (0, 0)


async def test_a_recount_repairs_and_tells_what_was_wrong(world: World, site: Site):
    await world.put(site.done("2026-11-10T09:00"))
    right, event = await world.grid(site.client), (await world.published(site.client))[-1]
    client = {"client": uuid.UUID(site.client)}
    async with world.database.begin() as session:
        await session.execute(
            text("UPDATE month_count SET done = 7 WHERE client_id = :client"), client
        )
        await session.execute(
            text("UPDATE client_visits SET done = 7, last_on = NULL WHERE client_id = :client"),
            client,
        )
    found = await recounting.recount(world.database)
    assert (found.wrong_cells, found.changed_clients) == (1, 1)
    assert await world.grid(site.client) == right
    repaired = (await world.published(site.client))[-1]
    assert (repaired.visits, repaired.version) == (event.visits, 2)
