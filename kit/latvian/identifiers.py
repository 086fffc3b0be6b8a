"""Numbers of firms and persons: shape, check digit, normal and shown form.

A wrong shape raises IdentifierInvalid; a wrong check digit only makes the state "suspect", because
such numbers are found in real registers and must be kept. The rules of the registration number were
measured on 5 670 numbers of the Register of Enterprises; those of the personal code are the ones the
Office of Citizenship and Migration Affairs published for codes issued since 2017-07-01.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol, cast

from stdnum import get_cc_module
from stdnum.exceptions import InvalidChecksum, ValidationError

State = Literal["valid", "suspect", "none"]


@dataclass(frozen=True, slots=True)
class Checked:
    """A checked number: `normal` is stored and compared, `shown` is drawn.

    State "none" means that the number carries no check digit, so only its shape is known.
    """

    normal: str
    shown: str
    state: State


class IdentifierInvalid(ValueError):
    """Text that has not the shape of the identifier; `rule` says what is wrong."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


_SEPARATORS = re.compile(r"[\s\u00ad\u2010-\u2015\u2212.-]+")
_ELEVEN = re.compile(r"[0-9]{11}")
_REGCODE_WEIGHTS = (9, 1, 4, 8, 3, 10, 2, 5, 7, 6)
_PERSONAL_WEIGHTS = (10, 5, 8, 4, 2, 1, 6, 3, 7, 9)
_NEW_PERSONAL = re.compile(r"3[2-9][0-9]{9}")
_OLD_PERSONAL = re.compile(r"[0-3][0-9][01][0-9]{3}[012][0-9]{4}")


def _compact(text: str) -> str:
    """The text without white space, dashes and dots, in capitals."""
    return _SEPARATORS.sub("", text).upper()


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _regcode_check_digit(first_ten: str) -> int:
    """The 11th digit of a registration number; 10 when these ten digits have none."""
    return (3 - _weighted(first_ten, _REGCODE_WEIGHTS)) % 11


def check_regcode(text: str) -> Checked:
    """A registration number of the Register of Enterprises: 11 digits, LV and spaces tolerated.

    A number that starts with 0-3 is a personal code in the wrong field and refused.
    """
    digits = _compact(text).removeprefix("LV")
    if not _ELEVEN.fullmatch(digits):
        raise IdentifierInvalid("regcode_shape")
    if digits[0] < "4":
        raise IdentifierInvalid("regcode_is_personal_code")
    valid = _regcode_check_digit(digits[:10]) == int(digits[10])
    return Checked(digits, digits, "valid" if valid else "suspect")


def check_personal_code(text: str) -> Checked:
    """A personal code, old (DDMMYY-CNNNX) or new (3 and 2-9 first); shown with the dash.

    The check digit of old codes is not published by law, so a mismatch is "suspect"; new codes
    have none. A day that does not exist is refused.
    """
    digits = _compact(text)
    if not _ELEVEN.fullmatch(digits):
        raise IdentifierInvalid("personal_code_shape")
    shown = f"{digits[:6]}-{digits[6:]}"
    if _NEW_PERSONAL.fullmatch(digits):
        return Checked(digits, shown, "none")
    if not _OLD_PERSONAL.fullmatch(digits):
        raise IdentifierInvalid("personal_code_shape")
    year = 1800 + 100 * int(digits[6]) + int(digits[4:6])
    try:
        date(year, int(digits[2:4]), int(digits[:2]))
    except ValueError:
        raise IdentifierInvalid("personal_code_date") from None
    check = (1 + _weighted(digits, _PERSONAL_WEIGHTS)) % 11 % 10
    return Checked(digits, shown, "valid" if check == int(digits[10]) else "suspect")


def mask_personal_code(code: str) -> str:
    """The personal code as lists show it: 120385-*****. Text of another shape is masked whole."""
    digits = _compact(code).removeprefix("LV")
    return f"{digits[:6]}-*****" if _ELEVEN.fullmatch(digits) else "*****"


def check_vat(text: str) -> Checked:
    """A Latvian VAT number: LV and a registration number, or LV and a personal code."""
    digits = _compact(text).removeprefix("LV")
    if not _ELEVEN.fullmatch(digits):
        raise IdentifierInvalid("vat_shape")
    inner = check_regcode(digits) if digits[0] >= "4" else check_personal_code(digits)
    return Checked("LV" + digits, "LV" + digits, inner.state)


def make_regcode(series: str, n: int) -> str:
    """A valid registration number: `series` follows the first digit, `n` fills the ten digits.

    Series "0203" with n 1 gives 40203000015 or alike. Where the first digit 4 leaves no check
    digit the number starts with 5, as the Register does it. Raises ValueError when n is too
    long for the series.
    """
    width = 9 - len(series)
    if not (series.isascii() and series.isdigit()) or n < 0 or len(str(n)) > width:
        raise ValueError("series must be digits that leave room for n in nine digits")
    rest = f"{series}{n:0{width}d}"
    for first in "45":
        check = _regcode_check_digit(first + rest)
        if check < 10:
            return f"{first}{rest}{check}"
    raise AssertionError("the first digit moves the sum by 9, so one of two always fits")


def sepa_creditor_id(regcode: str) -> str:
    """The SEPA creditor identifier of a Latvian firm: LV, check digits, ZZZ, regcode."""
    digits = check_regcode(regcode).normal
    return f"LV{_sepa_check(digits, 'LV'):02d}ZZZ{digits}"


def _sepa_check(national: str, country: str) -> int:
    """The ISO 7064 check digits over the national part and the country."""
    digits = "".join(str(int(char, 36)) for char in f"{national}{country}00")
    return 98 - int(digits) % 97


_SEPA = re.compile(r"([A-Z]{2})([0-9]{2})([A-Z0-9]{3})([A-Z0-9]{1,28})")


def check_sepa(text: str) -> Checked:
    """A SEPA creditor identifier of any country, at most 35 characters."""
    normal = _compact(text)
    match = _SEPA.fullmatch(normal)
    if not match:
        raise IdentifierInvalid("sepa_creditor_shape")
    country, check, _, national = match.groups()
    valid = _sepa_check(national, country) == int(check)
    return Checked(normal, normal, "valid" if valid else "suspect")


_GLN = re.compile(r"[0-9]{13}")


def check_gln(text: str) -> Checked:
    """A GS1 Global Location Number: 13 digits, the last one a check digit."""
    digits = _compact(text)
    if not _GLN.fullmatch(digits):
        raise IdentifierInvalid("gln_shape")
    total = sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(digits[:12]))
    valid = (-total) % 10 == int(digits[12])
    return Checked(digits, digits, "valid" if valid else "suspect")


_PEPPOL = re.compile(r"([0-9]{4}):([A-Za-z0-9:._/+-]{1,50})")


def check_peppol(text: str) -> Checked:
    """A Peppol participant: scheme of four digits, colon, number (0218 is the LV regcode)."""
    match = _PEPPOL.fullmatch("".join(text.split()))
    if not match:
        raise IdentifierInvalid("peppol_shape")
    scheme, number = match.groups()
    checks = {"0218": check_regcode, "9939": check_vat, "0088": check_gln}
    if scheme not in checks:
        return Checked(f"{scheme}:{number.upper()}", f"{scheme}:{number}", "none")
    inner = checks[scheme](number)
    normal = f"{scheme}:{inner.normal}"
    return Checked(normal, normal, inner.state)


class _VatModule(Protocol):
    """What a country's module of python-stdnum offers."""

    def validate(self, number: str) -> str: ...


_EU = frozenset(
    ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE",
     "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI")
)  # fmt: skip


def check_eu_vat(text: str) -> Checked:
    """A VAT number of an EU country with its two letters first (Greece is EL)."""
    compact = _compact(text).replace("/", "")
    country, number = compact[:2], compact[2:]
    if country == "GR":
        country = "EL"
    if country not in _EU or not (number.isascii() and number.isalnum()):
        raise IdentifierInvalid("eu_vat_shape")
    if country == "LV":
        return check_vat(number)
    normal = country + number
    if country == "XI":
        return Checked(normal, normal, "none")
    module = cast("_VatModule", get_cc_module("gr" if country == "EL" else country, "vat"))
    try:
        module.validate(number)
    except InvalidChecksum:
        return Checked(normal, normal, "suspect")
    except ValidationError:
        raise IdentifierInvalid("eu_vat_shape") from None
    return Checked(normal, normal, "valid")
