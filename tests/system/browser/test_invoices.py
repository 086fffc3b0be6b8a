"""Invoices from the draft to the money: written, issued, paid, credited, and found again."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx2
from playwright.sync_api import Page, Route, expect

from kit.clock import today_in_riga
from tests.system.browser.conftest import add_unit, create


def post(api: httpx2.Client, path: str, body: dict[str, Any], **headers: str) -> dict[str, Any]:
    answer = api.post(path, json=body, headers={"Idempotency-Key": str(uuid.uuid4()), **headers})
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


def draft(api: httpx2.Client, client_id: str, price: str = "100", **fields: Any) -> dict[str, Any]:
    """A draft of one line at 21 %."""
    line = {
        "text": "Apkope",
        "quantity": "1",
        "unit": "gab.",
        "unit_price": price,
        "vat_category": "standard",
        "vat_rate": "21",
    }
    return post(api, "/api/invoices", {"client_id": client_id, "lines": [line], **fields})


def issue(api: httpx2.Client, invoice: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return post(
        api, f"/api/invoices/{invoice['id']}/issue", fields, **{"If-Match": invoice["etag"]}
    )


def issued(api: httpx2.Client, client_id: str, price: str = "100", **fields: Any) -> dict[str, Any]:
    return issue(api, draft(api, client_id, price, **fields))


def read(api: httpx2.Client, invoice: dict[str, Any]) -> dict[str, Any]:
    return api.get(f"/api/invoices/{invoice['id']}").json()


def rows(page: Page):
    return page.get_by_role("grid", name="Rēķinu saraksts").locator("[role=row][data-ready]")


def foot(page: Page):
    return page.get_by_role("region", name="Visa atlasītā kopsummas")


def line_field(page: Page, number: int, name: str):
    return page.get_by_role("group", name=f"{number}. rinda").get_by_label(name, exact=True)


def test_a_draft_is_written_and_issued_by_keyboard_alone_and_its_sums_are_the_services(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Tikai taustiņi"')
    page.goto(f"/invoices?client={client['id']}")
    expect(page.get_by_role("heading", name="Šim klientam šādu rēķinu nav.")).to_be_visible()
    page.keyboard.press("n")
    expect(line_field(page, 1, "Apraksts")).to_be_focused()
    for text in ("Apkope", "3", "h", "33,335", "5"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(line_field(page, 2, "Apraksts")).to_be_focused()
    for text in ("Materiāli", "1", "kpl.", "0,07"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    sums = page.get_by_text("Kopā", exact=True).locator("xpath=..")
    expect(sums).to_contain_text("115,03")
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_have_text("Rēķins")
    invoice = api.get(page.url.replace("/invoices/", "/api/invoices/")).json()
    assert invoice["gross"]["amount"] == "115.03"
    assert [line["net"]["amount"] for line in invoice["lines"]] == ["95.00", "0.07"]
    page.keyboard.press("Control+Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Izrakstīts *")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(re.compile(r"Rēķins \d{4}/\d{5}"))
    page.keyboard.press("Escape")
    expect(rows(page)).to_have_count(1)
    expect(foot(page)).to_contain_text("115,03")


def test_one_payment_covers_two_invoices_oldest_first_and_the_rest_is_an_advance(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Viens maksājums"')
    today = today_in_riga()
    older, newer = (
        issued(
            api,
            client["id"],
            dues=[{"due_on": f"{today + timedelta(days=days)}", "amount": {"amount": "121.00", "currency": "EUR"}}],
        )
        for days in (5, 10)
    )  # fmt: skip
    page.goto(f"/invoices?client={client['id']}")
    expect(rows(page)).to_have_count(2)
    page.keyboard.press("p")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Summa, € *")).to_be_focused()
    page.keyboard.type("250")
    shares = dialog.get_by_label(re.compile("^Ieskaitīt rēķinā"))
    expect(shares.nth(0)).to_have_value("121,00")
    expect(shares.nth(1)).to_have_value("121,00")
    expect(dialog).to_contain_text("Paliek kā avanss8,00")
    shares.nth(1).fill("130")
    expect(dialog).to_contain_text("Vairāk nekā atvērts.")
    shares.nth(1).fill("100")
    expect(dialog).to_contain_text("Paliek kā avanss29,00")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    assert read(api, older)["open"]["amount"] == "0.00"
    assert read(api, newer)["open"]["amount"] == "21.00"
    [payment] = api.get("/api/payments", params={"client_id": client["id"]}).json()["payments"]
    assert payment["unallocated"]["amount"] == "29.00"
    expect(foot(page)).to_contain_text("Atlikums21,00")


def test_a_bank_reference_that_is_known_is_told_at_its_field(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Divreiz"')
    invoice = issued(api, client["id"])
    post(
        api,
        "/api/payments",
        {
            "client_id": client["id"],
            "value_date": f"{today_in_riga()}",
            "amount": {"amount": "1.00", "currency": "EUR"},
            "bank_reference": "REF-1",
        },
    )
    page.goto(f"/invoices/{invoice['id']}")
    page.get_by_role("button", name="Maksājums").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Summa, € *")).to_have_value("121,00")
    dialog.get_by_label("Bankas atsauce").fill("REF-1")
    dialog.get_by_role("button", name="Ierakstīt").click()
    expect(dialog.get_by_label("Bankas atsauce")).to_have_attribute("aria-invalid", "true")
    expect(dialog).to_contain_text("Maksājums ar šādu bankas atsauci jau ir ievadīts.")
    dialog.get_by_label("Bankas atsauce").fill("REF-2")
    dialog.get_by_role("button", name="Ierakstīt").click()
    expect(page.locator("h1").locator("xpath=..")).to_contain_text("Nomaksāts")
    page.get_by_role("button", name="Atcelt", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Atcelt ieskaitījumu").click()
    expect(page.locator("h1").locator("xpath=..")).to_contain_text("Atvērts")
    assert read(api, invoice)["open"]["amount"] == "121.00"


def test_a_part_is_credited_and_the_rest_stays_open(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Daļa atpakaļ"')
    invoice = issued(api, client["id"])
    page.goto(f"/invoices?client={client['id']}")
    expect(rows(page)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Iemesls").fill("Neizpildīts")
    dialog.get_by_label("Visu, kas vēl nav kreditēts").uncheck()
    dialog.get_by_label("Kreditējamais daudzums: Apkope").fill("0,5")
    expect(dialog).to_contain_text("60,50")
    dialog.get_by_role("button", name="Izrakstīt kredītrēķinu").click()
    expect(rows(page)).to_have_count(2)
    expect(foot(page)).to_contain_text("Kopā60,50")
    now = read(api, invoice)
    assert (now["open"]["amount"], now["allocations"][0]["source"]) == ("60.50", "credit_note")
    page.goto(f"/invoices/{invoice['id']}")
    expect(page.get_by_role("table", name="Kredītrēķini")).to_contain_text("Neizpildīts")


def test_the_list_keeps_to_the_client_and_its_unit_until_more_is_asked_for(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Ķēde ar rēķiniem"')
    unit = add_unit(api, client["id"], name="Birojs", kind="branch")
    issued(api, client["id"], "10", unit_id=unit["id"])
    issued(api, client["id"], "20")
    page.goto(f"/invoices?client={client['id']}&unit={unit['id']}")
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text("Birojs")
    page.get_by_role("button", name="ar visām vienībām").click()
    expect(rows(page)).to_have_count(2)
    expect(foot(page)).to_contain_text("Kopā36,30")
    page.reload()
    expect(rows(page)).to_have_count(2)
    page.get_by_role("button", name='Noņemt filtru SIA "Ķēde ar rēķiniem"').click()
    expect(page.get_by_role("button", name="Periods: Pēdējie 6 mēneši")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/invoices$"))


def test_a_row_shows_its_lines_and_payments_without_being_left(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Rinda vaļā"')
    invoice = issued(api, client["id"])
    post(
        api,
        "/api/payments",
        {
            "client_id": client["id"],
            "value_date": f"{today_in_riga()}",
            "amount": {"amount": "21.00", "currency": "EUR"},
            "payer_name": "Māte Holdings",
            "auto": True,
        },
    )
    page.goto(f"/invoices?client={client['id']}")
    expect(rows(page)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    grid = page.get_by_role("grid", name="Rēķinu saraksts")
    expect(grid).to_contain_text("Apkope")
    expect(grid).to_contain_text("Māte Holdings")
    page.keyboard.press("Escape")
    expect(grid).not_to_contain_text("Apkope")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(f"Rēķins {invoice['number']}")


def test_every_document_of_a_long_list_is_reached_and_the_totals_are_of_all(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Garš saraksts"')
    for _ in range(205):
        issued(api, client["id"], "1")
    page.goto(f"/invoices?client={client['id']}")
    expect(foot(page)).to_contain_text("205 dokumenti")
    expect(foot(page)).to_contain_text(f"Kopā{Decimal('1.21') * 205:.2f}".replace(".", ","))
    grid = page.get_by_role("grid", name="Rēķinu saraksts")
    numbers = [
        row["number"]
        for row in api.get(
            "/api/invoices", params={"client_id": client["id"], "page_size": 1000}
        ).json()["invoices"]
    ]
    grid.evaluate("grid => { grid.scrollTop = grid.scrollHeight }")
    expect(grid.get_by_role("link", name=numbers[-1])).to_be_visible()


def test_a_draft_saved_by_somebody_else_is_told_and_what_was_typed_stays(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Divi pie melnraksta"')
    invoice = draft(api, client["id"])
    page.goto(f"/invoices/{invoice['id']}/edit")
    line_field(page, 1, "Cena bez PVN").fill("50")
    theirs = api.patch(
        f"/api/invoices/{invoice['id']}",
        json={"note": "Cits rakstīja."},
        headers={"If-Match": invoice["etag"]},
    )
    assert theirs.status_code == 200, theirs.text
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("tikko saglabāja arī kāds cits")
    expect(line_field(page, 1, "Cena bez PVN")).to_have_value("50")
    page.get_by_role("button", name="Saglabāt manu").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    now = read(api, invoice)
    assert (now["gross"]["amount"], now["note"]) == ("60.50", "Cits rakstīja.")


def test_a_draft_issued_by_somebody_else_is_not_issued_again(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Divreiz izrakstīt"')
    invoice = draft(api, client["id"])
    page.goto(f"/invoices/{invoice['id']}")
    page.get_by_role("button", name="Izrakstīt").click()
    dialog = page.get_by_role("dialog")
    number = issue(api, invoice)["number"]
    dialog.get_by_role("button", name="Izrakstīt").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("h1")).to_have_text(f"Rēķins {number}")


def test_the_day_of_supply_decides_which_vat_rates_can_be_chosen(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Senā likme"')
    page.goto(f"/invoices/new?client={client['id']}")
    vat = line_field(page, 1, "PVN")
    expect(vat.locator("option").first).to_have_text("21 %")
    expect(vat.get_by_text("22 %")).to_have_count(0)
    page.get_by_label("Piegādes diena").fill("30.06.2012.")
    page.keyboard.press("Tab")
    expect(vat.locator("option").first).to_have_text("22 %")
    expect(page.get_by_text("Piegādes dienā šādas PVN likmes nav.")).to_be_visible()
    vat.select_option("22 %")
    expect(page.get_by_text("Piegādes dienā šādas PVN likmes nav.")).to_have_count(0)


def test_wrong_lines_are_told_at_their_fields_and_nothing_is_sent(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Nepareizas rindas"')
    page.goto(f"/invoices/new?client={client['id']}")
    line_field(page, 1, "Cena bez PVN").fill("desmit")
    page.keyboard.press("Control+s")
    expect(line_field(page, 1, "Apraksts")).to_be_focused()
    expect(line_field(page, 1, "Cena bez PVN")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Norādīt termiņu").click()
    expect(page.get_by_label("Samaksāt līdz *")).to_have_attribute("aria-invalid", "true")
    found = api.get("/api/invoices", params={"client_id": client["id"], "status": "draft"})
    assert found.json()["invoices"] == []


def test_a_part_that_does_not_answer_is_said_and_never_shown_as_an_empty_list(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Daļa neatbild"')
    issued(api, client["id"])

    def refuse(route: Route) -> None:
        route.fulfill(
            status=422, json={"status": 422, "reason": "PART_UNAVAILABLE", "title": "down"}
        )

    page.route("**/api/invoices?*", refuse)
    page.goto(f"/invoices?client={client['id']}")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Rēķinu sarakstu pašlaik nevar parādīt.")
    expect(foot(page)).not_to_contain_text("0,00")
    page.unroute("**/api/invoices?*")
    alert.get_by_role("button", name="Mēģināt vēlreiz").click()
    expect(rows(page)).to_have_count(1)


def test_a_printed_document_stands_beside_the_list(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Blakus sarakstam"')
    invoice = issued(api, client["id"])
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    page.route(
        f"**/api/invoices/{invoice['id']}.pdf*",
        lambda route: route.fulfill(body=b"%PDF-1.4", content_type="application/pdf"),
    )
    page.goto(f"/invoices?client={client['id']}")
    expect(rows(page)).to_have_count(1)
    page.keyboard.press("d")
    pane = page.get_by_role("complementary", name="PDF priekšskatījums")
    expect(pane).to_contain_text("Vispirms izvēlieties rindu.")
    page.keyboard.press("ArrowDown")
    expect(pane.locator("iframe")).to_have_attribute("src", re.compile("^blob:"))
    page.wait_for_timeout(500)
    page.keyboard.press("Escape")
    expect(pane).to_have_count(0)
    assert refused == []
