"""Sending records to ImportClients: full batches, a few on the way at once, and an account of what became of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from google.protobuf.field_mask_pb2 import FieldMask

from kit.errors import Internal, Problem, TimedOut, Unavailable
from kit.grpc_client import Peer
from sysapi.clients.v1 import clients_service_pb2 as pb
from sysapi.clients.v1.clients_service_pb2_grpc import ClientsServiceStub
from tools.imports.in_flight import CALL_SECONDS, InFlight, call_patiently
from tools.imports.outcome import Outcome
from tools.imports.register_file import Refusal

BATCH = 500
# One record may hit a fault of the service; many say that the service itself is broken.
_MOST_FAULTS = 10


class Sender:
    """Collects records of one mask into batches and sends them; `done` is called with the size of each answered batch."""

    def __init__(
        self,
        peer: Peer,
        *,
        source: str,
        mask: Sequence[str],
        outcome: Outcome,
        dry_run: bool = False,
        done: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._peer = peer
        self._stub = ClientsServiceStub(peer.channel)
        self._source = source
        self._mask = FieldMask(paths=list(mask))
        self._outcome = outcome
        self._dry_run = dry_run
        self._done = done
        self._batch: list[pb.ImportRecord] = []
        self._in_flight = InFlight()
        self._faults = 0

    async def add(self, record: pb.ImportRecord) -> None:
        """Takes a record; waits when a batch is full and enough others are on the way. Raises kit.errors."""
        self._batch.append(record)
        if len(self._batch) >= BATCH:
            await self._start()

    async def finish(self) -> None:
        """Sends the rest and waits for every answer. Raises kit.errors."""
        if self._batch:
            await self._start()
        await self._in_flight.finish()

    async def cancel(self) -> None:
        """Drops what is on the way."""
        await self._in_flight.cancel()

    async def _start(self) -> None:
        batch, self._batch = self._batch, []
        await self._in_flight.start(self._send(batch))

    async def _send(self, batch: list[pb.ImportRecord]) -> None:
        refused: Problem | None = None
        try:
            self._outcome.count((await self._call(batch)).results)
        except (Unavailable, TimedOut):
            raise
        except Problem as problem:
            refused = problem
        if refused is None:
            self._done(len(batch))
        else:
            await self._split(batch, refused)

    async def _split(self, batch: list[pb.ImportRecord], problem: Problem) -> None:
        """Narrows a refusal of a whole batch down to the records that cause it."""
        if len(batch) == 1:
            self._faults += isinstance(problem, Internal)
            if self._faults > _MOST_FAULTS:
                raise problem
            field = problem.metadata.get("field", "")
            self._outcome.refuse(Refusal(batch[0].line, problem.reason, field))
            self._done(1)
            return
        middle = len(batch) // 2
        await self._send(batch[:middle])
        await self._send(batch[middle:])

    async def _call(self, batch: list[pb.ImportRecord]) -> pb.ImportClientsResponse:
        request = pb.ImportClientsRequest(
            records=batch, update_mask=self._mask, dry_run=self._dry_run, source=self._source
        )
        return await call_patiently(
            lambda: self._peer.call(self._stub.ImportClients, request, timeout=CALL_SECONDS),
            Unavailable,
        )
