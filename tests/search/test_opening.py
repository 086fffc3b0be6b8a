"""Opening an index at start: as it was left, or built anew from the table when its text part cannot be trusted."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

import pytest
from sqlalchemy import text

from kit.db import Database
from kit.errors import Unavailable
from kit.personal_data import PersonalData
from services.search import opening, store
from services.search.catalogue import Filter
from services.search.engines.port import ClientDocuments, EngineFailed
from services.search.engines.tantivy_engine import TantivyEngine
from services.search.opening import Engines, open_index, relabel
from services.search.settings import Settings
from tests.factories.clients import add_unit, legal
from tests.search.conftest import Library

CLIENTS = 30


class Shelf:
    """An index on disk that can be opened and closed."""

    def __init__(self, database: Database, settings: Settings, personal_data: PersonalData) -> None:
        self.database = database
        self.engines = Engines(settings)
        self.folder = settings.index_dir
        self._personal_data = personal_data
        self._open: list[Library] = []

    async def open(self) -> Library:
        index = await open_index(self.database, self.engines)
        library = Library(index, self._personal_data, self.database)
        self._open.append(library)
        return library

    async def close(self) -> None:
        for library in self._open:
            await library.index.engine.close()
        self._open.clear()

    def index_folder(self) -> Path:
        (folder,) = self.folder.iterdir()
        return folder

    def files(self) -> list[Path]:
        return [path for path in self.folder.rglob("*") if path.is_file()]

    async def assert_whole(self, library: Library) -> None:
        assert len(library.index.catalogue) == CLIENTS
        assert await library.index.engine.count() == CLIENTS + 1
        assert len(await library.names("atversana", limit=100)) == CLIENTS
        assert isinstance(library.index.engine, TantivyEngine)
        assert self.index_folder() == library.index.engine.folder


@pytest.fixture
async def shelf(
    database: Database, settings: Settings, personal_data: PersonalData, tmp_path: Path
):
    """A filled index, closed."""
    async with database.begin() as session:
        await session.execute(text("TRUNCATE entry, staged_entry, applying, state"))
    own = settings.model_copy(update={"index_dir": tmp_path / "index"})
    shelf = Shelf(database, own, personal_data)
    library = await shelf.open()
    clients = [legal(f'SIA "Atvēršana {number}"', number=number) for number in range(CLIENTS)]
    add_unit(clients[0], "Galvenā", main=True)
    await library.add(*clients)
    await shelf.close()
    yield shelf
    await shelf.close()


def order(library: Library) -> list[int]:
    catalogue = library.index.catalogue
    return [catalogue.client_id(o) for o in catalogue.select("name", False, Filter()).tolist()]


async def test_an_index_is_opened_as_it_was_left(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await shelf.open()
    await shelf.close()

    async def no_build(*_: object) -> None:
        raise AssertionError("built anew")

    monkeypatch.setattr(opening, "_build", no_build)
    second = await shelf.open()
    assert second.index.catalogue.generation == first.index.catalogue.generation > 0
    assert order(second) == order(first)
    await shelf.assert_whole(second)


@pytest.mark.parametrize("kept", [0.0, 0.5, 0.9])
async def test_cut_files_are_noticed_and_the_text_index_is_built_anew(
    shelf: Shelf, kept: float
) -> None:
    for path in shelf.files():
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * kept)])
    await shelf.assert_whole(await shelf.open())


async def test_flipped_bytes_are_noticed_and_the_text_index_is_built_anew(shelf: Shelf) -> None:
    for path in shelf.files():
        content = bytearray(path.read_bytes())
        for place in range(0, len(content), 16):
            content[place] ^= 0xFF
        path.write_bytes(content)
    await shelf.assert_whole(await shelf.open())


async def test_a_lost_folder_is_built_anew(shelf: Shelf) -> None:
    shutil.rmtree(shelf.folder)
    await shelf.assert_whole(await shelf.open())


async def test_an_index_of_another_schema_is_built_anew(shelf: Shelf) -> None:
    old = shelf.index_folder()
    async with shelf.database.begin() as session:
        await session.execute(text("UPDATE state SET schema_version = 0"))
    library = await shelf.open()
    assert shelf.index_folder() != old
    await shelf.assert_whole(library)


async def test_an_index_that_lacks_documents_is_built_anew(shelf: Shelf) -> None:
    library = await shelf.open()
    some = next(iter(library.index.catalogue.client_ids()))
    await library.index.engine.apply([ClientDocuments(some)])
    await shelf.close()
    await shelf.assert_whole(await shelf.open())


async def test_what_was_half_applied_is_indexed_anew_from_the_table(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await shelf.open()
    known = next(iter(first.index.catalogue.client_ids()))
    forged = legal('SIA "Izdomātā"', client_id=str(uuid.UUID(int=known)), version=9)

    async def die(*_: object) -> None:
        raise Unavailable("dead before the table was written")

    with monkeypatch.context() as patched:
        patched.setattr(store, "put", die)
        with pytest.raises(Unavailable):
            await first.add(forged)
    await shelf.close()
    # The forger's events are gone from the stream by now: nothing of it comes again.
    second = await shelf.open()
    assert await second.names("izdomata", limit=100) == []
    await shelf.assert_whole(second)


async def test_what_a_crash_left_behind_is_deleted(shelf: Shelf) -> None:
    (shelf.folder / "catalogue-left").mkdir()
    await shelf.assert_whole(await shelf.open())


async def test_relabelling_keeps_the_order_and_every_document(shelf: Shelf) -> None:
    library = await shelf.open()
    before = await library.names("atversana", limit=100)
    library.index.catalogue.is_crowded = True
    await relabel(shelf.database, shelf.engines, library.index)
    assert not library.index.catalogue.is_crowded
    assert await library.names("atversana", limit=100) == before
    await shelf.assert_whole(library)
    await shelf.close()
    assert await (await shelf.open()).names("atversana", limit=100) == before


async def test_an_index_that_breaks_while_it_is_read_is_built_anew_and_answers_meanwhile(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = await shelf.open()
    broken = library.index.engine

    async def fail(*_: object) -> None:
        raise EngineFailed("broken", is_damaged=True)

    monkeypatch.setattr(broken, "search", fail)
    found = await library.search("atversana 29")
    assert found.degraded
    assert found.total == 1
    assert library.index.is_damaged
    await relabel(shelf.database, shelf.engines, library.index)
    assert library.index.engine is not broken
    assert not (await library.search("atversana 29")).degraded
    await shelf.assert_whole(library)


async def test_a_build_that_fails_leaves_the_old_index_and_is_tried_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = await shelf.open()

    async def fail(*_: object) -> None:
        raise EngineFailed("full")

    with monkeypatch.context() as patched:
        patched.setattr(TantivyEngine, "add", fail)
        with pytest.raises(EngineFailed):
            await relabel(shelf.database, shelf.engines, library.index)
    assert library.index.catalogue.is_crowded
    await shelf.assert_whole(library)
    await relabel(shelf.database, shelf.engines, library.index)
    await shelf.assert_whole(library)
