"""What goes by itself: documents that were removed a month ago."""

from __future__ import annotations

from typing import NoReturn

from kit.clock import Clock, system_clock
from kit.db import Database
from kit.repeat import repeat
from services.documents import store
from services.documents.model import KEEP_REMOVED

POLL_SECONDS = 3600.0


class Purge:
    """Takes removed documents away for good when their time is over; their contents go with the daily check of blobs."""

    def __init__(self, database: Database, clock: Clock = system_clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> NoReturn:
        """Works until cancelled; failures are logged and tried again. Several processes do no harm."""
        await repeat(self.purge, POLL_SECONDS, "purging removed documents")

    async def purge(self) -> int:
        """Purges what is over now; gives the number of documents."""
        async with self._database.begin() as session:
            return await store.purge(session, self._clock() - KEEP_REMOVED)
