"""Visits as people see them: the grid on the card, the page of a month, and both by keyboard alone."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

import httpx2
from playwright.sync_api import Page, expect

from kit.clock import today_in_riga
from tests.system.browser.conftest import add_unit, create
from tests.system.browser.test_galleries import add, jpeg, picture


def put_visit(api: httpx2.Client, unit: dict[str, Any], on: date, **fields: Any) -> dict[str, Any]:
    """A visit at ten o'clock in Latvia, planned where nothing else says so."""
    visit = {
        "client_id": unit["client_id"],
        "unit_id": unit["id"],
        "status": "planned",
        "kind": "Telpu uzkopšana",
        "planned_start": f"{on}T08:00:00Z",
    }
    answer = api.put(f"/api/visits/{uuid.uuid4()}", json=visit | fields)
    assert answer.status_code == 200, answer.text
    return answer.json()


def change(api: httpx2.Client, visit: dict[str, Any], **fields: Any) -> None:
    """A change made by somebody else meanwhile."""
    same = ("client_id", "unit_id", "status", "kind", "planned_start")
    answer = api.put(
        f"/api/visits/{visit['id']}",
        json={name: visit[name] for name in same} | fields,
        headers={"If-Match": visit["etag"]},
    )
    assert answer.status_code == 200, answer.text


def address(unit: dict[str, Any], on: date) -> str:
    return f"/visits/{unit['id']}/{on.year}/{on.month}"


def test_the_card_counts_visits_by_unit_and_month_and_leads_to_them(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Apmeklētais"')
    mill = add_unit(api, client["id"], name="Dzirnavas", kind="site")
    shop = add_unit(api, client["id"], name="Veikals", kind="site")
    last = today_in_riga().replace(day=1) - timedelta(days=1)
    put_visit(api, mill, last, status="done")
    put_visit(api, mill, last, status="missed")
    put_visit(api, shop, last.replace(day=1), status="done", note="Durvis bija vaļā")
    page.goto(f"/clients/{client['id']}")
    block = page.locator("#visits")
    expect(block.get_by_role("heading")).to_have_text("Apmeklējumi")
    rows = block.get_by_role("row")
    expect(rows).to_have_count(4)
    expect(rows.nth(1)).to_contain_text(re.compile("Dzirnavas1/2"))
    expect(rows.nth(3)).to_contain_text("Kopā2/3")
    newest = block.get_by_role("list", name="Pēdējie apmeklējumi").locator("li")
    expect(newest).to_have_count(3)
    expect(newest.last).to_contain_text("Durvis bija vaļā")
    page.locator("body").press("6")
    expect(block).to_be_focused()
    block.get_by_role("link", name=re.compile(f"^Dzirnavas, {last.year}. gada .*: 1.2$")).click()
    expect(page).to_have_url(re.compile(address(mill, last) + "$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dzirnavas")
    expect(page.get_by_text("veikti 1 no 2")).to_be_visible()


def test_a_year_on_the_card_opens_and_counts_apart_what_is_planned_ahead(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Gadi"')
    unit = add_unit(api, client["id"], name="Noliktava", kind="site")
    today = today_in_riga()
    put_visit(api, unit, today.replace(month=1, day=1), status="done")
    put_visit(api, unit, today.replace(month=12, day=31))
    put_visit(api, unit, date(today.year - 1, 6, 1), status="missed")
    page.goto(f"/clients/{client['id']}")
    years = page.get_by_role("list", name="Apmeklējumi pa gadiem").locator("li")
    expect(years).to_have_text([f"{today.year} 1 vēl 1 ieplānots", f"{today.year - 1} 0/1"])
    years.last.get_by_role("link").click()
    expect(page).to_have_url(re.compile(address(unit, date(today.year - 1, 12, 1)) + "$"))
    page.go_back()
    years.first.get_by_role("link").click()
    expect(page).to_have_url(re.compile(address(unit, today) + "$"))


def test_a_cell_tells_its_days_and_that_there_are_photos(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Fotografētais"')
    mill = add_unit(api, client["id"], name="Sudmalas", kind="site")
    last = today_in_riga().replace(day=1) - timedelta(days=1)
    put_visit(api, mill, last.replace(day=9), status="done")
    put_visit(api, mill, last.replace(day=23), status="missed")
    page.goto(f"/galleries/{mill['id']}")
    add(page, picture("jumts.jpg", jpeg("red", f"{last:%Y:%m:%d} 10:00:00")))
    page.goto(f"/clients/{client['id']}")
    cells = page.locator("#visits").get_by_role("link", name=re.compile("^Sudmalas, "))
    cell = cells.filter(has_text="1/2")
    expect(cell).to_have_accessible_name(re.compile("ir fotogrāfijas$"))
    expect(cells.filter(has_text="·").first).not_to_have_accessible_name(re.compile("fotogrāfijas"))
    cell.focus()
    told = page.locator("#visits").get_by_text(re.compile(r"9\., 23\. \(nav noticis\)$"))
    expect(told).to_be_visible()


def test_months_before_a_unit_opened_and_after_it_closed_say_so(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Slēgtais"')
    unit = add_unit(api, client["id"], name="Kiosks", kind="site", opened_on="2025-03-10")
    put_visit(api, unit, date(2025, 5, 2), status="done")
    closing = {"closed_on": "2025-10-05", "reason": "Sezonas beigas"}
    assert api.post(f"/api/units/{unit['id']}/close", json=closing).status_code == 200
    page.goto(address(unit, date(2025, 5, 1)))
    grid = page.get_by_role("region", name="Apmeklējumi pa struktūrvienībām un mēnešiem")
    expect(grid.get_by_role("link")).to_have_count(12)
    closed = grid.get_by_role("link", name=re.compile("slēgta$"))
    expect(closed).to_have_count(4)
    expect(closed.nth(1)).to_have_accessible_name("Kiosks, 2025. gada februāris: 0, slēgta")
    expect(closed.nth(2)).to_have_accessible_name("Kiosks, 2025. gada novembris: 0, slēgta")


def test_the_grid_is_one_stop_of_the_tab_key_and_arrows_walk_in_it(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Režģis"')
    today = today_in_riga()
    units = [add_unit(api, client["id"], name=name, kind="site") for name in ("Pirmais", "Otrais")]
    for unit in units:
        put_visit(api, unit, today, status="done")
    page.goto(address(units[1], today))
    here = page.get_by_role("link", name=f"Otrais, {today.year}. gada")
    expect(here.and_(page.locator("[tabindex='0']"))).to_have_count(1)
    expect(page.locator("table a[tabindex='0']")).to_have_count(1)
    page.locator("table a[tabindex='0']").focus()
    walked = page.locator("table a:focus")
    page.keyboard.press("ArrowLeft" if today.month > 1 else "ArrowRight")
    expect(walked).to_have_accessible_name(re.compile("^Otrais"))
    expect(walked).not_to_have_attribute("aria-current", "page")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    first = page.locator("main tbody th").first.inner_text()
    expect(walked).to_have_accessible_name(re.compile(f"^{first}"))
    expect(page).to_have_url(re.compile(address(units[1], today)))


def test_what_is_no_month_is_no_page(page: Page):
    page.goto(f"/visits/{uuid.uuid4()}/2026/13")
    expect(page.get_by_role("heading", name="Šādas lapas nav.")).to_be_visible()


def test_on_a_phone_the_grid_begins_at_the_newest_month(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Kabatā"')
    unit = add_unit(api, client["id"], name="Struktūrvienība ar garu nosaukumu", kind="site")
    put_visit(api, unit, today_in_riga(), status="done")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/clients/{client['id']}")
    heads = page.locator("#visits").get_by_role("columnheader")
    heads.first.scroll_into_view_if_needed()
    expect(heads.last).to_be_in_viewport(ratio=0.9)
    expect(heads.nth(2)).not_to_be_in_viewport()


def test_visits_are_entered_and_marked_by_keyboard_alone(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Tastatūra"')
    unit = add_unit(api, client["id"], name="Birojs", kind="site")
    today = today_in_riga()
    put_visit(api, unit, today, performers=["Ilze Kalniņa"])
    page.goto(address(unit, today))
    visits = page.get_by_role("list", name="Apmeklējumi šajā mēnesī").locator("li")
    expect(visits).to_have_count(1)
    page.locator("body").press("n")
    day = page.get_by_label("Datums", exact=True)
    expect(day).to_be_focused()
    page.get_by_label("Laiks").fill("730")
    page.get_by_label("Piezīme").fill("Ārpus kārtas")
    page.keyboard.press("Enter")
    expect(visits).to_have_count(2)
    expect(day).to_be_focused()
    expect(visits.first).to_contain_text("07:30")
    expect(visits.first).to_contain_text("Ilze Kalniņa")
    expect(page.get_by_text("veikti 1 no 2")).to_be_visible()
    visits.first.focus()
    page.keyboard.press("ArrowDown")
    expect(visits.nth(1)).to_be_focused()
    page.keyboard.press("d")
    expect(page.get_by_text("veikti 2 no 2")).to_be_visible()
    expect(visits.nth(1)).to_be_focused()
    page.keyboard.press("c")
    expect(page.get_by_text("veikti 1 no 1")).to_be_visible()
    stored = api.get("/api/visits", params={"unit_id": unit["id"]}).json()["visits"]
    assert [(one["status"], one["version"]) for one in stored] == [("cancelled", 3), ("done", 1)]


def test_months_are_walked_by_arrows_and_an_empty_one_says_so(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Mēneši"')
    unit = add_unit(api, client["id"], name="Birojs", kind="site")
    page.goto(f"/visits/{unit['id']}/2025/12")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2025. gada decembris")
    expect(page.get_by_text("Šajā mēnesī apmeklējumu nav.")).to_be_visible()
    page.locator("body").press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2026. gada janvāris")
    page.locator("body").press("Escape")
    expect(page).to_have_url(re.compile(f"/clients/{client['id']}"))


def test_a_change_by_somebody_else_is_not_written_over(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Divi reizē"')
    unit = add_unit(api, client["id"], name="Birojs", kind="site")
    today = today_in_riga()
    visit = put_visit(api, unit, today)
    page.goto(address(unit, today))
    row = page.get_by_role("list", name="Apmeklējumi šajā mēnesī").locator("li")
    expect(row).to_have_count(1)
    change(api, visit, note="Zvanīja klients")
    row.focus()
    page.keyboard.press("m")
    expect(row).to_contain_text("Zvanīja klients")
    assert api.get(f"/api/visits/{visit['id']}").json()["status"] == "planned"


def test_a_visit_is_edited_by_keyboard_and_a_day_that_is_none_is_not_sent(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Labojums"')
    unit = add_unit(api, client["id"], name="Birojs", kind="site")
    today = today_in_riga()
    visit = put_visit(api, unit, today)
    page.goto(address(unit, today))
    rows = page.get_by_role("list", name="Apmeklējumi šajā mēnesī").locator("li")
    expect(rows).to_have_count(1)
    page.locator("body").press("ArrowDown")
    expect(rows.first).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Piezīme").fill("Papildu darbs")
    dialog.get_by_label("Iekļaut rēķinā").check()
    dialog.get_by_label("Ierašanās diena").fill("31.02.2026")
    page.keyboard.press("Control+Enter")
    expect(dialog.get_by_label("Ierašanās diena")).to_be_focused()
    dialog.get_by_label("Ierašanās diena").fill(f"{today:%d.%m.%Y}")
    change(api, visit, performers=["Jānis Bērzs"])
    page.keyboard.press("Control+Enter")
    expect(dialog.get_by_label("Izpildītāji")).to_have_value("Jānis Bērzs")
    page.keyboard.press("Control+Enter")
    expect(dialog).to_have_count(0)
    expect(rows.first).to_contain_text("jāliek rēķinā")
    stored = api.get(f"/api/visits/{visit['id']}").json()
    found = (stored["note"], stored["billable"], stored["performers"], stored["started"])
    assert found == ("Papildu darbs", True, ["Jānis Bērzs"], visit["started"])
