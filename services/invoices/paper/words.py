"""A sum in words, as a person would say it: `viens simts divdesmit viens eiro un 05 centi`.

Euros are spelled, cents stay figures: nothing can be written before or behind a word, and two figures are read quicker than said.
"""

from __future__ import annotations

from decimal import Decimal

_LV_UNITS = (
    "nulle", "viens", "divi", "trīs", "četri", "pieci", "seši", "septiņi", "astoņi", "deviņi", "desmit", "vienpadsmit",
    "divpadsmit", "trīspadsmit", "četrpadsmit", "piecpadsmit", "sešpadsmit", "septiņpadsmit", "astoņpadsmit", "deviņpadsmit",
)  # fmt: skip
_LV_TENS = ("", "", "divdesmit", "trīsdesmit", "četrdesmit", "piecdesmit", "sešdesmit", "septiņdesmit", "astoņdesmit", "deviņdesmit")  # fmt: skip
_LV_SCALES = ((10**9, "miljards", "miljardi"), (10**6, "miljons", "miljoni"), (10**3, "tūkstotis", "tūkstoši"), (100, "simts", "simti"))  # fmt: skip

_EN_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_SCALES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"), (100, "hundred"))


def sum_in_words(amount: Decimal, language: str) -> str:
    """The amount of euros, zero or more, in "lv" or "en", beginning with a capital."""
    euros, cents = divmod(int(amount * 100), 100)
    if language == "lv":
        text = f"{_latvian(euros)} eiro un {cents:02d} {_latvian_cents(cents)}"
    else:
        text = f"{_english(euros)} {'euro' if euros == 1 else 'euros'} and {cents:02d} {'cent' if cents == 1 else 'cents'}"
    return text[0].upper() + text[1:]


def _is_one(number: int) -> bool:
    """Whether the noun behind the number is singular in Latvian: 1, 21, 101, but not 11."""
    return number % 10 == 1 and number % 100 != 11


def _latvian_cents(cents: int) -> str:
    return "centu" if cents == 0 else "cents" if _is_one(cents) else "centi"


def _latvian(number: int) -> str:
    for size, one, many in _LV_SCALES:
        if number >= size:
            count, rest = divmod(number, size)
            head = f"{_latvian(count)} {one if _is_one(count) else many}"
            return f"{head} {_latvian(rest)}" if rest else head
    if number < 20:
        return _LV_UNITS[number]
    tens, rest = divmod(number, 10)
    return f"{_LV_TENS[tens]} {_LV_UNITS[rest]}" if rest else _LV_TENS[tens]


def _english(number: int) -> str:
    for size, name in _EN_SCALES:
        if number >= size:
            count, rest = divmod(number, size)
            head = f"{_english(count)} {name}"
            return f"{head} {_english(rest)}" if rest else head
    if number < 20:
        return _EN_UNITS[number]
    tens, rest = divmod(number, 10)
    return f"{_EN_TENS[tens]}-{_EN_UNITS[rest]}" if rest else _EN_TENS[tens]
