"""Tells live screens what has changed. A slow one loses details, never the fact that something changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

MOST_IDS = 500
_QUEUE = 64


@dataclass(frozen=True, slots=True)
class Notice:
    """Clients that changed up to a generation; `reset` means that everything may have."""

    client_ids: tuple[int, ...]
    generation: int
    reset: bool = False


class Watchers:
    """Everybody who listens now."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[Notice | None]] = set()

    def tell(self, client_ids: Iterable[int], generation: int) -> None:
        """Sends a change to all; more than 500 clients become a reset."""
        changed = tuple(client_ids)
        if len(changed) > MOST_IDS:
            self.reset(generation)
            return
        for queue in self._queues:
            _offer(queue, Notice(changed, generation))

    def reset(self, generation: int) -> None:
        """Tells all to read anew."""
        for queue in self._queues:
            _offer(queue, Notice((), generation, reset=True))

    def close(self) -> None:
        """Ends all streams: they have no end of their own, and a server that stops waits for its calls."""
        for queue in self._queues:
            _offer(queue, None)

    async def watch(self, generation: int) -> AsyncIterator[Notice]:
        """What changes from now on; first a word about where things stand, so that a listener knows it is heard."""
        queue: asyncio.Queue[Notice | None] = asyncio.Queue(_QUEUE)
        self._queues.add(queue)
        try:
            yield Notice((), generation)
            while (notice := await queue.get()) is not None:
                yield notice
        finally:
            self._queues.discard(queue)


def _offer(queue: asyncio.Queue[Notice | None], notice: Notice | None) -> None:
    if queue.full():
        while not queue.empty():
            queue.get_nowait()
        if notice is not None:
            notice = Notice((), notice.generation, reset=True)
    queue.put_nowait(notice)
