from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
import zstandard

from kit.errors import Precondition, Unavailable
from services.bff.rows import choose_encoding
from sysapi.search.v1 import search_service_pb2
from tests.bff.conftest import System
from tests.bff.fakes import CLIENT_ID, COLUMNS, GROUP_ID


async def test_rows_pass_through_untouched_with_their_total(system: System) -> None:
    answer = await system.http.get("/api/catalogue?q=abols")
    assert answer.status_code == 200
    page = answer.json()
    assert (page["total"], page["generation"], page["recognised_as"]) == (1, 7, "text")
    assert page["degraded"] is False
    assert page["took_ms"] >= 0
    assert page["items"][0]["name"] == 'SIA "Ābols"'
    assert answer.headers["server-timing"].startswith("search;dur=")


async def test_no_rows_are_an_empty_list(system: System) -> None:
    system.search.answers["SearchCatalogue"] = search_service_pb2.SearchCatalogueResponse()
    page = (await system.http.get("/api/catalogue?q=zzz")).json()
    assert page["items"] == []
    assert page["total"] == 0


async def test_a_query_reaches_search_in_full(system: System) -> None:
    parameters = {
        "q": "*",
        "sort": "city",
        "order": "desc",
        "offset": "200",
        "limit": "50",
        "status": ["active", "closed"],
        "kind": "legal",
        "group": GROUP_ID,
        "city": ["Rīga", "Ogre"],
        "legal_form": "SIA",
        "responsible": "Anna",
        "tag": "vip",
        "min_overdue_cents": "1",
        "min_days_late": "31",
        "has_next_invoice": "true",
        "min_version_client_id": CLIENT_ID,
        "min_version": "4",
    }
    answer = await system.http.get("/api/catalogue", params=parameters)
    assert answer.status_code == 200, answer.text
    request = system.search.last("SearchCatalogue")
    assert (request.query, request.order_by, request.descending) == ("*", "city", True)
    assert (request.offset, request.limit, request.personal_codes) == (200, 50, True)
    assert list(request.filter.statuses) == ["active", "closed"]
    assert list(request.filter.cities) == ["Rīga", "Ogre"]
    assert list(request.filter.group_ids) == [GROUP_ID]
    assert list(request.filter.tags) == ["vip"]
    assert (request.filter.min_overdue_cents, request.filter.min_days_late) == (1, 31)
    assert request.filter.has_next_invoice
    assert (request.min_version_client_id, request.min_version) == (CLIENT_ID, 4)


@pytest.mark.parametrize(
    "query",
    [
        "offset=-1",
        "offset=2147483648",
        "offset=1_0",
        "offset=%D9%A1",
        "limit=0",
        "limit=1001",
        "limit=1000000000",
        "limit=abc",
        "order=up",
        "sort=secret",
        "status=open",
        "group=x",
        "colour=red",
        "q=" + "a" * 201,
        "q=a%00b",
        "q=%ff",
        "tag=" + "t" * 51,
        "city=" + "&city=".join(str(number) for number in range(51)),
        "min_version=-1",
        "min_overdue_cents=-1",
        "min_overdue_cents=1.50",
        "min_days_late=many",
        "has_next_invoice=1",
        "min_version_client_id=*",
    ],
)
async def test_a_bad_query_is_refused_before_search_sees_it(system: System, query: str) -> None:
    answer = await system.http.get(f"/api/catalogue?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["reason"] in {"FIELD_INVALID", "TEXT_INVALID"}
    assert system.search.count("SearchCatalogue") == 0


@pytest.mark.parametrize(
    "text",
    ["", "*", "ā" * 200, 'a" OR group EXISTS', "\\", "(" * 200, "[* TO *]", "(a+)+$", "%", "_"],
)
async def test_any_text_is_taken_as_text(system: System, text: str) -> None:
    answer = await system.http.get("/api/catalogue", params={"q": text})
    assert answer.status_code == 200
    assert system.search.last("SearchCatalogue").query == text


async def test_an_empty_parameter_is_none(system: System) -> None:
    query = "q=&sort=name&order=asc&offset=0&limit=100&status=&kind=&group=&min_version="
    answer = await system.http.get(f"/api/catalogue?{query}")
    assert answer.status_code == 200, answer.text
    request = system.search.last("SearchCatalogue")
    assert not request.HasField("filter")
    assert (request.order_by, request.limit) == ("name", 100)


async def test_everything_at_once_takes_no_part(system: System) -> None:
    for address in ("/api/catalogue/rows", "/api/catalogue/facets"):
        answer = await system.http.get(f"{address}?q=*&sort=name&order=asc&offset=0&limit=100")
        assert answer.status_code == 200, answer.text
        assert (await system.http.get(f"{address}?colour=red")).status_code == 422


async def test_too_many_parameters_are_refused(system: System) -> None:
    answer = await system.http.get("/api/catalogue?" + "city=a&" * 500)
    assert answer.status_code == 422
    assert system.search.count("SearchCatalogue") == 0


async def test_dead_search_is_a_coded_503(system: System) -> None:
    system.search.answers["SearchCatalogue"] = Unavailable(reason="INDEX_NOT_READY")
    answer = await system.http.get("/api/catalogue")
    assert answer.status_code == 503
    problem = answer.json()
    assert problem["reason"] == "INDEX_NOT_READY"
    assert problem["metadata"]["part"] == "search"
    assert answer.headers["retry-after"] == "1"


def chunked(*pieces: bytes, generation: int = 7) -> list[Any]:
    return [
        search_service_pb2.ExportCatalogueResponse(chunk=piece, generation=generation)
        for piece in pieces
    ]


async def test_all_rows_come_in_the_encoding_of_search(system: System) -> None:
    body = zstandard.compress(COLUMNS)
    system.search.answers["ExportCatalogue"] = chunked(body[:10], body[10:])
    answer = await system.http.get(
        "/api/catalogue/rows?q=*", headers={"accept-encoding": "gzip, zstd"}
    )
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "zstd"
    assert answer.headers["vary"] == "accept-encoding"
    assert zstandard.decompress(answer.content) == COLUMNS
    request = system.search.last("ExportCatalogue")
    assert (request.encoding, request.known_generation) == ("zstd", 0)


async def test_a_kept_body_is_sent_while_its_generation_holds(system: System) -> None:
    def export(request: Any) -> list[Any]:
        return chunked(b"") if request.known_generation == 7 else chunked(COLUMNS)

    system.search.answers["ExportCatalogue"] = export
    headers = {"accept-encoding": "identity"}
    first = await system.http.get("/api/catalogue/rows", headers=headers)
    second = await system.http.get("/api/catalogue/rows", headers=headers)
    assert first.content == second.content == COLUMNS
    assert system.search.last("ExportCatalogue").known_generation == 7
    assert second.headers["content-length"] == str(len(COLUMNS))
    other = await system.http.get("/api/catalogue/rows?status=closed", headers=headers)
    assert other.content == COLUMNS
    assert system.search.last("ExportCatalogue").known_generation == 0


async def test_a_newer_generation_replaces_the_kept_body(system: System) -> None:
    headers = {"accept-encoding": "identity"}
    await system.http.get("/api/catalogue/rows", headers=headers)
    system.search.answers["ExportCatalogue"] = chunked(b'{"new":1}', generation=8)
    answer = await system.http.get("/api/catalogue/rows", headers=headers)
    assert answer.content == b'{"new":1}'


async def test_a_caller_who_has_the_rows_gets_304(system: System) -> None:
    headers = {"accept-encoding": "identity"}
    first = await system.http.get("/api/catalogue/rows", headers=headers)
    etag = first.headers["etag"]
    system.search.answers["ExportCatalogue"] = chunked(b"")
    again = await system.http.get("/api/catalogue/rows", headers=headers | {"if-none-match": etag})
    assert again.status_code == 304
    assert again.content == b""
    # The tag of one query is no tag of another.
    system.search.answers["ExportCatalogue"] = chunked(COLUMNS)
    other = await system.http.get(
        "/api/catalogue/rows?q=x", headers=headers | {"if-none-match": etag}
    )
    assert other.status_code == 200


async def test_a_broken_export_is_a_problem_and_is_not_kept(system: System) -> None:
    async def broken(_request: Any) -> AsyncIterator[Any]:
        yield chunked(b'{"half":')[0]
        raise Unavailable

    system.search.answers["ExportCatalogue"] = Unavailable()
    assert (await system.http.get("/api/catalogue/rows")).status_code == 503
    system.search.answers["ExportCatalogue"] = broken
    with pytest.raises(httpx2.RemoteProtocolError):
        await system.http.get("/api/catalogue/rows", headers={"accept-encoding": "identity"})
    system.search.answers["ExportCatalogue"] = chunked(COLUMNS)
    await system.http.get("/api/catalogue/rows", headers={"accept-encoding": "identity"})
    assert system.search.last("ExportCatalogue").known_generation == 0


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("zstd;q=0, gzip;q=0.5", "gzip"),
        ("identity", "identity"),
        ("ZSTD", "zstd"),
    ],
)
def test_the_best_common_encoding_is_chosen(header: str, encoding: str) -> None:
    assert choose_encoding(header) == encoding


async def test_facets_and_state_are_told(system: System) -> None:
    facets = (await system.http.get("/api/catalogue/facets?status=active&q=x")).json()["facets"]
    assert facets == {"group": [{"value": GROUP_ID, "label": "Rimi", "count": 2}]}
    assert list(system.search.last("CountFacets").filter.statuses) == ["active"]
    status = (await system.http.get("/api/catalogue/status")).json()
    assert status["generation"] == 7
    assert status["digest_checked_at"] is None


async def test_a_rebuild_is_started_once(system: System) -> None:
    answer = await system.http.post("/api/catalogue/rebuild")
    assert answer.status_code == 202
    system.search.answers["RebuildCatalogue"] = Precondition(reason="REBUILD_RUNNING")
    again = await system.http.post("/api/catalogue/rebuild")
    assert again.status_code == 409
    assert again.json()["reason"] == "REBUILD_RUNNING"
