"""What a paper says beside its document: the invoice that is corrected, and who the client and the company are."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.invoices.model.tables import Invoice


async def number_and_day(session: AsyncSession, invoice_id: uuid.UUID) -> tuple[str, date] | None:
    """Number and day of issue of an issued document."""
    found = (
        await session.execute(
            select(Invoice.number, Invoice.issued_on).where(Invoice.id == invoice_id)
        )
    ).one_or_none()
    if found is None or found.number is None or found.issued_on is None:
        return None
    return found.number, found.issued_on


async def newest_parties(session: AsyncSession, client_id: uuid.UUID) -> tuple[str, str]:
    """The names of company and client as the client's newest issued document has them; empty when it has none."""
    found = (
        await session.execute(
            select(Invoice.seller, Invoice.buyer)
            .where(Invoice.client_id == client_id, Invoice.state != "draft")
            .order_by(Invoice.issued_on.desc(), Invoice.id.desc())
            .limit(1)
        )
    ).one_or_none()
    if found is None:
        return "", ""
    return found.seller.get("name", ""), found.buyer.get("name", "")
