"""Invoices, payments and allocations."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from decimal import Decimal

from psycopg.types.json import Jsonb
from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from kit.copy import copy_rows
from services.invoices.errors import (
    AllocationNotFound,
    EtagMismatch,
    InvoiceNotFound,
    PaymentNotFound,
)
from services.invoices.model.tables import (
    Allocation,
    Base,
    Due,
    Invoice,
    Line,
    Payment,
    VatTotal,
)

_WHOLE = (
    selectinload(Invoice.lines),
    selectinload(Invoice.dues),
    selectinload(Invoice.vat_totals),
)


async def invoice(session: AsyncSession, invoice_id: uuid.UUID) -> Invoice:
    """The whole document. Raises InvoiceNotFound."""
    found = await session.scalar(select(Invoice).where(Invoice.id == invoice_id).options(*_WHOLE))
    if found is None:
        raise InvoiceNotFound(invoice_id)
    return found


async def buyer_of_invoice(
    session: AsyncSession, invoice_id: uuid.UUID
) -> tuple[uuid.UUID, str, dict[str, str]]:
    """Client, state and what is written of the buyer. Raises InvoiceNotFound."""
    query = select(Invoice.client_id, Invoice.state, Invoice.buyer)
    found = (await session.execute(query.where(Invoice.id == invoice_id))).first()
    if found is None:
        raise InvoiceNotFound(invoice_id)
    return found.client_id, found.state, found.buyer


async def client_of_invoice(session: AsyncSession, invoice_id: uuid.UUID) -> uuid.UUID:
    """Whose document it is; its account is locked before the document. Raises InvoiceNotFound."""
    found = await session.scalar(select(Invoice.client_id).where(Invoice.id == invoice_id))
    if found is None:
        raise InvoiceNotFound(invoice_id)
    return found


async def invoice_for_change(
    session: AsyncSession, invoice_id: uuid.UUID, etag_version: int | None = None
) -> Invoice:
    """The whole document, locked. Raises InvoiceNotFound, and EtagMismatch when it is not at `etag_version`."""
    found = await session.scalar(
        select(Invoice)
        .where(Invoice.id == invoice_id)
        .options(*_WHOLE)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise InvoiceNotFound(invoice_id)
    if etag_version is not None and found.version != etag_version:
        raise EtagMismatch(f"v{found.version}")
    return found


async def id_by_source_key(session: AsyncSession, source_key: str) -> uuid.UUID | None:
    """The document that was made from this key."""
    return await session.scalar(select(Invoice.id).where(Invoice.source_key == source_key))


async def by_source_keys(session: AsyncSession, keys: Sequence[str]) -> dict[str, Invoice]:
    """The whole documents that were made from these keys, locked."""
    query = select(Invoice).where(Invoice.source_key.in_(keys)).options(*_WHOLE)
    rows = await session.scalars(query.order_by(Invoice.id).with_for_update())
    return {row.source_key or "": row for row in rows}


async def remove(session: AsyncSession, drafts: Sequence[Invoice]) -> None:
    """Removes drafts at once, so that others may have their ids and keys."""
    for row in drafts:
        session.expunge(row)
    await session.execute(delete(Invoice).where(Invoice.id.in_([row.id for row in drafts])))


async def add(session: AsyncSession, invoices: Sequence[Invoice]) -> None:
    """Writes new whole documents that are in no session, all at once."""
    for invoice in invoices:
        for child in (*invoice.lines, *invoice.vat_totals, *invoice.dues):
            child.invoice_id = invoice.id
    await _copy(session, Invoice, invoices)
    await _copy(session, Line, [line for invoice in invoices for line in invoice.lines])
    await _copy(session, VatTotal, [one for invoice in invoices for one in invoice.vat_totals])
    await _copy(session, Due, [due for invoice in invoices for due in invoice.dues])


async def _copy(session: AsyncSession, mapped: type[Base], rows: Sequence[Base]) -> None:
    table = Base.metadata.tables[mapped.__tablename__]
    columns = [column.key for column in table.columns]
    cells = ([_cell(getattr(row, name)) for name in columns] for row in rows)
    await copy_rows(session, table, columns, cells)


def _cell(value: object) -> object:
    return Jsonb(value) if isinstance(value, dict) else value


async def credited_gross(session: AsyncSession, invoice_id: uuid.UUID) -> Decimal:
    """How much of an invoice was credited by credit notes that count."""
    return await session.scalar(
        select(func.coalesce(func.sum(Invoice.gross), 0)).where(
            Invoice.credited_invoice_id == invoice_id, Invoice.state == "issued"
        )
    ) or Decimal(0)


async def allocations_of_invoice(
    session: AsyncSession, invoice_id: uuid.UUID
) -> Sequence[Allocation]:
    """Everything that was set against it, also what was reversed, oldest first."""
    query = select(Allocation).where(Allocation.invoice_id == invoice_id)
    return (await session.scalars(query.order_by(Allocation.created_at, Allocation.id))).all()


async def payment(
    session: AsyncSession, payment_id: uuid.UUID, *, for_change: bool = False
) -> Payment:
    """The payment, locked when it is for a change. Raises PaymentNotFound."""
    query = select(Payment).where(Payment.id == payment_id)
    if for_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = await session.scalar(query)
    if found is None:
        raise PaymentNotFound(payment_id)
    return found


async def payment_by_reference(
    session: AsyncSession, client_id: uuid.UUID, bank_reference: str
) -> uuid.UUID | None:
    """The payment of the client with this bank reference."""
    return await session.scalar(
        select(Payment.id).where(
            Payment.client_id == client_id, Payment.bank_reference == bank_reference
        )
    )


async def page_of_payments(
    session: AsyncSession, client_id: uuid.UUID, after: uuid.UUID | None, limit: int
) -> Sequence[Payment]:
    """Payments of a client, newest first, behind the one with id `after`."""
    query = select(Payment).where(Payment.client_id == client_id)
    if after is not None:
        key = select(Payment.value_date, Payment.id).where(Payment.id == after).subquery()
        query = query.where(
            tuple_(Payment.value_date, Payment.id)
            < select(key.c.value_date, key.c.id).scalar_subquery()
        )
    query = query.order_by(Payment.value_date.desc(), Payment.id.desc()).limit(limit)
    return (await session.scalars(query)).all()


async def allocations_of_payments(
    session: AsyncSession, payment_ids: Sequence[uuid.UUID]
) -> Sequence[Allocation]:
    """What the payments were set against, in the order it was done; of one act the oldest due row first."""
    query = select(Allocation).join(Due).where(Allocation.payment_id.in_(payment_ids))
    return (
        await session.scalars(query.order_by(Allocation.created_at, Due.due_on, Allocation.id))
    ).all()


async def numbers_of(session: AsyncSession, invoice_ids: Sequence[uuid.UUID]) -> dict[object, str]:
    """Numbers of documents by id."""
    rows = await session.execute(
        select(Invoice.id, Invoice.number).where(Invoice.id.in_(set(invoice_ids)))
    )
    return {row.id: row.number or "" for row in rows}


async def client_of_allocation(session: AsyncSession, allocation_id: uuid.UUID) -> uuid.UUID:
    """Whose it is. Raises AllocationNotFound."""
    found = await session.scalar(select(Allocation.client_id).where(Allocation.id == allocation_id))
    if found is None:
        raise AllocationNotFound(allocation_id)
    return found


async def allocation_for_change(session: AsyncSession, allocation_id: uuid.UUID) -> Allocation:
    """An allocation that counts, locked. Raises AllocationNotFound."""
    found = await session.scalar(
        select(Allocation)
        .where(Allocation.id == allocation_id, Allocation.reversed_on.is_(None))
        .with_for_update()
    )
    if found is None:
        raise AllocationNotFound(allocation_id)
    return found


async def open_dues(session: AsyncSession, client_id: uuid.UUID) -> Sequence[Due]:
    """Due rows of a client on which something is open, oldest first. Credit notes owe nothing and have none."""
    query = select(Due).where(Due.client_id == client_id, Due.open > 0)
    return (await session.scalars(query.order_by(Due.due_on, Due.id))).all()


async def invoices_with_dues(
    session: AsyncSession, invoice_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, Invoice]:
    """Documents with their due rows, locked in order of id."""
    rows = await session.scalars(
        select(Invoice)
        .where(Invoice.id.in_(set(invoice_ids)))
        .options(*_WHOLE)
        .order_by(Invoice.id)
        .with_for_update()
    )
    return {row.id: row for row in rows}


async def allocations_of_dues(
    session: AsyncSession, due_ids: Sequence[uuid.UUID]
) -> Sequence[Allocation]:
    """Allocations of these due rows that count."""
    return (
        await session.scalars(
            select(Allocation).where(
                Allocation.due_id.in_(due_ids), Allocation.reversed_on.is_(None)
            )
        )
    ).all()
