"""Bank accounts: IBAN of any country, with the bank found from it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stdnum import iban
from stdnum.exceptions import InvalidChecksum, ValidationError

# Latvian banks by the four letters in the IBAN, closed ones included: old invoices name them.
# Source: the tables of schwifty and of Odoo's Latvian localisation.
LATVIAN_BANKS: dict[str, tuple[str, str]] = {
    "AIZK": ("AIZKLV22", "ABLV Bank"),
    "BIGK": ("BIGKLV21", "Bigbank"),
    "BLIB": ("BLIBLV22", "Baltic International Bank"),
    "CBBR": ("CBBRLV22", "BlueOrange Bank"),
    "HABA": ("HABALV22", "Swedbank"),
    "HAND": ("HANDLV22", "Handelsbanken"),
    "IRCA": ("IRCALV22", "Renesource Capital"),
    "KBRB": ("KBRBLV2X", "Trasta komercbanka"),
    "LACB": ("LACBLV2X", "Latvijas Banka"),
    "LAPB": ("LAPBLV2X", "LPB Bank"),
    "LATB": ("LATBLV22", "PNB Banka"),
    "LATC": ("LATCLV22", "Expobank"),
    "LHZB": ("LHZBLV22", "Latvijas Hipotēku un zemes banka"),
    "LKJF": ("LKJFLV21", "Jūrnieku forums"),
    "LLBB": ("LLBBLV2X", "Signet Bank"),
    "LPNS": ("LPNSLV21", "Latvijas Pasts"),
    "MARA": ("MARALV22", "Danske Bank"),
    "MULT": ("MULTLV2X", "Industra Bank"),
    "NDEA": ("NDEALV2X", "Luminor (agrāk Nordea)"),
    "OKOY": ("OKOYLV2X", "OP Corporate Bank"),
    "PARX": ("PARXLV22", "Citadele banka"),
    "PRTT": ("PRTTLV22", "PrivatBank"),
    "RGNS": ("RGNSLV22", "Rigensis Bank"),
    "RIBR": ("RIBRLV22", "Reģionālā investīciju banka"),
    "RIKO": ("RIKOLV2X", "Luminor Bank"),
    "RTMB": ("RTMBLV2X", "Rietumu Banka"),
    "TPRO": ("TPROLV22", "Transact Pro"),
    "TREL": ("TRELLV22", "Valsts kase"),
    "TRSF": ("TRSFLV21", "Transferta"),
    "UBAL": ("UBALLV2X", "Latvijas Krājbanka"),
    "UNLA": ("UNLALV2X", "SEB banka"),
}


@dataclass(frozen=True, slots=True)
class Iban:
    """A checked account: without spaces, in fours, and the bank ("" where it is not known)."""

    normal: str
    shown_in_fours: str
    bic: str
    bank: str


class IbanInvalid(ValueError):
    """Text that is no IBAN; `rule` is iban_shape or iban_check_digits."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


_SEPARATORS = re.compile(r"[\s\u00ad\u2010-\u2015\u2212-]+")
_SHAPE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


def check_iban(text: str) -> Iban:
    """The account in normal form with BIC and bank; raises IbanInvalid."""
    normal = _SEPARATORS.sub("", text).upper().removeprefix("IBAN").lstrip(":")
    if not _SHAPE.fullmatch(normal):
        raise IbanInvalid("iban_shape")
    try:
        iban.validate(normal, check_country=False)
    except InvalidChecksum:
        raise IbanInvalid("iban_check_digits") from None
    except ValidationError:
        raise IbanInvalid("iban_shape") from None
    bic, bank = _bank_of(normal)
    return Iban(normal, in_fours(normal), bic, bank)


def in_fours(account: str) -> str:
    """The account as it is printed: LV80 BANK 0000 4351 9500 1."""
    return " ".join(account[i : i + 4] for i in range(0, len(account), 4))


def _bank_of(normal: str) -> tuple[str, str]:
    """BIC and name of the account's bank, empty when unknown."""
    if normal.startswith("LV"):
        return LATVIAN_BANKS.get(normal[4:8], ("", ""))
    # It reads megabytes of bank tables, so only for foreign accounts.
    from schwifty import IBAN  # noqa: PLC0415

    account = IBAN(normal, allow_invalid=True)
    try:
        return str(account.bic or ""), str(account.bank_name or "")
    except ValueError:
        return "", ""
