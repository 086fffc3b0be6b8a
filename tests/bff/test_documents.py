from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from kit.blobs import Blob
from kit.errors import Conflict, NotFound, Unavailable
from services.bff.session import Sessions
from sysapi.documents.v1 import document_pb2
from sysapi.documents.v1 import documents_service_pb2 as pb
from tests.bff.conftest import TOKEN_KEY, System
from tests.bff.documents_fakes import DOCUMENT_ID, a_document, good_documents
from tests.bff.fakes import CLIENT_ID, OTHER_UNIT_ID, UNIT_ID
from tests.bff.files_desk import Desk, files_desk
from tests.bff.money_fakes import day

ADDRESS = f"/api/documents/{DOCUMENT_ID}"
FILE = f"{ADDRESS}/file"
CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 8


def a_body(**fields: Any) -> dict[str, Any]:
    return {"type": "contract", "title": "Līgums", "client_ids": [CLIENT_ID], **fields}


@pytest.fixture
async def desk(system: System, tmp_path: Path) -> AsyncIterator[Desk]:
    async with files_desk(system, tmp_path) as desk:
        yield desk


async def hold(desk: Desk, content: bytes, name: str = "Līgums 12.pdf") -> Blob:
    """From now on the document has this stored content."""
    blob = await desk.store("documents", content)
    file = document_pb2.StoredFile(
        digest=blob.digest, size=blob.size, name=name, media_type="application/pdf"
    )
    document = a_document(file=file)
    desk.system.documents.answers["GetDocument"] = pb.GetDocumentResponse(document=document)
    desk.system.documents.answers["ListDocuments"] = pb.ListDocumentsResponse(documents=[document])
    return blob


async def test_the_register_is_asked_for_with_all_of_its_filter(system: System) -> None:
    answer = await system.http.get(
        "/api/documents?type=contract&type=act&valid_since=2026-01-01&valid_until=2026-02-01"
        f"&with_superseded=true&sort=valid_to&page_size=5&unit_id={UNIT_ID}"
    )
    found = answer.json()
    assert (found["count"], found["next_page_token"]) == (3, "")
    document = found["documents"][0]
    assert document["file"] == {
        "name": "Līgums 12.pdf",
        "size": 5,
        "media_type": "application/pdf",
        "digest": "ab" * 32,
    }
    assert (document["url"], document["validity"], document["removed_at"]) == (None, "valid", None)
    assert system.documents.last("ListDocuments") == pb.ListDocumentsRequest(
        unit_id=UNIT_ID,
        types=[document_pb2.DOCUMENT_TYPE_CONTRACT, document_pb2.DOCUMENT_TYPE_ACT],
        valid_since=day("2026-01-01"),
        valid_until=day("2026-02-01"),
        with_superseded=True,
        order=pb.DOCUMENT_ORDER_VALID_TO,
        page_size=5,
    )


async def test_a_document_is_entered_with_what_was_uploaded(desk: Desk) -> None:
    desk.system.documents.answers["GetDocument"] = NotFound(reason="DOCUMENT_NOT_FOUND")
    upload = await desk.upload(CONTENT, "Līgums.pdf")
    body = a_body(
        number="1",
        dated_on="2026-01-02",
        valid_from="2026-01-03",
        valid_to="2026-01-04",
        unit_id=OTHER_UNIT_ID,
        upload_id=upload,
        note="x",
    )
    answer = await desk.http.put(ADDRESS, json=body)
    assert (answer.status_code, answer.headers["etag"]) == (200, '"v2"')
    digest = hashlib.sha256(CONTENT).hexdigest()
    assert desk.system.documents.last("PutDocument").document == document_pb2.Document(
        id=DOCUMENT_ID,
        type=document_pb2.DOCUMENT_TYPE_CONTRACT,
        title="Līgums",
        number="1",
        dated_on=day("2026-01-02"),
        valid_from=day("2026-01-03"),
        valid_to=day("2026-01-04"),
        client_ids=[CLIENT_ID],
        unit_id=OTHER_UNIT_ID,
        file=document_pb2.StoredFile(digest=digest, size=len(CONTENT), name="Līgums.pdf"),
        note="x",
    )
    assert await desk.blobs("documents").size(digest) == len(CONTENT)
    assert not (desk.folder / "uploads" / upload / "about").exists()


async def test_an_entry_whose_answer_was_lost_can_be_sent_again(desk: Desk) -> None:
    upload = await desk.upload(CONTENT, "Līgums.pdf")
    first = desk.system.documents.answers["PutDocument"]
    desk.system.documents.answers["PutDocument"] = Unavailable()
    assert (await desk.http.put(ADDRESS, json=a_body(upload_id=upload))).status_code == 503
    desk.system.documents.answers["PutDocument"] = first
    assert (await desk.http.put(ADDRESS, json=a_body(upload_id=upload))).status_code == 200
    blob = await hold(desk, CONTENT, "Līgums.pdf")
    assert (await desk.http.put(ADDRESS, json=a_body(upload_id=upload))).status_code == 200
    again = desk.system.documents.last("PutDocument").document.file
    assert (again.digest, again.name) == (blob.digest, "Līgums.pdf")


async def test_a_change_keeps_the_file_and_may_rename_it(desk: Desk) -> None:
    blob = await hold(desk, CONTENT)
    body = a_body(file_name="Parakstīts.pdf")
    assert (await desk.http.put(ADDRESS, json=body, headers={"if-match": "v2"})).status_code == 200
    sent = desk.system.documents.last("PutDocument")
    assert (sent.etag, sent.document.file.digest) == ("v2", blob.digest)
    assert sent.document.file.name == "Parakstīts.pdf"


async def test_a_posted_document_is_entered_once_for_its_key(desk: Desk) -> None:
    desk.system.documents.answers["GetDocument"] = NotFound(reason="DOCUMENT_NOT_FOUND")
    ids = []
    for key in ("key-key-1", "key-key-1", "key-key-2"):
        answer = await desk.http.post(
            "/api/documents",
            json=a_body(url="https://example.lv"),
            headers={"idempotency-key": key},
        )
        assert answer.status_code == 201
        ids.append(desk.system.documents.last("PutDocument").document.id)
        assert answer.headers["location"] == f"/api/documents/{ids[-1]}"
    assert ids[0] == ids[1] != ids[2]


async def test_a_link_needs_no_upload(desk: Desk) -> None:
    body = a_body(url="https://example.lv/x", supersedes_id=OTHER_UNIT_ID)
    assert (await desk.http.put(ADDRESS, json=body)).status_code == 200
    sent = desk.system.documents.last("PutDocument").document
    assert (sent.url, sent.HasField("file")) == ("https://example.lv/x", False)
    assert sent.supersedes_id == OTHER_UNIT_ID


async def test_a_document_without_any_content_is_refused(desk: Desk) -> None:
    desk.system.documents.answers["GetDocument"] = NotFound(reason="DOCUMENT_NOT_FOUND")
    answer = await desk.http.put(ADDRESS, json=a_body())
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "upload_id")
    answer = await desk.http.put(ADDRESS, json=a_body(upload_id=UNIT_ID))
    assert (answer.status_code, answer.json()["reason"]) == (404, "UPLOAD_NOT_FOUND")


async def test_what_others_upload_cannot_be_taken(desk: Desk) -> None:
    desk.system.documents.answers["GetDocument"] = NotFound(reason="DOCUMENT_NOT_FOUND")
    upload = await desk.upload(CONTENT, "Līgums.pdf")
    token = Sessions(TOKEN_KEY).make_token("berta")
    answer = await desk.http.put(
        ADDRESS, json=a_body(upload_id=upload), headers={"authorization": f"Bearer {token}"}
    )
    assert (answer.status_code, answer.json()["reason"]) == (404, "UPLOAD_NOT_FOUND")


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "poem"},
        {"client_ids": []},
        {"dated_on": "2026-02-30"},
        {"title": "a\0"},
        {"digest": "x"},
    ],
)
async def test_a_body_that_cannot_be_is_refused(http: httpx2.AsyncClient, wrong: Any) -> None:
    assert (await http.put(ADDRESS, json=a_body(**wrong))).status_code == 422


async def test_a_conflict_has_the_current_document(system: System) -> None:
    stale = Conflict(reason="ETAG_MISMATCH", metadata={"etag": "v2"})
    system.documents.answers |= {"PutDocument": stale, "RemoveDocument": stale}
    current = (await system.http.get(ADDRESS)).json()
    for answer in (
        await system.http.put(ADDRESS, json=a_body(), headers={"if-match": "v1"}),
        await system.http.delete(ADDRESS, headers={"if-match": "v1"}),
    ):
        assert (answer.status_code, answer.json()["current"]) == (409, current)


async def test_a_document_is_removed_restored_and_its_versions_listed(system: System) -> None:
    assert (await system.http.delete(ADDRESS)).status_code == 428
    assert (await system.http.delete(ADDRESS, headers={"if-match": '"v2"'})).status_code == 200
    assert system.documents.last("RemoveDocument").etag == "v2"
    assert (await system.http.post(f"{ADDRESS}/restore")).json()["id"] == DOCUMENT_ID
    versions = (await system.http.get(f"{ADDRESS}/versions")).json()["documents"]
    assert [one["id"] for one in versions] == [DOCUMENT_ID]


async def test_requirements_are_read_and_set(system: System) -> None:
    answer = await system.http.get("/api/document-requirements")
    asked = [{"client_kind": "legal", "type": "insurance"}]
    assert (answer.json(), answer.headers["etag"]) == ({"requirements": asked}, '"v1"')
    set_anew = await system.http.put(
        "/api/document-requirements", json={"requirements": asked}, headers={"if-match": '"v1"'}
    )
    assert set_anew.headers["etag"] == '"v2"'
    sent = system.documents.last("SetRequirements")
    assert (sent.etag, sent.requirements[0]) == (
        "v1",
        system.documents.answers["GetRequirements"].requirements[0],
    )


async def test_a_file_comes_whole_under_its_name_and_cannot_act(desk: Desk) -> None:
    blob = await hold(desk, CONTENT, "../Līgums\\1.html")
    answer = await desk.http.get(FILE)
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["content-length"] == str(len(CONTENT))
    assert answer.headers["content-type"] == "application/pdf"
    disposition = answer.headers["content-disposition"]
    assert disposition == "attachment; filename*=UTF-8''.._L%C4%ABgums_1.html"
    assert answer.headers.get_list("content-security-policy") == [
        "default-src 'none'; sandbox; frame-ancestors 'none'"
    ]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers.get_list("cache-control") == ["private, no-cache"]
    unchanged = await desk.http.get(FILE, headers={"if-none-match": f'"{blob.digest}"'})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "first", "end"),
    [("0-0", 0, 1), ("5-9", 5, 10), ("2000-", 2000, None), ("-7", -7, None), ("0-99999", 0, None)],
)
async def test_a_file_comes_in_ranges(desk: Desk, asked: str, first: int, end: int | None) -> None:
    await hold(desk, CONTENT)
    answer = await desk.http.get(FILE, headers={"range": f"bytes={asked}"})
    wanted = CONTENT[first:end]
    start = first % len(CONTENT)
    assert (answer.status_code, answer.content) == (206, wanted)
    size = len(CONTENT)
    assert answer.headers["content-range"] == f"bytes {start}-{start + len(wanted) - 1}/{size}"


@pytest.mark.parametrize(
    "asked", ["bytes=5-4", "bytes=99999-", "bytes=-0", "bytes=-", "x", "bytes=" + "0-," * 10_000]
)
async def test_a_range_that_is_not_there_is_refused(desk: Desk, asked: str) -> None:
    await hold(desk, CONTENT)
    answer = await desk.http.get(FILE, headers={"range": asked})
    assert answer.status_code in {416, 431} if len(asked) > 1000 else answer.status_code == 416
    assert CONTENT not in answer.content


async def test_a_range_of_another_content_is_the_whole(desk: Desk) -> None:
    await hold(desk, CONTENT)
    headers = {"range": "bytes=0-1", "if-range": '"another"'}
    assert (await desk.http.get(FILE, headers=headers)).status_code == 200


async def test_a_missing_file_says_which_and_a_damaged_one_never_comes(desk: Desk) -> None:
    blob = await hold(desk, CONTENT)
    stored = desk.path_of(blob)
    stored.write_bytes(CONTENT[:-1] + b"!")
    damaged = await desk.http.get(FILE)
    assert (damaged.status_code, damaged.json()["reason"]) == (502, "FILE_DAMAGED")
    stored.unlink()
    missing = await desk.http.get(FILE)
    assert (missing.status_code, missing.json()["reason"]) == (502, "FILE_MISSING")
    assert blob.digest in missing.json()["metadata"]["file"]


async def test_a_link_has_no_file(desk: Desk) -> None:
    link = a_document()
    link.url = "https://example.lv"
    desk.system.documents.answers["GetDocument"] = pb.GetDocumentResponse(document=link)
    assert (await desk.http.get(FILE)).status_code == 404


async def test_the_card_has_the_first_documents_and_how_all_stand(system: System) -> None:
    section = (await system.http.get(f"/api/clients/{CLIENT_ID}/card")).json()["sections"]
    found = section["documents"]["data"]
    assert [one["id"] for one in found["documents"]] == [DOCUMENT_ID]
    assert found["standing"] == {
        "count": 3,
        "expiring": 1,
        "expired": 2,
        "unmet": [{"client_kind": "legal", "type": "insurance"}],
    }


async def test_documents_that_cannot_be_read_are_never_none(system: System) -> None:
    system.documents.answers["GetStanding"] = Unavailable()
    sections = (await system.http.get(f"/api/clients/{CLIENT_ID}/card")).json()["sections"]
    assert (sections["documents"]["state"], sections["documents"]["data"]) == ("unavailable", None)
    assert sections["visits"]["state"] == "fresh"
    good_documents(system.documents)
