from __future__ import annotations

import httpx2
import pytest

CASES = [
    ("lv_regcode", "LV 4000 3521 600", "valid", "40003521600"),
    ("lv_regcode", "40003521601", "suspect", "40003521601"),
    ("lv_regcode", "4000352160O", "invalid", ""),
    ("lv_vat", "lv40003521600", "valid", "LV40003521600"),
    ("lv_personal_code", "161175-19997", "valid", "16117519997"),
    ("lv_personal_code", "39123456789", "valid", "39123456789"),
    ("lv_personal_code", "311175-1999", "invalid", ""),
    ("iban", "lv80 bank 0000 4351 9500 1", "valid", "LV80BANK0000435195001"),
    ("iban", "LV81BANK0000435195001", "invalid", ""),
    ("phone", "26 123 456", "valid", "+37126123456"),
    ("phone", "+371 (0) 2x; rm -rf", "invalid", ""),
    ("email", "Anna@Piemers.LV", "valid", "Anna@piemers.lv"),
    ("email", "a@x.lv\r\nBcc: b@y", "invalid", ""),
    ("www", "javascript:alert(1)", "invalid", ""),
    ("postcode", "1010", "valid", "LV-1010"),
    ("postcode", "LV-10100", "invalid", ""),
]


@pytest.mark.parametrize(("kind", "value", "state", "normal"), CASES)
async def test_a_value_is_checked_while_it_is_typed(
    http: httpx2.AsyncClient, kind: str, value: str, state: str, normal: str
) -> None:
    answer = await http.get("/api/check", params={"type": kind, "value": value})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["state"], found["normal"]) == (state, normal)
    assert ("rule" in found) == (state == "invalid")


async def test_a_latvian_account_names_its_bank(http: httpx2.AsyncClient) -> None:
    found = (await http.get("/api/check?type=iban&value=LV87HABA0551012345678")).json()
    assert found["shown"] == "LV87 HABA 0551 0123 4567 8"
    assert found["bic"] == "HABALV22"
    assert found["bank"]


@pytest.mark.parametrize(
    "query", ["", "type=iban", "type=x&value=1", "type=iban&value=" + "1" * 2049]
)
async def test_a_check_of_nothing_known_is_refused(http: httpx2.AsyncClient, query: str) -> None:
    assert (await http.get(f"/api/check?{query}")).status_code == 422


async def test_industries_are_told_in_latvian(http: httpx2.AsyncClient) -> None:
    found = (await http.get("/api/industries")).json()
    assert found["revision"] == "2.1"
    titles = {item["code"]: item["title"] for item in found["items"]}
    assert titles["62.10"] == "Datorprogrammēšana"
    assert len(titles) == 1047
    assert list(titles)[:2] == ["A", "01"]
