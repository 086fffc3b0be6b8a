"""Galleries as people see them: photos added on the page of a unit, the viewer by keyboard, the bin, and moving to another unit."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import httpx2
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.system.browser.conftest import add_unit, create

EXIF_IFD, TAKEN, ORIENTATION = 0x8769, 0x9003, 0x0112


def photo(colour: str, taken: str = "", orientation: int = 1) -> bytes:
    """A JPEG as a camera writes it."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    if taken:
        exif.get_ifd(EXIF_IFD)[TAKEN] = taken
    file = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(file, "JPEG", exif=exif)
    return file.getvalue()


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Two photos on the disk: of March 2024, lying on its side, and of May 2025."""
    found = [tmp_path / "Jumts.jpg", tmp_path / "Siena.jpg"]
    found[0].write_bytes(photo("steelblue", "2024:03:09 10:00:00", orientation=6))
    found[1].write_bytes(photo("darkred", "2025:05:05 12:00:00"))
    return found


def media_of(api: httpx2.Client, unit: dict[str, Any], **more: str) -> list[dict[str, Any]]:
    return api.get("/api/media", params={"unit_id": unit["id"], **more}).json()["media"]


def test_photos_are_added_seen_turned_and_taken_away_by_keyboard(
    page: Page, api: httpx2.Client, photos: list[Path]
):
    client = create(api, name='SIA "Fotografētie objekti"')
    unit = add_unit(api, client["id"], name="Noliktava")
    page.goto(f"/galleries/{unit['id']}")
    expect(page.get_by_text("Velciet failus šeit vai fotografējiet: Noliktava")).to_be_visible()
    page.locator("input[type=file]").last.set_input_files(photos)
    headings = page.get_by_role("heading", level=2)
    expect(headings).to_have_text(["maijs 2025 1", "marts 2024 1"])
    pictures = page.locator("[data-tile] img")
    expect(pictures).to_have_count(2)
    upright = pictures.last.evaluate("(one) => one.naturalHeight > one.naturalWidth")
    assert upright, "the orientation of the camera is heeded"

    page.locator("[data-tile]").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    viewer = page.get_by_role("dialog", name="Jumts.jpg")
    expect(viewer).to_contain_text("2 no 2")
    page.keyboard.press("Home")
    expect(page.get_by_role("dialog", name="Siena.jpg")).to_contain_text("1 no 2")
    page.keyboard.press("r")
    page.wait_for_function(
        """() => { const shown = document.querySelector('dialog figure img');
                   return shown && shown.naturalHeight > shown.naturalWidth }"""
    )
    page.keyboard.press("i")
    page.get_by_label("Apraksts").fill("Siena pēc remonta")
    page.get_by_label("Birkas").fill("siena, remonts")
    page.get_by_label("Birkas").press("Enter")
    expect(page.get_by_role("dialog", name="Siena pēc remonta")).to_be_visible()
    [first, _] = media_of(api, unit)
    assert (first["turned"], first["tags"]) == (90, ["siena", "remonts"])

    page.locator("dialog").press("Delete")
    expect(page.get_by_role("dialog", name="Jumts.jpg")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-tile]")).to_have_count(1)
    page.get_by_role("button", name="Atsaukt").click()
    expect(page.locator("[data-tile]")).to_have_count(2)

    page.goto(f"/clients/{client['id']}")
    block = page.locator("#galleries")
    expect(block.get_by_role("list", name="Pēdējās fotogrāfijas").locator("li")).to_have_count(2)
    expect(block).to_contain_text("Noliktava 2")


def test_a_file_moves_to_another_unit_and_is_only_there(page: Page, api: httpx2.Client):
    client = create(api, name='SIA "Pārvietotās fotogrāfijas"')
    unit = add_unit(api, client["id"], name="Birojs")
    other = add_unit(api, client["id"], name="Veikals")
    page.goto(f"/galleries/{unit['id']}")
    page.locator("input[type=file]").last.set_input_files(
        {"name": "piezīmes.txt", "mimeType": "text/plain", "buffer": "Viss kārtībā".encode()}
    )
    tile = page.locator("[data-tile]")
    expect(tile).to_have_count(1)
    tile.focus()
    page.keyboard.press("x")
    page.get_by_role("button", name="Pārvietot").click()
    window = page.get_by_role("dialog", name="Pārvietot 1 failu uz citu galeriju")
    window.get_by_label("Struktūrvienība").select_option("Veikals")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Pārvietots 1 fails")).to_be_visible()
    expect(tile).to_have_count(0)
    assert media_of(api, unit) == []
    [moved] = media_of(api, other)
    assert moved["file_name"] == "piezīmes.txt"
    page.get_by_role("link", name="Veikals 1").click()
    tile.click()
    page.keyboard.press("i")
    expect(page.get_by_text("Pārvietots no")).to_be_visible()
    expect(page.get_by_role("complementary", name="Par failu")).to_contain_text("Birojs")


def test_files_dropped_where_there_are_several_units_ask_for_the_one_that_is_meant(
    page: Page, api: httpx2.Client
):
    client = create(api, name='SIA "Ievilktās fotogrāfijas"')
    unit = add_unit(api, client["id"], name="Garāža")
    add_unit(api, client["id"], name="Pagalms")
    page.goto(f"/galleries/{unit['id']}")
    expect(page.get_by_role("link", name="Pagalms 0")).to_be_visible()
    page.evaluate(
        """() => {
          const transfer = new DataTransfer()
          transfer.items.add(new File(['teksts'], 'a.txt'))
          const place = document.querySelector('main p')
          for (const type of ['dragenter', 'dragover', 'drop'])
            place.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }))
        }"""
    )
    expect(page.get_by_role("dialog")).to_contain_text("Pievienot 1 failu galerijai „Garāža”?")
    assert media_of(api, unit) == []
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-tile]")).to_have_count(1)
    assert [one["file_name"] for one in media_of(api, unit)] == ["a.txt"]
