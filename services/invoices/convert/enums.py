"""The words of the enums of the invoices contracts."""

from __future__ import annotations

from kit.enum_text import EnumText
from sysapi.invoices.v1 import invoice_pb2, payment_pb2

TYPE = EnumText(invoice_pb2.InvoiceType, "INVOICE_TYPE_", "invoice")
STATE = EnumText(invoice_pb2.InvoiceState, "INVOICE_STATE_", "")
SOURCE = EnumText(invoice_pb2.InvoiceSource, "INVOICE_SOURCE_", "manual")
VAT_CATEGORY = EnumText(invoice_pb2.VatCategory, "VAT_CATEGORY_", "")
METHOD = EnumText(payment_pb2.PaymentMethod, "PAYMENT_METHOD_", "bank")
