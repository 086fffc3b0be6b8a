"""The code lists of an e-invoice, as far as companies of the Baltics and their customers need them."""

from __future__ import annotations

from typing import Final

from sysapi.invoices.v1 import invoice_pb2

NOT_ASKED_FOR: Final = "n/a"

CATEGORY: Final = {
    invoice_pb2.VAT_CATEGORY_STANDARD: "S",
    invoice_pb2.VAT_CATEGORY_ZERO: "Z",
    invoice_pb2.VAT_CATEGORY_EXEMPT: "E",
    invoice_pb2.VAT_CATEGORY_REVERSE_CHARGE: "AE",
    invoice_pb2.VAT_CATEGORY_EXPORT: "G",
    invoice_pb2.VAT_CATEGORY_INTRA_COMMUNITY: "K",
    invoice_pb2.VAT_CATEGORY_OUTSIDE_SCOPE: "O",
}
"""UNCL5305."""

EXEMPTION: Final = {
    invoice_pb2.VAT_CATEGORY_REVERSE_CHARGE: "VATEX-EU-AE",
    invoice_pb2.VAT_CATEGORY_EXPORT: "VATEX-EU-G",
    invoice_pb2.VAT_CATEGORY_INTRA_COMMUNITY: "VATEX-EU-IC",
    invoice_pb2.VAT_CATEGORY_OUTSIDE_SCOPE: "VATEX-EU-O",
}
"""VATEX. What is exempt has a reason in words only: which paragraph it is by is not kept."""

# Schemes of registers, and of VAT numbers, as addresses of e-invoices (EAS); those of registers are ISO 6523 codes too.
_REGISTER = {"LV": "0218", "EE": "0191", "LT": "0200"}
_VAT = {
    "AT": "9914", "BE": "9925", "BG": "9926", "CY": "9928", "CZ": "9929", "DE": "9930", "EE": "9931", "ES": "9920",
    "FI": "0213", "FR": "9957", "GB": "9932", "GR": "9933", "HR": "9934", "HU": "9910", "IE": "9935", "LT": "9937",
    "LU": "9938", "LV": "9939", "MT": "9943", "NL": "9944", "PL": "9945", "PT": "9946", "RO": "9947", "SE": "9955",
    "SI": "9949", "SK": "9950",
}  # fmt: skip

# UN/ECE Recommendation 20 by the abbreviations people write.
_UNIT = {
    "gab": "H87", "pcs": "H87", "h": "HUR", "st": "HUR", "min": "MIN", "d": "DAY", "dienas": "DAY", "ned": "WEE",
    "mēn": "MON", "mon": "MON", "g": "ANN", "gads": "ANN", "kg": "KGM", "t": "TNE", "l": "LTR", "m": "MTR", "m2": "MTK",
    "m²": "MTK", "m3": "MTQ", "m³": "MTQ", "km": "KMT", "kwh": "KWH", "mwh": "MWH", "kpl": "SET", "kompl": "SET",
}  # fmt: skip
_ONE = "C62"


def registration_scheme(country: str) -> str | None:
    """The scheme of the country's register of enterprises."""
    return _REGISTER.get(country)


def endpoint(party: invoice_pb2.Party) -> tuple[str, str] | None:
    """(scheme, address) where the party gets e-invoices: its registration number, else its VAT number."""
    register, vat = _REGISTER.get(party.country), _VAT.get(party.country)
    if register and party.registration_number:
        return register, party.registration_number
    if vat and party.vat_number:
        return vat, party.vat_number
    return None


def unit_code(unit: str) -> str:
    """The code of a unit of measure; what is not known counts pieces of it (C62)."""
    return _UNIT.get(unit.strip().rstrip(".").lower(), _ONE)
