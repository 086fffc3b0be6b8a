"""Clients found by their documents: from events, and from the documents service. What holds of all that is told is in test_schedules.py."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest
from google.protobuf.message import DecodeError
from sqlalchemy import text

from kit.consumer import Event
from kit.errors import Unavailable
from kit.grpc_client import Peer
from kit.grpc_server import Server
from services.search import store
from services.search.catalogue import Filter
from services.search.consumer import DOCUMENTS_SOURCE, ToldEvents
from services.search.engines.port import Document, EngineFailed, Hits, Query
from services.search.engines.tantivy_engine import TantivyEngine
from services.search.model import DOCUMENTS
from services.search.opening import Engines
from services.search.settings import Settings
from services.search.system_of_record import DocumentsOfRecord
from services.search.told_comparison import ToldComparison
from sysapi.clients.v1 import client_pb2
from sysapi.documents.v1 import client_documents_pb2
from sysapi.documents.v1.documents_service_pb2 import (
    ListClientDocumentsRequest,
    ListClientDocumentsResponse,
)
from sysapi.documents.v1.documents_service_pb2_grpc import (
    DocumentsServiceServicer,
    add_DocumentsServiceServicer_to_server,
)
from tests.factories.clients import add_unit, legal
from tests.search.conftest import Library

CONTRACT = ("Pakalpojumu līgums", "12/2024")
LICENCE = ("Licence Šķeldotājam", "LIC-2023/0077")


def called(
    client_id: str, version: int = 1, *names: tuple[str, str], epoch: int = 1
) -> client_documents_pb2.ClientDocumentsChanged:
    """What the documents service tells of a client: title and number of each document."""
    return client_documents_pb2.ClientDocumentsChanged(
        documents=client_documents_pb2.ClientDocuments(
            client_id=client_id,
            count=len(names),
            names=[
                client_documents_pb2.DocumentName(
                    document_id=str(uuid.uuid4()), title=title, number=number
                )
                for title, number in names
            ],
        ),
        epoch=epoch,
        version=version,
    )


class Cabinet(DocumentsServiceServicer):
    """A documents service that lists what it is given, two clients a page."""

    def __init__(self) -> None:
        self.told: dict[str, client_documents_pb2.ClientDocumentsChanged] = {}

    def has(self, *told: client_documents_pb2.ClientDocumentsChanged) -> None:
        self.told.update({one.documents.client_id: one for one in told})

    async def ListClientDocuments(  # noqa: N802
        self, request: ListClientDocumentsRequest, context: Any
    ) -> ListClientDocumentsResponse:
        left = sorted(one for one in self.told if one > request.page_token)
        return ListClientDocumentsResponse(
            clients=[self.told[client_id] for client_id in left[:2]],
            next_page_token=left[1] if len(left) > 2 else "",
        )


class Pair:
    """The documents service and the catalogue that finds clients by what it says."""

    def __init__(self, library: Library, cabinet: Cabinet, peer: Peer, engines: Engines) -> None:
        self.library = library
        self.cabinet = cabinet
        pages = DocumentsOfRecord(peer).pages
        self.comparison = ToldComparison(library.index, DOCUMENTS, pages, 60.0)
        self.engines = engines
        self.clients = [legal(f'SIA "Arhīvs {number}"', number=number) for number in range(5)]

    async def hear(self, *told: client_documents_pb2.ClientDocumentsChanged) -> None:
        subject = "documents.client_documents.changed.v1."
        await ToldEvents(self.library.index, DOCUMENTS_SOURCE).apply(
            [
                Event(f"{subject}{one.documents.client_id}", one.SerializeToString(), 1, 1)
                for one in told
            ]
        )

    async def matched(self, typed: str) -> dict[str, Any] | None:
        """Where the only hit was found."""
        _, (row,) = await self.library.find(typed)
        return row["matched"]


@pytest.fixture
async def pair(own_library: Library, own_settings: Settings) -> AsyncIterator[Pair]:
    """Five clients in the catalogue, and a documents service that was never asked."""
    cabinet = Cabinet()
    server = Server("127.0.0.1:0")
    add_DocumentsServiceServicer_to_server(cabinet, server.server)
    await server.start()
    peer = Peer("documents", f"127.0.0.1:{server.port}")
    pair = Pair(own_library, cabinet, peer, Engines(own_settings))
    await own_library.add(*pair.clients)
    yield pair
    await peer.close()
    await server.stop(0.1)


FOUND = [
    ("pakalpojumu ligums", ["Pakalpojumu", "līgums"]),
    ("ligums", ["līgums"]),
    ("Līgums pakalpojumu", ["Pakalpojumu", "līgums"]),
    ("liigums", ["līgums"]),
    ("pakalp", ["Pakalp"]),
    ("pakalpjumu", ["Pakalpojumu"]),
    ("лигумс", ["līgums"]),
    ("дшпгьы", ["līgums"]),
    ("Pakalpojumu līgums Nr. 12/2024", ["Pakalpojumu līgums Nr. 12/2024"]),
    ("12/2024", ["12/2024"]),
    ("12 2024", ["12/2024"]),
    ("122024", ["12/2024"]),
    ("1220", ["12/20"]),
    ("122", ["12/2"]),
    ("lic-2023/0077", ["LIC-2023/0077"]),
    ("LIC20230077", ["LIC-2023/0077"]),
    ("lic20230", ["LIC-2023/0"]),
    ("LIC 2023.0077", ["LIC-2023/0077"]),
    ("nr.12/2024", ["Nr. 12/2024"]),
    ("Nr. 12/2024 ligums", ["līgums", "12/2024"]),
    ("2024", ["2024"]),
    ("ligums 2024", ["līgums", "2024"]),
    ("ligums 122024", ["līgums", "12/2024"]),
    ("skeldotajam", ["Šķeldotājam"]),
]


@pytest.mark.parametrize(("typed", "marked"), FOUND, ids=[typed for typed, _ in FOUND])
async def test_words_of_titles_and_numbers_find_the_client_and_are_marked(
    pair: Pair, typed: str, marked: list[str]
) -> None:
    await pair.hear(called(pair.clients[3].id, 1, CONTRACT, LICENCE))
    total, (row,) = await pair.library.find(typed)
    assert (total, row["id"], row["unit"]) == (1, pair.clients[3].id, None)
    match = row["matched"]
    assert match["field"] == "document"
    assert match["text"] in (
        "Pakalpojumu līgums Nr. 12/2024",
        "Licence Šķeldotājam Nr. LIC-2023/0077",
    )
    assert [match["text"][start:end] for start, end in match["ranges"]] == marked


@pytest.mark.parametrize(
    "typed", ["2024/12", "022024", "20240", "122025", "122023", "12/2023", "pakxlpxjumu", "ligzda"]
)
async def test_digits_allow_no_typo_and_numbers_no_other_order_of_digits(
    pair: Pair, typed: str
) -> None:
    await pair.hear(called(pair.clients[3].id, 1, CONTRACT, LICENCE))
    assert await pair.library.names(typed) == []


async def test_a_number_that_stands_in_the_title_is_shown_once(pair: Pair) -> None:
    first, second, *_ = pair.clients
    await pair.hear(
        called(first.id, 1, ("Nomas līgums NL-7", "NL-7")),
        called(second.id, 1, ("Akts 2015", "5")),
    )
    assert await pair.matched("nl7") == {
        "field": "document",
        "text": "Nomas līgums NL-7",
        "ranges": [[13, 17]],
    }
    match = await pair.matched("akts")
    assert match
    assert match["text"] == "Akts 2015 Nr. 5"


async def test_words_of_the_client_and_of_a_title_find_it_together(pair: Pair) -> None:
    await pair.hear(*(called(client.id, 1, CONTRACT) for client in pair.clients))
    assert await pair.library.names("arhivs 3 ligums") == ['SIA "Arhīvs 3"']
    assert await pair.library.names("arhivs 3 ligusm") == ['SIA "Arhīvs 3"']


async def test_a_document_comes_behind_whatever_is_the_clients_own(pair: Pair) -> None:
    titled, *_ = pair.clients
    named = legal('SIA "Ozolu līgumi"', number=20)
    person = legal('SIA "Zīle"', number=21)
    person.contacts.add(name="Anna Ozola-Līguma")
    chain = legal('SIA "Ķēde"', number=22)
    add_unit(chain, "Ozolu līgumu nams")
    address = legal('SIA "Kalns"', number=23)
    address.addresses.add(line="Līgumu iela 5, Ozoli")
    await pair.library.add(named, person, chain, address)
    await pair.hear(called(titled.id, 1, ("Ozolu līgums", "")))
    names = await pair.library.names("ozol ligum")
    assert set(names[:4]) == {named.name, person.name, "Ozolu līgumu nams", address.name}
    assert names[4:] == [titled.name]


async def test_a_number_of_a_document_comes_behind_the_same_number_of_a_client(
    pair: Pair,
) -> None:
    titled, other, *_ = pair.clients
    other.identifiers.add(
        type=client_pb2.IDENTIFIER_TYPE_LV_REGCODE, value="40003032949", normal="40003032949"
    )
    other.version = 2
    await pair.library.add(other)
    await pair.hear(called(titled.id, 1, ("Akts", "4000-3032-949")))
    assert await pair.library.names("40003032949") == [other.name, titled.name]


async def test_a_document_without_typo_comes_before_a_name_with_one(pair: Pair) -> None:
    titled, *_ = pair.clients
    near = legal('SIA "Liguma"', number=30)
    await pair.library.add(near)
    await pair.hear(called(titled.id, 1, ("Ligums", "")))
    assert await pair.library.names("ligums") == [titled.name, near.name]


async def test_a_unit_is_not_found_by_the_documents_of_its_client(pair: Pair) -> None:
    chain = legal('SIA "Ķēde"', number=22)
    add_unit(chain, "Galvenā", main=True)
    add_unit(chain, "Otrā")
    await pair.library.add(chain)
    await pair.hear(called(chain.id, 1, CONTRACT))
    total, (row,) = await pair.library.find("pakalpojumu")
    assert (total, row["unit"]) == (1, None)


async def test_a_unit_that_only_repeats_its_client_is_left_out_also_with_a_typo(
    pair: Pair,
) -> None:
    chain = legal('SIA "Ķekatas"', number=22)
    add_unit(chain, "Galvenā", main=True)
    add_unit(chain, "Otrā")
    await pair.library.add(chain)
    await pair.hear(called(chain.id, 1, CONTRACT))
    assert "Otrā" not in await pair.library.names("kekutas")


async def test_a_personal_code_is_not_looked_for_in_numbers(pair: Pair) -> None:
    await pair.hear(called(pair.clients[0].id, 1, ("Pase", "328673-00679")))
    assert await pair.library.names("32867300679", personal_codes=True) == []


async def test_a_filter_narrows_hits_by_documents(pair: Pair) -> None:
    other = legal('SIA "Citur"', number=9)
    other.responsible = "Ilze"
    await pair.library.add(other)
    await pair.hear(called(other.id, 1, CONTRACT), called(pair.clients[0].id, 1, CONTRACT))
    chosen = Filter(responsible=("Ilze",))
    for typed in ("pakalpojumu", "pakalpjumu", "122024"):
        assert await pair.library.names(typed, filter=chosen) == [other.name]


async def test_what_a_document_is_not_called_any_more_finds_nobody(pair: Pair) -> None:
    client = pair.clients[0]
    await pair.hear(called(client.id, 1, CONTRACT))
    await pair.hear(called(client.id, 2, LICENCE))
    assert await pair.library.names("pakalpojumu") == []
    assert await pair.library.names("licence") == [client.name]
    await pair.hear(called(client.id, 3))
    assert await pair.library.names("licence") == []
    assert (await pair.library.names("arhivs 0"))[0] == client.name


async def test_a_lost_event_is_made_up_for_and_an_old_one_is_no_news(pair: Pair) -> None:
    lost, late, *_ = pair.clients
    await pair.hear(called(late.id, 3, LICENCE), called(late.id, 2, CONTRACT))
    pair.cabinet.has(called(lost.id, 1, CONTRACT), called(late.id, 3, LICENCE))
    assert await pair.comparison.compare_and_repair() == 1
    assert await pair.library.names("pakalpojumu") == [lost.name]
    assert await pair.library.names("licence") == [late.name]


async def test_a_restored_service_is_right_also_with_older_versions(pair: Pair) -> None:
    restored, gone, *_ = pair.clients
    await pair.hear(called(restored.id, 7, LICENCE), called(gone.id, 7, LICENCE))
    pair.cabinet.has(called(restored.id, 2, CONTRACT))
    await pair.comparison.compare_and_repair()
    assert await pair.library.names("pakalpojumu") == [restored.name]
    assert await pair.library.names("licence") == []
    await pair.library.reopen(pair.engines)
    assert await pair.library.names("pakalpojumu") == [restored.name]
    assert await pair.library.names("licence") == []


async def test_a_change_of_a_client_keeps_its_documents(pair: Pair) -> None:
    client = pair.clients[0]
    await pair.hear(called(client.id, 1, CONTRACT))
    client.name = client.name_shown = client.name_core = "Jauns vārds"
    client.version = 2
    await pair.library.add(client)
    assert await pair.library.names("pakalpojumu") == ["Jauns vārds"]
    assert await pair.library.names("jauns vards") == ["Jauns vārds"]


async def test_documents_may_come_before_their_client_and_stay_when_it_goes(pair: Pair) -> None:
    early = legal('SIA "Agrā"', number=40)
    await pair.hear(called(early.id, 1, CONTRACT))
    assert await pair.library.names("pakalpojumu") == []
    await pair.library.reopen(pair.engines)
    await pair.library.add(early)
    assert await pair.library.names("pakalpojumu") == [early.name]


async def test_documents_are_found_after_a_restart(pair: Pair) -> None:
    client = pair.clients[0]
    await pair.hear(called(client.id, 1, CONTRACT))
    await pair.library.reopen(pair.engines)
    match = await pair.matched("122024")
    assert match
    assert match["text"] == "Pakalpojumu līgums Nr. 12/2024"


async def test_a_text_index_of_another_schema_is_built_anew_with_documents(pair: Pair) -> None:
    client = pair.clients[0]
    await pair.hear(called(client.id, 1, CONTRACT))
    async with pair.library.database.begin() as session:
        await session.execute(text("UPDATE state SET schema_version = 4"))
    before = pair.library.index.engine
    await pair.library.reopen(pair.engines)
    after = pair.library.index.engine
    assert isinstance(before, TantivyEngine)
    assert isinstance(after, TantivyEngine)
    assert after.folder != before.folder
    assert await pair.library.names("pakalpojumu") == [client.name]


async def test_a_change_of_documents_writes_the_text_of_that_client_alone(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = legal('SIA "Ķēde"', number=22)
    add_unit(chain, "Otrā")
    await pair.library.add(chain)
    engine = pair.library.index.engine
    written: list[Document] = []
    put = engine.put

    async def noted(documents: list[Document]) -> None:
        written.extend(documents)
        await put(documents)

    monkeypatch.setattr(engine, "put", noted)
    count = await engine.count()
    await pair.hear(called(chain.id, 1, CONTRACT))
    assert [(one.client_id, one.unit) for one in written] == [(uuid.UUID(chain.id).int, 0)]
    # The same names in a new version, and those of a client that is not here, change no text.
    await pair.hear(called(chain.id, 2, CONTRACT), called(str(uuid.uuid4()), 1, CONTRACT))
    assert len(written) == 1
    assert await engine.count() == count
    assert await pair.library.names("otra") == ["Otrā"]


async def test_what_was_half_applied_is_indexed_anew_from_the_table(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = pair.clients[0]
    await pair.hear(called(client.id, 1, CONTRACT))

    async def die(*_: object) -> None:
        raise Unavailable("dead before the table was written")

    with monkeypatch.context() as patched:
        patched.setattr(store, "put_told", die)
        with pytest.raises(Unavailable):
            await pair.hear(called(client.id, 2, LICENCE))
    await pair.library.reopen(pair.engines)
    assert await pair.library.names("pakalpojumu") == [client.name]
    assert await pair.library.names("licence") == []
    await pair.hear(called(client.id, 2, LICENCE))
    assert await pair.library.names("licence") == [client.name]


async def test_a_text_engine_that_fails_is_waited_for(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = pair.clients[0]

    async def fail(*_: object) -> None:
        raise EngineFailed("full")

    with monkeypatch.context() as patched:
        patched.setattr(pair.library.index.engine, "put", fail)
        with pytest.raises(Unavailable):
            await pair.hear(called(client.id, 1, CONTRACT))
    await pair.hear(called(client.id, 1, CONTRACT))
    assert await pair.library.names("pakalpojumu") == [client.name]


async def test_while_nobody_has_documents_no_query_asks_for_them(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = pair.library.index.engine
    asked: list[Query] = []
    search = engine.search

    async def noted(query: Query, offset: int, limit: int) -> Hits:
        asked.append(query)
        return await search(query, offset, limit)

    monkeypatch.setattr(engine, "search", noted)
    for typed in ("ligums 12/2024", "12/2024"):
        await pair.library.names(typed)
    await pair.hear(called(pair.clients[0].id, 1, CONTRACT))
    await pair.library.names("ligums 12/2024")
    await pair.hear(called(pair.clients[0].id, 2))
    await pair.library.names("ligums 12/2024")
    assert [bool(query.title_words or query.document_number) for query in asked] == [
        False, False, True, False,
    ]  # fmt: skip


async def test_watchers_are_told_whose_documents_changed(pair: Pair) -> None:
    client = pair.clients[0]
    index = pair.library.index
    notices = aiter(index.watchers.watch(index.catalogue.generation))
    await anext(notices)
    await pair.hear(called(client.id, 1, CONTRACT))
    assert (await anext(notices)).client_ids == (uuid.UUID(client.id).int,)


@pytest.mark.parametrize("body", [b"\xff", b"", called("no id").SerializeToString()])
async def test_what_is_no_change_of_documents_is_refused_so_that_it_is_set_aside(
    pair: Pair, body: bytes
) -> None:
    event = Event("documents.client_documents.changed.v1.x", body, 1, 1)
    with pytest.raises((DecodeError, ValueError)):
        await ToldEvents(pair.library.index, DOCUMENTS_SOURCE).apply([event])
    await ToldEvents(pair.library.index, DOCUMENTS_SOURCE).apply(
        [Event("documents.other.v1.x", b"\xff", 1, 1)]
    )
