"""The catalogue: rows, columns, facets and state."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.bff.shapes.client import Kind, Status

SortColumn = Literal[
    "",
    "name",
    "registration_number",
    "kind",
    "legal_form",
    "city",
    "group",
    "status",
    "number",
    "units_active",
    "responsible",
    "created_at",
    "updated_at",
    "industry",
    "email",
    "phone",
]


class HitUnitJson(BaseModel):
    """The unit that was found; opening the row selects it."""

    id: str
    name: str
    active: bool
    address: str | None


class MatchJson(BaseModel):
    """Where the query was found."""

    field: str = Field(
        description="name, alias, unit, group, number, phone, email, www, address, iban, contact, personal_code …"
    )
    text: str
    ranges: list[tuple[int, int]] = Field(
        description="[start, end) in UTF-16 code units of the text."
    )


class RowJson(BaseModel):
    """One row of the catalogue."""

    # Later services add columns; the description stays true with them.
    model_config = ConfigDict(extra="allow")

    id: str
    name: str
    kind: Kind
    registration_number: str | None
    city: str | None
    group: str | None
    group_id: str | None
    status: Status
    number: int
    legal_form: str | None
    vat_number: str | None
    address: str | None
    phone: str | None
    email: str | None
    www: str | None
    iban: str | None
    industry: str | None
    responsible: str | None
    tags: list[str]
    units_active: int
    units_total: int
    notice: str | None
    created_at: datetime | None
    updated_at: datetime | None
    version: int
    unit: HitUnitJson | None
    matched: MatchJson | None


class CatalogueJson(BaseModel):
    """A page of the catalogue and how many rows there are in all."""

    total: int
    took_ms: float
    generation: int
    recognised_as: str
    degraded: bool = Field(description="True when a simpler search than usual was used.")
    items: list[RowJson]


class RepeatedJson(BaseModel):
    """A column whose values repeat: the n-th value is values[of[n]]."""

    values: list[Any]
    of: list[int]


class ColumnsJson(BaseModel):
    """All rows, column by column; the n-th values of all columns are the n-th row."""

    generation: int
    total: int
    columns: dict[str, list[Any] | RepeatedJson]


class FacetCountJson(BaseModel):
    """A value and how many clients have it."""

    value: str
    label: str
    count: int


class FacetsJson(BaseModel):
    """Counts by column: status, kind, group, city, legal_form, responsible, tag."""

    facets: dict[str, list[FacetCountJson]]


class CatalogueStatusJson(BaseModel):
    """State of the catalogue."""

    clients: int
    units: int
    generation: int
    pending: int
    dead_letters: int
    digest_checked_at: datetime | None
    digest_mismatches: int
    engine: str
    rebuilding: bool


class RebuildJson(BaseModel):
    """The rebuild was started, or was running already."""

    rebuilding: bool


class CatalogueEventJson(BaseModel):
    """Data of the event `catalogue`."""

    generation: int
    client_ids: list[str]
    reset: bool = Field(description="True: anything may have changed, read anew.")
