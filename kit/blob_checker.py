"""The daily check of a service's blobs against the rows that point to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from sqlalchemy.ext.asyncio import AsyncSession

from kit.blobs import BlobStore, Checked
from kit.db import Database
from kit.errors import Problem
from kit.logs import get_logger
from kit.metrics import BLOBS_CHECKED, BLOBS_DAMAGED, BLOBS_MISSING
from kit.repeat import repeat

log = get_logger("kit.blob_checker")

EVERY = timedelta(hours=24)
_POLL_SECONDS = 3600.0


class BlobChecker:
    """Reads all blobs once a day, whatever restarts in between, and tells by log and metrics what is not as it was stored.

    A missing or damaged blob is made good when the same content is stored again.
    """

    def __init__(
        self, blobs: BlobStore, pointed_to: Callable[[], Awaitable[Collection[str]]]
    ) -> None:
        self._blobs = blobs
        self._pointed_to = pointed_to

    async def run(self) -> NoReturn:
        """Works until cancelled; failures are logged and tried again."""
        await repeat(self._check_when_due, _POLL_SECONDS, "checking blobs")

    async def check(self) -> Checked:
        """Checks now."""
        now = datetime.now(UTC)
        # What is stored from here on is younger than the grace of an orphan, whether its row is among these or not.
        found = await self._blobs.check(await self._pointed_to(), now)
        for digest in found.missing:
            log.error("blob is missing", digest=digest)
        for digest in found.damaged:
            log.error("blob is damaged", digest=digest)
        if found.orphans:
            log.info("orphaned blobs removed", blobs=found.orphans)
        BLOBS_MISSING.set(len(found.missing))
        BLOBS_DAMAGED.set(len(found.damaged))
        BLOBS_CHECKED.set(now.timestamp())
        await self._blobs.mark_checked()
        return found

    async def _check_when_due(self) -> None:
        try:
            checked_at = await self._blobs.checked_at()
            if checked_at is None or datetime.now(UTC) - checked_at >= EVERY:
                await self.check()
        except Problem as problem:
            log.warning("blobs not checked", reason=problem.reason)


def checker_of(
    blobs: BlobStore,
    database: Database,
    digests: Callable[[AsyncSession], Awaitable[Collection[str]]],
) -> BlobChecker:
    """The checker of a service, one of whose queries gives all digests that its rows point to."""

    async def pointed_to() -> Collection[str]:
        async with database.read() as session:
            return await digests(session)

    return BlobChecker(blobs, pointed_to)


def told(found: Checked) -> str:
    """What was found, in lines for a person."""
    return "\n".join(
        (
            *(f"missing {digest}" for digest in found.missing),
            *(f"damaged {digest}" for digest in found.damaged),
            f"{found.orphans} contents that no row points to were taken away",
        )
    )
