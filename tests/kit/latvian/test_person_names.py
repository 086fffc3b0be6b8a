import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.latvian.fold import fold
from kit.latvian.names import person_aliases, person_core, person_shown
from kit.latvian.person_names import surname_forms


def test_core_has_the_surname_first_and_shown_the_first_name() -> None:
    assert person_core("Jānis", "Bērziņš") == "Bērziņš Jānis"
    assert person_shown("Jānis", "Bērziņš") == "Jānis Bērziņš"
    assert person_core("", "Bērziņš") == person_shown("", "Bērziņš") == "Bērziņš"


@pytest.mark.parametrize(
    ("surname", "expected"),
    [
        ("bērziņš", "bērziņš bērziņa bērziņam bērziņu bērziņas bērziņai"),
        ("bērziņa", "bērziņš bērziņa bērziņam bērziņai bērziņas"),
        ("ozols", "ozols ozola ozole ozolam ozolai"),
        ("jansons", "jansons jansone jansona jansonam"),
        ("jansone", "jansons jansone jansona jansonei"),
        ("lācis", "lācis lāce lāča lācim lāci lācei"),
        ("lāce", "lācis lāce lāča lācei"),
        ("briedis", "briedis briede brieža briedim"),
        ("eglītis", "eglītis eglīte eglīša eglītim"),
        ("eglīte", "eglītis eglīša eglītei"),
        ("kalnājs", "kalnājs kalnāja kalnājam"),
        ("petrovs", "petrovs petrova petrovam petrovai"),
        ("petrova", "petrovs petrova petrovam"),
        ("kovaļskis", "kovaļska kovaļskim kovaļskai"),
        ("kovaļska", "kovaļskis kovaļskai"),
        ("zālītis", "zālīte zālīša"),
        ("kalniņš", "kalniņa kalniņam"),
        ("apinis", "apiņa apine"),
        ("mežmalis", "mežmaļa"),
        ("liepa", "liepas liepai liepam liepu"),
        ("lielais", "lielajam lielā"),
        ("strado", "strado"),
    ],
)
def test_surname_has_both_genders_and_the_cases(surname: str, expected: str) -> None:
    assert set(expected.split()) <= surname_forms(surname)


def test_indeclinable_surname_stays_alone() -> None:
    assert surname_forms("strado") == {"strado"}


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("Jānis", "janis jana janim jani"),
        ("Anna", "anna annas annai annu"),
        ("Andrejs", "andrejs andreja andrejam andreju"),
        ("Ilze", "ilze ilzes ilzei ilzi"),
        ("Mārtiņš", "martins martina martinam"),
        ("Valdis", "valdis valda valdim"),
        ("Mikus", "mikus mikum miku"),
        ("Bruno", "bruno"),
    ],
)
def test_first_name_has_its_cases(first: str, expected: str) -> None:
    assert set(expected.split()) <= person_aliases(first, "")


def test_both_parts_of_a_double_surname_are_found() -> None:
    aliases = person_aliases("Anna", "Bērziņa-Ozola")
    assert {"berzins", "berzina", "ozols", "ozola"} <= aliases
    assert not any("-" in alias for alias in aliases)


def test_aliases_stay_few_and_folded(surnames: list[dict[str, str]]) -> None:
    for row in surnames:
        aliases = person_aliases("", row["surname"])
        assert fold(row["surname"]) in aliases
        assert len(aliases) <= 12
        assert all(alias == fold(alias) for alias in aliases)


def test_men_and_women_of_a_family_meet(surnames: list[dict[str, str]]) -> None:
    """Of the ranked surnames, a woman's one must lead to the man's where both are listed."""
    men = {fold(row["surname"]) for row in surnames if row["gender"] == "M"}
    pairs = [
        (man, woman["surname"])
        for woman in surnames
        if woman["gender"] == "F"
        for man in men
        if man[:-2] == fold(woman["surname"])[: len(man) - 2] and len(man) > 4
    ]
    missed = [pair for pair in pairs if pair[0] not in person_aliases("", pair[1])]
    assert len(missed) <= len(pairs) // 10, missed


@given(st.text(), st.text())
def test_any_names_give_folded_words(first: str, last: str) -> None:
    assert "" not in person_aliases(first, last)
