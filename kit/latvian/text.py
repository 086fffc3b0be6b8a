"""What text may enter the system, and in which form it is stored."""

from __future__ import annotations

import re
import unicodedata

MAX_MARKS_IN_A_ROW = 8
LONGEST_FILE_NAME = 255
"""Characters."""

# Everything a Latvian or Western European name is made of; such text needs no look at each letter.
_PLAIN = re.compile(r"[ -~\u00a1-\u024f\u1e9e\u2010-\u2015\u2018-\u201f\u20ac]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROL_IN_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

# White space that may be cut off the ends: no line break in one-line text, because a line break
# there is a sign of header or log injection and has to be seen, not tidied away.
_OUTER = (
    "".join(
        chr(code)
        for code in (0x09, 0x20, 0xA0, 0x1680, *range(0x2000, 0x200E), 0x202F, 0x205F, 0x2060)
    )
    + "\u3000\ufeff"
)
_OUTER_LINES = _OUTER + "\n\u2028\u2029"

# Letters by category that nevertheless draw nothing.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


class TextInvalid(ValueError):
    """Text that must not be stored; `rule` says which rule it breaks."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def clean(value: str, *, multiline: bool = False) -> str:
    """The text in NFC without outer white space; text that draws nothing becomes "".

    Raises TextInvalid for controls (line feed and tab are allowed when multiline), bidi overrides,
    lone surrogates, code points that are no characters, and towers of combining marks.
    """
    text = value
    text = text.replace("\r\n", "\n").strip(_OUTER_LINES) if multiline else text.strip(_OUTER)
    if _PLAIN.fullmatch(text):
        return text
    if _SURROGATE.search(text):
        raise TextInvalid("surrogate")
    if (_CONTROL_IN_LINES if multiline else _CONTROL).search(text):
        raise TextInvalid("control")
    if _BIDI.search(text):
        raise TextInvalid("bidi")
    text = unicodedata.normalize("NFC", text)
    _refuse_odd_characters(text)
    # NFC can turn a first or last letter into white space (U+2000 into U+2002), never the reverse.
    return "" if _draws_nothing(text) else text


def clean_file_name(value: str) -> str:
    """The name of a file as a label, which never becomes a path. Raises TextInvalid.

    What is not seen, such as a mark that turns the direction, could make it look like another.
    """
    name = clean(value)
    if not 0 < len(name) <= LONGEST_FILE_NAME or any(
        unicodedata.category(char) == "Cf" for char in name
    ):
        raise TextInvalid("file_name")
    return name


def _refuse_odd_characters(text: str) -> None:
    """Raise TextInvalid for unassigned code points and for too many marks on one letter."""
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category[0] == "M":
            marks += 1
            if marks > MAX_MARKS_IN_A_ROW:
                raise TextInvalid("marks")
            continue
        marks = 0
        if category == "Cn" and not _may_be_new_emoji(char):
            raise TextInvalid("unassigned")


def _may_be_new_emoji(char: str) -> bool:
    """Whether the code point is kept for emoji: each year's new ones are unknown to Python's table."""
    return "\U0001f000" <= char <= "\U0001faff"


def _draws_nothing(text: str) -> bool:
    """Whether every character is white space, a format character, a mark or a filler."""
    return all(
        char in _BLANK or char.isspace() or unicodedata.category(char) in ("Cf", "Mn", "Zs", "Zl")
        for char in text
    )
