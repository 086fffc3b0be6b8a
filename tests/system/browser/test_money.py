"""Money in the list of clients, as a person sees it."""

from __future__ import annotations

import re
import uuid
from typing import Any

import grpc
import httpx2
import pytest
from google.type import date_pb2, money_pb2
from playwright.sync_api import Page, expect

from sysapi.invoices.v1 import invoice_pb2, payment_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from sysapi.invoices.v1.invoices_service_pb2_grpc import InvoicesServiceStub
from tests.system.browser.conftest import create
from tools.stack import record

ROW = "#catalogue-grid [data-index='0']"
SECONDS = 20


@pytest.fixture
def invoices(system: Any) -> InvoicesServiceStub:
    """The running invoices service."""
    port = record.load(system.state).ports["invoices"]
    return InvoicesServiceStub(grpc.insecure_channel(f"127.0.0.1:{port}"))


def issue(invoices: InvoicesServiceStub, client_id: str) -> None:
    """An invoice of 121.00 that is due since January 2020."""
    line = invoice_pb2.Line(
        text="Apsardze",
        quantity="1",
        unit_price="100",
        vat_category=invoice_pb2.VAT_CATEGORY_STANDARD,
        vat_rate="21",
    )
    draft = invoice_pb2.Invoice(client_id=client_id, lines=[line], series=client_id[:8].upper())
    made = invoices.CreateInvoice(pb.CreateInvoiceRequest(invoice=draft), timeout=SECONDS)
    day = date_pb2.Date(year=2020, month=1, day=10)
    request = pb.IssueInvoiceRequest(invoice_id=made.invoice.id, issued_on=day)
    invoices.IssueInvoice(request, timeout=SECONDS)


def pay(invoices: InvoicesServiceStub, client_id: str) -> None:
    """All of it, some days before it was due."""
    payment = payment_pb2.Payment(
        client_id=client_id,
        value_date=date_pb2.Date(year=2020, month=1, day=20),
        amount=money_pb2.Money(currency_code="EUR", units=121),
    )
    request = pb.CreatePaymentRequest(payment=payment, auto=True, request_id=str(uuid.uuid4()))
    invoices.CreatePayment(request, timeout=SECONDS)


def test_a_payment_is_seen_in_the_list_without_a_reload(
    page: Page, api: httpx2.Client, invoices: InvoicesServiceStub
):
    client = create(api, name='SIA "Maksātājs"')
    issue(invoices, client["id"])
    page.goto("/?q=Maks%C4%81t%C4%81js")
    row = page.locator(ROW)
    expect(row).to_contain_text("121,00")
    expect(row.locator("[data-tone=late]")).to_have_text("121,00")
    expect(row.get_by_label("nav samaksāts, kavē 91 d. un vairāk")).to_be_visible()
    pay(invoices, client["id"])
    expect(row.locator("[data-tone=late]")).to_have_count(0)
    expect(row.get_by_label("agrāk")).to_be_visible()


def test_the_chip_of_debtors_narrows_a_query_and_is_in_the_address(
    page: Page, api: httpx2.Client, invoices: InvoicesServiceStub
):
    late = create(api, name='SIA "Kavētājs Pirmais"')
    create(api, name='SIA "Kavētājs Otrais"')
    issue(invoices, late["id"])
    page.goto("/?q=Kav%C4%93t%C4%81js")
    expect(page.locator("footer strong")).to_have_text(re.compile("^2"))
    expect(page.locator("#catalogue-grid [data-tone=late]")).to_have_text("121,00")
    page.get_by_role("button", name="Parādnieki").click()
    expect(page.locator("footer strong")).to_have_text(re.compile("^1"))
    expect(page.locator(f"{ROW} a")).to_have_text('SIA "Kavētājs Pirmais"')
    expect(page).to_have_url(re.compile("min_overdue_cents=1"))
    page.get_by_role("button", name="Parādnieki").click()
    expect(page.locator("footer strong")).to_have_text(re.compile("^2"))
