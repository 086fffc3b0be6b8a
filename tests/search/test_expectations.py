"""Every search that is specified (latvia.md 3.8), on the made-up clients and the real register rows together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kit.personal_data import PersonalData
from sysapi.clients.v1 import client_pb2 as pb
from tests.factories.clients import expectation_clients, legal, register_sample
from tests.search.conftest import Library

Row = Mapping[str, object]


@pytest.fixture(scope="module")
async def filled(library: Library, personal_data: PersonalData, data_dir: Path) -> Library:
    clients = [*expectation_clients(personal_data), *register_sample(data_dir)]
    closed = legal('SIA "Aizvērtā Abava"', number=11, status=pb.CLIENT_STATUS_CLOSED)
    await library.add(*clients, closed)
    assert len(library.index.catalogue) == len({client.id for client in clients}) + 1
    return library


LATVENERGO = "40003032949"


def first(regcode: str) -> Callable[[list[Row]], bool]:
    return lambda rows: bool(rows) and rows[0]["registration_number"] == regcode


def has(*regcodes: str) -> Callable[[list[Row]], bool]:
    return lambda rows: set(regcodes) <= {row["registration_number"] for row in rows}


def named(*names: str) -> Callable[[list[Row]], bool]:
    return lambda rows: set(names) <= {row["name"] for row in rows}


def first_named(*names: str) -> Callable[[list[Row]], bool]:
    return lambda rows: tuple(row["name"] for row in rows[: len(names)]) == names


def cores(core: str, count: int) -> Callable[[list[Row]], bool]:
    return lambda rows: sum(core in str(row["name"]) for row in rows) >= count


F1, F2, F3, F4 = "Jānis Bērziņš", "Ilze Kalniņa", "Anna Bērziņa-Ozola", "Jevgēnijs Ļebedevs"
F5, F6, F7 = 'SIA "Šķēle un partneri"', 'SIA "Mūsu Pica"', 'SIA "Lācis"'
F8, F9, F10 = 'SIA "3S+ & Co"', 'IK "Bērzs"', 'SIA "Ķekavas Žagari"'

EXPECTED: list[tuple[int, str, Callable[[list[Row]], bool]]] = [
    (2, "latvenergo", first(LATVENERGO)),
    (3, "Latvenergo", first(LATVENERGO)),
    (4, 'as "latvenergo"', first(LATVENERGO)),
    (5, "AS „Latvenergo”", first(LATVENERGO)),
    (6, "latvnergo", first(LATVENERGO)),
    (7, "latvenegro", first(LATVENERGO)),
    (8, "vansu tilts", first("40203704450")),
    (9, "vanshu tilts", first("40203704450")),
    (10, "Vanšu tilts", first("40203704450")),
    (11, "kilupe", first("40003399703")),
    (12, "ķilupe", first("40003399703")),
    (13, "civava", first("40002101957")),
    (14, "čivava", first("40002101957")),
    (15, "avotini", cores("AVOTIŅI", 4)),
    (17, "mezvidi", cores("MEŽVIDI", 3)),
    (19, "virsi", cores("VIRŠI", 4)),
    (20, "virsi-a", first("40003242737")),
    (22, "berzins", first_named(F1)),
    (22, "berzins", named(F1, F3, F9)),
    (23, "Bērziņa", named(F3, F1)),
    (24, "berzinsh janis", first_named(F1)),
    (25, "janis berzins", first_named(F1)),
    (26, "Берзиньш", named(F1)),
    (27, "Янис Берзиньш", first_named(F1)),
    (28, "lebedevs", named(F4)),
    (29, "shkjele", named(F5)),
    (30, "šķēle", named(F5)),
    (31, "3032949", has(LATVENERGO)),
    (32, "4000303", has(LATVENERGO)),
    (33, "LV40003032949", first(LATVENERGO)),
    (33, "4000 3032 949", first(LATVENERGO)),
    (36, "26123456", first_named(F1)),
    (37, "+371 26 123 456", first_named(F1)),
    (38, "26 123 456", first_named(F1)),
    (39, "67000355", first_named(F10)),
    (40, "67 000 355", first_named(F10)),
    (41, "janis.berzins@example.lv", first_named(F1)),
    (42, "berzins@", named(F1)),
    (43, "lacis.example", named(F7)),
    (44, "www.lacis.example", first_named(F7)),
    (49, "zemnieku iela 32", has("42102021567")),
    (48, "zemnieku 32", has("42102021567")),
    (50, "brivibas gatve 204b", has("42103086611")),
    (51, "Brīvības g. 204B", named(F6)),
    (52, "LV-1010", named(F2)),
    (53, "LV80BANK0000435195001", first_named(F9)),
    (53, "LV80 BANK 0000 4351 9500 1", first_named(F9)),
    (54, "5195001", named(F9)),
    (55, "3s+", named(F8)),
    (56, "3s+ & co", first_named(F8)),
    (57, "johnson & johnson", first("40003600116")),
    (57, "johnson and johnson", first("40003600116")),
    (57, "johnson un johnson", first("40003600116")),
    (58, "sarkanais krusts", has("40008002279")),
    (60, "kekavas zagari", first_named(F10)),
    (60, "zhagari", named(F10)),
    (0, "дфемутукпщ", first(LATVENERGO)),
]


@pytest.mark.parametrize(
    ("number", "typed", "holds"), EXPECTED, ids=[f"{n}-{typed}" for n, typed, _ in EXPECTED]
)
async def test_a_specified_query_finds_what_it_must(
    filled: Library, number: int, typed: str, holds: Callable[[list[Row]], bool]
) -> None:
    _, rows = await filled.find(typed)
    assert holds(rows), [(row["name"], row["registration_number"]) for row in rows[:8]]


@pytest.mark.parametrize("typed", ["*", "", "  ", "**"])
async def test_star_lists_everybody_active_first(filled: Library, typed: str) -> None:
    total, rows = await filled.find(typed, limit=10_000)
    assert total == len(rows) == len(filled.index.catalogue)
    assert rows[-1]["name"] == 'SIA "Aizvērtā Abava"'


async def test_a_personal_code_finds_its_person_only_for_those_who_may(filled: Library) -> None:
    for typed in ("328673-00679", "32867300679"):
        assert await filled.names(typed, personal_codes=True) == [F1]
        assert await filled.names(typed) == []


@pytest.mark.parametrize("typed", ["328673", "00679", "0679", "328673-0067"])
async def test_a_part_of_a_personal_code_finds_nothing(filled: Library, typed: str) -> None:
    assert F1 not in await filled.names(typed, personal_codes=True)


async def test_a_group_finds_every_unit(filled: Library) -> None:
    names = await filled.names("gardedis")
    assert names == [
        F6, "Birojs", "Mūsu Pica Origo", "Mūsu Pica Zemnieku 32", "Mūsu Pica Ogre"
    ]  # fmt: skip


async def test_a_chain_shows_its_main_unit_first_and_closed_ones_last(filled: Library) -> None:
    names = await filled.names("musu pica")
    assert names[:2] == [F6, "Birojs"]
    assert set(names[2:4]) == {"Mūsu Pica Origo", "Mūsu Pica Zemnieku 32"}
    assert names[-1] == "Mūsu Pica Ogre"


async def test_a_unit_that_only_repeats_its_client_is_left_out(filled: Library) -> None:
    names = await filled.names("musu pica")
    assert names.count(F6) == 1
    only = await filled.names("vanshu tilts")
    assert len(only) == len(set(only))


async def test_an_address_finds_the_unit_there(filled: Library) -> None:
    assert "Mūsu Pica Zemnieku 32" in await filled.names("zemnieku 32")
    assert "Birojs" in await filled.names("brivibas gatve 204b")


async def test_a_legal_form_alone_lists_by_form(filled: Library) -> None:
    total, rows = await filled.find("sia", limit=1000)
    assert total > 500
    assert {row["legal_form"] for row in rows} == {"SIA"}
    assert all(row["matched"] is None for row in rows)


@pytest.mark.parametrize("typed", ["...", "!!!", '""', "-", "()", "„”"])
async def test_punctuation_alone_finds_nothing(filled: Library, typed: str) -> None:
    assert await filled.find(typed) == (0, [])


@pytest.mark.parametrize("typed", ["l", "la", "vi"])
async def test_one_or_two_letters_are_only_prefixes(filled: Library, typed: str) -> None:
    _, rows = await filled.find(typed, limit=20)
    assert rows
    assert all(row["matched"] is not None for row in rows)


@pytest.mark.parametrize("typed", ["40003032948", "26123457", "67000356", "5195002"])
async def test_digits_allow_no_typo(filled: Library, typed: str) -> None:
    _, rows = await filled.find(typed)
    assert not {F1, F9, F10} & {row["name"] for row in rows}
    assert LATVENERGO not in {row["registration_number"] for row in rows}


async def test_pages_join_without_gaps_or_doubles(filled: Library) -> None:
    total, whole = await filled.find("berz", limit=1000)
    assert total == len(whole) > 10
    pages = []
    for offset in range(0, total, 7):
        pages += (await filled.find("berz", offset=offset, limit=7))[1]
    assert pages == whole
