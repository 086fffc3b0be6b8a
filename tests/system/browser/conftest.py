"""A real browser on the whole system: Debian's Chromium driven by Playwright; skipped where there is no Chromium."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tools import chromium

PATIENCE_MS = 15_000
PERSONAL_CODE = "010190-11234"


def create(api: httpx2.Client, **fields: Any) -> dict[str, Any]:
    """A client entered through the API."""
    answer = api.post(
        "/api/clients",
        json={"kind": "legal", **fields},
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


def add_unit(api: httpx2.Client, client_id: str, **fields: Any) -> dict[str, Any]:
    """A unit entered through the API."""
    answer = api.post(
        f"/api/clients/{client_id}/units",
        json=fields,
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


def patch(api: httpx2.Client, client_id: str, **fields: Any) -> dict[str, Any]:
    """A change made by somebody else meanwhile."""
    etag = api.get(f"/api/clients/{client_id}").json()["etag"]
    answer = api.patch(f"/api/clients/{client_id}", json=fields, headers={"If-Match": etag})
    assert answer.status_code == 200, answer.text
    return answer.json()


def total(api: httpx2.Client, query: str) -> int:
    """How many rows the catalogue has for a query."""
    return api.get("/api/catalogue", params={"q": query, "limit": 1}).json()["total"]


@dataclass
class Town:
    """Clients every browser test may look at; a test that changes a client makes its own."""

    chain: dict[str, Any] = field(default_factory=dict)
    units: dict[str, dict[str, Any]] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="session")
def town(system: Any) -> Town:
    """150 companies, a chain with an active, a main and a closed unit, and a person with a personal code."""
    made = Town()
    with system.client() as api:
        for number in range(150):
            create(
                api,
                name=f'SIA "Lauks {number:03}"',
                addresses=[{"kind": "legal", "line": f"Skolas iela {number + 1}, Rīga", "city": "Rīga" if number % 2 else "Cēsis"}],
            )  # fmt: skip
        made.chain = create(
            api,
            name='SIA "Vilnis Gastro"',
            channels=[{"kind": "phone", "value": "+371 26111222", "primary": True}],
            notice={"text": "Pirms piegādes zvanīt.", "scope": "all"},
        )
        chain_id = made.chain["id"]
        for name in ("Zolitūde", "Āgenskalns", "Bolderāja"):
            made.units[name] = add_unit(
                api, chain_id, name=name, kind="branch", address=f"{name} 1"
            )
        api.put(
            f"/api/clients/{chain_id}/main-unit", json={"unit_id": made.units["Zolitūde"]["id"]}
        )
        api.post(
            f"/api/units/{made.units['Bolderāja']['id']}/close",
            json={"closed_on": "2025-11-30", "reason": "Beidzies nomas līgums"},
        )
        made.person = create(
            api,
            kind="natural",
            first_name="Anna",
            last_name="Krūmiņa",
            identifiers=[{"type": "lv_personal_code", "value": PERSONAL_CODE}],
        )
        _wait_for_total(api, 152)
    return made


def _wait_for_total(api: httpx2.Client, count: int) -> None:
    for _ in range(150):
        if total(api, "*") >= count and total(api, "Zolitūde") >= 1:
            return
        time.sleep(0.1)
    raise AssertionError("the catalogue did not catch up")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of this folder; what Playwright leaves running would let no other event loop start."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        try:
            started = chromium.launch(playwright)
        except chromium.NoChromium as missing:
            pytest.skip(str(missing))
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser, system: Any) -> Iterator[BrowserContext]:
    """A fresh browser profile with a wide screen, without the service worker: while it takes over a page, answers of `route` pass it by."""
    fresh = browser.new_context(
        service_workers="block",
        base_url=system.base_url,
        viewport={"width": 1440, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    fresh.set_default_timeout(PATIENCE_MS)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab that must not complain: an uncaught error in the page fails the test."""
    tab = context.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    yield tab
    assert errors == []
