"""Normal forms of what people type: each function takes raw text and the path of its field, and returns values to store.

Wrong shapes are refused with the field's path; wrong check digits are kept and marked suspect.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kit.latvian import address, bank, contact, identifiers, text
from kit.personal_data import PersonalData
from services.clients.errors import (
    DateInvalid,
    EmailInvalid,
    IbanInvalid,
    IdentifierInvalid,
    PhoneInvalid,
    TextInvalid,
    WwwInvalid,
)


def clean_text(value: str, field: str, *, multiline: bool = False) -> str:
    """The text in NFC without outer white space. Raises TextInvalid for characters that are not allowed."""
    try:
        return text.clean(value, multiline=multiline)
    except text.TextInvalid as error:
        raise TextInvalid(field, str(error)) from error


def check_period(first: date | None, last: date | None, field: str) -> None:
    """Raises DateInvalid when the last day is before the first."""
    if first is not None and last is not None and last < first:
        raise DateInvalid(field, "the last day is before the first")


@dataclass(frozen=True, slots=True)
class IdentifierValues:
    """What an identifier row stores; see model.tables.Identifier."""

    shown: str
    normal: str
    check_state: str
    sealed: bytes | None = None
    lookup: str = ""


_CHECKS: dict[str, Callable[[str], identifiers.Checked]] = {
    "lv_regcode": identifiers.check_regcode,
    "lv_vat": identifiers.check_vat,
    "lv_personal_code": identifiers.check_personal_code,
    "eu_vat": identifiers.check_eu_vat,
    "gln": identifiers.check_gln,
    "peppol": identifiers.check_peppol,
    "sepa_creditor": identifiers.check_sepa,
}


def holds_personal_code(kind: str, client_kind: str) -> bool:
    """A personal code, or the VAT number of a natural person, which is LV and the personal code."""
    return kind == "lv_personal_code" or (kind == "lv_vat" and client_kind == "natural")


def identifier_values(
    kind: str, value: str, client_kind: str, personal_data: PersonalData, field: str
) -> IdentifierValues:
    """Checks and normalises a number. Raises IdentifierInvalid for a wrong shape."""
    raw = clean_text(value, field)
    check = _CHECKS.get(kind)
    if check is None:
        if not raw:
            raise IdentifierInvalid(field)
        return IdentifierValues(raw, raw.replace(" ", "").upper(), "none")
    try:
        if kind == "lv_vat" and client_kind == "natural":
            checked = identifiers.check_personal_code(raw.upper().removeprefix("LV"))
        else:
            checked = check(raw)
    except identifiers.IdentifierInvalid as error:
        raise IdentifierInvalid(field, str(error)) from error
    if not holds_personal_code(kind, client_kind):
        return IdentifierValues(checked.shown, checked.normal, checked.state)
    masked = identifiers.mask_personal_code(checked.normal)
    return IdentifierValues(
        f"LV{masked}" if kind == "lv_vat" else masked,
        "",
        checked.state,
        personal_data.seal(checked.shown),
        personal_data.lookup(checked.normal),
    )


@dataclass(frozen=True, slots=True)
class ChannelValues:
    """One channel: the text as written and its normal form."""

    value: str
    normal: str


def channel_values(kind: str, value: str, field: str) -> list[ChannelValues]:
    """Checks and normalises a phone, e-mail or web site; two phones in one field become two channels."""
    raw = clean_text(value, field)
    if kind == "email":
        try:
            return [ChannelValues(raw, contact.check_email(raw))]
        except contact.EmailInvalid as error:
            raise EmailInvalid(field, str(error)) from error
    if kind == "www":
        try:
            return [ChannelValues(raw, contact.check_www(raw))]
        except contact.WwwInvalid as error:
            raise WwwInvalid(field, str(error)) from error
    try:
        return [
            ChannelValues(part, contact.check_phone(part).e164)
            for part in contact.split_phones(raw) or [raw]
        ]
    except contact.PhoneInvalid as error:
        raise PhoneInvalid(field, str(error)) from error


def iban_values(value: str, field: str) -> bank.Iban:
    """Checks and normalises an IBAN of any country. Raises IbanInvalid."""
    try:
        return bank.check_iban(clean_text(value, field))
    except bank.IbanInvalid as error:
        raise IbanInvalid(field, str(error)) from error


def postcode(value: str, country: str, field: str) -> str:
    """A Latvian postcode as LV-1010; others, and what cannot be read, as written."""
    raw = clean_text(value, field)
    if country not in ("", "LV") or not raw:
        return raw
    try:
        return address.normal_postcode(raw)
    except address.PostcodeInvalid:
        return raw
