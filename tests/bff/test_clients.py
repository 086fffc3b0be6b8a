from __future__ import annotations

from typing import Any

import httpx2
import pytest

from kit.errors import Conflict, Invalid, Unavailable
from tests.bff.conftest import System
from tests.bff.fakes import CLIENT_ID, GROUP_ID, OTHER_UNIT_ID, ROW_ID, UNIT_ID, a_client

KEY = {"idempotency-key": "key-12345678"}


async def test_a_client_is_answered_field_by_field(http: httpx2.AsyncClient) -> None:
    answer = await http.get(f"/api/clients/{CLIENT_ID}")
    assert answer.status_code == 200
    assert answer.headers["etag"] == '"e3"'
    assert answer.headers["cache-control"] == "no-store"
    client = answer.json()
    assert client["name"] == 'SIA "Ābols"'
    assert client["kind"] == "legal"
    assert client["registered_on"] == "1998-02-03"
    assert client["closed_on"] is None
    assert client["closed_reason"] == ""
    assert client["group_id"] is None
    assert client["group_name"] == ""
    assert client["notice"] is None
    assert client["created_at"] == "2026-03-09T10:00:00.500Z"
    assert client["updated_at"] is None
    regcode, person = client["identifiers"]
    assert regcode["value"] == "40003521600"
    assert regcode["valid_from"] == "2001-01-02"
    assert regcode["check_state"] == "valid"
    assert person["value"] is None
    assert person["shown"] == "161175-*****"
    assert person["check_state"] == "none"
    assert client["addresses"][0]["latitude"] == 56.9
    assert client["contacts"][0]["unit_id"] is None
    assert client["channels"][0]["purpose"] == "general"


async def test_a_patch_names_exactly_the_fields_of_its_body(system: System) -> None:
    answer = await system.http.patch(
        f"/api/clients/{CLIENT_ID}",
        json={"comment": "", "group_id": None, "tags": ["a"], "change_reason": "kļūda"},
        headers={"if-match": '"e3"'},
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"] == '"e4"'
    request = system.clients.last("UpdateClient")
    assert list(request.update_mask.paths) == ["comment", "group_id", "tags"]
    assert request.etag == "e3"
    assert request.reason == "kļūda"
    assert request.client.id == CLIENT_ID
    assert list(request.client.tags) == ["a"]


async def test_rows_may_be_sent_back_as_they_were_read(system: System) -> None:
    client = (await system.http.get(f"/api/clients/{CLIENT_ID}")).json()
    arrays = ("identifiers", "addresses", "channels", "contacts", "bank_accounts")
    answer = await system.http.patch(
        f"/api/clients/{CLIENT_ID}",
        json={name: client[name] for name in arrays},
        headers={"if-match": "e3"},
    )
    assert answer.status_code == 200, answer.text
    request = system.clients.last("UpdateClient")
    sent, read = request.client, a_client()
    for name in arrays:
        assert [row.id for row in getattr(sent, name)] == [row.id for row in getattr(read, name)]
    assert sent.addresses == read.addresses
    assert sent.contacts == read.contacts
    assert sent.identifiers[1].value == ""
    assert sent.identifiers[0].valid_from == read.identifiers[0].valid_from


async def test_a_patch_without_if_match_is_428(system: System) -> None:
    answer = await system.http.patch(f"/api/clients/{CLIENT_ID}", json={"comment": "x"})
    assert answer.status_code == 428
    assert answer.json()["reason"] == "ETAG_REQUIRED"
    assert system.clients.count("UpdateClient") == 0


async def test_a_patch_of_nothing_is_refused(http: httpx2.AsyncClient) -> None:
    answer = await http.patch(f"/api/clients/{CLIENT_ID}", json={}, headers={"if-match": "e3"})
    assert answer.status_code == 422
    assert answer.json()["reason"] == "FIELD_INVALID"


async def test_a_stale_editor_gets_the_current_client(system: System) -> None:
    system.clients.answers["UpdateClient"] = Conflict(
        reason="ETAG_MISMATCH", domain="clients.sys", metadata={"etag": "e3"}
    )
    answer = await system.http.patch(
        f"/api/clients/{CLIENT_ID}", json={"comment": "x"}, headers={"if-match": "e2"}
    )
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["reason"] == "ETAG_MISMATCH"
    assert problem["current"]["etag"] == "e3"
    assert problem["current"]["name"] == 'SIA "Ābols"'


@pytest.mark.parametrize("field", ["id", "etag", "version", "name_core", "status", "main_unit_id"])
async def test_a_patch_of_what_people_do_not_write_is_refused(system: System, field: str) -> None:
    answer = await system.http.patch(
        f"/api/clients/{CLIENT_ID}", json={field: "x"}, headers={"if-match": "e3"}
    )
    assert answer.status_code == 422
    assert answer.json()["fields"][0]["field"] == field
    assert system.clients.count("UpdateClient") == 0


async def test_a_client_is_created_with_its_key(system: System) -> None:
    draft = {
        "kind": "natural",
        "first_name": "Jānis",
        "last_name": "Bērziņš",
        "status": "prospect",
        "registered_on": None,
        "group_id": GROUP_ID.upper(),
        "identifiers": [{"type": "lv_personal_code", "value": "161175-19997"}],
        "contacts": [{"name": "Anna"}],
        "bank_accounts": [{"iban": "LV80BANK0000435195001"}],
        "notice": {"text": "Zvanīt", "scope": "visit", "valid_from": "2026-01-31"},
    }
    answer = await system.http.post("/api/clients", json=draft, headers=KEY)
    assert answer.status_code == 201, answer.text
    assert answer.headers["etag"] == '"e3"'
    request = system.clients.last("CreateClient")
    assert request.request_id == "key-12345678"
    assert request.client.last_name == "Bērziņš"
    assert request.client.group_id == GROUP_ID
    assert request.client.contacts[0].active
    assert request.client.bank_accounts[0].active
    assert request.client.notice.valid_from.day == 31
    assert not request.client.HasField("registered_on")


@pytest.mark.parametrize("key", [None, "short", "x" * 101, "with space1", "ķekatas-12"])
async def test_a_client_needs_a_good_key(system: System, key: str | None) -> None:
    headers = {} if key is None else {"idempotency-key": key.encode()}
    answer = await system.http.post(
        "/api/clients", json={"kind": "legal", "name": "x"}, headers=headers
    )
    assert answer.status_code == 422
    assert answer.json()["fields"][0]["field"] == "Idempotency-Key"
    assert system.clients.count("CreateClient") == 0


async def test_field_paths_of_a_service_are_told_in_terms_of_rest(system: System) -> None:
    # The address is empty, which the rule in the proto refuses; the real validator runs.
    answer = await system.http.post(
        "/api/clients",
        json={"kind": "legal", "name": "x", "addresses": [{"kind": "legal", "line": ""}]},
        headers=KEY,
    )
    assert answer.status_code == 422
    assert answer.json()["fields"][0]["field"] == "addresses[0].line"
    system.clients.answers["CreateClient"] = Invalid(
        reason="IBAN_INVALID", metadata={"field": "client.bank_accounts[1].iban"}
    )
    answer = await system.http.post(
        "/api/clients", json={"kind": "legal", "name": "x"}, headers=KEY
    )
    assert answer.json()["reason"] == "IBAN_INVALID"
    assert answer.json()["fields"][0]["field"] == "bank_accounts[1].iban"


async def test_standing_changes_by_its_own_call(system: System) -> None:
    answer = await system.http.post(
        f"/api/clients/{CLIENT_ID}/status",
        json={"status": "closed", "closed_on": "2026-02-28", "reason": "likvidēts"},
        headers={"if-match": "e3"},
    )
    assert answer.status_code == 200
    request = system.clients.last("SetClientStatus")
    assert (request.status, request.closed_on.day, request.etag) == (4, 28, "e3")


async def test_duplicates_are_found_from_a_half_typed_draft(system: System) -> None:
    answer = await system.http.post("/api/clients/duplicates", json={"name": "Abols"})
    assert answer.status_code == 200
    (duplicate,) = answer.json()["duplicates"]
    assert duplicate["signs"] == ["identifier", "name"]
    assert duplicate["status"] == "closed"
    assert system.clients.last("FindDuplicates").client.name == "Abols"


async def test_history_is_paged(system: System) -> None:
    answer = await system.http.get(f"/api/clients/{CLIENT_ID}/history?page_size=5&page_token=t")
    assert answer.status_code == 200
    assert answer.json()["changes"][0]["time"] == "2026-03-09T10:00:00.000Z"
    request = system.clients.last("ListHistory")
    assert (request.page_size, request.page_token) == (5, "t")
    for page in ("history", "units"):
        empty = await system.http.get(f"/api/clients/{CLIENT_ID}/{page}?page_token=&page_size=")
        assert empty.status_code == 200, empty.text
        for size in ("0", "1001", "-1", "x"):
            bad = await system.http.get(f"/api/clients/{CLIENT_ID}/{page}?page_size={size}")
            assert bad.status_code == 422


async def test_a_masked_number_is_revealed_with_a_reason(system: System) -> None:
    address = f"/api/clients/{CLIENT_ID}/identifiers/{ROW_ID}/reveal"
    answer = await system.http.post(address, json={"reason": "līgums"})
    assert answer.json() == {"value": "161175-19997"}
    assert (await system.http.post(address, json={})).status_code == 422
    assert system.clients.count("RevealIdentifier") == 1


async def test_a_bank_account_is_approved(system: System) -> None:
    answer = await system.http.post(
        f"/api/clients/{CLIENT_ID}/bank-accounts/{ROW_ID}/approve", headers={"if-match": '"e3"'}
    )
    assert answer.status_code == 200
    assert system.clients.last("ApproveBankAccount").bank_account_id == ROW_ID


async def test_a_stale_editor_of_a_unit_gets_the_current_unit(system: System) -> None:
    async def change(reason: str) -> dict[str, Any]:
        system.clients.answers["UpdateUnit"] = Conflict(reason=reason, domain="clients.sys")
        answer = await system.http.patch(
            f"/api/units/{UNIT_ID}", json={"note": "x"}, headers={"if-match": "u0"}
        )
        assert (answer.status_code, answer.json()["reason"]) == (409, reason)
        return answer.json()

    assert (await change("ETAG_MISMATCH"))["current"]["etag"] == "u1"
    assert "current" not in await change("REQUEST_IN_PROGRESS")
    system.clients.answers["GetUnit"] = Unavailable()
    assert "current" not in await change("ETAG_MISMATCH")


async def test_units_are_listed_made_changed_closed_and_opened(system: System) -> None:
    http = system.http
    page = (await http.get(f"/api/clients/{CLIENT_ID}/units")).json()
    assert page["units"][0]["id"] == UNIT_ID
    assert page["units"][0]["latitude"] is None
    made = await http.post(
        f"/api/clients/{CLIENT_ID}/units", json={"name": "Noliktava", "kind": "site"}, headers=KEY
    )
    assert made.status_code == 201
    assert system.clients.last("CreateUnit").unit.served
    changed = await http.patch(
        f"/api/units/{UNIT_ID}", json={"name": "N", "phone": ""}, headers={"if-match": "u1"}
    )
    assert changed.status_code == 200, changed.text
    assert list(system.clients.last("UpdateUnit").update_mask.paths) == ["name", "phone"]
    closed = await http.post(f"/api/units/{UNIT_ID}/close", json={"closed_on": "2026-01-01"})
    assert closed.json()["active"] is False
    assert (await http.post(f"/api/units/{UNIT_ID}/close")).status_code == 200
    assert (await http.post(f"/api/units/{UNIT_ID}/reopen")).status_code == 200
    for unit_id in (OTHER_UNIT_ID, None):
        main = await http.put(f"/api/clients/{CLIENT_ID}/main-unit", json={"unit_id": unit_id})
        assert main.status_code == 200
        assert system.clients.last("SetMainUnit").unit_id == (unit_id or "")


async def test_groups_are_listed_made_changed_and_removed(system: System) -> None:
    http = system.http
    assert (await http.get("/api/groups")).json()["groups"][0]["client_count"] == 2
    made = await http.post("/api/groups", json={"name": "Rimi"})
    assert made.status_code == 201
    changed = await http.patch(
        f"/api/groups/{GROUP_ID}", json={"parent_id": None}, headers={"if-match": "g1"}
    )
    assert changed.status_code == 200, changed.text
    assert system.clients.last("UpdateGroup").group.name == "Rimi"
    system.clients.answers["UpdateGroup"] = Conflict(reason="ETAG_MISMATCH")
    stale = await http.patch(
        f"/api/groups/{GROUP_ID}", json={"name": "R"}, headers={"if-match": "g0"}
    )
    assert stale.status_code == 409
    assert stale.json()["current"]["etag"] == "g1"
    assert (await http.delete(f"/api/groups/{GROUP_ID}")).status_code == 204


@pytest.mark.parametrize("place", ["company", f"client/{CLIENT_ID}", f"unit/{UNIT_ID}"])
async def test_settings_are_read_and_changed(system: System, place: str) -> None:
    (setting,) = (await system.http.get(f"/api/settings/{place}")).json()["settings"]
    assert setting["maximum"] == 365
    assert setting["values"] == [{"scope": "company", "value": "14"}]
    changes = [{"key": "payment_term_days", "value": "30"}, {"key": "x", "reset": True}]
    answer = await system.http.put(f"/api/settings/{place}", json={"changes": changes})
    assert answer.status_code == 200, answer.text
    request = system.clients.last("UpdateSettings")
    assert [(change.value, change.reset) for change in request.changes] == [
        ("30", False),
        ("", True),
    ]
    assert request.owner_id == place.partition("/")[2]


async def test_the_user_of_the_token_is_the_actor(system: System) -> None:
    await system.http.get(f"/api/clients/{CLIENT_ID}")
    (_, _, running) = system.clients.calls[-1]
    assert running.actor == "anna"
    assert running.deadline is not None
