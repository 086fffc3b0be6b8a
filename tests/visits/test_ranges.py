"""Counts of visits between days, and units with visits to invoice."""

from __future__ import annotations

import pytest

from kit.errors import Invalid
from sysapi.visits.v1 import visits_service_pb2 as pb
from tests.visits.conftest import CANCELLED, MISSED, Site, World, at, day, new_id, numbers

Counted = list[tuple[str, str, tuple[int, int, int, int], int]]


def days(site: Site, first: str, last: str, unit: str = "") -> pb.VisitRange:
    found = pb.VisitRange(client_id=site.client, unit_id=unit, to=day(last))
    getattr(found, "from").CopyFrom(day(first))
    return found


async def counted(world: World, *wanted: pb.VisitRange) -> list[Counted]:
    """Of each range its units, kinds and counts."""
    answer = await world.call("CountVisits", pb.CountVisitsRequest(ranges=wanted))
    return [
        [(one.unit_id, one.kind, numbers(one.counts), one.billable_done) for one in found.kinds]
        for found in answer.ranges
    ]


async def test_visits_between_days_are_counted_by_unit_kind_and_state(world: World, site: Site):
    for visit in (
        site.done("2026-11-01T00:00", kind="Logi"),
        site.done("2026-11-14T23:59", kind="Logi", billable=True),
        site.visit("2026-11-10T09:00", kind="Logi", state=MISSED, billable=True),
        site.visit("2026-11-11T09:00", kind="Grīda", state=CANCELLED),
        site.visit("2026-11-12T09:00", kind="Grīda"),
        site.done("2026-11-13T09:00", unit_id=site.other),
        site.done("2026-10-31T23:59"),
        site.done("2026-11-15T00:00"),
    ):
        await world.put(visit)
    here = [
        (site.unit, "Grīda", (1, 0, 0, 1), 0),
        (site.unit, "Logi", (0, 2, 1, 0), 1),
    ]
    there = [(site.other, "", (0, 1, 0, 0), 0)]
    found = await counted(
        world,
        days(site, "2026-11-01", "2026-11-14", site.unit),
        days(site, "2026-11-01", "2026-11-14"),
        days(site, "2020-01-01", "2020-01-31"),
        days(site, "2026-11-13", "2026-11-13", site.other),
    )
    assert [sorted(one) for one in found] == [here, sorted(here + there), [], there]


@pytest.mark.parametrize(
    "started",
    # The nights in which the clock is moved: a day of 23 hours, and one of 25.
    ["2026-03-29T00:00", "2026-03-29T23:59", "2025-10-26T00:00", "2025-10-26T23:59"],
)
async def test_days_are_those_of_latvia(world: World, site: Site, started: str):
    await world.put(site.done(started))
    on = started[:10]
    before, after = {
        "2026-03-29": ("2026-03-28", "2026-03-30"),
        "2025-10-26": ("2025-10-25", "2025-10-27"),
    }[on]
    found = await counted(
        world, days(site, before, before), days(site, on, on), days(site, after, after)
    )
    assert found == [[], [(site.unit, "", (0, 1, 0, 0), 0)], []]


async def test_a_unit_of_another_client_is_not_counted(world: World, site: Site):
    await world.put(site.done("2026-11-02T09:00"))
    stranger = Site(new_id(), site.unit, site.other)
    assert await counted(world, days(stranger, "2026-11-01", "2026-11-30", site.unit)) == [[]]


@pytest.mark.parametrize("last", ["2026-10-31", "2036-12-01"])
async def test_a_range_is_of_one_day_to_ten_years(world: World, site: Site, last: str):
    with pytest.raises(Invalid) as refused:
        await counted(world, days(site, "2026-11-01", last))
    assert refused.value.reason == "DATE_INVALID"
    assert refused.value.metadata["field"] == "ranges[0].to"


async def test_as_many_as_500_ranges_are_counted_at_once(world: World, site: Site):
    await world.put(site.done("2026-11-02T09:00"))
    found = await counted(world, *[days(site, "2026-11-02", "2026-11-02")] * 500)
    assert found == [[(site.unit, "", (0, 1, 0, 0), 0)]] * 500
    with pytest.raises(Invalid):
        await counted(world, *[days(site, "2026-11-02", "2026-11-02")] * 501)


async def units_to_invoice(world: World, year: int, month: int, **chosen) -> list[tuple[str, str]]:
    """All units of a month, one on a page."""
    found, token = [], ""
    while True:
        request = pb.ListBillableUnitsRequest(
            year=year, month=month, page_size=1, page_token=token, **chosen
        )
        answer = await world.call("ListBillableUnits", request)
        found += [(one.client_id, one.unit_id) for one in answer.units]
        if not (token := answer.next_page_token):
            assert found == sorted(found)
            return found


async def test_units_with_visits_to_invoice_are_listed_by_month(world: World, site: Site):
    for visit in (
        site.done("2019-05-01T00:00", billable=True),
        site.done("2019-05-31T23:59", billable=True),
        site.done("2019-05-20T09:00", billable=True, unit_id=site.other),
        site.done("2019-05-21T09:00"),
        site.visit("2019-05-22T09:00", billable=True, state=MISSED),
        site.done("2019-06-01T00:00", billable=True, ended=at("2019-06-01T01:00")),
    ):
        await world.put(visit)
    other = Site(new_id(), new_id(), new_id())
    world.clients.units[other.client] = [other.unit]
    await world.put(other.done("2019-05-02T09:00", billable=True))
    ours = sorted([(site.client, site.unit), (site.client, site.other)])
    assert await units_to_invoice(world, 2019, 5, client_id=site.client) == ours
    assert await units_to_invoice(world, 2019, 5) == sorted([*ours, (other.client, other.unit)])
    assert await units_to_invoice(world, 2019, 7) == []


async def test_a_token_of_another_list_is_refused(world: World, site: Site):
    for token in ("x", "WyJiaWxsYWJsZV91bml0cyIsIngiXQ=="):
        request = pb.ListBillableUnitsRequest(year=2019, month=5, page_token=token)
        with pytest.raises(Invalid) as refused:
            await world.call("ListBillableUnits", request)
        assert refused.value.reason == "PAGE_TOKEN_INVALID"
