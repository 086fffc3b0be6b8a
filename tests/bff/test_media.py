from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from kit.errors import Conflict, NotFound, Unavailable
from sysapi.galleries.v1 import galleries_service_pb2 as pb
from sysapi.galleries.v1 import media_pb2
from tests.bff.conftest import System
from tests.bff.fakes import CLIENT_ID, OTHER_UNIT_ID, UNIT_ID
from tests.bff.files_desk import Desk, files_desk
from tests.bff.media_fakes import MEDIA_ID, a_media

ADDRESS = f"/api/media/{MEDIA_ID}"
CONTENT = b"\xff\xd8\xff" + bytes(range(256))


@pytest.fixture
async def desk(system: System, tmp_path: Path) -> AsyncIterator[Desk]:
    async with files_desk(system, tmp_path) as desk:
        yield desk


def a_body(**fields: Any) -> dict[str, Any]:
    return {"client_id": CLIENT_ID, "unit_id": UNIT_ID, **fields}


async def test_files_of_a_gallery_are_listed_with_their_addresses(system: System) -> None:
    answer = await system.http.get(
        f"/api/media?unit_id={UNIT_ID}&year=2026&month=3&tag=jumts&removed=true&page_size=5"
    )
    (found,) = answer.json()["media"]
    assert found["thumb"] == f"{ADDRESS}/thumb?content={'ee' * 32}"
    assert found["screen"] == f"{ADDRESS}/screen?content={'ff' * 32}"
    assert (found["latitude"], found["longitude"]) == (56.952222, 24.106389)
    assert (found["preview"], found["taken_at"]) == ("ready", "2026-03-09T10:00:00.000Z")
    assert system.galleries.last("ListMedia") == pb.ListMediaRequest(
        unit_id=UNIT_ID, year=2026, month=3, tag="jumts", removed=True, page_size=5
    )


async def test_galleries_are_counted_by_unit_and_month(system: System) -> None:
    expected = {
        "galleries": [
            {"unit_id": UNIT_ID, "count": 3, "months": [{"year": 2026, "month": 3, "count": 3}]}
        ],
        "removed": 2,
    }
    assert (await system.http.get(f"/api/units/{UNIT_ID}/galleries")).json() == expected
    assert system.galleries.last("ListGalleries") == pb.ListGalleriesRequest(unit_id=UNIT_ID)
    assert (await system.http.get(f"/api/clients/{CLIENT_ID}/galleries")).json() == expected
    assert system.galleries.last("ListGalleries") == pb.ListGalleriesRequest(client_id=CLIENT_ID)


async def test_a_file_has_its_traces(system: System) -> None:
    (trace,) = (await system.http.get(ADDRESS)).json()["traces"]
    assert trace == {
        "copied": False,
        "from_unit_id": OTHER_UNIT_ID,
        "to_unit_id": UNIT_ID,
        "by": "anna",
        "at": "2026-03-10T10:00:00.000Z",
    }


async def test_an_uploaded_photo_is_added_with_what_is_said_of_it(desk: Desk) -> None:
    desk.system.galleries.answers["GetMedia"] = NotFound(reason="MEDIA_NOT_FOUND")
    upload = await desk.upload(CONTENT, "Jumts.jpg")
    body = a_body(
        upload_id=upload,
        taken_at="2026-03-09T12:00:00+02:00",
        caption="x",
        tags=["a"],
        turned=90,
        before_id=OTHER_UNIT_ID,
        visit_id=CLIENT_ID,
    )
    answer = await desk.http.put(ADDRESS, json=body)
    assert (answer.status_code, answer.headers["etag"]) == (200, '"v2"')
    assert [one["unit_id"] for one in answer.json()["duplicates"]] == [OTHER_UNIT_ID]
    digest = hashlib.sha256(CONTENT).hexdigest()
    sent = media_pb2.Media(
        id=MEDIA_ID,
        client_id=CLIENT_ID,
        unit_id=UNIT_ID,
        original=media_pb2.Content(digest=digest, size=len(CONTENT)),
        file_name="Jumts.jpg",
        caption="x",
        tags=["a"],
        turned=90,
        before_id=OTHER_UNIT_ID,
        visit_id=CLIENT_ID,
    )
    sent.taken_time.FromJsonString("2026-03-09T10:00:00Z")
    assert desk.system.galleries.last("PutMedia") == pb.PutMediaRequest(media=sent)
    assert await desk.blobs("galleries").size(digest) == len(CONTENT)
    assert not (desk.folder / "uploads" / upload / "about").exists()


async def test_a_change_keeps_the_content(desk: Desk) -> None:
    answer = await desk.http.put(ADDRESS, json=a_body(caption="y"), headers={"if-match": '"v2"'})
    assert answer.status_code == 200
    sent = desk.system.galleries.last("PutMedia")
    assert (sent.etag, sent.media.original.digest) == ("v2", "cd" * 32)
    assert sent.media.file_name == "Jumts.jpg"


async def test_a_file_without_any_content_is_refused(desk: Desk) -> None:
    desk.system.galleries.answers["GetMedia"] = NotFound(reason="MEDIA_NOT_FOUND")
    answer = await desk.http.put(ADDRESS, json=a_body())
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "upload_id")
    answer = await desk.http.put(ADDRESS, json=a_body(upload_id=UNIT_ID))
    assert (answer.status_code, answer.json()["reason"]) == (404, "UPLOAD_NOT_FOUND")


@pytest.mark.parametrize("wrong", [{"turned": 45}, {"tags": ["a"] * 21}, {"digest": "x"}])
async def test_a_body_that_cannot_be_is_refused(http: httpx2.AsyncClient, wrong: Any) -> None:
    assert (await http.put(ADDRESS, json=a_body(**wrong))).status_code == 422


async def test_a_conflict_has_the_current_file(system: System) -> None:
    system.galleries.answers["PutMedia"] = Conflict(reason="ETAG_MISMATCH")
    answer = await system.http.put(ADDRESS, json=a_body(), headers={"if-match": "v1"})
    assert (answer.status_code, answer.json()["current"]["id"]) == (409, MEDIA_ID)


async def test_a_preview_is_kept_by_the_browser_while_it_is_the_same(desk: Desk) -> None:
    thumb = await desk.store("galleries", b"webp")
    original = await desk.store("galleries", CONTENT)
    media = a_media()
    media.thumb.digest, media.thumb.size = thumb.digest, thumb.size
    media.original.digest, media.original.size = original.digest, original.size
    desk.system.galleries.answers["GetMedia"] = pb.GetMediaResponse(media=media)
    kept = await desk.http.get(f"{ADDRESS}/thumb?content={thumb.digest}")
    assert (kept.content, kept.headers["content-type"]) == (b"webp", "image/webp")
    assert kept.headers.get_list("cache-control") == ["private, max-age=31536000, immutable"]
    other = await desk.http.get(f"{ADDRESS}/thumb?content={'0' * 64}")
    assert other.headers.get_list("cache-control") == ["private, no-cache"]
    whole = await desk.http.get(f"{ADDRESS}/original")
    assert (whole.content, whole.headers["content-type"]) == (CONTENT, "image/jpeg")
    assert whole.headers["content-security-policy"].startswith("default-src 'none'; sandbox")


async def test_there_is_no_preview_of_a_text(desk: Desk) -> None:
    media = a_media()
    media.ClearField("thumb")
    desk.system.galleries.answers["GetMedia"] = pb.GetMediaResponse(media=media)
    assert (await desk.http.get(f"{ADDRESS}/thumb")).status_code == 404
    assert (await desk.http.get(ADDRESS)).json()["thumb"] is None


async def test_many_are_moved_copied_removed_restored_and_previewed_again(system: System) -> None:
    ids = [MEDIA_ID, OTHER_UNIT_ID]
    where = {"media_ids": ids, "unit_id": UNIT_ID}
    assert (await system.http.post("/api/media/move", json=where)).json()["media"]
    assert system.galleries.last("MoveMedia") == pb.MoveMediaRequest(media_ids=ids, unit_id=UNIT_ID)
    acts = []
    for key in ("key-key-1", "key-key-1", "key-key-2"):
        await system.http.post("/api/media/copy", json=where, headers={"idempotency-key": key})
        acts.append(system.galleries.last("CopyMedia").request_id)
    assert acts[0] == acts[1] != acts[2]
    assert (await system.http.post("/api/media/copy", json=where)).status_code in {422, 428}
    for act, method in (
        ("remove", "RemoveMedia"),
        ("restore", "RestoreMedia"),
        ("remake-previews", "RemakePreviews"),
    ):
        answer = await system.http.post(f"/api/media/{act}", json={"media_ids": ids})
        assert answer.status_code == 200
        assert list(system.galleries.last(method).media_ids) == ids


async def test_the_card_has_the_galleries_and_what_was_taken_last(system: System) -> None:
    sections = (await system.http.get(f"/api/clients/{CLIENT_ID}/card")).json()["sections"]
    found = sections["galleries"]["data"]
    assert (found["count"], found["galleries"][0]["unit_id"]) == (3, UNIT_ID)
    assert [one["id"] for one in found["media"]] == [MEDIA_ID]
    assert system.galleries.last("ListMedia").page_size == 12


async def test_galleries_that_cannot_be_read_are_never_none(system: System) -> None:
    system.galleries.answers["ListMedia"] = Unavailable()
    sections = (await system.http.get(f"/api/clients/{CLIENT_ID}/card")).json()["sections"]
    assert (sections["galleries"]["state"], sections["galleries"]["data"]) == ("unavailable", None)
    assert sections["documents"]["state"] == "fresh"
