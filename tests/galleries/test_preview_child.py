"""What a child that fails costs, and what it may do."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from services.galleries.previews import PictureRefused, Preview, Previews
from tests.galleries.pictures import NOW, corners, make, png, quarters, refused
from tests.waiting import until


@pytest.fixture
async def previews() -> AsyncIterator[Previews]:
    """With a child of the test's own."""
    found = Previews(clock=lambda: NOW)
    yield found
    await found.close()


async def warm(previews: Previews, place: Path) -> Process:
    """The child, after a picture."""
    await make(previews, place, quarters(), "JPEG")
    assert previews._child is not None
    return previews._child


async def asked_while_it_stands(previews: Previews, place: Path) -> asyncio.Task[Preview]:
    """A picture that is with a child which does not move."""
    os.kill((await warm(previews, place)).pid, signal.SIGSTOP)
    task = asyncio.create_task(make(previews, place, quarters(), "JPEG"))
    await until(lambda: previews._child is None)
    return task


def known(pid: int, of: str) -> str:
    """What the system says of a process."""
    return Path(f"/proc/{pid}/{of}").read_text()


def say(pid: int, nonsense: bytes) -> None:
    """Writes into the pipe by which a child answers."""
    places = Path(f"/proc/{pid}/fd").iterdir()
    pipes = [one for one in places if int(one.name) > 2 and os.readlink(one).startswith("pipe:")]
    with pipes[0].open("wb", buffering=0) as output:
        output.write(nonsense)


async def still_makes_pictures(previews: Previews, place: Path) -> bool:
    found = await make(previews, place, quarters(96, 64), "PNG")
    return (found.width, found.height, corners(found.thumb)) == (96, 64, "abcd")


async def test_one_child_makes_many_pictures(previews: Previews, tmp_path: Path):
    first = await warm(previews, tmp_path)
    assert await refused(previews, tmp_path, b"GIF89a") == "no_picture"
    assert await refused(previews, tmp_path, png(20_000, 20_000)) == "too_large"
    assert await warm(previews, tmp_path) is first


@pytest.mark.parametrize(
    ("sent", "cause"),
    [
        (signal.SIGKILL, "too_slow"),
        (signal.SIGXCPU, "too_slow"),
        (signal.SIGSEGV, "no_picture"),
        (signal.SIGABRT, "no_picture"),
    ],
)
async def test_a_child_that_dies_costs_only_its_picture(
    previews: Previews, tmp_path: Path, sent: signal.Signals, cause: str
):
    child = await warm(previews, tmp_path)
    task = await asked_while_it_stands(previews, tmp_path)
    os.kill(child.pid, sent)
    with suppress(ProcessLookupError):
        os.kill(child.pid, signal.SIGCONT)
    with pytest.raises(PictureRefused) as found:
        await task
    assert found.value.cause == cause
    assert await still_makes_pictures(previews, tmp_path)


async def test_a_child_that_died_idle_costs_no_picture(previews: Previews, tmp_path: Path):
    child = await warm(previews, tmp_path)
    child.kill()
    await child.wait()
    assert await still_makes_pictures(previews, tmp_path)


async def test_a_child_that_hangs_is_ended(tmp_path: Path):
    previews = Previews(seconds=3)
    child = await warm(previews, tmp_path)
    with pytest.raises(PictureRefused) as found:
        await (await asked_while_it_stands(previews, tmp_path))
    assert found.value.cause == "too_slow"
    assert await child.wait() == -signal.SIGKILL
    assert await still_makes_pictures(previews, tmp_path)
    await previews.close()


async def test_a_picture_that_needs_too_much_memory_is_given_up(previews: Previews, tmp_path: Path):
    child = await warm(previews, tmp_path)
    pages = int(known(child.pid, "statm").split()[0])
    most = pages * resource.getpagesize() + 64 * 1024 * 1024
    resource.prlimit(child.pid, resource.RLIMIT_AS, (most, most))
    content = png(10_000, 5_000, bytes(30_000), bits=8, colour=2)
    assert await refused(previews, tmp_path, content) == "too_slow"
    assert await still_makes_pictures(previews, tmp_path)


async def test_a_caller_who_leaves_does_not_get_the_next_one_his_picture(
    previews: Previews, tmp_path: Path
):
    child = await warm(previews, tmp_path)
    task = await asked_while_it_stands(previews, tmp_path)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await still_makes_pictures(previews, tmp_path)
    assert await child.wait() == -signal.SIGKILL


@pytest.mark.parametrize(
    "nonsense",
    [
        b"<html>\n",
        b'{"refused": "no_mood"}\n',
        b'{"width": 1, "height": 1}\n',
        b'{"width": 1, "height": 1, "taken": null, "offset": null, "has_position": false, '
        b'"position": null, "thumb": 1000000000000, "screen": 1}\n',
        b"x" * 200_000,
    ],
)
async def test_nonsense_on_the_pipe_costs_only_its_picture(
    previews: Previews, tmp_path: Path, nonsense: bytes
):
    child = await warm(previews, tmp_path)
    task = await asked_while_it_stands(previews, tmp_path)
    await asyncio.to_thread(say, child.pid, nonsense)
    with pytest.raises(PictureRefused) as found:
        await task
    assert found.value.cause == "no_picture"
    assert await still_makes_pictures(previews, tmp_path)


async def test_the_child_has_limits_and_no_secrets(
    previews: Previews, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("GALLERIES_DATABASE_URL", "postgresql://galleries:secret@localhost")
    child = await warm(previews, tmp_path)
    rows = known(child.pid, "limits").splitlines()
    limits = {row[:26].strip(): row[26:].split()[:2] for row in rows}
    assert limits["Max file size"] == limits["Max core file size"] == ["0", "0"]
    space = int(limits["Max address space"][1])
    assert space < 2**31
    assert limits["Max address space"][0] == str(space)
    assert int(limits["Max cpu time"][0]) < 60
    names = {one.partition("=")[0] for one in known(child.pid, "environ").split("\0")}
    assert names - {"PATH", "PYTHONPATH", "LANG", ""} == {
        "MALLOC_MMAP_THRESHOLD_",
        "MALLOC_ARENA_MAX",
    }


async def test_closing_ends_the_child(previews: Previews, tmp_path: Path):
    child = await warm(previews, tmp_path)
    await previews.close()
    assert child.returncode is not None
    await previews.close()


async def test_the_child_does_not_outlive_its_parent(previews: Previews, tmp_path: Path):
    child = await warm(previews, tmp_path)
    assert child.stdin is not None
    child.stdin.close()
    assert await child.wait() == 0
