"""Calls of an import: a few on the way at once, and patience with a service that is being restarted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import TypeVar

from kit.errors import Problem

CALL_SECONDS = 120.0
IN_FLIGHT = 2
# A restarting service is back within a few seconds; batches may be sent again, they change nothing twice.
_PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0)

Answer = TypeVar("Answer")


class InFlight:
    """What is on the way. A failure is raised by whoever waits next."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    async def start(self, sending: Coroutine[object, object, None]) -> None:
        """Begins it, and waits when enough others are on the way."""
        self._running.add(asyncio.create_task(sending))
        await self._wait(IN_FLIGHT - 1)

    async def finish(self) -> None:
        """Waits for every answer."""
        await self._wait(0)

    async def cancel(self) -> None:
        """Drops what is on the way."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._running.clear()

    async def _wait(self, most: int) -> None:
        """Waits until at most so many are on the way."""
        while len(self._running) > most:
            ended, self._running = await asyncio.wait(
                self._running, return_when=asyncio.FIRST_COMPLETED
            )
            # All are asked, so that none complains later that nobody did.
            failed = [error for task in ended if (error := task.exception())]
            if failed:
                raise failed[0]


async def call_patiently(call: Callable[[], Awaitable[Answer]], *passing: type[Problem]) -> Answer:
    """Calls again after a pause, a few times, when one of the `passing` problems comes back. Raises kit.errors."""
    for pause in _PAUSES:
        try:
            return await call()
        except passing:
            await asyncio.sleep(pause)
    return await call()
