"""What the adapter makes of Meilisearch's tasks and errors, against a stand-in; its searching needs the real server."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import pytest

from services.search.catalogue import Filter
from services.search.engines import meilisearch_engine
from services.search.engines.meilisearch_engine import MeilisearchEngine
from services.search.engines.port import ClientDocuments, EngineFailed, Hit, Query
from tests.search.engines.meilisearch_stub import MeilisearchStub
from tests.search.engines.test_conformance import document, fill, words


@pytest.fixture
async def stub() -> AsyncIterator[MeilisearchStub]:
    stub = MeilisearchStub()
    await stub.start()
    yield stub
    stub.trouble = ""
    await stub.stop()


@pytest.fixture
async def engine(stub: MeilisearchStub) -> AsyncIterator[MeilisearchEngine]:
    engine = await MeilisearchEngine.open(stub.url, "", "catalogue-1")
    yield engine
    await engine.close()


async def test_a_new_index_gets_its_settings_and_an_old_one_is_left_alone(stub) -> None:
    first = await MeilisearchEngine.open(stub.url, "", "catalogue-1")
    assert any(path.endswith("/settings") for _, path, _ in stub.requests)
    stub.requests.clear()
    again = await MeilisearchEngine.open(stub.url, "", "catalogue-1")
    assert [method for method, _, _ in stub.requests] == ["GET"]
    await first.close()
    await again.close()


async def test_a_batch_counts_only_when_its_task_has_succeeded(stub, engine) -> None:
    stub.task_polls = 3
    await fill(engine, document(1, "alfa"))
    polls = [path for _, path, _ in stub.requests if path.startswith("/tasks/")]
    assert len(polls) >= 2 * 4


async def test_both_tasks_are_sent_before_the_first_is_waited_for(stub, engine) -> None:
    stub.requests.clear()
    await fill(engine, document(1, "alfa"))
    kinds = ["task" if path.startswith("/tasks") else "write" for _, path, _ in stub.requests]
    assert kinds[:2] == ["write", "write"]


@pytest.mark.parametrize("trouble", ["task fails", "500", "429", "hangs up"])
async def test_trouble_with_a_write_is_reported(stub, engine, trouble: str) -> None:
    stub.trouble = trouble
    with pytest.raises(EngineFailed) as failed:
        await fill(engine, document(1, "alfa"))
    assert not failed.value.is_damaged


@pytest.mark.parametrize("trouble", ["500", "429", "hangs up"])
async def test_trouble_with_a_search_is_reported(stub, engine, trouble: str) -> None:
    stub.trouble = trouble
    with pytest.raises(EngineFailed):
        await engine.search(words("alfa"), 0, 10)
    with pytest.raises(EngineFailed):
        await engine.count()


async def test_a_slow_server_is_not_waited_for(
    stub, engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meilisearch_engine, "_HTTP_SECONDS", 0.2)
    stub.trouble = "slow"
    started = time.monotonic()
    with pytest.raises(EngineFailed):
        await engine.search(words("alfa"), 0, 10)
    assert time.monotonic() - started < 2


async def test_a_server_that_is_not_there_is_reported() -> None:
    with pytest.raises(EngineFailed):
        await MeilisearchEngine.open("http://127.0.0.1:1", "", "catalogue-1")


async def test_hits_come_back_as_ids_and_units(stub, engine) -> None:
    large = (1 << 128) - 1
    stub.hits = [{"client": f"{large:032x}", "unit": str((1 << 63) - 1)}]
    stub.total = 41
    found = await engine.search(words("alfa"), 0, 10)
    assert found.total == 41
    assert found.hits == [Hit(large, (1 << 63) - 1)]


@pytest.mark.parametrize(
    ("value", "escaped"),
    [('a" OR x EXISTS', '"a\\" OR x EXISTS"'), ("x\\", '"x\\\\"'), ('\\"', '"\\\\\\""')],
)
async def test_a_filter_value_is_quoted(stub, engine, value: str, escaped: str) -> None:
    await engine.search(words("alfa", filter=Filter(city=(value,))), 0, 10)
    sent = stub.requests[-1][2]
    assert sent["filter"] == f"(city = {escaped})"
    assert sent["matchingStrategy"] == "all"


async def test_numbers_and_secrets_are_asked_for_in_their_own_fields(stub, engine) -> None:
    await engine.search(Query(codes=("5195001",)), 0, 10)
    assert stub.requests[-1][2]["attributesToSearchOn"] == ["codes", "tails", "titles"]
    await engine.search(Query(secret="ab12"), 0, 10)
    assert stub.requests[-1][2]["filter"] == 'secret = "ab12"'


async def test_a_document_that_is_put_is_added_and_nothing_is_deleted(stub, engine) -> None:
    stub.requests.clear()
    await engine.put([document(1, "alfa", titles="ligums")])
    ((method, path, (sent,)),) = [one for one in stub.requests if not one[1].startswith("/tasks")]
    assert (method, path) == ("POST", "/indexes/catalogue-1/documents")
    assert (sent["id"], sent["titles"]) == (f"{1:032x}-0", ["ligums"])


@pytest.mark.parametrize("trouble", ["task fails", "500", "hangs up"])
async def test_a_document_that_could_not_be_put_is_reported(stub, engine, trouble: str) -> None:
    stub.trouble = trouble
    with pytest.raises(EngineFailed):
        await engine.put([document(1, "alfa")])


async def test_a_client_without_documents_is_only_deleted(stub, engine) -> None:
    stub.requests.clear()
    await engine.apply([ClientDocuments(1)])
    writes = [path for _, path, _ in stub.requests if not path.startswith("/tasks")]
    assert writes == ["/indexes/catalogue-1/documents/delete"]


async def test_indexes_left_by_a_crash_are_deleted_and_others_are_not(stub, engine) -> None:
    stub.indexes |= {"catalogue-left", "somebody-elses"}
    await MeilisearchEngine.discard_others(stub.url, "", "catalogue-1")
    assert stub.indexes == {"catalogue-1", "somebody-elses"}
