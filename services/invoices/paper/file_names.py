"""Names of files that every system takes."""

from __future__ import annotations

import re
import unicodedata

# Windows refuses these and reads `NUL.pdf` as a device; ours begin with a word, so only characters can be wrong.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')


def file_name(extension: str, *parts: str) -> str:
    """`Rēķins 2026_00123.pdf`: the parts that say something, without folders, at most 120 characters."""
    text = " ".join(filter(None, parts))
    shown = "".join(sign for sign in text if unicodedata.category(sign)[0] != "C" or sign == " ")
    clean = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", shown))
    return f"{clean[:110].strip(' .')}.{extension}"
