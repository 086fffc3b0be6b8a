"""What a caller may ask of the catalogue, and the same as messages of the search service.

The query string is read here and not by the framework: that takes a tenth of the time, and this runs at each keystroke.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import parse_qsl

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request

from services.bff.shapes.catalogue import SortColumn
from services.bff.shapes.client import Kind, Status
from services.bff.shapes.fields import Id, Whole
from sysapi.search.v1 import search_service_pb2

Short = Annotated[str, Field(max_length=100)]
MAX_ALTERNATIVES = 50


class CatalogueFilter(BaseModel):
    """Narrowing by columns; values of one column are alternatives. An unknown parameter is refused: a misspelt filter would widen the result."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    status: list[Status] = Field(default=[], max_length=4)
    kind: list[Kind] = Field(default=[], max_length=2)
    group: list[Id] = Field(default=[], max_length=MAX_ALTERNATIVES, description="Ids of groups.")
    city: list[Short] = Field(default=[], max_length=MAX_ALTERNATIVES)
    legal_form: list[Annotated[str, Field(max_length=8)]] = Field(
        default=[], max_length=MAX_ALTERNATIVES
    )
    responsible: list[Short] = Field(default=[], max_length=MAX_ALTERNATIVES)
    tag: list[Annotated[str, Field(max_length=50)]] = Field(default=[], max_length=MAX_ALTERNATIVES)


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

    offset: Whole = Field(default=0, ge=0, le=10_000_000)
    limit: Whole = Field(default=100, ge=1, le=1000)
    min_version_client_id: Id | None = Field(
        default=None, description="The answer waits until it holds min_version of this client."
    )
    min_version: Whole = Field(default=0, ge=0)


Query = TypeVar("Query", bound=CatalogueFilter)
_MAX_PARAMETERS = 400
_PAGING = frozenset({"offset", "limit"})


def read_query(model: type[Query], request: Request) -> Query:
    """The query of a request. Raises RequestValidationError as the framework does."""
    return _read(model, request.scope["query_string"])


@lru_cache(maxsize=1024)
def _read(model: type[Query], query: bytes) -> Query:
    lists = {name for name, field in model.model_fields.items() if field.default == []}
    values: dict[str, Any] = {}
    try:
        # Empty ones fall out: `status=` is no filter.
        pairs = parse_qsl(query.decode("utf-8"), max_num_fields=_MAX_PARAMETERS)
    except ValueError as error:
        problem = {"type": "too_long", "loc": ("query",), "msg": "too many parameters"}
        raise RequestValidationError([problem]) from error
    for name, value in pairs:
        if name in _PAGING and name not in model.model_fields:
            # A part of everything at once is everything.
            continue
        if name in lists:
            values.setdefault(name, []).append(value)
        else:
            values[name] = value
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise RequestValidationError(
            [{**item, "loc": ("query", *item["loc"])} for item in error.errors()]
        ) from error


def query_description(model: type[CatalogueFilter]) -> dict[str, Any]:
    """The parameters of this query for the OpenAPI description of a route."""
    fields: dict[str, dict[str, Any]] = model.model_json_schema()["properties"]
    return {
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": False,
                "schema": field,
            }
            | ({"description": field["description"]} if "description" in field else {})
            for name, field in fields.items()
        ]
    }


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
