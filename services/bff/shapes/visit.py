"""Visits, their counts and their plans, as read (`…Json`) and as sent (`…Input`)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from services.bff.edge import Strict
from services.bff.shapes.autogen import PeriodStatus
from services.bff.shapes.fields import Day, Id, Instant
from services.bff.shapes.names import Named
from services.bff.shapes.various import ProblemJson
from services.bff.visit_rule import Outcome

VisitStatus = Literal["planned", "done", "missed", "cancelled"]
Frequency = Literal["days", "weeks", "months"]
DayOff = Literal["keep", "skip", "before", "after"]
Small = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
Performers = Annotated[list[str], Field(max_length=20)]


class VisitJson(BaseModel):
    """A visit at a unit."""

    id: str
    etag: str = Field(description="Send it back as If-Match.")
    version: int
    client_id: str
    unit_id: str
    plan_id: str | None = Field(description="The plan that made it.")
    status: VisitStatus
    kind: str
    performers: list[str]
    planned_start: datetime | None
    started: datetime | None
    ended: datetime | None
    note: str
    billable: bool
    signature: str = Field(description="A reference; empty without one.")
    day: date | None = Field(description="In Latvia, of the start.")
    updated_by: str
    updated_at: datetime | None


class VisitsJson(BaseModel):
    """A page of visits."""

    visits: list[VisitJson] = Field(description="Latest start first.")
    next_page_token: str = Field(description="Empty at the end, and only there.")


class VisitInput(Strict):
    """A whole visit; its id, which the device makes, is in the address."""

    client_id: Id
    unit_id: Id
    status: VisitStatus
    kind: str = ""
    performers: Performers = Field(default=[])
    planned_start: Instant | None = None
    started: Instant | None = None
    ended: Instant | None = None
    note: str = ""
    billable: bool = False
    signature: str = ""


class VisitConflictJson(ProblemJson):
    """The visit changed since it was read."""

    current: VisitJson | None = None


class VisitCountsJson(BaseModel):
    """Visits by state."""

    planned: int
    done: int
    missed: int
    cancelled: int


class VisitCheckRowJson(Named):
    """What was contracted, done and invoiced in some days."""

    client_id: str
    unit_id: str | None = Field(description="Null: of the client as a whole.")
    line_id: str | None = Field(description="Null for visits that no contract has.")
    service: str
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    issue_on: date | None = Field(description="By the rule of the line.")
    status: PeriodStatus | None
    contracted: int
    done: int
    billed: int
    outcome: Outcome
    flagged: bool = Field(description="Somebody should look at it.")
    invoice_id: str | None
    invoice_number: str
    invoice_annulled: bool


class VisitCheckJson(BaseModel):
    """The check of a month."""

    rows: list[VisitCheckRowJson] = Field(description="Worst first, at most 1 000.")
    count: int = Field(description="Rows that fit the query.")
    flagged: int = Field(description="Rows of the month that somebody should look at.")


class VisitYearJson(VisitCountsJson):
    """The visits of a year."""

    year: int


class MonthlyCountsJson(BaseModel):
    """Visits by state in each month of the grid, one number a month, from its first month to its last."""

    planned: list[int]
    done: list[int]
    missed: list[int]
    cancelled: list[int]


class SiteMonthsJson(MonthlyCountsJson):
    """The visits of a unit, month by month."""

    unit_id: str


class VisitMonthsJson(BaseModel):
    """The grid of units and months."""

    from_year: int
    from_month: int
    to_year: int
    to_month: int
    sites: list[SiteMonthsJson] = Field(description="Those with the most visits first.")
    count: int = Field(description="Units with visits in these months.")
    sums: MonthlyCountsJson = Field(description="Of all units; empty when there are none.")
    years: list[VisitYearJson] = Field(description="Of all time, latest first.")


class PlanRuleJson(BaseModel):
    """On which days visits are, counted from the first day."""

    frequency: Frequency
    every: int
    weekdays: list[int] = Field(description="1 Monday to 7 Sunday; none: as the first day.")
    week_of_month: int = Field(description="1 to 4 or -1 the last; 0 all.")
    day_off: DayOff


class VisitPlanJson(BaseModel):
    """A plan of visits at a unit."""

    id: str
    etag: str = Field(description="Send it back as If-Match.")
    version: int
    client_id: str
    unit_id: str
    kind: str
    performers: list[str]
    rule: PlanRuleJson
    at: str = Field(description="Time of day in Latvia, HH:MM.")
    starts_on: date | None
    ends_on: date | None
    billable: bool
    planned_to: date | None = Field(description="Visits are planned until this day.")


class VisitPlansJson(BaseModel):
    """A page of plans."""

    plans: list[VisitPlanJson]
    next_page_token: str = Field(description="Empty at the end, and only there.")


class PlanRuleInput(Strict):
    """On which days visits are."""

    frequency: Frequency
    every: Small = 1
    weekdays: list[Small] = Field(default=[], max_length=7)
    week_of_month: Small = 0
    day_off: DayOff = "keep"


class VisitPlanInput(Strict):
    """A whole plan; its id is in the address."""

    client_id: Id
    unit_id: Id
    kind: str = ""
    performers: Performers = Field(default=[])
    rule: PlanRuleInput
    at: str
    starts_on: Day
    ends_on: Day | None = None
    billable: bool = False


class PlanConflictJson(ProblemJson):
    """The plan changed since it was read."""

    current: VisitPlanJson | None = None
