"""Blobs in a real folder and in S3: whole or not at all, hashed both ways, and what the checker finds."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterable, AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kit.blobs import PROVED_IN_MEMORY, Blob, BlobStore, FileDamaged
from kit.errors import Problem
from kit.objects import CHUNK, FileMissing, Objects

PROGRAM = [sys.executable, "-m", "tests.kit.programs.write_blob"]
ROOT = Path(__file__).parents[2]
MOST = 100 * CHUNK


@pytest.fixture
def objects(files_url: str) -> Objects:
    return Objects(files_url)


@pytest.fixture
def blobs(objects: Objects) -> BlobStore:
    return BlobStore(objects, "photos")


async def pieces(*content: bytes) -> AsyncIterator[bytes]:
    for piece in content:
        yield piece


async def all_of(stream: AsyncIterable[bytes]) -> bytes:
    return b"".join([piece async for piece in stream])


async def refusal(blobs: BlobStore, *content: bytes, digest: str | None = None) -> str:
    with pytest.raises(Problem) as caught:
        await blobs.put(pieces(*content), most=10, digest=digest)
    return caught.value.reason


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


async def keys(objects: Objects) -> list[str]:
    return sorted([one.key async for one in objects.under("")])


async def only_key(objects: Objects) -> str:
    (found,) = await keys(objects)
    return found


async def test_a_content_comes_back_whole_and_in_parts(blobs: BlobStore) -> None:
    content = os.urandom(3 * CHUNK + 17)
    blob = await blobs.put(pieces(content[:CHUNK], content[CHUNK:]), most=MOST)
    assert blob == Blob(hashlib.sha256(content).hexdigest(), len(content))
    assert await all_of(blobs.read(blob)) == content
    assert await all_of(blobs.read(blob, 5, 2 * CHUNK)) == content[5 : 2 * CHUNK]
    assert await all_of(blobs.read(blob, CHUNK)) == content[CHUNK:]
    assert await blobs.size(blob.digest) == len(content)


async def test_one_content_is_one_object(blobs: BlobStore, objects: Objects) -> None:
    first = await blobs.put(pieces(b"same"), most=10)
    assert await blobs.put(pieces(b"sa", b"me"), most=10) == first
    assert await only_key(objects) == f"photos/blobs/{first.digest[:2]}/{first.digest}"


async def test_what_is_refused_leaves_nothing(blobs: BlobStore, objects: Objects) -> None:
    assert await refusal(blobs, b"12345678", b"901") == "FILE_TOO_LARGE"
    assert await refusal(blobs) == "FILE_EMPTY"
    assert await refusal(blobs, b"1", digest="0" * 64) == "FILE_HASH_MISMATCH"
    assert await keys(objects) == []


async def test_a_stream_that_breaks_off_leaves_nothing(blobs: BlobStore, objects: Objects) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"1" * (2 * CHUNK)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await blobs.put(broken(), most=MOST)
    assert await keys(objects) == []


@pytest.mark.parametrize("end", [None, 2 * CHUNK])
async def test_a_flipped_bit_is_never_handed_out_as_the_whole_file(
    blobs: BlobStore, objects: Objects, end: int | None
) -> None:
    content = os.urandom(2 * CHUNK)
    blob = await blobs.put(pieces(content), most=MOST)
    flipped = bytes([content[0] ^ 1]) + content[1:]
    await objects.write(await only_key(objects), pieces(flipped), most=MOST)
    came = bytearray()

    async def take() -> None:
        async for piece in blobs.read(blob, 0, end):
            came.extend(piece)

    with pytest.raises(FileDamaged):
        await take()
    assert len(came) < blob.size
    assert (await blobs.check({blob.digest}, datetime.now(UTC))).damaged == [blob.digest]
    await blobs.put(pieces(content), most=MOST)
    assert await all_of(blobs.read(blob)) == content


@pytest.mark.parametrize("size", [9, PROVED_IN_MEMORY + 1])
async def test_a_proved_content_is_found_to_be_whole_before_any_of_it_is_given(
    blobs: BlobStore, objects: Objects, size: int
) -> None:
    content = os.urandom(size)
    blob = await blobs.put(pieces(content), most=2 * PROVED_IN_MEMORY)
    assert await all_of(await blobs.proved(blob)) == content
    flipped = content[:-1] + bytes([content[-1] ^ 1])
    await objects.write(await only_key(objects), pieces(flipped), most=size)
    with pytest.raises(FileDamaged):
        await blobs.proved(blob)
    await objects.delete(await only_key(objects))
    with pytest.raises(FileMissing):
        await blobs.proved(blob)


async def test_a_missing_blob_is_told(blobs: BlobStore) -> None:
    blob = Blob("ab" * 32, 4)
    with pytest.raises(Problem) as caught:
        await all_of(blobs.read(blob))
    assert (caught.value.reason, caught.value.http_status) == ("FILE_MISSING", 502)
    assert await blobs.size(blob.digest) is None
    assert (await blobs.check({blob.digest}, datetime.now(UTC))).missing == [blob.digest]


async def test_the_checker_collects_orphans_after_a_day_and_nothing_else(
    blobs: BlobStore, objects: Objects
) -> None:
    kept = await blobs.put(pieces(b"kept"), most=10)
    await blobs.put(pieces(b"orphan"), most=10)
    await objects.write("photos/incoming/left", pieces(b"left"), most=10)
    now = datetime.now(UTC)
    assert (await blobs.check({kept.digest}, now)).orphans == 0
    assert len(await keys(objects)) == 3
    found = await blobs.check({kept.digest}, now + timedelta(hours=25))
    assert (found.missing, found.damaged, found.orphans) == ([], [], 1)
    assert (await only_key(objects)).endswith(kept.digest)


async def test_the_checker_of_one_service_leaves_the_files_of_another(
    blobs: BlobStore, objects: Objects
) -> None:
    other = BlobStore(objects, "documents")
    theirs = await other.put(pieces(b"theirs"), most=10)
    later = datetime.now(UTC) + timedelta(hours=25)
    assert (await blobs.check((), later)).orphans == 0
    assert await all_of(other.read(theirs)) == b"theirs"
    assert await blobs.size(theirs.digest) is None


async def test_a_killed_writer_leaves_nothing_that_can_be_read(tmp_path: Path) -> None:
    objects = Objects(tmp_path.as_uri())
    blobs = BlobStore(objects, "photos")
    writer = await asyncio.create_subprocess_exec(
        *PROGRAM, tmp_path.as_uri(), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert writer.stdout is not None
        assert await writer.stdout.readline() == b"writing\n"
    finally:
        writer.kill()
        await writer.wait()
    (left,) = files(tmp_path)
    assert await keys(objects) == []
    await blobs.check((), datetime.now(UTC))
    assert left.exists()
    os.utime(left, (0, 0))
    await blobs.check((), datetime.now(UTC))
    assert files(tmp_path) == []


def test_a_full_disk_has_its_own_problem_and_keeps_what_was_there(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    run = [*PROGRAM, disk.as_uri()]
    script = f"mount -t tmpfs -o size=12m tmpfs {disk} && {' '.join(run)} 5 && {' '.join(run)} 9 && find {disk}/photos/blobs -type f"
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-m", "true"], check=False).returncode:
        pytest.skip("a disk of its own cannot be mounted here")
    told = subprocess.run(
        [unshare, "-m", "sh", "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    )
    _, digest, _, refused, left = told.stdout.split()
    assert refused == "STORAGE_FULL"
    assert left.endswith(digest)
