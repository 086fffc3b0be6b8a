"""Counting again, from documents and allocations, everything that is stored of them: what differs, and putting it right.

Each count is one statement over one snapshot, so that it may run beside any other work: what follows from a document is written in
the transaction of the document.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import TextClause, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from kit.copy import copy_rows
from services.invoices.model.tables import Base, RecountDifference, RecountRun
from services.invoices.store.accounts import IS_TURNOVER

KEPT = 1000
"""Differences of a run that are kept; all of them are counted."""
# A whole count takes longer than any call may.
_NO_HURRY = text("SET LOCAL statement_timeout = '10min'")


@dataclass(frozen=True, slots=True)
class Count:
    """Rows of a table, and the statement that counts what they should hold.

    `{invoice}` in it stands for the condition that narrows the table `invoice` to some clients, `{scopes}` for a due row's unit and
    its client as a whole, `{turnover}` for the documents that are turnover, `{signed}` for its sums. Rows of a projection count only while something in them is not zero.
    """

    what: str
    table: str
    keys: tuple[str, ...]
    values: tuple[str, ...]
    counted: str
    is_projection: bool = True
    ends: tuple[str, ...] = ()
    """Columns of a projection that only grows by rows, which are counted and not compared."""


# In an order in which each may rely on those before it.
COUNTS = (
    Count(
        "due", "due", ("id",), ("open", "settled_on"), """
        SELECT due.id, CASE invoice.state WHEN 'issued' THEN amount - coalesce(paid, 0) ELSE 0 END AS open,
               CASE WHEN invoice.state = 'issued' AND amount = paid THEN last END AS settled_on
        FROM due
        JOIN invoice ON invoice.id = due.invoice_id
        LEFT JOIN (
            SELECT due_id, sum(amount) AS paid, max(on_day) AS last
            FROM allocation WHERE reversed_on IS NULL AND {allocation}
            GROUP BY due_id
        ) AS set_against ON due_id = due.id
        WHERE {due}
        """, is_projection=False,
    ),
    Count(
        "invoice", "invoice", ("id",), ("open",), """
        SELECT invoice.id, CASE state WHEN 'issued' THEN coalesce(owed, 0) ELSE 0 END AS open
        FROM invoice
        LEFT JOIN (
            SELECT invoice_id, sum(open) AS owed FROM due WHERE open > 0 AND {due} GROUP BY invoice_id
        ) AS dues ON invoice_id = invoice.id
        WHERE type <> 'credit_note' AND {invoice}
        """, is_projection=False,
    ),
    Count(
        "credit_note", "invoice", ("id",), ("open",), """
        SELECT invoice.id, CASE state WHEN 'issued' THEN gross - coalesce(used, 0) ELSE 0 END AS open
        FROM invoice
        LEFT JOIN (
            SELECT credit_note_id, sum(amount) AS used
            FROM allocation WHERE reversed_on IS NULL AND credit_note_id IS NOT NULL AND {allocation}
            GROUP BY credit_note_id
        ) AS set_against ON credit_note_id = invoice.id
        WHERE type = 'credit_note' AND {invoice}
        """, is_projection=False,
    ),
    Count(
        "days of the list", "invoice", ("id",), ("due_on", "oldest_open_until"), """
        SELECT invoice.id, dues.due_on, dues.oldest_open_until
        FROM invoice
        LEFT JOIN (
            SELECT invoice_id, max(due_on) AS due_on, min(in_time_until) FILTER (WHERE open > 0) AS oldest_open_until
            FROM due WHERE {due} GROUP BY invoice_id
        ) AS dues ON invoice_id = invoice.id
        WHERE {invoice}
        """, is_projection=False,
    ),
    Count(
        "payment", "payment", ("id",), ("unallocated",), """
        SELECT payment.id, amount - coalesce(used, 0) AS unallocated
        FROM payment
        LEFT JOIN (
            SELECT payment_id, sum(amount) AS used
            FROM allocation WHERE reversed_on IS NULL AND payment_id IS NOT NULL AND {allocation}
            GROUP BY payment_id
        ) AS set_against ON payment_id = payment.id
        WHERE {payment}
        """, is_projection=False,
    ),
    Count(
        "turnover", "turnover_month", ("client_id", "month", "unit_id"), ("net", "gross", "count"), """
        SELECT client_id, CAST(date_trunc('month', issued_on) AS date) AS month,
               coalesce(unit_id, CAST('00000000-0000-0000-0000-000000000000' AS uuid)) AS unit_id, {signed}
        FROM invoice WHERE {turnover} AND {invoice}
        GROUP BY 1, 2, 3
        """,
    ),
    Count(
        "turnover of all units", "client_month", ("client_id", "month"), ("net", "gross", "count"), """
        SELECT client_id, CAST(date_trunc('month', issued_on) AS date) AS month, {signed}
        FROM invoice WHERE {turnover} AND {invoice}
        GROUP BY 1, 2
        """,
    ),
    Count(
        "owed by day", "owed_day", ("client_id", "unit_id", "in_time_until"), ("open", "amount", "count"), """
        SELECT client_id, scope AS unit_id, in_time_until, sum(open) AS open, sum(amount) AS amount, count(*) AS count
        FROM due {scopes}
        WHERE open > 0 AND scope IS NOT NULL AND {due}
        GROUP BY 1, 2, 3
        """,
    ),
    Count(
        "paid by month", "paid_month", ("client_id", "unit_id", "month", "days_late"), ("amount", "count"), """
        SELECT client_id, scope AS unit_id, CAST(date_trunc('month', in_time_until) AS date) AS month,
               settled_on - in_time_until AS days_late, sum(amount) AS amount, count(*) AS count
        FROM due {scopes}
        WHERE settled_on IS NOT NULL AND scope IS NOT NULL AND {due}
        GROUP BY 1, 2, 3, 4
        """,
    ),
    Count(
        "totals of the list", "invoice_total", ("issued_on", "number_start", "state", "type", "is_open"),
        ("count", "net", "vat", "gross", "open"), """
        SELECT coalesce(issued_on, '0001-01-01') AS issued_on, CASE WHEN number IS NULL THEN '' ELSE left(number, -3) END AS number_start,
               state, type, open > 0 AS is_open, count(*) AS count, sum(net) AS net, sum(vat) AS vat, sum(gross) AS gross, sum(open) AS open,
               min(due_on) AS first_due, max(due_on) AS last_due, min(number) AS first_number, max(number) AS last_number
        FROM invoice
        GROUP BY 1, 2, 3, 4, 5
        """, ends=("first_due", "last_due", "first_number", "last_number"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """Stored values that are not what the documents say."""

    what: str
    row_id: str
    client_id: uuid.UUID | None
    stored: str
    counted: str


# Each of them once for every count; `counted` is its statement, `holds` that something of a row is not zero.
_DIFFERENT_ROWS = """
    SELECT CAST(id AS text) AS row_id, stored.client_id, CAST(ROW({stored}) AS text) AS stored, CAST(ROW({right}) AS text) AS counted
    FROM {table} AS stored JOIN ({counted}) AS counted USING (id)
    WHERE ROW({stored}) IS DISTINCT FROM ROW({right})
    ORDER BY row_id
"""
_DIFFERENT_PROJECTED = """
    SELECT concat_ws(' ', {keys}) AS row_id, {client} AS client_id,
           CAST(ROW({stored}) AS text) AS stored, CAST(ROW({right}) AS text) AS counted
    FROM (SELECT * FROM (SELECT {keys}, {summed} FROM {table} GROUP BY {keys}) AS rows WHERE {holds}) AS stored
    FULL JOIN (SELECT * FROM ({counted}) AS rows WHERE {holds}) AS counted USING ({keys})
    WHERE ROW({stored}) IS DISTINCT FROM ROW({right})
    ORDER BY row_id
"""
_WRITE_ROWS = """
    UPDATE {table} AS stored SET {written} FROM ({counted}) AS counted
    WHERE stored.id = counted.id AND ROW({stored}) IS DISTINCT FROM ROW({right})
"""
# In one statement, so that what is written meanwhile is in both sides or in none.
_ADD_DIFFERENCES = """
    INSERT INTO {table} ({keys}, {values}, {ends})
    SELECT {keys}, {differences}, {ends}
    FROM (SELECT {keys}, {summed} FROM {table} GROUP BY {keys}) AS stored
    FULL JOIN ({counted}) AS counted USING ({keys})
    WHERE ROW({stored}) IS DISTINCT FROM ROW({right})
"""
_EMPTY_PROJECTED = "DELETE FROM {table} WHERE client_id = ANY(:clients)"
_FILL_PROJECTED = (
    "INSERT INTO {table} ({keys}, {values}) SELECT {keys}, {values} FROM ({counted}) AS counted"
)


class _Words(dict[str, str]):
    """What stands for a placeholder of `counted`; for the name of a table, the condition that narrows it."""

    def __init__(self, *, to_clients: bool) -> None:
        super().__init__(
            scopes="CROSS JOIN LATERAL (VALUES (CAST('ffffffff-ffff-ffff-ffff-ffffffffffff' AS uuid)), (due.unit_id))"
            " AS scopes (scope)",
            turnover=IS_TURNOVER,
            signed=", ".join(
                f"coalesce(sum(CASE type WHEN 'credit_note' THEN -{one} ELSE {one} END), 0) AS {name}"
                for one, name in (("net", "net"), ("gross", "gross"), ("1", "count"))
            ),
        )
        self._to_clients = to_clients

    def __missing__(self, table: str) -> str:
        return f"{table}.client_id = ANY(:clients)" if self._to_clients else "true"


def _filled(template: str, count: Count, *, to_clients: bool) -> TextClause:
    """A statement for one count."""
    has_client = "client_id" in count.keys
    words = {
        "table": count.table,
        "keys": ", ".join(count.keys),
        "values": ", ".join(count.values),
        "client": "client_id" if has_client else "CAST(NULL AS uuid)",
        "summed": ", ".join(f"sum({value}) AS {value}" for value in count.values),
        "differences": ", ".join(
            f"coalesce(counted.{value}, 0) - coalesce(stored.{value}, 0)" for value in count.values
        ),
        "ends": ", ".join(count.ends),
        "stored": ", ".join(f"stored.{value}" for value in count.values),
        "right": ", ".join(f"counted.{value}" for value in count.values),
        "written": ", ".join(f"{value} = counted.{value}" for value in count.values),
        "holds": " OR ".join(f"{value} <> 0" for value in count.values),
        "counted": count.counted.format_map(
            _Words(to_clients=to_clients and (has_client or not count.is_projection))
        ),
    }
    return text(template.format_map(words))


async def faults(session: AsyncSession) -> list[Fault]:
    """Everything that differs, in order of the counts."""
    await session.execute(_NO_HURRY)
    found: list[Fault] = []
    for count in COUNTS:
        template = _DIFFERENT_PROJECTED if count.is_projection else _DIFFERENT_ROWS
        rows = await session.execute(_filled(template, count, to_clients=False))
        found += [
            Fault(count.what, row.row_id, row.client_id, row.stored, row.counted) for row in rows
        ]
    return found


async def repair(session: AsyncSession, client_ids: Sequence[uuid.UUID]) -> None:
    """Writes what is counted for these clients, whose accounts are locked by the caller."""
    await session.execute(_NO_HURRY)
    for count in COUNTS:
        if not count.is_projection:
            templates = (_WRITE_ROWS,)
        elif count.ends:
            templates = (_ADD_DIFFERENCES,)
        else:
            templates = (_EMPTY_PROJECTED, _FILL_PROJECTED)
        for template in templates:
            statement = _filled(template, count, to_clients=True)
            await session.execute(statement, {"clients": list(client_ids)})


async def remember(
    session: AsyncSession,
    began: datetime,
    ended: datetime,
    found: Sequence[Fault],
    *,
    repaired: bool = False,
) -> int:
    """Keeps the result of a run; returns its number."""
    run_id = await session.scalar(
        insert(RecountRun)
        .values(began_at=began, ended_at=ended, differences=len(found), repaired=repaired)
        .returning(RecountRun.id)
    )
    assert run_id is not None
    columns = ("run_id", "what", "row_id", "client_id", "stored", "counted")
    await copy_rows(
        session,
        Base.metadata.tables["recount_difference"],
        columns,
        (
            (run_id, fault.what, fault.row_id, fault.client_id, fault.stored, fault.counted)
            for fault in found[:KEPT]
        ),
    )
    return run_id


async def is_repaired(session: AsyncSession, run_id: int) -> None:
    """Notes that what the run found was put right."""
    await session.execute(update(RecountRun).where(RecountRun.id == run_id).values(repaired=True))


async def last_run(session: AsyncSession) -> RecountRun | None:
    """The last run."""
    return await session.scalar(select(RecountRun).order_by(RecountRun.id.desc()).limit(1))


async def differences(
    session: AsyncSession, run_id: int, limit: int
) -> Sequence[RecountDifference]:
    """The first differences that a run found."""
    query = select(RecountDifference).where(RecountDifference.run_id == run_id)
    return (await session.scalars(query.order_by(RecountDifference.id).limit(limit))).all()
