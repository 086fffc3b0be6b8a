"""One client on one screen."""

from __future__ import annotations

import json

import httpx2
import pytest
from playwright.sync_api import Page, Route, expect

from tests.system.browser.conftest import PERSONAL_CODE, Town, add_unit, create, patch

NOBODY = "00000000-0000-4000-8000-000000000000"


def test_the_main_unit_is_chosen_active_ones_come_first_and_closed_ones_say_why(
    page: Page, town: Town
):
    page.goto(f"/clients/{town.chain['id']}")
    lines = page.locator("#units li")
    expect(lines).to_have_count(3)
    assert [line.split("\n")[0] for line in lines.all_inner_texts()] == [
        "Zolitūde",
        "Āgenskalns",
        "Bolderāja",
    ]
    expect(page.locator("#units [aria-pressed=true]")).to_contain_text("Zolitūde")
    expect(lines.nth(2)).to_contain_text("slēgta 30.11.2025. · Beidzies nomas līgums")
    expect(page.get_by_role("note")).to_contain_text("Pirms piegādes zvanīt.")


def test_a_personal_code_is_masked_until_a_reason_is_given(page: Page, town: Town):
    page.goto(f"/clients/{town.person['id']}")
    expect(page.locator("h1")).to_have_text("Anna Krūmiņa")
    assert PERSONAL_CODE[-5:] not in page.content()
    page.get_by_role("button", name="Parādīt").click()
    page.get_by_label("Kāpēc tas vajadzīgs").fill("līguma sagatavošana")
    page.get_by_role("button", name="Parādīt numuru").click()
    expect(page.get_by_role("dialog")).to_contain_text(PERSONAL_CODE)
    page.keyboard.press("Escape")
    assert PERSONAL_CODE[-5:] not in page.content()


def test_a_dead_section_says_so_and_heals_by_itself(page: Page, town: Town):
    def without_units(route: Route) -> None:
        answer = route.fetch()
        card = json.loads(answer.text())
        card["unit"] = None
        card["sections"]["units"] = {
            "state": "unavailable",
            "as_of": None,
            "code": "PART_UNAVAILABLE",
            "data": None,
        }
        route.fulfill(status=200, json=card)

    page.route("**/card*", without_units)
    page.goto(f"/clients/{town.chain['id']}")
    expect(page.locator("h1")).to_have_text('SIA "Vilnis Gastro"')
    expect(page.locator("#units")).to_contain_text("pašlaik nav pieejama")
    expect(page.locator("#units li")).to_have_count(0)
    page.unroute("**/card*")
    expect(page.locator("#units li")).to_have_count(3)


def test_units_are_added_made_main_closed_and_opened_again(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Vienību darbi"')
    add_unit(api, client["id"], name="Vecā", kind="branch")
    page.goto(f"/clients/{client['id']}")
    page.locator("#units").get_by_role("button", name="Pievienot").click()
    page.get_by_label("Nosaukums").fill("Jaunā")
    page.get_by_role("dialog").get_by_role("button", name="Saglabāt").click()
    expect(page.locator("#units [aria-pressed=true]")).to_contain_text("Jaunā")
    page.get_by_role("button", name="Noteikt par pamata").click()
    expect(page.locator("#units li").first).to_contain_text("Jaunā")
    page.locator("#units li").get_by_text("Vecā").click()
    page.locator("#units").get_by_role("button", name="Slēgt").click()
    page.get_by_label("Iemesls").fill("pārcelta")
    page.get_by_role("dialog").get_by_role("button", name="Slēgt").click()
    expect(page.locator("#units li").nth(1)).to_contain_text("pārcelta")
    page.get_by_role("button", name="Atvērt no jauna").click()
    expect(page.locator("#units li").nth(1)).not_to_contain_text("slēgta")


def test_a_unit_changed_by_two_keeps_what_both_did(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Divi pie vienības"')
    unit = add_unit(api, client["id"], name="Birojs", kind="branch", phone="67000001")
    page.goto(f"/clients/{client['id']}?unit={unit['id']}")
    page.locator("#units").get_by_role("button", name="Labot").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tālrunis").fill("67000003")
    theirs = api.patch(
        f"/api/units/{unit['id']}",
        json={"phone": "67000002", "note": "Zvans pie vārtiem."},
        headers={"If-Match": unit["etag"]},
    )
    assert theirs.status_code == 200, theirs.text
    save = dialog.get_by_role("button", name="Saglabāt")
    save.click()
    expect(dialog).to_contain_text("mainījis kāds cits")
    expect(dialog).to_contain_text("Pašreizējā: 67000002")
    expect(dialog.get_by_label("Piezīme")).to_have_value("Zvans pie vārtiem.")
    expect(dialog.get_by_label("Tālrunis")).to_have_value("67000003")
    save.click()
    expect(dialog).to_have_count(0)
    [now] = api.get(f"/api/clients/{client['id']}/units").json()["units"]
    assert (now["phone"], now["note"]) == ("67000003", "Zvans pie vārtiem.")


def test_history_tells_old_and_new(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Vēsture"', responsible="Ilze Krauze")
    patch(api, client["id"], responsible="Dace Vilka", change_reason="maiņa nodaļā")
    page.goto(f"/clients/{client['id']}")
    line = page.locator("#history li").first
    expect(line).to_contain_text("Atbildīgais")
    expect(line.locator("del")).to_have_text("Ilze Krauze")
    expect(line.locator("ins")).to_have_text("Dace Vilka")
    expect(line).to_contain_text("maiņa nodaļā")


def test_an_open_card_follows_changes_made_elsewhere(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Vēl vecais"')
    page.goto(f"/clients/{client['id']}")
    expect(page.locator("h1")).to_have_text('SIA "Vēl vecais"')
    page.wait_for_timeout(500)
    patch(api, client["id"], name='SIA "Jau jaunais"')
    expect(page.locator("h1")).to_have_text('SIA "Jau jaunais"')


def test_a_status_is_changed_with_day_and_reason(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Beidzas"')
    page.goto(f"/clients/{client['id']}")
    page.get_by_role("button", name="Vairāk darbību").click()
    page.get_by_role("button", name="Mainīt statusu").click()
    page.get_by_label("Statuss").select_option("closed")
    page.get_by_label("Iemesls").fill("likvidēts")
    page.get_by_role("dialog").get_by_role("button", name="Saglabāt").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("main header").first).to_contain_text("Slēgts")
    assert api.get(f"/api/clients/{client['id']}").json()["closed_reason"] == "likvidēts"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (f"/clients/{NOBODY}", "Šāda klienta nav."),
        (f"/clients/{NOBODY}/edit", "Šāda klienta nav."),
        (f"/visits/{NOBODY}/2026/3", "Šādas struktūrvienības nav."),
        (f"/galleries/{NOBODY}", "Šādas struktūrvienības nav."),
    ],
)
def test_what_is_not_there_is_told_in_words_and_leads_to_the_catalogue(
    page: Page, town: Town, address: str, told: str
):
    page.goto(address)
    expect(page.locator("h1")).to_have_text(told)
    expect(page.get_by_role("button", name="Mēģināt vēlreiz")).to_have_count(0)
    page.get_by_role("link", name="Doties uz klientu katalogu").click()
    expect(page.get_by_role("grid", name="Klientu saraksts")).to_be_visible()
