"""Calls that answer with files."""

from __future__ import annotations

import asyncio
import uuid

from kit.clock import today_in_riga
from kit.dates import date_from_pb
from services.invoices.convert.to_pb import invoice_to_pb
from services.invoices.errors import InvoiceNotIssued
from services.invoices.paper.file_names import file_name
from services.invoices.paper.invoice_sheet import Credited, invoice_sheet, kind_of
from services.invoices.paper.statement_sheet import statement_of, statement_sheet
from services.invoices.paper.typesetter import Typesetter
from services.invoices.paper.ubl import ubl
from services.invoices.paper.wording import language_of, words
from services.invoices.paper.workbook import statement_workbook
from services.invoices.servicer.desk import Context, Desk
from services.invoices.servicer.money_calls import MoneyCalls
from services.invoices.store import documents, papers
from sysapi.invoices.v1 import invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb

_PDF = "application/pdf"
_XML = "application/xml"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PaperCalls(MoneyCalls):
    """RenderInvoice, RenderStatement. A statement's paper is drawn from the very answer of GetStatement."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._typesetter = Typesetter()

    async def RenderInvoice(
        self, request: pb.RenderInvoiceRequest, context: Context
    ) -> pb.RenderInvoiceResponse:
        """The document as PDF, or as UBL when it is issued."""
        language = language_of(request.language)
        said = words(language)
        async with self.desk.database.read() as session:
            found = await documents.invoice(session, uuid.UUID(request.invoice_id))
            invoice = invoice_to_pb(found, today_in_riga(self.desk.clock))
            original = found.credited_invoice_id
            known = await papers.number_and_day(session, original) if original else None
        credited = Credited(*known) if known else None
        name = (said[kind_of(invoice)], invoice.number or f"({said['draft'].lower()})")
        if request.format == pb.FILE_FORMAT_UBL:
            if invoice.state != invoice_pb2.INVOICE_STATE_ISSUED:
                raise InvoiceNotIssued(invoice.id)
            return pb.RenderInvoiceResponse(
                content=await asyncio.to_thread(ubl, invoice, language, credited),
                media_type=_XML,
                file_name=file_name("xml", *name),
            )
        sheet = invoice_sheet(invoice, language, credited)
        return pb.RenderInvoiceResponse(
            content=await self._typesetter.pdf("invoice", sheet),
            media_type=_PDF,
            file_name=file_name("pdf", *name),
        )

    async def RenderStatement(
        self, request: pb.RenderStatementRequest, context: Context
    ) -> pb.RenderStatementResponse:
        """The statement as PDF or XLSX."""
        language = language_of(request.language)
        asked = request.statement
        answer = await self.GetStatement(asked, context)
        async with self.desk.database.read() as session:
            seller, client = await papers.newest_parties(session, uuid.UUID(asked.client_id))
        statement = statement_of(asked, answer, seller=seller, client=client, language=language)
        days = f"{date_from_pb(getattr(asked, 'from'))} - {date_from_pb(asked.to)}"
        name = (words(language)["statement"], client, days)
        if request.format == pb.FILE_FORMAT_XLSX:
            return pb.RenderStatementResponse(
                content=await asyncio.to_thread(statement_workbook, statement),
                media_type=_XLSX,
                file_name=file_name("xlsx", *name),
            )
        return pb.RenderStatementResponse(
            content=await self._typesetter.pdf("statement", statement_sheet(statement)),
            media_type=_PDF,
            file_name=file_name("pdf", *name),
        )
