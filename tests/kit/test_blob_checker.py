from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from kit import blob_checker
from kit.blob_checker import BlobChecker, told
from kit.blobs import Blob, BlobStore, Checked
from kit.metrics import BLOBS_DAMAGED, BLOBS_MISSING
from kit.objects import Objects


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return BlobStore(Objects(tmp_path.as_uri()), "papers")


async def put(blobs: BlobStore, content: bytes) -> Blob:
    async def pieces() -> AsyncIterator[bytes]:
        yield content

    return await blobs.put(pieces(), most=100)


def alter(folder: Path, blob: Blob) -> None:
    (stored,) = [one for one in folder.rglob("*") if one.name == blob.digest]
    stored.write_bytes(b"x" * blob.size)


class Rows:
    """What rows point to, and how often they were asked."""

    def __init__(self, *digests: str) -> None:
        self.digests = digests
        self.asked = 0

    async def __call__(self) -> tuple[str, ...]:
        self.asked += 1
        return self.digests


async def test_what_is_missing_or_altered_is_told_until_it_is_stored_again(
    blobs: BlobStore, tmp_path: Path
) -> None:
    whole, damaged = await put(blobs, b"whole"), await put(blobs, b"damaged")
    alter(tmp_path, damaged)
    checker = BlobChecker(blobs, Rows(whole.digest, damaged.digest, "0" * 64))
    found = await checker.check()
    assert (found.missing, found.damaged) == (["0" * 64], [damaged.digest])
    assert (BLOBS_MISSING._value.get(), BLOBS_DAMAGED._value.get()) == (1, 1)
    await put(blobs, b"damaged")
    assert (await checker.check()).damaged == []
    assert BLOBS_DAMAGED._value.get() == 0


async def test_a_restart_does_not_check_again_before_a_day_is_over(
    blobs: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = Rows()

    async def run_for_a_moment() -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(BlobChecker(blobs, rows).run(), 0.3)

    await run_for_a_moment()
    await run_for_a_moment()
    assert rows.asked == 1
    monkeypatch.setattr(blob_checker, "EVERY", blob_checker.EVERY * 0)
    await run_for_a_moment()
    assert rows.asked == 2


def test_what_was_found_is_told_in_lines() -> None:
    assert told(Checked(["ab"], ["cd", "ef"], 3)).splitlines() == [
        "missing ab",
        "damaged cd",
        "damaged ef",
        "3 contents that no row points to were taken away",
    ]
