"""Batches on their way: bounded, sent again after a restart, and narrowed down when a whole batch is refused.

The clients service is played by a small fake here, because a real one cannot be told when to fail.
"""

import asyncio

import pytest

from kit.errors import AlreadyExists, Internal, Problem, Unavailable
from sysapi.clients.v1 import clients_service_pb2 as pb
from tools.imports import in_flight
from tools.imports.in_flight import IN_FLIGHT
from tools.imports.outcome import Outcome
from tools.imports.sending import BATCH, Sender


class FakePeer:
    """Takes batches as the service does; `fail` may raise before one is taken."""

    def __init__(self, fail=lambda lines: None) -> None:
        self.channel = self
        self.fail = fail
        self.calls = 0
        self.running = 0
        self.most = 0
        self.largest = 0
        self.taken: list[int] = []

    def unary_unary(self, *_args, **_kwargs):
        return None

    async def call(self, _method, request: pb.ImportClientsRequest, *, timeout: float):
        self.calls += 1
        self.running += 1
        self.most = max(self.most, self.running)
        self.largest = max(self.largest, len(request.records))
        await asyncio.sleep(0)
        self.running -= 1
        lines = [record.line for record in request.records]
        self.fail(lines)
        self.taken += lines
        return pb.ImportClientsResponse(
            results=[
                pb.ImportResult(line=line, outcome=pb.IMPORT_OUTCOME_CREATED) for line in lines
            ]
        )


async def send(peer: FakePeer, count: int) -> Outcome:
    outcome = Outcome()
    sender = Sender(peer, source="ur", mask=("name",), outcome=outcome)
    try:
        for line in range(count):
            await sender.add(pb.ImportRecord(line=line))
        await sender.finish()
    finally:
        await sender.cancel()
    return outcome


async def test_batches_are_full_and_few_are_on_the_way():
    peer = FakePeer()
    outcome = await send(peer, 4_321)
    assert outcome.created == 4_321
    assert sorted(peer.taken) == list(range(4_321))
    assert (peer.largest, peer.calls) == (BATCH, 9)
    assert peer.most <= IN_FLIGHT


async def test_a_service_that_restarts_gets_the_batch_again(monkeypatch):
    monkeypatch.setattr(in_flight, "_PAUSES", (0.0, 0.0, 0.0))
    failures = iter([Unavailable(), Unavailable()])

    def fail(_lines: list[int]) -> None:
        problem = next(failures, None)
        if problem:
            raise problem

    outcome = await send(FakePeer(fail), 700)
    assert (outcome.created, outcome.refused) == (700, 0)


async def test_a_service_that_stays_away_ends_the_import(monkeypatch):
    monkeypatch.setattr(in_flight, "_PAUSES", (0.0, 0.0))

    def fail(_lines: list[int]) -> None:
        raise Unavailable

    with pytest.raises(Unavailable):
        await send(FakePeer(fail), 700)


async def test_one_bad_record_costs_only_itself():
    def fail(lines: list[int]) -> None:
        if 123 in lines:
            raise AlreadyExists(reason="IDENTIFIER_TAKEN", metadata={"field": "identifiers"})

    peer = FakePeer(fail)
    outcome = await send(peer, 1_000)
    assert (outcome.created, outcome.refused) == (999, 1)
    assert "  line 123: IDENTIFIER_TAKEN (identifiers)" in outcome.lines()
    assert peer.calls < 25


async def test_a_broken_service_is_not_asked_for_every_record():
    def fail(_lines: list[int]) -> None:
        raise Internal

    peer = FakePeer(fail)
    with pytest.raises(Problem):
        await send(peer, 5_000)
    assert peer.calls < 100


def test_the_screen_shows_fifty_refusals_and_counts_the_rest():
    outcome = Outcome()
    outcome.count(
        pb.ImportResult(line=line, outcome=pb.IMPORT_OUTCOME_REFUSED, reason="NAME_REQUIRED")
        for line in range(1, 61)
    )
    lines = outcome.lines()
    assert lines[0] == "created 0, updated 0, unchanged 0, refused 60"
    assert len(lines) == 52
    assert lines[-1] == "  and 10 more: see --report FILE"
