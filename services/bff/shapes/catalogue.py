"""The catalogue: rows, columns, facets and state."""

from __future__ import annotations

from datetime import date, datetime
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
    "net_12_months_cents",
    "open_cents",
    "overdue_cents",
    "days_late",
    "paying_strip",
    "next_invoice_on",
    "next_invoice_net_cents",
    "last_visit_on",
    "visits_done",
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
        description="name, alias, unit, group, number, phone, email, www, address, iban, contact, personal_code, document …"
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
    net_12_months_cents: int | None = Field(
        description="Turnover of twelve months without VAT, in cents of EUR; null while the client's money is not known."
    )
    open_cents: int | None = Field(description="All that is owed, with VAT.")
    overdue_cents: int | None = Field(description="What of it is overdue.")
    days_late: int | None = Field(description="Days late of the oldest overdue row.")
    paying_strip: str | None = Field(
        description="The last five invoices, oldest first: e early, t on time, a to d late (1-30, 31-60, 61-90, 91 and more days),"
        " A to D as late and still open, o open and not due."
    )
    next_invoice_on: date | None = Field(
        description="Day of issue of the next automatic invoice; null when none is coming or while that is not known."
    )
    next_invoice_net_cents: int | None = Field(
        description="What is issued on that day without VAT, 0 when nothing is coming; null while that is not known."
    )
    last_visit_on: date | None = Field(
        description="Day of the last visit that was done; null when there was none or while that is not known."
    )
    visits_done: int | None = Field(
        description="How many visits were done; null while that is not known."
    )
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
    money_compared_at: datetime | None
    schedules_compared_at: datetime | None
    visits_compared_at: datetime | None
    documents_compared_at: datetime | None
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
