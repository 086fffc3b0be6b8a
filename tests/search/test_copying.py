"""Rebuilding the index from the clients service, and comparing it with it: the real service, in process."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path

import pytest

import services.clients
from kit.db import Database, translate_database_error
from kit.grpc_client import Peer
from kit.grpc_server import Server
from kit.migrations import migrate
from kit.personal_data import PersonalData
from services.clients.servicer import ClientsServicer
from services.clients.servicer.desk import Desk
from services.search.anti_entropy import AntiEntropy
from services.search.catalogue import DocumentNames, Money, Schedule, Visits
from services.search.catalogue.document_names import pack_names
from services.search.convert import Change
from services.search.engines.port import EngineFailed
from services.search.errors import RebuildRunning
from services.search.model import DOCUMENTS, MONEY, SCHEDULES, VISITS
from services.search.opening import Engines, open_index
from services.search.rebuild import Rebuilder
from services.search.settings import Settings
from services.search.system_of_record import SystemOfRecord
from services.search.told_comparison import ToldComparison
from sysapi.clients.v1 import client_pb2, clients_service_pb2, clients_service_pb2_grpc
from tests.search.conftest import Library

COUNT = 12


def names_of(client: client_pb2.Client, version: int, *titles: str) -> DocumentNames:
    """What the documents of a client are called."""
    packed = pack_names([(title, "") for title in titles])
    return DocumentNames(uuid.UUID(client.id).int, 1, version, packed)


class Pair:
    """The system of record and the copy."""

    def __init__(self, peer: Peer, library: Library, settings: Settings) -> None:
        self.library = library
        self.settings = settings
        self.engines = Engines(settings)
        self.record = SystemOfRecord(peer)
        self.anti_entropy = AntiEntropy(library.index, self.record, 0.01)
        self.rebuilder = Rebuilder(library.index, library.database, self.engines, self.record, ())
        self._peer = peer
        self._stub = clients_service_pb2_grpc.ClientsServiceStub(peer.channel)

    async def create(self, name: str) -> client_pb2.Client:
        request = clients_service_pb2.CreateClientRequest(
            client=client_pb2.Client(kind=client_pb2.CLIENT_KIND_LEGAL, name=name)
        )
        answer = await self._peer.call(self._stub.CreateClient, request, timeout=10)
        return answer.client

    async def rename(self, client: client_pb2.Client, name: str) -> None:
        client = client_pb2.Client(id=client.id, name=name, etag=client.etag)
        request = clients_service_pb2.UpdateClientRequest(client=client, etag=client.etag)
        request.update_mask.paths.append("name")
        await self._peer.call(self._stub.UpdateClient, request, timeout=10)

    async def rebuild(self) -> list[tuple[int, int]]:
        return [step async for step in self.rebuilder.rebuild()]

    async def differs(self) -> bool:
        sums, count = await self.record.digests()
        catalogue = self.library.index.catalogue
        return sums != catalogue.bucket_sums or count != len(catalogue)


@pytest.fixture
async def pair(
    new_database: Callable[[str], str],
    personal_data_key: str,
    personal_data: PersonalData,
    tmp_path: Path,
) -> AsyncIterator[Pair]:
    """A clients service with some clients, and an index that knows none of them."""
    record_url, copy_url = new_database("clients"), new_database("search")
    migrate(Path(services.clients.__file__).parent / "migrations", record_url)
    migrate(Path(services.clients.__file__).parent.parent / "search" / "migrations", copy_url)
    record = Database(record_url)
    copy = Database(copy_url)
    server = Server("127.0.0.1:0", translate_database_error)
    desk = Desk(record, PersonalData(personal_data_key), lambda: None)
    clients_service_pb2_grpc.add_ClientsServiceServicer_to_server(
        ClientsServicer(desk), server.server
    )
    await server.start()
    peer = Peer("clients", f"127.0.0.1:{server.port}")
    settings = Settings(
        listen="127.0.0.1:0",
        database_url=copy_url,
        nats_url="nats://127.0.0.1:1",
        clients_address="127.0.0.1:1",
        invoices_address="127.0.0.1:1",
        autogen_address="127.0.0.1:1",
        visits_address="127.0.0.1:1",
        documents_address="127.0.0.1:1",
        index_dir=tmp_path / "index",
        personal_data_key=personal_data_key,
    )
    library = Library(await open_index(copy, Engines(settings)), personal_data, copy)
    pair = Pair(peer, library, settings)
    for number in range(COUNT):
        await pair.create(f'SIA "Kopija {number}"')
    yield pair
    await library.index.engine.close()
    await peer.close()
    await server.stop(0.1)
    await record.close()
    await copy.close()


async def test_a_rebuild_reads_everybody_and_agrees_with_the_record(pair: Pair) -> None:
    assert await pair.differs()
    steps = await pair.rebuild()
    assert steps[-1] == (COUNT, COUNT)
    assert not await pair.differs()
    assert len(await pair.library.names("kopija")) == COUNT


async def test_a_rebuild_keeps_what_other_services_told(pair: Pair) -> None:
    client = await pair.create('SIA "Paliek"')
    number = uuid.UUID(client.id).int
    await pair.library.index.apply_told(MONEY, [Money(number, 1, 1, 1, open=7)])
    day = date(2026, 4, 1)
    await pair.library.index.apply_told(SCHEDULES, [Schedule(number, 1, 1, day.toordinal(), 50)])
    await pair.library.index.apply_told(VISITS, [Visits(number, 1, 1, day.toordinal(), 4)])
    await pair.library.index.apply_told(DOCUMENTS, [names_of(client, 1, "Nomas līgums")])
    await pair.rebuild()
    assert await pair.library.names("nomas ligums") == ['SIA "Paliek"']
    row = await pair.library.row(client.id)
    shown = row["open_cents"], row["next_invoice_on"], row["next_invoice_net_cents"]
    assert shown == (7, "2026-04-01", 50)
    assert (row["last_visit_on"], row["visits_done"]) == ("2026-04-01", 4)


async def test_a_rebuild_has_all_that_is_told_compared_anew(pair: Pair) -> None:
    heard = asyncio.Event()

    async def pages() -> AsyncIterator[list[Schedule]]:
        heard.set()
        yield []

    comparison = ToldComparison(pair.library.index, SCHEDULES, pages, 3600.0)
    running = asyncio.create_task(comparison.run())
    await asyncio.wait_for(heard.wait(), 5)
    heard.clear()
    rebuilder = Rebuilder(
        pair.library.index, pair.library.database, pair.engines, pair.record, [comparison]
    )
    assert [step async for step in rebuilder.rebuild()]
    await asyncio.wait_for(heard.wait(), 5)
    running.cancel()


async def test_a_rebuilt_index_is_the_one_that_is_opened_next(pair: Pair) -> None:
    await pair.rebuild()
    generation = pair.library.index.catalogue.generation
    await pair.library.index.engine.close()
    pair.library.index = await open_index(pair.library.database, pair.engines)
    assert pair.library.index.catalogue.generation == generation
    assert len(list(pair.settings.index_dir.iterdir())) == 1
    assert not await pair.differs()


async def test_what_arrives_while_a_rebuild_runs_is_in_the_new_index(pair: Pair) -> None:
    await pair.rebuild()
    steps = pair.rebuilder.rebuild()
    await anext(steps)
    late = await pair.create('SIA "Vēlīnā"')
    changes, _ = await pair.record.read([uuid.UUID(late.id).int])
    await pair.library.index.apply(changes)
    async for _ in steps:
        pass
    assert await pair.library.names("velina") == ['SIA "Vēlīnā"']
    assert not await pair.differs()


async def test_documents_told_of_while_a_rebuild_runs_are_in_the_new_index(pair: Pair) -> None:
    renamed = await pair.create('SIA "Pārsaukti"')
    emptied = await pair.create('SIA "Izņemti"')
    await pair.rebuild()
    index = pair.library.index
    await index.apply_told(
        DOCUMENTS, [names_of(renamed, 1, "Nomas līgums"), names_of(emptied, 1, "Nomas akts")]
    )
    steps = pair.rebuilder.rebuild()
    assert await anext(steps) == (COUNT + 2, COUNT + 2)
    await index.apply_told(DOCUMENTS, [names_of(renamed, 2, "Licence"), names_of(emptied, 2)])
    async for _ in steps:
        pass
    assert await pair.library.names("licence") == ['SIA "Pārsaukti"']
    assert await pair.library.names("nomas") == []


async def test_what_nobody_told_of_while_a_rebuild_ran_is_found_by_digests(pair: Pair) -> None:
    steps = pair.rebuilder.rebuild()
    await anext(steps)
    await pair.create('SIA "Nepateiktā"')
    async for _ in steps:
        pass
    assert await pair.library.names("nepateikta") == ['SIA "Nepateiktā"']


async def test_a_client_that_is_gone_stays_gone_after_a_rebuild(pair: Pair) -> None:
    await pair.rebuild()
    ghost = client_pb2.Client(id=str(uuid.uuid4()), version=3, name="Rēgs", name_core="Rēgs")
    change = Change(uuid.UUID(ghost.id).int, 1, 3, 7, ghost)
    await pair.library.index.apply([change])
    assert await pair.library.names("regs")
    await pair.rebuild()
    assert await pair.library.names("regs") == []
    assert await pair.library.index.apply([change]) == 0


async def test_two_rebuilds_at_once_are_refused(pair: Pair) -> None:
    steps = pair.rebuilder.rebuild()
    await anext(steps)
    with pytest.raises(RebuildRunning):
        await anext(pair.rebuilder.rebuild())
    async for _ in steps:
        pass
    assert not pair.rebuilder.is_running


@pytest.mark.parametrize("step", ["add", "commit", "_swap", "_compare"])
async def test_a_failed_rebuild_leaves_the_old_index_as_it_was(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    await pair.rebuild()
    before = await pair.library.names("kopija")

    async def fail(*_: object) -> None:
        raise EngineFailed("full")

    with monkeypatch.context() as patched:
        if step in ("add", "commit"):
            patched.setattr(f"services.search.engines.tantivy_engine.TantivyEngine.{step}", fail)
        else:
            patched.setattr(pair.rebuilder, step, fail)
        with pytest.raises(EngineFailed):
            await pair.rebuild()
    assert not pair.rebuilder.is_running
    assert await pair.library.names("kopija") == before
    assert len(list(pair.settings.index_dir.iterdir())) == 1
    await pair.rebuild()
    assert not await pair.differs()


async def test_a_rebuild_that_nobody_waits_for_any_more_is_undone(pair: Pair) -> None:
    steps = pair.rebuilder.rebuild()
    await anext(steps)
    await steps.aclose()
    assert not pair.rebuilder.is_running
    assert len(list(pair.settings.index_dir.iterdir())) == 1


async def test_a_comparison_repairs_only_what_differs(pair: Pair) -> None:
    await pair.rebuild()
    assert await pair.anti_entropy.compare_and_repair() == 0
    assert pair.anti_entropy.mismatches == 0
    assert pair.anti_entropy.checked_at is not None
    missing = await pair.create('SIA "Trūkstošā"')
    assert await pair.anti_entropy.compare_and_repair() == 1
    assert await pair.library.names("trukstosa") == ['SIA "Trūkstošā"']
    await pair.rename(missing, 'SIA "Pārdēvētā"')
    assert await pair.anti_entropy.compare_and_repair() == 1
    assert await pair.library.names("trukstosa") == []
    assert await pair.library.names("pardeveta") == ['SIA "Pārdēvētā"']
    assert not await pair.differs()


async def test_a_comparison_takes_out_who_is_not_there_any_more(pair: Pair) -> None:
    await pair.rebuild()
    ghost = client_pb2.Client(id=str(uuid.uuid4()), version=3, name="Rēgs", name_core="Rēgs")
    await pair.library.index.apply([Change(uuid.UUID(ghost.id).int, 1, 3, 7, ghost)])
    assert await pair.anti_entropy.compare_and_repair() == 1
    assert await pair.library.names("regs") == []
    assert not await pair.differs()


async def test_a_comparison_mends_content_that_went_wrong(pair: Pair) -> None:
    await pair.rebuild()
    (change, *_), _ = await pair.record.read([*pair.library.index.catalogue.client_ids()])
    assert change.client is not None
    wrong = client_pb2.Client()
    wrong.CopyFrom(change.client)
    wrong.name_shown = wrong.name_core = wrong.name = "Sabojāts"
    await pair.library.index.apply(
        [Change(change.client_id, change.epoch, change.version, change.digest ^ 1, wrong)]
    )
    assert await pair.library.names("sabojats")
    assert await pair.anti_entropy.compare_and_repair() == 1
    assert await pair.library.names("sabojats") == []
    assert not await pair.differs()


async def test_a_record_that_does_not_answer_only_delays_the_comparison(pair: Pair) -> None:
    await pair.rebuild()
    lonely = AntiEntropy(pair.library.index, SystemOfRecord(Peer("clients", "127.0.0.1:1")), 0.01)
    running = asyncio.create_task(lonely.run())
    await asyncio.sleep(0.3)
    assert not running.done()
    running.cancel()
    assert len(await pair.library.names("kopija")) == COUNT
