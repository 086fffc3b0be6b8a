"""What was typed, understood: everything, nothing, a legal form, or words and codes for the text engine.

The text is data from the first line on; no engine's query language ever sees it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from kit.latvian.fold import decode_layout, digraph_fold, fold, is_cyrillic
from kit.latvian.forms import FORMS, form_code
from kit.latvian.names import parse_legal_name
from kit.latvian.recognise import recognise
from kit.personal_data import PersonalData
from services.search.catalogue import Filter
from services.search.convert.documents import document_number, search_words, title_words
from services.search.engines.port import Query
from services.search.errors import QueryInvalid

MOST_WORDS = 10
_SPACES = re.compile(r"[\t\n\v\f\r\u0085\u2028\u2029]+")
_REFUSED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_NOT_DIGIT = re.compile(r"[^0-9]+")
_FORM_PHRASES = {phrase: code for code, form in FORMS.items() for phrase in form.words}
# Everyday one-word forms; shorter foreign ones (AB, SE) rather begin a name.
_FORM_ALONE = frozenset(
    ("SIA", "AS", "A/S", "IK", "ZS", "Z/S", "IU", "PS", "KS", "VAS", "VSIA", "PSIA")
) | {"BIEDRĪBA", "NODIBINĀJUMS"}

Meaning = Literal["all", "none", "form", "find"]


@dataclass(frozen=True, slots=True)
class Understood:
    """The meaning of a query.

    `kind` is told to the user: all, text, number, phone, iban, email, postcode or personal_code. `legal_form` is set when
    nothing but a legal form was typed; `query` when there is something to find, also for a form that nobody has.
    """

    meaning: Meaning
    kind: str
    query: Query = field(default_factory=Query)
    legal_form: str = ""


def understand(
    typed: str,
    chosen: Filter,
    personal_data: PersonalData,
    *,
    personal_codes: bool,
    documents: bool,
) -> Understood:
    """The meaning of what was typed. `personal_codes`: the caller may find people by their code; `documents`: clients have some.

    Raises QueryInvalid for control characters other than white space.
    """
    if _REFUSED.search(typed):
        raise QueryInvalid(metadata={"field": "query"})
    text = _SPACES.sub(" ", typed)
    found = recognise(text)
    if found.kind == "all":
        return Understood("all", "all")
    if found.kind == "none":
        return Understood("none", "text")
    if found.kind == "text":
        return _understand_text(found.normal, chosen, documents=documents)
    codes: list[str] = []
    secret = ""
    normal = found.normal.lower()
    if found.kind == "personal_code":
        if personal_codes:
            secret = personal_data.lookup(found.normal)
        codes = [normal]
    elif found.kind == "phone":
        # The same digits may be the end of a bank account or the start of another number.
        codes = list(dict.fromkeys((normal.removeprefix("+"), _NOT_DIGIT.sub("", text))))
    else:
        codes = [normal]
    words = _words(text) if found.kind in ("number", "email", "postcode") else ()
    may_be_document = documents and found.kind not in ("personal_code", "email")
    number = document_number(text) if may_be_document else ""
    query = Query(words, _spoken(words), tuple(codes), secret, chosen, document_number=number)
    return Understood("find", found.kind, query)


def decoded(typed: str, chosen: Filter) -> Query | None:
    """The query as typed with the keyboard set to Russian by mistake; None when it was not."""
    if not is_cyrillic(typed):
        return None
    text = decode_layout(typed)
    words = _words(text)
    if not words:
        return None
    return Query(words, _spoken(words), (), "", chosen, _title_words(text), document_number(text))


def _understand_text(text: str, chosen: Filter, *, documents: bool) -> Understood:
    words = _words(text)
    if not words:
        return Understood("none", "text")
    name = parse_legal_name(text)
    rest = f"{name.before} {name.core} {name.after}" if name.form else text
    named = _words(rest) or words
    titles = _title_words(rest) if documents else ()
    number = document_number(text) if documents else ""
    query = Query(named, _spoken(named), (), "", chosen, titles, number)
    form = _form_alone(text)
    if form:
        return Understood("form", "text", query, form)
    return Understood("find", "text", query)


def _form_alone(text: str) -> str:
    """The code of the legal form that is all of the text; "" when it is not."""
    if text.upper() in _FORM_ALONE:
        return form_code(text)
    return _FORM_PHRASES.get(" ".join(fold(text).split()), "") if " " in text else ""


def _words(text: str) -> tuple[str, ...]:
    return tuple(search_words(text)[:MOST_WORDS])


def _title_words(text: str) -> tuple[str, ...]:
    return _spoken(title_words(text)[:MOST_WORDS])


def _spoken(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(digraph_fold(word) for word in words)
