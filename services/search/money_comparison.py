"""Compares the money of all clients with the invoices service, and repairs what differs.

The invoices service lists what it would publish now, in pages by client. That fills the columns at first, and later repairs what
was lost on the way, was restored there, or changed with the day alone, which nobody publishes: what was due yesterday is late
today.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError

from kit.errors import Problem
from kit.logs import get_logger
from services.search.index import Index
from services.search.system_of_record import MoneyOfRecord

log = get_logger("services.search.money_comparison")

_RETRY_SECONDS = 5.0


class MoneyComparison:
    """Looks every `seconds`, and sooner after a failure; `compared_at` tells when all of it was compared last."""

    def __init__(self, index: Index, record: MoneyOfRecord, seconds: float) -> None:
        self._index = index
        self._record = record
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
            except (Problem, SQLAlchemyError, ValueError) as error:
                log.warning("comparison of money failed", error=type(error).__name__)
                pause = min(pause, _RETRY_SECONDS)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wanted.wait(), pause)

    def hurry(self) -> None:
        """Has the next comparison begin at once."""
        self._wanted.set()

    async def compare_and_repair(self) -> int:
        """One round; returns the money of how many clients was repaired."""
        catalogue = self._index.catalogue
        catalogue.begin_listing()
        repaired = 0
        async for page in self._record.pages():
            if self._index.catalogue is not catalogue:
                # A rebuild has put another catalogue in its place.
                self.hurry()
                return repaired
            repaired += await self._index.apply_money(page, is_listed=True)
        repaired += await self._index.end_listing(catalogue)
        self.compared_at = datetime.now(UTC)
        if repaired:
            log.info("money repaired", clients=repaired)
        return repaired
