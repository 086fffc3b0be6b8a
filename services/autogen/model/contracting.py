"""Visits that lines are for, period by period: those of the ledger and, behind them, those that are to come."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.autogen.model.calendar import number_on
from services.autogen.model.planning import is_skipped, periods_from
from services.autogen.model.tables import LedgerPeriod, Line


@dataclass(frozen=True, slots=True)
class ContractedPeriod:
    """A period with its visits; `state` is one of the ledger."""

    line: Line
    starts_on: date
    ends_on: date
    issue_on: date
    state: str
    contracted: int
    billed: int = 0
    invoice_id: uuid.UUID | None = None
    invoice_number: str = ""


def contracted_periods(
    line: Line, ledger: Sequence[LedgerPeriod], first: date, last: date
) -> Iterator[ContractedPeriod]:
    """The periods of the line that have a day from `first` to `last`, in order; `ledger` has those of them that fell due."""
    for row in ledger:
        yield _of_ledger(line, row)
    number = max(line.next_number, number_on(line.valid_from, line.rule, first))
    for found in periods_from(line, number):
        if found.starts_on > last:
            return
        skipped = is_skipped(line, found)
        yield ContractedPeriod(
            line,
            found.starts_on,
            found.ends_on,
            found.issue_on,
            "skipped" if skipped else "planned",
            0 if skipped else line.visits_per_period,
        )


def _of_ledger(line: Line, row: LedgerPeriod) -> ContractedPeriod:
    visits = 0 if row.state == "skipped" else row.visits or line.visits_per_period
    is_made = row.state == "made"
    return ContractedPeriod(
        line,
        row.starts_on,
        row.ends_on,
        row.issue_on,
        row.state,
        visits,
        visits if is_made else 0,
        row.invoice_id if is_made else None,
        row.invoice_number,
    )
