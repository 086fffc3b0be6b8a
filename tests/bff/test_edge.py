"""Bad inputs of the protocol and of text: refused with a code, and no service hears of them."""

from __future__ import annotations

import asyncio
import json
import time
from urllib.parse import urlsplit

import httpx2
import pytest

from kit.errors import (
    AlreadyExists,
    Conflict,
    Denied,
    Internal,
    Invalid,
    NotFound,
    Overloaded,
    Precondition,
    Problem,
    TimedOut,
    Unavailable,
)
from services.bff import edge, middleware
from tests.bff.conftest import System
from tests.bff.fakes import CLIENT_ID

KEY = {"idempotency-key": "key-12345678", "content-type": "application/json"}


def draft(name: str) -> bytes:
    """A body with this JSON text as the name."""
    return b'{"kind":"legal","name":' + name.encode("utf-8", "surrogatepass") + b"}"


BAD_BODIES = [
    ("nul", draft('"a\\u0000b"'), 422, "TEXT_INVALID", "name"),
    ("lone surrogate", draft('"\\ud800"'), 422, "TEXT_INVALID", "name"),
    ("reversed surrogates", draft('"\\udc00\\ud800"'), 422, "TEXT_INVALID", "name"),
    ("nul in a row", b'{"kind":"legal","tags":["a","\\u0000"]}', 422, "TEXT_INVALID", "tags[1]"),
    ("nul in a key", b'{"kind":"legal","a\\u0000":1}', 422, "TEXT_INVALID", ""),
    ("NaN", draft("NaN"), 422, "FIELD_INVALID", ""),
    ("Infinity", draft("-Infinity"), 422, "FIELD_INVALID", ""),
    ("1e999", draft("1e999"), 422, "FIELD_INVALID", ""),
    ("5 000 digits", draft("9" * 5000), 422, "FIELD_INVALID", ""),
    ("raw surrogate", b'{"kind":"legal","name":"\xed\xa0\x80"}', 415, "BODY_INVALID", None),
    ("invalid UTF-8", b'{"kind":"legal","name":"\xff"}', 415, "BODY_INVALID", None),
    ("UTF-16", '{"kind":"legal","name":"x"}'.encode("utf-16"), 415, "BODY_INVALID", None),
    ("BOM", "\ufeff".encode() + draft('"x"'), 400, "BODY_INVALID", None),
    ("duplicate key", b'{"kind":"legal","name":"a","name":"b"}', 400, "BODY_INVALID", None),
    ("nested duplicate", b'{"kind":"legal","notice":{"text":"a","text":"b"}}', 400, "BODY_INVALID", None),
    ("100 000 brackets", b"[" * 100_000, 400, "BODY_INVALID", None),
    ("closed brackets", b"[" * 900 + b"]" * 900, 400, "BODY_INVALID", None),
    ("deep object", b'{"a":' * 40 + b"1" + b"}" * 40, 400, "BODY_INVALID", None),
    ("cut off", b'{"kind":"legal"', 400, "BODY_INVALID", None),
    ("nothing", b"", 400, "BODY_INVALID", None),
    ("form", b"kind=legal&name=x", 400, "BODY_INVALID", None),
    ("raw control character", b'{"kind":"legal","name":"a\nb"}', 400, "BODY_INVALID", None),
    ("a list", b"[]", 422, "FIELD_INVALID", None),
    ("null", b"null", 422, "FIELD_INVALID", None),
    ("unknown field", b'{"kind":"legal","colour":1}', 422, "FIELD_INVALID", "colour"),
    ("number as text", b'{"kind":"legal","name":1}', 422, "FIELD_INVALID", "name"),
    ("null as text", b'{"kind":"legal","name":null}', 422, "FIELD_INVALID", "name"),
    ("true as text", b'{"kind":"legal","name":true}', 422, "FIELD_INVALID", "name"),
    ("text as flag", b'{"kind":"legal","contacts":[{"name":"a","primary":"yes"}]}', 422, "FIELD_INVALID", "contacts[0].primary"),
    ("number as flag", b'{"kind":"legal","contacts":[{"name":"a","active":1}]}', 422, "FIELD_INVALID", "contacts[0].active"),
    ("unknown kind", b'{"kind":"robot"}', 422, "FIELD_INVALID", "kind"),
    ("no kind", b'{"name":"a"}', 422, "FIELD_INVALID", "kind"),
    ("29 Feb 2023", b'{"kind":"legal","registered_on":"2023-02-29"}', 422, "FIELD_INVALID", "registered_on"),
    ("day as 0", b'{"kind":"legal","registered_on":0}', 422, "FIELD_INVALID", "registered_on"),
    ("short day", b'{"kind":"legal","registered_on":"2026-1-1"}', 422, "FIELD_INVALID", "registered_on"),
    ("basic day", b'{"kind":"legal","registered_on":"20260101"}', 422, "FIELD_INVALID", "registered_on"),
    ("week day", b'{"kind":"legal","registered_on":"2026-W01-1"}', 422, "FIELD_INVALID", "registered_on"),
    ("day with time", b'{"kind":"legal","registered_on":"2026-01-01T00:00"}', 422, "FIELD_INVALID", "registered_on"),
    ("year 0", b'{"kind":"legal","registered_on":"0000-01-01"}', 422, "FIELD_INVALID", "registered_on"),
    ("Arabic digits", '{"kind":"legal","registered_on":"٢٠٢٦-٠١-٠١"}'.encode(), 422, "FIELD_INVALID", "registered_on"),
    ("24:00", b'{"kind":"legal","channels":[{"kind":"email","value":"a@b.lv","bounced_at":"2026-01-01T24:00:00Z"}]}', 422, "FIELD_INVALID", "channels[0].bounced_at"),
    ("leap second", b'{"kind":"legal","channels":[{"kind":"email","value":"a@b.lv","bounced_at":"2026-01-01T23:59:60Z"}]}', 422, "FIELD_INVALID", "channels[0].bounced_at"),
    ("before the year 1", b'{"kind":"legal","channels":[{"kind":"email","value":"a@b.lv","bounced_at":"0001-01-01T00:00:00+23:00"}]}', 422, "FIELD_INVALID", "channels[0].bounced_at"),
    ("id of NATS wildcards", b'{"kind":"legal","id":"cl.>"}', 422, "FIELD_INVALID", "id"),
    ("latitude", b'{"kind":"legal","addresses":[{"kind":"legal","line":"a","latitude":91}]}', 422, "FIELD_INVALID", "addresses[0].latitude"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "status", "reason", "field"),
    [pytest.param(*case[1:], id=case[0]) for case in BAD_BODIES],
)
async def test_a_bad_body_is_refused_and_reaches_nobody(
    system: System, body: bytes, status: int, reason: str, field: str | None
) -> None:
    answer = await system.http.post("/api/clients", content=body, headers=KEY)
    problem = answer.json()
    assert (answer.status_code, problem["reason"]) == (status, reason), problem
    assert answer.headers["content-type"] == "application/problem+json"
    if field is not None:
        assert problem["fields"][0]["field"] == field
    assert system.clients.calls == []


GOOD_NAMES = [
    'SIA "Ābols"',
    "SIA „Ābols”",
    "Bērziņš",
    "Be\u0304rzin\u0326s\u030c",
    "O'Brien; DROP TABLE clients;--",
    "<script>alert(1)</script>",
    "{{7*7}} ${7*7} %s%n",
    "👨‍👩‍👧‍👦",
    "null",
    "NaN",
    "ＳＩＡ",
    "=cmd|'/c calc'!A1",
    "Rimi 𝕏",
]


@pytest.mark.parametrize("name", GOOD_NAMES)
@pytest.mark.parametrize("escaped", [True, False])
async def test_any_other_text_arrives_as_it_was_sent(
    system: System, name: str, escaped: bool
) -> None:
    body = draft(json.dumps(name, ensure_ascii=escaped))
    answer = await system.http.post("/api/clients", content=body, headers=KEY)
    assert answer.status_code == 201, answer.text
    assert system.clients.last("CreateClient").client.name == name


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "application/jsonp",
        "application/json, text/plain",
    ],
)
async def test_a_body_of_another_type_is_415(system: System, content_type: str) -> None:
    answer = await system.http.post(
        "/api/clients", content=draft('"x"'), headers=KEY | {"content-type": content_type}
    )
    assert answer.status_code == 415
    assert system.clients.calls == []


async def test_json_with_its_charset_is_taken(system: System) -> None:
    answer = await system.http.post(
        "/api/clients",
        content=draft('"x"'),
        headers=KEY | {"content-type": 'application/json; charset="UTF-8"'},
    )
    assert answer.status_code == 201


async def test_a_body_over_1_mib_is_413_with_and_without_a_length(system: System) -> None:
    body = draft(json.dumps("a" * edge.MAX_BODY))
    known = await system.http.post("/api/clients", content=body, headers=KEY)
    assert (known.status_code, known.json()["reason"]) == (413, "BODY_TOO_LARGE")

    async def pieces() -> object:
        for start in range(0, len(body), 65536):
            yield body[start : start + 65536]

    chunked = await system.http.post("/api/clients", content=pieces(), headers=KEY)  # type: ignore[arg-type]
    assert (chunked.status_code, chunked.json()["reason"]) == (413, "BODY_TOO_LARGE")
    assert system.clients.calls == []


async def test_a_slow_body_is_cut(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "BODY_SECONDS", 0.3)
    target = urlsplit(system.base)
    reader, writer = await asyncio.open_connection(target.hostname, target.port)
    token = system.http.headers["authorization"]
    writer.write(
        f"POST /api/clients HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n"
        "Content-Type: application/json\r\nIdempotency-Key: key-12345678\r\n"
        "Content-Length: 100\r\n\r\n{".encode()
    )
    started = time.perf_counter()
    head = await asyncio.wait_for(reader.readline(), 5)
    assert b" 408 " in head
    assert time.perf_counter() - started < 2
    writer.close()


@pytest.mark.parametrize(
    "client_id", ["cl.>", "*", "x" * 5000, "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0a00", "%00", "%ff", "1"]
)
async def test_only_uuids_are_ids(system: System, client_id: str) -> None:
    for address in (f"/api/clients/{client_id}", f"/api/clients/{client_id}/card"):
        answer = await system.http.get(address)
        assert answer.status_code == 422, answer.text
    assert system.clients.calls == []


@pytest.mark.parametrize("header", ["x-http-method-override", "x-method-override"])
async def test_method_overrides_are_ignored(system: System, header: str) -> None:
    answer = await system.http.get(f"/api/clients/{CLIENT_ID}", headers={header: "DELETE"})
    assert answer.status_code == 200
    assert [name for name, _, _ in system.clients.calls] == ["GetClient"]


async def test_unknown_addresses_and_methods_have_problems_too(system: System) -> None:
    for address in ("/api/nothing", "/api", "/api/", "/api/clients/", "/api/catalogue/../x"):
        answer = await system.http.get(address)
        assert (answer.status_code, answer.json()["reason"]) == (404, "NOT_FOUND"), address
    answer = await system.http.put("/api/groups", json={})
    assert (answer.status_code, answer.json()["reason"]) == (405, "METHOD_NOT_ALLOWED")
    assert answer.headers["allow"] == "GET"


FAMILIES: list[tuple[Problem, int]] = [
    (NotFound(reason="CLIENT_NOT_FOUND", metadata={"client_id": CLIENT_ID}), 404),
    (AlreadyExists(reason="IDENTIFIER_TAKEN"), 409),
    (Invalid(reason="NAME_REQUIRED", metadata={"field": "client.name"}), 422),
    (Conflict(reason="REQUEST_IN_PROGRESS"), 409),
    (Precondition(reason="STATUS_CHANGE_INVALID"), 409),
    (Denied(reason="CROSS_SITE"), 403),
    (Overloaded(), 429),
    (Unavailable(), 503),
    (TimedOut(), 504),
    (Internal(metadata={"trace_id": "f" * 32}), 500),
]


@pytest.mark.parametrize(("problem", "status"), FAMILIES, ids=lambda value: type(value).__name__)
async def test_each_family_of_errors_keeps_its_reason(
    system: System, problem: Problem, status: int
) -> None:
    system.clients.answers["CreateClient"] = problem
    answer = await system.http.post("/api/clients", content=draft('"x"'), headers=KEY)
    body = answer.json()
    assert answer.status_code == body["status"] == status
    assert body["reason"] == problem.reason
    assert len(body["trace_id"]) == 32
    assert int(body["trace_id"], 16) > 0
    assert ("retry-after" in answer.headers) == (status in {429, 503})
    assert set(body) == {
        "type", "title", "status", "detail", "reason", "trace_id", "fields", "metadata",
    }  # fmt: skip


async def test_what_is_unexpected_tells_nothing(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    system.clients.answers["GetClient"] = RuntimeError("password=secret")
    answer = await system.http.get(f"/api/clients/{CLIENT_ID}")
    assert (answer.status_code, answer.json()["reason"]) == (500, "INTERNAL")
    assert "secret" not in answer.text
    monkeypatch.setattr("services.bff.clients.client_to_json", lambda _client: 1 / 0)
    system.clients.answers.clear()
    answer = await system.http.get(f"/api/clients/{CLIENT_ID}")
    assert (answer.status_code, answer.json()["reason"]) == (500, "INTERNAL")
    assert "zero" not in answer.text


async def test_a_keyed_write_is_tried_again_with_the_same_key(system: System) -> None:
    keys: list[str] = []

    def once(request: object) -> object:
        keys.append(request.request_id)  # type: ignore[attr-defined]
        if len(keys) == 1:
            raise Unavailable
        return None

    system.clients.answers["CreateClient"] = once
    answer = await system.http.post("/api/clients", content=draft('"x"'), headers=KEY)
    assert answer.status_code == 201
    assert keys == ["key-12345678"] * 2


async def test_the_trace_of_the_caller_goes_on(http: httpx2.AsyncClient) -> None:
    trace_id = "4bf92f3577b34da6a3ce929d0e0e4736"
    answer = await http.get(
        "/api/nothing", headers={"traceparent": f"00-{trace_id}-00f067aa0ba902b7-01"}
    )
    assert answer.json()["trace_id"] == trace_id


async def test_more_requests_than_can_be_answered_are_refused_at_once(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "MAX_REQUESTS", 2)
    system.clients.hung = {"ListGroups"}
    waiting = [asyncio.create_task(system.http.get("/api/groups")) for _ in range(2)]
    while system.clients.count("ListGroups") < 2:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    refused = await system.http.get("/api/session")
    assert (refused.status_code, refused.json()["reason"]) == (429, "OVERLOADED")
    assert refused.headers["retry-after"] == "1"
    assert (await system.http.get("/livez")).status_code == 200
    assert [answer.status_code for answer in await asyncio.gather(*waiting)] == [504, 504]
    assert (await system.http.get("/api/session")).status_code == 200
