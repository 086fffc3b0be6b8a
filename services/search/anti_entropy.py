"""Compares the catalogue with the system of record all the time, and repairs what differs.

Both sides keep, for each of 256 buckets of ids, the sum of the digests of their clients. A bucket that differs twice in a row
is listed, and only the clients that differ are read again. That repairs any loss, whatever its cause: the bus, a dead letter,
a restored database or a fault of our own.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError

from kit import metrics
from kit.errors import Problem
from kit.logs import get_logger
from services.search.convert import Change
from services.search.engines.port import EngineFailed
from services.search.index import Index
from services.search.system_of_record import SystemOfRecord

log = get_logger("services.search.anti_entropy")

# The second look comes sooner than the next round: what is merely on its way arrives within it.
_SECOND_LOOK_SECONDS = 2.0


class AntiEntropy:
    """Looks every `seconds`; `checked_at` and `mismatches` tell the last result."""

    def __init__(self, index: Index, record: SystemOfRecord, seconds: float) -> None:
        self._index = index
        self._record = record
        self._seconds = seconds
        self.checked_at: datetime | None = None
        self.mismatches = 0

    async def run(self) -> None:
        """Compares and repairs until cancelled."""
        while True:
            try:
                await self.compare_and_repair()
            except (Problem, EngineFailed, SQLAlchemyError) as error:
                log.warning("comparison failed", error=type(error).__name__)
            await asyncio.sleep(self._seconds)

    async def compare_and_repair(self) -> int:
        """One round; returns how many clients were repaired."""
        suspects = await self._differing()
        if not suspects:
            self._note(0)
            return 0
        await asyncio.sleep(min(_SECOND_LOOK_SECONDS, self._seconds))
        again = await self._differing()
        # A bucket that moved is still catching up, as all of them are while an import runs.
        buckets = sorted(b for b, ours in again.items() if suspects.get(b) == ours)
        self._note(len(buckets))
        repaired = sum([await self._repair(bucket) for bucket in buckets])
        if repaired:
            log.warning("catalogue repaired", buckets=len(buckets), clients=repaired)
        return repaired

    async def _differing(self) -> dict[int, int]:
        """Our sums of the buckets that differ."""
        sums, _count = await self._record.digests()
        ours = self._index.catalogue.bucket_sums
        return {
            bucket: ours[bucket] for bucket, digest in enumerate(sums) if digest != ours[bucket]
        }

    def _note(self, mismatches: int) -> None:
        self.mismatches = mismatches
        self.checked_at = datetime.now(UTC)
        metrics.DIGEST_MISMATCHES.set(mismatches)

    async def _repair(self, bucket: int) -> int:
        theirs, _epoch = await self._record.bucket(bucket)
        ours = self._index.catalogue.bucket(bucket)
        differing = [
            client_id
            for client_id in theirs.keys() | ours.keys()
            if client_id not in ours or theirs.get(client_id) != ours[client_id][2]
        ]
        return await repair(self._index, self._record, differing)


async def repair(
    index: Index, record: SystemOfRecord, client_ids: list[int], *, holds_lock: bool = False
) -> int:
    """Reads the clients again and applies what differs; those that are not there any more are taken out."""
    seen = {client_id: index.catalogue.state(client_id) for client_id in client_ids}
    overruled = {client_id: state for client_id, state in seen.items() if state is not None}
    found, epoch = await record.read(client_ids)
    there = {change.client_id for change in found}
    gone: list[Change] = []
    for client_id in client_ids:
        state = index.catalogue.state(client_id)
        if client_id not in there and index.catalogue.ordinal(client_id) is not None:
            assert state is not None
            # One version on: the removal is newer than anything known of the client.
            gone.append(Change(client_id, max(epoch, state[0]), state[1] + 1, 0, None))
    apply = index.apply_holding_lock if holds_lock else index.apply
    return await apply([*found, *gone], overruled)
