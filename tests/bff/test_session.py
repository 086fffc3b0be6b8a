from __future__ import annotations

import base64
import json
import time

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from kit.errors import Unauthenticated
from services.bff.session import Sessions, refuse_cross_site
from tests.bff.conftest import TOKEN_KEY, System
from tests.bff.fakes import CLIENT_ID

KEY = OctKey.import_key(base64.b64decode(TOKEN_KEY))
OTHER_KEY = OctKey.import_key(bytes(32))


def token(key: OctKey = KEY, **claims: object) -> str:
    values: dict[str, object] = {"sub": "anna", "exp": int(time.time()) + 60}
    values |= claims
    kept = {name: value for name, value in values.items() if value is not None}
    return jwt.encode({"alg": "HS256"}, kept, key)


def unsigned() -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part({'alg': 'none'})}.{part({'sub': 'anna', 'exp': int(time.time()) + 60})}."


BAD_TOKENS = {
    "nothing": "",
    "words": "abc",
    "alg none": unsigned(),
    "another key": token(OTHER_KEY),
    "expired": token(exp=int(time.time()) - 1),
    "no end": token(exp=None),
    "not yet": token(nbf=int(time.time()) + 60),
    "no user": token(sub=None),
    "empty user": token(sub=""),
    "user with a line break": token(sub="a\nb"),
    "another audience": token(aud="clients"),
    "end as text": token(exp="tomorrow"),
    "too long": token(roles=["x" * 5000]),
    "tampered": token()[:-2] + "xx",
}


@pytest.mark.parametrize("name", BAD_TOKENS)
async def test_a_bad_token_is_401(system: System, name: str) -> None:
    for headers in (
        {"authorization": f"Bearer {BAD_TOKENS[name]}".strip()},
        {"cookie": f"sys_session={BAD_TOKENS[name]}"},
    ):
        async with httpx2.AsyncClient(base_url=system.base) as http:
            answer = await http.get("/api/session", headers=headers)
        assert (answer.status_code, answer.json()["reason"]) == (401, "UNAUTHENTICATED")
        assert answer.headers["www-authenticate"] == "Bearer"
    assert system.clients.calls == []


@pytest.mark.parametrize("audience", [None, "sys", ["sys", "x"]])
async def test_a_good_token_is_taken(system: System, audience: object) -> None:
    async with httpx2.AsyncClient(base_url=system.base) as http:
        answer = await http.get(
            "/api/session", headers={"authorization": f"bearer {token(aud=audience, roles=['a'])}"}
        )
    assert answer.status_code == 200
    assert answer.json() == {
        "user": "anna",
        "roles": ["a"],
        "language": "lv",
        "version": answer.json()["version"],
    }


def test_a_token_that_was_good_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = Sessions(TOKEN_KEY)
    made = sessions.make_token("anna", seconds=60)
    assert sessions.read_token(made).user == "anna"
    later = time.time() + 61
    monkeypatch.setattr("services.bff.session.time.time", lambda: later)
    with pytest.raises(Unauthenticated):
        sessions.read_token(made)


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, False),
        ({"x-requested-by": "sys"}, True),
        ({"x-requested-by": "evil"}, False),
        ({"x-requested-by": "sys", "sec-fetch-site": "same-origin"}, True),
        ({"x-requested-by": "sys", "sec-fetch-site": "none"}, True),
        ({"x-requested-by": "sys", "sec-fetch-site": "same-site"}, False),
        ({"x-requested-by": "sys", "sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-origin"}, False),
        ({"x-requested-by": "sys", "origin": "https://evil.example"}, False),
    ],
)
async def test_a_write_by_cookie_must_come_from_our_own_page(
    system: System, headers: dict[str, str], allowed: bool
) -> None:
    async with httpx2.AsyncClient(base_url=system.base) as http:
        cookie = {"cookie": f"a=b; sys_session={token()}"}
        read = await http.get(f"/api/clients/{CLIENT_ID}", headers=cookie)
        assert read.status_code == 200
        system.clients.calls.clear()
        answer = await http.post("/api/groups", json={"name": "x"}, headers=headers | cookie)
    if allowed:
        assert answer.status_code == 201
    else:
        assert (answer.status_code, answer.json()["reason"]) == (403, "CROSS_SITE")
        assert system.clients.calls == []


def test_an_origin_of_our_own_is_no_other_site() -> None:
    refuse_cross_site(
        {b"x-requested-by": b"sys", b"origin": b"http://localhost:8080", b"host": b"localhost:8080"}
    )


async def test_a_write_by_token_needs_no_header(system: System) -> None:
    answer = await system.http.post(
        "/api/groups", json={"name": "x"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 201


async def test_the_description_and_health_need_no_token(system: System) -> None:
    async with httpx2.AsyncClient(base_url=system.base) as http:
        assert (await http.get("/api/openapi.json")).json()["openapi"].startswith("3.")
        assert (await http.get("/livez")).text == "ok"
        ready = await http.get("/readyz")
    assert ready.json() == {"ready": True, "parts": {"clients": True, "search": True}}
