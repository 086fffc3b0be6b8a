"""The visits of today on a phone: recorded without a network, kept over a reload, sent once whatever happens on the way."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from kit.clock import today_in_riga
from tests.system.browser.conftest import PATIENCE_MS, add_unit, create
from tests.system.browser.test_visits import change, put_visit

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def context(browser: Browser, system: Any) -> Iterator[BrowserContext]:
    """A fresh profile on a phone."""
    fresh = browser.new_context(base_url=system.base_url, viewport=PHONE, has_touch=True)
    fresh.set_default_timeout(PATIENCE_MS)
    yield fresh
    fresh.close()


def a_day(api: httpx2.Client, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A unit and its planned visit of today, by a performer of the test's own."""
    client = create(
        api,
        name=f'SIA "{name}"',
        channels=[{"kind": "phone", "value": "+371 26111222", "primary": True}],
    )
    unit = add_unit(api, client["id"], name=f"{name} birojs", kind="site", address="Skolas iela 1")
    add_unit(api, client["id"], name=f"{name} noliktava", kind="site")
    return unit, put_visit(api, unit, today_in_riga(), performers=[name])


def open_day(page: Page, performer: str) -> Locator:
    """The card of the one visit of this performer, with the page kept for being opened without a network."""
    page.goto("/today")
    page.get_by_label("Cits vārds un uzvārds").fill(performer)
    page.get_by_role("button", name="Rādīt", exact=True).click()
    card = cards(page).filter(has_text=f"{performer} birojs")
    expect(card).to_be_visible()
    expect(card).to_contain_text("Skolas iela 1")
    wait_for_worker(page)
    return card


def wait_for_worker(page: Page) -> None:
    """Until the service worker has taken over the page, not only started: answers of `route` may pass by a page that is being taken over."""
    page.evaluate(
        "() => new Promise((done) => {"
        " if (navigator.serviceWorker.controller) done();"
        " else navigator.serviceWorker.addEventListener('controllerchange', () => done(), { once: true }) })"
    )


def cards(page: Page) -> Locator:
    return page.get_by_role("list", name="Šodienas apmeklējumi").locator("> li")


def a_photo(colour: str) -> dict[str, Any]:
    content = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(content, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def write_note(page: Page, card: Locator, text: str) -> None:
    card.get_by_role("button", name="Piezīme").click()
    page.get_by_role("dialog").get_by_label("Piezīme").fill(text)
    page.get_by_role("dialog").get_by_role("button", name="Saglabāt").click()


def sign(page: Page, card: Locator) -> None:
    card.get_by_role("button", name="Paraksts").click()
    sheet = page.get_by_role("img", name="Parakstieties šeit")
    box = sheet.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 90, steps=5)
    page.mouse.up()
    page.get_by_role("dialog").get_by_role("button", name="Saglabāt").click()


def expect_unsent(page: Page, count: int) -> None:
    head = page.get_by_role("main").locator("header").first.get_by_role("status")
    expect(head).to_contain_text(f"Vēl nav nosūtīts: {count}" if count else "Viss nosūtīts")


def media_of(api: httpx2.Client, visit_id: str) -> list[dict[str, Any]]:
    return api.get("/api/media", params={"visit_id": visit_id}).json()["media"]


def test_a_visit_is_recorded_without_a_network_kept_over_a_reload_and_sent_once(
    page: Page, context: BrowserContext, api: httpx2.Client
):
    _, visit = a_day(api, "Bezvads")
    card = open_day(page, "Bezvads")
    context.set_offline(True)
    card.get_by_role("button", name="Ierados").click()
    expect(card).to_contain_text("Ierašanās")
    write_note(page, card, "Durvis bija vaļā")
    card.get_by_label("Foto").set_input_files([a_photo("red"), a_photo("blue")])
    sign(page, card)
    card.get_by_role("button", name="Aizeju").click()
    expect(card).to_contain_text("Aiziešana")
    expect_unsent(page, 7)
    page.reload()
    expect(card).to_contain_text("Durvis bija vaļā")
    expect(card).to_contain_text("Aiziešana")
    expect(card.get_by_role("img", name="Vēl nenosūtīts attēls")).to_have_count(3)
    expect_unsent(page, 7)
    assert api.get(f"/api/visits/{visit['id']}").json()["version"] == 1
    context.set_offline(False)
    expect_unsent(page, 0)
    expect(card).to_contain_text("Nosūtīti 3 attēli")
    stored = api.get(f"/api/visits/{visit['id']}").json()
    assert (stored["status"], stored["note"]) == ("done", "Durvis bija vaļā")
    assert stored["started"] <= stored["ended"]
    assert stored["version"] == 5
    media = media_of(api, visit["id"])
    assert sorted(one["file_name"] for one in media) == ["blue.jpg", "paraksts.png", "red.jpg"]
    signature = next(one for one in media if one["tags"] == ["paraksts"])
    assert stored["signature"] == signature["id"]


def test_a_tab_that_dies_while_it_sends_loses_nothing_and_sends_nothing_twice(
    page: Page, context: BrowserContext, api: httpx2.Client
):
    _, visit = a_day(api, "Pārtrauktais")
    card = open_day(page, "Pārtrauktais")
    context.set_offline(True)
    card.get_by_role("button", name="Ierados").click()
    card.get_by_label("Foto").set_input_files([a_photo("green")])
    expect_unsent(page, 2)
    # The server does what it was asked; its answers never arrive.
    answered: list[str] = []

    def swallow(route: Any) -> None:
        answered.append(route.fetch().url)

    page.route(re.compile(r"/api/media/"), swallow)
    context.set_offline(False)
    for _ in range(300):
        if answered:
            break
        page.wait_for_timeout(50)
    assert len(media_of(api, visit["id"])) == 1
    expect_unsent(page, 1)
    page.close()
    again = context.new_page()
    again.goto("/today")
    expect_unsent(again, 0)
    assert len(media_of(api, visit["id"])) == 1
    assert api.get(f"/api/visits/{visit['id']}").json()["version"] == 2


def test_a_change_by_the_office_meanwhile_is_shown_and_both_are_kept(
    page: Page, context: BrowserContext, api: httpx2.Client
):
    _, visit = a_day(api, "Mainītais")
    _, other = a_day(api, "Mainītais")
    both = cards(page)
    page.goto("/today")
    page.get_by_label("Cits vārds un uzvārds").fill("Mainītais")
    page.get_by_role("button", name="Rādīt", exact=True).click()
    expect(both).to_have_count(2)
    context.set_offline(True)
    for number in range(2):
        both.nth(number).get_by_role("button", name="Ierados").click()
    expect_unsent(page, 2)
    change(api, visit, status="cancelled", note="Zvanīja klients", performers=["Mainītais"])
    context.set_offline(False)
    refused = page.get_by_role("alert").filter(has_text="Apmeklējumu pa to laiku kāds mainījis")
    expect(refused).to_contain_text("Zvanīja klients")
    expect_unsent(page, 1)
    assert api.get(f"/api/visits/{other['id']}").json()["started"] is not None
    assert api.get(f"/api/visits/{visit['id']}").json()["started"] is None
    refused.get_by_role("button", name="Pievienot manas izmaiņas").click()
    expect_unsent(page, 0)
    both.filter(has_text="Zvanīja klients").get_by_role("button", name="Aizeju").click()
    expect(page.get_by_text("Aiziešana pierakstīta.")).to_be_visible()
    expect_unsent(page, 0)
    stored = api.get(f"/api/visits/{visit['id']}").json()
    assert None not in {stored["started"], stored["ended"]}
    assert (stored["status"], stored["note"]) == ("done", "Zvanīja klients")


def test_a_visit_that_nobody_planned_begins_at_a_site_of_the_downloaded_list(
    page: Page, context: BrowserContext, api: httpx2.Client
):
    unit, _ = a_day(api, "Neplānotais")
    open_day(page, "Neplānotais")
    context.set_offline(True)
    page.get_by_role("button", name="Cits objekts").click()
    window = page.get_by_role("dialog")
    window.get_by_label("Meklēt objektu").fill("noliktava")
    window.get_by_role("button", name=re.compile("Neplānotais noliktava")).click()
    card = cards(page).filter(has_text="Neplānotais noliktava")
    expect(card).to_contain_text("Ierašanās")
    context.set_offline(False)
    expect_unsent(page, 0)
    today = f"{today_in_riga()}"
    span = {"since": today, "until": today, "performer": "Neplānotais"}
    visits = api.get("/api/visits", params=span).json()["visits"]
    assert len(visits) == 2
    new = next(one for one in visits if one["unit_id"] != unit["id"])
    assert (uuid.UUID(new["id"]).version, new["performers"]) == (4, ["Neplānotais"])


def test_why_a_visit_did_not_happen_is_asked(page: Page, api: httpx2.Client):
    _, visit = a_day(api, "Slēgtās durvis")
    card = open_day(page, "Slēgtās durvis")
    card.get_by_role("button", name="Nav noticis").click()
    window = page.get_by_role("dialog")
    expect(window.get_by_role("button", name="Saglabāt")).to_be_disabled()
    window.get_by_label("Iemesls").fill("Neviens neatvēra")
    window.get_by_role("button", name="Saglabāt").click()
    expect(card).to_contain_text("Neviens neatvēra")
    expect_unsent(page, 0)
    stored = api.get(f"/api/visits/{visit['id']}").json()
    assert (stored["status"], stored["note"]) == ("missed", "Neviens neatvēra")


def test_what_another_left_on_the_device_waits_for_them(
    page: Page, context: BrowserContext, system: Any, api: httpx2.Client
):
    _, visit = a_day(api, "Maiņa")
    card = open_day(page, "Maiņa")
    (hers,) = context.cookies()
    who = page.evaluate("fetch('/api/session').then((answer) => answer.json())")["user"]
    context.set_offline(True)
    card.get_by_role("button", name="Ierados").click()
    expect_unsent(page, 1)
    his = {"name": hers["name"], "value": system.command("token", "--user", "janis").stdout.strip()}
    context.add_cookies([{**his, "url": system.base_url}])
    context.set_offline(False)
    expect(page.get_by_text(f"1 ieraksts gaida lietotāju {who}")).to_be_visible()
    expect_unsent(page, 0)
    expect(card).not_to_contain_text("Ierašanās")
    page.reload()
    expect(page.get_by_text("gaida lietotāju")).to_be_visible()
    assert api.get(f"/api/visits/{visit['id']}").json()["version"] == 1
    context.add_cookies([hers])
    page.reload()
    expect(card).to_contain_text("Ierašanās")
    expect(page.get_by_text("gaida lietotāju")).to_have_count(0)
    expect_unsent(page, 0)
    assert api.get(f"/api/visits/{visit['id']}").json()["updated_by"] == who


def test_a_thumb_hits_what_closes_a_window_and_what_takes_an_act_back(
    page: Page, api: httpx2.Client
):
    a_day(api, "Īkšķis")
    card = open_day(page, "Īkšķis")
    card.get_by_role("button", name="Ierados").click()
    message = page.get_by_role("status").filter(has_text="Ierašanās pierakstīta.")
    expect(message.get_by_role("button")).to_have_count(2)
    buttons = message.get_by_role("button").all()
    card.get_by_role("button", name="Piezīme").click()
    for button in [*buttons, page.get_by_role("dialog").get_by_role("button", name="Aizvērt")]:
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44


def test_the_page_can_be_installed(page: Page):
    page.goto("/today")
    session = page.context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"].endswith("/manifest.webmanifest")
    wait_for_worker(page)
    kept = page.evaluate("caches.keys()")
    assert len(kept) == 1
