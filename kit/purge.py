"""What goes by itself: rows that were removed long enough ago."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import NoReturn

from sqlalchemy.ext.asyncio import AsyncSession

from kit.clock import Clock, system_clock
from kit.db import Database
from kit.failpoints import failpoint
from kit.repeat import repeat

POLL_SECONDS = 3600.0

Delete = Callable[[AsyncSession, datetime], Awaitable[int]]
"""Takes rows away for good that were removed before the instant; gives how many."""


class Purge:
    """Takes what was removed away for good when it has been `kept`; its contents go with the daily check of blobs."""

    def __init__(
        self, database: Database, delete: Delete, kept: timedelta, clock: Clock = system_clock
    ) -> None:
        self._database = database
        self._delete = delete
        self._kept = kept
        self._clock = clock

    async def run(self) -> NoReturn:
        """Works until cancelled; failures are logged and tried again. Several processes do no harm."""
        await repeat(self.purge, POLL_SECONDS, "purging what was removed")

    async def purge(self) -> int:
        """Purges what is over now; gives the number of rows."""
        async with self._database.begin() as session:
            purged = await self._delete(session, self._clock() - self._kept)
            failpoint("purge_deleted")
        failpoint("purged")
        return purged
