"""What other tools rely on: the API as a stranger would use it."""

from __future__ import annotations

import uuid

import httpx2
import pytest

from tests.waiting import until


def create(api: httpx2.Client, **fields) -> dict:
    body = {"kind": "legal", "name": f'SIA "Līgums {uuid.uuid4().hex[:10]}"', **fields}
    answer = api.post("/api/clients", json=body, headers={"Idempotency-Key": str(uuid.uuid4())})
    assert answer.status_code == 201, answer.text
    return answer.json()


def catalogue(api: httpx2.Client, query: str, **params) -> dict:
    answer = api.get("/api/catalogue", params={"q": query, **params})
    assert answer.status_code == 200, answer.text
    return answer.json()


def found(api: httpx2.Client, query: str) -> list[dict]:
    return catalogue(api, query)["items"]


def test_without_a_token_nothing_is_told(system):
    for path in ("/api/catalogue?q=*", f"/api/clients/{uuid.uuid4()}", "/api/session"):
        answer = httpx2.get(system.base_url + path)
        assert (answer.status_code, answer.json()["reason"]) == (401, "UNAUTHENTICATED")


async def test_a_saved_client_is_found_at_once(api):
    client = create(api)
    word = client["name"].split()[-1].strip('"')
    await until(lambda: [item["id"] for item in found(api, word)] == [client["id"]])
    item = found(api, word)[0]
    assert (item["name"], item["kind"], item["status"]) == (client["name_shown"], "legal", "active")
    assert item["matched"]["field"] == "name"


async def test_a_client_is_found_by_its_document(api):
    client = create(api)
    number = f"PL-{uuid.uuid4().hex[:8]}/2026"
    body = {
        "type": "contract",
        "title": "Pakalpojumu vienošanās",
        "number": number,
        "client_ids": [client["id"]],
        "url": "https://example.lv/pl",
    }
    put = api.put(f"/api/documents/{uuid.uuid4()}", json=body)
    assert put.status_code == 200, put.text
    typed = number.replace("-", "").replace("/", " ").lower()
    # It is found a moment before it can be told where.
    await until(
        lambda: [item["id"] for item in found(api, typed) if item["matched"]] == [client["id"]]
    )
    shown = f"Pakalpojumu vienošanās Nr. {number}"
    start = shown.index(number)
    assert found(api, typed)[0]["matched"] == {
        "field": "document", "text": shown, "ranges": [[start, len(shown)]]
    }  # fmt: skip


async def test_the_list_has_the_promised_shape(api):
    create(api)
    await until(lambda: catalogue(api, "*")["total"] > 0)
    body = catalogue(api, "*", sort="name", order="asc", limit=1)
    assert {"total", "took_ms", "items"} <= body.keys()
    assert {
        "id",
        "name",
        "kind",
        "registration_number",
        "city",
        "group",
        "status",
        "matched",
    } <= body["items"][0].keys()


async def test_all_rows_at_once_are_the_rows_of_the_list(api):
    for _ in range(3):
        create(api)

    def are_the_same() -> bool:
        # Clients of other tests may still be on their way between the two reads.
        rows = api.get("/api/catalogue/rows", params={"q": "*"}).json()
        page = catalogue(api, "*", limit=1000)
        return rows["total"] == page["total"] >= 3 and rows["columns"]["id"][:1000] == [
            item["id"] for item in page["items"]
        ]

    await until(are_the_same)


def test_only_changed_fields_are_sent_and_a_stale_save_is_told(api):
    client = create(api, comment="paliek")
    path = f"/api/clients/{client['id']}"
    saved = api.patch(path, json={"alias": "Jaunais"}, headers={"If-Match": client["etag"]})
    assert saved.status_code == 200
    assert (saved.json()["alias"], saved.json()["comment"]) == ("Jaunais", "paliek")
    stale = api.patch(path, json={"alias": "Cits"}, headers={"If-Match": client["etag"]})
    assert (stale.status_code, stale.json()["reason"]) == (409, "ETAG_MISMATCH")
    assert stale.json()["current"]["alias"] == "Jaunais"


def test_the_same_key_enters_one_client(api):
    body = {"kind": "legal", "name": "SIA Atkārtojums"}
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first = api.post("/api/clients", json=body, headers=key)
    assert api.post("/api/clients", json=body, headers=key).json() == first.json()
    other = api.post("/api/clients", json={**body, "alias": "x"}, headers=key)
    assert (other.status_code, other.json()["reason"]) == (422, "REQUEST_ID_REUSED")


def test_the_card_has_its_sections_and_opens_on_the_asked_unit(api):
    client = create(api)
    path = f"/api/clients/{client['id']}"
    unit = api.post(
        f"{path}/units",
        json={"name": "Birojs", "kind": "branch"},
        headers={"Idempotency-Key": str(uuid.uuid4())},
    ).json()
    card = api.get(f"{path}/card", params={"unit": unit["id"]}).json()
    assert card["client"]["id"] == client["id"]
    assert card["unit"]["name"] == "Birojs"
    section = card["sections"]["units"]
    assert section["state"] == "fresh"
    assert [row["id"] for row in section["data"]["units"]] == [unit["id"]]


@pytest.mark.parametrize("client_id", ["cl.>", "*", "x" * 5000, "%2e%2e"])
def test_a_strange_id_is_a_coded_refusal(api, client_id):
    answer = api.get(f"/api/clients/{client_id}")
    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"].startswith("application/problem+json")
