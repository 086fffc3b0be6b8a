"""Making invoices, each of the periods that share it, some in one transaction of the ledger.

The periods are locked while the invoices service is called. Whatever dies at whatever moment, the next try asks for the same
source_key, and gets the invoice that is there.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from kit.clock import Clock, today_in_riga
from kit.dates import date_to_pb
from kit.db import Database
from kit.errors import Conflict, Internal, Overloaded, Problem, TimedOut, Unavailable
from kit.failpoints import failpoint
from kit.money import decimal_to_text, money_from_pb
from services.autogen.convert import enums
from services.autogen.errors import ClientNotFound
from services.autogen.model.planning import content_of, document_id, grouped
from services.autogen.model.tables import LedgerPeriod
from services.autogen.peers import Invoices
from services.autogen.store import periods, schedules
from sysapi.invoices.v1 import invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb

_TEMPORARY = (Unavailable, TimedOut, Overloaded, Conflict, Internal)
_SOON, _LATER = timedelta(seconds=5), timedelta(hours=1)
_SOONEST, _LATEST = timedelta(minutes=5), timedelta(hours=24)
_PLACE = re.compile(r"lines\[(\d+)\]")


@dataclass(slots=True)
class Made:
    """What became of the periods of some invoices."""

    periods: int = 0
    invoices: int = 0
    net: Decimal = Decimal(0)
    failures: list[LedgerPeriod] = field(default_factory=list[LedgerPeriod])


@dataclass(frozen=True, slots=True)
class Maker:
    """What making needs."""

    database: Database
    invoices: Invoices
    clock: Clock

    async def make(self, documents: Sequence[periods.Document], done: Made) -> None:
        """Issues the invoices of some documents and writes them down, or why not. Passes by what somebody else is at."""
        async with self.database.begin() as session:
            # The clients first, as everybody who changes lines or decides on periods does.
            held = await schedules.hold_clients(session, {one.client_id for one in documents})
            ids = [one.id for one in documents if one.client_id in held]
            rows = await periods.periods_to_make(session, ids)
            if not rows:
                return
            made, failed = await self._try(rows)
        failpoint("autogen_recorded")
        done.failures += failed
        done.periods += len(made)
        done.invoices += len({row.invoice_id for row in made})
        done.net += sum((row.net or Decimal(0) for row in made), Decimal(0))

    async def _try(
        self, rows: Sequence[LedgerPeriod]
    ) -> tuple[list[LedgerPeriod], list[LedgerPeriod]]:
        """Periods that are made and that failed. One that is refused by itself does not hold up the others of its invoice."""
        made, failed = list[LedgerPeriod](), list[LedgerPeriod]()
        left = list(grouped((row.document_id, row) for row in rows).values())
        while left:
            outcomes = await self._issue(left)
            again: list[list[LedgerPeriod]] = []
            for together, outcome in zip(left, outcomes, strict=True):
                if not isinstance(outcome, Problem):
                    _note_made(together, outcome, self.clock())
                    made += together
                    continue
                culprit = _culprit(outcome, together)
                for row in [culprit] if culprit else together:
                    note_failure(row, outcome, self.clock())
                    failed.append(row)
                if culprit:
                    culprit.document_id = document_id([(culprit.line_id, culprit.number)])
                    again.append([row for row in together if row is not culprit])
            left = again
        return made, failed

    async def _issue(
        self, documents: Sequence[Sequence[LedgerPeriod]]
    ) -> list[invoice_pb2.Invoice | Problem]:
        """The outcome of each document; when nobody answered, it is the same for all."""
        failpoint("autogen_tried")
        drafts = [to_issue(rows) for rows in documents]
        try:
            outcomes = await self.invoices.issue(drafts, today_in_riga(self.clock))
        except Problem as problem:
            outcomes = [problem] * len(drafts)
        failpoint("autogen_issued")
        return [
            # The ledger says it as it is said when a line is entered.
            ClientNotFound(rows[0].client_id) if _has_no_buyer(outcome) else outcome
            for rows, outcome in zip(documents, outcomes, strict=True)
        ]


def _has_no_buyer(outcome: invoice_pb2.Invoice | Problem) -> bool:
    return isinstance(outcome, Problem) and outcome.reason == "BUYER_UNKNOWN"


def to_issue(rows: Sequence[LedgerPeriod]) -> pb.InvoiceToIssue:
    """The invoice of the periods of one document. Supply is at the end of what is in arrears, else on the day of issue by the rule."""
    first = rows[0]
    supplied_on = max(
        row.ends_on if row.line.timing == "in_arrears" else row.issue_on for row in rows
    )
    invoice = invoice_pb2.Invoice(
        type=invoice_pb2.INVOICE_TYPE_INVOICE,
        client_id=str(first.client_id),
        unit_id=str(first.line.unit_id or ""),
        supplied_on=date_to_pb(supplied_on),
        lines=[_line(row) for row in rows],
        source=invoice_pb2.INVOICE_SOURCE_AUTOGEN,
        source_key=f"autogen/{first.document_id}",
    )
    return pb.InvoiceToIssue(invoice=invoice, term_days=first.line.term_days)


def _line(row: LedgerPeriod) -> invoice_pb2.Line:
    line, content = row.line, content_of(row.line, row.starts_on, row.ends_on)
    return invoice_pb2.Line(
        text=content.text,
        quantity=decimal_to_text(line.quantity),
        unit=line.unit,
        unit_price=decimal_to_text(content.unit_price),
        vat_category=enums.VAT_CATEGORY.number(line.vat_category),
        vat_rate=decimal_to_text(line.vat_rate),
        unit_id=str(line.unit_id or ""),
        period_from=date_to_pb(row.starts_on),
        period_to=date_to_pb(row.ends_on),
    )


def _note_made(rows: Sequence[LedgerPeriod], invoice: invoice_pb2.Invoice, now: datetime) -> None:
    """Writes down what the invoice says; it may be from an earlier try, before a text or a price was changed."""
    for row, line in zip(rows, invoice.lines, strict=True):
        content = content_of(row.line, row.starts_on, row.ends_on)
        row.state, row.is_in_doubt = "made", False
        row.error_code = row.error_text = ""
        row.text, row.net = line.text, money_from_pb(line.net)
        row.visits = row.line.visits_per_period
        if Decimal(line.unit_price) == content.unit_price:
            row.indexation_id = content.indexation_id
        row.invoice_id, row.invoice_number = uuid.UUID(invoice.id), invoice.number
        row.updated_at = now


def note_failure(row: LedgerPeriod, problem: Problem, now: datetime) -> None:
    """Writes down why a period was not made and when it is tried again.

    What passes by itself leaves it planned and in doubt: the answer may have been lost. What was refused is failed, and known not
    to be issued.
    """
    is_temporary = isinstance(problem, _TEMPORARY)
    row.error_code, row.error_text = problem.reason, problem.message
    if not is_temporary:
        row.state, row.is_in_doubt = "failed", False
    first, most = (_SOON, _SOONEST) if is_temporary else (_LATER, _LATEST)
    row.next_attempt_at = now + min(first * 2 ** min(row.attempts - 1, 10), most)
    row.updated_at = now


def _culprit(problem: Problem, rows: Sequence[LedgerPeriod]) -> LedgerPeriod | None:
    """The one of several periods whose line was refused."""
    fields = [problem.metadata.get("field", ""), *(one.field for one in problem.violations)]
    found = next((match for one in fields if (match := _PLACE.search(one))), None)
    if found is None or len(rows) == 1 or isinstance(problem, _TEMPORARY):
        return None
    place = int(found[1])
    return rows[place] if place < len(rows) else None
