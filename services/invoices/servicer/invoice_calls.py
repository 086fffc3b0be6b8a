"""Calls on one document: enter, change, issue, credit, annul, write off."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from kit import idempotency
from kit.call import Writing
from kit.clock import today_in_riga
from kit.etags import make_etag, read_etag
from kit.grpc_server import check_message
from kit.masks import mask_fields
from services.invoices.convert.from_pb import UPDATABLE, amount, draft_from_pb, new_draft
from services.invoices.convert.to_pb import allocation_to_pb, invoice_to_pb
from services.invoices.errors import (
    DOMAIN,
    BuyerUnknown,
    DateInvalid,
    EtagMismatch,
    InvoiceIssued,
    InvoiceNotIssued,
    InvoiceSettled,
    OverAllocated,
    OverCredited,
    SourceKeyTaken,
)
from services.invoices.model.tables import ANSWERED, Invoice, WriteOff
from services.invoices.parties import Party
from services.invoices.servicer.allocating import Source, allocate, shares_of_invoice
from services.invoices.servicer.desk import Calls, Context, flush
from services.invoices.servicer.issuing import issue
from services.invoices.servicer.list_calls import shown
from services.invoices.store import accounts, documents
from sysapi.invoices.v1 import invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb


@dataclass(frozen=True, slots=True)
class _Buyer:
    """What is known of a client, for a draft without a buyer."""

    client_id: uuid.UUID
    party: Party

    def fill(self, invoice: Invoice) -> None:
        """Writes it into the draft. Raises EtagMismatch when the draft got another client meanwhile."""
        if invoice.buyer:
            return
        if invoice.client_id != self.client_id:
            raise EtagMismatch(make_etag(invoice.version))
        invoice.buyer = self.party


class InvoiceCalls(Calls):
    """CreateInvoice … WriteOffInvoice."""

    async def CreateInvoice(
        self, request: pb.CreateInvoiceRequest, context: Context
    ) -> pb.CreateInvoiceResponse:
        """Enters a draft, once per request_id and once per source_key."""
        async with self.desk.database.begin() as session:
            done = await idempotency.replay(
                session, ANSWERED, request.request_id, request, pb.CreateInvoiceResponse
            )
            if done is not None:
                return done
            invoice = new_draft(request.invoice, self.desk.writing())
            await accounts.lock_account(session, invoice.client_id)
            if invoice.source_key:
                known = await documents.id_by_source_key(session, invoice.source_key)
                if known is not None:
                    raise SourceKeyTaken(known)
            invoice.version = 1
            await flush(session, invoice)
            answer = pb.CreateInvoiceResponse(invoice=await self._shown(session, invoice))
            await idempotency.remember(session, ANSWERED, request.request_id, answer)
        return answer

    async def GetInvoice(
        self, request: pb.GetInvoiceRequest, context: Context
    ) -> pb.GetInvoiceResponse:
        """The document and what was set against it."""
        invoice_id = uuid.UUID(request.invoice_id)
        async with self.desk.database.read() as session:
            invoice = await documents.invoice(session, invoice_id)
            rows = await documents.allocations_of_invoice(session, invoice_id)
            message = await self._shown(session, invoice)
        return pb.GetInvoiceResponse(
            invoice=message,
            allocations=[allocation_to_pb(row, invoice.number or "") for row in rows],
        )

    async def UpdateInvoice(
        self, request: pb.UpdateInvoiceRequest, context: Context
    ) -> pb.UpdateInvoiceResponse:
        """Changes the fields of the mask of a draft."""
        fields = mask_fields(request.update_mask, UPDATABLE, DOMAIN)
        check_message(request.invoice, fields | {"id"})
        async with self.desk.database.begin() as session:
            invoice = await self._draft(session, request.invoice.id, request.etag)
            draft_from_pb(invoice, request.invoice, fields)
            invoice.version += 1
            await session.flush()
            return pb.UpdateInvoiceResponse(invoice=await self._shown(session, invoice))

    async def DeleteInvoice(
        self, request: pb.DeleteInvoiceRequest, context: Context
    ) -> pb.DeleteInvoiceResponse:
        """Removes a draft."""
        async with self.desk.database.begin() as session:
            invoice = await self._draft(session, request.invoice_id, request.etag)
            await session.delete(invoice)
        return pb.DeleteInvoiceResponse()

    async def IssueInvoice(
        self, request: pb.IssueInvoiceRequest, context: Context
    ) -> pb.IssueInvoiceResponse:
        """Gives the draft its number, in one transaction with everything that follows from it."""
        issued_on = self.desk.day_or_today(request.issued_on, "issued_on")
        # Asked before the transaction: no lock waits for another service.
        buyer = await self._missing_buyer(uuid.UUID(request.invoice_id), issued_on)
        async with self.desk.database.begin() as session:
            done = await idempotency.replay(
                session, ANSWERED, request.request_id, request, pb.IssueInvoiceResponse
            )
            if done is not None:
                return done
            client_id = await documents.client_of_invoice(session, uuid.UUID(request.invoice_id))
            account = await accounts.lock_account(session, client_id)
            invoice = await self._draft(session, request.invoice_id, request.etag)
            invoice.issued_on = issued_on
            buyer.fill(invoice)
            invoice.seller = self.desk.seller
            await issue(session, invoice, self.desk.term_days, self.desk.writing())
            await self.desk.publish(session, account)
            answer = pb.IssueInvoiceResponse(invoice=await self._shown(session, invoice))
            await idempotency.remember(session, ANSWERED, request.request_id, answer)
        self.desk.wake_relay()
        return answer

    async def CreditInvoice(
        self, request: pb.CreditInvoiceRequest, context: Context
    ) -> pb.CreditInvoiceResponse:
        """Issues a credit note on the invoice and sets it against what is open of it; the rest stays to be paid back."""
        issued_on = self.desk.day_or_today(request.issued_on, "issued_on")
        writing = self.desk.writing()
        async with self.desk.database.begin() as session:
            done = await idempotency.replay(
                session, ANSWERED, request.request_id, request, pb.CreditInvoiceResponse
            )
            if done is not None:
                return done
            client_id = await documents.client_of_invoice(session, uuid.UUID(request.invoice_id))
            account = await accounts.lock_account(session, client_id)
            invoice = await documents.invoice_for_change(session, uuid.UUID(request.invoice_id))
            if (
                invoice.state != "issued"
                or invoice.type == "credit_note"
                or invoice.issued_on is None
            ):
                raise InvoiceNotIssued(invoice.id)
            if issued_on < invoice.issued_on:
                raise DateInvalid("issued_on")
            note = self._credit_note(invoice, request, writing)
            left = invoice.gross - await documents.credited_gross(session, invoice.id)
            if note.gross > left:
                raise OverCredited(invoice.id, left)
            note.issued_on = issued_on
            session.add(note)
            await issue(session, note, self.desk.term_days, writing)
            shares, rest = shares_of_invoice(invoice, note.gross)
            await allocate(
                session, client_id, shares, Source(issued_on, credit_note_id=note.id), writing
            )
            note.open = rest
            await self.desk.publish(session, account)
            answer = pb.CreditInvoiceResponse(
                credit_note=await self._shown(session, note),
                invoice=await self._shown(session, invoice),
            )
            await idempotency.remember(session, ANSWERED, request.request_id, answer)
        self.desk.wake_relay()
        return answer

    async def AnnulInvoice(
        self, request: pb.AnnulInvoiceRequest, context: Context
    ) -> pb.AnnulInvoiceResponse:
        """Annuls a document on which nothing was paid or credited."""
        async with self.desk.database.begin() as session:
            client_id = await documents.client_of_invoice(session, uuid.UUID(request.invoice_id))
            account = await accounts.lock_account(session, client_id)
            invoice = await documents.invoice_for_change(
                session, uuid.UUID(request.invoice_id), read_etag(request.etag, EtagMismatch)
            )
            if invoice.state != "issued":
                raise InvoiceNotIssued(invoice.id)
            if invoice.open != invoice.gross or await documents.credited_gross(session, invoice.id):
                raise InvoiceSettled(invoice.id)
            await accounts.add_turnover(session, [invoice.id], -1)
            invoice.state = "annulled"
            invoice.open = Decimal(0)
            for due in invoice.dues:
                due.open = Decimal(0)
            invoice.annulled_at = self.desk.clock()
            invoice.annulled_on = today_in_riga(self.desk.clock)
            invoice.annulled_reason = request.reason
            invoice.version += 1
            await self.desk.publish(session, account)
            answer = pb.AnnulInvoiceResponse(invoice=await self._shown(session, invoice))
        self.desk.wake_relay()
        return answer

    async def WriteOffInvoice(
        self, request: pb.WriteOffInvoiceRequest, context: Context
    ) -> pb.WriteOffInvoiceResponse:
        """Gives up what is open of an invoice, or a part of it."""
        on = self.desk.day_or_today(request.on, "on")
        writing = self.desk.writing()
        async with self.desk.database.begin() as session:
            done = await idempotency.replay(
                session, ANSWERED, request.request_id, request, pb.WriteOffInvoiceResponse
            )
            if done is not None:
                return done
            client_id = await documents.client_of_invoice(session, uuid.UUID(request.invoice_id))
            account = await accounts.lock_account(session, client_id)
            invoice = await documents.invoice_for_change(session, uuid.UUID(request.invoice_id))
            if invoice.state != "issued" or invoice.type == "credit_note":
                raise InvoiceNotIssued(invoice.id)
            of = amount(request.amount, "amount") if request.HasField("amount") else invoice.open
            shares, rest = shares_of_invoice(invoice, of)
            if rest or not of:
                raise OverAllocated("amount", invoice.open)
            write_off = WriteOff(
                id=uuid.uuid4(),
                invoice_id=invoice.id,
                client_id=client_id,
                on_day=on,
                amount=of,
                reason=request.reason,
                created_at=writing.now,
                created_by=writing.actor,
            )
            await flush(session, write_off)
            await allocate(
                session, client_id, shares, Source(on, write_off_id=write_off.id), writing
            )
            await self.desk.publish(session, account)
            answer = pb.WriteOffInvoiceResponse(invoice=await self._shown(session, invoice))
            await idempotency.remember(session, ANSWERED, request.request_id, answer)
        self.desk.wake_relay()
        return answer

    # -- inside

    async def _shown(self, session: AsyncSession, invoice: Invoice) -> invoice_pb2.Invoice:
        """The document after what was done to it, which is in the database."""
        return await shown(session, invoice, today_in_riga(self.desk.clock))

    async def _missing_buyer(self, invoice_id: uuid.UUID, on: date) -> _Buyer:
        """The client of a draft that says nothing of its buyer, as it is on the day."""
        async with self.desk.database.read() as session:
            client_id, state, written = await documents.buyer_of_invoice(session, invoice_id)
        if state != "draft" or written:
            return _Buyer(client_id, {})
        found = (await self.desk.buyers_of([client_id], on)).get(client_id)
        if found is None:
            raise BuyerUnknown(client_id)
        return _Buyer(client_id, found)

    async def _draft(self, session: AsyncSession, invoice_id: str, etag: str) -> Invoice:
        """The draft, locked. Raises InvoiceIssued for a document that is none any more."""
        version = read_etag(etag, EtagMismatch) if etag else None
        invoice = await documents.invoice_for_change(session, uuid.UUID(invoice_id))
        if invoice.state != "draft":
            raise InvoiceIssued(invoice.id)
        if version is not None and invoice.version != version:
            return await documents.invoice_for_change(session, invoice.id, version)
        return invoice

    def _credit_note(
        self, invoice: Invoice, request: pb.CreditInvoiceRequest, writing: Writing
    ) -> Invoice:
        """The credit note as a draft; without lines it repeats those of the invoice."""
        whole = invoice_to_pb(invoice, today_in_riga(self.desk.clock))
        note = new_draft(
            invoice_pb2.Invoice(
                type=invoice_pb2.INVOICE_TYPE_CREDIT_NOTE,
                series=invoice.series,
                client_id=whole.client_id,
                unit_id=whole.unit_id,
                supplied_on=whole.supplied_on if whole.HasField("supplied_on") else whole.issued_on,
                lines=request.lines or whole.lines,
                buyer=whole.buyer,
                note=request.reason,
                buyer_reference=whole.buyer_reference,
            ),
            writing,
        )
        note.seller = invoice.seller
        note.credited_invoice_id = invoice.id
        return note
