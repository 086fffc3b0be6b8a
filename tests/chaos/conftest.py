"""One system for all chaos tests of a session; each test leaves it whole."""

from __future__ import annotations

import os
import random
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chaos.checker import Checker
from tests.chaos.stack import Stack
from tests.chaos.workload import Workload

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.chaos)


@pytest.fixture(scope="session")
def seed() -> int:
    """Of all chance in this session; a failing one is given again by CHAOS_SEED."""
    return int(os.environ.get("CHAOS_SEED") or time.time())


@pytest.fixture(autouse=True)
def chance(seed: int) -> random.Random:
    print(f"CHAOS_SEED={seed}")  # noqa: T201
    return random.Random(seed)


@pytest.fixture(scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    stack = Stack(tmp_path_factory.mktemp("chaos"))
    try:
        await stack.start()
        yield stack
    finally:
        await stack.stop()


@pytest.fixture(scope="session")
async def workload(stack: Stack, seed: int) -> AsyncIterator[Workload]:
    peer = stack.peer("clients")
    yield Workload(peer, random.Random(seed))
    await peer.close()


@pytest.fixture(scope="session")
async def checker(stack: Stack, workload: Workload, seed: int) -> AsyncIterator[Checker]:
    checker = Checker(stack, workload, random.Random(seed))
    yield checker
    await checker.close()


@pytest.fixture(autouse=True)
async def whole(stack: Stack, workload: Workload, checker: Checker) -> None:
    """Everything runs and agrees before the fault; where it cannot be brought there, no further test waits for it."""
    assert not stack.is_lost, "an earlier test has left a system that could not be mended"
    stack.is_lost = True
    await stack.mend()
    await workload.run(5)
    await checker.assert_converged()
    stack.is_lost = False
