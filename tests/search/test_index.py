"""Applying changes: the newest version wins, whatever comes twice, late or in disorder."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass

import pytest
from google.protobuf.message import DecodeError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.consumer import Event
from kit.errors import Unavailable
from services.search import store
from services.search.convert import change_from_event
from services.search.engines.port import EngineFailed
from services.search.model import ENTRIES
from sysapi.clients.v1 import client_pb2 as pb
from tests.factories.clients import add_unit, legal
from tests.search.conftest import Library, event


@dataclass(frozen=True)
class Version:
    """One version of a client: when it was published, and what it looked like then."""

    epoch: int
    version: int
    name: str
    units: int


@st.composite
def histories(draw: st.DrawFn) -> list[Version]:
    """A client's life: versions rise; a restore of the database raises the epoch and turns the version back."""
    epoch, version = 1, 0
    history: list[Version] = []
    for _ in range(draw(st.integers(1, 5))):
        if history and draw(st.booleans()) and draw(st.booleans()):
            epoch += 1
            version = draw(st.integers(0, version))
        version += 1
        word = draw(st.sampled_from(["Alfa", "Beta", "Gamma"]))
        history.append(Version(epoch, version, f"{word} {len(history)}", draw(st.integers(0, 2))))
    return history


def as_client(client_id: str, version: Version) -> pb.Client:
    client = legal(f'SIA "{version.name}"', client_id=client_id, version=version.version)
    for number in range(version.units):
        add_unit(client, f"Nodaļa {number}")
    return client


@given(data=st.data(), history=histories())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_disorder_repetition_and_replay_end_in_the_newest_state(
    library: Library, data: st.DataObject, history: list[Version]
) -> None:
    client_id = str(uuid.uuid4())
    events = [event(as_client(client_id, version), version.epoch) for version in history]
    again = data.draw(st.lists(st.sampled_from(events), max_size=4))
    arriving = data.draw(st.permutations(events + again))
    while arriving:
        size = data.draw(st.integers(1, len(arriving)))
        batch, arriving = arriving[:size], arriving[size:]
        await library.events.apply(batch)
    newest = history[-1]
    _, rows = await library.find(newest.name, limit=1000)
    found = [row for row in rows if row["id"] == client_id]
    assert {row["name"] for row in found} == {f'SIA "{newest.name}"'}
    assert sum(row["unit"] is None for row in found) == 1
    assert found[0]["units_total"] == newest.units
    key = uuid.UUID(client_id).int
    assert library.index.catalogue.state(key)[:2] == (newest.epoch, newest.version)


async def test_memory_text_index_and_table_hold_the_same(library: Library) -> None:
    catalogue = library.index.catalogue
    count = 0
    async for page in store.pages(library.database, ENTRIES):
        for entry in page:
            state = catalogue.state(entry.client_id.int)
            assert state == (entry.epoch, entry.version, entry.digest)
            assert (catalogue.ordinal(entry.client_id.int) is None) == entry.removed
            count += not entry.removed
    assert count == len(catalogue)
    assert await library.index.engine.count() == count + catalogue.unit_count


async def test_a_removed_client_does_not_come_back_by_an_old_event(library: Library) -> None:
    client = legal('SIA "Pagaisusī"', version=3)
    await library.add(client)
    gone = change_from_event(event(client).body)
    gone = type(gone)(gone.client_id, gone.epoch, 4, 0, None)
    assert await library.index.apply([gone]) == 1
    await library.add(client)
    assert await library.names("pagaisusi") == []
    client.version = 5
    await library.add(client)
    assert await library.names("pagaisusi") == ['SIA "Pagaisusī"']


async def test_a_renamed_client_is_not_found_by_its_old_name(library: Library) -> None:
    client = legal('SIA "Vecvārds"', client_id=str(uuid.uuid4()))
    await library.add(client)
    renamed = legal('SIA "Jaunvārds"', client_id=client.id, version=2)
    await library.add(renamed)
    assert await library.names("vecvards") == []
    assert await library.names("jaunvards") == ['SIA "Jaunvārds"']


async def test_a_reader_may_wait_for_his_own_write(library: Library) -> None:
    client = legal('SIA "Tūlītējā"', client_id=str(uuid.uuid4()), version=2)
    key = uuid.UUID(client.id).int
    waiting = asyncio.create_task(library.index.wait_for(key, 2, 5.0))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await library.add(client)
    await waiting
    with pytest.raises(TimeoutError):
        await library.index.wait_for(key, 3, 0.05)


async def test_the_generation_rises_with_each_change_and_only_then(library: Library) -> None:
    client = legal('SIA "Paaudze"', client_id=str(uuid.uuid4()))
    await library.add(client)
    before = library.index.catalogue.generation
    await library.add(client)
    assert library.index.catalogue.generation == before
    client.version = 2
    await library.add(client)
    assert library.index.catalogue.generation == before + 1


async def test_watchers_hear_of_changes_and_slow_ones_of_a_reset(library: Library) -> None:
    watch = library.index.watchers.watch(0)
    await anext(watch)
    client = legal('SIA "Vērotā"', client_id=str(uuid.uuid4()))
    await library.add(client)
    notice = await anext(watch)
    assert notice.client_ids == (uuid.UUID(client.id).int,)
    assert notice.generation == library.index.catalogue.generation
    for version in range(2, 80):
        library.index.watchers.tell([version], version)
    assert (await anext(watch)).reset
    await watch.aclose()


@pytest.mark.parametrize("body", [b"\xff\xff", b"", b"\x0a\x02\x0a\x00"])
async def test_an_unreadable_event_is_refused_and_changes_nothing(
    library: Library, body: bytes
) -> None:
    before = library.index.catalogue.generation
    with pytest.raises((DecodeError, ValueError)):
        await library.events.apply([Event("clients.client.changed.v1.x", body, 1, 1)])
    assert library.index.catalogue.generation == before


async def test_an_engine_that_is_away_is_reported_and_nothing_counts_as_applied(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = legal('SIA "Gaidošā"', client_id=str(uuid.uuid4()))

    async def fail(_changes: object) -> None:
        raise EngineFailed("away")

    with monkeypatch.context() as patched:
        patched.setattr(library.index.engine, "apply", fail)
        with pytest.raises(Unavailable):
            await library.add(client)
    assert library.index.catalogue.state(uuid.UUID(client.id).int) is None
    await library.add(client)
    assert await library.names("gaidosa") == ['SIA "Gaidošā"']


async def test_a_batch_that_did_not_reach_the_table_leaves_nothing_in_the_text_index(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = legal('SIA "Īstenā"', client_id=str(uuid.uuid4()))
    await library.add(client)
    forged = legal('SIA "Izdomātā"', client_id=client.id, version=9)
    invented = legal('SIA "Izdomātā Otra"', client_id=str(uuid.uuid4()))
    with monkeypatch.context() as patched:
        patched.setattr(store, "put", _fail)
        with pytest.raises(Unavailable):
            await library.add(forged, invented)
    # What was known comes again, and nothing is new in it.
    await library.add(client)
    assert await library.names("izdomata") == []
    assert await library.names("istena") == ['SIA "Īstenā"']


async def _fail(*_: object) -> None:
    raise Unavailable("table")


async def test_without_its_engine_the_catalogue_answers_simply_and_says_so(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    await library.add(legal('SIA "Vienkāršā Atbilde"', client_id=str(uuid.uuid4())))

    async def fail(*_: object) -> None:
        raise EngineFailed("away")

    monkeypatch.setattr(library.index.engine, "search", fail)
    found = await library.search("vienkars atbild")
    assert found.degraded
    assert found.total == 1
    listed = await library.search("*")
    assert not listed.degraded
