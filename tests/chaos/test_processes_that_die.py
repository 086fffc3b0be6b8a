"""kill -9 at the worst moments: nothing acknowledged is lost, and the catalogue agrees soon after the restart."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import text

from tests.chaos.stack import Part
from tests.chaos.workload import Workload
from tests.waiting import until


async def test_clients_killed_between_commit_and_mark_loses_and_doubles_nothing(
    stack, workload, checker, tmp_path
):
    # F1: after the commit and before the publishing. F2: after the publishing and before the mark.
    await die_once_at_each(stack.clients, workload, tmp_path, "relay_read", "relay_published")
    await checker.assert_converged()


async def test_search_killed_amid_a_batch_applies_it_again(stack, workload, checker, tmp_path):
    # F5: after the text index and before the table; after the table and before memory; after all and before the ack.
    places = ("search_indexed", "search_stored", "consumer_applied")
    await die_once_at_each(stack.search, workload, tmp_path, *places)
    await checker.assert_converged()


async def die_once_at_each(part: Part, workload: Workload, markers: Path, *places: str) -> None:
    """The process dies at each place once, while people write, and is started again each time."""
    fail_at = ",".join(f"{place}:once={markers / place}" for place in places)
    await part.restart(FAIL_AT=fail_at)
    async with workload.going_on():
        for _ in places:
            assert await part.ended() == -9
            # The first batch after the start may kill it before it is ready.
            await part.launch(FAIL_AT=fail_at)
        await part.ready()
    assert all((markers / place).exists() for place in places)


async def test_any_process_killed_while_people_write(stack, workload, checker, chance):
    async with workload.going_on():
        for part in chance.sample([stack.clients, stack.search], 2):
            await asyncio.sleep(chance.uniform(0, 0.3))
            await part.restart()
    await checker.assert_converged()


async def test_of_two_clients_processes_one_relays_and_the_other_takes_over(
    stack, workload, checker
):
    # F3: the lock goes with the connection of the one that dies.
    await stack.second_clients.start()
    try:
        await workload.run(10)
        await checker.assert_converged()
        # Frozen with the lock in its hand it loses it; what it had in its other hand when it wakes changes nothing.
        stack.clients.freeze()
        try:
            async with stack.database("clients").begin() as session:
                await session.execute(AGAIN)
            await until(lambda: nothing_waits(stack), within=60)
        finally:
            stack.clients.thaw()
        await workload.run(10)
        await checker.assert_converged()
        async with workload.going_on():
            await stack.clients.kill()
            # Everything that was committed goes out through the other one.
            await until(lambda: nothing_waits(stack))
            await stack.clients.start()
        await checker.assert_converged()
    finally:
        await stack.second_clients.kill()


AGAIN = text("UPDATE outbox SET published_at = NULL, event_id = gen_random_uuid()")


async def nothing_waits(stack) -> bool:
    async with stack.database("clients").begin() as session:
        query = text("SELECT count(*) FROM outbox WHERE published_at IS NULL")
        return not await session.scalar(query)


async def test_a_stopped_service_ends_well_and_is_caught_up_with(stack, workload, checker):
    async with workload.going_on():
        assert await stack.search.stop() == 0
        assert await stack.clients.stop() == 0
        await stack.clients.start()
        await stack.search.start()
    await checker.assert_converged()
