"""Opening the index at start, and building its text part anew from the table when it is missing or damaged."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from kit.db import Database
from kit.logs import get_logger
from services.search import store
from services.search.catalogue import Catalogue
from services.search.convert import (
    Change,
    change_from_entry,
    documents_from_client,
    record_from_client,
)
from services.search.engines.meilisearch_engine import MeilisearchEngine
from services.search.engines.port import SCHEMA_VERSION, ClientDocuments, Engine, EngineFailed
from services.search.engines.tantivy_engine import TantivyEngine
from services.search.index import Index
from services.search.settings import Settings

log = get_logger("services.search.opening")


class Engines:
    """Makes and opens text indexes by name: folders of tantivy, or indexes of Meilisearch."""

    def __init__(self, settings: Settings) -> None:
        self._folder: Path = settings.index_dir
        self._meili_url = settings.meili_url
        self._meili_key = settings.meili_key.get_secret_value()

    async def open(self, name: str) -> Engine:
        """The index of that name, empty when it is new. Raises EngineFailed when it cannot be opened."""
        if self._meili_url:
            return await MeilisearchEngine.open(self._meili_url, self._meili_key, name)
        return await asyncio.to_thread(TantivyEngine, self._folder / name)

    async def create(self) -> tuple[str, Engine]:
        """A new empty index and its name."""
        name = f"catalogue-{secrets.token_hex(6)}"
        return name, await self.open(name)

    async def discard_others(self, name: str) -> None:
        """Deletes what a crash left behind: every index of ours but this one."""
        if self._meili_url:
            await MeilisearchEngine.discard_others(self._meili_url, self._meili_key, name)
            return
        for folder in self._folder.glob("catalogue-*"):
            if folder.name != name:
                await asyncio.to_thread(shutil.rmtree, folder, True)


async def open_index(database: Database, engines: Engines) -> Index:
    """The index as it was left, its memory filled from the table.

    A text index that is missing, damaged, of another schema version or without all documents is built anew aside.
    """
    async with database.begin() as session:
        generation, name, schema_version = await store.state(session)
    catalogue = Catalogue()
    engine = (
        await _open_engine(engines, name) if name and schema_version == SCHEMA_VERSION else None
    )
    if engine is None:
        name, engine = await engines.create()
        index = Index(database, engine, catalogue)
        await index.load()
        await _build(database, catalogue, engine, name)
        await index.mend()
    else:
        index = Index(database, engine, catalogue)
        await index.load()
        catalogue.generation = generation
        await index.mend()
        expected = len(catalogue) + catalogue.unit_count
        found = await engine.count()
        if found != expected:
            log.warning("text index is incomplete", documents=found, expected=expected)
            await engine.destroy()
            name, index.engine = await engines.create()
            await _build(database, catalogue, index.engine, name)
    await engines.discard_others(name)
    for column, descending in catalogue.cold_orders():
        catalogue.warm(column, descending)
    return index


async def relabel(database: Database, engines: Engines, index: Index) -> None:
    """Labels all names evenly and builds the text index anew with them; done when labels have run out somewhere."""
    async with index.applying:
        catalogue, old = index.catalogue, index.engine
        catalogue.relabel(catalogue.even_labels())
        name, engine = await engines.create()
        try:
            await _build(database, catalogue, engine, name)
        except BaseException:
            catalogue.is_crowded = True
            await engine.destroy()
            raise
        await index.adopt(engine, catalogue)
    await old.destroy()


async def _open_engine(engines: Engines, name: str) -> Engine | None:
    try:
        return await engines.open(name)
    except EngineFailed as error:
        log.warning("text index cannot be opened", error=str(error))
        return None


async def _build(database: Database, catalogue: Catalogue, engine: Engine, name: str) -> None:
    """Fills a new engine from the table by the labels in memory, and notes in the table that it belongs to it."""
    async for page in store.pages(database):
        changes = [change_from_entry(entry) for entry in page if not entry.removed]
        labels = {change.client_id: catalogue.label(change.client_id) or 0 for change in changes}
        names = {one: catalogue.names_of_documents(one) for one in labels}
        await engine.add(await asyncio.to_thread(_documents, changes, labels, names))
        async with database.begin() as session:
            await store.relabel(
                session,
                {
                    entry.client_id: labels[entry.client_id.int]
                    for entry in page
                    if not entry.removed
                },
            )
    await engine.commit()
    async with database.begin() as session:
        catalogue.generation = await store.use_index(session, name, SCHEMA_VERSION)
    log.info("text index built", clients=len(catalogue), units=catalogue.unit_count)


def _documents(
    changes: Sequence[Change], labels: Mapping[int, int], names: Mapping[int, str]
) -> list[ClientDocuments]:
    return [
        documents_from_client(
            change.client,
            record_from_client(change.client, change.epoch, change.digest),
            labels[change.client_id],
            names[change.client_id],
        )
        for change in changes
        if change.client is not None
    ]
