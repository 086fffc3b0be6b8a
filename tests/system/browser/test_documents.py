"""Documents as people see them: files dropped on the card, the editor, the page of one document, and the register."""

from __future__ import annotations

import base64
import io
import re
import uuid
from datetime import timedelta
from operator import itemgetter
from pathlib import Path
from typing import Any

import httpx2
import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from kit.clock import today_in_riga
from tests.system.browser.conftest import add_unit, create
from tests.system.conftest import System

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DROP = """([selector, files]) => {
  const transfer = new DataTransfer()
  for (const [name, base64] of files) {
    transfer.items.add(new File([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], name))
  }
  const place = document.querySelector(selector)
  for (const type of ['dragenter', 'dragover', 'drop']) {
    place.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }))
  }
}"""


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    """A printed contract on the disk."""
    path = tmp_path / "Apkopes līgums.pdf"
    path.write_bytes(PDF)
    return path


def put_link(api: httpx2.Client, client: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A document that lies elsewhere."""
    document = {
        "type": "contract",
        "title": "Nomas līgums",
        "client_ids": [client["id"]],
        "url": "https://piemers.lv/ligums",
    }
    answer = api.put(f"/api/documents/{uuid.uuid4()}", json=document | fields)
    assert answer.status_code == 200, answer.text
    return answer.json()


def documents_of(api: httpx2.Client, client: dict[str, Any]) -> list[dict[str, Any]]:
    return api.get("/api/documents", params={"client_id": client["id"]}).json()["documents"]


def test_files_dropped_on_the_card_become_documents_that_can_be_named(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Ievilktie faili"')
    page.goto(f"/clients/{client['id']}")
    block = page.locator("#documents")
    expect(block).to_contain_text("Dokumentu vēl nav.")
    files = [("Stāva plāns.png", PICTURE), ("Apkopes līgums.pdf", PDF)]
    encoded = [[name, base64.b64encode(content).decode()] for name, content in files]
    page.evaluate(DROP, ["#documents ul", encoded])
    rows = block.get_by_role("list", name="Dokumenti").locator("li")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Apkopes līgums")
    expect(rows.first).to_contain_text("Cits dokuments")
    expect(block.get_by_role("list", name="Augšupielādes")).to_have_count(0)
    assert [one["file"]["media_type"] for one in documents_of(api, client)] == [
        "application/pdf",
        "image/png",
    ]
    block.get_by_role("button", name="Labot: Apkopes līgums").click()
    page.get_by_label("Veids").select_option("contract")
    page.get_by_label("Numurs").fill("12/2026")
    page.get_by_label("Spēkā līdz").fill("31.12.2020")
    page.keyboard.press("Control+Enter")
    expect(rows.first).to_contain_text("Līgums · Nr. 12/2026")
    expect(rows.first).to_contain_text("beidzās 31.12.2020.")
    expect(block).to_contain_text("Beidzies 1 dokumenta termiņš")


def test_a_document_is_entered_opened_replaced_and_deleted_by_keyboard(
    page: Page, api: httpx2.Client, contract: Path
):
    client = create(api, name='SIA "Tastatūras dokumenti"')
    unit = add_unit(api, client["id"], name="Noliktava")
    page.goto(f"/documents?client={client['id']}")
    expect(page.get_by_role("heading", name="Šim klientam dokumentu vēl nav.")).to_be_visible()
    page.locator("body").press("n")
    window = page.get_by_role("dialog", name="Jauns dokuments")
    expect(window.get_by_label("Nosaukums")).to_be_focused()
    window.locator("input[type=file]").set_input_files(contract)
    expect(window.get_by_label("Nosaukums")).to_have_value("Apkopes līgums")
    window.get_by_label("Struktūrvienība").select_option("Noliktava")
    page.keyboard.press("Control+Enter")
    expect(window).to_have_count(0)
    page.get_by_role("grid", name="Dokumentu saraksts").press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Apkopes līgums")
    expect(page.get_by_role("link", name='SIA "Tastatūras dokumenti"')).to_be_visible()
    expect(page.get_by_text("Noliktava", exact=True)).to_be_visible()
    expect(page.locator("iframe[title=Priekšskatījums]")).to_be_visible()
    with page.expect_download() as saving:
        page.locator("body").press("d")
    assert saving.value.suggested_filename == "Apkopes līgums.pdf"
    first = page.url

    page.locator("body").press("v")
    window = page.get_by_role("dialog", name="Jauna versija: Apkopes līgums")
    contract.write_bytes(PDF + b"\n% otrais")
    window.locator("input[type=file]").set_input_files(contract)
    window.get_by_label("Numurs").fill("2")
    page.keyboard.press("Control+Enter")
    expect(window).to_have_count(0)
    versions = page.get_by_role("list", name="Versijas").locator("li")
    expect(versions).to_have_count(2)
    expect(versions.first).to_contain_text("Nr. 2pašreizējā")
    expect(versions.last).to_contain_text("aizstāts")
    assert page.url != first
    [current] = documents_of(api, client)
    assert (current["number"], current["unit_id"]) == ("2", unit["id"])

    page.get_by_role("button", name="Vairāk darbību").click()
    page.get_by_role("button", name="Dzēst").click()
    expect(page).to_have_url(re.compile(f"/documents\\?client={client['id']}$"))
    page.get_by_role("button", name="Atsaukt").click()
    expect(page.get_by_text("Dokuments „Apkopes līgums” atjaunots.")).to_be_visible()
    assert [one["id"] for one in documents_of(api, client)] == [current["id"]]


def test_a_change_by_somebody_else_is_shown_and_mine_stays_on_top(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Divi labotāji"')
    document = put_link(api, client, number="1")
    page.goto(f"/documents/{document['id']}")
    expect(page.get_by_text("Dokuments glabājas citur.")).to_be_visible()
    page.locator("body").press("e")
    window = page.get_by_role("dialog")
    window.get_by_label("Nosaukums").fill("Telpu nomas līgums")
    kept = ("type", "title", "client_ids", "url")
    theirs = {name: document[name] for name in kept} | {"number": "7", "note": "Pārskatīts"}
    answer = api.put(
        f"/api/documents/{document['id']}", json=theirs, headers={"If-Match": document["etag"]}
    )
    assert answer.status_code == 200, answer.text
    page.keyboard.press("Control+Enter")
    expect(window.get_by_role("alert")).to_contain_text("mainījis kāds cits")
    expect(window.get_by_label("Numurs")).to_have_value("7")
    expect(window).to_contain_text("Pašreizējā: Pārskatīts")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Telpu nomas līgums")
    [now] = documents_of(api, client)
    assert (now["title"], now["number"], now["note"]) == ("Telpu nomas līgums", "7", "Pārskatīts")


def test_a_file_that_the_system_refuses_says_why_and_leaves_no_document(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Programma"')
    page.goto(f"/clients/{client['id']}")
    block = page.locator("#documents")
    block.locator("input[type=file]").set_input_files(
        {"name": "virus.exe", "mimeType": "application/pdf", "buffer": b"MZ" + bytes(200)}
    )
    uploads = block.get_by_role("list", name="Augšupielādes")
    expect(uploads).to_contain_text("Programmas netiek pieņemtas.")
    expect(uploads.get_by_role("button", name="Mēģināt vēlreiz: virus.exe")).to_be_visible()
    uploads.get_by_role("button", name="Noņemt no saraksta: virus.exe").click()
    expect(uploads).to_have_count(0)
    assert documents_of(api, client) == []


def test_a_picture_that_would_take_gigabytes_to_paint_is_not_shown(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Bumba"')
    page.goto(f"/clients/{client['id']}")
    bomb = io.BytesIO()
    Image.new("1", (8_000, 8_000)).save(bomb, "PNG")
    files = [("maza.png", PICTURE), ("milzīga.png", bomb.getvalue())]
    block = page.locator("#documents")
    block.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "image/png", "buffer": content} for name, content in files]
    )
    block.get_by_role("link", name="maza", exact=True).click()
    expect(page.get_by_role("img", name="maza")).to_be_visible()
    page.keyboard.press("Escape")
    block.get_by_role("link", name="milzīga", exact=True).click()
    expect(page.get_by_text("Priekšskatījuma nav.")).to_be_visible()
    expect(page.get_by_role("img", name="milzīga")).to_have_count(0)


def test_an_upload_goes_on_when_the_connection_broke(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Sliktais tīkls"')
    broken: list[str] = []

    def break_first(route: Route) -> None:
        if route.request.method == "PATCH" and not broken:
            broken.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/api/uploads/*", break_first)
    page.goto(f"/clients/{client['id']}")
    block = page.locator("#documents")
    block.locator("input[type=file]").set_input_files(
        {"name": "Akts.pdf", "mimeType": "application/pdf", "buffer": PDF + b"2"}
    )
    expect(block.get_by_role("progressbar", name="Augšupielāde: Akts.pdf")).to_be_visible()
    expect(block.get_by_role("link", name="Akts", exact=True)).to_be_visible()
    assert len(broken) == 1
    assert [one["title"] for one in documents_of(api, client)] == ["Akts"]


def test_a_file_that_the_store_lost_is_told_and_not_shown_as_empty(
    page: Page, api: httpx2.Client, system: System
):
    client = create(api, name='SIA "Pazudušais fails"')
    page.goto(f"/clients/{client['id']}")
    block = page.locator("#documents")
    block.locator("input[type=file]").set_input_files(
        [
            {"name": "plāns.png", "mimeType": "", "buffer": PICTURE + b"1"},
            {"name": "līgums.pdf", "mimeType": "", "buffer": PDF + b"1"},
        ]
    )
    expect(block.get_by_role("link", name="Lejupielādēt")).to_have_count(2)
    for document in documents_of(api, client):
        digest = document["file"]["digest"]
        [stored] = system.state.glob(f"files/documents/blobs/*/{digest}")
        stored.unlink()
        page.goto(f"/documents/{document['id']}")
        expect(page.get_by_role("alert")).to_contain_text(
            "Failu nevar parādīt. Šī faila krātuvē nav."
        )


def test_what_clients_must_have_is_set_once_and_missed_on_their_cards(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Obligātie"')
    page.goto("/settings")
    page.get_by_role("checkbox", name="Pilnvara: Juridiska persona").check()
    page.get_by_role("checkbox", name="Piekrišana: Fiziska persona").check()
    page.get_by_role("region", name="Obligātie dokumenti").get_by_role(
        "button", name="Saglabāt"
    ).click()
    expect(page.get_by_text("Dati saglabāti.")).to_be_visible()
    page.goto(f"/clients/{client['id']}")
    missing = page.locator("#documents").get_by_role("button", name="Trūkst:")
    expect(missing).to_have_text(["Trūkst: pilnvara"])
    missing.click()
    window = page.get_by_role("dialog", name="Jauns dokuments")
    expect(window.get_by_label("Veids")).to_have_value("power_of_attorney")
    window.get_by_role("button", name="Saite").click()
    window.get_by_label("Adrese").fill("https://piemers.lv/pilnvara")
    window.get_by_label("Nosaukums").fill("Pilnvara parakstīt")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Pilnvara parakstīt", exact=True)).to_be_visible()
    expect(missing).to_have_count(0)


def test_the_register_tells_what_ends_and_whose_it_is(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Reģistra klients"')
    other = create(api, name='SIA "Reģistra otrs"')
    today = today_in_riga()
    put_link(api, client, title="Beidzas drīz", valid_to=str(today + timedelta(days=30)))
    put_link(api, client, title="Beidzies vakar", valid_to=str(today - timedelta(days=1)))
    both = [client["id"], other["id"]]
    put_link(api, client, title="Bez beigām", type="consent", client_ids=both)
    page.goto("/groups")
    page.locator("body").press("g")
    page.locator("body").press("d")
    expect(page).to_have_url(re.compile("/documents$"))
    grid = page.get_by_role("grid", name="Dokumentu saraksts")
    expect(grid.get_by_role("row", name=re.compile("Beidzies vakar"))).to_contain_text(
        'SIA "Reģistra klients"'
    )
    page.get_by_role("button", name="Beidzas 30 dienās").click()
    expect(page).to_have_url(re.compile("ends=soon"))
    expect(grid.get_by_role("link", name="Beidzas drīz")).to_be_visible()
    expect(grid.get_by_role("link", name="Beidzies vakar")).to_have_count(0)
    page.get_by_role("button", name="Beigušies").click()
    expect(grid.get_by_role("link", name="Beidzies vakar")).to_be_visible()
    page.goto(f"/documents?client={other['id']}&type=consent")
    expect(grid.get_by_role("link")).to_have_count(1)
    expect(page.get_by_role("region", name="Dokumentu skaits")).to_have_text("1 dokuments")
    page.locator("body").press("Escape")
    expect(page).to_have_url(re.compile(f"/clients/{other['id']}"))


def test_a_document_leads_back_to_where_it_was_opened(page: Page, api: httpx2.Client):
    clients = sorted(
        (create(api, name=f'SIA "Kopīgais {n}"') for n in (1, 2)), key=itemgetter("id")
    )
    # Of its clients this one is not the first.
    opened = clients[1]
    put_link(api, opened, title="Kopīgs", client_ids=[one["id"] for one in clients])
    page.goto(f"/clients/{opened['id']}")
    page.get_by_role("link", name="Kopīgs", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kopīgs")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kopīgs")
    page.locator("body").press("Escape")
    expect(page).to_have_url(re.compile(f"/clients/{opened['id']}"))
    page.goto(f"/documents?client={opened['id']}&type=contract")
    page.get_by_role("link", name="Kopīgs", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kopīgs")
    page.locator("body").press("Escape")
    expect(page).to_have_url(re.compile(f"/documents\\?client={opened['id']}&type=contract$"))


def test_what_was_deleted_is_in_the_bin_and_comes_back(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Atkritnes klients"')
    kept, removed = (put_link(api, client, title=title) for title in ("Paliek", "Dzēšams"))
    api.delete(f"/api/documents/{removed['id']}", headers={"if-match": removed["etag"]})
    page.goto(f"/documents?client={client['id']}")
    grid = page.get_by_role("grid", name="Dokumentu saraksts")
    expect(grid.get_by_role("link")).to_have_text([kept["title"]])
    page.get_by_role("button", name="Atkritne", exact=True).click()
    expect(grid.get_by_role("row", name=re.compile("Dzēšams"))).to_contain_text("izdzēsts")
    page.reload()
    expect(grid.get_by_role("row", name=re.compile("Dzēšams"))).to_contain_text("izdzēsts")
    grid.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Atkritnē tas ir 30 dienas.")
    page.get_by_role("button", name="Atjaunot").click()
    expect(page.get_by_text("Dokuments „Dzēšams” atjaunots.")).to_be_visible()
    page.locator("body").press("Escape")
    expect(page.get_by_role("heading", name="Atkritne ir tukša.")).to_be_visible()
    titles = sorted(one["title"] for one in documents_of(api, client))
    assert titles == ["Dzēšams", "Paliek"]
