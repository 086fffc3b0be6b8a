"""People at work: creates and changes clients over gRPC and remembers what was acknowledged."""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from google.protobuf.field_mask_pb2 import FieldMask

from kit.errors import Conflict, TimedOut, Unavailable
from kit.grpc_client import Peer
from sysapi.clients.v1 import client_pb2, clients_service_pb2_grpc
from sysapi.clients.v1 import clients_service_pb2 as pb

Answer = TypeVar("Answer")

TIMEOUT = 5.0
WRITERS = 4
PATIENT = 120.0
"""Seconds for which a write is repeated; longer than any fault of the tests, also on a slow machine."""
_LETTERS = "abdegiklmnoprstuvz"


@dataclass
class Promise:
    """What the system has said about one client and must not take back."""

    client_id: str
    name: str
    version: int
    comment: str = ""
    units: int = 0


@dataclass
class Workload:
    """One person per client at a time; a write whose outcome is unknown is repeated until it is known."""

    peer: Peer
    random: random.Random
    promises: dict[str, Promise] = field(default_factory=dict)
    acknowledged: int = 0

    def __post_init__(self) -> None:
        self._stub = clients_service_pb2_grpc.ClientsServiceStub(self.peer.channel)
        self._busy: set[str] = set()

    async def run(self, writes: int) -> None:
        """That many acknowledged writes by several people at once."""
        waiting = iter(range(writes))

        async def person() -> None:
            for _ in waiting:
                await self.write()

        await asyncio.gather(*(person() for _ in range(WRITERS)))

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """People write until the end of the block, and finish what they began."""
        over = asyncio.Event()

        async def person() -> None:
            while not over.is_set():
                await self.write()
                await asyncio.sleep(self.random.uniform(0, 0.05))

        people = [asyncio.create_task(person()) for _ in range(WRITERS)]
        try:
            yield
        finally:
            over.set()
            await asyncio.gather(*people)

    async def write(self) -> None:
        """One write: a new client, a change, or a new unit."""
        idle = [
            promise for promise in self.promises.values() if promise.client_id not in self._busy
        ]
        choice = self.random.random()
        if not idle or choice < 0.4:
            await self.create()
            return
        promise = self.random.choice(idle)
        self._busy.add(promise.client_id)
        try:
            await (self.change(promise) if choice < 0.8 else self.add_unit(promise))
        finally:
            self._busy.discard(promise.client_id)

    async def create(self) -> Promise:
        """Enters a client with a name of its own."""
        word = "".join(self.random.choice(_LETTERS) for _ in range(12))
        name = f"SIA {word.capitalize()}"
        request = pb.CreateClientRequest(
            client=client_pb2.Client(kind="CLIENT_KIND_LEGAL", name=name),
            request_id=str(uuid.uuid4()),
        )
        answer = await self._until_known(
            lambda: self.peer.call(self._stub.CreateClient, request, timeout=TIMEOUT)
        )
        promise = Promise(answer.client.id, name, answer.client.version)
        self.promises[promise.client_id] = promise
        return promise

    async def change(self, promise: Promise) -> None:
        """Gives the client another comment."""
        comment = f"{self.random.getrandbits(64):x}"

        async def change() -> client_pb2.Client:
            client = await self.get(promise.client_id)
            if client.comment == comment:
                return client  # The write before was done, but its answer got lost.
            request = pb.UpdateClientRequest(
                client=client_pb2.Client(id=promise.client_id, comment=comment),
                update_mask=FieldMask(paths=["comment"]),
                etag=client.etag,
            )
            return (await self.peer.call(self._stub.UpdateClient, request, timeout=TIMEOUT)).client

        client = await self._until_known(change)
        promise.comment = comment
        promise.version = client.version

    async def add_unit(self, promise: Promise) -> None:
        """Gives the client another unit."""
        request = pb.CreateUnitRequest(
            client_id=promise.client_id,
            unit=client_pb2.Unit(kind="UNIT_KIND_BRANCH", name=f"Filiāle {promise.units + 1}"),
            request_id=str(uuid.uuid4()),
        )
        await self._until_known(
            lambda: self.peer.call(self._stub.CreateUnit, request, timeout=TIMEOUT)
        )
        promise.units += 1
        promise.version += 1

    async def get(self, client_id: str) -> client_pb2.Client:
        """The client as the system of record has it."""
        request = pb.GetClientRequest(client_id=client_id)
        return (
            await self.peer.call(self._stub.GetClient, request, timeout=TIMEOUT, retry=True)
        ).client

    async def _until_known(self, act: Callable[[], Awaitable[Answer]]) -> Answer:
        deadline = time.monotonic() + PATIENT
        while True:
            try:
                answer = await act()
            except (Unavailable, TimedOut, Conflict):
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(0.1)
            else:
                self.acknowledged += 1
                return answer
