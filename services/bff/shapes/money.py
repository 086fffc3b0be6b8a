"""Amounts of money, and the money of a client: what it owes, what it bought and how it pays."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from services.bff.edge import Strict

StatementKind = Literal["invoice", "credit_note", "payment", "write_off", "annulment"]


class MoneyJson(BaseModel):
    """An amount."""

    amount: str = Field(description="Two decimals: 12.50, -3.00.")
    currency: str


class MoneyInput(Strict):
    """An amount above zero."""

    amount: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}([.][0-9]{1,2})?$")] = Field(
        description="Up to two decimals: 12.50."
    )
    currency: Literal["EUR"]


class PayingJson(BaseModel):
    """How the due rows of the last 24 months were paid, weighted by amount. Null where fewer than three rows tell nothing."""

    count: int = Field(description="Due rows.")
    amount: MoneyJson
    on_time_share: float | None = Field(description="0 to 1.")
    median_days_late: int | None = Field(description="Negative when early.")
    p90_days_late: int | None
    trend_days: int | None = Field(
        description="Median of the last half year minus that of the one before; null when one of them has fewer than three rows."
    )


class StripCellJson(BaseModel):
    """How one invoice was paid."""

    invoice_id: str
    number: str
    issued_on: date | None
    in_time_until: date | None = Field(description="The last day on which payment is in time.")
    settled_on: date | None = Field(description="Null while it is open.")
    days_late: int = Field(
        description="So far for an open one; negative when early or not due yet."
    )
    gross: MoneyJson
    open: MoneyJson


class AgeingJson(BaseModel):
    """What is open by how late it is; together all that is open."""

    not_due: MoneyJson
    days_1_30: MoneyJson
    days_31_60: MoneyJson
    days_61_90: MoneyJson
    days_91_up: MoneyJson


class ClientMoneyJson(BaseModel):
    """The money of a client or of one of its units. Turnover is of issued invoices minus credit notes."""

    client_id: str
    unit_id: str | None = Field(description="Null: all of the client.")
    net_12_months: MoneyJson = Field(
        description="Without VAT, the last 12 months with the current one."
    )
    net_this_year: MoneyJson
    net_ever: MoneyJson
    open: MoneyJson = Field(description="All that is owed, with VAT.")
    overdue: MoneyJson
    oldest_days_late: int
    advance: MoneyJson = Field(description="Not set against anything.")
    ageing: AgeingJson
    paying: PayingJson
    strip: list[StripCellJson] = Field(description="The last 24 invoices, newest last.")
    as_of: date | None
    updated_at: datetime | None


class TurnoverMonthJson(BaseModel):
    """One month."""

    year: int
    month: int
    net: MoneyJson
    gross: MoneyJson
    count: int = Field(description="Documents.")


class TurnoverYearJson(BaseModel):
    """One year."""

    year: int
    net: MoneyJson
    gross: MoneyJson


class UnitTurnoverJson(BaseModel):
    """One unit over the years, newest year first."""

    unit_id: str | None = Field(description="Null: what belongs to the client as a whole.")
    net: MoneyJson
    gross: MoneyJson
    years: list[TurnoverYearJson]


class OtherUnitsJson(BaseModel):
    """Units that are told as one."""

    count: int
    net: MoneyJson
    gross: MoneyJson
    years: list[TurnoverYearJson]


class TurnoverJson(BaseModel):
    """Turnover by day of issue. The units of a year sum to the year, and its months do."""

    net: MoneyJson
    gross: MoneyJson
    months: list[TurnoverMonthJson] = Field(description="Months with documents, oldest first.")
    years: list[TurnoverYearJson] = Field(description="Newest first.")
    units: list[UnitTurnoverJson] = Field(
        description="Largest first; empty when one unit was asked for."
    )
    other_units: OtherUnitsJson | None = Field(
        description="The units behind the largest 20 on the card; null elsewhere and when there are none."
    )


class StatementRowJson(BaseModel):
    """One row of a statement."""

    on: date | None
    kind: StatementKind
    source_id: str = Field(description="The document or payment.")
    number: str = Field(description="Its number or bank reference.")
    amount: MoneyJson = Field(description="What the client owes more; below zero: less.")
    balance: MoneyJson = Field(description="What it owes after this row.")


class StatementJson(BaseModel):
    """Opening balance, rows and closing balance."""

    opening: MoneyJson
    rows: list[StatementRowJson]
    closing: MoneyJson


class RecountDifferenceJson(BaseModel):
    """A stored value that was not what its documents come to."""

    what: str = Field(description="What it is of: invoice, due, payment, or a projection.")
    row_id: str
    client_id: str | None = Field(description="Null for totals over many clients.")
    stored: str
    counted: str


class RecountJson(BaseModel):
    """The last time that everything stored was counted again, which is done each night."""

    ended_at: datetime | None = Field(description="Null before the first night.")
    differences: int
    repaired: bool = Field(description="Whether they were put right.")
    rows: list[RecountDifferenceJson] = Field(description="The first 100.")
