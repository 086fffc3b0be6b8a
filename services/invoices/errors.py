"""One class per reason of error_reason.proto."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kit.errors import AlreadyExists, Conflict, Invalid, NotFound, Precondition

DOMAIN = "invoices.sys"


class InvoiceNotFound(NotFound):
    """No invoice with this id."""

    reason = "INVOICE_NOT_FOUND"
    domain = DOMAIN

    def __init__(self, invoice_id: object) -> None:
        super().__init__(metadata={"invoice_id": str(invoice_id)})


class PaymentNotFound(NotFound):
    """No payment with this id."""

    reason = "PAYMENT_NOT_FOUND"
    domain = DOMAIN

    def __init__(self, payment_id: object) -> None:
        super().__init__(metadata={"payment_id": str(payment_id)})


class AllocationNotFound(NotFound):
    """No allocation with this id that still counts."""

    reason = "ALLOCATION_NOT_FOUND"
    domain = DOMAIN

    def __init__(self, allocation_id: object) -> None:
        super().__init__(metadata={"allocation_id": str(allocation_id)})


class EtagMismatch(Conflict):
    """It changed since it was read."""

    reason = "ETAG_MISMATCH"
    domain = DOMAIN

    def __init__(self, current: str) -> None:
        super().__init__(metadata={"etag": current})


class InvoiceIssued(Precondition):
    """An issued document never changes; a credit note corrects it."""

    reason = "INVOICE_ISSUED"
    domain = DOMAIN

    def __init__(self, invoice_id: object) -> None:
        super().__init__(metadata={"invoice_id": str(invoice_id)})


class InvoiceNotIssued(Precondition):
    """Only an issued document can be credited, annulled, paid or sent as an e-invoice."""

    reason = "INVOICE_NOT_ISSUED"
    domain = DOMAIN

    def __init__(self, invoice_id: object) -> None:
        super().__init__(metadata={"invoice_id": str(invoice_id)})


class InvoiceSettled(Precondition):
    """A document on which something was paid or credited cannot be annulled."""

    reason = "INVOICE_SETTLED"
    domain = DOMAIN

    def __init__(self, invoice_id: object) -> None:
        super().__init__(metadata={"invoice_id": str(invoice_id)})


class InvoiceEmpty(Invalid):
    """A document without lines, or with a sum that is not above zero, cannot be issued."""

    reason = "INVOICE_EMPTY"
    domain = DOMAIN

    def __init__(self) -> None:
        super().__init__(metadata={"field": "lines"})


class BuyerUnknown(Precondition):
    """The clients service knows no client with the id of the document."""

    reason = "BUYER_UNKNOWN"
    domain = DOMAIN

    def __init__(self, client_id: object) -> None:
        super().__init__(metadata={"client_id": str(client_id)})


class AmountInvalid(Invalid):
    """An amount is not above zero, has parts of a cent, another currency or does not fit."""

    reason = "AMOUNT_INVALID"
    domain = DOMAIN

    def __init__(self, field: str) -> None:
        super().__init__(metadata={"field": field})


class VatRateInvalid(Invalid):
    """The rate is none of the category on the day of supply."""

    reason = "VAT_RATE_INVALID"
    domain = DOMAIN

    def __init__(self, field: str, rate: Decimal, on: date) -> None:
        super().__init__(metadata={"field": field, "rate": f"{rate.normalize():f}", "on": f"{on}"})


class DateInvalid(Invalid):
    """A date does not exist, or an end is before its start."""

    reason = "DATE_INVALID"
    domain = DOMAIN

    def __init__(self, field: str) -> None:
        super().__init__(metadata={"field": field})


class DuesInvalid(Invalid):
    """The due amounts do not sum to the whole."""

    reason = "DUES_INVALID"
    domain = DOMAIN

    def __init__(self) -> None:
        super().__init__(metadata={"field": "dues"})


class OverAllocated(Precondition):
    """More would be allocated than is open or left."""

    reason = "OVER_ALLOCATED"
    domain = DOMAIN

    def __init__(self, field: str, still_open: Decimal) -> None:
        super().__init__(metadata={"field": field, "open": f"{still_open:f}"})


class OverCredited(Precondition):
    """More would be credited than was invoiced."""

    reason = "OVER_CREDITED"
    domain = DOMAIN

    def __init__(self, invoice_id: object, left: Decimal) -> None:
        super().__init__(metadata={"invoice_id": str(invoice_id), "left": f"{left:f}"})


class IssueOrder(Precondition):
    """The day of issue is before that of the last number of the series."""

    reason = "ISSUE_ORDER"
    domain = DOMAIN

    def __init__(self, series: str, last: date) -> None:
        super().__init__(metadata={"series": series, "last": f"{last}"})


class SourceKeyTaken(AlreadyExists):
    """A document with this source_key exists."""

    reason = "SOURCE_KEY_TAKEN"
    domain = DOMAIN

    def __init__(self, invoice_id: object) -> None:
        super().__init__(metadata={"invoice_id": str(invoice_id)})


class BankReferenceTaken(AlreadyExists):
    """A payment with this bank reference exists."""

    reason = "BANK_REFERENCE_TAKEN"
    domain = DOMAIN

    def __init__(self, payment_id: object) -> None:
        super().__init__(metadata={"payment_id": str(payment_id)})


class NumberTaken(AlreadyExists):
    """Another document has this number."""

    reason = "NUMBER_TAKEN"
    domain = DOMAIN

    def __init__(self, number: str) -> None:
        super().__init__(metadata={"field": "number", "number": number})


class TotalsDisagree(Invalid):
    """The sums of a document that was issued do not follow from its lines as EN 16931 demands."""

    reason = "TOTALS_DISAGREE"
    domain = DOMAIN

    def __init__(self, field: str, expected: Decimal) -> None:
        super().__init__(metadata={"field": field, "expected": f"{expected:f}"})


class EInvoiceIncomplete(Precondition):
    """The document lacks something that an e-invoice must have."""

    reason = "E_INVOICE_INCOMPLETE"
    domain = DOMAIN

    def __init__(self, field: str) -> None:
        super().__init__(metadata={"field": field})
