"""The index is broken, emptied, or swapped for a new one at a bad moment; it can always be made again."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import suppress

from kit.errors import Problem
from tests.chaos.stack import READY_SECONDS
from tests.waiting import until


async def test_a_broken_text_index_is_built_again_at_the_start(stack, workload, checker, chance):
    # F16: every file cut in half.
    await stack.search.kill()
    files = [path for path in stack.index_directory.rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2])
    await stack.search.start()
    await checker.assert_converged()


async def test_a_lost_text_index_is_built_again_at_the_start(stack, workload, checker):
    # F16: the volume is new.
    await stack.search.kill()
    shutil.rmtree(stack.index_directory)
    stack.index_directory.mkdir()
    async with workload.going_on():
        await stack.search.start()
    await checker.assert_converged()


async def test_a_rebuild_while_people_write_loses_nothing_and_answers_all_the_time(
    stack, workload, checker
):
    # F17.
    answered = 0
    promise = next(iter(workload.promises.values()))
    async with workload.going_on():
        rebuild = asyncio.create_task(checker.rebuild())
        while not rebuild.done():
            assert await checker.finds(promise.client_id, promise.name)
            answered += 1
            await asyncio.sleep(0.02)
        await rebuild
    assert answered
    await checker.assert_converged()


async def test_a_crash_at_any_step_of_a_rebuild_leaves_a_whole_index(
    stack, workload, checker, tmp_path
):
    # F17: after reading, after comparing, inside the swap and after it.
    places = ("rebuild_read", "rebuild_compared", "rebuild_swapping", "rebuild_swapped")
    fail_at = ",".join(f"{place}:once={tmp_path / place}" for place in places)
    await stack.search.restart(FAIL_AT=fail_at)

    async def dies_rebuilding() -> bool:
        # The first call after a start may not reach it yet.
        with suppress(Problem):
            await checker.rebuild()
        return not stack.search.is_running

    for _ in places:
        async with workload.going_on():
            await until(dies_rebuilding, within=READY_SECONDS)
            assert await stack.search.ended() == -9
            await stack.search.start(FAIL_AT=fail_at)
        await checker.assert_converged()
    assert all((tmp_path / place).exists() for place in places)
    await checker.rebuild()
    await checker.assert_converged()
