"""The check of visits as people see it: what was contracted, done and invoiced, from the line to the card."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx2
from playwright.sync_api import Page, expect

from kit.clock import today_in_riga
from tests.system.browser.conftest import add_unit, create
from tests.system.browser.test_autogen import add_line, months_from, wait_for_periods
from tests.system.browser.test_visits import address, put_visit


def test_what_does_not_agree_is_found_and_leads_to_all_of_its_parts(page: Page, api: httpx2.Client):
    first, last = months_from(today_in_riga(), -1), today_in_riga().replace(day=1) - timedelta(1)
    client = create(api, name='SIA "Pārbaudāmais"')
    mill = add_unit(api, client["id"], name="Dzirnavas", kind="site")
    shop = add_unit(api, client["id"], name="Veikals", kind="site")
    yard = add_unit(api, client["id"], name="Pagalms", kind="site")
    line = add_line(
        api,
        client["id"],
        "Uzkopšana",
        unit_id=mill["id"],
        valid_from=f"{first}",
        visits_per_period=4,
    )
    add_line(
        api, client["id"], "Sargs", unit_id=shop["id"], valid_from=f"{first}", visits_per_period=1
    )
    for unit, count in ((mill, 3), (shop, 1)):
        for day in range(count):
            put_visit(api, unit, first + timedelta(days=7 * day), status="done")
    put_visit(api, yard, first, status="done", billable=True)
    made = wait_for_periods(api, line, ["made", "made"])
    page.goto(f"/clients/{client['id']}")
    page.get_by_role("link", name="Pagājušajā mēnesī apmeklējumi nesaskan").click()
    expect(page).to_have_url(re.compile("/visits/check.*flagged=true"))
    rows = page.get_by_role("grid", name="Līgums, notika, rēķinā").get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("DzirnavasUzkopšana")
    expect(rows.nth(1)).to_contain_text("434Rēķinā vairāk, nekā notika")
    expect(rows.nth(1)).to_contain_text(made[-1]["invoice_number"])
    expect(rows.nth(2)).to_contain_text("Pagalms")
    expect(rows.nth(2)).to_contain_text("Jāliek rēķinā, līguma nav")
    page.keyboard.press("f")
    expect(rows).to_have_count(4)
    expect(rows.nth(3)).to_contain_text("111Saskan")
    expect(page.get_by_role("region", name="Rindu skaits")).to_have_text("3 rindas2 pārbaudāmas")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("l")
    expect(page).to_have_url(re.compile(f"/autogen/{line['id']}$"))
    expect(page.locator("#facts")).to_contain_text("Apmeklējumi periodā4")
    page.go_back()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(address(mill, last) + "$"))
    page.get_by_role("link", name="Salīdzināt ar līgumu un rēķinu").click()
    expect(rows).to_have_count(4)
    page.get_by_role("button", name="Nākamais mēnesis").click()
    expect(rows.nth(1)).to_contain_text("Periods vēl rit")


def test_a_month_that_is_none_leaves_the_address(page: Page):
    page.goto("/visits/check?year=2026&month=99&client=zz")
    expect(page).to_have_url(re.compile("/visits/check$"))
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("month")


def test_the_screen_says_that_it_does_not_know(page: Page, api: httpx2.Client):
    problem = {"reason": "UNAVAILABLE", "title": "away", "status": 503}
    page.route(
        "**/api/visits/check*",
        lambda route: route.fulfill(
            status=503, json=problem, headers={"content-type": "application/problem+json"}
        ),
    )
    page.goto("/visits/check")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Salīdzinājumu nevar parādīt")
    page.unroute("**/api/visits/check*")
    alert.get_by_role("button", name="Mēģināt vēlreiz").click()
    expect(alert).to_have_count(0)


def test_for_how_many_visits_a_period_is_said_in_the_editor(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Vienreiz mēnesī"')
    line = add_line(api, client["id"], "Apskate")
    page.goto(f"/autogen/{line['id']}/edit")
    field = page.get_by_label("Apmeklējumi periodā")
    field.fill("1001")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Ievadiet veselu skaitli no 0 līdz 1000.")).to_be_visible()
    field.fill("2")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#facts")).to_contain_text("Apmeklējumi periodā2")
