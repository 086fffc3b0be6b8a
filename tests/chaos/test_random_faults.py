"""Faults by chance for CHAOS_SECONDS (30 by default, hours at night), with a seed that is printed and may be given."""

from __future__ import annotations

import os
import time

from tests.chaos.nemesis import Nemesis

SECONDS = float(os.environ.get("CHAOS_SECONDS", "30"))


async def test_whatever_happens_the_catalogue_agrees_with_the_database_soon_after(
    stack, workload, checker, chance, seed
):
    nemesis = Nemesis(stack, checker, chance)
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        async with workload.going_on():
            act = await nemesis.strike()
        print(f"seed {seed}: {act}, {workload.acknowledged} writes acknowledged")  # noqa: T201
        await checker.assert_converged()
    assert (await checker.status()).dead_letters <= 2, "only those of the unreadable events"
