"""What kind of thing was typed into the finder."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from kit.latvian.identifiers import IdentifierInvalid, check_personal_code

Kind = Literal[
    "all", "none", "text", "number", "phone", "iban", "email", "postcode", "personal_code"
]


@dataclass(frozen=True, slots=True)
class Recognised:
    """The kind of a query and its normal form.

    number: digits only; phone: + and digits, Latvian ones +371; iban, email, postcode as stored;
    personal_code: 11 digits; text: single spaces, stars cut off; all and none: "".
    """

    kind: Kind
    normal: str


_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_EMAIL = re.compile(r"[^\s@,;\"()<>]*@[^\s@,;\"()<>]*")
_IBAN_LV = re.compile(r"LV[0-9]{2}[A-Z]{4}[A-Z0-9]{0,13}")
_SEPA_LV = re.compile(r"LV[0-9]{2}ZZZ([0-9]{1,11})")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_POSTCODE = re.compile(r"LV\s?-?\s?([0-9]{4})", re.IGNORECASE)
_VAT = re.compile(r"LV[\s-]?((?:[0-9][\s-]?){5,11})", re.IGNORECASE)
_PERSONAL = re.compile(r"[0-9]{6}-[0-9]{5}")
_NUMBER = re.compile(r"[0-9][0-9\s./()-]*")
# 00 opens a country code only when the number is long enough not to be a part of a regcode.
_INTERNATIONAL = re.compile(r"\(?(?:\+|00(?=371|(?:[^0-9]*[0-9]){9}))\s?[0-9][0-9\s./()-]*")
_PHONE_LV = re.compile(r"(?:[26][0-9]|78|8[01]|90)[0-9]{6}")
_NOT_DIGIT = re.compile(r"[^0-9]+")
_MIN_GROUPED_DIGITS = 5


def recognise(query: str) -> Recognised:
    """The kind of the query and its normal form; never raises."""
    text = _UNSEEN.sub(" ", unicodedata.normalize("NFKC", query))
    text = " ".join(text.split())
    bare = text.strip("* ")
    if not bare:
        return Recognised("all", "")
    text = _DASHES.sub("-", bare)
    if not any(char.isalnum() for char in text):
        return Recognised("none", "")
    if _EMAIL.fullmatch(text):
        return Recognised("email", text.lower())
    for recognised in (_postcode, _account_or_vat, _phone_abroad, _number):
        if found := recognised(text):
            return found
    return Recognised("text", bare)


def _postcode(text: str) -> Recognised | None:
    match = _POSTCODE.fullmatch(text)
    return Recognised("postcode", f"LV-{match[1]}") if match else None


def _account_or_vat(text: str) -> Recognised | None:
    """Numbers that start with letters: VAT number, SEPA creditor id, IBAN or its beginning."""
    if match := _VAT.fullmatch(text):
        return Recognised("number", _NOT_DIGIT.sub("", match[1]))
    compact = text.replace(" ", "").replace("-", "").upper()
    if match := _SEPA_LV.fullmatch(compact):
        return Recognised("number", match[1])
    if _IBAN_LV.fullmatch(compact) or (_IBAN.fullmatch(compact) and _is_iban(compact)):
        return Recognised("iban", compact)
    return None


def _phone_abroad(text: str) -> Recognised | None:
    """A number with + or 00 before the country code, whole or begun."""
    if not _INTERNATIONAL.fullmatch(text):
        return None
    digits = _NOT_DIGIT.sub("", text)
    return Recognised("phone", "+" + (digits if "+" in text else digits.removeprefix("00")))


def _number(text: str) -> Recognised | None:
    """Digits, perhaps grouped: personal code, Latvian phone, or any other number."""
    if not _NUMBER.fullmatch(text):
        return None
    digits = _NOT_DIGIT.sub("", text)
    # "2-3" or "12 5" are words of an address rather than one number.
    if len(digits) != len(text) and len(digits) < _MIN_GROUPED_DIGITS:
        return None
    if (_PERSONAL.fullmatch(text) or (text == digits and digits[0] < "4")) and _is_personal_code(
        text
    ):
        return Recognised("personal_code", digits)
    national = digits.removeprefix("371") if len(digits) == 11 else digits
    if _PHONE_LV.fullmatch(national):
        return Recognised("phone", f"+371{national}")
    return Recognised("number", digits)


def _is_personal_code(text: str) -> bool:
    try:
        check_personal_code(text)
    except IdentifierInvalid:
        return False
    return True


def _is_iban(compact: str) -> bool:
    """Whether the check digits hold (ISO 7064), which words and order codes almost never meet."""
    return int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1
