"""Events that should not be: repeated, disordered, old, forged, unreadable."""

from __future__ import annotations

import time
import uuid

from sqlalchemy import text

from sysapi.clients.v1 import client_changed_pb2, client_pb2
from tests.waiting import until

SUBJECT = "clients.client.changed.v1"


async def events(stack) -> list[tuple[str, bytes]]:
    """Subject and body of everything that was published lately."""
    async with stack.database("clients").begin() as session:
        rows = await session.execute(text("SELECT subject, payload FROM outbox ORDER BY position"))
        return [(row.subject, bytes(row.payload)) for row in rows]


async def test_events_repeated_and_in_any_order_end_in_the_same_state(
    stack, workload, checker, chance
):
    # F12: each event twice, shuffled, old versions among them. An old version that a stranger publishes takes the place of a
    # newer one in the stream, which keeps one event of a client, and which search may not have read; the relay brings it back.
    await workload.run(40)
    known = await events(stack)
    again = 2 * chance.sample(known, min(len(known), 100))
    chance.shuffle(again)
    async with workload.going_on(), stack.bus() as jetstream:
        for subject, body in again:
            await jetstream.publish(subject, body)
    await checker.assert_converged()
    assert (await checker.status()).dead_letters == 0


async def test_a_gap_in_the_versions_delays_nothing(stack, workload, checker):
    # F12: the event of a version is never published; the next one makes up for it.
    promise = await workload.create()
    async with stack.database("clients").begin() as session:
        await session.execute(
            text("UPDATE outbox SET published_at = now() WHERE aggregate_id = :id"),
            {"id": promise.client_id},
        )
    await workload.run(10)
    await workload.change(promise)
    await checker.assert_converged()


async def test_a_forged_version_from_the_future_is_taken_back(stack, workload, checker):
    # F12: only a comparison with the system of record can tell; it waits until the forgery was seen.
    await stack.search.restart()
    promise = await workload.create()
    await checker.assert_converged()
    client = client_pb2.Client()
    client.CopyFrom(await workload.get(promise.client_id))
    client.version += 1000
    client.name = client.name_shown = "SIA Viltojums"
    forged = client_changed_pb2.ClientChanged(client=client, epoch=1, digest=7)
    async with stack.bus() as jetstream:
        await jetstream.publish(f"{SUBJECT}.{client.id}", forged.SerializeToString())

    # In the table, by which the comparison goes: the text index, which finds, is written a moment before it.
    async def believed() -> bool:
        return await checker.version(client.id) == client.version

    await until(believed)
    assert await checker.finds(client.id, "Viltojums")
    await stack.search.restart(SEARCH_ANTI_ENTROPY_SECONDS="1")
    await checker.assert_converged()

    # The table, which was compared, is written a moment before the memory that answers.
    async def forgotten() -> bool:
        return not await checker.finds(client.id, "Viltojums")

    await until(forgotten)
    await workload.change(promise)
    await checker.assert_converged()


async def test_unreadable_events_are_set_aside_and_delay_nobody(stack, workload, checker):
    # F13: bad protobuf, a change of no client, a subject nobody knows.
    before = (await checker.status()).dead_letters
    async with stack.bus() as jetstream:
        await jetstream.publish(f"{SUBJECT}.{uuid.uuid4()}", b"\xff\xff not protobuf")
        await jetstream.publish(f"{SUBJECT}.{uuid.uuid4()}", b"")
        await jetstream.publish("clients.other.v1.x", b"\x00")
    began = time.monotonic()
    promise = await workload.create()
    await until(lambda: checker.finds(promise.client_id, promise.name))
    still_tried = (await checker.status()).dead_letters == before
    # The five tries take 7 s; a machine so slow that they are over says nothing.
    assert still_tried or time.monotonic() - began > 5, "it waited for the last try"

    async def set_aside() -> bool:
        return (await checker.status()).dead_letters == before + 2

    await until(set_aside, within=60)
    await checker.assert_converged()


async def test_an_unreadable_event_in_the_place_of_a_clients_own_is_replaced(
    stack, workload, checker
):
    victim = await workload.create()
    await checker.assert_converged()
    async with stack.bus() as jetstream:
        subject = f"{SUBJECT}.{victim.client_id}"
        own = (await jetstream.get_last_msg("CLIENTS", subject)).data
        await jetstream.publish(subject, b"\xff\xff not protobuf")

        async def replaced() -> bool:
            return (await jetstream.get_last_msg("CLIENTS", subject)).data == own

        await until(replaced)
    await workload.change(victim)
    await checker.assert_converged()


async def test_an_older_row_of_a_long_transaction_delays_nobody_and_is_not_skipped(
    stack, workload, checker
):
    # F4: its position in the outbox is taken before others commit, its commit comes after.
    slow = await workload.create()
    await checker.assert_converged()
    hold = text(
        "INSERT INTO outbox (event_id, subject, aggregate_id, epoch, version, payload)"
        " SELECT gen_random_uuid(), subject, aggregate_id, epoch, version + 1000, payload"
        " FROM outbox WHERE aggregate_id = :id ORDER BY version DESC LIMIT 1 RETURNING position"
    )
    async with stack.database("clients").begin() as session:
        position = await session.scalar(hold, {"id": slow.client_id})
        promise = await workload.create()
        await until(lambda: checker.finds(promise.client_id, promise.name))

    async def followed() -> bool:
        query = text("SELECT published_at IS NOT NULL FROM outbox WHERE position = :position")
        async with stack.database("clients").begin() as session:
            return bool(await session.scalar(query, {"position": position}))

    await until(followed)
    await checker.assert_converged()
