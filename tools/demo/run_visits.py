"""Enters the demo visits and their plans, after the demo clients."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date

from kit.errors import Conflict, Problem, problem_from_status
from kit.grpc_client import Peer
from sysapi.visits.v1 import visit_pb2
from sysapi.visits.v1 import visits_service_pb2 as pb
from sysapi.visits.v1.visits_service_pb2_grpc import VisitsServiceStub
from tools.demo.chains import LARGEST_CHAIN
from tools.demo.clients import client
from tools.demo.history import slice_of, slices_of
from tools.demo.visits import contracted_month, visits_of
from tools.imports.in_flight import CALL_SECONDS, InFlight
from tools.imports.outcome import spaced
from tools.imports.progress import ProgressShown

_AT_ONCE = 500


async def run(clients: int, scale: float, until: int, *, address: str, seed: int = 2006) -> int:
    """Enters the visits of the first `clients` demo clients until an ordinal day; `scale` is the share of them that have any.

    Returns 0, or 1 when it fails. A second run leaves what is there as it is, a later day adds what came since.
    """
    slices = slices_of(scale)
    billed_from, _ = contracted_month(date.fromordinal(until + 1))
    peer = Peer("visits", address)
    sender = _Sender(peer)
    try:
        with ProgressShown("demo visits", clients) as progress:
            for index in range(clients):
                if index != LARGEST_CHAIN and slice_of(index) >= slices:
                    continue
                for site in visits_of(
                    client(index, seed), index, seed, slices, until, billed_from=billed_from
                ):
                    await sender.add(site.visits, site.plan)
                progress.show(index + 1, f"{spaced(sender.sent)} visits")
            await sender.finish()
    except Problem as problem:
        print(f"the demo visits were not entered: {problem}", file=sys.stderr)
        return 1
    finally:
        await sender.cancel()
        await peer.close()
    print(
        f"{spaced(sender.created)} visits and {spaced(sender.plans)} plans of visits were entered"
    )
    return 0


class _Sender:
    """Collects visits into calls and keeps a few on the way."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._stub = VisitsServiceStub(peer.channel)
        self._waiting: list[visit_pb2.Visit] = []
        self._in_flight = InFlight()
        self.sent = self.created = self.plans = 0

    async def add(self, visits: Sequence[visit_pb2.Visit], plan: visit_pb2.Plan | None) -> None:
        """Takes the visits of a site. Raises kit.errors."""
        self._waiting += visits
        while len(self._waiting) >= _AT_ONCE:
            await self._start()
        if plan is not None:
            await self._put_plan(plan)

    async def finish(self) -> None:
        """Sends the rest and waits for every answer. Raises kit.errors."""
        if self._waiting:
            await self._start()
        await self._in_flight.finish()

    async def cancel(self) -> None:
        """Drops what is on the way."""
        await self._in_flight.cancel()

    async def _start(self) -> None:
        batch, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
        self.sent += len(batch)
        await self._in_flight.start(self._put_visits(batch))

    async def _put_visits(self, batch: list[visit_pb2.Visit]) -> None:
        request = pb.PutVisitsRequest(visits=[pb.PutVisitRequest(visit=one) for one in batch])
        answer = await self._peer.call(
            self._stub.PutVisits, request, timeout=CALL_SECONDS, retry=True
        )
        for one in answer.results:
            if one.HasField("problem"):
                problem = problem_from_status(one.problem)
                # It was there before, and somebody has changed it.
                if not isinstance(problem, Conflict):
                    raise problem
            self.created += one.outcome == pb.PUT_OUTCOME_CREATED

    async def _put_plan(self, plan: visit_pb2.Plan) -> None:
        try:
            request = pb.PutPlanRequest(plan=plan)
            answer = await self._peer.call(
                self._stub.PutPlan, request, timeout=CALL_SECONDS, retry=True
            )
        except Conflict:
            return
        self.plans += answer.outcome == pb.PUT_OUTCOME_CREATED
