"""A document as UBL 2.1 of EN 16931 in the profile Peppol BIS Billing 3.0.

The amounts are those of the document, to the cent; nothing is computed here that could come out otherwise than it was issued. The
order of elements is the schema's. BT-… are the terms of EN 16931.
"""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

from google.type import date_pb2, money_pb2

from kit.dates import date_from_pb
from kit.money import money_from_pb
from services.invoices.errors import EInvoiceIncomplete
from services.invoices.paper.invoice_sheet import Credited, laws
from services.invoices.paper.ubl_codes import (
    CATEGORY,
    EXEMPTION,
    NOT_ASKED_FOR,
    endpoint,
    registration_scheme,
    unit_code,
)
from services.invoices.paper.wording import Language
from sysapi.invoices.v1 import invoice_pb2

_ROOT = "urn:oasis:names:specification:ubl:schema:xsd:{}-2"
_CAC = f"{{{_ROOT.format('CommonAggregateComponents')}}}"
_CBC = f"{{{_ROOT.format('CommonBasicComponents')}}}"
_CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_TYPE_CODE = {
    invoice_pb2.INVOICE_TYPE_CREDIT_NOTE: "381",
    invoice_pb2.INVOICE_TYPE_ADVANCE: "386",
}
_HUNDRED = Decimal(100)
# What XML 1.0 cannot hold at all.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EXEMPT = invoice_pb2.VAT_CATEGORY_EXEMPT
_OUTSIDE = invoice_pb2.VAT_CATEGORY_OUTSIDE_SCOPE
_INTRA = invoice_pb2.VAT_CATEGORY_INTRA_COMMUNITY
_REVERSE = invoice_pb2.VAT_CATEGORY_REVERSE_CHARGE

ET.register_namespace("cac", _CAC[1:-1])
ET.register_namespace("cbc", _CBC[1:-1])


class _Node:
    """An element that is written in the order of its calls."""

    def __init__(self, element: ET.Element) -> None:
        self.element = element

    def group(self, name: str) -> _Node:
        """An aggregate."""
        return _Node(ET.SubElement(self.element, _CAC + name))

    def put(self, name: str, value: str, **attributes: str) -> None:
        """A value; an empty one is left out, for UBL knows no empty elements."""
        text = _NO_XML.sub("", value).strip()
        if text:
            ET.SubElement(self.element, _CBC + name, attributes).text = text

    def amount(self, name: str, value: Decimal) -> None:
        """An amount of euros."""
        self.put(name, f"{value:f}", currencyID="EUR")

    def money(self, name: str, value: money_pb2.Money) -> None:
        """An amount as it is stored."""
        self.amount(name, money_from_pb(value))

    def day(self, name: str, value: date_pb2.Date) -> None:
        """A day, left out when it is not set."""
        self.put(name, f"{date_from_pb(value) or ''}")


def ubl(invoice: invoice_pb2.Invoice, language: Language, credited: Credited | None) -> bytes:
    """The issued document as XML. Raises EInvoiceIncomplete with what it lacks."""
    _check(invoice)
    is_credit = invoice.type == invoice_pb2.INVOICE_TYPE_CREDIT_NOTE
    kind = "CreditNote" if is_credit else "Invoice"
    namespace = _ROOT.format(kind)
    root = _Node(ET.Element(f"{{{namespace}}}{kind}"))
    root.put("CustomizationID", _CUSTOMIZATION)
    root.put("ProfileID", _PROFILE)
    root.put("ID", invoice.number)
    root.day("IssueDate", invoice.issued_on)
    # One day of payment is BT-9; several are told in the terms, for the standard has room for one.
    if len(invoice.dues) == 1 and not is_credit:
        root.day("DueDate", invoice.dues[0].due_on)
    root.put(f"{kind}TypeCode", _TYPE_CODE.get(invoice.type, "380"))
    root.put("Note", invoice.note)
    root.put("DocumentCurrencyCode", "EUR")
    # Peppol demands a reference (PEPPOL-EN16931-R003); for a buyer who gave none this says so.
    root.put("BuyerReference", invoice.buyer_reference or NOT_ASKED_FOR)
    if credited:
        reference = root.group("BillingReference").group("InvoiceDocumentReference")
        reference.put("ID", credited.number)
        reference.put("IssueDate", f"{credited.issued_on}")
    taxed = not _has(invoice, _OUTSIDE)
    _party(root.group("AccountingSupplierParty").group("Party"), invoice.seller, taxed)
    _party(root.group("AccountingCustomerParty").group("Party"), invoice.buyer, taxed)
    _delivery(root, invoice)
    if not is_credit:
        _payment(root, invoice)
    _taxes(root, invoice, language)
    _totals(root, invoice)
    for place, line in enumerate(invoice.lines, start=1):
        _line(root, place, line, is_credit=is_credit)
    ET.indent(root.element)
    ET.register_namespace("", namespace)
    return ET.tostring(root.element, encoding="UTF-8", xml_declaration=True)


def _has(invoice: invoice_pb2.Invoice, category: invoice_pb2.VatCategory.ValueType) -> bool:
    return any(one.category == category for one in invoice.vat_totals)


def _check(invoice: invoice_pb2.Invoice) -> None:
    """The terms that must be there; the rules are named as EN 16931 names them."""
    for field, party in (("seller", invoice.seller), ("buyer", invoice.buyer)):
        if not party.name:
            raise EInvoiceIncomplete(f"{field}.name")  # BR-06, BR-07
        if not party.country:
            raise EInvoiceIncomplete(f"{field}.country")  # BR-09, BR-11
        if endpoint(party) is None:
            raise EInvoiceIncomplete(f"{field}.registration_number")  # PEPPOL-EN16931-R010, R020
    if _has(invoice, _OUTSIDE):
        if len(invoice.vat_totals) > 1:
            raise EInvoiceIncomplete("vat_totals")  # BR-O-11
    elif not invoice.seller.vat_number:
        raise EInvoiceIncomplete("seller.vat_number")  # BR-S-02, BR-AE-02, BR-E-02 …
    buyer = invoice.buyer
    if _has(invoice, _INTRA) and not buyer.vat_number:
        raise EInvoiceIncomplete("buyer.vat_number")  # BR-IC-02
    if _has(invoice, _REVERSE) and not (buyer.vat_number or buyer.registration_number):
        raise EInvoiceIncomplete("buyer.vat_number")  # BR-AE-02


def _party(node: _Node, party: invoice_pb2.Party, taxed: bool) -> None:
    found = endpoint(party)
    assert found is not None
    node.put("EndpointID", found[1], schemeID=found[0])
    address = node.group("PostalAddress")
    address.put("StreetName", party.address)
    address.group("Country").put("IdentificationCode", party.country)
    # Outside the scope of VAT nobody may show a VAT number (BR-O-02).
    if party.vat_number and taxed:
        scheme = node.group("PartyTaxScheme")
        scheme.put("CompanyID", party.vat_number)
        scheme.group("TaxScheme").put("ID", "VAT")
    entity = node.group("PartyLegalEntity")
    entity.put("RegistrationName", party.name)
    known = registration_scheme(party.country)
    entity.put("CompanyID", party.registration_number, **({"schemeID": known} if known else {}))
    if party.email:
        node.group("Contact").put("ElectronicMail", party.email)


def _delivery(root: _Node, invoice: invoice_pb2.Invoice) -> None:
    intra = _has(invoice, _INTRA)
    if not (invoice.HasField("supplied_on") or intra):
        return
    delivery = root.group("Delivery")
    day = invoice.supplied_on if invoice.HasField("supplied_on") else invoice.issued_on
    delivery.day("ActualDeliveryDate", day)
    if intra:  # BR-IC-12
        address = delivery.group("DeliveryLocation").group("Address")
        address.group("Country").put("IdentificationCode", invoice.buyer.country)


def _payment(root: _Node, invoice: invoice_pb2.Invoice) -> None:
    seller = invoice.seller
    if seller.iban:
        means = root.group("PaymentMeans")
        means.put("PaymentMeansCode", "30")
        means.put("PaymentID", invoice.number)
        account = means.group("PayeeFinancialAccount")
        account.put("ID", seller.iban)
        account.put("Name", seller.name)
        if seller.bic:
            account.group("FinancialInstitutionBranch").put("ID", seller.bic)
    if len(invoice.dues) > 1:
        root.group("PaymentTerms").put(
            "Note",
            "; ".join(
                f"{date_from_pb(due.due_on)}: {money_from_pb(due.amount)} EUR"
                for due in invoice.dues
            ),
        )


def _taxes(root: _Node, invoice: invoice_pb2.Invoice, language: Language) -> None:
    total = root.group("TaxTotal")
    total.money("TaxAmount", invoice.vat)
    for one in invoice.vat_totals:
        part = total.group("TaxSubtotal")
        part.money("TaxableAmount", one.base)
        part.money("TaxAmount", one.tax)
        category = _category(part, "TaxCategory", one.category, one.rate)
        if one.category in EXEMPTION or one.category == _EXEMPT:
            category.put("TaxExemptionReasonCode", EXEMPTION.get(one.category, ""))
            alone = invoice_pb2.Invoice(vat_totals=[one])
            category.put("TaxExemptionReason", laws(alone, language)[0])
        category.group("TaxScheme").put("ID", "VAT")


def _category(
    node: _Node, name: str, category: invoice_pb2.VatCategory.ValueType, rate: str
) -> _Node:
    found = node.group(name)
    found.put("ID", CATEGORY[category])
    if category != _OUTSIDE:  # BR-O-05
        found.put("Percent", rate)
    return found


def _totals(root: _Node, invoice: invoice_pb2.Invoice) -> None:
    total = root.group("LegalMonetaryTotal")
    total.money("LineExtensionAmount", invoice.net)
    total.money("TaxExclusiveAmount", invoice.net)
    total.money("TaxInclusiveAmount", invoice.gross)
    total.money("PayableAmount", invoice.gross)


def _line(root: _Node, place: int, line: invoice_pb2.Line, *, is_credit: bool) -> None:
    node = root.group("CreditNoteLine" if is_credit else "InvoiceLine")
    node.put("ID", str(place))
    node.put(
        "CreditedQuantity" if is_credit else "InvoicedQuantity",
        line.quantity,
        unitCode=unit_code(line.unit),
    )
    node.money("LineExtensionAmount", line.net)
    if line.HasField("period_from") or line.HasField("period_to"):
        period = node.group("InvoicePeriod")
        period.day("StartDate", line.period_from)
        period.day("EndDate", line.period_to)
    item = node.group("Item")
    first, _, more = line.text.strip().partition("\n")
    item.put("Description", more)
    item.put("Name", first)
    category = _category(item, "ClassifiedTaxCategory", line.vat_category, line.vat_rate)
    category.group("TaxScheme").put("ID", "VAT")
    _price(node.group("Price"), line)


def _price(node: _Node, line: invoice_pb2.Line) -> None:
    """The discount is taken off the price, where it is exact and holds for a correcting line below zero too (PEPPOL-EN16931-R046)."""
    gross = Decimal(line.unit_price)
    off = gross * Decimal(line.discount_percent or 0) / _HUNDRED
    node.amount("PriceAmount", gross - off)
    if off:
        allowance = node.group("AllowanceCharge")
        allowance.put("ChargeIndicator", "false")
        allowance.amount("Amount", off)
        allowance.amount("BaseAmount", gross)
