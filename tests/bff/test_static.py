from __future__ import annotations

from pathlib import Path

import httpx2
import pytest
from starlette.requests import Request

from services.bff.session import Sessions
from services.bff.static import Site
from tests.bff.conftest import TOKEN_KEY, System, build_ui


@pytest.mark.parametrize("address", ["/", "/clients/1", "/anything/else?q=1", "/livezz"])
async def test_every_address_of_the_ui_is_its_index(system: System, address: str) -> None:
    async with httpx2.AsyncClient(base_url=system.base) as http:
        answer = await http.get(address)
    assert answer.status_code == 200
    assert "<title>SYS</title>" in answer.text
    assert answer.headers["cache-control"] == "no-cache"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


async def test_hashed_assets_are_kept_for_ever_and_compressed(system: System) -> None:
    async with httpx2.AsyncClient(base_url=system.base) as http:
        answer = await http.get("/assets/index-B1a2.js")
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"].startswith("text/javascript")
        assert answer.headers["content-encoding"] == "gzip"
        plain = await http.get("/assets/index-B1a2.js", headers={"accept-encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert plain.text == answer.text
        again = await http.get(
            "/assets/index-B1a2.js", headers={"if-none-match": answer.headers["etag"]}
        )
        assert again.status_code == 304
        assert (await http.get("/assets/gone-1234.js")).status_code == 404
        assert (await http.get("/icon.svg")).headers["content-type"] == "image/svg+xml"


async def test_the_page_can_be_installed_and_a_new_release_is_asked_for(system: System) -> None:
    async with httpx2.AsyncClient(base_url=system.base) as http:
        worker = await http.get("/sw.js")
        assert worker.headers["content-type"].startswith("text/javascript")
        assert worker.headers["cache-control"] == "no-cache"
        # The worker and the manifest fall back to what is said of everything else.
        policy = worker.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "worker-src" not in policy
        assert "manifest-src" not in policy
        manifest = await http.get("/manifest.webmanifest")
        assert manifest.headers["content-type"].startswith("application/manifest+json")
        assert manifest.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "address", ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/assets/../x"]
)
async def test_nothing_outside_the_folder_is_served(system: System, address: str) -> None:
    async with httpx2.AsyncClient(base_url=system.base) as http:
        answer = await http.get(address)
    assert "root:" not in answer.text


async def test_opening_the_ui_signs_in_and_the_cookie_works(system: System) -> None:
    async with httpx2.AsyncClient(base_url=system.base) as http:
        cookie = (await http.get("/")).headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "samesite=strict" in cookie.lower()
        assert (await http.get("/api/session")).json()["user"] == "local"
        assert "set-cookie" not in (await http.get("/")).headers


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "sys"])
async def test_a_foreign_name_that_leads_here_signs_nobody_in(system: System, host: str) -> None:
    async with httpx2.AsyncClient(base_url=system.base) as http:
        answer = await http.get("/", headers={"host": host})
    assert "set-cookie" not in answer.headers


async def test_other_methods_are_405(system: System) -> None:
    async with httpx2.AsyncClient(base_url=system.base) as http:
        assert (await http.post("/")).status_code == 405


def test_without_local_sign_in_no_cookie_is_set_and_a_new_build_is_noticed(tmp_path: Path) -> None:
    site = Site(tmp_path, Sessions(TOKEN_KEY), None)
    request = Request(
        {
            "type": "http",
            "method": "GET",
            "path": "/",
            "query_string": b"",
            "headers": [(b"host", b"localhost")],
            "scheme": "http",
            "server": ("localhost", 80),
        }
    )
    assert site.answer(request).status_code == 503
    build_ui(tmp_path)
    answer = site.answer(request)
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
