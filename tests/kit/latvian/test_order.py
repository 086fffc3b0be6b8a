import ctypes
import ctypes.util
import functools
import itertools
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.latvian.order import sort_key

Compare = Callable[[str, str], int]

ALPHABET = [
    "a",
    "ā",
    "b",
    "c",
    "č",
    "d",
    "e",
    "ē",
    "f",
    "g",
    "ģ",
    "h",
    "i",
    "ī",
    "y",
    "j",
    "k",
    "ķ",
    "l",
    "ļ",
    "m",
    "n",
    "ņ",
    "o",
    "ō",
    "p",
    "q",
    "r",
    "ŗ",
    "s",
    "š",
    "t",
    "u",
    "ū",
    "v",
    "w",
    "x",
    "z",
    "ž",
]


def _sorted(texts: list[str]) -> list[str]:
    """The texts by key, from a start in which nothing is in place."""
    found = texts[::-1]
    found.sort(key=sort_key)
    return found


def test_alphabet_is_that_of_icu() -> None:
    assert _sorted(ALPHABET) == ALPHABET


@pytest.mark.parametrize(
    "in_order",
    [
        ["Cēsis", "Čakste", "Dobele"],
        ["Kuldīga", "Ķegums", "Liepāja", "Ļaudona", "Madona"],
        ["Saldus", "Šķēde", "Tukums"],
        ["Zilupe", "Žagare"],
        ["Yara", "Ilze", "Jelgava"],
        ["abols", "ābols", "Ābols", "abolss"],
        ["Skola 2", "Skola 10", "Skola 100", "Skola X"],
        ["3S", "21. gadsimts", "100 rozes", "Abava"],
        ["Ābele", "Latvijas Gāze", "Maxima"],
        ["VIRŠI", "VIRŠI-A", "VIRŠI Renergy"],
        ["+Plus", "1 Plus", "Plus"],
        ["Rīga", "Берзиньш", "漢"],
        ["", "a"],
    ],
)
def test_names_sort_as_a_latvian_expects(in_order: list[str]) -> None:
    assert _sorted(in_order) == in_order


def test_quotes_dashes_and_spaces_do_not_count() -> None:
    assert sort_key('"Latvijas Gāze" AS') == sort_key("Latvijas Gāze AS")
    assert sort_key("„Ābele”") == sort_key("Ābele")
    assert sort_key("Virši-A") == sort_key("Virši A")


def test_composed_and_decomposed_names_share_a_key() -> None:
    assert sort_key("Be\u0304rzin\u0327s\u030c") == sort_key("Bērziņš")


def test_leading_zeros_do_not_count() -> None:
    assert sort_key("Skola 007") == sort_key("Skola 7")


def test_numbers_longer_than_a_piece_stay_in_order() -> None:
    numbers = ["9" * 69, "1" * 70, "1" * 71, "2" * 71, "1" * 141, "1" * 5000]
    assert _sorted(numbers) == numbers


@given(st.text())
def test_any_text_has_a_printable_ascii_key(text: str) -> None:
    key = sort_key(text)
    assert key.isascii()
    assert key == "" or key.isprintable()


_LATIN = "aāAĀbcčCČdeēgģiīIĪyYjkķlļnņoōrŗsšSŠzžŽuū 0129\"-„.'%@&+$€_/øßæłđéüőž"


@given(st.text(_LATIN.replace("ß", "")))
def test_the_key_counts_case_last(text: str) -> None:
    small, capital = sort_key(text.lower()), sort_key(text.upper())
    assert small.split("!")[:1] == capital.split("!")[:1]
    assert small <= capital


@pytest.fixture(scope="module")
def icu() -> Compare:
    """Comparison by the ICU library of the machine, the model of our order."""
    found = ctypes.util.find_library("icui18n")
    version = re.search(r"\.so\.(\d+)", found or "")
    if not found or not version:
        pytest.skip("no ICU library on this machine to compare with")
    library = ctypes.CDLL(found)
    opener = getattr(library, f"ucol_open_{version[1]}")
    opener.restype = ctypes.c_void_p
    status = ctypes.c_int(0)
    collator = ctypes.c_void_p(opener(b"lv-u-ka-shifted-kn", ctypes.byref(status)))
    compare = getattr(library, f"ucol_strcollUTF8_{version[1]}")
    assert status.value <= 0

    def compared(one: str, other: str) -> int:
        left, right, failed = one.encode(), other.encode(), ctypes.c_int(0)
        result = compare(collator, left, len(left), right, len(right), ctypes.byref(failed))
        assert failed.value <= 0
        return result

    return compared


def _ours(one: str, other: str) -> int:
    left, right = sort_key(one), sort_key(other)
    return (left > right) - (left < right)


def test_short_words_compare_as_in_icu(icu: Compare) -> None:
    @given(st.text(_LATIN, max_size=5), st.text(_LATIN, max_size=5))
    def check(one: str, other: str) -> None:
        assert _ours(one, other) == icu(one, other)

    check()


def test_one_letter_of_difference_compares_as_in_icu(icu: Compare) -> None:
    for one, other in itertools.product(_LATIN, repeat=2):
        for pattern in ("{}", "x{}", "{}x", "ā{}B"):
            left, right = pattern.format(one), pattern.format(other)
            assert _ours(left, right) == icu(left, right), (left, right)


def test_the_register_sorts_as_in_icu(icu: Compare, register: list[dict[str, str]]) -> None:
    texts = [row["name"] for row in register] + [row["address"] for row in register]
    by_key = sorted(texts, key=sort_key)
    assert by_key == sorted(texts, key=functools.cmp_to_key(icu))
