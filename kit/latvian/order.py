"""Latvian alphabetical order as plain strings, so that every store sorts alike.

The order is that of ICU with the locale lv-u-ka-shifted-kn: č ģ ķ ļ ņ ŗ š ž are letters of their
own after c g k l n r s z; other accents, and y beside i, count only between otherwise equal words;
case counts last; spaces, quotes and dashes do not count; digits count as numbers.
"""

from __future__ import annotations

import re
import unicodedata

# A key is three levels joined by "!", the lowest character used; trailing empty levels are cut.
#   primary    letters "A".."a" (33 of them), numbers "1" + length + digits, symbols "#..",
#              þ "x", Greek and Cyrillic "y..", everything else "z" + code point
#   secondary  "." per letter, "/" for y, followed by one character per accent
#   tertiary   "." per small letter, "U" per capital, "V" per other variant (full width, ²)
_Weights = tuple[str, str, str]
_NOTHING: _Weights = ("", "", "")
_LETTERS = "abcčdefgģhijkķlļmnņopqrŗsštuvwxzž"
_SYMBOLS = "`´¨^¯¸°©®+±÷×<=>|¦¬~¤¢$£¥€"
_CYRILLIC = "абвгґдђѓеєжзѕиіїйјклљмнњопрстћќуўфхцчџшщъыьэюя"
_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
_PRIMARY_OF = (
    {letter: chr(ord("A") + i) for i, letter in enumerate(_LETTERS)}
    | {"y": chr(ord("A") + _LETTERS.index("i")), "þ": "x"}
    | {symbol: f"#{i:02d}" for i, symbol in enumerate(_SYMBOLS)}
    | {letter: f"ya{i:02d}" for i, letter in enumerate(_GREEK)}
    | {letter: f"yb{i:02d}" for i, letter in enumerate(_CYRILLIC)}
)
# Letters that Unicode does not take apart: their base letters and the accent they count as.
_STROKE, _LIGATURE = "L", "Y"
_UNDIVIDED = {
    "ł": ("l", _STROKE), "ø": ("o", _STROKE), "đ": ("d", _STROKE), "ħ": ("h", _STROKE),
    "ŧ": ("t", _STROKE), "ı": ("i", _STROKE), "æ": ("ae", _LIGATURE), "œ": ("oe", _LIGATURE),
    "ß": ("ss", _LIGATURE), "ŋ": ("n", _LIGATURE), "ð": ("d", _LIGATURE),
}  # fmt: skip
# Accents in the order of the Unicode collation table; the rest share one weight.
_ACCENTS = {
    "\u0301": "A", "\u0300": "B", "\u0306": "C", "\u0302": "D", "\u030c": "E", "\u030a": "F",
    "\u0308": "G", "\u030b": "H", "\u0303": "I", "\u0307": "J", "\u0335": _STROKE, "\u0328": "M",
    "\u0327": "N", "\u0304": "O",
}  # fmt: skip
_OTHER_ACCENT = "Z"
_MAX_CACHED_LETTERS = 8_000
_MAX_DIGITS = 1000


def _weights(char: str) -> _Weights:
    """The primary, secondary and tertiary weights of one code point; "" where it is ignored."""
    small = char.lower()
    case = "." if small == char else "U"
    if small in _PRIMARY_OF:
        return _PRIMARY_OF[small], "/" if small == "y" else ".", case
    if small in _UNDIVIDED:
        letters, accent = _UNDIVIDED[small]
        primary = "".join(_PRIMARY_OF[letter] for letter in letters)
        return primary, "." + accent + "." * (len(letters) - 1), case * len(letters)
    if char.isdecimal():
        return f"1{min(unicodedata.decimal(char), 1)}{unicodedata.decimal(char) or ''}", "", ""
    category = unicodedata.category(char)
    if category[0] in "PZ" or category in ("Cc", "Cf"):
        return _NOTHING
    if category[0] == "M":
        return "", _ACCENTS.get(char, _OTHER_ACCENT), ""
    return _weights_of_parts(char, small, case)


def _weights_of_parts(char: str, small: str, case: str) -> _Weights:
    """The weights of a character from those Unicode makes it of, or by its code point."""
    apart = unicodedata.normalize("NFD", small)
    if apart == small:
        apart, case = unicodedata.normalize("NFKD", char), "V"
    if apart == char:
        symbol = unicodedata.category(char)[0] == "S"
        return f"{'#z' if symbol else 'z'}{ord(char):06x}", ".", "."
    joined = unicodedata.normalize("NFC", apart[:2])
    if joined in _PRIMARY_OF:
        apart = joined + apart[2:]
    parts = [_weights(part) for part in apart]
    tertiary = "".join(case * len(part[2]) for part in parts)
    return "".join(part[0] for part in parts), "".join(part[1] for part in parts), tertiary


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
    _PRIMARY[_LENGTH_MARK + _length] = (
        f"1{chr(ord('0') + _length)}" if _length < 70 else f"1~{_length:04}"
    )
_DIGITS = re.compile(r"\d+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def _marked(match: re.Match[str]) -> str:
    """A run of digits without leading zeros, each piece of it led by its length as a mark."""
    digits = match[0]
    if not digits.isascii():
        digits = "".join(str(unicodedata.decimal(digit)) for digit in digits)
    digits = digits.lstrip("0")
    if len(digits) <= _MAX_DIGITS:
        return chr(_LENGTH_MARK + len(digits)) + digits
    pieces = [digits[i : i + _MAX_DIGITS] for i in range(0, len(digits), _MAX_DIGITS)]
    return "".join(chr(_LENGTH_MARK + len(piece)) + piece for piece in pieces)


def sort_key(text: str) -> str:
    """An ASCII string whose plain comparison gives Latvian order.

    Equal for texts that differ only in what order does not see, such as quotes.
    """
    plain = text.isascii()
    if not plain:
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        text = _SURROGATE.sub("", text)
    primary = _DIGITS.sub(_marked, text).translate(_PRIMARY)
    secondary = tertiary = ""
    if not plain or "y" in text or "Y" in text:
        secondary = text.translate(_SECONDARY).rstrip(".")
    if not text.islower():
        tertiary = text.translate(_TERTIARY).rstrip(".")
    return f"{primary}!{secondary}!{tertiary}".rstrip("!")
