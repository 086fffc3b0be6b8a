"""Latvian alphabetical order as plain strings, so that every store sorts alike.

The order is that of ICU with the locale lv-u-ka-shifted-kn: č ģ ķ ļ ņ ŗ š ž are letters of their
own after c g k l n r s z; other accents and y beside i count only between otherwise equal words;
case counts last; spaces, quotes and dashes do not count; digits count as numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# A key is three levels joined by "!", the lowest character used; trailing empty levels are cut.
#   primary    letters A..g (33 letters of the order), numbers "1" + length + digits, symbols
#              "#..", Greek and Cyrillic "y..", everything else "z" + code point
#   secondary  "." per letter, followed by one character per accent
#   tertiary   "." per small letter, "U" per capital, "V" per other variant (full width, ²)
_LETTERS = "abcčdefgģhijkķlļmnņopqrŗsštuvwxzž"
_FIRST_LETTER = ord("A")
_Y = "y"  # secondary weight of y, above every accent on i
_MARKS = "0ABCDEFGHIJKLMNOPQRSTUVWXZ"
# Order of accents in the Unicode collation table, common ones only; the others share one weight.
_MARK_ORDER = "\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0328\u0327\u0304\u0335"
_OTHER_MARK = "Z"
_SYMBOLS = "`´¨^¯¸°©®+±÷×<=>|¦¬~¤¢$£¥€"
_CYRILLIC = "абвгґдђѓеєжзѕиіїйјклљмнњопрстћќуўфхцчџшщъыьэюя"
_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
_STROKED = {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i"}
_JOINED = {"æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ŋ": "n", "ð": "d"}
_MAX_CACHED_LETTERS = 8_000
_MAX_DIGITS = 70

_PRIMARY_OF = (
    {letter: chr(_FIRST_LETTER + i) for i, letter in enumerate(_LETTERS)}
    | {"y": chr(_FIRST_LETTER + _LETTERS.index("i"))}
    | {symbol: f"#{i:02d}" for i, symbol in enumerate(_SYMBOLS)}
    | {letter: f"ya{i:02d}" for i, letter in enumerate(_GREEK)}
    | {letter: f"yb{i:02d}" for i, letter in enumerate(_CYRILLIC)}
)


def _mark_weight(mark: str) -> str:
    """The secondary weight of one combining mark."""
    place = _MARK_ORDER.find(mark)
    return _MARKS[place + 1] if place >= 0 else _OTHER_MARK


def _weights(char: str) -> tuple[str, str, str]:
    """The primary, secondary and tertiary weights of one code point; empty ones are ignored."""
    category = unicodedata.category(char)
    if (category[0] in "PZ" and char not in _SYMBOLS) or category in ("Cc", "Cf"):
        return "", "", ""
    if category[0] == "M":
        return "", _mark_weight(char), ""
    small = char.lower()
    case = "." if small == char else "U"
    if small in _PRIMARY_OF:
        return _PRIMARY_OF[small], _Y if small == "y" else ".", case
    if small in _STROKED:
        return _PRIMARY_OF[_STROKED[small]], "." + _mark_weight("\u0335"), case
    if small in _JOINED:
        letters = _JOINED[small]
        primary = "".join(_PRIMARY_OF[letter] for letter in letters)
        return primary, "." + _OTHER_MARK + "." * (len(letters) - 1), case * len(letters)
    apart = unicodedata.normalize("NFD", small)
    variant = case
    if apart == small:
        apart = unicodedata.normalize("NFKD", char)
        variant = "V"
    if apart == char:
        kind = "#z" if category[0] == "S" else "z"
        return f"{kind}{ord(char):06x}", ".", "."
    parts = [_digit(c) if c.isdecimal() else _weights(c) for c in _composed(apart)]
    secondary = "".join(part[1] for part in parts)
    return "".join(part[0] for part in parts), secondary, variant * sum(p[2] != "" for p in parts)


def _composed(apart: str) -> str:
    """The decomposed letters with those joined again that are letters of the Latvian order."""
    joined = unicodedata.normalize("NFC", apart[:2])
    return joined + apart[2:] if joined.lower() in _PRIMARY_OF else apart


def _digit(char: str) -> tuple[str, str, str]:
    """The weights of a digit that stands alone because it is a variant such as ²."""
    return _number(str(unicodedata.decimal(char))), "", ""


def _number(digits: str) -> str:
    """A run of ASCII digits so that text comparison is comparison of numbers."""
    digits = digits.lstrip("0")
    return "".join(
        f"1{chr(ord('0') + len(part))}{part}"
        for part in ([digits[i : i + _MAX_DIGITS] for i in range(0, len(digits), _MAX_DIGITS)])
        or [""]
    )


class _Table(dict[int, str]):
    """str.translate table of one level that learns letters as they come."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self._level = level

    def __missing__(self, code: int) -> str:
        weight = _weights(chr(code))[self._level]
        if len(self) < _MAX_CACHED_LETTERS:
            self[code] = weight
        return weight


_PRIMARY, _SECONDARY, _TERTIARY = _Table(0), _Table(1), _Table(2)
for _code in range(ord("0"), ord("9") + 1):
    _PRIMARY[_code] = chr(_code)
    _SECONDARY[_code] = _TERTIARY[_code] = ""
# Lengths of numbers travel through the translation as lone surrogates, which text never has.
_LENGTH_MARK = 0xDC00
for _length in range(_MAX_DIGITS + 1):
    _PRIMARY[_LENGTH_MARK + _length] = "1" + chr(ord("0") + _length)
_DIGITS = re.compile(r"\d+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def _marked_number(match: re.Match[str]) -> str:
    """The run of digits without leading zeros, each piece led by its length as a mark."""
    digits = match[0]
    if not digits.isascii():
        digits = "".join(str(unicodedata.decimal(c)) for c in digits)
    digits = digits.lstrip("0")
    if len(digits) <= _MAX_DIGITS:
        return chr(_LENGTH_MARK + len(digits)) + digits
    pieces = [digits[i : i + _MAX_DIGITS] for i in range(0, len(digits), _MAX_DIGITS)]
    return "".join(chr(_LENGTH_MARK + len(piece)) + piece for piece in pieces)


_mark_numbers: Callable[[str], str] = lambda text: _DIGITS.sub(_marked_number, text)  # noqa: E731


def sort_key(text: str) -> str:
    """An ASCII string whose plain comparison gives Latvian order; equal for equal names."""
    if not text.isascii():
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        text = _SURROGATE.sub("", text)
    primary = _mark_numbers(text).translate(_PRIMARY)
    plain = text.isascii() and "y" not in text and "Y" not in text
    secondary = "" if plain else text.translate(_SECONDARY).rstrip(".")
    tertiary = "" if text.islower() else text.translate(_TERTIARY).rstrip(".")
    return f"{primary}!{secondary}!{tertiary}".rstrip("!")
