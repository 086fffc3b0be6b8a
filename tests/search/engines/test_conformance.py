"""What every text engine must do. One suite for all of them."""

from __future__ import annotations

import pytest

from services.search.catalogue import Facts, Filter
from services.search.engines.port import (
    ClientDocuments,
    Document,
    Engine,
    Hit,
    Query,
    rank_of,
)

FACTS = Facts("active", "legal", "", "", "Rīga", "SIA", "", ())


def document(
    client: int,
    name: str,
    *,
    unit: int = 0,
    place: int | None = None,
    active: bool = True,
    address: str = "",
    titles: str = "",
    codes: tuple[str, ...] = (),
    secrets: tuple[str, ...] = (),
    facts: Facts = FACTS,
) -> Document:
    """A document; its place in the alphabet is its client's number."""
    names = frozenset(name.split())
    near = names | frozenset(codes)
    return Document(
        client_id=client,
        unit=unit,
        rank=rank_of(client % 1000, is_active=active, unit_place=unit if place is None else place),
        cores=(name,),
        names=names,
        near=near,
        everything=near | frozenset(address.split()),
        borrowed=frozenset(),
        titles=frozenset(titles.split()),
        codes=frozenset(codes),
        tails=frozenset(codes),
        secrets=secrets,
        facts=facts,
    )


async def fill(engine: Engine, *documents: Document) -> None:
    clients: dict[int, list[Document]] = {}
    for one in documents:
        clients.setdefault(one.client_id, []).append(one)
    await engine.apply([ClientDocuments(key, tuple(held)) for key, held in clients.items()])


def words(*typed: str, **more) -> Query:
    return Query(words=typed, spoken=typed, **more)


async def clients(engine: Engine, query: Query) -> list[int]:
    found = await engine.search(query, 0, 100)
    assert found.total == len(found.hits)
    assert {*await engine.all_hits(query)} == {*found.hits}
    return [hit.client_id for hit in found.hits]


async def test_what_was_applied_is_found_at_once(engine: Engine) -> None:
    await fill(engine, document(1, "latvenergo"))
    assert await clients(engine, words("latvenergo")) == [1]
    assert await engine.count() == 1


async def test_what_was_added_is_found_after_the_commit_and_can_be_replaced(engine: Engine) -> None:
    await engine.add([ClientDocuments(1, (document(1, "latvenergo"),))])
    await engine.add([ClientDocuments(2, (document(2, "latvijas gaze"),))])
    await engine.commit()
    assert await clients(engine, words("latv")) == [1, 2]
    await fill(engine, document(1, "sadales tikls"))
    assert await clients(engine, words("latv")) == [2]
    assert await engine.count() == 2


async def test_every_word_is_a_prefix_and_all_must_fit(engine: Engine) -> None:
    await fill(engine, document(1, "vansu tilts"), document(2, "vansu upe"))
    assert await clients(engine, words("van", "til")) == [1]
    assert set(await clients(engine, words("van"))) == {1, 2}


async def test_applying_again_replaces_all_documents_of_the_client(engine: Engine) -> None:
    await fill(engine, document(1, "vecais"), document(1, "vecais ogre", unit=5))
    await fill(engine, document(1, "jaunais"))
    assert await clients(engine, words("vecais")) == []
    assert await clients(engine, words("jaunais")) == [1]
    assert await engine.count() == 1


async def test_a_client_without_documents_is_gone(engine: Engine) -> None:
    await fill(engine, document(1, "alfa"), document(2, "alfa"))
    await engine.apply([ClientDocuments(1)])
    assert await clients(engine, words("alfa")) == [2]


async def test_ids_of_128_bits_and_unit_keys_of_63_come_back_whole(engine: Engine) -> None:
    large = (1 << 128) - 1
    unit = (1 << 63) - 1
    await fill(engine, document(large, "liela"), document(large, "liela ogre", unit=unit, place=1))
    found = await engine.search(words("ogre"), 0, 10)
    assert found.hits == [Hit(large, unit)]


async def test_the_exact_name_comes_before_its_longer_relatives(engine: Engine) -> None:
    await fill(
        engine,
        document(1, "virsi renergy"),
        document(2, "pie virsi"),
        document(3, "virsi"),
    )
    assert await clients(engine, words("virsi")) == [3, 1, 2]


async def test_names_come_before_addresses_and_addresses_before_typos(engine: Engine) -> None:
    await fill(
        engine,
        document(1, "bauda", address="ozolu 3"),
        document(2, "ozols"),
        document(3, "ozolu birzs"),
    )
    assert await clients(engine, words("ozolu")) == [3, 1, 2]


async def test_titles_come_behind_addresses_and_before_typos(engine: Engine) -> None:
    await fill(
        engine,
        document(1, "lagums"),
        document(2, "zile", titles="nomas ligums"),
        document(3, "kalns", address="ligumu 3"),
        document(4, "ligumi"),
    )
    assert await clients(engine, words("ligum", title_words=("ligum",))) == [4, 3, 2, 1]


async def test_words_of_a_client_and_of_its_titles_fit_together(engine: Engine) -> None:
    await fill(
        engine,
        document(1, "alfa", titles="nomas ligums"),
        document(2, "beta", titles="nomas ligums"),
        document(2, "ligums", unit=5),
    )
    for typed in (("alfa", "ligums"), ("alfa", "no"), ("alfa", "lugums")):
        assert await clients(engine, words(*typed, title_words=typed)) == [1], typed


async def test_a_number_of_a_document_is_found_by_its_beginning_alone(engine: Engine) -> None:
    await fill(engine, document(1, "alfa", titles="akts 122024"))
    for code, found in (("122024", [1]), ("1220", [1]), ("2024", []), ("122025", [])):
        query = Query(codes=(code,), document_number=code)
        assert await clients(engine, query) == found, code


async def test_a_document_that_is_put_takes_its_own_place_alone(engine: Engine) -> None:
    await fill(
        engine,
        document(1, "alfa", titles="ligums"),
        document(1, "alfa ogre", unit=5),
        document(2, "beta"),
    )
    await engine.put([document(1, "alfa", titles="akts")])
    assert await engine.count() == 3
    assert await clients(engine, words("ligums", title_words=("ligums",))) == []
    assert await clients(engine, words("akts", title_words=("akts",))) == [1]
    assert (await engine.search(words("ogre"), 0, 10)).hits == [Hit(1, 5)]


async def test_equal_hits_come_active_first_then_by_rank(engine: Engine) -> None:
    await fill(
        engine,
        document(3, "avotini"),
        document(1, "avotini", active=False),
        document(2, "avotini"),
    )
    assert await clients(engine, words("avotini")) == [2, 3, 1]


async def test_a_letter_wrong_missing_added_or_swapped_is_forgiven(engine: Engine) -> None:
    await fill(engine, document(1, "latvenergo"), document(2, "kalniņi"))
    for typed in ("latvanergo", "latvnergo", "lattvenergo", "latvenegro"):
        assert await clients(engine, words(typed)) == [1], typed


async def test_short_words_and_digits_are_not_guessed_at(engine: Engine) -> None:
    await fill(engine, document(1, "sia", codes=("40003032949",)), document(2, "ab"))
    assert await clients(engine, words("ac")) == []
    assert await clients(engine, Query(codes=("40003032948",))) == []
    assert await clients(engine, words("40003032948")) == []


async def test_numbers_are_found_whole_by_start_and_by_end(engine: Engine) -> None:
    await fill(engine, document(1, "alfa", codes=("40003032949",)), document(2, "beta"))
    for code in ("40003032949", "4000303", "3032949"):
        assert await clients(engine, Query(codes=(code,))) == [1], code
    assert await clients(engine, Query(codes=("00303294",))) == []


async def test_a_secret_is_found_only_whole(engine: Engine) -> None:
    secret = "ab12cd34ab12cd34"
    await fill(engine, document(1, "alfa", secrets=(secret,)), document(2, "beta"))
    assert await clients(engine, Query(secret=secret)) == [1]
    assert await clients(engine, Query(secret=secret[:-1])) == []
    assert await clients(engine, words(secret)) == []


HOSTILE = ['a" OR status EXISTS', "'", "\\", 'x\\"', "NOT", "IN [x]", "*", "Rīga OR 1=1"]


@pytest.mark.parametrize("value", HOSTILE)
async def test_a_filter_value_is_data(engine: Engine, value: str) -> None:
    held = Facts("active", "legal", "", "", value, "SIA", "", (value,))
    await fill(engine, document(1, "alfa", facts=held), document(2, "alfa"))
    for chosen in (Filter(city=(value,)), Filter(tag=(value,))):
        assert await clients(engine, words("alfa", filter=chosen)) == [1]
    assert await clients(engine, words("alfa", filter=Filter(responsible=(value,)))) == []


async def test_alternatives_within_a_filter_and_all_filters_together(engine: Engine) -> None:
    ogre = Facts("closed", "legal", "", "", "Ogre", "AS", "", ("vip",))
    await fill(engine, document(1, "alfa"), document(2, "alfa", facts=ogre))
    both = Filter(city=("Rīga", "Ogre"))
    assert await clients(engine, words("alfa", filter=both)) == [1, 2]
    assert (
        await clients(engine, words("alfa", filter=Filter(city=("Ogre",), status=("active",))))
        == []
    )
    assert await clients(engine, words("alfa", filter=Filter(tag=("vip", "none")))) == [2]


async def test_pages_join_to_the_whole_and_totals_are_exact(engine: Engine) -> None:
    await fill(engine, *(document(number, f"alfa n{number}") for number in range(1, 48)))
    whole = await engine.search(words("alfa"), 0, 100)
    assert whole.total == 47
    joined: list[Hit] = []
    for offset in range(0, 50, 7):
        page = await engine.search(words("alfa"), offset, 7)
        assert page.total == 47
        joined += page.hits
    assert joined == whole.hits
    assert (await engine.search(words("alfa"), 100, 7)).hits == []


async def test_pages_of_hits_with_typos_join_too(engine: Engine) -> None:
    names = ["alfons"] * 3 + ["alfins"] * 9 + ["alfinsone"] * 9
    await fill(engine, *[document(number, name) for number, name in enumerate(names, 1)])
    whole = await engine.search(words("alfons"), 0, 100)
    pages = [await engine.search(words("alfons"), offset, 4) for offset in range(0, 24, 4)]
    assert [hit for page in pages for hit in page.hits] == whole.hits
    assert {page.total for page in pages} == {whole.total} == {len(whole.hits)} == {21}


WORDS = [
    "name:(", "AND", "[* TO *]", "-x", "pk:*", "secret_field:x", '"a"~999999999', "a^9e99", "a:(^",
    "(a+)+$", "%", "_", "\\", "((((((((", "NOT (", "a" * 200, "\U0001f600", "a\x1fb",
]  # fmt: skip


@pytest.mark.parametrize("typed", WORDS)
async def test_no_word_is_language(engine: Engine, typed: str) -> None:
    await fill(engine, document(1, "alfa"))
    assert (await engine.search(words(typed), 0, 10)).total in (0, 1)
    assert (await engine.search(Query(codes=(typed,)), 0, 10)).total == 0
