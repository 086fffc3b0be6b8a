from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from kit.errors import Internal, Invalid
from services.bff.invoice_export import csv_cell
from sysapi.invoices.v1 import invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from tests.bff.conftest import System
from tests.bff.money_fakes import CREDIT_ID, INVOICE_ID, an_invoice

FORMULA = "=cmd|'/c calc'!A1"


def pages(request: Any) -> pb.ListInvoicesResponse:
    """Two pages: an invoice of a buyer with a dangerous name, and a credit note."""
    if not request.page_token:
        invoice = an_invoice(buyer=invoice_pb2.Party(name=FORMULA))
        totals = pb.InvoiceTotals(count=2)
        return pb.ListInvoicesResponse(invoices=[invoice], totals=totals, next_page_token="next")
    note = an_invoice(id=CREDIT_ID, type=invoice_pb2.INVOICE_TYPE_CREDIT_NOTE)
    return pb.ListInvoicesResponse(invoices=[note])


async def test_the_whole_filter_comes_as_a_table_that_latvian_spreadsheets_read(
    system: System,
) -> None:
    system.invoices.answers["ListInvoices"] = pages
    answer = await system.http.get("/api/invoices.csv?status=open&page_size=5&page_token=x")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"].startswith('attachment; filename="rekini-')
    assert answer.content.startswith(b"\xef\xbb\xbfNumurs;")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    head, invoice, note = rows
    assert [len(row) for row in rows] == [len(head)] * 3
    said = dict(zip(head, invoice, strict=True))
    assert said["Izrakstīts"] == "2026-03-09"
    assert said["Termiņš"] == "2999-03-28"
    assert (said["Summa bez PVN"], said["Atlikums"]) == ("100,00", "60,50")
    assert (said["Veids"], said["Statuss"]) == ("Rēķins", "Atvērts")
    assert said["Klients"] == f"'{FORMULA}"
    assert said["ID"] == INVOICE_ID
    assert dict(zip(head, note, strict=True))["Kopā"] == "-121,00"
    first, second = [
        request for name, request, _ in system.invoices.calls if name == "ListInvoices"
    ]
    assert (first.page_token, second.page_token) == ("", "next")
    assert first.page_size == 1000
    assert first.filter.open
    assert second.filter.open


async def test_english_has_its_own_head_and_decimal_point(system: System) -> None:
    text = (await system.http.get("/api/invoices.csv?language=en")).content.decode("utf-8-sig")
    assert text.startswith("Number;Type;")
    assert ";121.00;" in text


async def test_a_workbook_has_real_numbers_and_days_and_no_formula(system: System) -> None:
    system.invoices.answers["ListInvoices"] = pages
    answer = await system.http.get("/api/invoices.xlsx")
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    head, invoice, note = sheet.iter_rows()
    said = {name.value: cell for name, cell in zip(head, invoice, strict=True)}
    assert said["Izrakstīts"].is_date
    assert said["Izrakstīts"].value.date() == date(2026, 3, 9)
    assert (said["Kopā"].value, said["Kopā"].data_type) == (121, "n")
    assert said["Kavējums, dienas"].value == -5
    assert (said["Klients"].value, said["Klients"].data_type) == (FORMULA, "s")
    assert said["Apmaksāts"].value is None
    assert note[11].value == -121


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+371 26123456", "'+371 26123456"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\u00a0=1", "'\u00a0=1"),
        ('SIA "Ābols"', '"SIA ""Ābols"""'),
        ("a;b", '"a;b"'),
        ("a\r\nb", '"a\r\nb"'),
        ("40003521600", "40003521600"),
        (Decimal("-3.00"), "-3,00"),
        (-5, "-5"),
        (date(2026, 3, 9), "2026-03-09"),
        (None, ""),
    ],
)
def test_a_cell_is_what_it_says_and_never_a_formula(cell: Any, written: str) -> None:
    assert csv_cell(cell, ",") == written


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
async def test_a_refusal_is_a_problem_and_not_half_a_file(system: System, ending: str) -> None:
    address = f"/api/invoices.{ending}"
    assert (await system.http.get(f"{address}?state=open")).status_code == 422
    assert (await system.http.get(f"{address}?language=de")).status_code == 422
    system.invoices.answers["ListInvoices"] = Invalid(
        reason="DATE_INVALID", metadata={"field": "filter.issued_to"}
    )
    answer = await system.http.get(address)
    assert (answer.status_code, answer.json()["reason"]) == (422, "DATE_INVALID")
    system.invoices.answers["ListInvoices"] = pb.ListInvoicesResponse(
        totals=pb.InvoiceTotals(count=1_000_001)
    )
    assert (await system.http.get(address)).status_code == 422


async def test_a_workbook_whose_later_page_fails_is_a_problem(system: System) -> None:
    def failing(request: Any) -> pb.ListInvoicesResponse:
        if request.page_token:
            raise Internal
        return pages(request)

    system.invoices.answers["ListInvoices"] = failing
    assert (await system.http.get("/api/invoices.xlsx")).status_code == 500
