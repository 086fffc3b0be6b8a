"""Texts of lines: placeholders, and what they become for a period. The proto lists them for people."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from services.autogen.errors import TemplateInvalid

LONGEST_TEXT = 1000
"""Characters that a line of an invoice may have."""

_MONTHS = {
    "lv": (
        "janvāris", "februāris", "marts", "aprīlis", "maijs", "jūnijs",
        "jūlijs", "augusts", "septembris", "oktobris", "novembris", "decembris",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}|[{}]")

Fill = Callable[[str, date, date], str]


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}."


def _month(language: str, starts: date, _ends: date) -> str:
    return _MONTHS[language][starts.month - 1]


def _month_after_par(language: str, starts: date, ends: date) -> str:
    """The accusative: every Latvian month is masculine and ends in s or is."""
    name = _month(language, starts, ends)
    if language != "lv":
        return name
    return name.removesuffix("is") + "i" if name.endswith("is") else name.removesuffix("s") + "u"


_FILLS: dict[str, Fill] = {
    "periods": lambda _, starts, ends: f"{_day(starts)}–{_day(ends)}",
    "no": lambda _, starts, _ends: _day(starts),
    "līdz": lambda _, _starts, ends: _day(ends),
    "mēnesis": _month,
    "mēnesi": _month_after_par,
    "ceturksnis": lambda _, starts, _ends: str((starts.month + 2) // 3),
    "gads": lambda _, starts, _ends: str(starts.year),
}
_ENGLISH = {
    "period": "periods", "from": "no", "to": "līdz", "month": "mēnesis", "quarter": "ceturksnis", "year": "gads",
}  # fmt: skip
FILLS = _FILLS | {english: _FILLS[latvian] for english, latvian in _ENGLISH.items()}


def render(template: str, language: str, starts: date, ends: date) -> str:
    """The text of a period. The template was checked."""
    return _PLACEHOLDER.sub(lambda found: FILLS[found[1]](language, starts, ends), template)


def check_template(template: str) -> None:
    """Raises TemplateInvalid for a placeholder that is not known, a lone brace, or a text that may become too long."""
    for found in _PLACEHOLDER.finditer(template):
        if found[1] not in FILLS:
            raise TemplateInvalid(found[0])
    september = date(2026, 9, 1), date(2026, 9, 30)
    if max(len(render(template, language, *september)) for language in _MONTHS) > LONGEST_TEXT:
        raise TemplateInvalid("")
