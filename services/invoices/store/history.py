"""History that is taken over: what is known of it already, and all its rows at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.copy import copy_rows
from services.invoices.model.history import OwedPart, Owing, Past
from services.invoices.model.tables import Base, Series
from services.invoices.store import accounts

_DOCUMENTS = text("""
    SELECT id, source_key, number FROM invoice
    WHERE id = ANY(:ids) OR source_key = ANY(:keys) OR number = ANY(:numbers)
""")
_PAYMENTS = text("""
    SELECT payment.id, payment.client_id, payment.bank_reference FROM payment WHERE id = ANY(:ids)
    UNION
    SELECT payment.id, payment.client_id, payment.bank_reference
    FROM payment JOIN unnest(CAST(:clients AS uuid[]), CAST(:references AS text[])) AS wanted(client_id, bank_reference)
      ON payment.client_id = wanted.client_id AND payment.bank_reference = wanted.bank_reference
""")
_WRITE_OFFS = text("SELECT id FROM write_off WHERE id = ANY(:ids)")
_OWING = text("""
    SELECT id, client_id, type, state, issued_on, gross, open,
           coalesce((SELECT sum(note.gross) FROM invoice AS note
                     WHERE note.credited_invoice_id = invoice.id AND note.state = 'issued'), 0) AS credited
    FROM invoice WHERE id = ANY(:ids) AND state <> 'draft'
""")
_OWED_PARTS = text("""
    SELECT due.invoice_id, due.id, due.due_on, due.in_time_until, due.amount, due.open,
           (SELECT max(on_day) FROM allocation WHERE due_id = due.id AND reversed_on IS NULL) AS last_on
    FROM due WHERE invoice_id = ANY(:ids) ORDER BY invoice_id, position
""")
_SETTLE_DUES = text("""
    UPDATE due SET open = settled.open, settled_on = settled.settled_on
    FROM unnest(CAST(:ids AS uuid[]), CAST(:opens AS numeric[]), CAST(:days AS date[])) AS settled(id, open, settled_on)
    WHERE due.id = settled.id
""")
_SETTLE_INVOICES = text("""
    UPDATE invoice SET open = settled.open, version = version + 1
    FROM unnest(CAST(:ids AS uuid[]), CAST(:opens AS numeric[])) AS settled(id, open)
    WHERE invoice.id = settled.id
""")


@dataclass(slots=True)
class Known:
    """What is stored of some histories: documents by key, by number and by id, payments and write-offs by id."""

    keys: dict[str, uuid.UUID] = field(default_factory=dict[str, uuid.UUID])
    numbers: dict[str, uuid.UUID] = field(default_factory=dict[str, uuid.UUID])
    ids: set[uuid.UUID] = field(default_factory=set[uuid.UUID])
    payments: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict[uuid.UUID, uuid.UUID])
    """Payments with their clients."""
    references: dict[tuple[uuid.UUID, str], uuid.UUID] = field(
        default_factory=dict[tuple[uuid.UUID, str], uuid.UUID]
    )
    write_offs: set[uuid.UUID] = field(default_factory=set[uuid.UUID])


async def lock_series(session: AsyncSession, pasts: Iterable[Past]) -> None:
    """Keeps others from giving numbers in the series that are written to, until the end of the transaction."""
    keys = sorted(set(_counters(pasts)))
    if keys:
        await session.execute(
            select(Series.name)
            .where(tuple_(Series.name, Series.year).in_(keys))
            .order_by(Series.name, Series.year)
            .with_for_update()
        )


async def known_of(session: AsyncSession, pasts: Sequence[Past]) -> Known:
    """What is stored of these histories already, and who holds their keys, numbers and bank references."""
    known = Known()
    documents = [row for past in pasts for row in past.invoices]
    wanted = {
        "ids": [row.owing.id for row in documents],
        "keys": [row.source_key for row in documents],
        "numbers": [row.number for row in documents],
    }
    for row in await session.execute(_DOCUMENTS, wanted) if documents else ():
        known.ids.add(row.id)
        if row.source_key:
            known.keys[row.source_key] = row.id
        if row.number:
            known.numbers[row.number] = row.id
    payments = [(past.client_id, row) for past in pasts for row in past.payments]
    referring = [(client_id, row) for client_id, row in payments if row.bank_reference]
    wanted = {
        "ids": [row.id for _, row in payments],
        "clients": [client_id for client_id, _ in referring],
        "references": [row.bank_reference for _, row in referring],
    }
    for row in await session.execute(_PAYMENTS, wanted) if payments else ():
        known.payments[row.id] = row.client_id
        if row.bank_reference:
            known.references[row.client_id, row.bank_reference] = row.id
    ids = [row.id for past in pasts for row in past.write_offs]
    if ids:
        known.write_offs = set(await session.scalars(_WRITE_OFFS, {"ids": ids}))
    return known


async def owing_of(
    session: AsyncSession, invoice_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, dict[uuid.UUID, Owing]]:
    """Stored documents by client and id. Their accounts are locked by the caller."""
    ids = list(invoice_ids)
    found: dict[uuid.UUID, dict[uuid.UUID, Owing]] = {}
    by_id: dict[uuid.UUID, Owing] = {}
    if not ids:
        return found
    for row in await session.execute(_OWING, {"ids": ids}):
        by_id[row.id] = Owing(
            row.id,
            row.type,
            row.state,
            row.issued_on,
            row.gross,
            row.open,
            [],
            row.credited,
            is_stored=True,
        )
        found.setdefault(row.client_id, {})[row.id] = by_id[row.id]
    for row in await session.execute(_OWED_PARTS, {"ids": list(by_id)}):
        by_id[row.invoice_id].dues.append(
            OwedPart(row.id, row.due_on, row.in_time_until, row.amount, row.open, row.last_on)
        )
    return found


async def add(session: AsyncSession, pasts: Sequence[Past], actor: str, now: datetime) -> None:
    """Writes everything that is new, moves the counters of series on, and counts it in the projections."""
    await _add_documents(session, pasts, actor, now)
    await _add_money(session, pasts, actor, now)
    await _settle_stored(session, pasts)
    await _move_counters(session, pasts)
    invoice_ids = [row.owing.id for past in pasts for row in past.invoices]
    await accounts.add_turnover(session, invoice_ids)


async def _add_documents(
    session: AsyncSession, pasts: Sequence[Past], actor: str, now: datetime
) -> None:
    """The days of the list are written at once: left to the trigger on due rows, it writes each document a second time."""
    documents = [(past.client_id, row) for past in pasts for row in past.invoices]
    await _copy(
        session,
        "invoice",
        "id version type state series number series_year sequence client_id unit_id issued_on supplied_on due_on oldest_open_until"
        " net vat gross open original_gross original_currency buyer seller credited_invoice_id note buyer_reference source"
        " source_key annulled_on annulled_reason created_at created_by issued_by",
        (
            (
                row.owing.id,
                1,
                row.owing.type,
                row.owing.state,
                row.series,
                row.number,
                row.owing.issued_on.year if row.sequence else None,
                row.sequence,
                client_id,
                row.unit_id,
                row.owing.issued_on,
                row.supplied_on,
                row.owing.due_on,
                row.owing.oldest_open_until,
                row.net,
                row.vat,
                row.owing.gross,
                row.owing.open,
                row.original_gross,
                row.original_currency,
                row.buyer,
                row.seller,
                row.credited_invoice_id,
                row.note,
                row.buyer_reference,
                "import",
                row.source_key,
                row.annulled_on,
                row.annulled_reason,
                now,
                actor,
                "",
            )
            for client_id, row in documents
        ),
    )
    await _copy(
        session,
        "line",
        "invoice_id position text quantity unit unit_price discount_percent vat_category vat_rate unit_id period_from period_to"
        " net",
        (
            (
                row.owing.id,
                position,
                line.text,
                line.quantity,
                line.unit,
                line.unit_price,
                line.discount_percent,
                line.vat_category,
                line.vat_rate,
                line.unit_id,
                line.period_from,
                line.period_to,
                line.net,
            )
            for _, row in documents
            for position, line in enumerate(row.lines)
        ),
    )
    await _copy(
        session,
        "vat_total",
        "invoice_id position category rate base tax",
        (
            (row.owing.id, position, one.category, one.rate, one.base, one.tax)
            for _, row in documents
            for position, one in enumerate(row.vat_sums)
        ),
    )
    await _copy(
        session,
        "due",
        "id invoice_id position client_id unit_id due_on in_time_until amount open settled_on",
        (
            (
                due.id,
                row.owing.id,
                position,
                client_id,
                row.unit_id,
                due.due_on,
                due.in_time_until,
                due.amount,
                due.open,
                due.settled_on,
            )
            for client_id, row in documents
            for position, due in enumerate(row.owing.dues)
        ),
    )


async def _add_money(
    session: AsyncSession, pasts: Sequence[Past], actor: str, now: datetime
) -> None:
    await _copy(
        session,
        "payment",
        "id client_id value_date booked_on amount unallocated method bank_reference payer_iban payer_name purpose created_at"
        " created_by",
        (
            (
                row.id,
                past.client_id,
                row.value_date,
                row.booked_on,
                row.amount,
                row.unallocated,
                row.method,
                row.bank_reference,
                row.payer_iban,
                row.payer_name,
                row.purpose,
                now,
                actor,
            )
            for past in pasts
            for row in past.payments
        ),
    )
    await _copy(
        session,
        "write_off",
        "id invoice_id client_id on_day amount reason created_at created_by",
        (
            (
                row.id,
                row.share.invoice_id,
                past.client_id,
                row.on,
                row.share.amount,
                row.reason,
                now,
                actor,
            )
            for past in pasts
            for row in past.write_offs
        ),
    )
    await _copy(
        session,
        "allocation",
        "id due_id invoice_id client_id payment_id credit_note_id write_off_id amount on_day created_at created_by reversed_by",
        (
            (
                uuid.uuid4(),
                row.due_id,
                row.invoice_id,
                past.client_id,
                row.payment_id,
                row.credit_note_id,
                row.write_off_id,
                row.amount,
                row.on,
                now,
                actor,
                "",
            )
            for past in pasts
            for row in past.allocations
        ),
    )


async def _settle_stored(session: AsyncSession, pasts: Sequence[Past]) -> None:
    """Lowers what is open on documents that came before."""
    touched = [row for past in pasts for row in past.touched.values()]
    if not touched:
        return
    dues = [due for row in touched for due in row.dues]
    await session.execute(
        _SETTLE_DUES,
        {
            "ids": [due.id for due in dues],
            "opens": [due.open for due in dues],
            "days": [due.settled_on for due in dues],
        },
    )
    await session.execute(
        _SETTLE_INVOICES,
        {"ids": [row.id for row in touched], "opens": [row.open for row in touched]},
    )


def _counters(pasts: Iterable[Past]) -> dict[tuple[str, int], tuple[int, date]]:
    """The highest number and the last day in each series and year."""
    found: dict[tuple[str, int], tuple[int, date]] = {}
    for past in pasts:
        for row in past.invoices:
            if row.sequence is not None:
                on = row.owing.issued_on
                last, last_on = found.get((row.series, on.year), (0, on))
                found[row.series, on.year] = (max(last, row.sequence), max(last_on, on))
    return found


async def _move_counters(session: AsyncSession, pasts: Sequence[Past]) -> None:
    counters = [
        {"name": name, "year": year, "last": last, "last_on": last_on}
        for (name, year), (last, last_on) in sorted(_counters(pasts).items())
    ]
    if counters:
        ahead = insert(Series).values(counters)
        await session.execute(
            ahead.on_conflict_do_update(
                index_elements=[Series.name, Series.year],
                set_={
                    "last": func.greatest(Series.last, ahead.excluded.last),
                    "last_on": func.greatest(Series.last_on, ahead.excluded.last_on),
                },
            )
        )


async def _copy(
    session: AsyncSession, table: str, columns: str, rows: Iterable[Sequence[Any]]
) -> None:
    await copy_rows(session, Base.metadata.tables[table], columns.split(), rows)
