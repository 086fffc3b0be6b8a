"""Any bytes to a public endpoint: refused with a coded answer and nothing changed, or accepted and given back as they were."""

from __future__ import annotations

import json
import unicodedata
import uuid

import httpx2
import pytest

from kit.latvian.identifiers import make_regcode


def client(**fields) -> dict:
    return {"kind": "legal", "name": "SIA Ievade", **fields}


def post(api: httpx2.Client, body: object, **headers: str) -> httpx2.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return api.post(
        "/api/clients",
        content=content,
        headers={
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid.uuid4()),
            **headers,
        },
    )


def status(api: httpx2.Client) -> dict:
    return api.get("/api/catalogue/status").json()


def client_count(api: httpx2.Client) -> int:
    """From the system of record: numbers of clients are given one after another and never twice."""
    answer = post(api, client(name=f"Skaitītājs {uuid.uuid4()}"))
    assert answer.status_code == 201, answer.text
    return answer.json()["number"]


def assert_refused(answer: httpx2.Response) -> None:
    assert 400 <= answer.status_code < 500, (answer.status_code, answer.text[:300])
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem = answer.json()
    assert problem["reason"]
    assert problem["status"] == answer.status_code
    for word in ("psycopg", "sqlalchemy", "Traceback", "grpc"):
        assert word not in answer.text


NAMES_ACCEPTED = [
    'SIA "Ābols"',
    "SIA „Ābols”",
    "SIA “Ābols”",
    unicodedata.normalize("NFC", "Bērziņš"),
    unicodedata.normalize("NFD", "Bērziņš"),
    "O'Brien; DROP TABLE clients;--",
    "<script>alert(1)</script>",
    "{{7*7}} ${7*7} %s%n",
    "Ģimene 👨‍👩‍👧‍👦",
    "ā" * 200,
    "null",
    "None",
    "undefined",
    "NaN",
    "true",
    "РИМИ",
    "ＳＩＡ Pilnais",
    "=cmd|'/c calc'!A1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\ufeffSIA Sākums",
]
NAMES_REFUSED = [
    "",
    "  \u00a0\u200b ",
    "a\u0000b",
    "\ud800",
    "exe.\u202egpj",
    "a" + "\u0301" * 500,
    "x" * 300,
    "a\r\nX-Evil: 1",
    "a\n2026 INFO admin login",
    "a\ufffeb",
    "a\u0378b",
]


@pytest.mark.parametrize("name", NAMES_ACCEPTED)
def test_an_odd_name_comes_back_as_it_was(api, name):
    answer = post(api, client(name=name))
    assert answer.status_code == 201, answer.text
    read = api.get(f"/api/clients/{answer.json()['id']}").json()
    assert read["name"] == unicodedata.normalize("NFC", name).lstrip("\ufeff")


def test_a_refused_body_changes_nothing(api):
    before = client_count(api)
    for name in NAMES_REFUSED:
        assert_refused(post(api, client(name=name)))
    for field, values in REFUSED.items():
        for value in values:
            assert_refused(post(api, client(**{field: value})))
    for body in BODIES_REFUSED:
        assert_refused(post(api, body))
    # Refused calls may have drawn no number at all: the counter moved by the one that counts.
    assert client_count(api) == before + 1


def identifier(value: str, kind: str = "lv_regcode") -> list[dict]:
    return [{"type": kind, "value": value}]


def channel(value: str, kind: str) -> list[dict]:
    return [{"kind": kind, "value": value}]


REFUSED = {
    "identifiers": [
        identifier("4000352160O"),
        identifier("4000352160"),
        identifier("400035216000"),
        identifier("991345-12345", "lv_personal_code"),
        identifier("321", "lv_personal_code"),
        identifier("XX123", "eu_vat"),
        [{"type": "passport", "value": "1"}],
        [
            {
                "type": "lv_regcode",
                "value": "40003032949",
                "valid_from": "2024-05-01",
                "valid_to": "2023-05-01",
            }
        ],
    ],
    "bank_accounts": [
        [{"iban": "LV81BANK0000435195001"}],
        [{"iban": "LV80BANK000043519500"}],
        [{"iban": "LV80BANK0000435195001" + "0" * 20}],
    ],
    "channels": [
        channel("a@b", "email"),
        channel("a@x.lv\r\nBcc: b@y", "email"),
        channel('"a b"@x.lv', "email"),
        channel("a" * 250 + "@x.lv", "email"),
        channel("javascript:alert(1)", "www"),
        channel("https://user:pw@host.lv", "www"),
        channel("http://x.lv/" + "a" * 2100, "www"),
        channel("file:///etc/passwd", "www"),
        channel("data:text/html,x", "www"),
        channel("+371 (0) 2x; rm -rf", "phone"),
        [{"kind": "email", "value": f"a{i}@x.lv"} for i in range(51)],
    ],
    "comment": ["x" * 1_000_000],
    "registered_on": ["2023-02-29", 0, "2026-1-1", "24:00", "2026-03-29T03:30", True],
    "kind": ["company", "", None, 1],
    "language": ["xx"],
    "tags": [["a", "a"], ["x" * 51], ["t" + str(i) for i in range(31)]],
    "industry_code": ["programmētājs"],
    "group_id": ["cl.>", str(uuid.uuid4())],
    "unknown_field": [1],
    "version": [1],
}
_HEAD = b'{"kind":"legal","name":'
BODIES_REFUSED = [
    b"",
    b"[]",
    b"{",
    _HEAD + b'"\xff"}',
    _HEAD + b'"A","name":"B"}',
    _HEAD + b"NaN}",
    _HEAD + b"1e999}",
    _HEAD + b'"A","tags":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    '{"kind":"legal","name":"A"}'.encode("utf-16"),
    _HEAD + b'"' + b"x" * 2_000_000 + b'"}',
]


@pytest.mark.parametrize(
    ("kind", "typed", "shown", "state"),
    [
        ("lv_regcode", "40003521600", "40003521600", "valid"),
        ("lv_regcode", "40003521601", "40003521601", "suspect"),
        ("lv_regcode", "LV 4000 3242 737", "40003242737", "valid"),
        ("lv_personal_code", "161175-19997", "161175-*****", "valid"),
        ("lv_personal_code", "39123456789", "391234-*****", "none"),
        ("lv_personal_code", "010190-12345", "010190-*****", None),
        ("eu_vat", "EE100931558", "EE100931558", "valid"),
    ],
)
def test_a_number_is_kept_in_its_normal_form(api, kind, typed, shown, state):
    body = {"identifiers": identifier(typed, kind)}
    person = {"kind": "natural", "first_name": "Jānis", "last_name": "Bērziņš"}
    answer = post(api, {**(person if "personal" in kind else client()), **body})
    if answer.status_code == 409:
        pytest.fail("the number is taken: tests share one system")
    assert answer.status_code == 201, answer.text
    row = answer.json()["identifiers"][0]
    assert row["shown"] == shown
    assert state is None or row["check_state"] == state


def test_accounts_are_kept_in_their_normal_form(api):
    for typed in ("lv80 bank 0000 4351 9500 1", "GB82 WEST 1234 5698 7654 32"):
        answer = post(api, client(bank_accounts=[{"iban": typed}]))
        assert answer.status_code == 201, answer.text
        assert answer.json()["bank_accounts"][0]["iban"] == typed.replace(" ", "").upper()


def test_internal_addresses_are_stored_as_text(api):
    # Nothing in the system fetches what a client's web site says.
    answer = post(api, client(channels=channel("http://169.254.169.254/latest", "www")))
    assert answer.status_code in (201, 422)


def test_a_taken_personal_code_does_not_tell_whose_it_is(api):
    person = {"kind": "natural", "first_name": "A", "last_name": "B"}
    body = {**person, "identifiers": identifier("121282-11111", "lv_personal_code")}
    first = post(api, body)
    second = post(api, body)
    assert (first.status_code, second.status_code) == (201, 409)
    assert second.json()["reason"] == "IDENTIFIER_TAKEN"
    assert first.json()["id"] not in second.text


def test_a_taken_registration_number_tells_the_client(api):
    number = make_regcode("0203", 77_001)
    first = post(api, client(identifiers=identifier(number)))
    second = post(api, client(identifiers=identifier(number)))
    assert second.status_code == 409
    assert second.json()["metadata"]["client_id"] == first.json()["id"]


HOSTILE_QUERIES = [
    'a" OR group EXISTS',
    "'",
    "\\",
    'x\\"',
    "NOT",
    "IN TO _geoRadius(",
    "viens divi trīs četri pieci seši septiņi astoņi deviņi desmit vienpadsmit",
    "name:(",
    "AND",
    "[* TO *]",
    "-x",
    "pk:*",
    "secret_field:x",
    '"a"~999999999',
    "a^9e99",
    "a:(^",
    "(" * 200,
    "NOT (" * 40,
    "(a+)+$",
    "%",
    "_",
    "*a*",
    "=x",
    "👨‍👩‍👧‍👦",
    ". , ; !",
]


@pytest.mark.parametrize("query", HOSTILE_QUERIES)
def test_a_query_is_plain_text(api, query):
    answer = api.get("/api/catalogue", params={"q": query})
    if answer.status_code != 200:
        assert_refused(answer)
    everything = api.get("/api/catalogue", params={"q": "*"}).json()["total"]
    assert answer.status_code != 200 or answer.json()["total"] < max(everything, 1)


def test_a_query_of_nothing_visible_is_an_empty_one(api):
    everything = api.get("/api/catalogue", params={"q": "*"}).json()["total"]
    for query in ("", "   ", "\u200b", "\u202e"):
        assert api.get("/api/catalogue", params={"q": query}).json()["total"] == everything


@pytest.mark.parametrize(
    "params",
    [
        {"q": "(" * 5000},
        {"q": "x" * 201},
        {"q": "a\x00b"},
        {"offset": "-1"},
        {"limit": "1000000000"},
        {"offset": str(2**31)},
        {"offset": "1_0"},
        {"sort": "password"},
        {"sort": "name; drop table client"},
        {"order": "sideways"},
        {"status": "alive"},
        {"kind": "dog"},
        {"group": "cl.>"},
    ],
)
def test_a_list_that_cannot_be_is_refused(api, params):
    assert_refused(api.get("/api/catalogue", params={"q": "*", **params}))


def test_a_page_of_another_site_is_refused(system):
    cookie = httpx2.get(system.base_url + "/").cookies
    assert cookie
    headers = {
        "Idempotency-Key": str(uuid.uuid4()),
        "Sec-Fetch-Site": "cross-site",
        "X-Requested-By": "sys",
    }
    answer = httpx2.post(
        system.base_url + "/api/clients", json=client(), headers=headers, cookies=cookie
    )
    assert (answer.status_code, answer.json()["reason"]) == (403, "CROSS_SITE")


@pytest.mark.parametrize(
    "token",
    ["x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIiwiYXVkIjoic3lzLWJmZiJ9."],
)
def test_a_token_nobody_signed_is_refused(system, token):
    answer = httpx2.get(
        system.base_url + "/api/session", headers={"Authorization": f"Bearer {token}"}
    )
    assert (answer.status_code, answer.json()["reason"]) == (401, "UNAUTHENTICATED")


def test_forms_and_overrides_are_not_taken(api):
    form = api.post(
        "/api/clients", data={"name": "x"}, headers={"Idempotency-Key": str(uuid.uuid4())}
    )
    assert_refused(form)
    override = api.get(f"/api/clients/{uuid.uuid4()}", headers={"X-HTTP-Method-Override": "DELETE"})
    assert override.status_code == 404
