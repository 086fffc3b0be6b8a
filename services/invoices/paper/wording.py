"""What is printed in each language, and how numbers and days are written in it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final, Literal

Language = Literal["lv", "en"]

LV: Final[dict[str, str]] = {
    "invoice": "Rēķins",
    "credit_note": "Kredītrēķins",
    "advance": "Avansa rēķins",
    "number": "Nr.",
    "draft": "Melnraksts",
    "annulled": "Anulēts",
    "annulled_because": "Anulēts:",
    "seller": "Pakalpojuma sniedzējs / preces piegādātājs",
    "buyer": "Saņēmējs",
    "registration_number": "Reģ. nr.",
    "vat_number": "PVN nr.",
    "issued_on": "Izrakstīts",
    "supplied_on": "Piegādes datums",
    "due_on": "Apmaksāt līdz",
    "buyer_reference": "Jūsu atsauce",
    "credits": "Kredīts rēķinam",
    "of_day": "no",
    "text": "Nosaukums",
    "quantity": "Daudzums",
    "unit": "Mērv.",
    "unit_price": "Cena bez PVN",
    "discount": "Atlaide",
    "vat": "PVN",
    "net": "Summa bez PVN",
    "vat_rate": "PVN likme",
    "taxable": "Apliekamā vērtība",
    "sum_net": "Summa bez PVN",
    "sum_vat": "PVN",
    "sum_gross": "Kopā apmaksai",
    "sum_gross_credit": "Kredīta summa",
    "original": "Izrakstīts latos: {amount}. 1 EUR = 0,702804 LVL",
    "in_words": "Summa vārdiem",
    "payment": "Apmaksa",
    "dues": "Maksājumu grafiks",
    "bank": "Banka",
    "account": "Konts",
    "payee": "Saņēmējs",
    "purpose": "Maksājuma mērķī norādiet",
    "reason": "Pamatojums",
    "note": "Piezīmes",
    "electronic": "Dokuments sagatavots elektroniski un ir derīgs bez paraksta.",
    "page": "{page}. lapa no {pages}",
    "statement": "Norēķinu pārskats",
    "statement_party": "Klients",
    "period": "Periods",
    "as_of": "Zināms uz",
    "day": "Datums",
    "entry": "Darījums",
    "entry_number": "Numurs",
    "raises": "Debets",
    "lowers": "Kredīts",
    "balance": "Atlikums",
    "amount": "Summa",
    "opening": "Sākuma atlikums",
    "closing": "Beigu atlikums",
    "owed": "Parāds {day}",
    "overpaid": "Pārmaksa {day}",
    "kind_invoice": "Rēķins",
    "kind_credit_note": "Kredītrēķins",
    "kind_payment": "Maksājums",
    "kind_write_off": "Norakstīts",
    "kind_annulment": "Anulēšana",
    "rate_exempt": "Neapl.",
    "rate_reverse_charge": "Apgr.",
    "rate_outside_scope": "–",
    "name_zero": "0 %",
    "name_exempt": "Neapliekams",
    "name_reverse_charge": "Apgrieztā maksāšana",
    "name_export": "Eksports, 0 %",
    "name_intra_community": "Piegāde ES, 0 %",
    "name_outside_scope": "Nav PVN objekts",
    "law_zero": "PVN 0 % likme (PVN likuma 43. pants).",
    "law_exempt": "Ar PVN neapliekams darījums (PVN likuma 52. pants).",
    "law_reverse_charge": "Nodokļa apgrieztā maksāšana: PVN valsts budžetā maksā saņēmējs.",
    "law_export": "PVN 0 % likme eksportam (PVN likuma 43. pants, Direktīvas 2006/112/EK 146. pants).",
    "law_intra_community": "PVN 0 % likme piegādei Eiropas Savienībā (PVN likuma 43. pants, Direktīvas 2006/112/EK 138. panta 1. punkts).",
    "law_outside_scope": "Darījums nav PVN objekts.",
}

# The law wants its words in Latvian; the English paper says them beside its own.
EN: Final[dict[str, str]] = {
    "invoice": "Invoice",
    "credit_note": "Credit note",
    "advance": "Advance invoice",
    "number": "No.",
    "draft": "Draft",
    "annulled": "Annulled",
    "annulled_because": "Annulled:",
    "seller": "Supplier",
    "buyer": "Customer",
    "registration_number": "Reg. no.",
    "vat_number": "VAT no.",
    "issued_on": "Issued",
    "supplied_on": "Date of supply",
    "due_on": "Pay by",
    "buyer_reference": "Your reference",
    "credits": "Credits invoice",
    "of_day": "of",
    "text": "Description",
    "quantity": "Quantity",
    "unit": "Unit",
    "unit_price": "Price excl. VAT",
    "discount": "Discount",
    "vat": "VAT",
    "net": "Amount excl. VAT",
    "vat_rate": "VAT rate",
    "taxable": "Taxable amount",
    "sum_net": "Total excl. VAT",
    "sum_vat": "VAT",
    "sum_gross": "Total to pay",
    "sum_gross_credit": "Total credit",
    "original": "Issued in lats: {amount}. EUR 1 = LVL 0.702804",
    "in_words": "Amount in words",
    "payment": "Payment",
    "dues": "Payment schedule",
    "bank": "Bank",
    "account": "Account",
    "payee": "Payee",
    "purpose": "Payment reference",
    "reason": "Reason",
    "note": "Notes",
    "electronic": "Prepared electronically and valid without a signature.",
    "page": "Page {page} of {pages}",
    "statement": "Statement of account",
    "statement_party": "Customer",
    "period": "Period",
    "as_of": "As known on",
    "day": "Date",
    "entry": "Entry",
    "entry_number": "Number",
    "raises": "Debit",
    "lowers": "Credit",
    "balance": "Balance",
    "amount": "Amount",
    "opening": "Opening balance",
    "closing": "Closing balance",
    "owed": "Owed on {day}",
    "overpaid": "Overpaid on {day}",
    "kind_invoice": "Invoice",
    "kind_credit_note": "Credit note",
    "kind_payment": "Payment",
    "kind_write_off": "Write-off",
    "kind_annulment": "Annulment",
    "rate_exempt": "Exempt",
    "rate_reverse_charge": "Rev.",
    "rate_outside_scope": "–",
    "name_zero": "0 %",
    "name_exempt": "Exempt",
    "name_reverse_charge": "Reverse charge",
    "name_export": "Export, 0 %",
    "name_intra_community": "Supply within EU, 0 %",
    "name_outside_scope": "Outside scope of VAT",
    "law_zero": "VAT rate 0 % (VAT Law, section 43 / PVN likuma 43. pants).",
    "law_exempt": "Exempt from VAT (VAT Law, section 52 / PVN likuma 52. pants).",
    "law_reverse_charge": "Reverse charge: VAT is due from the customer (nodokļa apgrieztā maksāšana).",
    "law_export": "Export, VAT rate 0 % (VAT Law, section 43; Directive 2006/112/EC, Article 146).",
    "law_intra_community": "Intra-Community supply, VAT rate 0 % (VAT Law, section 43; Directive 2006/112/EC, Article 138(1)).",
    "law_outside_scope": "Outside the scope of VAT (nav PVN objekts).",
}

_WORDS: Final[dict[Language, dict[str, str]]] = {"lv": LV, "en": EN}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONGEST_WORD = re.compile(r"\S{20}(?=\S)")
# A line never breaks inside a number.
_NBSP = "\u00a0"


def language_of(asked: str) -> Language:
    """The language of a request; the empty one is Latvian."""
    return "en" if asked == "en" else "lv"


def words(language: Language) -> dict[str, str]:
    """Everything that is printed in the language, by key."""
    return _WORDS[language]


def money_text(amount: Decimal, language: Language) -> str:
    """1 234,56 or 1,234.56."""
    return decimal_text(amount, language, at_least=2)


def decimal_text(number: Decimal, language: Language, *, at_least: int = 0) -> str:
    """The shortest decimal with `at_least` so many decimals: 1 234,5 or 1,234.5."""
    whole, _, part = f"{number:,f}".partition(".")
    part = part.rstrip("0").ljust(at_least, "0")
    sign, mark = (_NBSP, ",") if language == "lv" else (",", ".")
    text = whole.replace(",", sign).replace("-", "\N{MINUS SIGN}")
    return f"{text}{mark}{part}" if part else text


def day_text(day: date, language: Language) -> str:
    """09.03.2026. or 9 Mar 2026."""
    if language == "lv":
        return f"{day:%d.%m.%Y}."
    return f"{day.day}{_NBSP}{_MONTHS[day.month - 1]}{_NBSP}{day.year}"


def breakable(text: str) -> str:
    """The text with a place to break in each word that is longer than a column, lest it covers the amounts beside it."""
    return _LONGEST_WORD.sub("\\g<0>\u200b", text)
