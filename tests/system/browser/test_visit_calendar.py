"""The calendar of a month: opened by a key, and planned visits moved in it by keyboard and by hand."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import httpx2
from playwright.sync_api import Page, expect

from kit.clock import today_in_riga
from tests.system.browser.conftest import add_unit, create
from tests.system.browser.test_visits import address, change, put_visit


def start_of_summer_time() -> date:
    """The last Sunday of March of next year, on which clocks leap from three to four."""
    end_of_march = date(today_in_riga().year + 1, 3, 31)
    return end_of_march - timedelta(days=end_of_march.isoweekday() % 7)


def test_the_calendar_is_opened_by_a_key_and_stays_from_month_to_month(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Kalendārs"')
    unit = add_unit(api, client["id"], name="Birojs", kind="site")
    put_visit(api, unit, date(2026, 1, 9), status="done")
    page.goto(f"/visits/{unit['id']}/2025/12")
    expect(page.get_by_text("Šajā mēnesī apmeklējumu nav.")).to_be_visible()
    page.locator("body").press("k")
    expect(page).to_have_url(re.compile(r"/2025/12\?view=calendar$"))
    month = page.get_by_role("table", name="Apmeklējumi šajā mēnesī")
    expect(month.get_by_role("columnheader", name="pirmdiena")).to_be_visible()
    expect(month.locator("td").first).to_have_attribute("data-day", "2025-12-01")
    page.locator("body").press("ArrowRight")
    expect(page).to_have_url(re.compile(r"/2026/1\?view=calendar$"))
    visit = month.locator("[data-day='2026-01-09']").get_by_role("listitem")
    expect(visit).to_have_accessible_name("10:00 Telpu uzkopšana, veikts")
    visit.press("Alt+ArrowRight")
    expect(page.get_by_text("Pārcelt var tikai ieplānotu apmeklējumu.")).to_be_visible()
    page.locator("body").press("k")
    expect(page.get_by_role("list", name="Apmeklējumi šajā mēnesī")).to_be_visible()
    expect(page).to_have_url(re.compile("/2026/1$"))


def test_a_planned_visit_is_moved_by_keyboard_to_the_same_time_of_another_day(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Pārceltais"')
    unit = add_unit(api, client["id"], name="Birojs", kind="site")
    sunday = start_of_summer_time()
    saturday = sunday - timedelta(days=1)
    visit = put_visit(api, unit, saturday)
    page.goto(address(unit, saturday) + "?view=calendar")
    page.locator(f"[data-day='{saturday}'] li").press("Alt+ArrowRight")
    dialog = page.get_by_role("dialog", name=f"Pārcelt {saturday:%d.%m.%Y}. apmeklējumu")
    expect(dialog.get_by_label("Pārcelšanas iemesls")).to_be_focused()
    expect(dialog.get_by_label("Jaunā diena")).to_have_value(f"{sunday:%d.%m.%Y}.")
    change(api, visit, note="Atslēga pie dežuranta")
    page.keyboard.type("klients lūdza")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("To tikko mainīja kāds cits")
    dialog.get_by_role("button", name="Pārcelt").click()
    moved = page.locator(f"[data-day='{sunday}'] li")
    expect(moved).to_be_focused()
    expect(moved).to_contain_text("10:00")
    stored = api.get(f"/api/visits/{visit['id']}").json()
    start = datetime.fromisoformat(stored["planned_start"])
    assert start == datetime(sunday.year, sunday.month, sunday.day, 7, tzinfo=UTC)
    assert stored["note"] == (
        f"Atslēga pie dežuranta\n{saturday:%d.%m.%Y}. → {sunday:%d.%m.%Y}.: klients lūdza"
    )


def test_a_planned_visit_is_moved_to_another_time_of_its_day(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Pēcpusdienā"')
    unit = add_unit(api, client["id"], name="Birojs", kind="site")
    day = start_of_summer_time()
    visit = put_visit(api, unit, day)
    page.goto(address(unit, day) + "?view=calendar")
    page.locator(f"[data-day='{day}'] li").press("Alt+ArrowRight")
    dialog = page.get_by_role("dialog")
    page.keyboard.type("atslēga tikai pēcpusdienā")
    dialog.get_by_label("Jaunā diena").fill(f"{day:%d.%m.%Y}")
    move = dialog.get_by_role("button", name="Pārcelt")
    expect(move).to_be_disabled()
    dialog.get_by_label("Laiks").fill("25")
    expect(dialog.get_by_text("Ievadiet laiku, piemēram")).to_be_visible()
    dialog.get_by_label("Laiks").fill("1430")
    move.click()
    expect(page.locator(f"[data-day='{day}'] li")).to_contain_text("14:30")
    assert api.get(f"/api/visits/{visit['id']}").json()["note"] == (
        f"{day:%d.%m.%Y}. 11:00 → {day:%d.%m.%Y}. 14:30: atslēga tikai pēcpusdienā"
    )


def test_a_planned_visit_is_dragged_to_another_day_unless_it_is_let_go(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Vilktais"')
    unit = add_unit(api, client["id"], name="Birojs", kind="site")
    planned = start_of_summer_time()
    wanted = planned - timedelta(days=12)
    put_visit(api, unit, planned)
    where = address(unit, planned) + "?view=calendar"
    page.goto(where)
    visit, target = (
        page.locator(f"[data-day='{planned}'] li"),
        page.locator(f"[data-day='{wanted}']"),
    )
    visit.hover()
    page.mouse.down()
    target.hover()
    expect(target).to_have_attribute("data-over", "true")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(target).not_to_have_attribute("data-over", "true")
    expect(page).to_have_url(re.compile(re.escape(where) + "$"))
    visit.drag_to(target)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Jaunā diena")).to_have_value(f"{wanted:%d.%m.%Y}.")
    dialog.get_by_label("Pārcelšanas iemesls").fill("sanitārā diena")
    dialog.get_by_role("button", name="Pārcelt").click()
    expect(target.get_by_role("listitem")).to_have_accessible_name(re.compile("^11:00 .*ieplānots"))
    expect(visit).to_have_count(0)
