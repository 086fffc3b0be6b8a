"""Compares all that another service tells of clients with that service, and repairs what differs.

The service lists what it would publish now, in pages by client. That fills the columns at first, and later repairs what was lost
on the way, was restored there, or changed with the day alone, which nobody publishes: what was due yesterday is late today.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Generic

from sqlalchemy.exc import SQLAlchemyError

from kit.errors import Problem
from kit.logs import get_logger
from services.search.engines.port import EngineFailed
from services.search.index import Index
from services.search.model import Kind, T

log = get_logger("services.search.told_comparison")

_RETRY_SECONDS = 5.0


class ToldComparison(Generic[T]):
    """Looks every `seconds`, and sooner after a failure; `compared_at` tells when all of it was compared last.

    `pages` lists all of it anew at each call.
    """

    def __init__(
        self,
        index: Index,
        kind: Kind[T],
        pages: Callable[[], AsyncIterator[list[T]]],
        seconds: float,
    ) -> None:
        self._index = index
        self._kind = kind
        self._pages = pages
        self._seconds = seconds
        self._wanted = asyncio.Event()
        self.compared_at: datetime | None = None

    async def run(self) -> None:
        """Compares and repairs until cancelled."""
        while True:
            pause = self._seconds
            self._wanted.clear()
            try:
                await self.compare_and_repair()
            except (Problem, EngineFailed, SQLAlchemyError, ValueError) as error:
                log.warning("comparison failed", of=self._kind.name, error=type(error).__name__)
                pause = min(pause, _RETRY_SECONDS)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wanted.wait(), pause)

    def hurry(self) -> None:
        """Has the next comparison begin at once."""
        self._wanted.set()

    async def compare_and_repair(self) -> int:
        """One round; returns what is told of how many clients was repaired."""
        catalogue = self._index.catalogue
        self._kind.columns(catalogue).begin_round()
        repaired = 0
        async for page in self._pages():
            if self._index.catalogue is not catalogue:
                # A rebuild has put another catalogue in its place.
                self.hurry()
                return repaired
            repaired += await self._index.apply_told(self._kind, page, is_listed=True)
        repaired += await self._index.end_listing(self._kind, catalogue)
        self.compared_at = datetime.now(UTC)
        if repaired:
            log.info("repaired", of=self._kind.name, clients=repaired)
        return repaired
