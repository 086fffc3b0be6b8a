"""The second half of `./sys seed`: sends the demo history to the invoices service."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable

from kit.errors import Conflict, Problem, TimedOut, Unavailable
from kit.grpc_client import Peer
from sysapi.invoices.v1 import history_pb2 as pb
from sysapi.invoices.v1.invoices_service_pb2_grpc import InvoicesServiceStub
from tools.demo.history import slice_history, slices_of
from tools.imports.in_flight import CALL_SECONDS, InFlight, call_patiently
from tools.imports.outcome import spaced
from tools.imports.progress import ProgressShown

BATCH = 1_000
"""Documents in one call, but for the rest of a client."""
_SHOWN = 20
_STEPS = 100
"""Steps of the progress bar for each slice."""


async def run(clients: int, scale: float, until: int, *, address: str, seed: int = 2006) -> int:
    """Enters the history of the first `clients` demo clients until an ordinal day; `scale` is the share of them that have one.

    Returns 0, or 1 when something was refused or the service does not answer. A second run changes nothing, a larger scale adds the
    rest, a later day what came since.
    """
    slices = slices_of(scale)
    peer = Peer("invoices", address)
    sender = _Sender(peer)
    try:
        with ProgressShown("demo invoices", slices * _STEPS) as progress:
            made = _make(0, clients, seed, until)
            for number in range(slices):
                histories = await made
                if number + 1 < slices:
                    made = _make(number + 1, clients, seed, until)
                for place, history in enumerate(histories):
                    await sender.add(history)
                    done = (number * len(histories) + place) * _STEPS // len(histories)
                    progress.show(done, f"{spaced(sender.sent)} documents")
            await sender.finish()
    except (Unavailable, TimedOut):
        print(f"the invoices service at {address} does not answer", file=sys.stderr)
        return 1
    except Problem as problem:
        print(f"the invoices service fails: {problem.reason}; its log says more", file=sys.stderr)
        return 1
    finally:
        await sender.cancel()
        await peer.close()
    print(
        f"documents {spaced(sender.invoices)}, payments {spaced(sender.payments)},"
        f" refused clients {len(sender.refused)}"
    )
    print("".join(f"  {line}\n" for line in sender.refused[:_SHOWN]), end="")
    return 1 if sender.refused else 0


def _make(number: int, clients: int, seed: int, until: int) -> asyncio.Task[list[pb.ClientHistory]]:
    """One slice, made beside the sending of the one before."""
    making = asyncio.to_thread(lambda: list(slice_history(number, clients, seed, until)))
    return asyncio.create_task(making)


class _Sender:
    """Collects histories into calls and keeps a few on the way."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._import = InvoicesServiceStub(peer.channel).ImportHistory
        self._batch: list[pb.ClientHistory] = []
        self._size = 0
        self._in_flight = InFlight()
        self.sent = self.invoices = self.payments = 0
        self.refused: list[str] = []

    async def add(self, history: pb.ClientHistory) -> None:
        """Takes a history. Raises kit.errors."""
        size = len(history.invoices)
        # A client stands once in a call; the parts of a large one come one behind the other, or each in a slice of its own.
        continues = any(one.client_id == history.client_id for one in self._batch)
        if self._batch and (continues or self._size + size > BATCH):
            await self._start()
        if continues:
            # It speaks of documents of the call before.
            await self._in_flight.finish()
        self._batch.append(history)
        self._size += size

    async def finish(self) -> None:
        """Sends the rest and waits for every answer. Raises kit.errors."""
        if self._batch:
            await self._start()
        await self._in_flight.finish()

    async def cancel(self) -> None:
        """Drops what is on the way."""
        await self._in_flight.cancel()

    async def _start(self) -> None:
        batch, self._batch, self._size = self._batch, [], 0
        self.sent += sum(len(history.invoices) for history in batch)
        await self._in_flight.start(self._send(batch))

    async def _send(self, batch: list[pb.ClientHistory]) -> None:
        results = (await self._call(pb.ImportHistoryRequest(clients=batch))).results
        self.invoices += sum(one.invoices for one in results)
        self.payments += sum(one.payments for one in results)
        self.refused += _refusals(batch, results)

    async def _call(self, request: pb.ImportHistoryRequest) -> pb.ImportHistoryResponse:
        return await call_patiently(
            lambda: self._peer.call(self._import, request, timeout=CALL_SECONDS),
            Unavailable,
            Conflict,
        )


def _refusals(batch: Iterable[pb.ClientHistory], results: Iterable[pb.HistoryResult]) -> list[str]:
    return [
        f"client {history.client_id}: {result.faults[0].field} {result.faults[0].reason}"
        for history, result in zip(batch, results, strict=True)
        if result.outcome == pb.HISTORY_OUTCOME_REFUSED
    ]
