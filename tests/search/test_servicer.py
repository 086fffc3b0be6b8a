"""The calls, over the wire: pages, whole results, facets, watching, and every query that means harm."""

from __future__ import annotations

import asyncio
import gzip
import uuid
from collections.abc import AsyncIterator, Callable

import orjson
import pytest
import zstandard

from kit.consumer import Consumer
from kit.errors import Invalid, Problem, TimedOut
from kit.grpc_client import Peer
from kit.grpc_server import Server
from kit.personal_data import PersonalData
from services.search.anti_entropy import AntiEntropy
from services.search.catalogue.record import ORDER_COLUMNS, ROW_COLUMNS, TOLD_COLUMNS
from services.search.consumer import STREAM
from services.search.errors import IndexNotReady, SortColumnInvalid
from services.search.export import Exporter
from services.search.model import DEAD_LETTERS, DOCUMENTS, MONEY, SCHEDULES, VISITS
from services.search.opening import Engines
from services.search.rebuild import Rebuilder
from services.search.servicer import Parts, SearchServicer
from services.search.settings import Settings
from services.search.system_of_record import (
    DocumentsOfRecord,
    MoneyOfRecord,
    SchedulesOfRecord,
    SystemOfRecord,
    VisitsOfRecord,
)
from services.search.told_comparison import ToldComparison
from sysapi.search.v1 import search_service_pb2 as pb
from sysapi.search.v1.search_service_pb2_grpc import (
    SearchServiceStub,
    add_SearchServiceServicer_to_server,
)
from tests.factories.clients import expectation_clients, legal
from tests.search.conftest import Library

MADE = 40


class Service:
    """The running service and short ways to ask it."""

    def __init__(self, peer: Peer, servicer: SearchServicer, library: Library) -> None:
        self.peer = peer
        self.stub = SearchServiceStub(peer.channel)
        self.servicer = servicer
        self.library = library

    async def search(self, query: str = "", **more) -> pb.SearchCatalogueResponse:
        request = pb.SearchCatalogueRequest(query=query, **more)
        return await self.peer.call(self.stub.SearchCatalogue, request, timeout=5)

    async def rows(self, query: str = "", **more) -> list[dict]:
        return orjson.loads((await self.search(query, **more)).items)

    async def export(self, encoding: str = "zstd", **more) -> tuple[int, bytes]:
        request = pb.ExportCatalogueRequest(encoding=encoding, **more)
        body, generation = b"", 0
        async for piece in self.peer.stream(self.stub.ExportCatalogue, request, timeout=10):
            assert len(piece.chunk) <= 512 * 1024
            body += piece.chunk
            generation = piece.generation
        return generation, body


@pytest.fixture(scope="module")
async def service(
    library: Library, settings: Settings, personal_data: PersonalData
) -> AsyncIterator[Service]:
    clients = [legal(f'SIA "Izsaukums {number:02}"', number=100 + number) for number in range(MADE)]
    for client in clients[:10]:
        client.responsible = "Ilze"
    await library.add(*expectation_clients(personal_data), *clients)
    server = Server("127.0.0.1:0")
    servicer = SearchServicer()
    add_SearchServiceServicer_to_server(servicer, server.server)
    await server.start()
    peer = Peer("search", f"127.0.0.1:{server.port}")
    service = Service(peer, servicer, library)
    with pytest.raises(Problem) as refused:
        await service.search()
    assert refused.value.reason == IndexNotReady.reason
    record = SystemOfRecord(Peer("clients", "127.0.0.1:1"))
    invoices = MoneyOfRecord(Peer("invoices", "127.0.0.1:1"))
    money = ToldComparison(library.index, MONEY, invoices.pages, 1.0)
    autogen = SchedulesOfRecord(Peer("autogen", "127.0.0.1:1"))
    schedules = ToldComparison(library.index, SCHEDULES, autogen.pages, 1.0)
    sites = VisitsOfRecord(Peer("visits", "127.0.0.1:1"))
    visits = ToldComparison(library.index, VISITS, sites.pages, 1.0)
    papers = DocumentsOfRecord(Peer("documents", "127.0.0.1:1"))
    documents = ToldComparison(library.index, DOCUMENTS, papers.pages, 1.0)
    consumer = Consumer(
        STREAM, "search", library.events.apply, database=library.database, dead_letters=DEAD_LETTERS
    )  # fmt: skip
    servicer.open_with(
        Parts(
            library.index,
            library.finder,
            Exporter(library.index, library.finder),
            [consumer],
            Rebuilder(library.index, library.database, Engines(settings), record, ()),
            AntiEntropy(library.index, record, 1.0),
            money,
            schedules,
            visits,
            documents,
        )
    )
    yield service
    await peer.close()
    await server.stop(0.1)


async def test_a_row_has_every_column(service: Service) -> None:
    (row,) = await service.rows("67000355")
    assert list(row) == [*ROW_COLUMNS, "unit", "matched"]
    assert row["name"] == 'SIA "Ķekavas Žagari"'
    assert row["phone"] == "67 000 355"
    assert row["matched"] == {"field": "phone", "text": "67 000 355", "ranges": [[0, 10]]}


async def test_totals_pages_and_kinds_are_told(service: Service) -> None:
    answer = await service.search("izsaukums", offset=5, limit=7)
    assert answer.total == MADE
    assert len(orjson.loads(answer.items)) == 7
    assert answer.recognised_as == "text"
    assert (await service.search("*")).recognised_as == "all"
    assert (await service.search("+371 26 123 456")).recognised_as == "phone"
    assert (await service.search("LV-1010")).recognised_as == "postcode"


@pytest.mark.parametrize("column", ["name", *ORDER_COLUMNS, *TOLD_COLUMNS])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("query", ["", "izsaukums"])
async def test_every_column_orders_and_empty_values_come_last(
    service: Service, query: str, column: str, descending: bool
) -> None:
    rows = await service.rows(query, order_by=column, descending=descending, limit=1000)
    filled = [row[column] not in ("", None) for row in rows]
    assert filled == sorted(filled, reverse=True)
    if column in ("number", "units_active", "created_at"):
        values = [row[column] for row in rows]
        assert values == sorted(values, reverse=descending)


async def test_a_column_that_is_none_is_refused(service: Service) -> None:
    with pytest.raises(Invalid) as refused:
        await service.search(order_by="name; DROP TABLE entry")
    assert refused.value.reason == SortColumnInvalid.reason


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[31m", "a\x07"])
async def test_control_characters_are_refused(service: Service, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        await service.search(text)
    assert refused.value.reason == "QUERY_INVALID"


async def test_too_long_a_query_is_refused(service: Service) -> None:
    with pytest.raises(Invalid):
        await service.search("a" * 201)
    assert (await service.search("x" * 200)).total == 0


HOSTILE = [
    'a" OR group EXISTS', "'", "\\", '\\"', "NOT", "IN", "TO", "_geoRadius(", "name:(", "AND", "OR",
    "[* TO *]", "-x", "pk:*", "secret_field:x", '"a"~999999999', "a^9e99", "a:(^", "(" * 200, "NOT (" * 40,
    "(a+)+$", "%", "_", "' OR 1=1 --", "{{7*7}}", "${7*7}", "%s%n", "\u202egpj.exe", "👨‍👩‍👧‍👦", "z\u0301" * 99,
    "ＳＩＡ", "../../etc/passwd", "<script>alert(1)</script>", "null", "=cmd|'/c calc'!A1",
    "a\tb\nc",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
async def test_a_hostile_query_is_plain_text(service: Service, query: str) -> None:
    answer = await service.search(query)
    everything = (await service.search("*")).total
    assert answer.total < everything
    assert not answer.degraded
    assert len(orjson.loads(answer.items)) == min(answer.total, 50)


@pytest.mark.parametrize("value", ['Rīga" OR city EXISTS', "'", "\\", "*", "", "Rīga OR 1=1"])
async def test_a_filter_value_equals_or_fits_nobody(service: Service, value: str) -> None:
    chosen = pb.CatalogueFilter(cities=[value])
    for query in ("", "izsaukums"):
        rows = await service.rows(query, filter=chosen, limit=1000)
        assert all(row["city"] == value for row in rows)


async def test_more_than_ten_words_still_find_by_the_first_ten(service: Service) -> None:
    many = "izsaukums 01 " + " ".join(["izsaukums"] * 12)
    assert [row["name"] for row in await service.rows(many[:200])] == ['SIA "Izsaukums 01"']


async def test_filters_narrow_listings_and_searches_alike(service: Service) -> None:
    chosen = pb.CatalogueFilter(responsibles=["Ilze"])
    assert (await service.search("", filter=chosen)).total == 10
    assert (await service.search("izsaukums", filter=chosen)).total == 10
    assert (await service.search("latvenergo", filter=chosen)).total == 0


def expanded(column: list[object] | dict[str, list[int]]) -> list[object]:
    """A column of an export value by value: it is a list, or distinct values and for each row the place of its own."""
    return [column["values"][at] for at in column["of"]] if isinstance(column, dict) else column


@pytest.mark.parametrize(
    ("encoding", "unpack"),
    [
        ("zstd", lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body)),
        ("gzip", gzip.decompress),
        ("identity", bytes),
    ],
)
async def test_a_whole_result_is_the_page_in_columns(
    service: Service, encoding: str, unpack: Callable[[bytes], bytes]
) -> None:
    for query in ("*", "izsaukums"):
        generation, body = await service.export(encoding, query=query)
        whole = orjson.loads(unpack(body))
        rows = await service.rows(query, limit=1000)
        assert whole["generation"] == generation
        assert whole["total"] == len(rows)
        assert list(whole["columns"]) == [*ROW_COLUMNS, "unit", "matched"]
        for column, values in whole["columns"].items():
            assert expanded(values) == [row[column] for row in rows], column


async def test_who_has_the_content_already_gets_only_its_generation(service: Service) -> None:
    generation, body = await service.export()
    assert body
    assert await service.export(known_generation=generation) == (generation, b"")
    await service.library.add(legal('SIA "Eksports"', client_id=str(uuid.uuid4())))
    later, body = await service.export(known_generation=generation)
    assert later > generation
    assert body


async def test_facets_count_and_name_their_values(service: Service) -> None:
    answer = await service.peer.call(service.stub.CountFacets, pb.CountFacetsRequest(), timeout=5)
    facets = {facet.column: facet.counts for facet in answer.facets}
    assert set(facets) == {"status", "kind", "group", "city", "legal_form", "responsible", "tag"}
    assert [(one.value, one.count) for one in facets["responsible"]] == [("Ilze", 10)]
    (group,) = facets["group"]
    assert group.label == "Gardēdis"
    assert uuid.UUID(group.value)


async def test_a_watcher_is_told_what_changed(service: Service) -> None:
    watch = service.stub.WatchCatalogue(pb.WatchCatalogueRequest(), timeout=10)
    stream = aiter(watch)
    first = await anext(stream)
    client = legal('SIA "Vērots"', client_id=str(uuid.uuid4()))
    await service.library.add(client)
    told = await anext(stream)
    assert list(told.client_ids) == [client.id]
    assert told.generation == first.generation + 1
    watch.cancel()


async def test_a_search_waits_for_the_version_its_caller_wrote(service: Service) -> None:
    client = legal('SIA "Pavisam Jauna"', client_id=str(uuid.uuid4()))
    wanted = {"min_version_client_id": client.id, "min_version": 1}
    asking = asyncio.create_task(service.rows("pavisam jauna", **wanted))
    await asyncio.sleep(0.05)
    await service.library.add(client)
    assert [row["id"] for row in await asking] == [client.id]
    request = pb.SearchCatalogueRequest(min_version_client_id=client.id, min_version=9)
    with pytest.raises(TimedOut):
        await service.peer.call(service.stub.SearchCatalogue, request, timeout=0.2)


async def test_the_status_tells_size_generation_and_engine(service: Service) -> None:
    request = pb.GetCatalogueStatusRequest()
    status = await service.peer.call(service.stub.GetCatalogueStatus, request, timeout=5)
    catalogue = service.library.index.catalogue
    assert (status.clients, status.units) == (len(catalogue), catalogue.unit_count)
    assert status.generation == catalogue.generation
    assert status.engine == "tantivy"
    assert not status.rebuilding
    assert status.dead_letters == 0


async def test_no_personal_code_is_in_any_row_export_or_index(service: Service) -> None:
    _, body = await service.export("identity")
    rows = (await service.search("*", limit=1000)).items
    for held in (body, rows):
        assert b"32867300679" not in held
        assert b"328673-00679" not in held
    folder = service.library.index.engine.folder
    for path in folder.iterdir():
        content = path.read_bytes()
        assert b"32867300679" not in content
        assert b"97600376823" not in content
