"""What a client owes, what it bought and how it pays, as plain figures."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(slots=True)
class Paying:
    """How due rows were paid; each weighs its amount."""

    count: int = 0
    amount: Decimal = ZERO
    on_time_share: float = 0.0
    median_days_late: int = 0
    p90_days_late: int = 0
    trend_days: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One invoice of the strip."""

    invoice_id: uuid.UUID
    number: str
    issued_on: date
    in_time_until: date
    settled_on: date | None
    gross: Decimal
    open: Decimal


@dataclass(slots=True)
class Money:
    """The money of one client, or of one of its units."""

    net_12_months: Decimal = ZERO
    net_this_year: Decimal = ZERO
    net_ever: Decimal = ZERO
    open: Decimal = ZERO
    overdue: Decimal = ZERO
    oldest_days_late: int = 0
    advance: Decimal = ZERO
    ageing: tuple[Decimal, Decimal, Decimal, Decimal, Decimal] = (ZERO, ZERO, ZERO, ZERO, ZERO)
    """Not due, 1-30, 31-60, 61-90, 91 and more days late; sums to `open`."""
    paying: Paying = field(default_factory=Paying)
    strip: list[Cell] = field(default_factory=list[Cell])
