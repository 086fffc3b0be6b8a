"""Words of enums, both ways."""

from kit.enum_text import EnumText
from sysapi.invoices.v1 import invoice_pb2


def test_unspecified_is_read_as_the_usual_value_which_is_then_told():
    text = EnumText(invoice_pb2.InvoiceType, "INVOICE_TYPE_", "invoice")
    assert text.word(invoice_pb2.INVOICE_TYPE_UNSPECIFIED) == "invoice"
    assert text.word(invoice_pb2.INVOICE_TYPE_ADVANCE) == "advance"
    assert text.number("invoice") == invoice_pb2.INVOICE_TYPE_INVOICE


def test_a_word_that_no_value_has_stands_for_unspecified():
    text = EnumText(invoice_pb2.InvoiceType, "INVOICE_TYPE_", "any")
    assert text.number("any") == invoice_pb2.INVOICE_TYPE_UNSPECIFIED
