"""Galleries: making photos small, and scrolling through hundreds of them."""

from __future__ import annotations

import asyncio
import io
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Error, sync_playwright

from bench import browser
from bench.figure import CannotMeasure, Figure
from bench.measure import percentile
from bench.sending import MEGABYTE, add_to_gallery, copy_until, site
from bench.system import System
from services.galleries.previews import Previews
from tools import chromium

TITLE = "Galleries"
PICTURES = 20
SHOWN = 500
FRAMES = 400
SCROLL_PIXELS = 250
READY_SECONDS = 60.0
SCROLLED = """() => {
  let element = document.querySelector('[id^="media-"]')
  while (element && !(element.scrollHeight > element.clientHeight && /auto|scroll/.test(getComputedStyle(element).overflowY)))
    element = element.parentElement
  return element ?? document.scrollingElement
}"""
"""The nearest element around the photos that scrolls."""


def measure(system: System) -> Iterator[Figure]:
    """Previews in process, the gallery in Chromium."""
    photo = _photo()
    yield _previews(photo)
    yield _scrolling(system, photo)


def _photo() -> bytes:
    """24 megapixels, as full of detail as any photo."""
    noise = Image.frombytes("RGB", (600, 400), random.Random(1).randbytes(600 * 400 * 3))
    out = io.BytesIO()
    noise.resize((6000, 4000), Image.Resampling.BICUBIC).save(out, "JPEG", quality=88)
    return out.getvalue()


def _previews(photo: bytes) -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"
        path.write_bytes(photo)
        times = asyncio.run(_make(path))
    return Figure(
        "previews of a 24-megapixel photo, 480 and 2 048 pixels",
        {"p50": percentile(times, 50), "max": max(times)}, bar={"p50": 400.0},
        note=f"JPEG of {len(photo) / MEGABYTE:.1f} MB, {len(times)} times, in the warm child process",
    )  # fmt: skip


async def _make(path: Path) -> list[float]:
    previews = Previews()
    times: list[float] = []
    for _ in range(PICTURES + 1):
        began = time.perf_counter()
        await previews.make(path)
        times.append((time.perf_counter() - began) * 1000)
    await previews.close()
    return times[1:]


def _scrolling(system: System, photo: bytes) -> Figure:
    rest = system.rest()
    client, unit = site(rest)
    first = add_to_gallery(system, client, unit, "photo.jpg", photo)
    deadline = time.monotonic() + READY_SECONDS
    while rest.json(f"/api/media/{first}")["preview"] != "ready":
        if time.monotonic() > deadline:
            raise CannotMeasure("the photo has no preview")
        time.sleep(0.2)
    copy_until(rest, unit, first, SHOWN)
    try:
        with sync_playwright() as playwright:
            window = chromium.launch(playwright)
            page = window.new_page(viewport={"width": 1440, "height": 900}, bypass_csp=True)
            page.add_init_script(path=browser.SCRIPT)
            page.goto(f"{system.url}/galleries/{unit}")
            page.locator('[id^="media-"]').nth(SHOWN - 1).wait_for(state="attached")
            page.wait_for_timeout(1000)
            idle: list[float] = page.evaluate("bench.idle(100)")
            found: dict[str, Any] = page.evaluate(
                f"([step, frames]) => bench.scroll(step, frames, ({SCROLLED})())",
                [SCROLL_PIXELS, FRAMES],
            )
            window.close()
    except (Error, chromium.NoChromium) as error:
        raise CannotMeasure(f"the browser: {error}") from error
    times: list[float] = found["times"]
    return Figure(
        f"frames while a gallery of {SHOWN} photos is scrolled, {SCROLL_PIXELS} px a frame",
        {**browser.usual(times), "over 50 ms": sum(one > 50 for one in times)}, bar={"max": 50.0},
        reference="idle page", reference_values=browser.usual(idle), note=f"{len(times)} frames over {found['height']} px",
    )  # fmt: skip
