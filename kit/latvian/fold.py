"""Search forms of text: what is typed without diacritics, in Russian or on the wrong keyboard."""

from __future__ import annotations

import re
import unicodedata

_MAX_CACHED_LETTERS = 8_000

APOSTROPHES = "'\u2018\u2019\u201b\u02b9\u02bb\u02bc\u2032\u00b4`\uff07"

# Letters which NFKD does not take apart.
_STROKED = {
    "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "æ": "ae", "œ": "oe",
    "þ": "th", "ð": "d", "ƶ": "z", "ɨ": "i", "ƀ": "b", "ǥ": "g", "ẞ": "ss",
}  # fmt: skip


def _fold_letter(char: str) -> str:
    """The folded form of one code point; "" for what search does not see."""
    category = unicodedata.category(char)
    if category[0] == "Z" or category == "Cc":
        return " "
    if category[0] == "M" or category == "Cf":
        return ""
    folded = unicodedata.normalize("NFKC", char).casefold()
    if "\u0400" <= folded[0] <= "\u04ff":
        # й is a letter of its own and transliteration needs it; ё is usually written е.
        return folded.replace("ё", "е")
    apart = unicodedata.normalize("NFKD", folded)
    kept = "".join(c for c in apart if unicodedata.category(c)[0] != "M")
    folded = kept if len(kept) != len(apart) else unicodedata.normalize("NFC", folded)
    return "".join(_STROKED.get(c, c) for c in folded)


class _FoldTable(dict[int, str]):
    """str.translate table that learns letters as they come."""

    def __missing__(self, code: int) -> str:
        folded = chr(code)
        for _ in range(4):
            again = "".join(_fold_letter(c) for c in folded)
            if again == folded:
                break
            folded = again
        if len(self) < _MAX_CACHED_LETTERS:
            self[code] = folded
        return folded


_FOLD = _FoldTable()
_FOLD.update(dict.fromkeys(map(ord, APOSTROPHES), ""))
_NO_APOSTROPHES = dict.fromkeys(map(ord, APOSTROPHES))


def fold(text: str) -> str:
    """The text as search sees it: NFKC, case folded, without marks and apostrophes.

    White space and punctuation stay, one for one. Idempotent.
    """
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    if not unicodedata.is_normalized("NFKC", text):
        # Apostrophes first: NFKC would turn an acute accent into a space and a mark.
        text = unicodedata.normalize("NFKC", text.translate(_NO_APOSTROPHES))
    folded = text.translate(_FOLD)
    if folded.isascii() or unicodedata.is_normalized("NFKC", folded):
        return folded
    return fold(unicodedata.normalize("NFKC", folded))


_DIGRAPH = re.compile(r"([scz])h+|([nlkg])j+|([aeiou])\3+")


def digraph_fold(folded: str) -> str:
    """Folded text with old spellings made one: Berzinsh, Shkjele, Aabols.

    It belongs on both sides of a comparison, so that a real sh or oo still matches itself.
    """
    return _DIGRAPH.sub(r"\1\2\3", folded)


_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "jo", "ж": "z", "з": "z",
    "и": "i", "й": "j", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "sc",
    "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "ju", "я": "ja", "і": "i", "ї": "ji", "є": "je",
    "ґ": "g", "ў": "v", "ј": "j",
}  # fmt: skip
_CYRILLIC_TABLE = str.maketrans(_CYRILLIC)
# Елена is Jeļena, Андреев is Andrejevs, Афанасьев is Afanasjevs; but Лиепая keeps ie.
_IOTATED = re.compile(r"(?:(?<![^\W_])|(?<=[аеёоуыэюяьъ]))е")


def transliterate(cyrillic: str) -> str:
    """Russian spelling as a folded Latvian one: Берзиньш gives berzins."""
    text = unicodedata.normalize("NFC", cyrillic).casefold()
    return fold(_IOTATED.sub("je", text).translate(_CYRILLIC_TABLE))


_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_LAYOUT = str.maketrans(_RUSSIAN_KEYS + _RUSSIAN_KEYS.upper(), _LATIN_KEYS + _LATIN_KEYS.upper())


def decode_layout(text: str) -> str:
    """What the same keys type on a Latin keyboard: дфемутукпщ gives latvenergo."""
    return unicodedata.normalize("NFC", text).translate(_LAYOUT)


def is_cyrillic(text: str) -> bool:
    """Whether the text has letters and every one of them is Cyrillic."""
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and all("\u0400" <= char <= "\u04ff" for char in letters)


WORD = re.compile(r"[^\W_]+[+%=@]*|[&@%+=]")
"""A word of a text. The law allows & @ % + = in firm names, so they are kept: "3s+", "100%"."""
_AND = frozenset(("and", "un"))


def words(text: str) -> list[str]:
    """The words of the text, folded; a symbol stays on its word, and & = and = un."""
    found = WORD.findall(fold(text))
    if "un" in found or "and" in found:
        return ["&" if word in _AND else word for word in found]
    return found


_LOOKALIKE = str.maketrans("авекмнорстухіѕјαβεζηικμνορτυχ", "abekmhopctyxisjabezhikmnoptyx")
_KEPT_IN_KEY = re.compile(r"[^\W_]+|[&@%+=]")
_CYRILLIC_LETTER = re.compile(r"[\u0400-\u04ff]")
_CYRILLIC_OR_GREEK = re.compile(r"[\u0370-\u04ff]")


def comparison_key(core: str) -> str:
    """The form in which two firm names are the same by commercial law: letters and digits only.

    Cyrillic and Greek look-alikes count as the Latin letter they resemble; a word that is really
    written in Cyrillic is transliterated instead.
    """
    text = unicodedata.normalize("NFKC", core).casefold()
    parts: list[str] = _KEPT_IN_KEY.findall(unicodedata.normalize("NFKC", text))
    if not _CYRILLIC_OR_GREEK.search(text):
        return "".join(parts)
    return "".join(_latin_part(part) for part in parts)


def _latin_part(part: str) -> str:
    """One word of a comparison key in Latin letters where that can be told."""
    alike = part.translate(_LOOKALIKE)
    if not _CYRILLIC_LETTER.search(alike):
        return alike
    return transliterate(part)
