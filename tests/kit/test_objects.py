"""The same of a folder and of S3."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterable, AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from kit.errors import Problem
from kit.objects import CHUNK, Objects, once

MOST = 100 * CHUNK


@pytest.fixture
def objects(files_url: str) -> Objects:
    return Objects(files_url)


async def pieces(*content: bytes) -> AsyncIterator[bytes]:
    for piece in content:
        yield piece


async def all_of(stream: AsyncIterable[bytes]) -> bytes:
    return b"".join([piece async for piece in stream])


async def keys(objects: Objects, prefix: str = "") -> set[str]:
    return {one.key async for one in objects.under(prefix)}


async def reason_of(stream: AsyncIterable[bytes]) -> str:
    with pytest.raises(Problem) as caught:
        await all_of(stream)
    return caught.value.reason


@pytest.mark.parametrize("size", [1, CHUNK, CHUNK + 1, 5 * CHUNK, 8 * CHUNK, 25 * CHUNK + 3])
async def test_an_object_of_any_size_comes_back(objects: Objects, size: int) -> None:
    content = os.urandom(size)
    steps = range(0, size, 300_000)
    stream = pieces(*(content[step : step + 300_000] for step in steps))
    assert await objects.write("a/b", stream, most=MOST) == size
    assert await objects.size("a/b") == size
    assert await all_of(objects.read("a/b")) == content
    assert await all_of(objects.read("a/b", size - 1)) == content[-1:]
    assert await all_of(objects.read("a/b", 0, 1)) == content[:1]
    assert (
        await all_of(objects.read("a/b", size // 3, size // 2 + 1))
        == (content[size // 3 : size // 2 + 1])
    )


async def test_an_empty_object_is_one(objects: Objects) -> None:
    assert await objects.write("a/b", pieces(), most=0) == 0
    assert await objects.size("a/b") == 0


async def test_a_second_write_takes_the_place_of_the_first(objects: Objects) -> None:
    await objects.write("a", once(b"long and old"), most=MOST)
    await objects.write("a", once(b"new"), most=MOST)
    assert await all_of(objects.read("a")) == b"new"
    assert await keys(objects) == {"a"}


@pytest.mark.parametrize("before", [0, 12])
async def test_what_is_too_large_or_breaks_off_leaves_nothing(
    objects: Objects, before: int
) -> None:
    """After less than one part of S3, and after more."""

    async def broken() -> AsyncIterator[bytes]:
        for _ in range(before):
            yield bytes(CHUNK)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await objects.write("a", broken(), most=MOST)
    content = pieces(*[bytes(CHUNK)] * before, b"12")
    with pytest.raises(Problem) as caught:
        await objects.write("a", content, most=before * CHUNK + 1)
    assert caught.value.reason == "FILE_TOO_LARGE"
    assert await keys(objects) == set()
    assert await objects.size("a") is None


async def test_objects_are_listed_by_folder_with_their_bytes_and_instants(objects: Objects) -> None:
    began = datetime.now(UTC) - timedelta(seconds=2)
    for key in ("a/1", "a/b/2", "ab/3", "c"):
        await objects.write(key, once(key.encode()), most=MOST)
    assert await keys(objects) == {"a/1", "a/b/2", "ab/3", "c"}
    assert await keys(objects, "a") == {"a/1", "a/b/2"}
    assert await keys(objects, "nowhere") == set()
    found = [one async for one in objects.under("ab")]
    assert [(one.key, one.size) for one in found] == [("ab/3", 4)]
    assert began <= found[0].stored_at <= datetime.now(UTC) + timedelta(seconds=2)


async def test_more_objects_than_one_page_of_s3_are_listed(objects: Objects) -> None:
    wanted = {f"many/{number}" for number in range(1001)}
    # The fake has a thread for each connection, and loses some of a thousand.
    turn = asyncio.Semaphore(16)

    async def write(key: str) -> None:
        async with turn:
            await objects.write(key, once(b"x"), most=1)

    await asyncio.gather(*map(write, wanted))
    assert await keys(objects, "many") == wanted


async def test_an_object_gets_another_key_in_place_of_what_was_there(objects: Objects) -> None:
    await objects.write("a/1", once(b"new"), most=MOST)
    await objects.write("b/2", once(b"old"), most=MOST)
    await objects.rename("a/1", "b/2")
    assert await keys(objects) == {"b/2"}
    assert await all_of(objects.read("b/2")) == b"new"


async def test_what_is_not_there_is_told_or_needs_nothing(objects: Objects) -> None:
    assert await reason_of(objects.read("a")) == "FILE_MISSING"
    assert await reason_of(objects.read("a", 1, 2)) == "FILE_MISSING"
    with pytest.raises(Problem) as caught:
        await objects.rename("a", "b")
    assert caught.value.reason == "FILE_MISSING"
    assert await objects.size("a") is None
    await objects.delete("a")
    await objects.sweep(datetime.now(UTC))


async def test_a_key_is_kept_as_it_is(objects: Objects) -> None:
    key = "documents/Ģ līgums + 100%.pdf"
    await objects.write(key, once(b"x"), most=1)
    assert await keys(objects, "documents") == {key}
    await objects.rename(key, f"galleries/{key}")
    assert await all_of(objects.read(f"galleries/{key}")) == b"x"


async def test_a_store_that_does_not_answer_is_told(
    s3_bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT", f"http://127.0.0.1:{nobody.getsockname()[1]}")
        objects = Objects(s3_bucket)
        assert await reason_of(objects.read("a")) == "STORAGE_UNAVAILABLE"
        with pytest.raises(Problem) as caught:
            await objects.write("a", once(b"x"), most=1)
    assert caught.value.reason == "STORAGE_UNAVAILABLE"
