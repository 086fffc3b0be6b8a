"""Where a query was found: which text wins, and which letters are marked."""

from __future__ import annotations

import orjson
import pytest

from kit.latvian.fold import digraph_fold
from services.search.catalogue.record import pack_texts, unpack_texts
from services.search.convert.documents import document_number, search_words, title_words
from services.search.engines.port import Query
from services.search.highlight import Highlighter

CLIENT = pack_texts(
    [
        ("name", 'SIA "Bērziņa ēka"'),
        ("number", "LV40003000642"),
        ("phone", "67 000 355"),
        ("email", "info@ozoli.lv"),
        ("contact", "Jānis Ozoliņš"),
        ("address", "Ozolu iela 5, Rīga, LV-1005"),
    ]
)


def found(typed: str, *texts: str, codes: tuple[str, ...] = (), secret: str = "") -> object:
    words = tuple(search_words(typed))
    query = Query(words, tuple(digraph_fold(word) for word in words), codes, secret)
    return orjson.loads(Highlighter(query).matched(*(texts or (CLIENT,))))


def marked(typed: str, *texts: str, codes: tuple[str, ...] = ()) -> tuple[str, list[str]]:
    """The field and the marked pieces of its text."""
    match = found(typed, *texts, codes=codes)
    assert isinstance(match, dict)
    encoded = match["text"].encode("utf-16-le")
    pieces = [encoded[2 * a : 2 * b].decode("utf-16-le") for a, b in match["ranges"]]
    return match["field"], pieces


def test_the_first_text_with_every_word_wins() -> None:
    assert marked("ozol") == ("email", ["ozol"])
    assert marked("ozolu riga") == ("address", ["Ozolu", "Rīga"])


def test_a_text_with_more_of_the_words_beats_an_earlier_one_with_fewer() -> None:
    assert marked("berz iela ozolu") == ("address", ["Ozolu", "iela"])


def test_a_word_as_it_stands_beats_one_with_a_typo() -> None:
    texts = pack_texts([("name", "Ozoli"), ("alias", "Ozoliks")])
    assert marked("ozolik", texts) == ("alias", ["Ozolik"])


@pytest.mark.parametrize(
    ("typed", "piece"), [("brezina", "Bērziņa"), ("berzinsa", "Bērziņa"), ("berzinsh", "Bērziņa")]
)
def test_a_word_with_a_typo_marks_the_whole_word_it_is_meant_for(typed: str, piece: str) -> None:
    assert marked(typed) == ("name", [piece])


def test_of_several_words_near_a_misspelt_one_the_nearest_is_marked() -> None:
    texts = pack_texts([("name", "Kalnini Kalnins")])
    assert marked("kalninss", texts) == ("name", ["Kalnins"])


def test_old_spellings_mark_the_letters_that_were_typed() -> None:
    texts = pack_texts([("name", "Shell Berzinsh")])
    assert marked("berzins", texts) == ("name", ["Berzins"])
    assert marked("sell", texts) == ("name", ["Shell"])
    assert marked("shel", texts) == ("name", ["Shel"])


def test_a_number_is_marked_at_its_start_or_its_end() -> None:
    assert marked("4000300", codes=("4000300",)) == ("number", ["4000300"])
    assert marked("67000355", codes=("37167000355", "67000355")) == ("phone", ["67 000 355"])
    assert marked("0355", codes=("0355",)) == ("phone", ["0 355"])


def test_a_name_that_holds_the_number_comes_before_numbers() -> None:
    texts = pack_texts([("name", "Birojs 2005"), ("number", "2005")])
    assert marked("2005", texts, codes=("2005",)) == ("name", ["2005"])


def test_an_address_of_mail_is_marked_with_its_dots() -> None:
    assert marked("", codes=("ozoli.lv",)) == ("email", ["ozoli.lv"])


def test_a_personal_code_is_named_and_never_marked() -> None:
    texts = pack_texts([("name", "Anna Liepa"), ("personal_code", "010190-*****")])
    match = found("", texts, codes=("01019012345",), secret="hash")
    assert match == {"field": "personal_code", "text": "010190-*****", "ranges": []}


def test_a_unit_speaks_before_its_client() -> None:
    unit = pack_texts([("unit", "Ozolu filiāle")])
    assert marked("ozol", unit, CLIENT) == ("unit", ["Ozol"])
    assert marked("berz", unit, CLIENT) == ("name", ["Bērz"])


DOCUMENTS = pack_texts(
    [
        ("document", "Nomas līgums Nr. 7"),
        ("document", "Būvatļauja Nr. BIS-BV/4 2-2021"),
        ("document", "Ozolu ēkas līgums Nr. NL 12/2024"),
    ]
)


def in_documents(typed: str) -> tuple[str, str, list[str]] | None:
    """Field, text and marked pieces, where what was typed is looked for in documents, too."""
    titles = tuple(digraph_fold(word) for word in title_words(typed))
    typed_words = tuple(search_words(typed))
    query = Query(
        typed_words,
        tuple(digraph_fold(word) for word in typed_words),
        title_words=titles,
        document_number=document_number(typed),
    )
    match = orjson.loads(Highlighter(query).matched(CLIENT, documents=DOCUMENTS))
    return match and (
        match["field"],
        match["text"],
        [match["text"][start:end] for start, end in match["ranges"]],
    )


@pytest.mark.parametrize(
    ("typed", "number", "pieces"),
    [
        ("nomas", 0, ["Nomas"]),
        ("lig", 0, ["līg"]),
        ("liigums 7", 0, ["līgums", "7"]),
        ("bis-bv", 1, ["BIS", "BV"]),
        ("bisbv42", 1, ["BIS-BV/4 2"]),
        ("BIS BV 4/2-20", 1, ["BIS-BV/4 2-20"]),
        ("buvatlauja bis", 1, ["Būvatļauja", "BIS"]),
        ("nl122", 2, ["NL 12/2"]),
        ("ligums 12/2024", 2, ["līgums", "12/2024"]),
        ("līgums nr. 122024", 2, ["līgums", "12/2024"]),
        ("buvatlauha", 1, ["Būvatļauja"]),
    ],
)
def test_a_document_is_marked_by_its_words_and_its_number_over_separators(
    typed: str, number: int, pieces: list[str]
) -> None:
    _, text = unpack_texts(DOCUMENTS)[number]
    assert in_documents(typed) == ("document", text, pieces)


@pytest.mark.parametrize("typed", ["ozolu", "ozol iela", "berzina eka"])
def test_a_document_is_told_only_when_nothing_else_has_all_words(typed: str) -> None:
    match = in_documents(typed)
    assert match
    assert match[0] != "document"
    assert (in_documents("ozolu ekas ligums") or [""])[0] == "document"


def test_a_number_is_not_marked_in_the_middle_of_one() -> None:
    assert in_documents("2024") == ("document", "Ozolu ēkas līgums Nr. NL 12/2024", ["2024"])
    assert in_documents("022") is None


def test_ranges_count_as_browsers_do() -> None:
    texts = pack_texts([("name", "😀 Ozoli 😀 Ozoli")])
    assert found("ozoli", texts) == {
        "field": "name",
        "text": "😀 Ozoli 😀 Ozoli",
        "ranges": [[3, 8], [12, 17]],
    }


def test_what_is_not_there_is_null() -> None:
    assert found("zvaigzne") is None
    assert found("ab", pack_texts([])) is None


@pytest.mark.parametrize(
    ("typed", "text", "pieces"),
    [
        ("3s+", "SIA 3S+ D'Art", ["3S+"]),
        ("100%", "SIA L'Or 100% Kokss", ["100%"]),
        ("brali&co", "Brāļi & Co 'D'", ["Brāļi", "&", "Co"]),
        ("sāb", "Sābrī 'D'", ["Sāb"]),
    ],
)
def test_a_word_is_marked_as_search_takes_it_apart(
    typed: str, text: str, pieces: list[str]
) -> None:
    assert marked(typed, pack_texts([("name", text)])) == ("name", pieces)
