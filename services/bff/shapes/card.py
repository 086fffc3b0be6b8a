"""The card of a client: the client itself and a section from each part of the system."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from services.bff.shapes.autogen import AutogenLineJson, PlannedInvoiceJson
from services.bff.shapes.client import ClientJson, HistoryJson
from services.bff.shapes.document import ClientStandingJson, DocumentJson
from services.bff.shapes.media import ClientGalleriesJson
from services.bff.shapes.money import ClientMoneyJson, MoneyJson, TurnoverJson
from services.bff.shapes.unit import UnitJson, UnitsJson
from services.bff.shapes.visit import VisitJson, VisitMonthsJson

SectionState = Literal["fresh", "stale", "unavailable"]


class Section(BaseModel):
    """How current a section is. Unknown is never shown as zero or empty."""

    state: SectionState
    as_of: datetime | None = Field(description="When the data was read; null when unavailable.")
    code: str | None = Field(description="Why it is not fresh, a reason; null when fresh.")


class UnitsSection(Section):
    """The first units; more are read page by page."""

    data: UnitsJson | None


class HistorySection(Section):
    """The last 10 changes."""

    data: HistoryJson | None


class ClientTurnoverJson(BaseModel):
    """What the client bought, owes, and how it pays."""

    money: ClientMoneyJson
    turnover: TurnoverJson


class TurnoverSection(Section):
    """The money of the whole client."""

    data: ClientTurnoverJson | None


class PlannedMonthJson(BaseModel):
    """What is coming in one month, by day of issue."""

    year: int
    month: int
    net: MoneyJson
    count: int = Field(description="Invoices.")


class CardForecastJson(BaseModel):
    """The invoices of the next 12 months."""

    invoices: list[PlannedInvoiceJson] = Field(description="The next 50, in full.")
    count: int = Field(description="Of all 12 months.")
    months: list[PlannedMonthJson] = Field(description="Sums of all, months with invoices.")


class ClientAutogenJson(BaseModel):
    """The first lines with their content, and what they will make."""

    lines: list[AutogenLineJson]
    count: int = Field(description="Lines in all.")
    next_page_token: str = Field(description="Empty when these are all of them.")
    forecast: CardForecastJson


class AutogenSection(Section):
    """The automatic invoices of the client; more lines are read page by page."""

    data: ClientAutogenJson | None


class ClientVisitsJson(BaseModel):
    """The last 12 months at the 20 most visited sites, and what was last."""

    months: VisitMonthsJson
    visits: list[VisitJson] = Field(description="The newest 8 until today.")


class VisitsSection(Section):
    """The visits at the sites of the client."""

    data: ClientVisitsJson | None


class ClientDocumentsJson(BaseModel):
    """How the documents stand, and the first of them by title."""

    standing: ClientStandingJson
    documents: list[DocumentJson] = Field(description="The first 50 by title.")
    next_page_token: str = Field(description="Empty when these are all of them.")


class DocumentsSection(Section):
    """The documents of the client; more are read page by page."""

    data: ClientDocumentsJson | None


class GalleriesSection(Section):
    """The galleries of the client's units."""

    data: ClientGalleriesJson | None


class SectionsJson(BaseModel):
    """By part."""

    units: UnitsSection
    history: HistorySection
    turnover: TurnoverSection
    autogen: AutogenSection
    visits: VisitsSection
    documents: DocumentsSection
    galleries: GalleriesSection


class CardJson(BaseModel):
    """The card."""

    client: ClientJson
    unit: UnitJson | None = Field(
        description="The asked unit, else the main one, else null; null also while units are unavailable."
    )
    sections: SectionsJson
