"""Periods that are for visits: those of the ledger, and those that are to come."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from kit.dates import date_from_pb
from kit.errors import Invalid
from services.autogen.model.calendar import Rule, number_on, period
from sysapi.autogen.v1 import autogen_service_pb2 as pb
from sysapi.autogen.v1 import line_pb2
from tests.autogen.conftest import World, day

PLANNED, MADE = line_pb2.PERIOD_STATE_PLANNED, line_pb2.PERIOD_STATE_MADE
SKIPPED, WAIVED = line_pb2.PERIOD_STATE_SKIPPED, line_pb2.PERIOD_STATE_WAIVED


async def contracted(
    world: World, first: str, last: str, **chosen
) -> list[line_pb2.ContractedPeriod]:
    """All of these days, two lines on a page."""
    found, token = [], ""
    while True:
        request = pb.ListContractedPeriodsRequest(
            filter=pb.LineFilter(**chosen), to=day(last), page_size=2, page_token=token
        )
        getattr(request, "from").CopyFrom(day(first))
        answer = await world.call("ListContractedPeriods", request)
        found += answer.periods
        if not (token := answer.next_page_token):
            return found


def days_of(found: list[line_pb2.ContractedPeriod]) -> list[tuple[str, str]]:
    return [(f"{date_from_pb(one.starts_on)}", f"{date_from_pb(one.ends_on)}") for one in found]


@pytest.mark.parametrize("anchor", [1, 15, 29, 31])
@pytest.mark.parametrize("every", [1, 3, 12])
def test_each_day_belongs_to_the_period_that_has_it(anchor: int, every: int):
    rule = Rule(every, anchor)
    first = date(2026, 1, anchor)
    for number in range(-2, 30):
        found = period(first, rule, number)
        for on in (found.starts_on, found.ends_on):
            assert number_on(first, rule, on) == number


async def test_a_period_tells_what_is_contracted_before_and_after_it_is_invoiced(
    world: World, client: str
):
    unit = str(uuid.uuid4())
    world.clients.units[client] = [unit]
    line = await world.line(client, unit_id=unit, visits_per_period=4)
    (coming,) = await contracted(world, "2026-12-01", "2026-12-31")
    assert (coming.line_id, coming.client_id, coming.unit_id) == (line.id, client, unit)
    assert (coming.service, coming.state) == ("Apsardze", PLANNED)
    assert (coming.contracted, coming.billed, coming.invoice_id) == (4, 0, "")
    assert f"{date_from_pb(coming.issue_on)}" == "2026-12-01"
    world.today_is("2026-12-01")
    await world.run()
    (made,) = await contracted(world, "2026-12-01", "2026-12-31")
    (invoice,) = await world.issued(client)
    assert (made.state, made.contracted, made.billed) == (MADE, 4, 4)
    assert (made.invoice_id, made.invoice_number) == (invoice.id, invoice.number)


async def test_what_is_invoiced_stays_when_the_line_is_changed(world: World, client: str):
    line = await world.line(client, visits_per_period=4)
    world.today_is("2026-12-01")
    await world.run()
    await world.update(await world.get(line.id), visits_per_period=2)
    found = await contracted(world, "2026-12-01", "2027-01-31")
    assert [(one.contracted, one.billed) for one in found] == [(4, 4), (2, 0)]


async def test_a_line_that_is_told_of_visits_later_is_told_of_them_for_earlier_periods(
    world: World, client: str
):
    line = await world.line(client)
    world.today_is("2026-12-01")
    await world.run()
    assert await contracted(world, "2026-12-01", "2026-12-31") == []
    await world.update(await world.get(line.id), visits_per_period=3)
    (found,) = await contracted(world, "2026-12-01", "2026-12-31")
    assert (found.contracted, found.billed) == (3, 3)


async def test_periods_are_those_that_have_a_day_of_the_window(world: World, client: str):
    await world.line(
        client, visits_per_period=4, valid_from="2026-12-15", timing=line_pb2.TIMING_IN_ARREARS
    )
    assert await contracted(world, "2026-11-01", "2026-12-14") == []
    found = await contracted(world, "2027-01-01", "2027-01-31")
    assert days_of(found) == [("2026-12-15", "2027-01-14"), ("2027-01-15", "2027-02-14")]
    world.today_is("2027-01-14")
    await world.run()
    found = await contracted(world, "2027-01-01", "2027-01-31")
    assert days_of(found) == [("2026-12-15", "2027-01-14"), ("2027-01-15", "2027-02-14")]
    assert [one.state for one in found] == [MADE, PLANNED]


async def test_a_quarter_is_told_of_in_each_of_its_months(world: World, client: str):
    await world.line(client, visits_per_period=12, every_months=3)
    for first, last in (("2026-12-01", "2026-12-31"), ("2027-02-01", "2027-02-28")):
        assert days_of(await contracted(world, first, last)) == [("2026-12-01", "2027-02-28")]
    assert days_of(await contracted(world, "2028-03-01", "2028-03-31")) == [
        ("2028-03-01", "2028-05-31")
    ]


async def test_nothing_is_contracted_in_a_pause(world: World, client: str):
    line = await world.line(client, visits_per_period=4)
    request = pb.PauseLineRequest(line_id=line.id, etag=line.etag, reason="Remonts")
    getattr(request, "from").CopyFrom(day("2027-01-01"))
    await world.call("PauseLine", request)
    world.today_is("2027-01-01")
    await world.run()
    found = await contracted(world, "2026-12-01", "2027-02-28")
    assert [(one.state, one.contracted, one.billed) for one in found] == [
        (MADE, 4, 4),
        (SKIPPED, 0, 0),
        (SKIPPED, 0, 0),
    ]


async def test_a_line_that_ended_is_told_of_until_its_last_period(world: World, client: str):
    line = await world.line(client, visits_per_period=4)
    request = pb.EndLineRequest(line_id=line.id, etag=line.etag, on=day("2027-01-15"))
    await world.call("EndLine", request)
    found = await contracted(world, "2026-12-01", "2027-06-30")
    assert days_of(found) == [("2026-12-01", "2026-12-31"), ("2027-01-01", "2027-01-31")]
    world.today_is("2027-01-01")
    await world.run()
    assert (await world.get(line.id)).state == line_pb2.LINE_STATE_ENDED
    found = await contracted(world, "2026-12-01", "2027-06-30")
    assert [(one.state, one.billed) for one in found] == [(MADE, 4), (MADE, 4)]


async def test_what_is_waived_is_contracted_and_not_invoiced(world: World, client: str):
    await world.line(client, visits_per_period=4)
    world.today_is("2027-02-01")
    world.clients.missing.add(client)
    await world.run()
    ids = [one.id for one in await world.ledger(client) if one.state != MADE]
    request = pb.WaivePeriodsRequest(period_ids=ids, reason="Vienošanās")
    await world.call("WaivePeriods", request)
    found = await contracted(world, "2026-12-01", "2027-02-28")
    assert [(one.state, one.contracted, one.billed) for one in found] == [(WAIVED, 4, 0)] * 3


async def test_lines_come_in_pages_and_by_client(world: World, client: str):
    other = str(uuid.uuid4())
    for visits in (1, 2, 3, 0):
        await world.line(client, visits_per_period=visits)
    await world.line(other, visits_per_period=9)
    found = await contracted(world, "2026-12-01", "2026-12-31")
    assert [one.line_id for one in found] == sorted(one.line_id for one in found)
    assert sorted(one.contracted for one in found) == [1, 2, 3, 9]
    found = await contracted(world, "2026-12-01", "2026-12-31", client_ids=[client])
    assert sorted(one.contracted for one in found) == [1, 2, 3]


@pytest.mark.parametrize("last", ["2026-11-30", "2027-12-02"])
async def test_a_window_is_of_one_day_to_a_year(world: World, last: str):
    with pytest.raises(Invalid) as refused:
        await contracted(world, "2026-12-01", last)
    assert refused.value.reason == "DATE_INVALID"


@pytest.mark.parametrize("visits", [-1, 1001])
async def test_visits_of_a_period_are_none_to_a_thousand(world: World, client: str, visits: int):
    with pytest.raises(Invalid):
        await world.line(client, visits_per_period=visits)
    line = await world.line(client, visits_per_period=1000)
    with pytest.raises(Invalid):
        await world.update(line, visits_per_period=visits)
