"""From a line to its invoices."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kit.dates import date_from_pb
from kit.errors import Invalid
from sysapi.autogen.v1 import autogen_service_pb2 as pb
from sysapi.autogen.v1 import line_pb2
from sysapi.invoices.v1 import invoice_pb2
from tests.autogen.conftest import World, amount_of, day, days_of

MADE, PLANNED = line_pb2.PERIOD_STATE_MADE, line_pb2.PERIOD_STATE_PLANNED
FAILED, WAIVED = line_pb2.PERIOD_STATE_FAILED, line_pb2.PERIOD_STATE_WAIVED
SKIPPED = line_pb2.PERIOD_STATE_SKIPPED


async def test_a_due_period_becomes_an_issued_invoice(world: World, client: str):
    line = await world.line(client, term_days=10)
    assert date_from_pb(line.next_on) == date(2026, 12, 1)
    assert line.next_text == "Apsardze par decembri"
    world.today_is("2026-12-01")
    done = await world.run()
    assert (done.made, done.invoices, amount_of(done.net)) == (1, 1, Decimal(100))
    (invoice,) = await world.issued(client)
    assert invoice.state == invoice_pb2.INVOICE_STATE_ISSUED
    assert invoice.source == invoice_pb2.INVOICE_SOURCE_AUTOGEN
    assert date_from_pb(invoice.issued_on) == date(2026, 12, 1)
    assert date_from_pb(invoice.dues[0].due_on) == date(2026, 12, 11)
    assert invoice.buyer.name == f'SIA "{client[:8]}"'
    assert [one.text for one in invoice.lines] == ["Apsardze par decembri"]
    assert date_from_pb(invoice.lines[0].period_to) == date(2026, 12, 31)
    (period,) = await world.ledger(client)
    assert (period.state, period.invoice_id, period.invoice_number) == (
        MADE, invoice.id, invoice.number,
    )  # fmt: skip
    assert (await world.run()).made == 0


async def test_an_anchor_on_the_31st_run_day_by_day_with_an_outage_of_40_days(
    world: World, client: str
):
    """Proof scenario d: every period exactly once, and a broken line stops nobody."""
    other = str(uuid.uuid4())
    await world.line(client, valid_from="2027-01-31", anchor_day=31)
    broken = await world.line(other, valid_from="2027-12-31", anchor_day=31, vat_rate="13")
    on = date(2027, 1, 1)
    while on <= date(2028, 3, 1):
        if not date(2027, 6, 20) <= on < date(2027, 7, 30):
            world.today_is(on)
            await world.generator.run()
        on += timedelta(days=1)
    periods = await world.ledger(client)
    assert days_of(periods) == [
        "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30", "2027-07-31", "2027-08-31",
        "2027-09-30", "2027-10-31", "2027-11-30", "2027-12-31", "2028-01-31", "2028-02-29",
    ]  # fmt: skip
    assert {one.state for one in periods} == {MADE}
    invoices = await world.issued(client)
    assert len(invoices) == len(periods)
    assert sorted(one.id for one in invoices) == sorted(one.invoice_id for one in periods)
    late = next(one for one in periods if days_of([one]) == ["2027-06-30"])
    issued = next(one for one in invoices if one.id == late.invoice_id)
    assert date_from_pb(issued.issued_on) == date(2027, 7, 30)
    failed = await world.ledger(other)
    assert {(one.state, one.error_code) for one in failed} == {(FAILED, "VAT_RATE_INVALID")}
    assert days_of(failed) == ["2027-12-31", "2028-01-31", "2028-02-29"]
    assert (await world.get(broken.id)).failed == len(failed)


async def test_lines_of_one_key_become_one_invoice(world: World, client: str):
    unit = str(uuid.uuid4())
    world.clients.units[client] = [unit]
    await world.line(client, service="A")
    await world.line(client, service="B", unit_price="50")
    await world.line(client, service="C", join_key="own")
    await world.line(client, service="D", unit_id=unit)
    await world.line(client, service="E", term_days=30)
    world.today_is("2026-12-01")
    done = await world.run()
    assert (done.made, done.invoices) == (5, 4)
    sums = sorted(amount_of(one.net) for one in await world.issued(client))
    assert sums == [Decimal(100), Decimal(100), Decimal(100), Decimal(150)]


async def test_a_refused_line_does_not_hold_up_the_others_of_its_invoice(world: World, client: str):
    await world.line(client, service="A")
    bad = await world.line(client, service="B", vat_rate="13")
    await world.line(client, service="C")
    world.today_is("2026-12-01")
    done = await world.run()
    assert (done.made, done.invoices, done.failed) == (2, 1, 1)
    assert done.failures[0].line_id == bad.id
    (invoice,) = await world.issued(client)
    assert len(invoice.lines) == 2
    bad = await world.get(bad.id)
    assert bad.failed == 1
    await world.update(bad, vat_rate="21")
    done = await world.run()
    assert (done.made, done.failed) == (1, 0)
    assert len(await world.issued(client)) == 2


async def test_beyond_two_missed_periods_somebody_is_asked(world: World, client: str):
    line = await world.line(client, valid_from="2026-07-01")
    done = await world.run()
    assert (done.made, done.waiting) == (2, 3)
    assert (await world.get(line.id)).waiting == 3
    assert (await world.run()).made == 0
    waiting = await world.ledger(client, needs_approval=True)
    assert days_of(waiting) == ["2026-09-01", "2026-10-01", "2026-11-01"]
    await world.call("ApprovePeriods", pb.ApprovePeriodsRequest(period_ids=[waiting[0].id]))
    rest = pb.WaivePeriodsRequest(period_ids=[one.id for one in waiting[1:]], reason="Vienojāmies")
    await world.call("WaivePeriods", rest)
    assert (await world.run()).made == 1
    world.today_is("2026-12-01")
    assert (await world.run()).made == 1
    states = [one.state for one in await world.ledger(client)]
    assert states == [MADE, MADE, MADE, WAIVED, WAIVED, MADE]
    assert len(await world.issued(client)) == 4


async def test_a_pause_skips_its_periods_and_says_so(world: World, client: str):
    line = await world.line(client, valid_from="2026-12-01")
    line = (
        await world.call(
            "PauseLine", pb.PauseLineRequest(line_id=line.id, etag=line.etag, reason="Ziema")
        )
    ).line
    assert not line.HasField("next_on")
    world.today_is("2027-01-15")
    done = await world.run()
    assert (done.made, done.skipped) == (0, 2)
    world.today_is("2027-02-15")
    resume = pb.ResumeLineRequest(line_id=line.id, etag=line.etag)
    line = (await world.call("ResumeLine", resume)).line
    assert date_from_pb(line.next_on) == date(2027, 3, 1)
    world.today_is("2027-03-01")
    await world.run()
    periods = await world.ledger(client)
    assert [(one.state, one.reason) for one in periods] == [
        (SKIPPED, "Ziema"), (SKIPPED, "Ziema"), (SKIPPED, "Ziema"), (MADE, ""),
    ]  # fmt: skip


async def test_an_ended_line_makes_what_began_before_its_end(world: World, client: str):
    line = await world.line(client, valid_from="2026-12-01", timing=line_pb2.TIMING_IN_ARREARS)
    request = pb.EndLineRequest(line_id=line.id, etag=line.etag, on=day("2026-12-15"))
    line = (await world.call("EndLine", request)).line
    assert line.state == line_pb2.LINE_STATE_ACTIVE
    world.today_is("2026-12-31")
    assert (await world.run()).made == 1
    assert (await world.get(line.id)).state == line_pb2.LINE_STATE_ENDED
    world.today_is("2027-06-30")
    assert (await world.run()).made == 0


async def test_a_price_holds_for_periods_that_begin_on_its_day_or_later(world: World, client: str):
    line = await world.line(client, valid_from="2026-12-15")
    request = pb.SetPriceRequest(line_id=line.id, etag=line.etag, unit_price="120.5")
    getattr(request, "from").CopyFrom(day("2027-01-15"))
    await world.call("SetPrice", request)
    for on in ("2026-12-15", "2027-01-15"):
        world.today_is(on)
        await world.run()
    assert [amount_of(one.net) for one in await world.ledger(client)] == [
        Decimal(100), Decimal("120.5"),
    ]  # fmt: skip


async def test_a_change_never_touches_what_was_made(world: World, client: str):
    line = await world.line(client)
    world.today_is("2026-12-01")
    await world.run()
    line = await world.update(await world.get(line.id), template="Cits teksts {mēnesis}")
    assert line.next_text == "Cits teksts janvāris"
    (period,) = await world.ledger(client)
    assert period.text == "Apsardze par decembri"


async def test_a_dry_run_tells_what_the_run_then_does(world: World, client: str):
    await world.line(client, service="A", valid_from="2026-08-01")
    await world.line(client, service="B", valid_from="2026-11-20")
    foreseen = await world.run(dry_run=True)
    assert await world.ledger(client) == []
    done = await world.run()
    assert foreseen == done
    assert (done.made, done.waiting) == (3, 2)


async def test_a_run_reaches_a_month_ahead_and_no_further(world: World, client: str):
    await world.line(client)
    with pytest.raises(Invalid) as refused:
        await world.run(until="2026-12-27")
    assert refused.value.reason == "DATE_INVALID"
    assert (await world.run(until="2026-12-26")).made == 1
    (invoice,) = await world.issued(client)
    assert date_from_pb(invoice.issued_on) == date(2026, 11, 25)


async def test_a_client_that_is_gone_stops_nobody(world: World, client: str):
    gone = str(uuid.uuid4())
    await world.line(gone)
    await world.line(client)
    world.clients.missing.add(gone)
    world.today_is("2026-12-01")
    done = await world.run()
    assert (done.made, done.failed) == (1, 1)
    assert done.failures[0].error_code == "CLIENT_NOT_FOUND"
