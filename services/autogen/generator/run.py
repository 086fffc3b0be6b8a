"""A whole run: plan what is due, then make it, some invoices at a time."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from decimal import Decimal

from kit import metrics
from kit.clock import RIGA, Clock, system_clock, today_in_riga
from kit.db import Database
from kit.errors import Unavailable
from services.autogen.generator.making import Made, Maker
from services.autogen.generator.planning import CLIENTS_AT_ONCE, Planned, plan
from services.autogen.model.planning import content_of, fall_due
from services.autogen.model.tables import LedgerPeriod
from services.autogen.peers import Clients, Invoices
from services.autogen.store import lines, periods

DOCUMENTS_AT_ONCE = 400
BATCH = 25
"""Invoices of one transaction: more save little, and keep everybody else's numbers and calls waiting for longer."""


@dataclass(slots=True)
class Result:
    """What a run did."""

    planned: Planned = field(default_factory=Planned)
    made: Made = field(default_factory=Made)


@dataclass(frozen=True, slots=True)
class Generator:
    """Makes invoices of what is due. Two at once do no harm: each takes what the other is not at."""

    database: Database
    invoices: Invoices
    clients: Clients
    clock: Clock = system_clock
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One batch at a time, also when a call and the scheduler run at once: those who look at the card meanwhile need room."""

    async def run(self, until: date | None = None) -> Result:
        """Plans and makes everything until a day, today if none is given. Raises Unavailable when a service is not there."""
        result = Result()
        started = time.perf_counter()
        try:
            result.planned = await plan(
                self.database, until or today_in_riga(self.clock), self.clock
            )
            await self.make_pending(result.made)
        finally:
            _measure(result, time.perf_counter() - started)
        return result

    async def measure_backlog(self) -> None:
        """Writes into the metrics what is left to do."""
        now = self.clock()
        async with self.database.read() as session:
            backlog = await periods.backlog(session, today_in_riga(lambda: now))
        metrics.AUTOGEN_DUE_PENDING.set(backlog.due)
        metrics.AUTOGEN_WAITING.set(backlog.waiting)
        age = timedelta()
        if backlog.oldest is not None:
            age = now - datetime.combine(backlog.oldest, clock_time(), RIGA)
        metrics.AUTOGEN_OLDEST_DUE_SECONDS.set(age.total_seconds())

    @staticmethod
    def forget_backlog() -> None:
        """Another process tells of it now."""
        for gauge in (
            metrics.AUTOGEN_DUE_PENDING,
            metrics.AUTOGEN_WAITING,
            metrics.AUTOGEN_OLDEST_DUE_SECONDS,
        ):
            gauge.set(0)

    async def make_pending(self, done: Made) -> None:
        """Makes the invoices whose turn it is."""
        while True:
            async with self.database.read() as session:
                found = await periods.pending_documents(session, self.clock(), DOCUMENTS_AT_ONCE)
            if not found:
                return
            before = done.periods + len(done.failures)
            await self._make_some(found, done)
            if done.periods + len(done.failures) == before:
                # Somebody else is at all of them.
                return

    async def _make_some(self, found: Sequence[periods.Document], done: Made) -> None:
        # The invoices service asks clients for the buyers.
        for part, peer in (("invoices", self.invoices), ("clients", self.clients)):
            if not await peer.is_serving():
                raise Unavailable(f"{part} does not answer", metadata={"part": part})
        async with self.database.begin() as session:
            await periods.begin_attempts(session, [document.id for document in found])
        maker = Maker(self.database, self.invoices, self.clock)
        for first in range(0, len(found), BATCH):
            async with self.turn:
                await maker.make(found[first : first + BATCH], done)

    async def preview(self, until: date) -> Result:
        """What a run would do, without doing it."""
        result, last = Result(), uuid.UUID(int=0)
        documents: set[uuid.UUID] = set()
        now = self.clock()
        async with self.database.read() as session:
            pending = await periods.pending_periods(session, now)
        _foresee(result, pending, documents)
        while True:
            # Lines are moved on by what is computed, so they belong to a session that never writes.
            async with self.database.read() as session:
                client_ids = await lines.due_clients_after(session, until, last, CLIENTS_AT_ONCE)
                if not client_ids:
                    break
                due = {line.id: line for line in await lines.due_lines(session, client_ids, until)}
                rows = fall_due(list(due.values()), until, now)
            for row in rows:
                row.net = content_of(due[row.line_id], row.starts_on, row.ends_on).net
            _foresee(result, rows, documents)
            last = client_ids[-1]
        result.made.invoices = len(documents)
        return result


def _measure(result: Result, seconds: float) -> None:
    """Writes into the metrics what a run did, also one that was put off in the middle."""
    did = {
        "made": result.made.periods,
        "failed": len(result.made.failures),
        "skipped": result.planned.skipped,
        "waiting": result.planned.waiting,
    }
    for word, count in did.items():
        metrics.AUTOGEN_PERIODS.labels(word).inc(count)
    if any(did.values()):
        metrics.AUTOGEN_RUN_SECONDS.observe(seconds)


def _foresee(result: Result, rows: Sequence[LedgerPeriod], documents: set[uuid.UUID]) -> None:
    """Counts the rows as if they were made."""
    for row in rows:
        if row.state == "skipped":
            result.planned.skipped += 1
        elif row.needs_approval:
            result.planned.waiting += 1
        else:
            result.made.periods += 1
            net = row.net
            if net is None:
                net = content_of(row.line, row.starts_on, row.ends_on).net
            result.made.net += net or Decimal(0)
            documents.add(row.document_id)
