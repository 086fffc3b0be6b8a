"""The whole catalogue at once: pieces pass through as they come, and the last bodies are kept.

A warm answer costs one short call: the search service says that the kept generation is still the current one.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from dataclasses import dataclass

from starlette.responses import Response, StreamingResponse

from kit import call
from kit.errors import Internal
from services.bff.answers import JSON
from services.bff.catalogue_query import CatalogueQuery, export_to_pb
from services.bff.peers import Peers
from sysapi.search.v1.search_service_pb2 import ExportCatalogueResponse

EXPORT_SECONDS = 60.0
MAX_KEPT = 8
MAX_KEPT_BYTES = 48 * 1024**2
MAX_BODY_BYTES = 16 * 1024**2

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Kept:
    generation: int
    body: bytes


class RowsExport:
    """Answers /api/catalogue/rows."""

    def __init__(self, peers: Peers) -> None:
        self._peers = peers
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()
        self._epoch = secrets.token_hex(4)

    def forget(self) -> None:
        """Drops what is kept: the catalogue may have started to count its generations anew."""
        self._kept.clear()
        self._epoch = secrets.token_hex(4)

    async def answer(
        self, query: CatalogueQuery, accept_encoding: str, if_none_match: str
    ) -> Response:
        """The whole result in an encoding that the caller accepts, or 304 when the caller has it."""
        started = time.perf_counter()
        call.enter(call.Call(call.current().actor, time.monotonic() + EXPORT_SECONDS))
        encoding = choose_encoding(accept_encoding)
        key = (encoding, query.model_dump_json())
        kept = self._kept.get(key)
        had = self._generation_of(if_none_match, key)
        known = kept.generation if kept is not None else had
        pieces = self._peers.search.stream(
            self._peers.search_stub.ExportCatalogue,
            export_to_pb(query, encoding, known),
            timeout=EXPORT_SECONDS,
        )
        first = await anext(pieces, None)
        if first is None:
            raise Internal("the search service sent nothing")
        headers = {
            "etag": self._etag(key, first.generation),
            "vary": "accept-encoding",
            "server-timing": f"search;dur={(time.perf_counter() - started) * 1000:.2f}",
        }
        if first.generation == had:
            return Response(status_code=304, headers=headers)
        if encoding != "identity":
            headers["content-encoding"] = encoding
        if kept is not None and not first.chunk and first.generation == kept.generation:
            self._kept.move_to_end(key)
            return Response(kept.body, headers=headers, media_type=JSON)
        return StreamingResponse(
            self._pass_on(key, first, pieces), headers=headers, media_type=JSON
        )

    async def _pass_on(
        self,
        key: Key,
        first: ExportCatalogueResponse,
        pieces: AsyncIterator[ExportCatalogueResponse],
    ) -> AsyncIterator[bytes]:
        """The pieces as they come; the complete body is kept."""
        collected = [first.chunk]
        size = len(first.chunk)
        yield first.chunk
        async for piece in pieces:
            size += len(piece.chunk)
            if size <= MAX_BODY_BYTES:
                collected.append(piece.chunk)
            yield piece.chunk
        if size <= MAX_BODY_BYTES:
            self._keep(key, _Kept(first.generation, b"".join(collected)))

    def _keep(self, key: Key, kept: _Kept) -> None:
        self._kept[key] = kept
        self._kept.move_to_end(key)
        while (
            len(self._kept) > MAX_KEPT
            or sum(len(other.body) for other in self._kept.values()) > MAX_KEPT_BYTES
        ):
            self._kept.popitem(last=False)

    def _etag(self, key: Key, generation: int) -> str:
        digest = hashlib.sha256("\0".join(key).encode()).hexdigest()[:12]
        return f'"{self._epoch}-{digest}-{generation}"'

    def _generation_of(self, etag: str, key: Key) -> int:
        """The generation of an ETag made here for the same query, else 0."""
        etag = etag.strip().removeprefix("W/")
        generation = etag.rpartition("-")[2].rstrip('"')
        if not generation.isascii() or not generation.isdigit() or len(generation) > 18:
            return 0
        return int(generation) if etag == self._etag(key, int(generation)) else 0


def choose_encoding(accept_encoding: str) -> str:
    """The best encoding of the search service that an Accept-Encoding header allows."""
    accepted: set[str] = set()
    for item in accept_encoding.lower().split(","):
        name, _, weight = item.strip().partition(";")
        if weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            accepted.add(name.strip())
    for encoding in ("zstd", "gzip"):
        if encoding in accepted:
            return encoding
    return "identity"
