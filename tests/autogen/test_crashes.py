"""Each period is invoiced exactly once, whatever dies, is cut off, or jumps (P15, F27-F29)."""

from __future__ import annotations

import asyncio
import os
import random
import sys
import uuid
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kit.errors import Precondition, TimedOut, Unavailable
from kit.grpc_client import Peer
from services.autogen.generator.run import Generator
from services.autogen.model.calendar import Rule, period
from services.autogen.peers import Clients, Invoices
from sysapi.autogen.v1 import autogen_service_pb2 as pb
from sysapi.autogen.v1 import line_pb2
from sysapi.invoices.v1 import invoice_pb2
from tests.autogen.conftest import World, days_of

ROOT = Path(__file__).parents[2]
PLACES = (
    "autogen_planned", "autogen_tried", "autogen_issued", "autogen_recorded",
)  # fmt: skip
ISSUED = invoice_pb2.INVOICE_STATE_ISSUED


NOBODY = "127.0.0.1:1"


async def start(world: World, fail_at: str = "", *, away: str = "") -> asyncio.subprocess.Process:
    """One run in a process of its own, dying at a place, or with one of the services it calls away."""
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'proto'}",
        "NOW": world.now[0].isoformat(),
        "DATABASE_URL": world.urls["autogen"],
        "INVOICES": world.addresses["invoices"],
        "CLIENTS": world.addresses["clients"],
    }
    environment.pop("FAIL_AT", None)
    if away:
        environment[away] = NOBODY
    if fail_at:
        environment["FAIL_AT"] = fail_at
    program = str(ROOT / "tests" / "autogen" / "programs" / "run.py")
    return await asyncio.create_subprocess_exec(sys.executable, program, cwd=ROOT, env=environment)


async def settle(world: World) -> None:
    """Runs until nothing is left to try; the clock goes on, as tries are put off."""
    for _ in range(3):
        await world.run()
        world.now[0] += timedelta(minutes=10)
    await world.run()


async def assert_once(world: World, client: str, days: list[str]) -> None:
    """The client has one made period and one issued invoice for each of the days, and nothing else."""
    periods = await world.ledger(client)
    assert days_of(periods) == days
    assert {one.state for one in periods} <= {line_pb2.PERIOD_STATE_MADE}
    invoices = await world.issued(client)
    assert {one.state for one in invoices} <= {ISSUED}
    assert sorted(one.id for one in invoices) == sorted(one.invoice_id for one in periods)
    assert len({one.number for one in invoices}) == len(days)


@pytest.mark.parametrize("place", PLACES)
async def test_a_run_killed_anywhere_bills_once(world: World, client: str, place: str):
    await world.line(client, term_days=7)
    world.today_is("2026-12-01")
    killed = await start(world, f"{place}:kill")
    assert await killed.wait() == -9
    await settle(world)
    await assert_once(world, client, ["2026-12-01"])


async def test_what_may_be_issued_cannot_be_waived(world: World, client: str):
    await world.line(client)
    world.today_is("2026-12-01")
    killed = await start(world, "autogen_issued:kill")
    assert await killed.wait() == -9
    (row,) = await world.ledger(client)
    assert row.state == line_pb2.PERIOD_STATE_PLANNED
    with pytest.raises(Precondition) as refused:
        await world.call(
            "WaivePeriods", pb.WaivePeriodsRequest(period_ids=[row.id], reason="Nevajag")
        )
    assert refused.value.reason == "PERIOD_IN_DOUBT"
    await settle(world)
    await assert_once(world, client, ["2026-12-01"])


async def test_an_answer_that_is_lost_leads_to_the_same_invoice(
    world: World, client: str, monkeypatch: pytest.MonkeyPatch
):
    await world.line(client)
    world.today_is("2026-12-01")
    issue = Invoices.issue

    async def issue_and_be_cut_off(*arguments):
        await issue(*arguments)
        raise TimedOut

    with monkeypatch.context() as patch:
        patch.setattr(Invoices, "issue", issue_and_be_cut_off)
        assert (await world.run()).failed == 1
    await settle(world)
    await assert_once(world, client, ["2026-12-01"])


async def test_without_the_invoices_service_a_run_is_put_off(world: World, client: str):
    await world.line(client)
    world.today_is("2026-12-01")
    nobody = Peer("invoices", NOBODY)
    cut_off = Generator(
        world.database, Invoices(nobody), world.generator.clients, clock=world.generator.clock
    )
    for _ in range(3):
        with pytest.raises(Unavailable):
            await cut_off.run()
    await nobody.close()
    (row,) = await world.ledger(client)
    assert (row.state, row.attempts) == (line_pb2.PERIOD_STATE_PLANNED, 0)
    assert (await world.run()).made == 1
    await assert_once(world, client, ["2026-12-01"])


async def test_without_the_clients_service_a_run_is_put_off(world: World, client: str):
    await world.line(client)
    world.today_is("2026-12-01")
    nobody = Peer("clients", NOBODY)
    cut_off = Generator(
        world.database, world.generator.invoices, Clients(nobody), clock=world.generator.clock
    )
    with pytest.raises(Unavailable) as refused:
        await cut_off.run()
    await nobody.close()
    assert refused.value.metadata["part"] == "clients"
    (row,) = await world.ledger(client)
    assert (row.state, row.attempts) == (line_pb2.PERIOD_STATE_PLANNED, 0)


async def test_what_was_issued_is_written_down_though_the_client_is_gone(world: World, client: str):
    await world.line(client)
    world.today_is("2026-12-01")
    killed = await start(world, "autogen_issued:kill")
    assert await killed.wait() == -9
    world.clients.missing.add(client)
    await settle(world)
    await assert_once(world, client, ["2026-12-01"])


async def test_two_generators_at_once_share_the_work(world: World):
    clients = [str(uuid.uuid4()) for _ in range(30)]
    for one in clients:
        await world.line(one)
    world.today_is("2026-12-01")
    results = await asyncio.gather(*(world.generator.run() for _ in range(3)))
    await settle(world)
    assert sum(result.made.periods for result in results) == len(clients)
    for one in clients:
        await assert_once(world, one, ["2026-12-01"])


@pytest.mark.parametrize(
    ("first", "before", "after"),
    [
        ("2027-03-28", "2027-03-27T21:59+00:00", "2027-03-27T22:00+00:00"),
        ("2027-10-31", "2027-10-30T20:59+00:00", "2027-10-30T21:00+00:00"),
        ("2028-01-01", "2027-12-31T21:59+00:00", "2027-12-31T22:00+00:00"),
    ],
)
async def test_a_day_begins_at_midnight_in_riga(
    world: World, client: str, first: str, before: str, after: str
):
    await world.line(client, valid_from=first)
    world.now[0] = datetime.fromisoformat(before)
    await world.run()
    assert await world.ledger(client) == []
    world.now[0] = datetime.fromisoformat(after)
    await world.run()
    # The hour that comes twice in autumn, and the clock set back by a day.
    for hours in (1, 2, 3, 4, -24, 24):
        world.now[0] += timedelta(hours=hours)
        await world.run()
    await assert_once(world, client, [first])


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_random_crashes_clock_jumps_and_outages_bill_each_period_once(
    world: World, seed: int
):
    chance = random.Random(seed)
    first, end = date(2029, 1, 1), date(2029, 9, 30)
    rules: dict[str, tuple[date, Rule]] = {}
    for _ in range(8):
        one, anchor = str(uuid.uuid4()), chance.choice([1, 15, 28, 30, 31])
        begins = first.replace(day=anchor)
        rules[one] = begins, Rule(chance.choice([1, 1, 3]), anchor, "in_advance")
        await world.line(
            one, valid_from=begins, anchor_day=anchor, every_months=rules[one][1].every_months
        )
    on = first
    while on < end:
        world.today_is(on)
        # A clock that is an hour wrong, either way.
        world.now[0] += timedelta(hours=chance.choice([-1, 0, 0, 1]))
        place = chance.choice([*PLACES, ""])
        away = chance.choice(["", "", "INVOICES", "CLIENTS"])
        running = [await start(world, f"{place}:kill" if place else "", away=away)]
        if chance.random() < 0.3:
            running.append(await start(world))
        await asyncio.gather(*(process.wait() for process in running))
        on += timedelta(days=chance.choice([1, 9, 27, 40]))
    world.today_is(end)
    await settle(world)
    for one, (begins, rule) in rules.items():
        waiting = [row.id for row in await world.ledger(one, needs_approval=True)]
        if waiting:
            await world.call("ApprovePeriods", pb.ApprovePeriodsRequest(period_ids=waiting))
        await settle(world)
        days = (f"{period(begins, rule, number).issue_on}" for number in range(12))
        await assert_once(world, one, [day for day in days if day <= f"{end}"])
