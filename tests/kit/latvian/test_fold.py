import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.latvian.fold import (
    comparison_key,
    decode_layout,
    digraph_fold,
    fold,
    is_cyrillic,
    transliterate,
    words,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("āčēģīķļņōŗšūž", "acegiklnorsuz"),
        ("ĀČĒĢĪĶĻŅŌŖŠŪŽ", "acegiklnorsuz"),
        ("Vanšu tilts", "vansu tilts"),
        ("ĶILUPE", "kilupe"),
        ("'ābele", "abele"),
        ("O’Brien", "obrien"),
        ("Łódź Đorđe Øre ħ", "lodz dorde ore h"),
        ("Straße", "strasse"),
        ("ＳＩＡ", "sia"),
        ("İstanbul", "istanbul"),
        ("Ёлка Сергей", "елка сергей"),
        ("a\u200bb", "ab"),
        ("a\u00a0b", "a b"),
        ("F/64", "f/64"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_composed_and_decomposed_text_fold_alike() -> None:
    assert fold(unicodedata.normalize("NFD", "Bērziņš Йода")) == fold("Bērziņš Йода")


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_digraphs_twice_changes_nothing(text: str) -> None:
    once = digraph_fold(fold(text))
    assert digraph_fold(once) == once


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Berzinsh", "Bērziņš"),
        ("Shkjele", "Šķēle"),
        ("vanshu tilts", "Vanšu tilts"),
        ("zhagari", "Žagari"),
        ("Aabols", "Ābols"),
        ("Ljebedevs", "Ļebedevs"),
        ("Kjekava", "Ķekava"),
        ("Ginjters", "Giņters"),
        ("gjimene", "ģimene"),
        ("Chivava", "ČIVAVA"),
        ("Juurmala", "Jūrmala"),
        ("Riiga", "Rīga"),
        ("Zoo", "Zoo"),
        ("Schenker", "Schenker"),
        ("Koopprojekts", "Koopprojekts"),
    ],
)
def test_old_spelling_meets_the_letter(typed: str, meant: str) -> None:
    assert digraph_fold(fold(typed)) == digraph_fold(fold(meant))


@pytest.mark.parametrize(
    ("russian", "latvian"),
    [
        ("Берзиньш", "Bērziņš"),
        ("Озолиньш", "Ozoliņš"),
        ("Лиепая", "Liepāja"),
        ("Янис", "Janis"),
        ("Елена", "Jeļena"),
        ("Евгений", "Jevgenij"),
        ("Андреевс", "Andrejevs"),
        ("Афанасьевс", "Afanasjevs"),
        ("Екабпилс", "Jēkabpils"),
        ("Рижская Щука", "Rižskaja Ščuka"),
        ("Элина", "Elīna"),
    ],
)
def test_russian_spelling_meets_the_latvian_name(russian: str, latvian: str) -> None:
    assert digraph_fold(transliterate(russian)) == digraph_fold(fold(latvian))


def test_latin_text_passes_transliteration() -> None:
    assert transliterate("Rīga 3s+") == "riga 3s+"


def test_wrong_keyboard_layout_is_decoded() -> None:
    assert decode_layout("дфемутукпщ") == "latvenergo"
    assert is_cyrillic("дфемутукпщ")
    assert not is_cyrillic("Rīga")
    assert not is_cyrillic("123")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('SIA "3S+ & Co"', ["sia", "3s+", "&", "co"]),
        ("johnson and johnson", ["johnson", "&", "johnson"]),
        ("Johnson un Johnson", ["johnson", "&", "johnson"]),
        ("JOHNSON & JOHNSON", ["johnson", "&", "johnson"]),
        ("L&S-5", ["l", "&", "s", "5"]),
        ("100% Kokss", ["100%", "kokss"]),
        ("Brīvības iela 204B, Rīga", ["brivibas", "iela", "204b", "riga"]),
        ("A_B", ["a", "b"]),
        ("…", []),
        ("", []),
        ("Andersons", ["andersons"]),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


@given(st.text())
def test_words_are_the_same_for_folded_text(text: str) -> None:
    assert words(fold(text)) == words(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rīgas  Satiksme", "RĪGAS SATIKSME"),
        ("L & S-5", "L&S 5"),
        ("Virši-A", "VIRŠI A"),
        ("R\u0406M\u0406", "RIMI"),
        ("\u0420IMA", "PIMA"),
        ("РИМИ", "Rimi"),
        ("ＳＩＡ", "sia"),
        ("\u039c\u0391\u03a7", "MAX"),
    ],
)
def test_names_equal_by_law_have_one_comparison_key(one: str, other: str) -> None:
    assert comparison_key(one) == comparison_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("3S", "3S+"), ("A & B", "A B"), ("Ābols", "Abols"), ("Lapa 1", "Lapa 2")]
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert comparison_key(one) != comparison_key(other)
