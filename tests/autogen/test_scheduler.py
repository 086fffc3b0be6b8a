"""Two services at once, as processes of their own on the day that it is: one schedules, and the other follows when it dies."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from kit.clock import today_in_riga
from kit.dates import date_from_pb
from services.autogen.scheduler import POLL_SECONDS
from sysapi.autogen.v1 import line_pb2
from tests.autogen.conftest import World
from tests.waiting import until

ROOT = Path(__file__).parents[2]
LOCKED = text("""
    SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND objid = 7303 AND granted AND datname = current_database()
""")
CONNECTED = text("SELECT DISTINCT application_name FROM pg_stat_activity WHERE datname = current_database()")  # fmt: skip


async def names(world: World, query) -> list[str]:
    async with world.database.read() as session:
        return list(await session.scalars(query))


@pytest.fixture
async def start(world: World) -> AsyncIterator[Callable]:
    """Starts a service; its name is that of its sessions in the database."""
    running: list[asyncio.subprocess.Process] = []

    async def one(name: str) -> asyncio.subprocess.Process:
        environment = {
            **os.environ,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'proto'}",
            "AUTOGEN_LISTEN": "127.0.0.1:0",
            "AUTOGEN_DATABASE_URL": with_name(world.urls["autogen"], name),
            # Nobody listens there: events wait in the outbox.
            "AUTOGEN_NATS_URL": "nats://127.0.0.1:1",
            "AUTOGEN_INVOICES_ADDRESS": world.addresses["invoices"],
            "AUTOGEN_CLIENTS_ADDRESS": world.addresses["clients"],
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.autogen", "serve", cwd=ROOT, env=environment
        )
        running.append(process)
        await until(lambda: connected(name), 60)
        return process

    async def connected(name: str) -> bool:
        return name in await names(world, CONNECTED)

    yield one
    for process in running:
        if process.returncode is None:
            process.kill()
        await process.wait()


def with_name(url: str, name: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}application_name={name}"


async def test_one_of_two_services_schedules_and_the_other_follows_when_it_is_killed(
    world: World, client: str, start
) -> None:
    async def are_made(count: int) -> bool:
        states = [one.state for one in await world.ledger(client)]
        return states.count(line_pb2.PERIOD_STATE_MADE) == count

    async def leads(name: str) -> bool:
        return await names(world, LOCKED) == [name]

    world.now[0] = datetime.now(UTC)
    today = today_in_riga()
    await world.line(client, service="A", valid_from=f"{today}")
    first = await start("first")
    await until(lambda: leads("first"), 30)
    second = await start("second")
    await until(lambda: are_made(1), POLL_SECONDS + 30)
    # The other one tries every second.
    for _ in range(20):
        assert await names(world, LOCKED) == ["first"]
        await asyncio.sleep(0.2)
    await world.line(client, service="B", valid_from=f"{today}")
    first.kill()
    await first.wait()
    await until(lambda: leads("second"), 30)
    await until(lambda: are_made(2), POLL_SECONDS + 30)
    assert second.returncode is None
    invoices = await world.issued(client)
    periods = await world.ledger(client)
    assert sorted(one.id for one in invoices) == sorted(one.invoice_id for one in periods)
    assert [date_from_pb(one.starts_on) for one in periods] == [today, today]
