"""Planned visits of which nothing was told become missed, and what is told later still counts."""

from __future__ import annotations

import asyncio

import pytest

from kit.errors import Conflict
from services.visits.overdue import Overdue
from tests.visits.conftest import CHANGED, DONE, MISSED, PLANNED, UNCHANGED, Site, World, at
from tests.visits.test_visits import copy_of


async def test_a_visit_is_missed_days_after_its_own(world: World, site: Site) -> None:
    visit = site.visit("2026-11-26T09:00")
    await world.put(visit)
    world.now_is("2026-11-29T23:59")
    await world.overdue.mark()
    assert (await world.get(visit.id)).state == PLANNED
    world.now_is("2026-11-30T00:00")
    assert await world.overdue.mark() >= 1
    found = await world.get(visit.id)
    assert (found.state, found.version, found.update_actor) == (MISSED, 2, "overdue")
    assert await world.overdue.mark() == 0
    assert await world.grid(site.client) == {site.unit: {"2026-11": (0, 0, 1, 0)}}
    assert (await world.published(site.client))[-1].visits.counts.missed == 1


async def test_what_a_device_tells_late_is_taken(world: World, site: Site) -> None:
    planned = (await world.put(site.visit("2026-11-26T09:00"))).visit
    done = copy_of(planned, state=DONE, started=at("2026-11-26T09:05"))
    world.now_is("2026-12-05T08:00")
    await world.overdue.mark()
    assert (await world.put(done, planned.etag)).outcome == CHANGED
    assert (await world.put(done, planned.etag)).outcome == UNCHANGED
    assert (await world.get(planned.id)).state == DONE
    assert await world.grid(site.client) == {site.unit: {"2026-11": (0, 1, 0, 0)}}


async def test_what_a_person_changed_since_is_a_conflict(world: World, site: Site) -> None:
    planned = (await world.put(site.visit("2026-11-26T09:00"))).visit
    world.now_is("2026-12-05T08:00")
    await world.overdue.mark()
    missed = await world.get(planned.id)
    await world.put(copy_of(missed, note="Slēgts"), missed.etag)
    done = copy_of(planned, state=DONE, started=at("2026-11-26T09:05"))
    with pytest.raises(Conflict) as refused:
        await world.put(done, planned.etag)
    assert refused.value.reason == "ETAG_MISMATCH"


async def test_two_processes_mark_a_visit_once(world: World, site: Site) -> None:
    visit = site.visit("2026-11-26T09:00")
    await world.put(visit)
    world.now_is("2026-12-01T08:00")
    other = Overdue(world.database, 3, clock=lambda: world.now[0])
    await asyncio.gather(world.overdue.mark(), other.mark())
    assert (await world.get(visit.id)).version == 2
