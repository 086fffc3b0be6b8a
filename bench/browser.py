"""What a person waits for in the browser: Chromium driven by Playwright, times taken inside the page (see browser.js)."""

from __future__ import annotations

import random
import statistics
from pathlib import Path

from playwright.sync_api import CDPSession, Error, Page, sync_playwright

from bench import words
from bench.figure import CannotMeasure, Figure
from bench.measure import percentile
from bench.rest import Rest
from bench.system import System
from tools import chromium

TITLE = "Browser"
SCRIPT = Path(__file__).with_suffix(".js")
LOADS = 7
WORDS = 12
LETTERS = 5
FRAMES = 400
SCROLL_PIXELS = {"fast": 250, "as by dragging the bar": 1_200}
"""Pixels a frame: 15 000 a second is a hard spin of the wheel; 1 200 shows a wholly new screen in every frame."""
TYPING_PAUSE_MS = 120
SEED = 11


def measure(system: System) -> list[Figure]:
    """Every figure a person can feel."""
    rest = system.rest()
    total = int(rest.json("/api/catalogue", q="*", limit=1)["total"])
    try:
        with sync_playwright() as playwright:
            browser = chromium.launch(playwright)
            page = browser.new_page(viewport={"width": 1440, "height": 900}, bypass_csp=True)
            page.add_init_script(path=SCRIPT)
            figures = [
                *_whole_list(page, system.url, total),
                *_scrolling(page),
                *_typing(page, system.url, rest),
            ]
            note = f"Chromium {browser.version}, 1440 x 900, headless"
            browser.close()
    except (Error, chromium.NoChromium) as error:
        raise CannotMeasure(f"the browser: {error}") from error
    return [Figure(f"frame of an idle page ({note})", figures[-1].reference_values), *figures]


def _open(page: Page, url: str, query: str) -> None:
    page.goto(f"{url}/?q={query}")
    page.wait_for_function("bench.ready()")
    page.wait_for_timeout(300)


def _press(page: Page, key: str, condition: str, value: object) -> float:
    """Milliseconds from the key to the painted result."""
    page.evaluate("key => bench.arm(key)", key)
    page.evaluate(
        "([condition, value]) => { window.painting = bench.painted(condition, value) }",
        [condition, value],
    )
    page.keyboard.press(key)
    return float(page.evaluate("window.painting"))


def _whole_list(page: Page, url: str, total: int) -> list[Figure]:
    """`*` in the search box after another query, then End at once, then Home and End when everything is loaded."""
    star: list[float] = []
    cold_end: list[float] = []
    warm_end: list[float] = []
    for _ in range(LOADS):
        _open(page, url, "sia")
        page.keyboard.press("Control+A")
        star.append(_press(page, "*", "everything", total))
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement?.id === 'catalogue-grid'")
        cold_end.append(_press(page, "End", "row", total - 1))
        page.wait_for_timeout(2500)
        page.keyboard.press("Home")
        page.wait_for_timeout(100)
        warm_end.append(_press(page, "End", "row", total - 1))
    return [
        Figure(
            f"`*` → first rows of {total:,} painted",
            usual(star),
            bar={"p50": 250.0},
            note=f"{LOADS} fresh pages",
        ),
        Figure(
            "End → last row painted, at once",
            usual(cold_end),
            bar={"p50": 100.0},
            note="rows not loaded yet",
        ),
        Figure(
            "End → last row painted, later",
            usual(warm_end),
            bar={"p50": 100.0},
            note="all rows loaded",
        ),
    ]


def _scrolling(page: Page) -> list[Figure]:
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})
    idle: list[float] = page.evaluate("bench.idle(100)")
    figures: list[Figure] = []
    for how, pixels in SCROLL_PIXELS.items():
        page.keyboard.press("Home")
        page.wait_for_timeout(500)
        before = _main_thread(tools)
        found = page.evaluate("([step, frames]) => bench.scroll(step, frames)", [pixels, FRAMES])
        spent = (_main_thread(tools) - before) * 1000 / FRAMES
        times: list[float] = found["times"]
        figures.append(
            Figure(
                f"frames while scrolling {how}, {pixels} px a frame",
                {**usual(times), "over 50 ms": sum(one > 50 for one in times)},
                bar={"max": 50.0} if how == "fast" else {}, reference="idle page", reference_values=usual(idle),
                note=f"{len(times)} frames, {found['empty']} with rows not loaded yet. CPU of the page's main thread: "
                f"{spent:.1f} ms a frame",
            )
        )  # fmt: skip
    return figures


def _main_thread(tools: CDPSession) -> float:
    """Seconds of processor time the page's main thread has spent on tasks."""
    metrics = tools.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


def _typing(page: Page, url: str, rest: Rest) -> list[Figure]:
    """Words typed letter by letter, each letter until its hits are painted."""
    rows = words.sample_rows(rest, 60, random.Random(SEED))
    typed = [
        row.typed[:LETTERS]
        for row in rows
        if len(row.typed) >= LETTERS and " " not in row.typed[:LETTERS]
    ][:WORDS]
    _open(page, url, "*")
    page.wait_for_timeout(2000)
    taken: list[float] = []
    for word in typed:
        page.keyboard.press("/")
        page.keyboard.press("Control+A")
        for end in range(1, len(word) + 1):
            taken.append(_press(page, word[end - 1], "query", word[:end]))
            page.wait_for_timeout(TYPING_PAUSE_MS)
    idle: list[float] = page.evaluate("bench.idle(100)")
    return [
        Figure(
            "keystroke → hits painted", usual(taken), bar={"p50": 60.0}, note=f"{len(taken)} letters of {len(typed)} words",
            reference="frame of an idle page", reference_values=usual(idle),
        )
    ]  # fmt: skip


def usual(times: list[float]) -> dict[str, float]:
    """p50, p99 and the longest."""
    return {"p50": statistics.median(times), "p99": percentile(times, 99), "max": max(times)}
