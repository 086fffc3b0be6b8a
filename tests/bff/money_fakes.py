"""Answers of a healthy invoices service: one invoice of 121.00, due in two parts, of which the first is paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from google.type import date_pb2, money_pb2

from kit.dates import date_to_pb
from kit.money import money_to_pb
from sysapi.invoices.v1 import client_money_pb2, invoice_pb2, payment_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from tests.bff.fakes import CLIENT_ID, UNIT_ID

INVOICE_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0e001"
CREDIT_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0e002"
PAYMENT_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0e003"
ALLOCATION_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0e004"
DUE_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0e005"
LATER_DUE_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0e006"


def day(text: str) -> date_pb2.Date:
    found = date_to_pb(date.fromisoformat(text))
    assert found is not None
    return found


def euros(text: str) -> money_pb2.Money:
    return money_to_pb(Decimal(text))


def an_invoice(**fields: Any) -> invoice_pb2.Invoice:
    """Issued in 2026; what is open of it is due in 2999."""
    invoice = invoice_pb2.Invoice(
        id=INVOICE_ID,
        type=invoice_pb2.INVOICE_TYPE_INVOICE,
        state=invoice_pb2.INVOICE_STATE_ISSUED,
        series="RK",
        number="RK-2026/00042",
        client_id=CLIENT_ID,
        unit_id=UNIT_ID,
        issued_on=day("2026-03-09"),
        lines=[
            invoice_pb2.Line(
                text="Apsardze",
                quantity="1.5",
                unit="mēn.",
                unit_price="66.666667",
                vat_category=invoice_pb2.VAT_CATEGORY_STANDARD,
                vat_rate="21",
                unit_id=UNIT_ID,
                period_from=day("2026-03-01"),
                period_to=day("2026-03-31"),
                net=euros("100.00"),
            )
        ],
        dues=[
            invoice_pb2.Due(
                id=DUE_ID,
                due_on=day("2026-03-28"),
                in_time_until=day("2026-03-30"),
                amount=euros("60.50"),
                open=euros("0"),
                settled_on=day("2026-03-20"),
            ),
            invoice_pb2.Due(
                id=LATER_DUE_ID,
                due_on=day("2999-03-28"),
                in_time_until=day("2999-03-28"),
                amount=euros("60.50"),
                open=euros("60.50"),
            ),
        ],
        vat_totals=[
            invoice_pb2.VatTotal(
                category=invoice_pb2.VAT_CATEGORY_STANDARD,
                rate="21",
                base=euros("100"),
                tax=euros("21"),
            )
        ],
        net=euros("100"),
        vat=euros("21"),
        gross=euros("121"),
        open=euros("60.50"),
        buyer=invoice_pb2.Party(name='SIA "Ābols"', registration_number="40003521600"),
        seller=invoice_pb2.Party(name="SIA Pārdevējs", iban="LV80BANK0000435195001"),
        source=invoice_pb2.INVOICE_SOURCE_AUTOGEN,
        source_key="autogen/1",
        version=3,
        etag="v3",
        days_late=-5,
    )
    invoice.create_time.FromJsonString("2026-03-09T10:00:00Z")
    invoice.issue_time.FromJsonString("2026-03-09T11:00:00Z")
    invoice.MergeFrom(invoice_pb2.Invoice(**fields))
    return invoice


def a_draft(**fields: Any) -> invoice_pb2.Invoice:
    values: dict[str, Any] = {
        "id": INVOICE_ID,
        "type": invoice_pb2.INVOICE_TYPE_INVOICE,
        "state": invoice_pb2.INVOICE_STATE_DRAFT,
        "client_id": CLIENT_ID,
        "net": euros("0"),
        "version": 1,
        "etag": "v1",
    }
    return invoice_pb2.Invoice(**(values | fields))


def an_allocation(**fields: Any) -> payment_pb2.Allocation:
    values: dict[str, Any] = {
        "id": ALLOCATION_ID,
        "source": payment_pb2.ALLOCATION_SOURCE_PAYMENT,
        "source_id": PAYMENT_ID,
        "invoice_id": INVOICE_ID,
        "invoice_number": "RK-2026/00042",
        "due_id": DUE_ID,
        "amount": euros("60.50"),
        "on": day("2026-03-20"),
    }
    return payment_pb2.Allocation(**(values | fields))


def a_payment() -> payment_pb2.Payment:
    payment = payment_pb2.Payment(
        id=PAYMENT_ID,
        client_id=CLIENT_ID,
        value_date=day("2026-03-20"),
        booked_on=day("2026-03-21"),
        amount=euros("100"),
        unallocated=euros("39.50"),
        method=payment_pb2.PAYMENT_METHOD_BANK,
        bank_reference="REF-1",
        payer_iban="LV80BANK0000435195001",
        payer_name="Ābols",
        purpose="par marta rēķinu",
        allocations=[an_allocation()],
    )
    payment.create_time.FromJsonString("2026-03-20T10:00:00Z")
    return payment


def a_client_money(**fields: Any) -> client_money_pb2.ClientMoney:
    money = client_money_pb2.ClientMoney(
        client_id=CLIENT_ID,
        net_12_months=euros("1200"),
        net_this_year=euros("300"),
        net_ever=euros("24000"),
        open=euros("60.50"),
        overdue=euros("0"),
        advance=euros("39.50"),
        ageing=client_money_pb2.Ageing(not_due=euros("60.50")),
        paying=client_money_pb2.Paying(
            count=24,
            amount=euros("2904"),
            on_time_share=0.75,
            median_days_late=-2,
            p90_days_late=14,
            trend_days=0,
        ),
        strip=[
            client_money_pb2.StripCell(
                invoice_id=INVOICE_ID,
                number="RK-2026/00042",
                issued_on=day("2026-03-09"),
                in_time_until=day("2026-03-30"),
                settled_on=day("2026-03-20"),
                days_late=-10,
                gross=euros("121"),
                open=euros("0"),
            )
        ],
        as_of=day("2026-03-31"),
    )
    money.update_time.FromJsonString("2026-03-31T10:00:00Z")
    money.MergeFrom(client_money_pb2.ClientMoney(**fields))
    return money


def a_turnover() -> pb.GetTurnoverResponse:
    """Two years, two units and what belongs to no unit; a credit note made one cell negative."""

    def month(year: int, number: int, net: str, gross: str) -> pb.TurnoverMonth:
        return pb.TurnoverMonth(
            year=year, month=number, net=euros(net), gross=euros(gross), count=1
        )

    def cell(unit_id: str, year: int, net: str, gross: str) -> pb.TurnoverCell:
        return pb.TurnoverCell(unit_id=unit_id, year=year, net=euros(net), gross=euros(gross))

    return pb.GetTurnoverResponse(
        months=[
            month(2025, 12, "10.10", "12.22"),
            month(2026, 1, "100.00", "121.00"),
            month(2026, 3, "-0.05", "-0.06"),
        ],
        cells=[
            cell(UNIT_ID, 2025, "10.10", "12.22"),
            cell(UNIT_ID, 2026, "100.00", "121.00"),
            cell("", 2026, "-0.05", "-0.06"),
        ],
    )


def rendered_invoice(request: pb.RenderInvoiceRequest) -> pb.RenderInvoiceResponse:
    if request.format == pb.FILE_FORMAT_PDF:
        return pb.RenderInvoiceResponse(
            content=b"%PDF-1.7", media_type="application/pdf", file_name="RK-2026-00042.pdf"
        )
    return pb.RenderInvoiceResponse(
        content=b"<Invoice/>", media_type="application/xml", file_name="RK-2026-00042.xml"
    )


def rendered_statement(request: pb.RenderStatementRequest) -> pb.RenderStatementResponse:
    if request.format == pb.FILE_FORMAT_PDF:
        return pb.RenderStatementResponse(
            content=b"%PDF-1.7", media_type="application/pdf", file_name="Izraksts Ābols.pdf"
        )
    return pb.RenderStatementResponse(
        content=b"PK",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        file_name="Izraksts Ābols.xlsx",
    )


def good_invoices(fake: Any) -> None:
    """Answers of a healthy invoices service."""
    fake.answers |= {
        "CreateInvoice": pb.CreateInvoiceResponse(invoice=a_draft()),
        "GetInvoice": pb.GetInvoiceResponse(invoice=an_invoice(), allocations=[an_allocation()]),
        "ListInvoices": pb.ListInvoicesResponse(
            invoices=[an_invoice()],
            totals=pb.InvoiceTotals(
                count=1,
                net=euros("100"),
                vat=euros("21"),
                gross=euros("121"),
                open=euros("60.50"),
                overdue=euros("0"),
            ),
        ),
        "GetRecount": pb.GetRecountResponse(
            differences=1,
            rows=[
                pb.RecountDifference(what="client_month", row_id="x", stored="1.00", counted="2.00")
            ],
        ),
        "ListVatRates": pb.ListVatRatesResponse(
            rates=[
                pb.VatRate(category=invoice_pb2.VAT_CATEGORY_STANDARD, rate="21"),
                pb.VatRate(category=invoice_pb2.VAT_CATEGORY_REVERSE_CHARGE, rate="0"),
            ]
        ),
        "UpdateInvoice": pb.UpdateInvoiceResponse(invoice=a_draft(etag="v2")),
        "DeleteInvoice": pb.DeleteInvoiceResponse(),
        "IssueInvoice": pb.IssueInvoiceResponse(invoice=an_invoice()),
        "CreditInvoice": pb.CreditInvoiceResponse(
            credit_note=an_invoice(
                id=CREDIT_ID,
                type=invoice_pb2.INVOICE_TYPE_CREDIT_NOTE,
                credited_invoice_id=INVOICE_ID,
            ),
            invoice=an_invoice(),
        ),
        "AnnulInvoice": pb.AnnulInvoiceResponse(
            invoice=an_invoice(state=invoice_pb2.INVOICE_STATE_ANNULLED)
        ),
        "WriteOffInvoice": pb.WriteOffInvoiceResponse(invoice=an_invoice()),
        "RenderInvoice": rendered_invoice,
        "CreatePayment": pb.CreatePaymentResponse(payment=a_payment()),
        "GetPayment": pb.GetPaymentResponse(payment=a_payment()),
        "ListPayments": pb.ListPaymentsResponse(payments=[a_payment()]),
        "AllocatePayment": pb.AllocatePaymentResponse(payment=a_payment()),
        "ReverseAllocation": pb.ReverseAllocationResponse(
            allocation=an_allocation(reversed_on=day("2026-03-25"))
        ),
        "ProposeAllocation": pb.ProposeAllocationResponse(
            targets=[
                pb.AllocationTarget(
                    invoice_id=INVOICE_ID, due_id=LATER_DUE_ID, amount=euros("60.50")
                )
            ],
            left=euros("39.50"),
        ),
        "GetClientMoney": pb.GetClientMoneyResponse(money=a_client_money()),
        "GetTurnover": a_turnover(),
        "GetStatement": pb.GetStatementResponse(
            opening=euros("10"),
            rows=[
                pb.StatementRow(
                    on=day("2026-03-20"),
                    kind=pb.STATEMENT_KIND_PAYMENT,
                    source_id=PAYMENT_ID,
                    number="REF-1",
                    amount=euros("-100"),
                    balance=euros("-90"),
                )
            ],
            closing=euros("-90"),
        ),
        "RenderStatement": rendered_statement,
    }
