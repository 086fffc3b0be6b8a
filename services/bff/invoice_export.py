"""The list of invoices as a file: CSV while the pages come, XLSX when all are there. What a spreadsheet would run as a formula is text."""

from __future__ import annotations

import asyncio
import re
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Literal

import xlsxwriter
from fastapi import APIRouter
from google.type import date_pb2
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kit import call
from kit.clock import today_in_riga
from kit.dates import date_from_pb
from kit.errors import FieldViolation
from services.bff.answers import file_description, new_router
from services.bff.convert.invoice import status_word
from services.bff.convert.money import cents_of
from services.bff.convert.words import INVOICE_SOURCE, INVOICE_TYPE
from services.bff.invoice_query import InvoiceFilter, invoices_to_pb
from services.bff.money import XLSX
from services.bff.peers import Peers
from services.bff.problems import ValueRefused
from services.bff.query import query_description, read_query
from services.bff.shapes.fields import Language
from sysapi.invoices.v1 import invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb

CSV = "text/csv"
EXPORT_SECONDS = 300.0
PAGE_SECONDS = 10.0
PAGE = 1000
MAX_ROWS = 1_000_000
"""A sheet has 1 048 576 rows."""
_CHUNK = 256 * 1024

Cell = str | Decimal | int | date | None

_HEAD = {
    "lv": (
        "Numurs", "Veids", "Statuss", "Izrakstīts", "Termiņš", "Apmaksāts", "Kavējums, dienas", "Klients",
        "Reģ. Nr.", "Summa bez PVN", "PVN", "Kopā", "Atlikums", "Valūta", "Avots", "ID",
    ),
    "en": (
        "Number", "Type", "Status", "Issued", "Due", "Paid", "Days late", "Client",
        "Reg. no.", "Net", "VAT", "Total", "Open", "Currency", "Source", "ID",
    ),
}  # fmt: skip
_WORDS = {
    "lv": {
        "invoice": "Rēķins", "credit_note": "Kredītrēķins", "advance": "Avansa rēķins",
        "draft": "Melnraksts", "open": "Atvērts", "overdue": "Kavēts", "paid": "Apmaksāts", "annulled": "Anulēts",
        "manual": "Manuāls", "autogen": "Autoģenerators", "visit": "Vizīte", "import": "Imports",
    },
    "en": {
        "invoice": "Invoice", "credit_note": "Credit note", "advance": "Advance invoice",
        "draft": "Draft", "open": "Open", "overdue": "Overdue", "paid": "Paid", "annulled": "Annulled",
        "manual": "Manual", "autogen": "Autogenerator", "visit": "Visit", "import": "Import",
    },
}  # fmt: skip
_NAMES = {"lv": "rekini", "en": "invoices"}
# The rule of the catalogue's export (web/src/features/catalogue/csv.ts).
_FORMULA = re.compile(r"[\s\u00a0]*[=+\-@\t\r]|[\t\r\n]")
_NEEDS_QUOTES = re.compile(r'[";\r\n]')


class InvoiceExport(InvoiceFilter):
    """Which documents, and in which language."""

    language: Language = "lv"


def routes(peers: Peers) -> APIRouter:
    """Routes /api/invoices.csv and /api/invoices.xlsx."""
    router = new_router("invoices")

    @router.get(
        "/api/invoices.csv",
        response_class=Response,
        responses=file_description(CSV),
        openapi_extra=query_description(InvoiceExport),
    )
    async def export_invoices_csv(request: Request) -> Response:
        """Everything that fits: semicolons and a byte order mark, as a Latvian spreadsheet expects."""
        query = read_query(InvoiceExport, request)
        pages = await _pages(peers, query)
        return StreamingResponse(
            _csv(pages, query.language), headers=_saved_as(query, "csv"), media_type=CSV
        )

    @router.get(
        "/api/invoices.xlsx",
        response_class=Response,
        responses=file_description(XLSX),
        openapi_extra=query_description(InvoiceExport),
    )
    async def export_invoices_xlsx(request: Request) -> Response:
        """Everything that fits, with real numbers and days."""
        query = read_query(InvoiceExport, request)
        file = await _workbook(await _pages(peers, query), query.language)
        return StreamingResponse(
            _chunks(file),
            headers=_saved_as(query, "xlsx"),
            media_type=XLSX,
            background=BackgroundTask(file.close),
        )

    return router


def _saved_as(query: InvoiceExport, ending: Literal["csv", "xlsx"]) -> dict[str, str]:
    name = f"{_NAMES[query.language]}-{today_in_riga()}.{ending}"
    return {"content-disposition": f'attachment; filename="{name}"'}


Pages = AsyncIterator[Sequence[invoice_pb2.Invoice]]


async def _pages(peers: Peers, query: InvoiceExport) -> Pages:
    """The pages of the list. The first is read here, so that a refusal is still an answer of its own."""
    call.enter(call.Call(call.current().actor, time.monotonic() + EXPORT_SECONDS))

    async def read(token: str) -> pb.ListInvoicesResponse:
        return await peers.invoices.call(
            peers.invoices_stub.ListInvoices,
            invoices_to_pb(query, token, PAGE),
            timeout=PAGE_SECONDS,
            retry=True,
        )

    first = await read("")
    if first.totals.count > MAX_ROWS:
        raise ValueRefused(
            f"a file has at most {MAX_ROWS} rows",
            violations=(FieldViolation("from", "rows", "narrow the filter, by period for one"),),
        )

    async def pages() -> Pages:
        page = first
        yield page.invoices
        while page.next_page_token:
            page = await read(page.next_page_token)
            yield page.invoices

    return pages()


def _cells(invoice: invoice_pb2.Invoice, today: date, words: dict[str, str]) -> tuple[Cell, ...]:
    """One row under the head. Credit notes count below zero, as in the totals of the list."""
    status = status_word(invoice, today)
    sign = -1 if invoice.type == invoice_pb2.INVOICE_TYPE_CREDIT_NOTE else 1
    due = max((due.due_on for due in invoice.dues), key=_in_order, default=date_pb2.Date())
    return (
        invoice.number,
        words[INVOICE_TYPE[invoice.type]],
        words[status],
        date_from_pb(invoice.issued_on),
        date_from_pb(due),
        date_from_pb(invoice.settled_on),
        invoice.days_late if invoice.dues and status not in ("draft", "annulled") else None,
        invoice.buyer.name,
        invoice.buyer.registration_number,
        *(
            Decimal(sign * cents_of(amount)) / 100
            for amount in (invoice.net, invoice.vat, invoice.gross, invoice.open)
        ),
        invoice.gross.currency_code or "EUR",
        words[INVOICE_SOURCE[invoice.source]],
        invoice.id,
    )


def _in_order(day: date_pb2.Date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


async def _csv(pages: Pages, language: Language) -> AsyncIterator[bytes]:
    yield f"\ufeff{_csv_line(_HEAD[language], ',')}".encode()
    async for page in pages:
        # A page takes 40 ms, in which others want to be answered.
        yield await asyncio.to_thread(_csv_lines, page, language)


def _csv_lines(page: Sequence[invoice_pb2.Invoice], language: Language) -> bytes:
    comma = "," if language == "lv" else "."
    today, words = today_in_riga(), _WORDS[language]
    return "".join(_csv_line(_cells(invoice, today, words), comma) for invoice in page).encode()


def _csv_line(cells: Sequence[Cell], comma: str) -> str:
    return ";".join(csv_cell(cell, comma) for cell in cells) + "\r\n"


def csv_cell(cell: Cell, comma: str) -> str:
    """One cell; a text that a spreadsheet would run gets an apostrophe in front."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:.2f}".replace(".", comma)
    if not isinstance(cell, str):
        return str(cell)
    text = f"'{cell}" if _FORMULA.match(cell) else cell
    if _NEEDS_QUOTES.search(text):
        text = '"' + text.replace('"', '""') + '"'
    return text


async def _workbook(pages: Pages, language: Language) -> IO[bytes]:
    """The file, at its beginning. Rows go to the disk as they come; only one is in memory."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it was sent
    try:
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        page = book.add_worksheet(_NAMES[language])
        formats = _Formats(book)
        row = 0
        for column, name in enumerate(_HEAD[language]):
            page.write_string(0, column, name, formats.head)
        page.freeze_panes(1, 0)
        async for invoices in pages:
            await asyncio.to_thread(_write, page, formats, row + 1, invoices, language)
            row += len(invoices)
        await asyncio.to_thread(book.close)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


class _Formats:
    """How cells look."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.day = book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
        self.money = book.add_format({"num_format": "#,##0.00"})


def _write(
    page: xlsxwriter.Worksheet,
    formats: _Formats,
    row: int,
    invoices: Sequence[invoice_pb2.Invoice],
    language: Language,
) -> None:
    today, words = today_in_riga(), _WORDS[language]
    for place, invoice in enumerate(invoices):
        for column, cell in enumerate(_cells(invoice, today, words)):
            # write() would guess what a cell is, and "=…" would be a formula.
            if isinstance(cell, str):
                page.write_string(row + place, column, cell)
            elif isinstance(cell, date):
                page.write_datetime(row + place, column, cell, formats.day)
            elif isinstance(cell, Decimal):
                # The only number a cell can hold; cents up to a billion of euros survive it.
                page.write_number(row + place, column, float(cell), formats.money)
            elif cell is not None:
                page.write_number(row + place, column, cell)


async def _chunks(file: IO[bytes]) -> AsyncIterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk
