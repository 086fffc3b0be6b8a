"""The scheduler inside the service: one process at a time makes what is due, every day and after every outage."""

from __future__ import annotations

import asyncio

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.errors import Problem
from kit.logs import get_logger
from services.autogen.generator.run import Generator, Result

log = get_logger("autogen.scheduler")

POLL_SECONDS = 30.0
LEASE_SECONDS = 20.0
_LOCK = 7303


class Scheduler:
    """Runs the generator whenever something may be due. `wake()` saves the wait for the next look."""

    def __init__(self, generator: Generator) -> None:
        self._generator = generator
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """There may be something to make."""
        self._wake.set()

    async def run(self) -> None:
        """Works until cancelled; failures are logged and tried again."""
        while True:
            try:
                await self._lead()
            except* (SQLAlchemyError, OSError) as group:
                log.warning("scheduler interrupted", error=repr(group.exceptions))
            await asyncio.sleep(1.0)

    async def _lead(self) -> None:
        """Works while this process holds the lock, which goes with its connection.

        The database ends a connection that is silent for too long, so that a frozen process loses the lock. What it does when it
        wakes harms nobody: two generators share the work.
        """
        async with self._generator.database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            if not await connection.scalar(text(f"SELECT pg_try_advisory_lock({_LOCK})")):
                return
            try:
                lease = f"SET idle_session_timeout = {int(LEASE_SECONDS * 1000)}"
                await connection.execute(text(lease))
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._hold(connection))
                    group.create_task(self._work())
            finally:
                self._generator.forget_backlog()
                # Back in the pool the connection would keep the lock, from everybody.
                await connection.invalidate()

    async def _hold(self, connection: AsyncConnection) -> None:
        while True:
            await connection.execute(text("SELECT 1"))
            await asyncio.sleep(LEASE_SECONDS / 4)

    async def _work(self) -> None:
        while True:
            self._wake.clear()
            try:
                _tell(await self._generator.run())
            except Problem as problem:
                log.warning("run put off", reason=problem.reason, part=problem.metadata.get("part"))
            await self._generator.measure_backlog()
            try:
                await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
            except TimeoutError:
                continue


def _tell(result: Result) -> None:
    planned, made = result.planned, result.made
    if made.periods or made.failures or planned.waiting or planned.skipped:
        log.info(
            "run",
            made=made.periods,
            invoices=made.invoices,
            failed=len(made.failures),
            skipped=planned.skipped,
            waiting=planned.waiting,
        )
