"""The index over a real database and a real text engine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

import services.search
from kit.consumer import Event
from kit.db import Database
from kit.migrations import migrate
from kit.personal_data import PersonalData
from services.search.catalogue import Filter
from services.search.consumer import ClientEvents
from services.search.finder import Asked, Finder, Found
from services.search.index import Index
from services.search.opening import Engines, open_index
from services.search.settings import Settings
from sysapi.clients.v1 import client_pb2
from tests.factories.clients import changed

MIGRATIONS = Path(services.search.__file__).parent / "migrations"


@pytest.fixture(scope="module")
def search_url(new_database: Callable[[str], str]) -> str:
    """A database with the service's schema."""
    url = new_database("search")
    migrate(MIGRATIONS, url)
    return url


@pytest.fixture(scope="module")
def settings(
    search_url: str, tmp_path_factory: pytest.TempPathFactory, personal_data_key: str
) -> Settings:
    return Settings(
        listen="127.0.0.1:0",
        database_url=search_url,
        nats_url="nats://127.0.0.1:1",
        clients_address="127.0.0.1:1",
        invoices_address="127.0.0.1:1",
        autogen_address="127.0.0.1:1",
        visits_address="127.0.0.1:1",
        documents_address="127.0.0.1:1",
        index_dir=tmp_path_factory.mktemp("index"),
        personal_data_key=personal_data_key,
    )


@pytest.fixture(scope="module")
def personal_data(personal_data_key: str) -> PersonalData:
    return PersonalData(personal_data_key)


@pytest.fixture(scope="module")
async def database(search_url: str) -> AsyncIterator[Database]:
    database = Database(search_url)
    yield database
    await database.close()


class Library:
    """An index with a finder, and short ways to fill and ask it."""

    def __init__(self, index: Index, personal_data: PersonalData, database: Database) -> None:
        self.database = database
        self._personal_data = personal_data
        self._take(index)

    def _take(self, index: Index) -> None:
        self.index = index
        self.finder = Finder(index, self._personal_data)
        self.events = ClientEvents(index)

    async def reopen(self, engines: Engines) -> None:
        """As after a restart."""
        await self.index.engine.close()
        self._take(await open_index(self.database, engines))

    async def row(self, client_id: str) -> dict[str, Any]:
        """The row of a client."""
        _, rows = await self.find("*")
        return next(row for row in rows if row["id"] == client_id)

    async def add(self, *clients: client_pb2.Client, epoch: int = 1) -> None:
        await self.events.apply([event(client, epoch) for client in clients])

    async def find(
        self, text: str, *, offset: int = 0, limit: int = 50, **options
    ) -> tuple[int, list[dict]]:
        found = await self.search(text, offset=offset, limit=limit, **options)
        return found.total, orjson.loads(self.finder.rows(found))

    async def search(self, text: str, *, offset: int = 0, limit: int = 50, **options) -> Found:
        options.setdefault("filter", Filter())
        return await self.finder.find(Asked(text, **options), offset, limit)

    async def names(self, text: str, **options) -> list[str]:
        _, rows = await self.find(text, **options)
        return [row["unit"]["name"] if row["unit"] else row["name"] for row in rows]


def event(client: client_pb2.Client, epoch: int = 1) -> Event:
    return Event(
        f"clients.client.changed.v1.{client.id}", changed(client, epoch).SerializeToString(), 1, 1
    )


@pytest.fixture(scope="module")
async def library(
    database: Database, settings: Settings, personal_data: PersonalData
) -> AsyncIterator[Library]:
    index = await open_index(database, Engines(settings))
    yield Library(index, personal_data, database)
    await index.engine.close()


@pytest.fixture
def own_settings(
    new_database: Callable[[str], str], personal_data_key: str, tmp_path: Path
) -> Settings:
    """Of a library that no other test sees."""
    url = new_database("search")
    migrate(MIGRATIONS, url)
    return Settings(
        listen="127.0.0.1:0",
        database_url=url,
        nats_url="nats://127.0.0.1:1",
        clients_address="127.0.0.1:1",
        invoices_address="127.0.0.1:1",
        autogen_address="127.0.0.1:1",
        visits_address="127.0.0.1:1",
        documents_address="127.0.0.1:1",
        index_dir=tmp_path / "index",
        personal_data_key=personal_data_key,
    )


@pytest.fixture
async def own_library(
    own_settings: Settings, personal_data: PersonalData
) -> AsyncIterator[Library]:
    """An empty library that no other test sees."""
    database = Database(own_settings.database_url)
    index = await open_index(database, Engines(own_settings))
    library = Library(index, personal_data, database)
    yield library
    await library.index.engine.close()
    await database.close()
