from __future__ import annotations

import asyncio

from services.search.watchers import Notice, Watchers


async def test_closing_ends_every_stream():
    watchers = Watchers()

    async def listen() -> list[Notice]:
        return [notice async for notice in watchers.watch(7)]

    listeners = [asyncio.create_task(listen()) for _ in range(3)]
    await asyncio.sleep(0)
    watchers.tell([1], 8)
    watchers.close()
    heard = await asyncio.wait_for(asyncio.gather(*listeners), 5)
    assert heard == [[Notice((), 7), Notice((1,), 8)]] * 3


async def test_a_slow_listener_is_told_to_read_anew():
    watchers = Watchers()
    stream = watchers.watch(0)
    assert await anext(stream) == Notice((), 0)
    for generation in range(1, 200):
        watchers.tell([generation], generation)
    assert (await anext(stream)).reset
    await stream.aclose()
