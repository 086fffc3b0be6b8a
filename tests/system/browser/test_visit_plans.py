"""Plans of visits as people enter, change and end them."""

from __future__ import annotations

import uuid
from typing import Any

import httpx2
from playwright.sync_api import Page, expect

from kit.clock import today_in_riga
from tests.system.browser.conftest import add_unit, create
from tests.system.browser.test_visits import address


def put_plan(api: httpx2.Client, unit: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A plan at nine o'clock every day from today on, where nothing else is said."""
    plan = {
        "client_id": unit["client_id"],
        "unit_id": unit["id"],
        "kind": "Telpu uzkopšana",
        "rule": {"frequency": "days"},
        "at": "09:00",
        "starts_on": f"{today_in_riga()}",
    }
    answer = api.put(f"/api/visit-plans/{uuid.uuid4()}", json=plan | fields)
    assert answer.status_code == 200, answer.text
    return answer.json()


def plans_of(api: httpx2.Client, unit: dict[str, Any]) -> list[dict[str, Any]]:
    whose = {"client_id": unit["client_id"], "unit_id": unit["id"]}
    return api.get("/api/visit-plans", params=whose).json()["plans"]


def test_a_plan_is_entered_by_keyboard_and_makes_visits(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Plānotais"')
    unit = add_unit(api, client["id"], name="Birojs", kind="site")
    page.goto(address(unit, today_in_riga()))
    expect(page.get_by_text("Šai struktūrvienībai plānu nav")).to_be_visible()
    page.locator("body").press("Shift+N")
    dialog = page.get_by_role("dialog", name="Jauns plāns")
    expect(dialog.get_by_label("Darbs")).to_be_focused()
    page.keyboard.type("Logu mazgāšana")
    dialog.get_by_label("Izpildītāji").fill("Ilze Kalniņa, Jānis Ozols")
    dialog.get_by_label("Laika posms").select_option("days")
    dialog.get_by_role("checkbox", checked=True).press("Space")
    dialog.get_by_label("Laiks").fill("930")
    dialog.get_by_label("Pirmā diena").fill("1.4.2026")
    expect(dialog.get_by_text("katru dienu plkst. 9:30, no 01.04.2026.")).to_be_visible()
    page.keyboard.press("Control+Enter")
    plan = page.get_by_role("list", name="Plāni").locator("li")
    expect(plan).to_contain_text("Logu mazgāšana Ilze Kalniņa · Jānis Ozols")
    expect(plan).to_contain_text("katru dienu plkst. 9:30, no 01.04.2026.")
    today = page.get_by_role("list", name="Apmeklējumi šajā mēnesī").locator("li").first
    expect(today).to_contain_text("09:30")
    expect(today).to_contain_text("ieplānots")
    assert [one["rule"]["frequency"] for one in plans_of(api, unit)] == ["days"]


def test_what_is_typed_into_a_plan_stays_on_top_of_a_change_by_somebody_else(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Divi plānotāji"')
    unit = add_unit(api, client["id"], name="Birojs", kind="site")
    plan = put_plan(api, unit)
    page.goto(address(unit, today_in_riga()))
    page.get_by_role("button", name="Labot: Telpu uzkopšana").click()
    dialog = page.get_by_role("dialog", name="Labot plānu")
    dialog.get_by_label("Darbs").fill("Apsekošana")
    content = ("client_id", "unit_id", "kind", "rule", "starts_on")
    answer = api.put(
        f"/api/visit-plans/{plan['id']}",
        json={name: plan[name] for name in content} | {"at": "17:15"},
        headers={"If-Match": plan["etag"]},
    )
    assert answer.status_code == 200
    dialog.get_by_role("button", name="Saglabāt").click()
    expect(dialog.get_by_role("alert")).to_contain_text("To tikko mainīja kāds cits")
    expect(dialog.get_by_text("Pašlaik: Telpu uzkopšana")).to_contain_text("plkst. 17:15")
    expect(dialog.get_by_label("Laiks")).to_have_value("17:15")
    dialog.get_by_role("button", name="Saglabāt").click()
    expect(dialog).to_have_count(0)
    stored = plans_of(api, unit)
    assert [(one["kind"], one["at"], one["version"]) for one in stored] == [
        ("Apsekošana", "17:15", 3)
    ]


def test_a_plan_ends_today_by_one_button(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Pēdējā diena"')
    unit = add_unit(api, client["id"], name="Birojs", kind="site")
    put_plan(api, unit)
    today = today_in_riga()
    page.goto(address(unit, today))
    page.get_by_role("button", name="Izbeigt: Telpu uzkopšana").click()
    plan = page.get_by_role("list", name="Plāni").locator("li")
    expect(plan).to_contain_text(f"līdz {today:%d.%m.%Y}.")
    expect(plan.get_by_role("button")).to_have_text(["Labot"])
    assert [one["ends_on"] for one in plans_of(api, unit)] == [f"{today}"]
    visits = api.get("/api/visits", params={"unit_id": unit["id"]}).json()["visits"]
    assert [one["day"] for one in visits] == [f"{today}"]
