"""Invoices: list, drafts, and the acts that make them final or correct them."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kit.errors import Conflict
from services.bff.answers import (
    file_answer,
    file_description,
    json_answer,
    new_router,
    problem_description,
)
from services.bff.clients import IdempotencyKey, IfMatch, NothingToChange, etag_of
from services.bff.convert.invoice import (
    invoice_details_to_json,
    invoice_from_json,
    invoice_mask,
    invoice_to_json,
    invoices_to_json,
    lines_from_json,
)
from services.bff.convert.money import money_from_json
from services.bff.convert.values import set_day
from services.bff.invoice_query import InvoicePage, invoices_to_pb
from services.bff.names import names_for
from services.bff.peers import READ_SECONDS, RENDER_SECONDS, WRITE_SECONDS, Peers
from services.bff.problems import conflict_response
from services.bff.query import query_description, read_query
from services.bff.shapes.fields import Id, Language
from services.bff.shapes.invoice import (
    AnnulInput,
    CreditedJson,
    CreditInput,
    InvoiceConflictJson,
    InvoiceDetailsJson,
    InvoiceDraft,
    InvoiceJson,
    InvoicePatch,
    InvoicesJson,
    IssueInput,
    WriteOffInput,
)
from sysapi.invoices.v1 import invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb

INVOICE_CONFLICT = problem_description(
    InvoiceConflictJson, "ETAG_MISMATCH with the current document, or another conflict."
)
PDF, XML = "application/pdf", "application/xml"


def invoice_answer(invoice: invoice_pb2.Invoice, status: int = 200) -> Response:
    """The document with its etag."""
    return json_answer(invoice_to_json(invoice), status, {"etag": f'"{invoice.etag}"'})


async def read_invoice(peers: Peers, invoice_id: str) -> pb.GetInvoiceResponse:
    """The document and what was set against it. Raises INVOICE_NOT_FOUND."""
    return await peers.invoices.call(
        peers.invoices_stub.GetInvoice,
        pb.GetInvoiceRequest(invoice_id=invoice_id),
        timeout=READ_SECONDS,
        retry=True,
    )


async def invoice_conflict(peers: Peers, invoice_id: str, conflict: Conflict) -> Response:
    """The conflict with the document as it is now."""

    async def read() -> invoice_pb2.Invoice:
        return (await read_invoice(peers, invoice_id)).invoice

    return await conflict_response(conflict, read, invoice_to_json)


def routes(peers: Peers) -> APIRouter:
    """Routes under /api/invoices."""
    router = new_router("invoices")
    _list_and_files(router, peers)
    _drafts(router, peers)
    _acts(router, peers)
    return router


def _list_and_files(router: APIRouter, peers: Peers) -> None:
    async def render(
        invoice_id: str, form: pb.FileFormat.ValueType, language: Language
    ) -> Response:
        answer = await peers.invoices.call(
            peers.invoices_stub.RenderInvoice,
            pb.RenderInvoiceRequest(invoice_id=invoice_id, format=form, language=language),
            timeout=RENDER_SECONDS,
            retry=True,
        )
        return file_answer(answer.content, answer.media_type, answer.file_name)

    @router.get(
        "/api/invoices", response_model=InvoicesJson, openapi_extra=query_description(InvoicePage)
    )
    async def list_invoices(request: Request) -> Response:
        """Documents that fit, and on the first page the totals of all of them."""
        page = read_query(InvoicePage, request)
        answer = await peers.invoices.call(
            peers.invoices_stub.ListInvoices,
            invoices_to_pb(page, page.page_token, page.page_size),
            timeout=READ_SECONDS,
            retry=True,
        )
        names = await names_for(peers, answer.invoices)
        return json_answer(invoices_to_json(answer, names))

    # Before the document itself, whose address they begin with.
    @router.get(
        "/api/invoices/{invoice_id}.pdf", response_class=Response, responses=file_description(PDF)
    )
    async def get_invoice_pdf(invoice_id: Id, language: Language = "lv") -> Response:
        """The document to print or send."""
        return await render(invoice_id, pb.FILE_FORMAT_PDF, language)

    @router.get(
        "/api/invoices/{invoice_id}.xml", response_class=Response, responses=file_description(XML)
    )
    async def get_invoice_xml(invoice_id: Id, language: Language = "lv") -> Response:
        """The issued document as UBL 2.1 of EN 16931."""
        return await render(invoice_id, pb.FILE_FORMAT_UBL, language)


def _drafts(router: APIRouter, peers: Peers) -> None:
    @router.post("/api/invoices", status_code=201, response_model=InvoiceJson)
    async def create_invoice(draft: InvoiceDraft, idempotency_key: IdempotencyKey) -> Response:
        """Enters a draft."""
        answer = await peers.invoices.call(
            peers.invoices_stub.CreateInvoice,
            pb.CreateInvoiceRequest(invoice=invoice_from_json(draft), request_id=idempotency_key),
            timeout=WRITE_SECONDS,
            retry=True,
        )
        return invoice_answer(answer.invoice, 201)

    @router.get("/api/invoices/{invoice_id}", response_model=InvoiceDetailsJson)
    async def get_invoice(invoice_id: Id) -> Response:
        """One document with what was set against it."""
        answer = await read_invoice(peers, invoice_id)
        names = await names_for(peers, [answer.invoice])
        return json_answer(
            invoice_details_to_json(answer, names), headers={"etag": f'"{answer.invoice.etag}"'}
        )

    @router.patch(
        "/api/invoices/{invoice_id}", response_model=InvoiceJson, responses={409: INVOICE_CONFLICT}
    )
    async def update_invoice(invoice_id: Id, patch: InvoicePatch, if_match: IfMatch) -> Response:
        """Changes the fields in the body; of drafts only."""
        invoice = invoice_from_json(patch)
        invoice.id = invoice_id
        mask = invoice_mask(patch)
        if not mask.paths:
            raise NothingToChange
        try:
            answer = await peers.invoices.call(
                peers.invoices_stub.UpdateInvoice,
                pb.UpdateInvoiceRequest(invoice=invoice, update_mask=mask, etag=etag_of(if_match)),
                timeout=WRITE_SECONDS,
            )
        except Conflict as conflict:
            return await invoice_conflict(peers, invoice_id, conflict)
        return invoice_answer(answer.invoice)

    @router.delete("/api/invoices/{invoice_id}", status_code=204, responses={409: INVOICE_CONFLICT})
    async def delete_invoice(invoice_id: Id, if_match: IfMatch) -> Response:
        """Removes a draft."""
        try:
            await peers.invoices.call(
                peers.invoices_stub.DeleteInvoice,
                pb.DeleteInvoiceRequest(invoice_id=invoice_id, etag=etag_of(if_match)),
                timeout=WRITE_SECONDS,
            )
        except Conflict as conflict:
            return await invoice_conflict(peers, invoice_id, conflict)
        return Response(status_code=204)


def _acts(router: APIRouter, peers: Peers) -> None:
    @router.post(
        "/api/invoices/{invoice_id}/issue",
        response_model=InvoiceJson,
        responses={409: INVOICE_CONFLICT},
    )
    async def issue_invoice(
        invoice_id: Id,
        idempotency_key: IdempotencyKey,
        if_match: IfMatch,
        how: IssueInput | None = None,
    ) -> Response:
        """Gives a draft its number and makes it final."""
        request = pb.IssueInvoiceRequest(
            invoice_id=invoice_id, etag=etag_of(if_match), request_id=idempotency_key
        )
        set_day(request.issued_on, how.issued_on if how else None)
        try:
            answer = await peers.invoices.call(
                peers.invoices_stub.IssueInvoice, request, timeout=WRITE_SECONDS, retry=True
            )
        except Conflict as conflict:
            return await invoice_conflict(peers, invoice_id, conflict)
        return invoice_answer(answer.invoice)

    @router.post("/api/invoices/{invoice_id}/credit", status_code=201, response_model=CreditedJson)
    async def credit_invoice(
        invoice_id: Id, what: CreditInput, idempotency_key: IdempotencyKey
    ) -> Response:
        """Issues a credit note and sets it against what is open of the invoice."""
        request = pb.CreditInvoiceRequest(
            invoice_id=invoice_id,
            lines=lines_from_json(what.lines),
            reason=what.reason,
            request_id=idempotency_key,
        )
        set_day(request.issued_on, what.issued_on)
        answer = await peers.invoices.call(
            peers.invoices_stub.CreditInvoice, request, timeout=WRITE_SECONDS, retry=True
        )
        return json_answer(
            {
                "credit_note": invoice_to_json(answer.credit_note),
                "invoice": invoice_to_json(answer.invoice),
            },
            201,
        )

    @router.post(
        "/api/invoices/{invoice_id}/annul",
        response_model=InvoiceJson,
        responses={409: INVOICE_CONFLICT},
    )
    async def annul_invoice(invoice_id: Id, why: AnnulInput, if_match: IfMatch) -> Response:
        """Annuls an issued document on which nothing was paid; it keeps its number."""
        try:
            answer = await peers.invoices.call(
                peers.invoices_stub.AnnulInvoice,
                pb.AnnulInvoiceRequest(
                    invoice_id=invoice_id, etag=etag_of(if_match), reason=why.reason
                ),
                timeout=WRITE_SECONDS,
            )
        except Conflict as conflict:
            return await invoice_conflict(peers, invoice_id, conflict)
        return invoice_answer(answer.invoice)

    @router.post("/api/invoices/{invoice_id}/write-off", response_model=InvoiceJson)
    async def write_off_invoice(
        invoice_id: Id, what: WriteOffInput, idempotency_key: IdempotencyKey
    ) -> Response:
        """Gives up what is open of an invoice, or a part of it."""
        request = pb.WriteOffInvoiceRequest(
            invoice_id=invoice_id,
            amount=money_from_json(what.amount) if what.amount else None,
            reason=what.reason,
            request_id=idempotency_key,
        )
        set_day(request.on, what.on)
        answer = await peers.invoices.call(
            peers.invoices_stub.WriteOffInvoice, request, timeout=WRITE_SECONDS, retry=True
        )
        return invoice_answer(answer.invoice)
