import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.latvian.text import LONGEST_FILE_NAME, TextInvalid, clean, clean_file_name

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    "text",
    [
        'SIA "Ābols"',
        "SIA „Ābols”",
        "SIA “Ābols”",
        "O'Brien; DROP TABLE clients;--",
        "<script>alert(1)</script>",
        "{{7*7}} ${7*7} %s%n",
        "=cmd|'/c calc'!A1",
        "+1",
        "@SUM",
        "null",
        "NaN",
        "ＳＩＡ",
        "Берзиньш",
        FAMILY,
        "🫨 new emoji of 2022",
        "R\u0406M\u0406",
    ],
)
def test_ordinary_and_naughty_text_is_kept_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a\u0000b", "control"),
        ("a\ud800", "surrogate"),
        ("gpj.\u202eexe", "bidi"),
        ("a\u2066b", "bidi"),
        ("\r\nX-Evil: 1", "control"),
        ("a\n2026 INFO admin login", "control"),
        ("name\n", "control"),
        ("a\u2028b", "control"),
        ("a\tb", "control"),
        ("a\u0085b", "control"),
        ("a\ufffeb", "unassigned"),
        ("a\ufdd0b", "unassigned"),
        ("a\u0378b", "unassigned"),
        ("Z" + "\u0335" * 500, "marks"),
    ],
)
def test_harmful_text_is_refused(text: str, rule: str) -> None:
    with pytest.raises(TextInvalid) as refused:
        clean(text)
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    "text", ["", " ", "\u00a0\u00a0", "\u200b", "\ufeff", "\u200d\u200d", "\u2800", "\u3164", "\t"]
)
def test_text_that_draws_nothing_is_empty(text: str) -> None:
    assert clean(text) == ""


def test_decomposed_letters_are_composed() -> None:
    assert clean(unicodedata.normalize("NFD", "Bērziņš")) == "Bērziņš"


def test_outer_white_space_and_byte_order_mark_are_cut() -> None:
    assert clean("\ufeff  SIA \u00a0") == "SIA"
    assert clean("\tSIA\t") == "SIA"


def test_eight_marks_are_allowed() -> None:
    assert clean("x" + "\u0335" * 8) == "x" + "\u0335" * 8


def test_comments_keep_lines_and_tabs() -> None:
    assert clean("first\r\n\tsecond\n", multiline=True) == "first\n\tsecond"
    with pytest.raises(TextInvalid):
        clean("first\rsecond", multiline=True)


@given(st.text(), st.booleans())
def test_cleaning_twice_changes_nothing(text: str, multiline: bool) -> None:
    try:
        once = clean(text, multiline=multiline)
    except TextInvalid:
        return
    assert clean(once, multiline=multiline) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


@pytest.mark.parametrize("name", ["Līgums 12.pdf", "../../etc/passwd", "x" * LONGEST_FILE_NAME])
def test_the_name_of_a_file_is_a_label(name: str) -> None:
    assert clean_file_name(f" {name}\u00a0") == name


def test_the_name_of_a_file_is_composed() -> None:
    assert clean_file_name("a\u0304.pdf") == "ā.pdf"


@pytest.mark.parametrize(
    "name",
    ["", " \u200b", "a\nb", "gpj.\u202eexe", "a\u200bb", FAMILY, "x" * (LONGEST_FILE_NAME + 1)],
)
def test_a_name_that_is_not_seen_whole_names_no_file(name: str) -> None:
    with pytest.raises(TextInvalid):
        clean_file_name(name)
