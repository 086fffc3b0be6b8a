"""What happens around every request: identity, deadline, trace, headers, log line, and the last catch of errors.

Plain ASGI, as this runs before and after each of thousands of short requests.
"""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import unquote_to_bytes

from opentelemetry import propagate, trace
from prometheus_client import Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kit import call
from kit.errors import Internal, Overloaded, Problem
from kit.logs import get_logger
from services.bff.problems import ValueRefused, problem_response
from services.bff.session import Sessions

log = get_logger("services.bff")
_tracer = trace.get_tracer("services.bff")

REQUEST_SECONDS = 10.0
# Beyond this the answers would come too late for anybody; open event streams are counted by themselves.
MAX_REQUESTS = 200
_SLOW_SECONDS = 1.0
_PROBES = frozenset({"/livez", "/readyz"})
_OPEN_PATHS = _PROBES | {"/api/openapi.json"}
SHARED = "/shared/"
"""Where addresses begin that are open to whoever knows them."""
_UNCOUNTED_PATHS = _PROBES | {"/api/events"}
HTTP_SECONDS = Histogram(
    "http_seconds",
    "Time of one HTTP request until its answer is sent",
    ["route", "method", "code"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
# Styles may stand inline: the UI's dialogs and lists set them at run time. Scripts may not. A printed document is shown
# beside the list as a blob that the page fetched itself; nothing else is framed.
_POLICY = (
    b"default-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    b"img-src 'self' data: blob:; frame-src blob:; object-src 'none'; base-uri 'none'; "
    b"form-action 'self'; "
    b"frame-ancestors 'none'"
)
_SAFE_HEADERS: list[tuple[bytes, bytes]] = [
    (b"content-security-policy", _POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
_API_HEADERS = [*_SAFE_HEADERS, (b"cache-control", b"no-store")]


class Entrance:
    """The outermost application: `api` answers /api and the health pages, `site` everything else."""

    def __init__(self, api: ASGIApp, site: ASGIApp, sessions: Sessions) -> None:
        self._api = api
        self._site = site
        self._sessions = sessions
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request; the lifespan goes to the api."""
        if scope["type"] != "http":
            await self._api(scope, receive, send)
            return
        path: str = scope["path"]
        if path.startswith(("/api/", SHARED)) or path == "/api" or path in _OPEN_PATHS:
            headers = dict(scope["headers"])
            carrier = {"traceparent": headers.get(b"traceparent", b"").decode("latin-1")}
            with _tracer.start_as_current_span("http", context=propagate.extract(carrier)):
                await self._answer_api(scope, headers, receive, send)
        else:
            await self._site(scope, receive, _Answer(send, _SAFE_HEADERS).send)

    async def _answer_api(
        self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, send: Send
    ) -> None:
        started = time.perf_counter()
        answer = _Answer(send, _API_HEADERS)
        counts = scope["path"] not in _UNCOUNTED_PATHS
        self._running += counts
        try:
            if counts and self._running > MAX_REQUESTS:
                raise Overloaded
            self._enter(scope, headers)
            await self._api(scope, receive, answer.send)
        except Problem as problem:
            await problem_response(problem)(scope, receive, answer.send)
        except Exception as error:
            broken_off = answer.status != 0 and isinstance(error.__cause__ or error, Problem)
            if broken_off:
                # The head is out already; the unfinished body tells the browser.
                log.info("answer broken off", reason=str(error.__cause__ or error))
            else:
                log.error("request failed", exc_info=error)
            if answer.status == 0:
                await problem_response(Internal())(scope, receive, answer.send)
        finally:
            self._running -= counts
        self._done(scope, answer.status, time.perf_counter() - started)

    def _enter(self, scope: Scope, headers: dict[bytes, bytes]) -> None:
        actor = call.SYSTEM
        if scope["path"] not in _OPEN_PATHS and not scope["path"].startswith(SHARED):
            session = self._sessions.identify(scope["method"], headers)
            scope.setdefault("state", {})["session"] = session
            actor = session.user
        call.enter(call.Call(actor, time.monotonic() + REQUEST_SECONDS))
        _check_query(scope["query_string"])

    def _done(self, scope: Scope, status: int, seconds: float) -> None:
        route: Any = scope.get("route")
        name = getattr(route, "path", "unknown")
        HTTP_SECONDS.labels(name, scope["method"], status).observe(seconds)
        # Whoever probes knows the answer; every few seconds it would be all there is in the log.
        tells = (status >= 500 or seconds > _SLOW_SECONDS) and scope["path"] not in _PROBES
        write = log.info if tells else log.debug
        write(
            "request",
            route=name,
            method=scope["method"],
            status=status,
            ms=round(seconds * 1000, 2),
        )


class _Answer:
    """Passes an answer on with further headers and remembers its status; 0 until it starts."""

    def __init__(self, send: Send, headers: list[tuple[bytes, bytes]]) -> None:
        self._send = send
        self._headers = headers
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            own = message.get("headers", ())
            # A file says by itself how it may be kept and what it may do.
            said = {name for name, _ in own}
            message["headers"] = [*own, *(one for one in self._headers if one[0] not in said)]
        await self._send(message)


def _check_query(query: bytes) -> None:
    """Refuses a query string that is not UTF-8 or holds a NUL: the framework would quietly replace it."""
    if b"%" not in query and query.isascii():
        return
    try:
        text = unquote_to_bytes(query.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueRefused("the query is not UTF-8", reason="TEXT_INVALID") from error
    if "\0" in text:
        raise ValueRefused("the query holds a NUL character", reason="TEXT_INVALID")
