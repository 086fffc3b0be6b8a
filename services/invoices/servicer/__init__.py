"""The calls of the invoices service."""

from __future__ import annotations

from services.invoices.servicer.batch_calls import BatchCalls
from services.invoices.servicer.history_calls import HistoryCalls
from services.invoices.servicer.invoice_calls import InvoiceCalls
from services.invoices.servicer.list_calls import ListCalls
from services.invoices.servicer.paper_calls import PaperCalls
from services.invoices.servicer.payment_calls import PaymentCalls
from sysapi.invoices.v1.invoices_service_pb2_grpc import InvoicesServiceServicer


class InvoicesServicer(
    InvoiceCalls,
    BatchCalls,
    ListCalls,
    PaymentCalls,
    PaperCalls,
    HistoryCalls,
    InvoicesServiceServicer,
):
    """All calls."""
