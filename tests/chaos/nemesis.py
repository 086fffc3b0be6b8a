"""Does harm, by chance but not by surprise: the same seed does the same harm in the same order."""

from __future__ import annotations

import asyncio
import random
import shutil
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress

from nats.js.errors import NotFoundError
from sqlalchemy import text

from kit.errors import Problem
from tests.chaos.checker import Checker
from tests.chaos.stack import Part, Stack

STREAM = "CLIENTS"
DURABLE = "search"


class Nemesis:
    """Each act begins a fault and ends it; everything runs again when it returns."""

    def __init__(self, stack: Stack, checker: Checker, chance: random.Random) -> None:
        self._stack = stack
        self._checker = checker
        self._random = chance
        self._acts: list[Callable[[], Awaitable[None]]] = [
            self.kill_clients,
            self.kill_search,
            self.kill_everything,
            self.kill_bus,
            self.freeze_clients,
            self.freeze_search,
            self.freeze_bus,
            self.delete_stream,
            self.purge_stream,
            self.delete_consumer,
            self.wipe_bus,
            self.restart_database,
            self.cut_database_connections,
            self.lose_index,
            self.rebuild,
        ]

    async def strike(self) -> str:
        """One act of harm; its name."""
        act = self._random.choice(self._acts)
        await self._pause()
        await act()
        return act.__name__

    async def kill_clients(self) -> None:
        await self._stack.clients.restart()

    async def kill_search(self) -> None:
        await self._stack.search.restart()

    async def kill_everything(self) -> None:
        await asyncio.gather(
            self._stack.kill_nats(), self._stack.clients.kill(), self._stack.search.kill()
        )
        await self._stack.start_nats()
        await asyncio.gather(self._stack.clients.start(), self._stack.search.start())

    async def kill_bus(self) -> None:
        await self._stack.kill_nats()
        await self._pause()
        await self._stack.start_nats()

    async def freeze_clients(self) -> None:
        await self._freeze(self._stack.clients)

    async def freeze_search(self) -> None:
        await self._freeze(self._stack.search)

    async def freeze_bus(self) -> None:
        self._stack.signal_nats(signal.SIGSTOP)
        await self._pause(3)
        self._stack.signal_nats(signal.SIGCONT)

    async def delete_stream(self) -> None:
        async with self._stack.bus() as jetstream:
            with suppress(NotFoundError):
                await jetstream.delete_stream(STREAM)

    async def purge_stream(self) -> None:
        async with self._stack.bus() as jetstream:
            with suppress(NotFoundError):
                await jetstream.purge_stream(STREAM)

    async def delete_consumer(self) -> None:
        async with self._stack.bus() as jetstream:
            with suppress(NotFoundError):
                await jetstream.delete_consumer(STREAM, DURABLE)

    async def wipe_bus(self) -> None:
        await self._stack.kill_nats()
        shutil.rmtree(self._stack.streams)
        await self._stack.start_nats()

    async def restart_database(self) -> None:
        await self._stack.restart_postgres()

    async def cut_database_connections(self) -> None:
        for name in ("clients", "search"):
            async with self._stack.database(name).begin() as session:
                await session.execute(
                    text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
                )

    async def lose_index(self) -> None:
        await self._stack.search.kill()
        shutil.rmtree(self._stack.index_directory, ignore_errors=True)
        self._stack.index_directory.mkdir()
        await self._stack.search.start()

    async def rebuild(self) -> None:
        # It may be cut short by what was done before; that leaves the old index.
        with suppress(Problem):
            await self._checker.rebuild()

    async def _freeze(self, part: Part) -> None:
        part.freeze()
        await self._pause(3)
        part.thaw()

    async def _pause(self, longest: float = 0.5) -> None:
        await asyncio.sleep(self._random.uniform(0, longest))
