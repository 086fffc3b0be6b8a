"""What a caller may ask of the catalogue, and the same as messages of the search service."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from services.bff.query import Query
from services.bff.shapes.catalogue import SortColumn
from services.bff.shapes.client import Kind, Status
from services.bff.shapes.fields import Id, Whole
from sysapi.search.v1 import search_service_pb2

Short = Annotated[str, Field(max_length=100)]
MAX_ALTERNATIVES = 50


class CatalogueFilter(Query):
    """Narrowing by columns; values of one column are alternatives."""

    ignored: ClassVar[frozenset[str]] = frozenset({"offset", "limit"})

    status: list[Status] = Field(default=[], max_length=4)
    kind: list[Kind] = Field(default=[], max_length=2)
    group: list[Id] = Field(default=[], max_length=MAX_ALTERNATIVES, description="Ids of groups.")
    city: list[Short] = Field(default=[], max_length=MAX_ALTERNATIVES)
    legal_form: list[Annotated[str, Field(max_length=8)]] = Field(
        default=[], max_length=MAX_ALTERNATIVES
    )
    responsible: list[Short] = Field(default=[], max_length=MAX_ALTERNATIVES)
    tag: list[Annotated[str, Field(max_length=50)]] = Field(default=[], max_length=MAX_ALTERNATIVES)
    min_overdue_cents: Whole = Field(
        default=0,
        ge=0,
        le=10**14,
        description="Only clients with so much overdue; 1: all that are late.",
    )
    min_days_late: Whole = Field(
        default=0, ge=0, le=100_000, description="Only clients so many days late."
    )
    has_next_invoice: Literal["true", "false"] = Field(
        default="false", description="Only clients with an automatic invoice coming."
    )


class CatalogueQuery(CatalogueFilter):
    """A query, its filter and its order."""

    q: str = Field(
        default="", max_length=200, description="What the user typed; empty and * are everything."
    )
    sort: SortColumn = Field(
        default="", description="Empty: by relevance for a text query, by name otherwise."
    )
    order: Literal["asc", "desc"] = "asc"


class CataloguePage(CatalogueQuery):
    """A part of the result."""

    ignored: ClassVar[frozenset[str]] = frozenset()

    offset: Whole = Field(default=0, ge=0, le=10_000_000)
    limit: Whole = Field(default=100, ge=1, le=1000)
    min_version_client_id: Id | None = Field(
        default=None, description="The answer waits until it holds min_version of this client."
    )
    min_version: Whole = Field(default=0, ge=0)


def filter_to_pb(query: CatalogueFilter) -> search_service_pb2.CatalogueFilter | None:
    """The filter; None when nothing narrows."""
    if not (
        query.status
        or query.kind
        or query.group
        or query.city
        or query.legal_form
        or query.responsible
        or query.tag
        or query.min_overdue_cents
        or query.min_days_late
        or query.has_next_invoice == "true"
    ):
        return None
    return search_service_pb2.CatalogueFilter(
        statuses=query.status,
        kinds=query.kind,
        group_ids=query.group,
        cities=query.city,
        legal_forms=query.legal_form,
        responsibles=query.responsible,
        tags=query.tag,
        min_overdue_cents=query.min_overdue_cents,
        min_days_late=query.min_days_late,
        has_next_invoice=query.has_next_invoice == "true",
    )


def page_to_pb(page: CataloguePage) -> search_service_pb2.SearchCatalogueRequest:
    """The request for a part of the result."""
    return search_service_pb2.SearchCatalogueRequest(
        query=page.q,
        filter=filter_to_pb(page),
        order_by=page.sort,
        descending=page.order == "desc",
        offset=page.offset,
        limit=page.limit,
        personal_codes=True,
        min_version_client_id=page.min_version_client_id or "",
        min_version=page.min_version,
    )


def export_to_pb(
    query: CatalogueQuery, encoding: str, known_generation: int
) -> search_service_pb2.ExportCatalogueRequest:
    """The request for the whole result."""
    return search_service_pb2.ExportCatalogueRequest(
        query=query.q,
        filter=filter_to_pb(query),
        order_by=query.sort,
        descending=query.order == "desc",
        personal_codes=True,
        encoding=encoding,
        known_generation=known_generation,
    )
