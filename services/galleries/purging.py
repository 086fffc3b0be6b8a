"""What goes by itself: files that have been in the bin for a month."""

from __future__ import annotations

from typing import NoReturn

from kit.clock import Clock, system_clock
from kit.db import Database
from kit.repeat import repeat
from services.galleries import store
from services.galleries.model import KEEP_REMOVED

POLL_SECONDS = 3600.0


class Purge:
    """Empties the bin of what has been in it for its time; their contents go with the daily check of blobs."""

    def __init__(self, database: Database, clock: Clock = system_clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> NoReturn:
        """Works until cancelled; failures are logged and tried again. Several processes do no harm."""
        await repeat(self.purge, POLL_SECONDS, "emptying the bin")

    async def purge(self) -> int:
        """Purges what is over now; gives the number of files."""
        async with self._database.begin() as session:
            return await store.purge(session, self._clock() - KEEP_REMOVED)
