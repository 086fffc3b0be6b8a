"""Numbers with right check digits, unique by construction: each is made from the index of its client (latvia.md 2)."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date

from kit.latvian.identifiers import make_regcode
from tools.demo.draws import Draw, Weighted

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:sysapi:demo").bytes
_VARIANTS = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
# Prime, so it shares no factor with the spaces below and runs through all of them.
_STRIDE = 6_700_417

PERSONAL_WEIGHTS = (10, 5, 8, 4, 2, 1, 6, 3, 7, 9)
_FIRST_BIRTHDAY = date(1938, 1, 1).toordinal()
_BIRTHDAYS = 24_000
_PER_DAY = 1_000

_BANKS = Weighted(
    (("HABA", 460), ("UNLA", 220), ("PARX", 150), ("RIKO", 100), ("NDEA", 20), ("LAPB", 12),
     ("RTMB", 12), ("CBBR", 8), ("MULT", 8), ("LLBB", 4), ("BIGK", 6))
)  # fmt: skip
TREASURY = "TREL"


def stable_id(seed: int, thing: str) -> str:
    """UUID version 5 of a thing's name: `client:17`, `unit:17:0`. The same as uuid.uuid5, at a third of its time."""
    hashed = hashlib.sha1(
        _NAMESPACE + f"{seed}:{thing}".encode(), usedforsecurity=False
    ).hexdigest()
    variant = _VARIANTS[hashed[16]]
    return f"{hashed[:8]}-{hashed[8:12]}-5{hashed[13:16]}-{variant}{hashed[17:20]}-{hashed[20:32]}"


def shuffled(index: int, space: int, seed: int) -> int:
    """Where `index` lands when the numbers below `space` are mixed; different for each index below `space`."""
    return (index * _STRIDE + seed * 7_919) % space


def registration_number(index: int, office: str, digit: str, seed: int) -> str:
    """A valid registration number of an office (three digits, the last 0) and a kind of body (one digit).

    The office's last digit counts the hundred thousands of clients, which keeps numbers unique up to a million.
    """
    hundred_thousands, rest = divmod(index, 100_000)
    series = f"{office[:2]}{hundred_thousands % 10}{digit}"
    return make_regcode(series, shuffled(rest, 100_000, seed))


def with_wrong_check_digit(number: str) -> str:
    """The number as somebody mistyped it."""
    return f"{number[:-1]}{(int(number[-1]) + 1) % 10}"


def old_personal_code(index: int, seed: int) -> str:
    """DDMMYY-CNNNX with a right check digit, for somebody born from 1938 to 2003."""
    place = shuffled(index, _BIRTHDAYS * _PER_DAY, seed)
    born = date.fromordinal(_FIRST_BIRTHDAY + place % _BIRTHDAYS)
    century = 2 if born.year >= 2000 else 1
    serial = place // _BIRTHDAYS
    first_ten = f"{born.day:02}{born.month:02}{born.year % 100:02}{century}{serial:03}"
    weighted = sum(
        int(digit) * weight for digit, weight in zip(first_ten, PERSONAL_WEIGHTS, strict=True)
    )
    return f"{first_ten[:6]}-{first_ten[6:]}{(1 + weighted) % 11 % 10}"


def new_personal_code(index: int, seed: int, draw: Draw) -> str:
    """A code as it is given since 2017: 3 and 2-9 first, no birthday, no check digit."""
    rest = f"{shuffled(index, 10**9, seed):09}"
    return f"3{2 + int(draw() * 8)}{rest[:4]}-{rest[4:]}"


def iban(draw: Draw, bank: str = "") -> str:
    """A Latvian account with right check digits at a bank of the market's shares, or at the given one."""
    bank = bank or _BANKS.pick(draw())
    letters = "".join(str(ord(letter) - 55) for letter in bank)
    account = int(draw() * 10**13)
    check = 98 - int(f"{letters}{account:013}213100") % 97
    return f"LV{check:02}{bank}{account:013}"


def mobile(draw: Draw) -> str:
    """Eight digits of a mobile phone."""
    return f"2{_MOBILE.pick(draw())}{int(draw() * 10**6):06}"


_MOBILE = Weighted((("6", 30), ("9", 35), ("8", 12), ("2", 10), ("0", 8), ("5", 5)))


def fixed_line(draw: Draw, area_code: str) -> str:
    """Eight digits of a fixed line in an area of two or three digits."""
    free = 8 - len(area_code)
    return f"{area_code}{int((0.1 + 0.9 * draw()) * 10**free):0{free}}"


def old_seven_digits(draw: Draw) -> str:
    """A number as it was written up to 2008."""
    return f"7{10 + int(draw() * 90)} {1000 + int(draw() * 9000)}"
