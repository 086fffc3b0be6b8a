"""What the metrics say of runs and of what is left to do."""

from __future__ import annotations

import uuid

from prometheus_client import REGISTRY

from kit.clock import RIGA
from tests.autogen.conftest import World


def read(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def did() -> dict[str, float]:
    words = ("made", "failed", "skipped", "waiting")
    return {word: read("autogen_periods_total", did=word) for word in words}


async def test_a_run_is_counted_by_what_it_did_and_a_look_at_nothing_is_none(
    world: World, client: str
) -> None:
    other = str(uuid.uuid4())
    await world.line(client, valid_from="2026-08-01")
    await world.line(other, valid_from="2026-12-01", vat_rate="13")
    world.today_is("2026-12-01")
    before, runs = did(), read("autogen_run_seconds_count")
    await world.generator.run()
    counted = {word: count - before[word] for word, count in did().items()}
    assert counted == {"made": 2, "failed": 1, "skipped": 0, "waiting": 3}
    assert read("autogen_run_seconds_count") == runs + 1
    await world.generator.run()
    assert read("autogen_run_seconds_count") == runs + 1


async def test_the_backlog_is_what_is_due_and_how_long_the_oldest_waits(
    world: World, client: str
) -> None:
    await world.line(client, valid_from="2026-12-01", vat_rate="13")
    world.today_is("2026-12-01")
    await world.generator.run()
    world.today_is("2026-12-03")
    await world.generator.measure_backlog()
    assert read("autogen_due_pending") == 1
    assert read("autogen_waiting") == 0
    begun = world.now[0].astimezone(RIGA).replace(day=1, hour=0)
    assert read("autogen_oldest_due_seconds") == (world.now[0] - begun).total_seconds()
    world.today_is("2026-11-30")
    await world.generator.measure_backlog()
    assert (read("autogen_due_pending"), read("autogen_oldest_due_seconds")) == (0, 0)


async def test_periods_that_wait_for_an_approval_are_counted_apart(
    world: World, client: str
) -> None:
    await world.line(client, valid_from="2026-08-01")
    world.today_is("2026-12-01")
    await world.generator.run()
    await world.generator.measure_backlog()
    assert (read("autogen_due_pending"), read("autogen_waiting")) == (0, 3)
    world.generator.forget_backlog()
    assert read("autogen_waiting") == 0
