"""Names of firms taken apart and put together."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kit.latvian.fold import fold
from kit.latvian.forms import COMPOUND, FORMS, form_code
from kit.latvian.person_names import person_aliases, person_core, person_shown

__all__ = [
    "FORMS",
    "LegalName",
    "form_code",
    "parse_legal_name",
    "person_aliases",
    "person_core",
    "person_shown",
    "show_legal_name",
]


@dataclass(frozen=True, slots=True)
class LegalName:
    """A firm taken apart: code of the form ("" when unknown), core, and the words around it."""

    form: str
    core: str
    before: str
    after: str


_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″〝〞＂❝❞", '"'))
_TYPED_QUOTES = re.compile(r",,|''|``|‘‘|’’")
# Two names in quotes: the first quote inside closes before any other opens.
_TWO_NAMES = re.compile(r'(?P<first>[^"]*[^"\s])"(?P<middle>[\s,][^"]*)"(?P<second>[^"\s].*)')
_SEPARATORS = " \t,;:-–—"
_STRICT = {phrase: code for code, form in FORMS.items() for phrase in form.words}
_LOOSE = {phrase: code for code, form in FORMS.items() for phrase in form.loose}
_ANY = _STRICT | _LOOSE
_LONGEST = 5
_WORD = re.compile(r"[^\s,;:\"–—-]+")
_STATE = frozenset(("Valsts", "VALSTS", "valsts", "V"))
_SHORT = frozenset(("as", "ab", "ou", "oy", "ps", "ks", "ik", "iu", "se", "bv"))
# Forms that may stand in the middle of a name without quotes: "Pašvaldības SIA Ventspils nami".
_INSIDE = frozenset(("SIA", "VSIA", "PSIA", "sabiedriba ar ierobezotu atbildibu"))
_BRANCH = re.compile(
    r"(?P<name>.+?)(?<![\s,–-])[\s,–-]+(?P<tail>(?:(?:[^\W\d_]+as|LV|\w+ (?:republikas|Republikas))\s+)?"
    r"fili[āa]le(?:\s+\w+ā)?)",
    re.IGNORECASE,
)


def parse_legal_name(raw: str, form_hint: str = "") -> LegalName:
    """The name as form, core and surroundings; the core is never empty unless `raw` is.

    `form_hint` is a code or abbreviation known from elsewhere and decides the form; without it the
    form is read from the name. Words of the form leave the name, everything else stays.
    """
    text = _plain_quotes(raw)
    hint = form_code(form_hint) if form_hint else ""
    first = text.find('"')
    if first < 0:
        return _parse_unquoted(text, hint)
    last = text.rfind('"')
    if first == last:
        return _parse_one_quote(text, first, hint)
    lead, core, tail = _outer_quotes(text, first, last)
    if not core:
        return _parse_unquoted(text.replace('"', " "), hint)
    lead_form, before = _strip_form(lead)
    tail_form, after = _strip_form(tail)
    form = hint or lead_form or tail_form
    if tail_form == "FIL" and lead_form:
        form = hint or "AKF"
        after = f"{FORMS[lead_form].short} {after}".strip()
    if not lead_form and tail_form in ("", "FIL"):
        return _form_within_quotes(LegalName(form, core, before, after), hint)
    return LegalName(form, core, before, after)


def _outer_quotes(text: str, first: int, last: int) -> tuple[str, str, str]:
    """Words before, inside and after the quotes that hold the core."""
    lead, core, tail = text[:first], text[first + 1 : last].strip(), text[last + 1 :]
    two = _TWO_NAMES.fullmatch(core)
    if two:
        if not _strip_form(lead)[0] and _strip_form(two["middle"])[0]:
            # māju "Žebri-Ozoliņi" J.Miķelsona zemnieku saimniecība "ŽEBRI"
            return f'{lead}"{two["first"]}"{two["middle"]}', _trim_nested(two["second"]), tail
        # SIA "KC.LV" un SIA "DATI Group"
        core, tail = two["first"], f'{two["middle"]}"{two["second"]}"{tail}'
    return lead, _trim_nested(core), tail


def _plain_quotes(raw: str) -> str:
    """The text with every kind of double quote as ASCII and single spaces."""
    text = raw
    if not text.isascii():
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        text = text.translate(_QUOTES)
    text = _TYPED_QUOTES.sub('"', text)
    return " ".join(text.split())


def _trim_nested(core: str) -> str:
    """The inside of the outer quotes without the quotes doubled around all of it."""
    while len(core) > 1 and core[0] == core[-1] == '"' and '"' not in core[1:-1]:
        core = core[1:-1].strip()
    if core.count('"') % 2:
        # Nested quotes often close once for both: "Rīgas pilsētas "Rūpju bērns".
        core = core.strip('"').strip() if core[0] == '"' or core[-1] == '"' else core + '"'
    return core


def _parse_one_quote(text: str, at: int, hint: str) -> LegalName:
    """A name whose second quote is missing: it is read as if it ended or began there."""
    lead, tail = text[:at], text[at + 1 :]
    form, before = _strip_form(lead)
    if form and tail.strip():
        return LegalName(hint or form, tail.strip(), before, "")
    form, after = _strip_form(tail)
    if form and lead.strip():
        return LegalName(hint or form, lead.strip(), "", after)
    return _parse_unquoted(f"{lead} {tail}".strip() or text, hint)


def _strip_form(part: str) -> tuple[str, str]:
    """The form named in the words before or after the quotes, and the words left."""
    part = part.strip(_SEPARATORS)
    if not part:
        return "", ""
    exact = _ANY.get(fold(part).rstrip("."))
    if exact:
        return exact, part if exact == "FIL" else COMPOUND.get(fold(part), "")
    tokens = list(_WORD.finditer(part))
    folded = [fold(token[0]).strip(".") for token in tokens]
    for table in (_STRICT, _LOOSE):
        for size in range(min(_LONGEST, len(tokens)), 0, -1):
            for start in range(len(tokens) - size, -1, -1):
                phrase = " ".join(folded[start : start + size])
                code = table.get(phrase)
                if code is None or (table is _LOOSE and start not in (0, len(tokens) - size)):
                    continue
                if table is _LOOSE and (start or code == "FIL"):
                    # "Mednieku biedrība" is a description, not the form alone.
                    return code, part
                left = _join(
                    _join(part[: tokens[start].start()], COMPOUND.get(phrase, "")),
                    part[tokens[start + size - 1].end() :],
                )
                return code, left
    return "", part


def _join(left: str, right: str) -> str:
    """Two pieces with one space between, separators at the seam and the ends removed."""
    return f"{left.strip(_SEPARATORS)} {right.strip(_SEPARATORS + '.')}".strip()


def _form_within_quotes(name: LegalName, hint: str) -> LegalName:
    """The name, with the form taken out of the core where it stands there: "SIA Vītoli"."""
    branch = name.form in ("FIL", "AKF")
    inner = _parse_unquoted(name.core, "")
    form = FORMS.get(inner.form)
    if branch and form and (form.foreign or inner.form in ("AS", "SE")):
        after = f"{form.short} {name.after}".strip()
        return LegalName(hint or "AKF", inner.core, name.before, after)
    if name.before or name.after or not form or (hint and inner.form not in (hint, "FIL")):
        return name
    return LegalName(hint or inner.form, inner.core, inner.before, inner.after)


def _parse_unquoted(text: str, hint: str) -> LegalName:
    """A name without quotes: the form stands first, last or, rarely, inside."""
    text = text.strip(_SEPARATORS)
    if hint in ("", "AKF", "FIL"):
        branch = _BRANCH.fullmatch(text)
        if branch:
            return _parse_branch(branch["name"], branch["tail"], hint)
    tokens = list(_WORD.finditer(text))
    if len(tokens) < 2:
        return LegalName(hint, text, "", "")
    words = [fold(token[0]).strip(".") for token in tokens]
    if hint == "IND" and "lu" in (words[0], words[-1]):
        words = ["iu" if word == "lu" else word for word in words]  # seen typed: "Bruse lU"
    for size in range(min(_LONGEST, len(tokens) - 1), 0, -1):
        phrase = " ".join(words[:size])
        code = _ANY.get(phrase)
        if code and _meant(code, hint, phrase, tokens[0][0], leading=True):
            core = text[tokens[size - 1].end() :].strip(_SEPARATORS + ".")
            if core:
                return LegalName(hint or code, core, COMPOUND.get(phrase, ""), "")
        phrase = " ".join(words[-size:])
        code = _ANY.get(phrase)
        if code and _meant(code, hint, phrase, tokens[-size][0], leading=False):
            core = text[: tokens[-size].start()].strip(_SEPARATORS)
            if core:
                return LegalName(hint or code, core, COMPOUND.get(phrase, ""), "")
    for size in (4, 1):
        for start in range(1, len(tokens) - size):
            phrase = " ".join(words[start : start + size])
            if phrase in _INSIDE or (tokens[start][0] in _INSIDE and size == 1):
                core = text[tokens[start + size - 1].end() :].strip(_SEPARATORS)
                before = text[: tokens[start].start()].strip(_SEPARATORS)
                before = _join(before, COMPOUND.get(phrase, ""))
                return LegalName(hint or "SIA", core, before, "")
    return LegalName(hint, text, "", "")


def _meant(code: str, hint: str, phrase: str, written: str, *, leading: bool) -> bool:
    """Whether the words at the start or end of an unquoted name are its form."""
    if hint and code != hint:
        return False
    if phrase in _LOOSE:
        # "Tandeems Biedrība" names its form, "Latvijas Ornitoloģijas biedrība" is all name.
        return leading or (written[0].isupper() and not written.isupper())
    if phrase in _SHORT and not hint:
        # Short words are forms in capitals, or typed carelessly at the start; "Ik diena" is not.
        # Foreign ones stand last, at the start they are initials: "AB serviss".
        typed = leading and written.islower()
        return (typed or written.isupper() or written == "Oy") and not (
            leading and FORMS[code].foreign
        )
    return True


def _parse_branch(name: str, tail: str, hint: str) -> LegalName:
    """A branch: the foreign form goes to the words after the core."""
    tokens = list(_WORD.finditer(name))
    form = hint or "FIL"
    if len(tokens) > 1:
        last, first = fold(tokens[-1][0]).strip("."), fold(tokens[0][0]).strip(".")
        if last in _ANY:
            core = name[: tokens[-1].start()].strip(_SEPARATORS)
            if core:
                return LegalName(hint or "AKF", core, "", f"{tokens[-1][0]} {tail}")
        if first in _ANY:
            core = name[tokens[0].end() :].strip(_SEPARATORS)
            if core:
                return LegalName(hint or "AKF", core, tokens[0][0], tail)
    return LegalName(form, name, "", tail)


def show_legal_name(name: LegalName) -> str:
    """The short form for lists: SIA "Core", ZS "Core"; without a form word, the name itself."""
    form = FORMS.get(name.form)
    short = form.short if form else ""
    if short:
        if name.form in ("SIA", "AS") and name.before.rpartition(" ")[2] in _STATE:
            short = "V" + short
        return f'{short} "{name.core}"'
    branch = name.form in ("AKF", "FIL") and not name.before
    core = f'"{name.core}"' if (name.before or name.after) and not branch else name.core
    return " ".join(part for part in (name.before, core, name.after) if part)
