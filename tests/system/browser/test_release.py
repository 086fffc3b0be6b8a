"""A new release on a phone that has the service worker and the records of the one before."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.system.browser.conftest import PATIENCE_MS
from tests.system.browser.test_today import (
    PHONE,
    a_day,
    a_photo,
    cards,
    expect_unsent,
    media_of,
    open_day,
)

OLD_MARK = '<meta name="release" content="old" />'
AS_AN_OLDER_RELEASE = """
    new Promise((done) => {
      const asked = indexedDB.open('sys-today')
      asked.onsuccess = () => {
        const work = asked.result.transaction('outbox', 'readwrite')
        work.oncomplete = () => { asked.result.close(); done() }
        work.objectStore('outbox').openCursor().onsuccess = ({ target: { result: cursor } }) => {
          if (!cursor) return
          const { user, ...entry } = cursor.value
          cursor.update(entry)
          cursor.continue()
        }
      }
    })
"""
"""Its records did not say whose they are."""


class Gate(ThreadingHTTPServer):
    """The system behind another address: first an older release of the page, and the API only while `is_open`."""

    daemon_threads = True

    def __init__(self, base_url: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.system = urlsplit(base_url).netloc
        self.is_old = True
        self.is_open = True

    @property
    def base_url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}"

    def aged(self, path: str, content: bytes) -> bytes:
        """What the older release had there: a file of its own, and a page that says which one it is."""
        if path == "/sw.js":
            text = content.decode().replace("const RELEASE = '", "const RELEASE = 'old")
            return text.replace("const FILES = [", 'const FILES = ["/old.js", ').encode()
        return content.replace(b"<head>", f"<head>{OLD_MARK}".encode())


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Gate

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        path = urlsplit(self.path).path
        if path == "/api/events" or (path.startswith("/api/") and not self.server.is_open):
            return self._answer(503, [], b"")
        if path == "/old.js" and self.server.is_old:
            return self._answer(200, [("content-type", "text/javascript")], b"")
        behind = http.client.HTTPConnection(self.server.system, timeout=30)
        # Both releases have the same marks of their content, and only one of them is as it is stored.
        left_out = {"accept-encoding", "if-none-match", "if-modified-since"}
        headers = {
            name: value for name, value in self.headers.items() if name.lower() not in left_out
        }
        behind.request(self.command, self.path, body, headers)
        answer = behind.getresponse()
        content = answer.read()
        behind.close()
        kind = answer.headers.get_content_type()
        if self.server.is_old and (path == "/sw.js" or kind == "text/html"):
            content = self.server.aged(path, content)
        return self._answer(answer.status, answer.getheaders(), content)

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response(status)
        own = {"content-length", "transfer-encoding", "connection", "date", "server"}
        for name, value in headers:
            if name.lower() not in own:
                self.send_header(name, value)
        if status != 204:
            self.send_header("content-length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Nothing: a browser asks for much."""


for method in ("HEAD", "POST", "PUT", "PATCH", "DELETE"):
    setattr(_Handler, f"do_{method}", _Handler.do_GET)


@pytest.fixture
def gate(system: Any) -> Iterator[Gate]:
    """The system as a phone sees it over a change of release."""
    made = Gate(system.base_url)
    work = threading.Thread(target=made.serve_forever)
    work.start()
    yield made
    made.shutdown()
    work.join()
    made.server_close()


def kept_releases(page: Page) -> list[str]:
    return page.evaluate("caches.keys()")


def wait_for_change(page: Page, old: str) -> None:
    """Until the worker of the new release has taken the place of the old one; the browser looks for it when it likes."""
    for _ in range(PATIENCE_MS // 100):
        releases = kept_releases(page)
        if len(releases) == 1 and old not in releases:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the browser still keeps {kept_releases(page)}")


def test_what_waits_on_a_device_outlives_a_change_of_release_and_is_sent_once(
    browser: Browser, gate: Gate, api: httpx2.Client
):
    _, visit = a_day(api, "Jaunā laidiena")
    context = browser.new_context(base_url=gate.base_url, viewport=PHONE, has_touch=True)
    context.set_default_timeout(PATIENCE_MS)
    before = context.new_page()
    card = open_day(before, "Jaunā laidiena")
    expect(before.locator("meta[name=release]")).to_have_count(1)
    (old,) = kept_releases(before)
    gate.is_open = False
    card.get_by_role("button", name="Ierados").click()
    card.get_by_label("Foto").set_input_files([a_photo("red")])
    expect_unsent(before, 2)
    before.evaluate(AS_AN_OLDER_RELEASE)
    # The page of the older release stays open.
    gate.is_old = False
    page = context.new_page()
    page.goto("/today")
    expect(page.locator("meta[name=release]")).to_have_count(0)
    wait_for_change(page, old)
    context.set_offline(True)
    page.reload()
    expect(page.locator("meta[name=release]")).to_have_count(0)
    card = cards(page).filter(has_text="Jaunā laidiena birojs")
    expect(card).to_contain_text("Ierašanās")
    expect(card.get_by_role("img", name="Vēl nenosūtīts attēls")).to_have_count(1)
    expect_unsent(page, 2)
    gate.is_open = True
    context.set_offline(False)
    expect_unsent(page, 0)
    stored = api.get(f"/api/visits/{visit['id']}").json()
    assert (stored["started"] is not None, stored["version"]) == (True, 2)
    assert len(media_of(api, visit["id"])) == 1
    context.close()
