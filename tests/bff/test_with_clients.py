"""The bff over the real clients service and a real database: what a browser sends is kept as it must be, or refused with a code."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

import services.clients
from kit.db import Database, translate_database_error
from kit.grpc_server import Server
from kit.migrations import migrate
from kit.personal_data import PersonalData
from services.bff.session import Sessions
from services.clients.servicer import ClientsServicer
from services.clients.servicer.desk import Desk
from sysapi.clients.v1.clients_service_pb2_grpc import add_ClientsServiceServicer_to_server
from tests.bff.conftest import TOKEN_KEY, free_port, serve_bff, settings_for

_keys = itertools.count()


def key() -> dict[str, str]:
    return {"idempotency-key": f"test-key-{next(_keys):08}"}


@pytest.fixture(scope="module")
async def web(
    new_database: Callable[[str], str], personal_data_key: str, quiet: None
) -> AsyncIterator[httpx2.AsyncClient]:
    url = new_database("bff")
    migrate(Path(services.clients.__file__).parent / "migrations", url)
    database = Database(url)
    server = Server("127.0.0.1:0", translate_database_error)
    desk = Desk(database, PersonalData(personal_data_key), lambda: None)
    add_ClientsServiceServicer_to_server(ClientsServicer(desk), server.server)
    await server.start()
    await server.ready()
    token = Sessions(TOKEN_KEY).make_token("anna")
    async with (
        serve_bff(settings_for(server.port, free_port())) as (_, base),
        httpx2.AsyncClient(
            base_url=base, headers={"authorization": f"Bearer {token}"}, timeout=10
        ) as http,
    ):
        yield http
    await server.stop(0.1)
    await database.close()


async def create(web: httpx2.AsyncClient, **fields: Any) -> dict[str, Any]:
    answer = await web.post("/api/clients", json={"kind": "legal", **fields}, headers=key())
    assert answer.status_code == 201, answer.text
    client: dict[str, Any] = answer.json()
    return client


FULL = {
    "kind": "legal",
    "name": 'SIA "Ābolu dārzs"',
    "alias": "Āboli",
    "registered_on": "1999-12-31",
    "identifiers": [
        {"type": "lv_regcode", "value": "40003521600", "valid_from": "1999-12-31"},
        {"type": "lv_vat", "value": "LV40003521600"},
    ],
    "addresses": [
        {
            "kind": "legal",
            "line": "Brīvības iela 1, Rīga, LV-1010",
            "latitude": 56.95,
            "longitude": 24.1,
        }
    ],
    "channels": [
        {"kind": "phone", "value": "26 123 456", "primary": True, "note": "birojs"},
        {"kind": "email", "value": "Anna@Aboli.LV", "purpose": "invoices"},
        {"kind": "www", "value": "aboli.lv"},
    ],
    "contacts": [{"name": "Anna Bērziņa", "role": "grāmatvede", "primary": True}],
    "bank_accounts": [{"iban": "lv80 bank 0000 4351 9500 1"}],
    "industry_code": "62.10",
    "industry_revision": "2.1",
    "language": "lv",
    "responsible": "Pēteris",
    "notice": {"text": "Zvanīt pirms", "scope": "visit", "valid_from": "2026-01-01"},
    "comment": "Viena\nDivas",
    "tags": ["vip", "rīga"],
}


async def test_a_full_client_is_kept_and_read_back(web: httpx2.AsyncClient) -> None:
    client = await create(web, **FULL)
    answer = await web.get(f"/api/clients/{client['id']}")
    assert answer.json() == client
    assert answer.headers["etag"].strip('"') == client["etag"]
    for field in ("name", "alias", "registered_on", "comment", "responsible", "industry_code"):
        assert client[field] == FULL[field]
    assert sorted(client["tags"]) == sorted(FULL["tags"])
    assert client["legal_form"] == "SIA"
    assert client["name_core"] == "Ābolu dārzs"
    assert client["industry_title"] == "Datorprogrammēšana"
    assert client["notice"] == {**FULL["notice"], "valid_to": None}
    assert client["identifiers"][0]["check_state"] == "valid"
    assert client["addresses"][0]["latitude"] == 56.95
    assert client["channels"][0]["normal"] == "+37126123456"
    assert client["bank_accounts"][0]["iban"] == "LV80BANK0000435195001"
    assert client["bank_accounts"][0]["active"] is True
    assert client["contacts"][0]["active"] is True
    assert client["created_by"] == "anna"
    assert client["created_at"].endswith("Z")
    assert client["version"] == 1


async def test_every_row_can_be_sent_back_unchanged(web: httpx2.AsyncClient) -> None:
    client = await create(web, **{**FULL, "identifiers": [], "name": "SIA Atpakaļ"})
    arrays = ("identifiers", "addresses", "channels", "contacts", "bank_accounts", "tags")
    answer = await web.patch(
        f"/api/clients/{client['id']}",
        json={name: client[name] for name in arrays},
        headers={"if-match": client["etag"]},
    )
    assert answer.status_code == 200, answer.text
    for name in arrays:
        assert answer.json()[name] == client[name]


async def test_a_patch_changes_only_its_fields_and_says_why(web: httpx2.AsyncClient) -> None:
    client = await create(web, name="SIA Pirms", comment="paliek", notice={"text": "x"})
    address = f"/api/clients/{client['id']}"
    answer = await web.patch(
        address,
        json={"name": "SIA Pēc", "notice": None, "change_reason": "pārdēvēts"},
        headers={"if-match": f'"{client["etag"]}"'},
    )
    assert answer.status_code == 200, answer.text
    changed = answer.json()
    assert (changed["name"], changed["comment"], changed["notice"]) == ("SIA Pēc", "paliek", None)
    assert changed["version"] == 2
    changes = (await web.get(f"{address}/history")).json()["changes"]
    (renamed,) = [change for change in changes if change["field"] == "name"]
    assert (renamed["old_value"], renamed["new_value"]) == ("SIA Pirms", "SIA Pēc")
    assert (renamed["actor"], renamed["reason"]) == ("anna", "pārdēvēts")


async def test_of_two_editors_the_second_sees_what_the_first_did(web: httpx2.AsyncClient) -> None:
    client = await create(web, name="SIA Divi")
    address, old = f"/api/clients/{client['id']}", {"if-match": client["etag"]}
    assert (await web.patch(address, json={"comment": "1"}, headers=old)).status_code == 200
    second = await web.patch(address, json={"comment": "2"}, headers=old)
    assert second.status_code == 409
    problem = second.json()
    assert problem["reason"] == "ETAG_MISMATCH"
    assert problem["current"]["comment"] == "1"
    third = await web.patch(
        address, json={"comment": "2"}, headers={"if-match": problem["current"]["etag"]}
    )
    assert third.status_code == 200


async def test_the_same_key_gives_the_same_client(web: httpx2.AsyncClient) -> None:
    same, body = key(), {"kind": "legal", "name": "SIA Viens"}
    first = await web.post("/api/clients", json=body, headers=same)
    again = await web.post("/api/clients", json=body, headers=same)
    assert first.json() == again.json()
    other = await web.post("/api/clients", json={**body, "name": "SIA Cits"}, headers=same)
    assert (other.status_code, other.json()["reason"]) == (422, "REQUEST_ID_REUSED")


async def test_a_person_is_masked_and_revealed_with_a_reason(web: httpx2.AsyncClient) -> None:
    client = await create(
        web,
        kind="natural",
        first_name="Jānis",
        last_name="Bērziņš",
        identifiers=[{"type": "lv_personal_code", "value": "161175-19997"}],
    )
    (code,) = client["identifiers"]
    assert (code["value"], code["shown"]) == (None, "161175-*****")
    address = f"/api/clients/{client['id']}/identifiers/{code['id']}/reveal"
    assert (await web.post(address, json={"reason": "līgums"})).json()["value"] == "161175-19997"
    short = await web.post(address, json={"reason": "x"})
    assert (short.status_code, short.json()["fields"][0]["field"]) == (422, "reason")
    kept = await web.patch(
        f"/api/clients/{client['id']}",
        json={"identifiers": [code]},
        headers={"if-match": client["etag"]},
    )
    assert kept.status_code == 200, kept.text
    assert (await web.post(address, json={"reason": "līgums"})).json()["value"] == "161175-19997"


async def test_units_live_their_life(web: httpx2.AsyncClient) -> None:
    client = await create(web, name="SIA Ķēde")
    address = f"/api/clients/{client['id']}"
    made = await web.post(
        f"{address}/units",
        json={"name": "Centrs", "kind": "site", "phone": "67000000"},
        headers=key(),
    )
    assert made.status_code == 201, made.text
    unit = made.json()
    other = (await web.post(f"{address}/units", json={"name": "Āgenskalns"}, headers=key())).json()
    changed = await web.patch(
        f"/api/units/{unit['id']}", json={"phone": "26123456"}, headers={"if-match": unit["etag"]}
    )
    assert changed.status_code == 200, changed.text
    assert (changed.json()["name"], changed.json()["phone"]) == ("Centrs", "26123456")
    stale = await web.patch(
        f"/api/units/{unit['id']}", json={"phone": ""}, headers={"if-match": unit["etag"]}
    )
    assert (stale.status_code, stale.json()["reason"]) == (409, "ETAG_MISMATCH")
    assert stale.json()["current"] == changed.json()
    main = await web.put(f"{address}/main-unit", json={"unit_id": unit["id"]})
    assert main.json()["main_unit_id"] == unit["id"]
    card = (await web.get(f"{address}/card")).json()
    assert card["unit"]["id"] == unit["id"]
    assert [row["name"] for row in card["sections"]["units"]["data"]["units"]] == [
        "Centrs",
        "Āgenskalns",
    ]
    assert card["sections"]["history"]["state"] == "fresh"
    chosen = (await web.get(f"{address}/card?unit={other['id']}")).json()
    assert chosen["unit"]["name"] == "Āgenskalns"
    closed = await web.post(f"/api/units/{unit['id']}/close", json={"reason": "pārcēlās"})
    assert closed.json()["active"] is False
    assert (await web.get(address)).json()["main_unit_id"] is None
    refused = await web.put(f"{address}/main-unit", json={"unit_id": unit["id"]})
    assert (refused.status_code, refused.json()["reason"]) == (409, "UNIT_CLOSED")
    assert (await web.post(f"/api/units/{unit['id']}/reopen")).json()["active"] is True
    page = (await web.get(f"{address}/units?page_size=1")).json()
    assert (page["total"], len(page["units"])) == (2, 1)
    rest = await web.get(f"{address}/units", params={"page_token": page["next_page_token"]})
    assert len(rest.json()["units"]) == 1
    bad = await web.get(f"{address}/units?page_token=x")
    assert (bad.status_code, bad.json()["reason"]) == (422, "PAGE_TOKEN_INVALID")


async def test_standing_and_groups_and_settings(web: httpx2.AsyncClient) -> None:
    group = (await web.post("/api/groups", json={"name": "Grupa"})).json()
    taken = await web.post("/api/groups", json={"name": "Grupa"})
    assert (taken.status_code, taken.json()["reason"]) == (409, "GROUP_NAME_TAKEN")
    client = await create(web, name="SIA Grupā", group_id=group["id"])
    assert client["group_name"] == "Grupa"
    renamed = await web.patch(
        f"/api/groups/{group['id']}", json={"name": "Cita"}, headers={"if-match": group["etag"]}
    )
    assert renamed.json()["name"] == "Cita"
    in_use = await web.delete(f"/api/groups/{group['id']}")
    assert (in_use.status_code, in_use.json()["reason"]) == (409, "GROUP_IN_USE")
    now = (await web.get(f"/api/clients/{client['id']}")).json()
    closed = await web.post(
        f"/api/clients/{client['id']}/status",
        json={"status": "closed", "closed_on": "2026-01-31", "reason": "likvidēts"},
        headers={"if-match": now["etag"]},
    )
    assert closed.status_code == 200, closed.text
    assert (closed.json()["status"], closed.json()["closed_on"]) == ("closed", "2026-01-31")
    settings = (await web.get(f"/api/settings/client/{client['id']}")).json()["settings"]
    assert settings
    number = next(row for row in settings if row["type"] == "integer")
    changed = await web.put(
        f"/api/settings/client/{client['id']}",
        json={"changes": [{"key": number["key"], "value": str(number["minimum"])}]},
    )
    assert changed.status_code == 200, changed.text
    row = next(row for row in changed.json()["settings"] if row["key"] == number["key"])
    assert (row["effective"], row["source"]) == (str(number["minimum"]), "client")
    wrong = await web.put(
        f"/api/settings/client/{client['id']}",
        json={"changes": [{"key": "no_such_key", "value": "1"}]},
    )
    assert (wrong.status_code, wrong.json()["reason"]) == (422, "SETTING_INVALID")


async def test_duplicates_and_taken_numbers_are_told(web: httpx2.AsyncClient) -> None:
    number = {"type": "lv_regcode", "value": "40103456785"}
    first = await create(web, name="SIA Dubults", identifiers=[number])
    found = await web.post("/api/clients/duplicates", json={"name": "dubults"})
    assert first["id"] in [row["client_id"] for row in found.json()["duplicates"]]
    taken = await web.post(
        "/api/clients",
        json={"kind": "legal", "name": "SIA Trešais", "identifiers": [number]},
        headers=key(),
    )
    assert (taken.status_code, taken.json()["reason"]) == (409, "IDENTIFIER_TAKEN")
    assert taken.json()["metadata"]["client_id"] == first["id"]


async def test_unknown_things_are_404(web: httpx2.AsyncClient) -> None:
    nobody = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0a001"
    for method, address, reason in (
        ("GET", f"/api/clients/{nobody}", "CLIENT_NOT_FOUND"),
        ("GET", f"/api/clients/{nobody}/card", "CLIENT_NOT_FOUND"),
        ("GET", f"/api/clients/{nobody}/history", "CLIENT_NOT_FOUND"),
        ("GET", f"/api/clients/{nobody}/units", "CLIENT_NOT_FOUND"),
        ("POST", f"/api/units/{nobody}/reopen", "UNIT_NOT_FOUND"),
        ("DELETE", f"/api/groups/{nobody}", "GROUP_NOT_FOUND"),
    ):
        answer = await web.request(method, address)
        assert (answer.status_code, answer.json().get("reason")) == (404, reason), address


REFUSED_NAMES = [
    "",
    " \u00a0\u200b",
    "gpj.\u202eexe",
    "Z" + "\u0301" * 500,
    "ā" * 300,
    "a\r\nX-Evil: 1",
    "a\n2026 INFO admin login",
    "a\ufffe",
    "a\x07",
]
ACCEPTED_NAMES = [
    'SIA "Ābols"',
    "SIA „Ābols”",
    "Be\u0304rzin\u0326s\u030c",
    "O'Brien; DROP TABLE clients;--",
    "<script>alert(1)</script>",
    "{{7*7}} ${7*7} %s%n",
    "👨‍👩‍👧‍👦",
    "null",
    "undefined",
    "NaN",
    "RIMI РИМИ",
    "ＳＩＡ",
    "=cmd|'/c calc'!A1",
    "@SUM(A1)",
    "-1",
    "ā" * 200,
]


@pytest.mark.parametrize("name", REFUSED_NAMES)
async def test_a_bad_name_is_refused(web: httpx2.AsyncClient, name: str) -> None:
    answer = await web.post("/api/clients", json={"kind": "legal", "name": name}, headers=key())
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert problem["reason"] in {"NAME_REQUIRED", "TEXT_INVALID", "FIELD_INVALID"}
    assert problem["fields"][0]["field"] == "name"


@pytest.mark.parametrize("name", ACCEPTED_NAMES)
async def test_any_other_name_comes_back_as_it_was(web: httpx2.AsyncClient, name: str) -> None:
    client = await create(web, name=name)
    read = (await web.get(f"/api/clients/{client['id']}")).json()
    assert read["name"] == unicodedata.normalize("NFC", name)


IDENTIFIER, IBAN, CHANNEL = "identifiers[0].value", "bank_accounts[0].iban", "channels[0].value"
REFUSED_VALUES = [
    ("identifiers", {"type": "lv_regcode", "value": "4000352160O"}, IDENTIFIER),
    ("identifiers", {"type": "lv_regcode", "value": "4000352160"}, IDENTIFIER),
    ("identifiers", {"type": "lv_regcode", "value": "400035216001"}, IDENTIFIER),
    ("bank_accounts", {"iban": "LV81BANK0000435195001"}, IBAN),
    ("bank_accounts", {"iban": "LV80BANK000043519500"}, IBAN),
    ("bank_accounts", {"iban": "L" * 36}, IBAN),
    ("channels", {"kind": "email", "value": "a@b"}, CHANNEL),
    ("channels", {"kind": "email", "value": "a@x.lv\r\nBcc: b@y"}, CHANNEL),
    ("channels", {"kind": "email", "value": '"a b"@x.lv'}, CHANNEL),
    ("channels", {"kind": "email", "value": "a" * 255 + "@x.lv"}, CHANNEL),
    ("channels", {"kind": "www", "value": "javascript:alert(1)"}, CHANNEL),
    ("channels", {"kind": "www", "value": "file:///etc/passwd"}, CHANNEL),
    ("channels", {"kind": "www", "value": "data:text/html,x"}, CHANNEL),
    ("channels", {"kind": "www", "value": "https://user:pw@host.lv"}, CHANNEL),
    ("channels", {"kind": "www", "value": "https://a.lv/" + "x" * 2100}, CHANNEL),
    ("channels", {"kind": "phone", "value": "+371 (0) 2x; rm -rf"}, CHANNEL),
    ("bank_accounts", {"iban": "LV80BANK0000435195001", "currency": "EUR "}, "bank_accounts[0].currency"),
    (
        "identifiers",
        {"type": "gln", "value": "4750000000017", "valid_from": "2026-02-01", "valid_to": "2026-01-01"},
        "identifiers[0].valid_to",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "row", "field"), REFUSED_VALUES)
async def test_a_bad_value_is_refused_at_its_field(
    web: httpx2.AsyncClient, rows: str, row: dict[str, str], field: str
) -> None:
    answer = await web.post(
        "/api/clients", json={"kind": "legal", "name": "SIA Slikts", rows: [row]}, headers=key()
    )
    assert answer.status_code == 422, answer.text
    assert answer.json()["fields"][0]["field"] == field


async def test_a_bad_check_digit_warns_and_is_kept(web: httpx2.AsyncClient) -> None:
    client = await create(
        web, name="SIA Aizdomas", identifiers=[{"type": "lv_regcode", "value": "40003521601"}]
    )
    assert client["identifiers"][0]["check_state"] == "suspect"


async def test_too_many_channels_are_refused(web: httpx2.AsyncClient) -> None:
    channels = [{"kind": "email", "value": f"a{number}@x.lv"} for number in range(151)]
    answer = await web.post(
        "/api/clients",
        json={"kind": "legal", "name": "SIA Daudz", "channels": channels},
        headers=key(),
    )
    assert answer.status_code == 422, answer.text
