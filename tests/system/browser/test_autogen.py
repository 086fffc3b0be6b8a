"""The autogenerator as people see it: on the card, as lines, as periods, as indexations."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import httpx2
from playwright.sync_api import Locator, Page, Route, expect

from kit.clock import today_in_riga
from tests.system.browser.conftest import add_unit, create

MONTHS = (
    "janvāris", "februāris", "marts", "aprīlis", "maijs", "jūnijs",
    "jūlijs", "augusts", "septembris", "oktobris", "novembris", "decembris",
)  # fmt: skip


def months_from(day: date, months: int) -> date:
    """The first day of a month so many months away."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def shown(day: date) -> str:
    return f"{day:%d.%m.%Y}."


def add_line(api: httpx2.Client, client_id: str, service: str, **fields: Any) -> dict[str, Any]:
    """A monthly line that begins two months from now, where nothing else says so."""
    line = {
        "client_id": client_id,
        "service": service,
        "template": f"{service} {{periods}}",
        "unit_price": "100",
        "rule": {"every_months": 1},
        "valid_from": f"{months_from(today_in_riga(), 2)}",
    }
    answer = api.post(
        "/api/autogen/lines", json=line | fields, headers={"Idempotency-Key": str(uuid.uuid4())}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


def act(api: httpx2.Client, line: dict[str, Any], name: str, **body: Any) -> dict[str, Any]:
    """An act on a line by somebody else."""
    answer = api.post(
        f"/api/autogen/lines/{line['id']}/{name}", json=body, headers={"If-Match": line["etag"]}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def periods(api: httpx2.Client, line: dict[str, Any]) -> list[dict[str, Any]]:
    return api.get("/api/autogen/periods", params={"line_id": line["id"]}).json()["periods"]


def read_line(api: httpx2.Client, line: dict[str, Any]) -> dict[str, Any]:
    return api.get(f"/api/autogen/lines/{line['id']}").json()


def wait_for_periods(
    api: httpx2.Client, line: dict[str, Any], statuses: list[str]
) -> list[dict[str, Any]]:
    """The ledger of a line once its periods are what the scheduler must make of them."""
    for _ in range(300):
        found = periods(api, line)
        if sorted(row["status"] for row in found) == statuses:
            return found
        time.sleep(0.1)
    raise AssertionError(f"the ledger is {found}")


def overdue_line(api: httpx2.Client, client_id: str) -> dict[str, Any]:
    """A line of which six periods fell due: two are made, four wait."""
    line = add_line(api, client_id, "Nokavēts", valid_from=f"{months_from(today_in_riga(), -5)}")
    wait_for_periods(api, line, ["made"] * 2 + ["planned"] * 4)
    return line


def rows(page: Page, name: str) -> Locator:
    return page.get_by_role("grid", name=name).locator("[role=row][data-ready]")


def part_is_down(route: Route) -> None:
    route.fulfill(status=422, json={"status": 422, "reason": "PART_UNAVAILABLE", "title": "down"})


def test_the_card_shows_every_line_with_what_its_next_invoice_will_say(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Saturs kartiņā"')
    unit = add_unit(api, client["id"], name="Veikals", kind="branch")
    ended = act(api, add_line(api, client["id"], "Izbeigta"), "end", on=f"{today_in_riga()}")
    paused = add_line(api, client["id"], "Stāv")
    act(api, paused, "pause", reason="Remonts", **{"from": f"{today_in_riga()}"})
    first = months_from(today_in_riga(), 2)
    add_line(
        api,
        client["id"],
        "Apkope",
        template="Apkope par {mēnesi}",
        unit_id=unit["id"],
        quantity="2.5",
        unit="h",
        unit_price="40.50",
    )
    page.goto(f"/clients/{client['id']}")
    items = page.locator("#autogen").get_by_role("list", name="Autorēķini").locator("li")
    expect(items).to_have_count(3)
    expect(items.nth(0)).to_contain_text("Apkope")
    expect(items.nth(0)).to_contain_text("Veikals")
    stem = MONTHS[first.month - 1].rstrip("s")
    expect(items.nth(0)).to_contain_text(re.compile(f"Apkope par {stem[:-1]}"))
    expect(items.nth(0)).to_contain_text(
        "2,5\xa0h × 40,50\xa0€ · PVN 21\xa0% · katra mēneša 1. datumā, uz priekšu"
    )
    expect(items.nth(0)).to_contain_text(f"101,25\xa0€{shown(first)}")
    expect(items.nth(1)).to_contain_text(f"no {shown(today_in_riga())}: Remonts")
    expect(items.nth(2)).to_contain_text(ended["service"])
    block = page.locator("#autogen")
    button = block.get_by_role("button", name=re.compile("gaidām"))
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    forecast = api.get("/api/autogen/forecast", params={"client_id": client["id"]}).json()
    texts = [line["text"] for invoice in forecast["invoices"] for line in invoice["lines"]]
    assert len(texts) >= 10
    expect(block.locator("table a")).to_have_text(texts)
    page.locator("body").press("5")
    expect(block).to_be_focused()


def test_a_line_is_written_with_its_text_in_view_and_its_forecast_is_on_the_card(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Jauna rinda"')
    page.goto(f"/clients/{client['id']}")
    page.locator("#autogen").get_by_role("link", name="Jauna rinda").click()
    preview = page.get_by_role("complementary", name="Ko rakstīs rēķinos")
    page.get_by_label("Pakalpojums").fill("Noma")
    page.get_by_label("Teksts rēķinā").fill("Noma {menesis}")
    expect(page.get_by_text("Tekstā nav derīga viettura: {menesis}")).to_be_visible()
    page.get_by_label("Teksts rēķinā").fill("Noma ")
    page.get_by_role("button", name=re.compile(r"\{periods\}")).click()
    page.get_by_label("Cena bez PVN").fill("12,5")
    page.get_by_label("Daudzums").fill("2")
    page.get_by_label("Pirmā diena").fill("31.1.2027")
    page.get_by_label("Periodi sākas").select_option("31")
    expect(preview).to_contain_text("katra mēneša pēdējā dienā, uz priekšu")
    expect(preview).to_contain_text("Noma 31.01.2027.–27.02.2027.")
    expect(preview).to_contain_text("28.02.2027.25,00\xa0€")
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_have_text("Noma")
    [line] = api.get("/api/autogen/lines", params={"client_id": client["id"]}).json()["lines"]
    assert (line["rule"]["anchor_day"], line["template"]) == (31, "Noma {periods}")
    forecast = page.locator("#forecast")
    expect(forecast).to_contain_text("Noma 28.02.2027.–30.03.2027.")
    page.locator("h1").locator("xpath=..").get_by_role("link").click()
    expect(page.locator("#autogen li").first).to_contain_text("Noma 31.01.2027.–27.02.2027.")


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_sent(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Nepareiza rinda"')
    page.goto(f"/autogen/new?client={client['id']}")
    page.get_by_label("Cena bez PVN").fill("daudz")
    page.keyboard.press("Control+s")
    for name in ("Pakalpojums", "Teksts rēķinā", "Cena bez PVN"):
        expect(page.get_by_label(name)).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Pakalpojums")).to_be_focused()
    found = api.get("/api/autogen/lines", params={"client_id": client["id"]}).json()
    assert found["count"] == 0


def test_a_line_is_paused_and_resumed_by_keys(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Pauze"')
    line = add_line(api, client["id"], "Apsardze")
    page.goto(f"/autogen?client={client['id']}")
    expect(rows(page, "Autoģeneratora rindas")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Apsardze")
    page.keyboard.press("p")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Iemesls")).to_be_focused()
    page.keyboard.type("Remonts")
    page.keyboard.press("Control+Enter")
    expect(dialog).to_have_count(0)
    expect(page.locator("main")).to_contain_text(f"no {shown(today_in_riga())}: Remonts")
    assert read_line(api, line)["status"] == "paused"
    page.keyboard.press("p")
    dialog.get_by_role("button", name="Atsākt").click()
    expect(dialog).to_have_count(0)
    expect(page.locator("h1").locator("xpath=..")).to_contain_text("Aktīva")
    assert read_line(api, line)["status"] == "active"


def test_a_line_changed_by_somebody_else_is_told_before_it_is_changed_again(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Divi cenas"')
    line = add_line(api, client["id"], "Divatā")
    page.goto(f"/autogen/{line['id']}")
    expect(page.locator("h1")).to_have_text("Divatā")
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Jaunā cena bez PVN, € *").fill("120")
    act(api, line, "price", unit_price="110", **{"from": line["valid_from"]})
    dialog.get_by_role("button", name="Cena").click()
    expect(dialog.get_by_role("alert")).to_contain_text("tikko mainīja kāds cits")
    expect(page.get_by_role("table", name="Cenas")).to_contain_text("110,00")
    dialog.get_by_role("button", name="Cena").click()
    expect(dialog).to_have_count(0)
    assert [price["unit_price"] for price in read_line(api, line)["prices"]] == [
        "100",
        "110",
        "120",
    ]


def test_an_edit_beside_somebody_elses_keeps_both(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Divi labo"')
    line = add_line(api, client["id"], "Kopā")
    page.goto(f"/autogen/{line['id']}/edit")
    page.get_by_label("Teksts rēķinā").fill("Mans teksts")
    theirs = api.patch(
        f"/api/autogen/lines/{line['id']}",
        json={"quantity": "3"},
        headers={"If-Match": line["etag"]},
    )
    assert theirs.status_code == 200, theirs.text
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("tikko mainīja arī kāds cits")
    page.get_by_role("button", name="Saglabāt manu").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    now = read_line(api, line)
    assert (now["template"], now["quantity"]) == ("Mans teksts", "3")


def test_what_would_be_issued_is_seen_before_it_is(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Palaišana"')
    day = today_in_riga() + timedelta(days=2)
    line = add_line(api, client["id"], "Pēc divām dienām", valid_from=f"{day}")
    page.goto(f"/autogen/periods?client={client['id']}")
    expect(page.get_by_text("Šādu periodu nav.")).to_be_visible()
    page.keyboard.press("r")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Līdz *").fill(shown(day))
    would = api.post("/api/autogen/run", json={"until": f"{day}", "dry_run": True}).json()
    assert would["made"] >= 1
    expect(dialog.locator("dl")).to_contain_text(f"Periodi šajos rēķinos{would['made']}")
    assert periods(api, line) == []
    dialog.get_by_role("button", name="Izrakstīt").click()
    expect(dialog.locator("h2")).to_have_text("Izrakstīts")
    dialog.get_by_role("button", name="Aizvērt").last.click()
    expect(rows(page, "Periodi")).to_have_count(1)
    [period] = periods(api, line)
    page.get_by_role("grid").get_by_role("link", name=period["invoice_number"]).click()
    expect(page.locator("h1")).to_have_text(f"Rēķins {period['invoice_number']}")
    expect(page.locator("main")).to_contain_text(f"Pēc divām dienām {shown(day)}")


def test_missed_periods_are_approved_and_waived_by_keys(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Nokavētais"')
    line = overdue_line(api, client["id"])
    page.goto(f"/autogen/periods?client={client['id']}&waiting=true")
    waiting = rows(page, "Periodi")
    expect(waiting).to_have_count(4)
    for key in ("ArrowDown", "x", "ArrowDown", "x"):
        page.keyboard.press(key)
    foot = page.get_by_role("region", name="Lēmumi par periodiem")
    expect(foot).to_contain_text("Atzīmēti 2 periodi")
    expect(foot).to_contain_text("200,00")
    page.keyboard.press("a")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 periodus par 200,00\xa0€")
    page.keyboard.press("Control+Enter")
    expect(waiting).to_have_count(2)
    foot.get_by_role("button", name="Atzīmēt 2 neizlemtos").click()
    page.keyboard.press("w")
    dialog.get_by_label("Iemesls").fill("Nebija pakalpojuma")
    dialog.get_by_role("button", name="Atcelt periodu").click()
    expect(page.get_by_text("Šādu periodu nav.")).to_be_visible()

    wait_for_periods(api, line, ["made"] * 4 + ["waived"] * 2)
    page.goto(f"/autogen/{line['id']}")
    expect(page.locator("#ledger")).to_contain_text("Nebija pakalpojuma")


def test_a_failed_period_says_why_and_when_it_is_tried_again(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Nepareizs PVN"')
    line = add_line(
        api, client["id"], "Kļūda", vat_rate="19", valid_from=f"{months_from(today_in_riga(), 0)}"
    )
    wait_for_periods(api, line, ["failed"])
    page.goto(f"/autogen/periods?client={client['id']}&status=failed")
    expect(rows(page, "Periodi")).to_contain_text("Šādas PVN likmes piegādes dienā nav.")
    expect(rows(page, "Periodi")).to_contain_text(
        re.compile(r"Nākamreiz \d\d\.\d\d\.\d{4}\. \d\d:\d\d\.")
    )
    page.goto(f"/clients/{client['id']}")
    expect(page.locator("#autogen li").first).to_contain_text("1 periods neizdevās")


def test_prices_are_indexed_after_they_were_seen_and_taken_back(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Indeksācija"')
    service = f"Indeksējams {uuid.uuid4().hex[:8]}"
    line = add_line(api, client["id"], service)
    page.goto("/autogen/indexations")
    expect(page.get_by_role("button", name="Jauna indeksācija").first).to_be_visible()
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Procenti, % *").fill("4,5")
    dialog.get_by_label("Pakalpojums").fill(service)
    table = dialog.get_by_role("table", name="Cenas pirms un pēc")
    expect(table.locator("tbody tr")).to_have_count(1)
    expect(table).to_contain_text('SIA "Indeksācija"')
    expect(table).to_contain_text("104,50")
    dialog.get_by_role("button", name="Mainīt 1 cenu").click()
    expect(dialog).to_have_count(0)
    assert [price["unit_price"] for price in read_line(api, line)["prices"]] == ["100", "104.5"]
    row = page.get_by_role("table", name="Indeksācija").locator("tbody tr").first
    expect(row).to_contain_text("+4,5\xa0%")
    row.get_by_role("button", name="Atsaukt").click()
    expect(dialog).to_contain_text("tiks noņemtas 1 rindai")
    dialog.get_by_role("button", name="Atsaukt").click()
    expect(row).to_contain_text("atsaukta")
    assert [price["unit_price"] for price in read_line(api, line)["prices"]] == ["100"]


def test_the_list_keeps_to_its_address_and_says_how_many_there_are(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Daudz rindu"')
    for number in range(3):
        add_line(api, client["id"], f"Rinda {number}")
    act(api, add_line(api, client["id"], "Beigta"), "end", on=f"{today_in_riga()}")
    page.goto(f"/autogen?client={client['id']}")
    lines = rows(page, "Autoģeneratora rindas")
    expect(lines).to_have_count(4)
    expect(lines.first).to_contain_text('SIA "Daudz rindu"')
    page.get_by_role("button", name="Aktīvās").click()
    expect(lines).to_have_count(3)
    expect(page).to_have_url(re.compile("status=active"))
    page.reload()
    expect(page.get_by_role("region", name="Rindu skaits")).to_contain_text("3 rindas")
    page.keyboard.press("f")
    page.keyboard.type("Rinda 1")
    page.keyboard.press("Enter")
    expect(lines).to_have_count(1)
    page.get_by_role("button", name='Noņemt filtru SIA "Daudz rindu"').click()
    expect(page).to_have_url(re.compile(r"/autogen\?status=active&service=Rinda"))


def without_autogen(then: Callable[[dict[str, Any]], None]) -> Callable[[Route], None]:
    """Answers the card as the BFF does, with its section of automatic invoices changed."""

    def answer(route: Route) -> None:
        card = json.loads(route.fetch().text())
        then(card["sections"])
        route.fulfill(status=200, json=card)

    return answer


def test_an_autogenerator_that_does_not_answer_is_never_shown_as_empty(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Autoģenerators klusē"')
    add_line(api, client["id"], "Klusums")
    gone = {"state": "unavailable", "as_of": None, "code": "PART_UNAVAILABLE", "data": None}
    page.route("**/card*", without_autogen(lambda sections: sections.update(autogen=gone)))
    page.goto(f"/clients/{client['id']}")
    block = page.locator("#autogen")
    expect(block).to_contain_text("Sadaļa „Autorēķini” pašlaik nav pieejama.")
    expect(block).not_to_contain_text("automātisko rēķinu nav")
    page.unroute("**/card*")
    expect(block).to_contain_text("Klusums")
    page.route(
        "**/card*",
        without_autogen(
            lambda sections: sections["autogen"].update(state="stale", code="PART_UNAVAILABLE")
        ),
    )
    page.reload()
    expect(block).to_contain_text("Dati var būt novecojuši")
    expect(block).to_contain_text("Klusums")
    page.unroute("**/card*")
    for path, text in (
        ("lines", "Autoģeneratora rindas pašlaik nevar parādīt."),
        ("periods", "Periodus pašlaik nevar parādīt."),
        ("indexations", "Indeksācijas pašlaik nevar parādīt."),
    ):
        page.route(f"**/api/autogen/{path}*", part_is_down)
        page.goto("/autogen" if path == "lines" else f"/autogen/{path}")
        expect(page.get_by_role("alert")).to_contain_text(text)
        page.unroute(f"**/api/autogen/{path}*")
    page.get_by_role("button", name="Mēģināt vēlreiz").click()
    expect(page.get_by_role("alert")).to_have_count(0)
