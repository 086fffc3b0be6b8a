"""A structural unit of a client, and pages of them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from services.bff.edge import Strict
from services.bff.shapes.client import Latitude, Longitude
from services.bff.shapes.fields import Day, Id

UnitKind = Literal["branch", "department", "site"]


class UnitJson(BaseModel):
    """One unit."""

    id: str
    client_id: str
    parent_id: str | None
    kind: UnitKind
    name: str
    code: str
    address: str
    city: str
    postcode: str
    active: bool
    opened_on: date | None
    closed_on: date | None
    closed_reason: str
    main: bool
    payer_client_id: str | None
    served: bool
    phone: str
    note: str
    etag: str
    latitude: float | None
    longitude: float | None


class UnitsJson(BaseModel):
    """A page: the main unit first, then active ones by name, then closed ones."""

    units: list[UnitJson]
    total: int
    active: int
    next_page_token: str = Field(description="Empty at the end, and only there.")


class UnitFields(Strict):
    """What people may write about a unit."""

    parent_id: Id | None = None
    kind: UnitKind = "branch"
    code: str = ""
    address: str = ""
    city: str = ""
    postcode: str = ""
    opened_on: Day | None = None
    payer_client_id: Id | None = None
    served: bool = True
    phone: str = ""
    note: str = ""
    latitude: Latitude | None = None
    longitude: Longitude | None = None


class UnitDraft(UnitFields):
    """A new unit; it starts active."""

    id: Id | None = Field(default=None, description="Made when absent.")
    name: str


class UnitPatch(UnitFields):
    """The fields that change."""

    name: str = ""


class CloseUnitInput(Strict):
    """When and why a unit closes."""

    closed_on: Day | None = Field(default=None, description="Today in Riga when absent.")
    reason: str = ""


class MainUnitInput(Strict):
    """The unit that opens first; null for none."""

    unit_id: Id | None
