"""What happened on a client's account between two days."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

# Everything that moves what a client owes, each with the day from which it counts. A payment counts as a whole, whatever it is
# set against; an annulled document counts until its annulment. What was given up and is taken back
# counts no more. What was entered at :known or later was not known yet.
_MOVES = """
    SELECT issued_on AS on_day, 1 AS place, CASE type WHEN 'credit_note' THEN 'credit_note' ELSE 'invoice' END AS kind,
           id AS source_id, number, CASE type WHEN 'credit_note' THEN -gross ELSE gross END AS amount
    FROM invoice
    WHERE client_id = :client AND state <> 'draft' AND coalesce(issued_at, created_at) < :known AND (CAST(:unit AS uuid) IS NULL OR unit_id = :unit)
    UNION ALL
    SELECT annulled_on, 2, 'annulment', id, number, CASE type WHEN 'credit_note' THEN gross ELSE -gross END
    FROM invoice
    WHERE client_id = :client AND state = 'annulled' AND coalesce(annulled_at, CAST(annulled_on AS timestamptz)) < :known AND (CAST(:unit AS uuid) IS NULL OR unit_id = :unit)
    UNION ALL
    SELECT value_date, 3, 'payment', id, coalesce(bank_reference, ''), -amount
    FROM payment
    WHERE client_id = :client AND created_at < :known AND CAST(:unit AS uuid) IS NULL
    UNION ALL
    SELECT allocation.on_day, 3, 'payment', allocation.payment_id, coalesce(payment.bank_reference, ''), -allocation.amount
    FROM allocation
    JOIN invoice ON invoice.id = allocation.invoice_id
    JOIN payment ON payment.id = allocation.payment_id
    WHERE allocation.client_id = :client AND allocation.created_at < :known
      AND (allocation.reversed_at IS NULL OR allocation.reversed_at >= :known) AND invoice.unit_id = CAST(:unit AS uuid)
    UNION ALL
    SELECT write_off.on_day, 4, 'write_off', write_off.id, invoice.number, -sum(allocation.amount)
    FROM write_off
    JOIN invoice ON invoice.id = write_off.invoice_id
    JOIN allocation ON allocation.invoice_id = invoice.id AND allocation.write_off_id = write_off.id
    WHERE write_off.client_id = :client AND write_off.created_at < :known AND (CAST(:unit AS uuid) IS NULL OR invoice.unit_id = :unit)
      AND (allocation.reversed_at IS NULL OR allocation.reversed_at >= :known)
    GROUP BY write_off.id, invoice.number
"""

_OPENING = text(f"SELECT coalesce(sum(amount), 0) FROM ({_MOVES}) AS moves WHERE on_day < :first")  # noqa: S608
_ROWS = text(
    f"SELECT * FROM ({_MOVES}) AS moves WHERE on_day BETWEEN :first AND :last"  # noqa: S608
    " ORDER BY on_day, place, number, source_id"
)


@dataclass(frozen=True, slots=True)
class Whose:
    """A client or one of its units, and the instant of which it is told what was known before."""

    client: uuid.UUID
    unit: uuid.UUID | None
    known: datetime


async def opening(session: AsyncSession, whose: Whose, first: date) -> Decimal:
    """What was owed before the day."""
    found = await session.scalar(_OPENING, {**asdict(whose), "first": first})
    return found or Decimal(0)


async def rows(session: AsyncSession, whose: Whose, first: date, last: date) -> Sequence[Row[Any]]:
    """(on_day, kind, source_id, number, amount) in order."""
    return (await session.execute(_ROWS, {**asdict(whose), "first": first, "last": last})).all()
