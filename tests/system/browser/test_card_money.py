"""The money of a client on its card."""

from __future__ import annotations

import json
import re
import uuid
from decimal import Decimal
from typing import Any

import httpx2
from playwright.sync_api import Locator, Page, Route, expect

from tests.system.browser.conftest import add_unit, create


def post(api: httpx2.Client, path: str, body: dict[str, Any], **headers: str) -> dict[str, Any]:
    """An act through the API."""
    key = {"Idempotency-Key": str(uuid.uuid4())}
    answer = api.post(path, json=body, headers=key | headers)
    assert answer.is_success, answer.text
    return answer.json()


def issue(
    api: httpx2.Client, client_id: str, issued_on: str, price: str, unit_id: str | None = None
) -> dict[str, Any]:
    """An invoice to be paid within two weeks, in a series of the client's own."""
    line = {
        "text": "Apkope",
        "quantity": "1",
        "unit_price": price,
        "vat_category": "standard",
        "vat_rate": "21",
        "unit_id": unit_id,
    }
    draft = post(
        api,
        "/api/invoices",
        {
            "client_id": client_id,
            "unit_id": unit_id,
            "series": client_id[:8].upper(),
            "lines": [line],
        },
    )
    path = f"/api/invoices/{draft['id']}/issue"
    return post(api, path, {"issued_on": issued_on}, **{"If-Match": draft["etag"]})


def pay(api: httpx2.Client, client_id: str, on: str, amount: str) -> None:
    """A payment set against the oldest that is open."""
    money = {"amount": amount, "currency": "EUR"}
    post(
        api,
        "/api/payments",
        {"client_id": client_id, "value_date": on, "amount": money, "auto": True},
    )


def amounts(cells: Locator) -> list[Decimal]:
    """Amounts as people read them: 1 234,50 €; empty cells left out."""
    texts = [re.sub(r"[\s\xa0€]", "", text) for text in cells.all_inner_texts()]
    return [Decimal(text.replace("\u2212", "-").replace(",", ".")) for text in texts if text]


def figure(page: Page, label: str) -> Locator:
    """A figure of the money row by its label."""
    return page.locator("#money dl > div", has=page.get_by_text(label, exact=True)).locator(
        "dd > *"
    )


def test_a_figure_leads_to_the_invoices_that_make_it(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Skaitļu ceļš"')
    paid = issue(api, client["id"], "2020-01-10", "100.00")
    pay(api, client["id"], "2020-01-20", "121.00")
    owed = issue(api, client["id"], "2020-02-10", "50.40")
    page.goto(f"/clients/{client['id']}")
    expect(figure(page, "Kopā")).to_have_text("150,40\xa0€")
    expect(figure(page, "Kavēts").first).to_have_text("60,98\xa0€")
    figure(page, "Atvērts").click()
    expect(page).to_have_url(re.compile(f"/invoices\\?client={client['id']}&status=open"))
    expect(page.get_by_text(owed["number"])).to_be_visible()
    expect(page.get_by_text(paid["number"])).to_have_count(0)


def test_the_strip_is_one_stop_of_tab_and_tells_how_each_invoice_was_paid(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Maksājumu josla"')
    early = issue(api, client["id"], "2020-01-10", "100.00")
    pay(api, client["id"], "2020-01-21", "121.00")
    issue(api, client["id"], "2020-02-03", "100.00")
    pay(api, client["id"], "2020-03-23", "121.00")
    last = issue(api, client["id"], "2020-04-01", "100.00")
    page.goto(f"/clients/{client['id']}")
    cells = page.locator("#money ol a")
    expect(cells).to_have_count(3)
    expect(cells.nth(0)).to_have_accessible_name(
        f"{early['number']}: samaksāts 3 dienas pirms termiņa"
    )
    expect(cells.nth(1)).to_have_accessible_name(re.compile("samaksāts 35 dienas pēc termiņa"))
    expect(cells.nth(2)).to_have_accessible_name(
        re.compile(f"{last['number']}: nav samaksāts, kavē")
    )
    heights = [cell.locator("span").bounding_box() for cell in cells.all()]
    assert [round(box["height"]) for box in heights if box] == [6, 18, 28]
    cells.nth(2).focus()
    page.keyboard.press("ArrowLeft")
    expect(cells.nth(1)).to_be_focused()
    expect(page.get_by_role("tooltip")).to_contain_text("Samaksāts 23.03.2020.")
    page.keyboard.press("Tab")
    expect(cells.nth(2)).not_to_be_focused()
    cells.nth(0).click()
    expect(page).to_have_url(re.compile(f"/invoices/{early['id']}"))


def test_ageing_makes_what_is_open_and_units_make_the_chain_to_the_cent(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Sakrīt līdz centam"')
    units = [add_unit(api, client["id"], name=f"Veikals {n}", kind="branch") for n in range(12)]
    for number, unit in enumerate(units):
        issue(api, client["id"], "2020-03-02", f"{10 + number}.37", unit["id"])
    issue(api, client["id"], "2021-03-01", "33.33")
    page.goto(f"/clients/{client['id']}")
    buckets = page.get_by_role("list", name="Atvērtais pēc kavējuma").locator("a")
    expect(buckets).to_have_count(5)
    assert [sum(amounts(buckets))] == amounts(figure(page, "Atvērts"))
    matrix = page.locator("#turnover table")
    for is_whole in (False, True):
        body, foot = matrix.locator("tbody tr"), matrix.locator("tfoot td")
        expect(body).to_have_count(13 if is_whole else 11)
        rows = [amounts(row.locator("td")) for row in body.all()]
        assert all(total == sum(years) for total, *years in rows)
        assert sum(total for total, *_ in rows) == amounts(foot)[0] == Decimal("223.77")
        if not is_whole:
            matrix.get_by_role("button", name="Vēl 3 struktūrvienības").click()


def test_a_year_is_chosen_and_kept_in_the_address(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Gadu izvēle"')
    issue(api, client["id"], "2019-05-06", "100.00")
    issue(api, client["id"], "2020-05-06", "150.00")
    page.goto(f"/clients/{client['id']}")
    page.locator("#turnover").get_by_role("button", name="2020").click()
    expect(page).to_have_url(re.compile("year=2020"))
    expect(page.locator("#turnover figcaption")).to_contain_text("+50\xa0%")
    page.reload()
    may = page.locator("#turnover figure").get_by_role("link", name="maijs 2020: 150,00")
    may.click()
    expect(page).to_have_url(re.compile("from=2020-05-01&to=2020-05-31"))


def test_too_few_invoices_are_no_way_of_paying(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Vēl nezināms"')
    page.goto(f"/clients/{client['id']}")
    expect(page.locator("#money")).to_contain_text("vēl nevar spriest: 24 mēnešos 0 termiņu")
    expect(page.locator("#money")).to_contain_text("Nekas nav atvērts.")
    expect(page.locator("#turnover")).to_contain_text("Rēķinu vēl nav.")


def test_money_that_is_not_known_is_never_zero_and_heals_by_itself(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Nezināmā nauda"')
    issue(api, client["id"], "2020-01-10", "100.00")

    def without_money(route: Route) -> None:
        card = json.loads(route.fetch().text())
        gone = {"state": "unavailable", "as_of": None, "code": "PART_UNAVAILABLE", "data": None}
        card["sections"]["turnover"] = card["sections"]["autogen"] = gone
        route.fulfill(status=200, json=card)

    page.route("**/card*", without_money)
    page.goto(f"/clients/{client['id']}")
    for block in ("#money", "#turnover"):
        expect(page.locator(block)).to_contain_text("pašlaik nav pieejama")
        expect(page.locator(block).get_by_role("button", name="Mēģināt vēlreiz")).to_be_visible()
        assert "0,00" not in page.locator(block).inner_text()
    page.unroute("**/card*")
    expect(figure(page, "Atvērts")).to_have_text("121,00\xa0€")


def test_an_open_card_follows_a_payment_made_elsewhere(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Maksā citur"')
    issue(api, client["id"], "2020-01-10", "100.00")
    page.goto(f"/clients/{client['id']}")
    expect(figure(page, "Atvērts")).to_have_text("121,00\xa0€")
    page.wait_for_timeout(500)
    pay(api, client["id"], "2020-02-10", "121.00")
    expect(figure(page, "Atvērts")).to_have_text("0,00\xa0€")
    expect(page.locator("#money")).to_contain_text("Nekas nav atvērts.")


def test_a_statement_is_read_for_chosen_days_and_saved(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Izraksts"')
    issue(api, client["id"], "2020-01-10", "100.00")
    invoice = issue(api, client["id"], "2020-02-10", "200.00")
    pay(api, client["id"], "2020-03-02", "121.00")
    page.goto(f"/clients/{client['id']}")
    page.get_by_role("button", name="Norēķinu izraksts").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("No", exact=True).fill("1.2.2020")
    dialog.get_by_label("Līdz").fill("31.03.2020.")
    rows = dialog.locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("Sākuma atlikums")
    expect(rows.nth(1)).to_contain_text(f"Rēķins {invoice['number']}")
    expect(rows.nth(2)).to_contain_text("Maksājums")
    balances = amounts(dialog.locator("tr td:nth-child(4)"))
    assert [f"{each:.2f}" for each in balances] == ["121.00", "363.00", "242.00", "242.00"]
    for form in ("PDF", "XLSX"):
        with page.expect_download() as download:
            dialog.get_by_role("button", name=form).click()
        assert download.value.suggested_filename.endswith(f".{form.lower()}")
