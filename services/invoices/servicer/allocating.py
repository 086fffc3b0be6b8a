"""Setting money against due rows: the act that payments, credit notes and write-offs share. The account is locked by the caller."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from kit.call import Writing
from kit.ids import optional_id
from services.invoices.convert.from_pb import amount
from services.invoices.errors import InvoiceNotFound, InvoiceNotIssued, OverAllocated
from services.invoices.model.settling import counting, settle
from services.invoices.model.spreading import OpenDue, Share, oldest_first
from services.invoices.model.tables import Allocation, Invoice
from services.invoices.store import documents
from sysapi.invoices.v1 import invoices_service_pb2 as pb


@dataclass(frozen=True, slots=True)
class Source:
    """What an allocation takes from, and the first day on which it may count."""

    on: date
    payment_id: uuid.UUID | None = None
    credit_note_id: uuid.UUID | None = None
    write_off_id: uuid.UUID | None = None


async def allocate(
    session: AsyncSession,
    client_id: uuid.UUID,
    shares: Sequence[Share],
    source: Source,
    writing: Writing,
) -> list[Allocation]:
    """Sets each share against its due row. Raises InvoiceNotFound, InvoiceNotIssued or OverAllocated, and then changes nothing."""
    invoices = await documents.invoices_with_dues(session, [share.invoice_id for share in shares])
    earlier = list(await documents.allocations_of_dues(session, [share.due_id for share in shares]))
    made: list[Allocation] = []
    for place, share in enumerate(shares):
        invoice = invoices.get(share.invoice_id)
        if invoice is None or invoice.client_id != client_id:
            raise InvoiceNotFound(share.invoice_id)
        if invoice.state != "issued" or invoice.issued_on is None:
            raise InvoiceNotIssued(share.invoice_id)
        due = next((due for due in invoice.dues if due.id == share.due_id), None)
        if due is None or due.open < share.amount:
            raise OverAllocated(f"targets[{place}].amount", due.open if due else Decimal(0))
        row = Allocation(
            id=uuid.uuid4(),
            due_id=due.id,
            invoice_id=invoice.id,
            client_id=client_id,
            payment_id=source.payment_id,
            credit_note_id=source.credit_note_id,
            write_off_id=source.write_off_id,
            amount=share.amount,
            on_day=max(source.on, invoice.issued_on),
            created_at=writing.now,
            created_by=writing.actor,
        )
        made.append(row)
        settle(invoice, due, share.amount, [*counting(earlier, due), *counting(made, due)])
        invoice.version += 1
    session.add_all(made)
    return made


def shares_of_invoice(invoice: Invoice, of: Decimal) -> tuple[list[Share], Decimal]:
    """An amount over the due rows of one document, oldest first, and what is left."""
    return oldest_first(
        of, [OpenDue(due.id, invoice.id, due.due_on, due.open) for due in invoice.dues]
    )


async def shares_of_client(
    session: AsyncSession, client_id: uuid.UUID, of: Decimal
) -> tuple[list[Share], Decimal]:
    """An amount over all open due rows of a client, oldest first, and what is left."""
    dues = await documents.open_dues(session, client_id)
    return oldest_first(of, [OpenDue(due.id, due.invoice_id, due.due_on, due.open) for due in dues])


async def shares_of_targets(
    session: AsyncSession,
    client_id: uuid.UUID,
    targets: Sequence[pb.AllocationTarget],
    left: Decimal,
) -> list[Share]:
    """What was asked for, by due row. Raises AmountInvalid, InvoiceNotFound or OverAllocated."""
    invoices = await documents.invoices_with_dues(
        session, [uuid.UUID(target.invoice_id) for target in targets]
    )
    shares: list[Share] = []
    taken: dict[uuid.UUID, Decimal] = {}
    for place, target in enumerate(targets):
        of = amount(target.amount, f"targets[{place}].amount")
        invoice = invoices.get(uuid.UUID(target.invoice_id))
        if invoice is None or invoice.client_id != client_id:
            raise InvoiceNotFound(target.invoice_id)
        wanted = optional_id(target.due_id)
        dues = [
            OpenDue(due.id, invoice.id, due.due_on, due.open - taken.get(due.id, Decimal(0)))
            for due in invoice.dues
            if wanted is None or due.id == wanted
        ]
        found, rest = oldest_first(of, dues)
        if rest or of > left:
            still = min(left, sum((due.open for due in dues), Decimal(0)))
            raise OverAllocated(f"targets[{place}].amount", still)
        left -= of
        for share in found:
            taken[share.due_id] = taken.get(share.due_id, Decimal(0)) + share.amount
        shares += found
    return _joined(shares)


def _joined(shares: Sequence[Share]) -> list[Share]:
    """One share for each due row."""
    joined: dict[uuid.UUID, Share] = {}
    for share in shares:
        before = joined.get(share.due_id)
        of = share.amount + (before.amount if before else 0)
        joined[share.due_id] = Share(share.due_id, share.invoice_id, of)
    return list(joined.values())
