"""Pictures shared with people who have no account: what they get, and what they never get."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from kit.errors import NotFound
from sysapi.galleries.v1 import galleries_service_pb2 as pb
from tests.bff.conftest import System
from tests.bff.fakes import CLIENT_ID
from tests.bff.files_desk import Desk, files_desk
from tests.bff.media_fakes import MEDIA_ID, SHARE_ID, TOKEN

PAGE = f"/shared/{TOKEN}"


@pytest.fixture
async def desk(system: System, tmp_path: Path) -> AsyncIterator[Desk]:
    async with files_desk(system, tmp_path) as desk:
        yield desk


@pytest.fixture
async def stranger(desk: Desk) -> AsyncIterator[httpx2.AsyncClient]:
    """Somebody without a session."""
    async with httpx2.AsyncClient(base_url=desk.http.base_url) as http:
        yield http


async def test_a_share_is_made_listed_and_ended(system: System) -> None:
    body = {"media_ids": [MEDIA_ID], "days": 7}
    made = await system.http.post("/api/shares", json=body)
    assert (made.status_code, made.json()["address"]) == (201, PAGE)
    assert system.galleries.last("CreateShare") == pb.CreateShareRequest(
        media_ids=[MEDIA_ID], days=7
    )
    (listed,) = (await system.http.get(f"/api/clients/{CLIENT_ID}/shares")).json()["shares"]
    assert (listed["id"], listed["expires_at"]) == (SHARE_ID, "2026-03-16T10:00:00.000Z")
    assert TOKEN not in str(listed)
    assert (await system.http.delete(f"/api/shares/{SHARE_ID}")).status_code == 204
    assert system.galleries.last("RevokeShare") == pb.RevokeShareRequest(share_id=SHARE_ID)
    refused = await system.http.post("/api/shares", json=body | {"days": 365})
    assert refused.status_code == 422


async def test_a_stranger_sees_the_pictures_and_nothing_else(
    desk: Desk, stranger: httpx2.AsyncClient
) -> None:
    shared, other = await desk.store("galleries", b"webp"), await desk.store("galleries", b"other")
    share = pb.OpenShareResponse()
    share.CopyFrom(desk.system.galleries.answers["OpenShare"])
    share.screens[0].digest, share.screens[0].size = shared.digest, shared.size
    desk.system.galleries.answers["OpenShare"] = share
    page = await stranger.get(PAGE)
    assert page.status_code == 200
    assert "Saite derīga līdz 16.03.2026. 12:00." in page.text
    assert f'<img src="{PAGE}/{shared.digest}"' in page.text
    assert not any(one in page.text for one in (CLIENT_ID, MEDIA_ID, "Jumts", "<script", "anna"))
    assert page.headers["content-security-policy"].startswith("default-src 'none'; img-src")
    picture = await stranger.get(f"{PAGE}/{shared.digest}")
    assert (picture.content, picture.headers["content-type"]) == (b"webp", "image/webp")
    assert "Jumts" not in picture.headers["content-disposition"]
    for answer in (page, picture):
        assert answer.headers.get_list("cache-control") == ["no-store"]
        assert answer.headers.get_list("referrer-policy") == ["no-referrer"]
        assert answer.headers["x-robots-tag"].startswith("noindex")
        assert "set-cookie" not in answer.headers
    assert (await stranger.get(f"{PAGE}/{other.digest}")).status_code == 404


async def test_an_address_that_opens_nothing_says_so_and_no_more(
    desk: Desk, stranger: httpx2.AsyncClient
) -> None:
    desk.system.galleries.answers["OpenShare"] = NotFound(reason="SHARE_NOT_FOUND")
    for address in (PAGE, "/shared/short", f"/shared/{TOKEN}%22"):
        page = await stranger.get(address)
        assert (page.status_code, page.headers["cache-control"]) == (404, "no-store")
        assert "Saite vairs nav derīga" in page.text
        assert "<img" not in page.text
    assert (await stranger.get(f"{PAGE}/{'ff' * 32}")).status_code == 404


async def test_only_looking_is_open_to_strangers(stranger: httpx2.AsyncClient) -> None:
    assert (await stranger.post(PAGE)).status_code == 405
    for method, address in (
        ("POST", "/api/shares"),
        ("GET", f"/api/clients/{CLIENT_ID}/shares"),
        ("DELETE", f"/api/shares/{SHARE_ID}"),
        ("GET", f"/api/media/{MEDIA_ID}/screen"),
        ("GET", f"/shared/../api/media/{MEDIA_ID}"),
        ("GET", f"/shared/%2e%2e/api/media/{MEDIA_ID}"),
    ):
        answer = await stranger.request(method, address)
        assert answer.status_code in {401, 404}, address
        assert "Jumts" not in answer.text
