from __future__ import annotations

import asyncio
import gc
import time
from pathlib import Path

import pytest
from sqlalchemy import exc, text

from kit import errors
from kit.db import Database, RequestInProgress, translate_database_error
from sysapi.clients.v1 import clients_service_pb2 as pb
from tests.kit.answering import conversation
from tests.waiting import until
from tools.stack.postgres import Postgres


@pytest.fixture
async def own_server(tmp_path: Path):
    """A cluster that the test may stop."""
    cluster = Postgres(tmp_path / "own", durable=False)
    cluster.start()
    cluster.create_databases(["thing"])
    yield cluster
    cluster.remove()


async def sign_of_life(database: Database) -> errors.Problem | None:
    try:
        await database.ping()
    except Exception as error:  # noqa: BLE001 - which one it is, is the question
        return translate_database_error(error) or errors.Internal(repr(error))
    return None


async def test_a_stopped_server_is_unavailable_soon_and_found_again_after(own_server):
    database = Database(own_server.url("thing"))
    assert await sign_of_life(database) is None
    own_server.stop()
    began = time.monotonic()
    problem = await sign_of_life(database)
    assert isinstance(problem, errors.Unavailable)
    assert problem.metadata == {"part": "database"}
    assert time.monotonic() - began < 20
    own_server.start()
    assert await sign_of_life(database) is None
    await database.close()


async def test_a_connection_that_the_server_ends_amid_a_transaction_is_unavailable(database):
    with pytest.raises(exc.DBAPIError) as caught:
        async with database.begin() as session:
            await session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert isinstance(translate_database_error(caught.value), errors.Unavailable)
    assert await sign_of_life(database) is None


async def test_rows_that_another_holds_too_long_are_in_progress(database):
    async def take_lock() -> None:
        async with database.begin() as other:
            await other.execute(text("SET LOCAL lock_timeout = '50ms'"))
            await other.execute(text("LOCK TABLE outbox"))

    async with database.begin() as session:
        await session.execute(text("LOCK TABLE outbox"))
        with pytest.raises(exc.DBAPIError) as caught:
            await take_lock()
    problem = translate_database_error(caught.value)
    assert isinstance(problem, RequestInProgress)
    assert problem.reason == "REQUEST_IN_PROGRESS"


async def test_a_deadlock_is_in_progress_for_the_one_who_lost(database):
    async def cross(first: int, second: int, met: asyncio.Barrier) -> None:
        async with database.begin() as session:
            await session.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": first})
            await met.wait()
            await session.execute(text("SET LOCAL lock_timeout = 0"))
            await session.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": second})

    met = asyncio.Barrier(2)
    results = await asyncio.gather(cross(1, 2, met), cross(2, 1, met), return_exceptions=True)
    [lost] = [result for result in results if result is not None]
    assert isinstance(translate_database_error(lost), RequestInProgress)


async def test_no_free_connection_is_unavailable(thing_database_url):
    database = Database(thing_database_url, pool_size=1)
    taken = [await database.engine.connect() for _ in range(5)]
    problem = await sign_of_life(database)
    assert isinstance(problem, errors.Unavailable)
    for connection in taken:
        await connection.close()
    assert await sign_of_life(database) is None
    await database.close()


async def test_a_broken_rule_of_the_data_is_not_taken_for_an_outage(database):
    for statement in ("SELECT 1/0", "SELECT * FROM nothing", "SELECT 'x'::int"):
        with pytest.raises(exc.DBAPIError) as caught:
            async with database.begin() as session:
                await session.execute(text(statement))
        assert translate_database_error(caught.value) is None


async def test_values_of_a_statement_stay_out_of_its_error(database):
    with pytest.raises(exc.DBAPIError) as caught:
        async with database.begin() as session:
            await session.execute(text("SELECT :code FROM nothing"), {"code": "161175-19997"})
    assert "161175-19997" not in str(caught.value)


async def test_a_failed_transaction_leaves_nothing(database):
    async def fail_half_way() -> None:
        async with database.begin() as session:
            await session.execute(text("INSERT INTO outbox_stream VALUES ('x', '', 0)"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_half_way()
    async with database.begin() as session:
        assert await session.scalar(text("SELECT count(*) FROM outbox_stream")) == 0


async def test_the_session_runs_in_utc_with_time_limits(database):
    async with database.begin() as session:
        shown = {
            name: await session.scalar(text(f"SHOW {name}"))
            for name in ("timezone", "statement_timeout", "lock_timeout")
        }
    assert shown == {"timezone": "UTC", "statement_timeout": "30s", "lock_timeout": "2s"}


@pytest.mark.parametrize("how", ["read", "begin"])
async def test_work_cancelled_at_any_moment_leaves_no_connection_open_at_the_server(
    thing_database_url: str, how: str
):
    database = Database(thing_database_url)

    async def work() -> None:
        async with getattr(database, how)() as session:
            await session.execute(text("SELECT 1"))
            await session.execute(text("SELECT 1"))

    async def cancelled_after(seconds: float) -> None:
        task = asyncio.create_task(work())
        await asyncio.sleep(seconds)
        task.cancel()
        await asyncio.wait([task])

    # The collector of cycles would close what was forgotten, some time.
    gc.disable()
    try:
        for _ in range(20):
            await asyncio.gather(*(cancelled_after(number / 1000) for number in range(60)))
        await until(lambda: database.engine.pool.checkedout() == 0)
        async with database.begin() as session:
            open_at_server = text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            )
            assert await session.scalar(open_at_server) <= 12
    finally:
        gc.enable()
    await database.close()


async def test_two_hundred_calls_cancelled_at_any_moment_leak_no_connection(thing_database_url):
    database = Database(thing_database_url)
    async with conversation(translate=translate_database_error) as talk:

        async def work(request, context):
            async with database.begin() as session:
                await session.execute(text("SELECT pg_sleep(0.01)"))
                await session.execute(text("SELECT 1"))
            return pb.GetClientResponse()

        talk.servicer.behaviour = work

        async def cancelled_after(seconds: float) -> None:
            caller = asyncio.create_task(talk.get(timeout=30))
            await asyncio.sleep(seconds)
            caller.cancel()
            await asyncio.wait([caller])

        for _ in range(4):
            await asyncio.gather(*(cancelled_after(number / 1000) for number in range(50)))
        await until(lambda: database.engine.pool.checkedout() == 0)
        results = await asyncio.gather(*(talk.get(timeout=30) for _ in range(12)))
        assert len(results) == 12
    async with database.begin() as session:
        stuck = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND state <> 'idle' AND pid <> pg_backend_pid()"
        )
        assert await session.scalar(stuck) == 0
    assert database.engine.pool.checkedout() == 0
    await database.close()
