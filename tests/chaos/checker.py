"""Says whether catalogue and database agree, and whether every promise was kept."""

from __future__ import annotations

import asyncio
import os
import random
import time
import uuid

import orjson
from sqlalchemy import text

from kit.errors import Problem, Unavailable
from sysapi.clients.v1 import client_pb2, clients_service_pb2_grpc
from sysapi.clients.v1 import clients_service_pb2 as clients_pb
from sysapi.search.v1 import search_service_pb2 as search_pb
from sysapi.search.v1 import search_service_pb2_grpc as search_rpc
from tests.chaos.stack import Stack
from tests.chaos.workload import Workload

PROMISED_SECONDS = 10.0
"""In which the catalogue must agree with the database after any single fault is over."""
PATIENCE = float(os.environ.get("CHAOS_PATIENCE", "3"))
"""How many times slower than promised a busy machine may be; the seconds that it took are printed."""
_TIMEOUT = 10.0
_WORD = 2**64

Place = tuple[int, int]
"""Version and digest of a client."""


class Difference(Exception):
    """What does not agree."""


class Checker:
    """Looks at both sides past each other: the clients service by its calls, the catalogue by its table and its calls."""

    def __init__(self, stack: Stack, workload: Workload, chance: random.Random) -> None:
        self._stack = stack
        self._workload = workload
        self._random = chance
        self._clients = stack.peer("clients")
        self._search = stack.peer("search")
        self._clients_stub = clients_service_pb2_grpc.ClientsServiceStub(self._clients.channel)
        self._search_stub = search_rpc.SearchServiceStub(self._search.channel)

    async def assert_converged(self, within: float = PROMISED_SECONDS) -> None:
        """Returns when everything agrees; AssertionError with the last difference when it does not in time."""
        began = time.monotonic()
        while difference := await self._difference():
            seconds = time.monotonic() - began
            assert seconds < within * PATIENCE, (
                f"not converged after {seconds:.1f} s: {difference}\n{self._stack.logs()}"
            )
            await asyncio.sleep(0.1)
        print(f"converged in {time.monotonic() - began:.2f} s")  # noqa: T201
        await self._assert_promises_kept()

    async def searchable(self, query: str) -> list[dict[str, object]]:
        """The rows that a search finds."""
        answer = await self._search.call(
            self._search_stub.SearchCatalogue,
            search_pb.SearchCatalogueRequest(query=query),
            timeout=_TIMEOUT,
        )
        return orjson.loads(answer.items)

    async def finds(self, client_id: str, name: str) -> bool:
        """Whether the client is found by its name; not, while the search does not answer."""
        try:
            return any(row["id"] == client_id for row in await self.searchable(name))
        except Unavailable:
            return False

    async def version(self, client_id: str) -> int:
        """Which version of the client the catalogue has applied."""
        return (await self._catalogue())[uuid.UUID(client_id)][0]

    async def status(self) -> search_pb.GetCatalogueStatusResponse:
        """The catalogue's state."""
        request = search_pb.GetCatalogueStatusRequest()
        return await self._search.call(
            self._search_stub.GetCatalogueStatus, request, timeout=_TIMEOUT
        )

    async def rebuild(self) -> None:
        """Rebuilds the catalogue; returns when it is swapped."""
        swapped = False
        request = search_pb.RebuildCatalogueRequest()
        stream = self._search.stream(self._search_stub.RebuildCatalogue, request, timeout=60)
        async for step in stream:
            swapped = step.swapped
        assert swapped

    async def _difference(self) -> str:
        """What does not agree; empty when all does."""
        try:
            await self._compare()
        except (Difference, Problem) as difference:
            return f"{type(difference).__name__}: {difference}"
        return ""

    async def _compare(self) -> None:
        record = await self._record()
        catalogue = await self._catalogue()
        missing = record.keys() - catalogue.keys()
        extra = catalogue.keys() - record.keys()
        other = {key for key in record.keys() & catalogue.keys() if record[key] != catalogue[key]}
        if missing or extra or other:
            raise Difference(
                f"{len(missing)} missing, {len(extra)} too many, {len(other)} differ of"
                f" {len(record)}: {sorted(missing | extra | other)[:3]}"
            )
        await self._compare_buckets(catalogue)
        everything = await self._search.call(
            self._search_stub.SearchCatalogue,
            search_pb.SearchCatalogueRequest(query="*", limit=1),
            timeout=_TIMEOUT,
        )
        if everything.total != len(record):
            raise Difference(f"* finds {everything.total} of {len(record)}")
        promises = list(self._workload.promises.values())
        for promise in self._random.sample(promises, min(5, len(promises))):
            if not await self.finds(promise.client_id, promise.name):
                raise Difference(f"{promise.name} is not found")

    async def _record(self) -> dict[uuid.UUID, Place]:
        found: dict[uuid.UUID, Place] = {}
        token = ""
        while True:
            page = await self._clients.call(
                self._clients_stub.ListClients,
                clients_pb.ListClientsRequest(page_size=1000, page_token=token),
                timeout=_TIMEOUT,
            )
            for client, digest in zip(page.clients, page.digests, strict=True):
                found[uuid.UUID(client.id)] = (client.version, digest)
            token = page.next_page_token
            if not token:
                return found

    async def _catalogue(self) -> dict[uuid.UUID, Place]:
        # The table holds digests less 2**63, to fit a signed column.
        query = text("SELECT client_id, version, digest FROM entry WHERE NOT removed")
        async with self._stack.database("search").begin() as session:
            rows = (await session.execute(query)).all()
        return {row.client_id: (row.version, row.digest + _WORD // 2) for row in rows}

    async def _compare_buckets(self, catalogue: dict[uuid.UUID, Place]) -> None:
        answer = await self._clients.call(
            self._clients_stub.ListClientDigests,
            clients_pb.ListClientDigestsRequest(),
            timeout=_TIMEOUT,
        )
        sums = [0] * 256
        for client_id, (_, digest) in catalogue.items():
            sums[client_id.bytes[0]] = (sums[client_id.bytes[0]] + digest) % _WORD
        if sums != list(answer.digests) or answer.count != len(catalogue):
            raise Difference("sums of digests differ")

    async def _assert_promises_kept(self) -> None:
        """Every acknowledged write is there: each client, its last comment, all its units."""
        ids = list(self._workload.promises)
        there: dict[str, client_pb2.Client] = {}
        for start in range(0, len(ids), 500):
            answer = await self._clients.call(
                self._clients_stub.BatchGetClients,
                clients_pb.BatchGetClientsRequest(client_ids=ids[start : start + 500]),
                timeout=_TIMEOUT,
            )
            there |= {client.id: client for client in answer.clients}
        for promise in self._workload.promises.values():
            client = there.get(promise.client_id)
            assert client is not None, f"{promise} is lost"
            kept = (client.name, client.comment, len(client.units))
            assert kept == (promise.name, promise.comment, promise.units), promise
            assert client.version >= promise.version, promise

    async def close(self) -> None:
        """Closes the connections."""
        await self._clients.close()
        await self._search.close()
