from __future__ import annotations

from datetime import date

import pytest

from services.autogen.errors import TemplateInvalid
from services.autogen.model.template import FILLS, check_template, render

NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)


@pytest.mark.parametrize(
    ("template", "language", "text"),
    [
        ("Apsardze par {mēnesi}", "lv", "Apsardze par novembri"),
        ("{gads}. gada {mēnesis}", "lv", "2026. gada novembris"),
        ("Security, {month} {year}", "en", "Security, November 2026"),
        ("Noma {periods}", "lv", "Noma 01.11.2026.–30.11.2026."),
        ("No {no} līdz {līdz}", "lv", "No 01.11.2026. līdz 30.11.2026."),
        ("Q{quarter} of {year}", "en", "Q4 of 2026"),
        ("Bez vietturiem, 100 %", "lv", "Bez vietturiem, 100 %"),
    ],
)
def test_placeholders_become_what_the_period_says(template: str, language: str, text: str):
    check_template(template)
    assert render(template, language, *NOVEMBER) == text


def test_par_wants_the_accusative_of_every_month():
    names = [
        render("{mēnesi}", "lv", date(2027, number, 1), NOVEMBER[1]) for number in range(1, 13)
    ]
    assert " ".join(names) == (
        "janvāri februāri martu aprīli maiju jūniju jūliju augustu septembri oktobri novembri decembri"
    )


@pytest.mark.parametrize("template", ["{mēnes}", "{}", "100 {", "}", "{ month }", "{{month}}"])
def test_what_cannot_be_put_in_is_refused_by_name(template: str):
    with pytest.raises(TemplateInvalid) as refused:
        check_template(template)
    assert refused.value.metadata["placeholder"] in template


def test_a_text_that_would_not_fit_an_invoice_is_refused():
    with pytest.raises(TemplateInvalid):
        check_template("{periods}" * 60)


@pytest.mark.parametrize("name", FILLS)
def test_each_placeholder_says_something_in_both_languages(name: str):
    for language in ("lv", "en"):
        assert render(f"{{{name}}}", language, *NOVEMBER).strip("{}")
