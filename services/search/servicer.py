"""The calls of the search service."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import grpc

from kit import call
from kit.consumer import Consumer
from services.search.anti_entropy import AntiEntropy
from services.search.catalogue import DocumentNames, Filter, Money, Schedule, Visits
from services.search.errors import IndexNotReady
from services.search.export import Exporter
from services.search.finder import Asked, Finder
from services.search.index import Index, as_uuid
from services.search.rebuild import Rebuilder
from services.search.told_comparison import ToldComparison
from sysapi.search.v1 import search_service_pb2 as pb
from sysapi.search.v1.search_service_pb2_grpc import SearchServiceServicer

Context = grpc.aio.ServicerContext[Any, Any]

CHUNK = 512 * 1024
DEFAULT_LIMIT = 50
_LONGEST_WAIT = 30.0


@dataclass(frozen=True, slots=True)
class Parts:
    """What the calls work with."""

    index: Index
    finder: Finder
    exporter: Exporter
    consumers: Sequence[Consumer]
    rebuilder: Rebuilder
    anti_entropy: AntiEntropy
    money: ToldComparison[Money]
    schedules: ToldComparison[Schedule]
    visits: ToldComparison[Visits]
    documents: ToldComparison[DocumentNames]


class SearchServicer(SearchServiceServicer):
    """Answers from the index. `open_with` gives it the parts once the index is there; until then calls are refused."""

    def __init__(self) -> None:
        self._parts: Parts | None = None

    def open_with(self, parts: Parts) -> None:
        """From now on calls are answered."""
        self._parts = parts

    async def SearchCatalogue(
        self, request: pb.SearchCatalogueRequest, context: Context
    ) -> pb.SearchCatalogueResponse:
        """A page."""
        parts = self._ready()
        if request.min_version_client_id:
            client_id = uuid.UUID(request.min_version_client_id).int
            await parts.index.wait_for(
                client_id, request.min_version, call.remaining(_LONGEST_WAIT)
            )
        found = await parts.finder.find(
            _asked(request), request.offset, request.limit or DEFAULT_LIMIT
        )
        return pb.SearchCatalogueResponse(
            total=found.total,
            items=parts.finder.rows(found),
            generation=found.generation,
            degraded=found.degraded,
            recognised_as=found.kind,
        )

    async def ExportCatalogue(
        self, request: pb.ExportCatalogueRequest, context: Context
    ) -> AsyncIterator[pb.ExportCatalogueResponse]:
        """All rows, compressed, in pieces."""
        parts = self._ready()
        generation = parts.index.catalogue.generation
        if request.known_generation and request.known_generation == generation:
            yield pb.ExportCatalogueResponse(generation=generation)
            return
        generation, body = await parts.exporter.body(_asked(request), request.encoding)
        for start in range(0, len(body), CHUNK):
            yield pb.ExportCatalogueResponse(
                chunk=body[start : start + CHUNK], generation=generation
            )

    async def CountFacets(
        self, request: pb.CountFacetsRequest, context: Context
    ) -> pb.CountFacetsResponse:
        """Counts by value."""
        facets = self._ready().index.catalogue.facets(_filter(request.filter))
        return pb.CountFacetsResponse(
            facets=[
                pb.Facet(
                    column=column,
                    counts=[
                        pb.FacetCount(value=value, label=label, count=count)
                        for value, label, count in counts
                    ],
                )
                for column, counts in facets.items()
            ]
        )

    async def WatchCatalogue(
        self, request: pb.WatchCatalogueRequest, context: Context
    ) -> AsyncIterator[pb.WatchCatalogueResponse]:
        """Changes until the caller leaves or its deadline comes."""
        index = self._ready().index
        async for notice in index.watchers.watch(index.catalogue.generation):
            yield pb.WatchCatalogueResponse(
                client_ids=[as_uuid(client_id) for client_id in notice.client_ids],
                generation=notice.generation,
                reset=notice.reset,
            )

    async def GetCatalogueStatus(
        self, request: pb.GetCatalogueStatusRequest, context: Context
    ) -> pb.GetCatalogueStatusResponse:
        """How the index is."""
        parts = self._ready()
        index = parts.index
        status = pb.GetCatalogueStatusResponse(
            clients=len(index.catalogue),
            units=index.catalogue.unit_count,
            generation=index.catalogue.generation,
            pending=sum(consumer.pending for consumer in parts.consumers),
            # All set theirs aside in one table.
            dead_letters=await parts.consumers[0].dead_letter_count(),
            digest_mismatches=parts.anti_entropy.mismatches,
            engine=index.engine.name,
            rebuilding=parts.rebuilder.is_running,
        )
        if parts.anti_entropy.checked_at is not None:
            status.digest_checked_at.FromDatetime(parts.anti_entropy.checked_at)
        if parts.money.compared_at is not None:
            status.money_compared_at.FromDatetime(parts.money.compared_at)
        if parts.schedules.compared_at is not None:
            status.schedules_compared_at.FromDatetime(parts.schedules.compared_at)
        if parts.visits.compared_at is not None:
            status.visits_compared_at.FromDatetime(parts.visits.compared_at)
        if parts.documents.compared_at is not None:
            status.documents_compared_at.FromDatetime(parts.documents.compared_at)
        return status

    async def RebuildCatalogue(
        self, request: pb.RebuildCatalogueRequest, context: Context
    ) -> AsyncIterator[pb.RebuildCatalogueResponse]:
        """A new index, and how far it is."""
        parts = self._ready()
        async for done, total in parts.rebuilder.rebuild():
            yield pb.RebuildCatalogueResponse(done=done, total=total)
        count = len(parts.index.catalogue)
        yield pb.RebuildCatalogueResponse(done=count, total=count, swapped=True)

    def _ready(self) -> Parts:
        if self._parts is None:
            raise IndexNotReady
        return self._parts


def _filter(chosen: pb.CatalogueFilter) -> Filter:
    return Filter(
        status=tuple(chosen.statuses),
        kind=tuple(chosen.kinds),
        group=tuple(chosen.group_ids),
        city=tuple(chosen.cities),
        legal_form=tuple(chosen.legal_forms),
        responsible=tuple(chosen.responsibles),
        tag=tuple(chosen.tags),
        min_overdue_cents=chosen.min_overdue_cents,
        min_days_late=chosen.min_days_late,
        has_next_invoice=chosen.has_next_invoice,
    )


def _asked(request: pb.SearchCatalogueRequest | pb.ExportCatalogueRequest) -> Asked:
    return Asked(
        text=request.query,
        filter=_filter(request.filter),
        order_by=request.order_by,
        descending=request.descending,
        personal_codes=request.personal_codes,
    )
