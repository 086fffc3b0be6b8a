"""A plain keep-alive HTTP client, so that little of what is measured is the client's own."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson

from bench.figure import CannotMeasure

SECONDS = 60.0
IDLE_SECONDS = 15.0


class Rest:
    """One connection to the bff with a bearer token; not for several threads at once."""

    def __init__(self, url: str, token: str = "") -> None:
        address = urlsplit(url)
        self._connection = http.client.HTTPConnection(
            address.hostname or "", address.port or 80, timeout=SECONDS
        )
        self._last_used = 0.0
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def raw(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """The answer and its body as sent; raises CannotMeasure for an error status."""
        if time.monotonic() - self._last_used > IDLE_SECONDS:
            # The server closes idle connections; a new one is made by itself.
            self._connection.close()
        self._last_used = time.monotonic()
        self._connection.request(method, path, body, {**self._headers, **(headers or {})})
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status >= 400:
            raise CannotMeasure(
                f"{method} {path} answered {answer.status}: {content[:300].decode(errors='replace')}"
            )
        return answer, content

    def get(self, path: str, **query: str | int) -> bytes:
        """The body."""
        return self.raw("GET", f"{path}?{urlencode(query)}" if query else path)[1]

    def json(self, path: str, **query: str | int) -> Any:
        """The body, read."""
        return orjson.loads(self.get(path, **query))

    def send(self, method: str, path: str, body: object, **headers: str) -> Any:
        """Sends JSON and reads the answer; header names as keywords with _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = self.raw(
            method, path, json.dumps(body).encode(), {"Content-Type": "application/json", **named}
        )[1]
        return orjson.loads(content)

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()
