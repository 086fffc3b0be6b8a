"""A small publishing service of one thing, with real PostgreSQL and NATS."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from nats.aio.client import Client as NatsClient
from nats.js import JetStreamContext
from sqlalchemy import create_engine, select

from kit import bus, outbox
from kit.db import Database
from tests.kit.programs.thing import DEAD_LETTERS, METADATA, OUTBOX, STREAM, SUBJECT
from tools.stack.nats import Nats

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def thing_database_url(new_database: Callable[[str], str]) -> str:
    url = new_database("thing")
    engine = create_engine(url)
    METADATA.create_all(engine)
    engine.dispose()
    return url


@pytest.fixture
async def database(thing_database_url: str) -> AsyncIterator[Database]:
    """The database of the things, empty."""
    database = Database(thing_database_url)
    async with database.begin() as session:
        for table in METADATA.sorted_tables:
            await session.execute(table.delete())
    yield database
    await database.close()


@pytest.fixture
async def nats(nats_server: Nats) -> AsyncIterator[NatsClient]:
    client = await bus.connect(nats_server.url, "test")
    yield client
    await client.close()


@pytest.fixture
def jetstream(nats: NatsClient) -> JetStreamContext:
    return bus.jetstream(nats)


@pytest.fixture
async def running() -> AsyncIterator[Callable[[Awaitable[None]], asyncio.Task[None]]]:
    """Runs coroutines beside the test and ends them after it."""
    tasks: list[asyncio.Task[None]] = []

    def run(work: Awaitable[None]) -> asyncio.Task[None]:
        tasks.append(asyncio.ensure_future(work))
        return tasks[-1]

    yield run
    for task in tasks:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        assert result is None or isinstance(result, asyncio.CancelledError), result


@pytest.fixture
def child(
    thing_database_url: str, nats_server: Nats
) -> Iterator[Callable[..., Awaitable[asyncio.subprocess.Process]]]:
    """Starts `python -m tests.kit.programs.<name>` with the addresses of the test in its environment."""
    started: list[asyncio.subprocess.Process] = []

    async def start(name: str, **environment: str) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            f"tests.kit.programs.{name}",
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'proto'}",
                "DATABASE_URL": thing_database_url,
                "NATS_URL": nats_server.url,
                **environment,
            },
            stdout=asyncio.subprocess.PIPE,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)


class Things:
    """Writes outbox rows and looks at what became of them."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def put(self, *changes: tuple[uuid.UUID, int]) -> None:
        """One transaction with an event for each (thing, version)."""
        async with self.database.begin() as session:
            await outbox.put(
                session,
                OUTBOX,
                [
                    outbox.OutboxEvent(SUBJECT, thing, 1, version, f"{version}".encode())
                    for thing, version in changes
                ],
            )

    async def unpublished(self) -> int:
        rows = OUTBOX.rows
        async with self.database.begin() as session:
            query = select(rows.c.position).where(rows.c.published_at.is_(None))
            return len((await session.scalars(query)).all())

    async def all_published(self) -> bool:
        return await self.unpublished() == 0

    async def dead_letters(self) -> list[bytes]:
        async with self.database.begin() as session:
            query = select(DEAD_LETTERS.c.body).order_by(DEAD_LETTERS.c.id)
            return list((await session.scalars(query)).all())


@pytest.fixture
def things(database: Database) -> Things:
    return Things(database)


async def stored(jetstream: JetStreamContext) -> dict[str, bytes]:
    """What the stream keeps: subject to body."""
    info = await jetstream.stream_info(STREAM.name)
    found: dict[str, bytes] = {}
    for sequence in range(info.state.first_seq, info.state.last_seq + 1):
        with suppress(Exception):
            message = await jetstream.get_msg(STREAM.name, sequence)
            found[message.subject or ""] = message.data or b""
    return found
