"""The catalogue: a page, facets, state, rebuild. Rows pass through as the bytes the search service made."""

from __future__ import annotations

import asyncio
import time

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kit import call
from kit.logs import get_logger
from services.bff.answers import JSON, json_answer, new_router
from services.bff.catalogue_query import (
    CataloguePage,
    CatalogueQuery,
    filter_to_pb,
    page_to_pb,
)
from services.bff.convert.values import instant_to_json
from services.bff.convert.various import facets_to_json
from services.bff.peers import READ_SECONDS, Peers
from services.bff.query import query_description, read_query
from services.bff.rows import RowsExport
from services.bff.shapes.catalogue import (
    CatalogueJson,
    CatalogueStatusJson,
    ColumnsJson,
    FacetsJson,
    RebuildJson,
)
from sysapi.search.v1 import search_service_pb2

log = get_logger("services.bff.catalogue")

REBUILD_SECONDS = 1800.0
_REBUILD_ANSWER_SECONDS = 2.0


class Rebuilds:
    """Runs a rebuild of the catalogue to its end, whether or not the one who asked waits."""

    def __init__(self, peers: Peers) -> None:
        self._peers = peers
        self._running: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Starts one. Raises what the search service says at once, REBUILD_RUNNING for one."""
        started: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(self._run(started))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            await asyncio.wait_for(asyncio.shield(started), _REBUILD_ANSWER_SECONDS)
        except TimeoutError:
            # No word within the time means that it works.
            started.cancel()

    async def _run(self, started: asyncio.Future[None]) -> None:
        # It goes on after the request that asked for it.
        call.enter(call.Call(call.current().actor))
        try:
            async for _ in self._peers.search.stream(
                self._peers.search_stub.RebuildCatalogue,
                search_service_pb2.RebuildCatalogueRequest(),
                timeout=REBUILD_SECONDS,
            ):
                if not started.done():
                    started.set_result(None)
        except Exception as error:
            if started.done():
                log.error("rebuild failed", exc_info=error)
            else:
                started.set_exception(error)
        if not started.done():
            started.set_result(None)


def routes(peers: Peers, export: RowsExport, rebuilds: Rebuilds) -> APIRouter:
    """Routes under /api/catalogue."""
    router = new_router("catalogue")

    @router.get(
        "/api/catalogue",
        response_model=CatalogueJson,
        openapi_extra=query_description(CataloguePage),
    )
    async def search_catalogue(request: Request) -> Response:
        """A page of the clients and units that fit, with the exact number of all of them."""
        page = read_query(CataloguePage, request)
        started = time.perf_counter()
        answer = await peers.search.call(
            peers.search_stub.SearchCatalogue, page_to_pb(page), timeout=READ_SECONDS, retry=True
        )
        took = (time.perf_counter() - started) * 1000
        # The rows are JSON already; taking them apart here would cost more than finding them.
        body = (
            b'{"total":%d,"took_ms":%.2f,"generation":%d,"recognised_as":"%s","degraded":%s,"items":%s}'
            % (
                answer.total,
                took,
                answer.generation,
                answer.recognised_as.encode(),
                b"true" if answer.degraded else b"false",
                answer.items or b"[]",
            )
        )
        return Response(body, headers={"server-timing": f"search;dur={took:.2f}"}, media_type=JSON)

    @router.get(
        "/api/catalogue/rows",
        response_model=ColumnsJson,
        openapi_extra=query_description(CatalogueQuery),
    )
    async def export_catalogue(request: Request) -> Response:
        """All rows of the result, column by column, compressed with zstd or gzip; answers 304 to a current If-None-Match."""
        return await export.answer(
            read_query(CatalogueQuery, request),
            request.headers.get("accept-encoding", ""),
            request.headers.get("if-none-match", ""),
        )

    @router.get(
        "/api/catalogue/facets",
        response_model=FacetsJson,
        openapi_extra=query_description(CatalogueQuery),
    )
    async def count_facets(request: Request) -> Response:
        """How many clients there are for each value of the filterable columns, within the filter; q does not narrow."""
        answer = await peers.search.call(
            peers.search_stub.CountFacets,
            search_service_pb2.CountFacetsRequest(
                filter=filter_to_pb(read_query(CatalogueQuery, request))
            ),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer(facets_to_json(answer))

    @router.get("/api/catalogue/status", response_model=CatalogueStatusJson)
    async def get_catalogue_status() -> Response:
        """Size, generation, lag and last comparison with the system of record."""
        answer = await peers.search.call(
            peers.search_stub.GetCatalogueStatus,
            search_service_pb2.GetCatalogueStatusRequest(),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer(
            {
                "clients": answer.clients,
                "units": answer.units,
                "generation": answer.generation,
                "pending": answer.pending,
                "dead_letters": answer.dead_letters,
                "digest_checked_at": instant_to_json(answer.digest_checked_at),
                "digest_mismatches": answer.digest_mismatches,
                "money_compared_at": instant_to_json(answer.money_compared_at),
                "schedules_compared_at": instant_to_json(answer.schedules_compared_at),
                "visits_compared_at": instant_to_json(answer.visits_compared_at),
                "documents_compared_at": instant_to_json(answer.documents_compared_at),
                "engine": answer.engine,
                "rebuilding": answer.rebuilding,
            }
        )

    @router.post("/api/catalogue/rebuild", status_code=202, response_model=RebuildJson)
    async def rebuild_catalogue() -> Response:
        """Starts to build a new index aside from the system of record; the state tells when it is done."""
        await rebuilds.start()
        return json_answer({"rebuilding": True}, 202)

    return router
