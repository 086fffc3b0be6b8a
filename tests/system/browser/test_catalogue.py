"""The list of all clients, as a person uses it."""

from __future__ import annotations

import re
from typing import Any

import httpx2
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.system.browser.conftest import Town, create, patch, total

GRID = "#catalogue-grid"
FINDER = "[role=search] input"


def open_list(page: Page, address: str = "/") -> None:
    page.goto(address)
    expect(page.locator(f"{GRID} [data-index='0'] a")).to_be_visible()


def names(page: Page) -> list[str]:
    return page.locator(f"{GRID} [data-index] a").all_inner_texts()


def find(page: Page, text: str, *, first: str) -> None:
    page.fill(FINDER, text)
    expect(page.locator(f"{GRID} [data-index='0'] a")).to_have_text(first)


def test_a_star_lists_everything_and_says_exactly_how_many(
    page: Page, api: httpx2.Client, town: Town
):
    open_list(page)
    expect(page.locator(FINDER)).to_be_focused()
    page.keyboard.type("*")
    page.keyboard.press("Enter")
    count = total(api, "*")
    expect(page.locator("footer strong")).to_contain_text(str(count))
    expect(page.locator(GRID)).to_have_attribute("aria-rowcount", str(count + 1))


def test_end_and_home_reach_the_last_and_the_first_row(page: Page, api: httpx2.Client, town: Town):
    open_list(page)
    page.locator(GRID).focus()
    page.keyboard.press("End")
    last = page.locator(f"{GRID} [data-index='{total(api, '*') - 1}']")
    expect(last).to_have_attribute("data-active", "true")
    expect(last).to_be_in_viewport()
    page.keyboard.press("Home")
    expect(page.locator(f"{GRID} [data-index='0']")).to_be_in_viewport()


def test_letters_without_marks_find_the_name_and_mark_the_piece(page: Page, town: Town):
    open_list(page)
    find(page, "krumin", first="Anna Krūmiņa")
    expect(page.locator(f"{GRID} mark").first).to_have_text(re.compile("^Krūmiņ"))


def test_a_phone_in_any_spacing_says_that_it_was_the_phone(page: Page, town: Town):
    open_list(page)
    find(page, "26 111 222", first='SIA "Vilnis Gastro"')
    expect(page.locator(f"{GRID} [data-index='0']")).to_contain_text("tālrunis")


def test_a_hit_in_a_unit_opens_the_client_at_that_unit(page: Page, town: Town):
    open_list(page)
    find(page, "Āgenskalns", first='SIA "Vilnis Gastro"')
    expect(page.locator(f"{GRID} [data-index='0']")).to_contain_text("struktūrvienība")
    page.keyboard.press("Enter")
    expect(page).to_have_url(
        re.compile(f"/clients/{town.chain['id']}\\?unit={town.units['Āgenskalns']['id']}")
    )
    expect(page.locator("#units [aria-pressed=true]")).to_contain_text("Āgenskalns")


def test_back_restores_the_query_the_row_and_the_scroll(page: Page, town: Town):
    open_list(page)
    find(page, "Lauks", first='SIA "Lauks 000"')
    page.locator(GRID).focus()
    for _ in range(3):
        page.keyboard.press("PageDown")
    active = page.locator(f"{GRID} [data-active]")
    index, top = (
        active.get_attribute("data-index"),
        page.evaluate("document.getElementById('catalogue-grid').scrollTop"),
    )
    assert top > 0
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Lauks")
    page.go_back()
    expect(page.locator(FINDER)).to_have_value("Lauks")
    expect(active).to_have_attribute("data-index", str(index))
    assert page.evaluate("document.getElementById('catalogue-grid').scrollTop") == top


def test_back_after_an_enter_in_the_moment_of_the_answer_keeps_the_query(page: Page, town: Town):
    open_list(page)
    page.evaluate(
        """finder => new MutationObserver((_, observer) => {
            if (document.querySelector('footer strong')?.textContent !== '1 klients') return
            observer.disconnect()
            document.querySelector(finder).dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}))
        }).observe(document.body, {subtree: true, childList: true, characterData: true})""",
        FINDER,
    )
    page.fill(FINDER, "Anna Krumina")
    expect(page.locator("h1")).to_have_text("Anna Krūmiņa")
    page.go_back()
    expect(page.locator(FINDER)).to_have_value("Anna Krumina")


def test_a_filter_is_in_the_address_and_a_chip_takes_it_off(
    page: Page, api: httpx2.Client, town: Town
):
    open_list(page, "/clients?q=Lauks&city=R%C4%ABga")
    expect(page.locator("footer strong")).to_have_text(re.compile("^75"))
    page.get_by_role("button", name="Noņemt filtru Pilsēta: Rīga").click()
    expect(page.locator("footer strong")).to_have_text(re.compile("^150"))
    expect(page).not_to_have_url(re.compile("city="))
    page.get_by_role("button", name="Fiziskas").click()
    expect(page).to_have_url(re.compile("kind=natural"))


def test_a_click_on_a_head_sorts_up_then_down(page: Page, town: Town):
    open_list(page, "/?q=Lauks")
    head = page.get_by_role("columnheader", name="Nosaukums")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(page.locator(f"{GRID} [data-index='0'] a")).to_have_text('SIA "Lauks 149"')


def test_space_opens_the_quick_view_and_escape_closes_one_layer_at_a_time(page: Page, town: Town):
    open_list(page)
    find(page, "Vilnis", first='SIA "Vilnis Gastro"')
    page.keyboard.press("ArrowDown")
    page.locator(GRID).focus()
    page.keyboard.press("x")
    page.keyboard.press("Space")
    drawer = page.get_by_label("Ātrais skats")
    expect(drawer).to_contain_text("Āgenskalns")
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    bulk = page.get_by_role("toolbar")
    expect(bulk).to_contain_text("1 klients")
    page.keyboard.press("Escape")
    expect(bulk).to_be_hidden()


def test_nothing_found_says_which_filter_is_in_the_way_or_offers_to_enter_the_client(
    page: Page, town: Town
):
    page.goto("/?q=Vilnis&status=closed")
    expect(page.get_by_text("Bez filtra „statuss” būtu")).to_be_visible()
    page.get_by_role("button", name="Noņemt šo filtru").click()
    expect(page.locator(f"{GRID} [data-index='0'] a")).to_have_text('SIA "Vilnis Gastro"')
    page.fill(FINDER, "Tādas nav nekur")
    page.get_by_role("link", name="Izveidot klientu „Tādas nav nekur”").click()
    expect(page.get_by_label("Nosaukums *")).to_have_value("Tādas nav nekur")


def test_the_whole_result_can_be_marked_and_taken_out_as_a_safe_file(
    page: Page, api: httpx2.Client, town: Town
):
    create(api, name="=HYPERLINK(1) Eksports", alias="")
    create(api, name='SIA "Eksports"')
    page.goto("/?q=Eksports")
    expect(page.locator("footer strong")).to_have_text(re.compile("^2"), timeout=10_000)
    page.locator(GRID).focus()
    page.keyboard.press("Control+a")
    expect(page.get_by_role("toolbar")).to_contain_text("Atzīmēti 2 klienti")
    with page.expect_download() as download:
        page.get_by_role("button", name="Eksportēt CSV").click()
    text = download.value.path().read_text("utf-8")
    assert text.startswith("\ufeffNosaukums;")
    assert "\n'=HYPERLINK" in text
    assert '"SIA ""Eksports"""' in text


def test_a_change_made_elsewhere_appears_without_a_reload(
    page: Page, api: httpx2.Client, town: Town
):
    client = create(api, name='SIA "Pirms maiņas"')
    page.goto("/?q=mai%C5%86as")
    expect(page.locator(f"{GRID} [data-index='0'] a")).to_have_text('SIA "Pirms maiņas"')
    page.wait_for_timeout(500)
    patch(api, client["id"], name='SIA "Pēc maiņas"')
    expect(page.locator(f"{GRID} [data-index='0'] a")).to_have_text('SIA "Pēc maiņas"')


def test_rows_stay_when_the_catalogue_stops_answering_and_renew_when_it_does(
    page: Page, town: Town
):
    open_list(page)
    refused = 0

    def refuse(route: Route) -> None:
        nonlocal refused
        refused += 1
        route.fulfill(status=503, json={"reason": "PART_UNAVAILABLE", "status": 503})

    page.route(re.compile("/api/catalogue\\?"), refuse)
    page.fill(FINDER, "Vilnis")
    expect(page.get_by_role("alert")).to_contain_text("Katalogs neatbild")
    assert names(page)
    with page.expect_request(re.compile("/api/catalogue\\?")):
        page.get_by_role("button", name="Mēģināt vēlreiz").click()
    assert refused > 1
    # It asks by itself now and then, so the button may be gone before it could be pressed again.
    page.unroute(re.compile("/api/catalogue\\?"))
    expect(page.locator(f"{GRID} [data-index='0'] a")).to_have_text('SIA "Vilnis Gastro"')
    expect(page.get_by_role("alert")).to_be_hidden()


def test_the_neighbours_of_the_list_are_a_key_away_on_the_card(page: Page, town: Town):
    open_list(page)
    find(page, "Lauks", first='SIA "Lauks 000"')
    page.locator(GRID).focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text('SIA "Lauks 000"')
    page.keyboard.press("Control+ArrowRight")
    expect(page.locator("h1")).to_have_text('SIA "Lauks 001"')
    page.keyboard.press("Control+ArrowLeft")
    expect(page.locator("h1")).to_have_text('SIA "Lauks 000"')


def test_the_palette_finds_clients_and_acts(page: Page, town: Town):
    open_list(page)
    page.keyboard.press("Control+k")
    page.keyboard.type("vilnis")
    expect(page.get_by_role("option").first).to_contain_text("Vilnis Gastro")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text('SIA "Vilnis Gastro"')
    page.keyboard.press("Control+k")
    page.keyboard.type("grupas")
    expect(page.get_by_role("option", name="Klientu grupas")).to_be_visible()


def test_language_and_appearance_are_remembered(page: Page, town: Town):
    open_list(page)
    page.get_by_role("button", name="Lietotājs un izskats").click()
    page.get_by_role("button", name="Tumšs").click()
    page.get_by_role("button", name="English").click()
    page.reload()
    expect(page.get_by_role("columnheader", name="Town")).to_be_visible()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_view_with_a_name_brings_its_filters_back(page: Page, town: Town):
    open_list(page, "/?q=Lauks&city=Rīga")
    page.get_by_role("button", name="Saglabātie skati").click()
    page.get_by_label("Skata nosaukums").fill("Rīgas lauki")
    page.get_by_role("button", name="Saglabāt", exact=True).click()
    page.goto("/")
    page.get_by_role("button", name="Saglabātie skati").click()
    page.get_by_role("button", name="Rīgas lauki", exact=True).click()
    expect(page.locator("footer strong")).to_have_text(re.compile("^75"))


def test_on_a_phone_the_list_is_readable_without_sideways_scrolling(
    browser: Any, system: Any, town: Town
):
    context: BrowserContext = browser.new_context(
        base_url=system.base_url,
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
    )
    page = context.new_page()
    open_list(page, "/?q=Vilnis")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(
        "(() => { const g = document.getElementById('catalogue-grid'); return g.scrollWidth <= g.clientWidth })()"
    )
    page.locator(f"{GRID} [data-index='0']").tap()
    expect(page.locator("h1")).to_have_text('SIA "Vilnis Gastro"')
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_every_control_has_a_name(page: Page, town: Town):
    for address in (
        "/",
        f"/clients/{town.chain['id']}",
        f"/clients/{town.chain['id']}/edit",
        "/documents",
        "/groups",
        "/settings",
    ):
        page.goto(address)
        # Not until the network is idle: the stream of changes never is.
        expect(page.locator("main button").first).to_be_visible()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        nameless = page.evaluate(
            """() => [...document.querySelectorAll('button, a[href], input, select, textarea')].filter(element =>
                !(element.innerText?.trim() || element.getAttribute('aria-label') || element.labels?.length || element.title)
            ).map(element => element.outerHTML.slice(0, 120))"""
        )
        assert nameless == [], address
