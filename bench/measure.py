"""Timing, percentiles and memory. Times are milliseconds by the monotonic clock unless named otherwise."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import psutil

ROUNDS = 3
SAMPLES = 200
WARM_UP = 30


def percentile(samples: Sequence[float], percent: float) -> float:
    """The smallest sample that `percent` % of all do not exceed (nearest rank)."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


@dataclass(frozen=True, slots=True)
class Timing:
    """Samples of several rounds. A percentile is the median of the rounds' own, so one disturbed round does not decide."""

    rounds: tuple[tuple[float, ...], ...]

    @property
    def samples(self) -> list[float]:
        """All samples."""
        return [sample for samples in self.rounds for sample in samples]

    def p(self, percent: float) -> float:
        """Median over the rounds of each round's percentile."""
        return statistics.median(percentile(samples, percent) for samples in self.rounds)

    @property
    def usual(self) -> dict[str, float]:
        """p50 and p99."""
        return {"p50": self.p(50), "p99": self.p(99)}


Call = Callable[[], object]


def side_by_side(
    calls: Mapping[str, Call],
    *,
    samples: int = SAMPLES,
    rounds: int = ROUNDS,
    warm_up: int = WARM_UP,
) -> dict[str, Timing]:
    """Times each call one at a time; every round takes the calls in turn, so that they share disturbances."""
    for call in calls.values():
        for _ in range(warm_up):
            call()
    found: dict[str, list[tuple[float, ...]]] = {name: [] for name in calls}
    for _ in range(rounds):
        taken: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(samples):
            for name, call in calls.items():
                began = time.perf_counter()
                call()
                taken[name].append((time.perf_counter() - began) * 1000)
        for name, samples_of_round in taken.items():
            found[name].append(tuple(samples_of_round))
    return {name: Timing(tuple(rounds_of)) for name, rounds_of in found.items()}


def each_of(calls: Sequence[Call], *, rounds: int = ROUNDS, warm_up: int = WARM_UP) -> Timing:
    """Times different calls of one kind, each once a round."""
    for call in calls[:warm_up]:
        call()
    found: list[tuple[float, ...]] = []
    for _ in range(rounds):
        taken: list[float] = []
        for call in calls:
            began = time.perf_counter()
            call()
            taken.append((time.perf_counter() - began) * 1000)
        found.append(tuple(taken))
    return Timing(tuple(found))


async def awaited(call: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds of one awaited call."""
    began = time.perf_counter()
    await call()
    return (time.perf_counter() - began) * 1000


def memory(process: psutil.Process) -> tuple[float, float]:
    """(RSS, PSS) of a process with its children in MB (10^6 bytes); pages shared among them count once in PSS."""
    resident = proportional = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            found = one.memory_full_info()
        except psutil.Error:
            continue
        resident += found.rss
        proportional += getattr(found, "pss", found.uss)
    return resident / 1e6, proportional / 1e6
