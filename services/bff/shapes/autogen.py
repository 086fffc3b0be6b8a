"""Lines of the autogenerator, their periods, the forecast and indexations, as read (`…Json`) and as sent (`…Input`)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from services.bff.edge import Strict
from services.bff.shapes.fields import Day, Id, Language
from services.bff.shapes.invoice import VatCategory
from services.bff.shapes.money import MoneyJson
from services.bff.shapes.names import ClientNamed, Named
from services.bff.shapes.various import ProblemJson

LineStatus = Literal["active", "paused", "ended"]
Timing = Literal["in_advance", "in_arrears"]
Shift = Literal["none", "before", "after"]
PeriodStatus = Literal["planned", "made", "skipped", "failed", "waived"]
Small = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]


class AutogenRuleJson(BaseModel):
    """When a line is invoiced."""

    every_months: int = Field(description="1 monthly, 3 quarterly, 12 yearly.")
    anchor_day: int = Field(description="1 to 31, 31 the last of every month; 0: of valid_from.")
    timing: Timing
    issue_offset_days: int = Field(
        description="From the first or last day of the period to the day of issue."
    )
    shift: Shift = Field(description="Where a day of issue goes that is no business day.")


class AutogenPriceJson(BaseModel):
    """A price and the day from which periods have it."""

    first: date | None = Field(alias="from")
    unit_price: str
    indexation_id: str | None


class AutogenLineJson(BaseModel):
    """A recurring service of a client."""

    id: str
    etag: str = Field(description="Send it back as If-Match.")
    version: int
    client_id: str
    unit_id: str | None
    service: str
    template: str = Field(description="Text on the invoice with placeholders such as {periods}.")
    language: str
    quantity: str
    unit: str
    unit_price: str = Field(description="The price of today, without VAT.")
    prices: list[AutogenPriceJson] = Field(description="Oldest first.")
    vat_category: VatCategory
    vat_rate: str
    rule: AutogenRuleJson
    valid_from: date | None
    valid_to: date | None
    join_key: str = Field(description="Lines with the same key become one invoice.")
    term_days: int | None
    status: LineStatus
    paused_from: date | None
    paused_reason: str
    next_on: date | None = Field(description="Day of issue; null when none is coming.")
    next_net: MoneyJson | None
    next_text: str = Field(description="With the period in place.")
    waiting: int = Field(description="Periods that wait for an approval.")
    failed: int = Field(description="Periods that failed and are tried again.")
    visits_per_period: int = Field(description="0: nothing to do with visits.")
    created_at: datetime | None


class AutogenLineRowJson(Named, AutogenLineJson):
    """A line as a row of the list."""


class AutogenLinesJson(BaseModel):
    """A page of lines."""

    lines: list[AutogenLineRowJson]
    count: int | None = Field(description="Of the whole filter, on the first page only.")
    next_page_token: str = Field(description="Empty at the end, and only there.")


class RuleInput(Strict):
    """When a line is invoiced."""

    every_months: Small
    anchor_day: Small = 0
    timing: Timing = "in_advance"
    issue_offset_days: Small = 0
    shift: Shift = "none"


class LineFields(Strict):
    """What people may write about a line, but for its price."""

    language: Language | None = Field(
        default=None, description="That of the client when absent on creation."
    )
    quantity: str = "1"
    unit: str = ""
    vat_category: VatCategory = "standard"
    vat_rate: str = "21"
    valid_to: Day | None = None
    join_key: str = ""
    term_days: Small | None = None
    visits_per_period: Small = 0


class LineDraft(LineFields):
    """A new line; unit_price is its first price."""

    id: Id | None = Field(default=None, description="Made when absent.")
    client_id: Id
    unit_id: Id | None = None
    service: str
    template: str
    unit_price: str
    rule: RuleInput
    valid_from: Day


class LinePatch(LineFields):
    """The fields that change."""

    service: str = ""
    template: str = ""
    rule: RuleInput | None = None
    valid_from: Day | None = None


class PauseInput(Strict):
    """From when the line is paused, and why."""

    first: Day | None = Field(
        default=None, alias="from", description="First day of issue that is skipped; today without."
    )
    reason: str


class ResumeInput(Strict):
    """From when the line is invoiced again."""

    first: Day | None = Field(
        default=None, alias="from", description="First day of issue; today without."
    )


class EndInput(Strict):
    """The last day on which a period may begin."""

    on: Day | None = Field(default=None, description="Today when absent.")


class PriceInput(Strict):
    """A new price and the first day of the periods that have it."""

    unit_price: str
    first: Day = Field(alias="from")


class PeriodJson(BaseModel):
    """One period of one line: a row of the ledger."""

    id: str
    line_id: str
    client_id: str
    unit_id: str | None
    service: str
    number: int = Field(description="0 is the first one of the line.")
    starts_on: date | None
    ends_on: date | None
    issue_on: date | None
    status: PeriodStatus
    needs_approval: bool
    reason: str
    error_code: str
    error_text: str
    attempts: int
    next_attempt_at: datetime | None
    text: str
    net: MoneyJson
    invoice_id: str | None
    invoice_number: str
    decided_by: str
    updated_at: datetime | None


class PeriodRowJson(Named, PeriodJson):
    """A period as a row of the list."""


class PeriodsJson(BaseModel):
    """A page of the ledger, latest day of issue first."""

    periods: list[PeriodRowJson]
    next_page_token: str = Field(description="Empty at the end, and only there.")


class DecidedJson(BaseModel):
    """The periods as they are now."""

    periods: list[PeriodJson]


class ApproveInput(Strict):
    """Periods to make."""

    period_ids: list[Id]


class WaiveInput(ApproveInput):
    """Periods not to make, and why."""

    reason: str


class PlannedLineJson(BaseModel):
    """A line of an invoice that would be made."""

    line_id: str
    number: int
    starts_on: date | None
    ends_on: date | None
    service: str
    text: str
    quantity: str
    unit: str
    unit_price: str
    net: MoneyJson


class PlannedInvoiceJson(BaseModel):
    """An invoice that would be made, with the texts it would have."""

    client_id: str
    unit_id: str | None
    issue_on: date | None
    lines: list[PlannedLineJson]
    net: MoneyJson


class PlannedRowJson(Named, PlannedInvoiceJson):
    """An invoice that would be made, as a row of the list."""


class ForecastJson(BaseModel):
    """Invoices that are coming, in order of client, day and unit."""

    invoices: list[PlannedRowJson]
    next_page_token: str = Field(description="Empty at the end, and only there.")


class RunInput(Strict):
    """Until which day of issue to make what is due."""

    until: Day | None = Field(default=None, description="Today when absent.")
    dry_run: bool = False


class RunFailureJson(BaseModel):
    """A period that could not be invoiced."""

    period_id: str
    line_id: str
    error_code: str
    error_text: str


class RunJson(BaseModel):
    """What was done, in periods; of a dry run what would be."""

    made: int
    skipped: int
    failed: int
    waiting: int
    invoices: int
    net: MoneyJson
    failures: list[RunFailureJson] = Field(description="The first 100.")


class LineFilterInput(Strict):
    """Which lines; what is absent does not narrow."""

    client_ids: list[Id] = Field(default=[])
    unit_id: Id | None = None
    statuses: list[LineStatus] = Field(default=[], max_length=3)
    service: str = ""
    line_ids: list[Id] = Field(default=[])


class IndexationInput(Strict):
    """A change of many prices, by percent or by an amount."""

    filter: LineFilterInput = Field(default=LineFilterInput())
    percent: str = Field(default="", description="A decimal; only without amount.")
    amount: str = Field(default="", description="Added to the price of one; only without percent.")
    first: Day = Field(alias="from", description="Periods that begin then or later.")


class IndexedLineJson(ClientNamed):
    """What would become of one line."""

    line_id: str
    client_id: str
    service: str
    old_price: str
    new_price: str


class IndexationPreviewJson(BaseModel):
    """What would change."""

    count: int
    lines: list[IndexedLineJson] = Field(description="The first 1 000.")
    old_year_net: MoneyJson
    new_year_net: MoneyJson


class IndexationJson(BaseModel):
    """A change of many prices from a day on."""

    id: str
    first: date | None = Field(alias="from")
    percent: str
    amount: str
    lines: int
    undone: bool
    used: int = Field(description="Periods that were invoiced at its prices.")
    created_by: str
    created_at: datetime | None


class IndexationsJson(BaseModel):
    """A page of indexations, newest first."""

    indexations: list[IndexationJson]
    next_page_token: str = Field(description="Empty at the end, and only there.")


class LineConflictJson(ProblemJson):
    """The line changed since it was read."""

    current: AutogenLineJson | None = None
