"""PostgreSQL: the engine, one transaction per act, and which driver errors mean "try again later"."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy import exc, text
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from kit.errors import Conflict, Problem, Unavailable

# A statement that takes longer than any deadline only holds locks; an idle transaction is a bug of ours.
_SERVER_OPTIONS = (
    "-c statement_timeout=30000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=60000"
    " -c timezone=UTC -c jit=off"
)


class RequestInProgress(Conflict):
    """A call with the same request_id, or on the same rows, is still running."""

    reason = "REQUEST_IN_PROGRESS"


class Database:
    """One service's database: engine and sessions.

    `begin()` is the only way to write: one transaction, committed at the end of the block, rolled back on any exception.
    Sessions flush when told to, not before each query: a half-filled row is never sent.
    """

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=4,
            pool_timeout=2,
            pool_pre_ping=True,
            # Values of a statement are personal data and would end up in the log with its error.
            hide_parameters=True,
            connect_args={"connect_timeout": 2, "options": _SERVER_OPTIONS},
        )
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False, autoflush=False)
        self._readers = async_sessionmaker(
            self.engine.execution_options(isolation_level="AUTOCOMMIT"), autoflush=False
        )

    @asynccontextmanager
    async def begin(self) -> AsyncGenerator[AsyncSession]:
        """A session in one transaction."""
        async with self._sessions() as session, session.begin():
            await _take_connection(session)
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncSession]:
        """A session for single reads: each statement by itself, which saves two round trips."""
        async with self._readers() as session:
            await _take_connection(session)
            yield session

    async def ping(self) -> None:
        """Asks the server for a sign of life; raises what the driver raises."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Closes every connection."""
        await self.engine.dispose()


async def _take_connection(session: AsyncSession) -> None:
    """Takes a connection from the pool, whatever is cancelled meanwhile: one that is half set up would be forgotten and never closed.

    A busy service whose callers give up would soon hold every connection that the server has.
    """
    taking = asyncio.ensure_future(session.connection())
    cancelled: asyncio.CancelledError | None = None
    while not taking.done():
        try:
            await asyncio.shield(taking)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None and taking.exception() is None:
        raise cancelled
    taking.result()


def translate_database_error(error: Exception) -> Problem | None:
    """Unavailable for a database that does not answer, RequestInProgress for rows that others hold too long, else None."""
    if isinstance(error, exc.DBAPIError):
        sqlstate = getattr(error.orig, "sqlstate", None) or ""
        if sqlstate in ("55P03", "40P01"):  # lock_not_available, deadlock_detected
            return RequestInProgress()
        # Class 08 connection, 53 resources, 57 operator intervention; no state at all: never connected.
        if error.connection_invalidated or sqlstate[:2] in ("08", "53", "57"):
            return Unavailable(metadata={"part": "database"})
        if isinstance(error, exc.OperationalError) and not sqlstate:
            return Unavailable(metadata={"part": "database"})
    if isinstance(error, exc.TimeoutError):
        return Unavailable("all database connections are in use", metadata={"part": "database"})
    return None
