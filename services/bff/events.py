"""Live changes of the catalogue for all browsers, from one stream of the search service.

Each browser holds what it was not yet told, merged: ids up to 500, beyond that "read anew". A slow browser costs no more.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kit.errors import Overloaded, Problem, TimedOut
from kit.logs import get_logger
from services.bff.answers import new_router
from services.bff.peers import Peers
from services.bff.shapes.catalogue import CatalogueEventJson
from sysapi.search.v1 import search_service_pb2

log = get_logger("services.bff.events")

HEARTBEAT_SECONDS = 15.0
WATCH_SECONDS = 600.0
BROWSER_SECONDS = 3600.0
MAX_BROWSERS = 500
MAX_IDS = 500
_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 5.0


class Browser:
    """What one browser has not been told yet."""

    def __init__(self) -> None:
        self._news = asyncio.Event()
        self._ids: dict[str, None] = {}
        self._generation = 0
        self._reset = False

    def tell(self, ids: Iterable[str], generation: int, reset: bool) -> None:
        """Adds a change to what is waiting."""
        self._generation = generation
        self._ids.update(dict.fromkeys(ids))
        self._reset = self._reset or reset or len(self._ids) > MAX_IDS
        if self._reset:
            self._ids.clear()
        self._news.set()

    def wake(self) -> None:
        """Ends the wait for the next event."""
        self._news.set()

    async def next_event(self, timeout: float) -> bytes | None:
        """The next event as it goes out, or None when nothing happened within `timeout` seconds."""
        try:
            async with asyncio.timeout(timeout):
                await self._news.wait()
        except TimeoutError:
            return None
        self._news.clear()
        event = format_event(list(self._ids), self._generation, self._reset)
        self._ids.clear()
        self._reset = False
        return event


def format_event(ids: list[str], generation: int, reset: bool) -> bytes:
    """One event of the stream; its id is the generation."""
    data = orjson.dumps({"generation": generation, "client_ids": ids, "reset": reset})
    return b"id: %d\nevent: catalogue\ndata: %s\n\n" % (generation, data)


class Hub:
    """Watches the catalogue once and tells every browser."""

    def __init__(self, peers: Peers, on_reset: Callable[[], None]) -> None:
        self._peers = peers
        self._on_reset = on_reset
        self._browsers: set[Browser] = set()
        self._generation = 0
        self._closed = False

    async def watch(self) -> None:
        """Follows the stream for ever; connects again after a break and tells a reset when something was missed."""
        pause = _FIRST_PAUSE
        while True:
            is_first = True
            try:
                async for change in self._peers.search.stream(
                    self._peers.search_stub.WatchCatalogue,
                    search_service_pb2.WatchCatalogueRequest(),
                    timeout=WATCH_SECONDS,
                ):
                    pause = _FIRST_PAUSE
                    # The first message tells where the catalogue stands; another number than ours means that it moved unwatched.
                    missed = is_first and change.generation != self._generation
                    is_first = False
                    reset = change.reset or missed
                    if reset or change.client_ids:
                        self._tell(change.client_ids, change.generation, reset)
            except TimedOut:
                # The deadline that every call has; nothing is wrong.
                pause = _FIRST_PAUSE
            except Problem as problem:
                log.info("watch broke", reason=problem.reason)
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _tell(self, ids: Iterable[str], generation: int, reset: bool) -> None:
        self._generation = generation
        if reset:
            self._on_reset()
        for browser in self._browsers:
            browser.tell(ids, generation, reset)

    async def follow(self, last_generation: str) -> AsyncIterator[bytes]:
        """The stream of one browser for at most an hour; `last_generation` is what it saw before a break, if anything."""
        browser = Browser()
        self._browsers.add(browser)
        loop = asyncio.get_running_loop()
        until = loop.time() + BROWSER_SECONDS
        try:
            yield b"retry: 2000\n\n"
            if self._generation:
                missed = last_generation not in {"", str(self._generation)}
                yield format_event([], self._generation, missed)
            while loop.time() < until:
                event = await browser.next_event(HEARTBEAT_SECONDS)
                if self._closed:
                    return
                yield event or b": still here\n\n"
        finally:
            self._browsers.discard(browser)

    def is_full(self) -> bool:
        """True when no further browser is taken."""
        return len(self._browsers) >= MAX_BROWSERS

    def close(self) -> None:
        """Ends the streams of all browsers, so that the process can stop."""
        self._closed = True
        for browser in self._browsers:
            browser.wake()


class EventStream(StreamingResponse):
    """Server-sent events."""

    media_type = "text/event-stream"


def routes(hub: Hub) -> APIRouter:
    """Route /api/events."""
    router = new_router("events")

    @router.get("/api/events", response_class=EventStream, response_model=CatalogueEventJson)
    async def watch_catalogue(request: Request) -> Response:
        """Server-sent events `catalogue` with this data; a comment every 15 seconds; the first tells the current generation."""
        if hub.is_full():
            raise Overloaded
        return EventStream(
            hub.follow(request.headers.get("last-event-id", "")),
            headers={"x-accel-buffering": "no"},
        )

    return router
