from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from kit.errors import Unavailable
from services.bff import events
from services.bff.events import Browser, Hub, format_event
from services.bff.session import Sessions
from sysapi.clients.v1.clients_service_pb2_grpc import add_ClientsServiceServicer_to_server
from sysapi.search.v1 import search_service_pb2
from sysapi.search.v1.search_service_pb2_grpc import add_SearchServiceServicer_to_server
from tests.bff.conftest import TOKEN_KEY, free_port, serve_bff, serve_fake, settings_for
from tests.bff.fakes import FakeClients, FakeSearch, good_clients, good_search, silent

AUTHORIZED = {"authorization": f"Bearer {Sessions(TOKEN_KEY).make_token('anna')}"}


class Feed:
    """A watch stream the test writes to; `broken` ends it with an error."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[Any] = asyncio.Queue()
        self.watchers = 0
        self.generation = 7

    async def __call__(self, _request: Any) -> AsyncIterator[Any]:
        self.watchers += 1
        # As the real service does, the first message tells where the catalogue stands.
        yield search_service_pb2.WatchCatalogueResponse(generation=self.generation)
        while True:
            item = await self.queue.get()
            if isinstance(item, Exception):
                raise item
            yield item

    def change(self, generation: int, *ids: str, reset: bool = False) -> None:
        self.queue.put_nowait(
            search_service_pb2.WatchCatalogueResponse(
                client_ids=ids, generation=generation, reset=reset
            )
        )


async def read_event(lines: AsyncIterator[str]) -> dict[str, Any]:
    """Data of the next event, past heartbeats."""
    async with asyncio.timeout(8):
        async for line in lines:
            if line.startswith("data: "):
                data: dict[str, Any] = json.loads(line.removeprefix("data: "))
                return data
    raise AssertionError("the stream ended")


async def test_one_watch_feeds_all_browsers_and_heals_after_a_break() -> None:
    clients, search, feed = FakeClients(), FakeSearch(), Feed()
    good_clients(clients)
    good_search(search)
    search.answers["WatchCatalogue"] = feed
    ports = free_port(), free_port()
    async with (
        serve_fake(clients, add_ClientsServiceServicer_to_server, ports[0]),
        serve_fake(search, add_SearchServiceServicer_to_server, ports[1]),
        serve_bff(settings_for(*ports)) as (bff, base),
        httpx2.AsyncClient(base_url=base, headers=AUTHORIZED, timeout=10) as http,
        http.stream("GET", "/api/events") as first,
        http.stream("GET", "/api/events") as second,
    ):
        assert first.headers["content-type"].startswith("text/event-stream")
        both = first.aiter_lines(), second.aiter_lines()
        for lines in both:
            event = await read_event(lines)
            assert (event["generation"], event["client_ids"]) == (7, [])
        feed.change(8, "a", "b")
        for lines in both:
            assert await read_event(lines) == {
                "generation": 8,
                "client_ids": ["a", "b"],
                "reset": False,
            }
        assert feed.watchers == 1
        # The stream breaks and something happens meanwhile: everybody is told to read anew.
        feed.generation = 10
        feed.queue.put_nowait(Unavailable())
        for lines in both:
            assert await read_event(lines) == {"generation": 10, "client_ids": [], "reset": True}
        assert feed.watchers == 2
        feed.change(11, "c")
        for lines in both:
            assert (await read_event(lines))["client_ids"] == ["c"]
        # A break in which nothing happened tells nothing.
        feed.generation = 11
        feed.queue.put_nowait(Unavailable())
        feed.change(12, "d")
        for lines in both:
            assert await read_event(lines) == {
                "generation": 12,
                "client_ids": ["d"],
                "reset": False,
            }
        # A browser that comes back later learns that it missed something, or that it did not.
        for seen, reset in (("8", True), ("12", False)):
            async with http.stream("GET", "/api/events", headers={"last-event-id": seen}) as late:
                event = await read_event(late.aiter_lines())
                assert event == {"generation": 12, "client_ids": [], "reset": reset}
        # The process can stop although browsers hang on.
        bff.hub.close()
        async with asyncio.timeout(5):
            assert [line async for line in both[0] if line.startswith("data")] == []


async def test_a_browser_that_does_not_read_holds_little_and_is_told_to_reset() -> None:
    browser = Browser()
    for number in range(events.MAX_IDS):
        browser.tell([f"id{number}"], number, reset=False)
    full = await browser.next_event(1)
    assert full is not None
    assert len(json.loads(full.split(b"data: ")[1])["client_ids"]) == events.MAX_IDS
    for number in range(100_000):
        browser.tell([f"id{number}"], number, reset=False)
    event = await browser.next_event(1)
    assert event == format_event([], 99_999, reset=True)
    assert await browser.next_event(0.01) is None


async def test_the_same_client_twice_is_told_once() -> None:
    browser = Browser()
    browser.tell(["a"], 1, reset=False)
    browser.tell(["a", "b"], 2, reset=False)
    assert await browser.next_event(1) == format_event(["a", "b"], 2, reset=False)


async def test_a_quiet_stream_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HEARTBEAT_SECONDS", 0.01)
    hub = Hub(None, lambda: None)  # type: ignore[arg-type]
    stream = hub.follow("")
    assert await anext(stream) == b"retry: 2000\n\n"
    assert (await anext(stream)).startswith(b":")
    await stream.aclose()  # type: ignore[attr-defined]
    assert not hub._browsers


async def test_too_many_browsers_are_refused(monkeypatch: pytest.MonkeyPatch, system: Any) -> None:
    monkeypatch.setattr(events, "MAX_BROWSERS", 0)
    answer = await system.http.get("/api/events")
    assert (answer.status_code, answer.json()["reason"]) == (429, "OVERLOADED")


async def test_the_bff_lives_without_any_service() -> None:
    async with (
        serve_bff(settings_for(free_port(), free_port())) as (_, base),
        httpx2.AsyncClient(base_url=base, headers=AUTHORIZED, timeout=10) as http,
    ):
        assert (await http.get("/livez")).status_code == 200
        ready = await http.get("/readyz")
        assert ready.status_code == 503
        assert ready.json() == {"ready": False, "parts": {"clients": False, "search": False}}
        for address, part in (
            ("/api/catalogue", "search"),
            ("/api/catalogue/rows", "search"),
            ("/api/groups", "clients"),
            ("/api/clients/0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0a001/card", "clients"),
        ):
            answer = await http.get(address)
            problem = answer.json()
            assert (answer.status_code, problem["reason"]) == (503, "PART_UNAVAILABLE"), address
            assert problem["metadata"]["part"] == part
            assert answer.headers["retry-after"] == "1"


async def test_a_service_that_comes_back_is_used_again() -> None:
    search = FakeSearch()
    good_search(search)
    search.answers["WatchCatalogue"] = silent
    ports = free_port(), free_port()
    async with (
        serve_bff(settings_for(*ports)) as (_, base),
        httpx2.AsyncClient(base_url=base, headers=AUTHORIZED, timeout=10) as http,
    ):
        assert (await http.get("/api/catalogue")).status_code == 503
        async with serve_fake(search, add_SearchServiceServicer_to_server, ports[1]):
            async with asyncio.timeout(5):
                while (await http.get("/api/catalogue")).status_code != 200:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
