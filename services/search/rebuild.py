"""A new index from the system of record, built aside while the old one answers and keeps up with events."""

from __future__ import annotations

import asyncio
import sys
import uuid
from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from kit.db import Database
from kit.failpoints import failpoint
from kit.grpc_client import Peer
from kit.logs import get_logger
from services.search import store
from services.search.anti_entropy import repair
from services.search.catalogue import Catalogue
from services.search.convert import change_from_entry
from services.search.engines.port import SCHEMA_VERSION, EngineFailed
from services.search.errors import RebuildRunning
from services.search.index import Index
from services.search.model import STAGED
from services.search.opening import Engines, relabel
from services.search.system_of_record import SystemOfRecord
from services.search.told_comparison import ToldComparison
from sysapi.search.v1 import search_service_pb2
from sysapi.search.v1.search_service_pb2_grpc import SearchServiceStub

log = get_logger("services.search.rebuild")

_ROUNDS = 3
_LOOK_SECONDS = 5.0
_REBUILD_SECONDS = 3600.0
_MOST_WARMED = 200_000


class Rebuilder:
    """One rebuild at a time. A crash at any step leaves the old index as it was."""

    def __init__(
        self,
        index: Index,
        database: Database,
        engines: Engines,
        record: SystemOfRecord,
        comparisons: Sequence[ToldComparison[Any]],
    ) -> None:
        self._index = index
        self._database = database
        self._engines = engines
        self._record = record
        self._comparisons = comparisons
        self.is_running = False

    async def rebuild(self) -> AsyncIterator[tuple[int, int]]:
        """Rebuilds and swaps; yields how many clients of how many are read. Raises RebuildRunning."""
        if self.is_running:
            raise RebuildRunning
        self.is_running = True
        self._index.journal = set()
        name, engine = await self._engines.create()
        staged = Index(self._database, engine, Catalogue(), STAGED)
        swapped = False
        try:
            async with self._database.begin() as session:
                await store.clear_staged(session)
            await staged.load_names()
            done = 0
            async for changes, total in self._record.pages():
                await staged.fill(changes)
                done += len(changes)
                yield done, total
            await staged.settle()
            failpoint("rebuild_read")
            async with self._index.applying:
                await self._catch_up(staged)
                await self._compare(staged)
                await staged.load_names()
                await staged.load_shown()
                failpoint("rebuild_compared")
                old = self._index.engine
                await self._swap(staged, name)
                swapped = True
            await old.destroy()
            for comparison in self._comparisons:
                comparison.hurry()
        finally:
            self._index.journal = None
            self.is_running = False
            if not swapped:
                await engine.destroy()

    async def _catch_up(self, staged: Index) -> None:
        """Applies what the old index has seen meanwhile; nobody applies anything to it now."""
        journal = [uuid.UUID(int=client_id) for client_id in self._index.journal or ()]
        for start in range(0, len(journal), 1000):
            async with self._database.begin() as session:
                entries = await store.entries(session, journal[start : start + 1000])
            await staged.apply([change_from_entry(entry) for entry in entries])

    async def _compare(self, staged: Index) -> None:
        """Checks the new index by digests and repairs it; what still differs then is being written right now."""
        for _ in range(_ROUNDS):
            sums, count = await self._record.digests()
            ours = staged.catalogue.bucket_sums
            differing = [bucket for bucket, digest in enumerate(sums) if digest != ours[bucket]]
            if not differing:
                log.info("new index agrees with the system of record", clients=count)
                return
            # All in one repair: each costs a commit of the text index, and updates of the old index wait meanwhile.
            clients: list[int] = []
            for bucket in differing:
                theirs, _epoch = await self._record.bucket(bucket)
                known = staged.catalogue.bucket(bucket)
                clients += [
                    client_id
                    for client_id in theirs.keys() | known.keys()
                    if client_id not in known or theirs.get(client_id) != known[client_id][2]
                ]
            await repair(staged, self._record, clients)

    async def _swap(self, staged: Index, name: str) -> None:
        """One transaction makes the staged entries and the new text index the current ones; then memory follows."""
        for client_id in self._index.catalogue.client_ids():
            if staged.catalogue.state(client_id) is None:
                state = self._index.catalogue.state(client_id)
                assert state is not None
                staged.catalogue.remove({client_id: state})
        async with self._database.begin() as session:
            await store.swap_staged(session)
            failpoint("rebuild_swapping")
            generation = await store.use_index(session, name, SCHEMA_VERSION)
        failpoint("rebuild_swapped")
        staged.catalogue.generation = generation
        await self._index.adopt(staged.engine, staged.catalogue)

    async def watch_health(self) -> None:
        """Builds the text index anew when it broke while it was read, or when labels have run out somewhere."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            await self._warm()
            needed = self._index.catalogue.is_crowded or self._index.is_damaged
            if needed and not self.is_running:
                log.warning("building the text index anew", damaged=self._index.is_damaged)
                try:
                    await relabel(self._database, self._engines, self._index)
                except (EngineFailed, SQLAlchemyError) as error:
                    log.warning("text index not built", error=type(error).__name__)
                else:
                    self._index.is_damaged = False

    async def _warm(self) -> None:
        """Sorts again what a large import has left unsorted, one order at a time; a very large catalogue sorts when asked."""
        catalogue = self._index.catalogue
        if len(catalogue) > _MOST_WARMED:
            return
        for column, descending in catalogue.cold_orders():
            catalogue.warm(column, descending)
            await asyncio.sleep(0.05)


async def ask_for_rebuild(listen: str) -> None:
    """Has the running service rebuild its index and prints how far it is."""
    peer = Peer("search", listen)
    stub = SearchServiceStub(peer.channel)
    request = search_service_pb2.RebuildCatalogueRequest()
    async for step in peer.stream(stub.RebuildCatalogue, request, timeout=_REBUILD_SECONDS):
        state = "swapped" if step.swapped else "read"
        sys.stdout.write(f"{state} {step.done} of {step.total}\n")
        sys.stdout.flush()
    await peer.close()
