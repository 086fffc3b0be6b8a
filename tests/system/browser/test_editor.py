"""The profile: entering, changing, and never losing what was typed."""

from __future__ import annotations

import re
from typing import Any

import httpx2
from playwright.sync_api import Page, Request, expect

from tests.system.browser.conftest import create, patch


def edit(page: Page, client: dict[str, Any]) -> None:
    page.goto(f"/clients/{client['id']}/edit")
    expect(page.get_by_label("Nosaukums *")).to_have_value(client["name"])


def bar(page: Page):
    return page.get_by_role("region", name="Saglabāšana")


def test_a_client_is_entered_and_its_card_opens(page: Page, api: httpx2.Client):
    page.goto("/clients/new")
    page.get_by_label("Nosaukums *").fill('SIA "Ievadīta rokām"')
    page.locator("#section-contacts").get_by_role("button", name="E-pasts").click()
    page.locator("#section-contacts").get_by_label("E-pasts *").fill("birojs@ievadita.lv")
    page.locator("#section-grouping").get_by_label("Birkas").fill("VIP")
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_have_text('SIA "Ievadīta rokām"')
    expect(page).to_have_url(re.compile("/clients/[0-9a-f-]{36}$"))
    client = api.get(page.url.replace("/clients/", "/api/clients/")).json()
    assert (client["channels"][0]["value"], client["tags"]) == ("birojs@ievadita.lv", ["VIP"])


def test_only_changed_fields_are_sent_with_the_version_they_change(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Tikai mainītie"')
    edit(page, client)
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "PATCH" else None)
    page.get_by_label("Cits nosaukums").fill("Zīmols")
    expect(bar(page)).to_contain_text("cits nosaukums")
    page.keyboard.press("Control+s")
    expect(bar(page)).to_contain_text("Izmaiņu nav.")
    assert sent[0].post_data_json == {"alias": "Zīmols"}
    assert sent[0].headers["if-match"] == client["etag"]


def test_wrong_values_are_told_while_they_are_typed_and_counted_in_the_index(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Nepareizi"')
    edit(page, client)
    page.locator("#section-bank").get_by_role("button", name="Konta numurs").click()
    page.locator("#section-bank").get_by_label("Konta numurs (IBAN) *").fill("LV00NEKAS")
    expect(page.locator("#section-bank")).to_contain_text("Nederīga vērtība")
    expect(
        page.get_by_role("navigation", name="Profila sadaļas").get_by_role("button", name="Banka")
    ).to_contain_text("1")
    page.locator("#section-registration").get_by_role("button", name="Reģistrācijas numurs").click()
    page.locator("#section-registration").get_by_label("Numurs *").fill("40003032948")
    expect(page.locator("#section-registration")).to_contain_text("Nesakrīt kontrolcipars")


def test_the_kind_can_be_switched_without_losing_what_was_typed(page: Page):
    page.goto("/clients/new")
    page.get_by_label("Nosaukums *").fill("Bērziņa veikals")
    page.get_by_role("button", name="Fiziska persona").click()
    page.get_by_label("Uzvārds").fill("Bērziņš")
    page.get_by_role("button", name="Juridiska persona").click()
    expect(page.get_by_label("Nosaukums *")).to_have_value("Bērziņa veikals")


def test_a_twin_is_shown_beside_the_form(page: Page, api: httpx2.Client):
    create(api, name='SIA "Dvīnis"', identifiers=[{"type": "lv_regcode", "value": "40003032949"}])
    page.goto("/clients/new")
    page.get_by_label("Nosaukums *").fill("AS DVINIS")
    panel = page.get_by_label("Varbūt šāds klients jau ir")
    expect(panel).to_contain_text("līdzīgs nosaukums")
    page.locator("#section-registration").get_by_role("button", name="Reģistrācijas numurs").click()
    page.locator("#section-registration").get_by_label("Numurs *").fill("40003032949")
    expect(panel).to_contain_text("tas pats numurs")
    page.keyboard.press("Control+s")
    expect(page.locator("#section-registration")).to_contain_text("jau eksistē")


def test_changes_of_others_to_other_fields_are_merged_silently(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Divi raksta"')
    edit(page, client)
    page.get_by_label("Cits nosaukums").fill("Mans")
    patch(api, client["id"], responsible="Dace Vilka")
    page.keyboard.press("Control+s")
    expect(bar(page)).to_contain_text("Izmaiņu nav.")
    now = api.get(f"/api/clients/{client['id']}").json()
    assert (now["alias"], now["responsible"]) == ("Mans", "Dace Vilka")
    expect(page.get_by_label("Atbildīgais")).to_have_value("Dace Vilka")


def test_a_field_changed_by_both_is_chosen_by_a_person(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Strīds"')
    edit(page, client)
    page.get_by_label("Cits nosaukums").fill("Mans")
    page.get_by_label("Atbildīgais").fill("Ilze Krauze")
    patch(api, client["id"], alias="Viņu")
    page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Viņu")
    save = dialog.get_by_role("button", name="Saglabāt")
    expect(save).to_be_disabled()
    dialog.get_by_role("button", name="Izlemt vēlāk").click()
    page.keyboard.press("Control+s")
    expect(dialog).to_contain_text("Viņu")
    assert api.get(f"/api/clients/{client['id']}").json()["alias"] == "Viņu"
    dialog.get_by_role("radio", name="Jūsu").check()
    save.click()
    expect(bar(page)).to_contain_text("Izmaiņu nav.")
    now = api.get(f"/api/clients/{client['id']}").json()
    assert (now["alias"], now["responsible"]) == ("Mans", "Ilze Krauze")


def test_an_unfinished_profile_survives_a_closed_tab(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Pusdarbs"')
    edit(page, client)
    page.get_by_label("Cits nosaukums").fill("Gandrīz gatavs")
    page.goto("about:blank")
    edit(page, client)
    expect(page.get_by_role("alert")).to_contain_text("Atjaunots nesaglabātais melnraksts")
    expect(page.get_by_label("Cits nosaukums")).to_have_value("Gandrīz gatavs")
    page.get_by_role("button", name="Atmest melnrakstu").click()
    expect(page.get_by_label("Cits nosaukums")).to_have_value("")


def test_escape_shows_what_would_be_lost(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Atcelšana"')
    edit(page, client)
    page.get_by_label("Cits nosaukums").fill("Pagaidu")
    page.keyboard.press("Escape")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Pagaidu")
    dialog.get_by_role("button", name="Atmest izmaiņas").click()
    expect(page.locator("h1")).to_have_text('SIA "Atcelšana"')
    assert api.get(f"/api/clients/{client['id']}").json()["alias"] == ""


def test_a_special_setting_overrides_the_company_and_goes_back(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Īpašie"')
    edit(page, client)
    row = page.locator("#section-settings tr", has_text="Apmaksas termiņš")
    row.get_by_role("spinbutton").fill("45")
    page.keyboard.press("Control+s")
    expect(bar(page)).to_contain_text("Izmaiņu nav.")
    settings = api.get(f"/api/settings/client/{client['id']}").json()["settings"]
    term = next(item for item in settings if item["key"] == "payment_term_days")
    assert (term["effective"], term["source"]) == ("45", "client")
    row.get_by_role("button", name="Atjaunot mantoto").click()
    page.keyboard.press("Control+s")
    expect(row).to_contain_text("mantots")
