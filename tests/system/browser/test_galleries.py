"""Galleries as people see them: photos added by the page, looked at by keyboard, turned, thrown away and moved."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from typing import Any

import httpx2
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect

from tests.system.browser.conftest import add_unit, create

DROP = """([selector, name, base64]) => {
  const transfer = new DataTransfer()
  const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))
  transfer.items.add(new File([bytes], name, { type: 'image/jpeg' }))
  window.dropFiles = (types) => types.forEach((type) => document.querySelector(selector)
    .dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true })))
  window.dropFiles(['dragenter', 'dragover'])
}"""
_TAKEN = 0x9003
_ORIENTATION = 0x0112
_EXIF = 0x8769
_GPS = 0x8825


def jpeg(colour: str, taken: str = "", orientation: int = 1, *, is_placed: bool = False) -> bytes:
    """A photo of 320 x 200 pixels before it is turned upright; `is_placed` in Valmiera."""
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    if taken:
        exif.get_ifd(_EXIF)[_TAKEN] = taken
    if is_placed:
        exif.get_ifd(_GPS).update({1: "N", 2: (57.0, 32.0, 18.0), 3: "E", 4: (25.0, 25.0, 23.0)})
    out = io.BytesIO()
    Image.new("RGB", (320, 200), colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def picture(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def media_of(api: httpx2.Client, unit: dict[str, Any], **query: Any) -> list[dict[str, Any]]:
    return api.get("/api/media", params={"unit_id": unit["id"]} | query).json()["media"]


def tile(page: Page, name: str) -> Locator:
    return page.get_by_role("main").get_by_role("button", name=name, exact=True)


def add(page: Page, *files: dict[str, Any]) -> None:
    """Files chosen from the disk, and their small pictures waited for."""
    page.locator("header input[type=file]").first.set_input_files(list(files))
    for file in files:
        loaded = tile(page, file["name"]).locator("img")
        expect(loaded).to_have_js_property("complete", True)
        expect(loaded).not_to_have_js_property("naturalWidth", 0)


def test_photos_are_added_seen_by_month_and_looked_at_by_keyboard(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Fotogrāfijas"')
    unit = add_unit(api, client["id"], name="Valmiera")
    page.goto(f"/galleries/{unit['id']}")
    expect(
        page.get_by_role("heading", name="Velciet failus šeit vai fotografējiet")
    ).to_be_visible()
    add(
        page,
        picture("jumts.jpg", jpeg("navy", "2024:03:09 12:00:00", orientation=6)),
        picture("siena.jpg", jpeg("olive", "2024:02:01 12:00:00")),
    )
    expect(page.get_by_role("heading", level=2)).to_have_text(
        [re.compile("2024. gada marts"), re.compile("2024. gada februāris")]
    )
    roof, wall = media_of(api, unit)
    assert (roof["file_name"], roof["width"], roof["height"]) == ("jumts.jpg", 200, 320)
    page.locator("body").press("ArrowRight")
    expect(tile(page, "jumts.jpg")).to_be_focused()
    page.keyboard.press("Enter")
    viewer = page.get_by_role("dialog", name="Skatītājs")
    expect(viewer.get_by_role("img", name="jumts.jpg")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(viewer.get_by_role("img", name="siena.jpg")).to_be_visible()
    expect(page).to_have_url(re.compile(f"photo={wall['id']}"))
    page.keyboard.press("+")
    near = viewer.get_by_role("img").get_attribute("style")
    page.keyboard.press("Home")
    expect(viewer.get_by_role("img", name="jumts.jpg")).to_have_attribute("style", near or "")
    # Pressed faster than it is saved: each turn counts.
    with page.expect_response(lambda answer: _turned(answer) == 270):
        for _ in range(3):
            page.keyboard.press("r")
    expect(viewer.get_by_role("img", name="jumts.jpg")).to_have_js_property("naturalWidth", 320)
    assert media_of(api, unit)[0]["turned"] == 270
    page.keyboard.press("b")
    page.get_by_role("dialog", name="Kura fotogrāfija").get_by_role(
        "button", name="siena.jpg"
    ).click()
    expect(viewer.get_by_role("figure")).to_have_count(2)
    assert media_of(api, unit)[0]["before_id"] == wall["id"]
    with page.expect_download() as saving:
        page.keyboard.press("Enter")
    assert saving.value.suggested_filename == "jumts.jpg"
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    expect(page).not_to_have_url(re.compile("photo="))
    page.goto(f"/clients/{client['id']}")
    block = page.locator("#galleries")
    expect(block.get_by_role("list", name="Pēdējās fotogrāfijas").locator("img")).to_have_count(2)
    block.get_by_role("link", name="jumts.jpg").click()
    expect(viewer.get_by_role("img", name="jumts.jpg")).to_be_visible()


def _turned(answer: Response) -> int | None:
    """How far a picture stands turned that was saved just now."""
    return answer.json()["media"]["turned"] if answer.request.method == "PUT" else None


def test_a_photo_goes_to_the_bin_and_comes_back(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Atkritne"')
    unit = add_unit(api, client["id"], name="Cēsis")
    page.goto(f"/galleries/{unit['id']}")
    add(page, picture("liekā.jpg", jpeg("gray")))
    tile(page, "liekā.jpg").click()
    page.keyboard.press("Delete")
    expect(tile(page, "liekā.jpg")).to_have_count(0)
    assert media_of(api, unit) == []
    page.get_by_role("button", name="Atsaukt").click()
    expect(tile(page, "liekā.jpg")).to_be_visible()
    page.locator("body").press("Control+a")
    page.get_by_role("button", name="Uz atkritni").click()
    expect(tile(page, "liekā.jpg")).to_have_count(0)
    page.get_by_role("button", name="Atkritne").click()
    expect(tile(page, "liekā.jpg")).to_be_visible()
    page.locator("body").press("Control+a")
    page.get_by_role("button", name="Atjaunot").click()
    expect(page.get_by_role("heading", name="Atkritne ir tukša.")).to_be_visible()
    assert [one["file_name"] for one in media_of(api, unit)] == ["liekā.jpg"]


def test_only_what_is_marked_is_taken_along(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Līdzņemšana"')
    unit = add_unit(api, client["id"], name="Ogre")
    page.goto(f"/galleries/{unit['id']}")
    add(page, picture("jumts.jpg", jpeg("gray")), picture("siena.jpg", jpeg("red")))
    page.get_by_role("checkbox", name="Atzīmēt: siena.jpg").check()
    with page.expect_download() as saving:
        page.get_by_role("toolbar").get_by_role("link", name="ZIP").click()
    names = zipfile.ZipFile(saving.value.path()).namelist()
    assert [name.rpartition("/")[2] for name in names] == ["siena.jpg", "saturs.csv"]
    assert saving.value.suggested_filename.startswith("Ogre ")


def test_keys_go_on_at_the_photo_that_was_closed_and_beside_the_one_thrown_away(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Taustiņi"')
    unit = add_unit(api, client["id"], name="Smiltene")
    page.goto(f"/galleries/{unit['id']}")
    days = {"trešā.jpg": "03", "otrā.jpg": "02", "pirmā.jpg": "01"}
    add(
        page,
        *(picture(name, jpeg("navy", f"2024:03:{day} 12:00:00")) for name, day in days.items()),
    )
    tile(page, "trešā.jpg").click()
    page.keyboard.press("ArrowRight")
    viewer = page.get_by_role("dialog", name="Skatītājs: otrā.jpg")
    viewer.get_by_role("button", name="Nākamais").focus()
    page.keyboard.press("Tab")
    expect(page.locator("header a:focus")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(tile(page, "otrā.jpg")).to_be_focused()
    page.keyboard.press("Delete")
    expect(tile(page, "otrā.jpg")).to_have_count(0)
    expect(tile(page, "pirmā.jpg")).to_be_focused()
    page.keyboard.press("Delete")
    expect(tile(page, "trešā.jpg")).to_be_focused()
    assert [one["file_name"] for one in media_of(api, unit)] == ["trešā.jpg"]


def test_a_moved_photo_is_only_in_the_other_gallery_and_tells_where_it_was(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Divas galerijas"')
    first = add_unit(api, client["id"], name="Ogre")
    second = add_unit(api, client["id"], name="Salaspils")
    page.goto(f"/galleries/{first['id']}")
    add(page, picture("durvis.jpg", jpeg("teal")))
    page.locator("body").press("ArrowRight")
    page.keyboard.press("x")
    page.get_by_role("button", name="Pārvietot").click()
    window = page.get_by_role("dialog", name="Pārvietot 1 failu")
    expect(window.get_by_label("Struktūrvienība")).to_have_value(second["id"])
    page.keyboard.press("Control+Enter")
    expect(tile(page, "durvis.jpg")).to_have_count(0)
    assert (len(media_of(api, first)), len(media_of(api, second))) == (0, 1)
    page.get_by_role("link", name="Salaspils").click()
    tile(page, "durvis.jpg").click()
    page.keyboard.press("i")
    details = page.get_by_role("complementary", name="Ziņas par failu")
    expect(details).to_contain_text("Pārvietots no „Ogre”")
    details.get_by_label("Birkas").fill("durvis, ieeja")
    page.keyboard.press("Enter")
    expect(details.get_by_role("button", name="Saglabāt")).to_have_count(0)
    assert media_of(api, second)[0]["tags"] == ["durvis", "ieeja"]


def test_a_picture_that_is_not_shown_can_be_tried_again(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Bojāta karte"')
    unit = add_unit(api, client["id"], name="Saulkrasti")
    page.route("**/api/media/*/thumb*", lambda route: route.abort())
    page.goto(f"/galleries/{unit['id']}")
    page.locator("header input[type=file]").first.set_input_files(
        [picture("vesela.jpg", jpeg("purple")), picture("pusē.jpg", jpeg("pink")[:500])]
    )
    for name in ("vesela.jpg", "pusē.jpg"):
        expect(tile(page, name)).to_contain_text("Oriģināls ir drošs")
    page.unroute("**/api/media/*/thumb*")
    page.get_by_role("button", name="Mēģināt vēlreiz: vesela.jpg").click()
    expect(tile(page, "vesela.jpg").locator("img")).to_have_js_property("naturalWidth", 320)
    expect(page.get_by_role("button", name="Mēģināt vēlreiz: vesela.jpg")).to_have_count(0)
    tile(page, "pusē.jpg").click()
    viewer = page.get_by_role("dialog", name="Skatītājs")
    page.keyboard.press("i")
    expect(viewer.get_by_text("Attēlu sagatavot neizdevās.")).to_be_visible()
    with page.expect_response("**/api/media/remake-previews") as remaking:
        viewer.get_by_role("button", name="Mēģināt vēlreiz: pusē.jpg").first.click()
    assert remaking.value.json()["media"][0]["preview"] == "pending"
    expect(viewer.get_by_text("Attēlu sagatavot neizdevās.")).to_be_visible()


def test_photos_of_a_colleague_come_by_themselves(
    page: Page, context: BrowserContext, api: httpx2.Client
):
    client = create(api, name='SIA "Divi telefoni"')
    unit = add_unit(api, client["id"], name="Madona")
    other = context.new_page()
    other.goto(f"/galleries/{unit['id']}")
    expect(other.get_by_role("heading", name="Velciet failus šeit")).to_be_visible()
    card = context.new_page()
    card.goto(f"/clients/{client['id']}")
    expect(card.get_by_text("Fotogrāfiju vēl nav.")).to_be_visible()
    page.goto(f"/galleries/{unit['id']}")
    add(page, picture("kolēģes.jpg", jpeg("gold")))
    expect(tile(other, "kolēģes.jpg").locator("img")).to_have_js_property("naturalWidth", 320)
    expect(other.get_by_role("link", name="Madona")).to_contain_text("1")
    expect(card.locator("#galleries").get_by_role("img", name="kolēģes.jpg")).to_be_visible()


def test_a_photo_tells_its_place_and_a_corrected_time_puts_it_into_its_month(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Nepareizs pulkstenis"')
    unit = add_unit(api, client["id"], name="Limbaži")
    page.goto(f"/galleries/{unit['id']}")
    add(page, picture("sniegs.jpg", jpeg("white", "2024:07:01 10:00:59", is_placed=True)))
    add(page, picture("vasara.jpg", jpeg("green", "2024:07:02 10:00:00")))
    page.locator("body").press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(tile(page, "sniegs.jpg")).to_be_focused()
    page.keyboard.press("i")
    details = page.get_by_role("complementary", name="Ziņas par failu")
    expect(details.get_by_role("link", name="57.53833, 25.42306")).to_have_attribute(
        "href",
        "https://www.openstreetmap.org/?mlat=57.53833&mlon=25.42306#map=17/57.53833/25.42306",
    )
    expect(details.get_by_label("Uzņemšanas diena")).to_have_value("01.07.2024.")
    expect(details.get_by_label("Uzņemšanas laiks")).to_have_value("10:00")
    details.get_by_label("Uzņemšanas diena").fill("31.1.2024")
    details.get_by_label("Uzņemšanas laiks").fill("24:00")
    expect(details.get_by_text("Ievadiet laiku, piemēram, 09:30.")).to_be_visible()
    expect(details.get_by_role("button", name="Saglabāt")).to_have_count(0)
    details.get_by_label("Uzņemšanas laiks").fill("23.30")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text(
        [re.compile("2024. gada jūlijs"), re.compile("2024. gada janvāris"), "Ziņas par failu"]
    )
    expect(details.get_by_role("button", name="Saglabāt")).to_have_count(0)
    (snow,) = media_of(api, unit, year=2024, month=1)
    assert (snow["file_name"], snow["taken_at"]) == ("sniegs.jpg", "2024-01-31T21:30:00.000Z")


def test_a_stranger_sees_shared_pictures_until_the_link_is_revoked(
    page: Page, browser: Browser, api: httpx2.Client
):
    client = create(api, name='SIA "Kopīgotie attēli"')
    unit = add_unit(api, client["id"], name="Dobele")
    page.goto(f"/galleries/{unit['id']}")
    add(page, picture("ceriņi.jpg", jpeg("plum")), picture("sēta.jpg", jpeg("brown")))
    page.get_by_role("checkbox", name="Atzīmēt: ceriņi.jpg").check()
    page.get_by_role("button", name="Kopīgot saiti").click()
    window = page.get_by_role("dialog", name="Kopīgot 1 attēlu")
    window.get_by_label("Cik ilgi saite darbojas").select_option("30 dienas")
    page.keyboard.press("Control+Enter")
    address = window.get_by_role("status").inner_text()
    stranger = browser.new_context()
    shared = stranger.new_page()
    shared.goto(address)
    expect(shared.get_by_role("img")).to_have_count(1)
    expect(shared.get_by_role("img")).to_have_js_property("naturalWidth", 320)
    expect(shared.get_by_text("ceriņi")).to_have_count(0)
    assert stranger.cookies() == []
    window.get_by_role("button", name="Atsaukt saiti").click()
    expect(window.get_by_role("listitem")).to_have_count(0)
    shared.reload()
    expect(shared.get_by_role("heading", name="Saite vairs nav derīga")).to_be_visible()
    expect(shared.get_by_role("img")).to_have_count(0)
    stranger.close()


def test_where_dropped_files_go_is_named_and_asked(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Ievilktās fotogrāfijas"')
    unit = add_unit(api, client["id"], name="Tukums")
    add_unit(api, client["id"], name="Kandava")
    page.goto(f"/galleries/{unit['id']}")
    expect(page.get_by_role("link", name="Kandava")).to_be_visible()
    encoded = base64.b64encode(jpeg("maroon")).decode()
    page.evaluate(DROP, ["main h1", "logs.jpg", encoded])
    expect(page.get_by_text("Pievienot galerijai „Tukums”")).to_be_visible()
    page.evaluate("window.dropFiles(['drop'])")
    expect(page.get_by_role("dialog", name="Pievienot galerijai „Tukums”?")).to_be_visible()
    assert media_of(api, unit) == []
    page.keyboard.press("Enter")
    expect(tile(page, "logs.jpg")).to_be_visible()
    assert [one["file_name"] for one in media_of(api, unit)] == ["logs.jpg"]
    page.locator("header input[type=file]").first.set_input_files(
        picture("tas pats.jpg", jpeg("maroon"))
    )
    expect(page.get_by_text(re.compile("jau ir galerijā Tukums, "))).to_be_visible()
