"""A document as the texts of its paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from google.type import date_pb2, money_pb2

from kit.dates import date_from_pb
from kit.money import money_from_pb
from services.invoices.paper.typesetter import Sheet
from services.invoices.paper.wording import (
    Language,
    breakable,
    day_text,
    decimal_text,
    money_text,
    words,
)
from services.invoices.paper.words import sum_in_words
from sysapi.invoices.v1 import invoice_pb2

_KIND = {
    invoice_pb2.INVOICE_TYPE_CREDIT_NOTE: "credit_note",
    invoice_pb2.INVOICE_TYPE_ADVANCE: "advance",
}
_TAXED = invoice_pb2.VAT_CATEGORY_STANDARD
_WITHOUT_RATE = {
    invoice_pb2.VAT_CATEGORY_EXEMPT: "exempt",
    invoice_pb2.VAT_CATEGORY_REVERSE_CHARGE: "reverse_charge",
    invoice_pb2.VAT_CATEGORY_OUTSIDE_SCOPE: "outside_scope",
}
_UNTAXED = _WITHOUT_RATE | {
    invoice_pb2.VAT_CATEGORY_ZERO: "zero",
    invoice_pb2.VAT_CATEGORY_EXPORT: "export",
    invoice_pb2.VAT_CATEGORY_INTRA_COMMUNITY: "intra_community",
}


@dataclass(frozen=True, slots=True)
class Credited:
    """The invoice that a credit note corrects."""

    number: str
    issued_on: date


def kind_of(invoice: invoice_pb2.Invoice) -> str:
    """invoice, credit_note or advance."""
    return _KIND.get(invoice.type, "invoice")


def invoice_sheet(
    invoice: invoice_pb2.Invoice, language: Language, credited: Credited | None
) -> Sheet:
    """Everything that is printed, in the language; `credited` is what a credit note corrects."""
    said = words(language)
    kind = kind_of(invoice)
    is_credit = kind == "credit_note"
    is_annulled = invoice.state == invoice_pb2.INVOICE_STATE_ANNULLED
    title = f"{said[kind]} {said['number']} {invoice.number}" if invoice.number else said[kind]
    gross = money_from_pb(invoice.gross)
    mark = {
        invoice_pb2.INVOICE_STATE_DRAFT: said["draft"].upper(),
        invoice_pb2.INVOICE_STATE_ANNULLED: said["annulled"].upper(),
    }
    return {
        "language": language,
        "words": said,
        "title": title,
        "running_head": " · ".join(filter(None, (title, invoice.seller.name))),
        "mark": mark.get(invoice.state),
        "kind": said[kind],
        "number": invoice.number,
        "annulled_reason": breakable(invoice.annulled_reason),
        "facts": list(_facts(invoice, language, credited)),
        "seller": _party(invoice.seller, said),
        "buyer": _party(invoice.buyer, said),
        "discounted": any(line.discount_percent for line in invoice.lines),
        "lines": [_line(line, language) for line in invoice.lines],
        "vat": [
            {
                "name": _rate_name(one, language),
                "base": _money(one.base, language),
                "tax": _money(one.tax, language),
            }
            for one in invoice.vat_totals
        ],
        "laws": laws(invoice, language),
        "net": _money(invoice.net, language),
        "vat_sum": _money(invoice.vat, language),
        "gross": money_text(gross, language),
        "gross_name": said["sum_gross_credit" if is_credit else "sum_gross"],
        # A draft may sum to less than nothing; only what is issued is said in words.
        "in_words": sum_in_words(gross, language) if gross >= 0 else "",
        "original": _original(invoice, language),
        "payment": [] if is_credit or is_annulled else list(_payment(invoice, said)),
        "dues": [
            [_day(due.due_on, language), f"{_money(due.amount, language)} EUR"]
            for due in invoice.dues
        ]
        if len(invoice.dues) > 1 and not is_annulled
        else [],
        "note_name": said["reason" if is_credit else "note"],
        "note": breakable(invoice.note),
    }


def laws(invoice: invoice_pb2.Invoice, language: Language) -> list[str]:
    """Why no tax is asked for, one sentence for each category that has none."""
    said = words(language)
    categories = dict.fromkeys(one.category for one in invoice.vat_totals)
    return [said[f"law_{_UNTAXED[one]}"] for one in categories if one in _UNTAXED]


def _facts(
    invoice: invoice_pb2.Invoice, language: Language, credited: Credited | None
) -> Iterator[tuple[str, str]]:
    """Days and references of the document, by name; what is not known is not there."""
    said = words(language)
    if invoice.HasField("issued_on"):
        yield said["issued_on"], _day(invoice.issued_on, language)
    if invoice.HasField("supplied_on"):
        yield said["supplied_on"], _day(invoice.supplied_on, language)
    if len(invoice.dues) == 1:
        yield said["due_on"], _day(invoice.dues[0].due_on, language)
    if credited:
        day = day_text(credited.issued_on, language)
        yield said["credits"], f"{credited.number} {said['of_day']} {day}"
    if invoice.buyer_reference:
        yield said["buyer_reference"], breakable(invoice.buyer_reference)


def _party(party: invoice_pb2.Party, said: dict[str, str]) -> dict[str, object]:
    named = (
        (said["registration_number"], party.registration_number),
        (said["vat_number"], party.vat_number),
        ("", party.address),
        ("", party.email),
    )
    return {
        "name": breakable(party.name),
        "details": [[name, breakable(value)] for name, value in named if value],
    }


def _payment(invoice: invoice_pb2.Invoice, said: dict[str, str]) -> Iterator[tuple[str, str]]:
    seller = invoice.seller
    if seller.iban:
        yield said["payee"], breakable(seller.name)
        if seller.bank or seller.bic:
            yield said["bank"], ", ".join(filter(None, (seller.bank, seller.bic)))
        yield said["account"], iban_text(seller.iban)
        if invoice.number:
            yield said["purpose"], invoice.number


def iban_text(iban: str) -> str:
    """In groups of four, as it is read out."""
    return "\N{NO-BREAK SPACE}".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def _line(line: invoice_pb2.Line, language: Language) -> dict[str, str]:
    discount = line.discount_percent
    return {
        "text": breakable(line.text),
        "period": _period(line, language),
        "quantity": decimal_text(Decimal(line.quantity), language),
        "unit": line.unit,
        "unit_price": decimal_text(Decimal(line.unit_price), language, at_least=2),
        "discount": f"{decimal_text(Decimal(discount), language)} %" if discount else "",
        "rate": words(language)[f"rate_{_WITHOUT_RATE[line.vat_category]}"]
        if line.vat_category in _WITHOUT_RATE
        else f"{decimal_text(Decimal(line.vat_rate), language)} %",
        "net": _money(line.net, language),
    }


def _period(line: invoice_pb2.Line, language: Language) -> str:
    ends = (line.period_from, line.period_to)
    return " – ".join(dict.fromkeys(_day(end, language) for end in ends if end.year))


def _rate_name(total: invoice_pb2.VatTotal, language: Language) -> str:
    if total.category == _TAXED:
        return f"{decimal_text(Decimal(total.rate), language)} %"
    return words(language)[f"name_{_UNTAXED[total.category]}"]


def _original(invoice: invoice_pb2.Invoice, language: Language) -> str:
    if not invoice.HasField("original_gross"):
        return ""
    amount = f"{_money(invoice.original_gross, language)} {invoice.original_gross.currency_code}"
    return words(language)["original"].format(amount=amount)


def _money(message: money_pb2.Money, language: Language) -> str:
    return money_text(money_from_pb(message), language)


def _day(message: date_pb2.Date, language: Language) -> str:
    day = date_from_pb(message)
    return day_text(day, language) if day else ""
