"""What falls due: the periods of a line, what they cost and say, and which of them become one invoice.

The ledger, the forecast and the invoices themselves are made by these functions and by nothing else.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from kit.money import round_cents
from services.autogen.model.calendar import Period, period
from services.autogen.model.tables import LedgerPeriod, Line, Price
from services.autogen.model.template import render

UNASKED = 2
"""Missed periods of a line that are made without asking; those beyond wait for an approval."""

_SPACE = uuid.UUID("6f0a5f5e-0d3c-5c1b-9d0e-2c7f0b6d4a11")

Group = tuple[uuid.UUID, uuid.UUID | None, str, int | None, date]
"""Client, unit, key, days to pay and day of issue: what lines share that become one invoice."""
Key = TypeVar("Key")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Content:
    """What an invoice says about a period of a line."""

    text: str
    unit_price: Decimal
    net: Decimal
    indexation_id: uuid.UUID | None


def period_id(line_id: uuid.UUID, number: int) -> uuid.UUID:
    """The id of a period: the same whenever it is computed."""
    return uuid.uuid5(_SPACE, f"{line_id}/{number}")


def document_id(periods: Iterable[tuple[uuid.UUID, int]]) -> uuid.UUID:
    """The id of the invoice of these periods: the same whenever it is computed, also by a database that was restored."""
    return uuid.uuid5(
        _SPACE, ",".join(sorted(f"{line_id}/{number}" for line_id, number in periods))
    )


def price_on(prices: Sequence[Price], day: date) -> Price:
    """The price of a period that begins on the day; the first one also before its own day. They are in order."""
    holding = [price for price in prices if price.from_day <= day]
    return holding[-1] if holding else prices[0]


def content_of(line: Line, starts_on: date, ends_on: date) -> Content:
    """What the invoice of a period says now. The prices of the line are loaded."""
    price = price_on(line.prices, starts_on)
    return Content(
        render(line.template, line.language, starts_on, ends_on),
        price.unit_price,
        round_cents(line.quantity * price.unit_price),
        price.indexation_id,
    )


def periods_from(line: Line, number: int) -> Iterator[Period]:
    """The periods of the line from a number on, until its end if it has one."""
    while True:
        found = period(line.valid_from, line.rule, number)
        if line.valid_to is not None and found.starts_on > line.valid_to:
            return
        yield found
        number += 1


def upcoming(line: Line, until: date) -> Iterator[Period]:
    """Periods without a row in the ledger that are issued until a day."""
    for found in periods_from(line, line.next_number):
        if found.issue_on > until:
            return
        yield found


def move_on(line: Line, number: int) -> None:
    """Lets the ledger of the line continue with this period, and tells what it will be. The prices are loaded."""
    line.next_number = number
    found = next(periods_from(line, number), None)
    if found is None:
        line.state, line.next_on, line.next_net = "ended", None, Decimal(0)
        line.paused_from, line.paused_reason = None, ""
        return
    if line.state == "ended":
        line.state = "active"
    line.next_on = found.issue_on
    line.next_net = content_of(line, found.starts_on, found.ends_on).net


def is_skipped(line: Line, found: Period) -> bool:
    """Whether the period falls into a pause."""
    return line.paused_from is not None and found.issue_on >= line.paused_from


def group_of(line: Line, issue_on: date) -> Group:
    """What a period of the line shares with those that become one invoice with it."""
    return line.client_id, line.unit_id, line.join_key, line.term_days, issue_on


def grouped(items: Iterable[tuple[Key, Item]]) -> dict[Key, list[Item]]:
    """The items by key, in the order they came."""
    found: dict[Key, list[Item]] = {}
    for key, item in items:
        found.setdefault(key, []).append(item)
    return found


def fall_due(lines: Sequence[Line], until: date, now: datetime) -> list[LedgerPeriod]:
    """The rows of the ledger for everything that is issued until a day; each line goes on behind them."""
    rows: list[tuple[Line, LedgerPeriod]] = []
    for line in lines:
        planned = 0
        for found in upcoming(line, until):
            row = _row(line, found, now)
            if is_skipped(line, found):
                row.state, row.reason = "skipped", line.paused_reason
            else:
                planned += 1
                row.needs_approval = planned > UNASKED
            rows.append((line, row))
    _join(rows)
    for line, row in rows:
        move_on(line, row.number + 1)
    return [row for _, row in rows]


def _row(line: Line, found: Period, now: datetime) -> LedgerPeriod:
    return LedgerPeriod(
        id=period_id(line.id, found.number),
        line_id=line.id,
        client_id=line.client_id,
        number=found.number,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        issue_on=found.issue_on,
        state="planned",
        needs_approval=False,
        next_attempt_at=now,
        updated_at=now,
    )


def _join(rows: Sequence[tuple[Line, LedgerPeriod]]) -> None:
    """Gives the periods of one invoice one document; one that waits, or is skipped, does not hold up the others."""
    joined: dict[tuple[Group, str, bool], list[LedgerPeriod]] = {}
    for line, row in rows:
        key = group_of(line, row.issue_on), row.state, row.needs_approval
        joined.setdefault(key, []).append(row)
    for together in joined.values():
        document = document_id((row.line_id, row.number) for row in together)
        for row in together:
            row.document_id = document
