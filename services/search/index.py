"""The index: text engine, table and memory, kept in step.

Changes go to the text engine first, then to the table, then to memory, and only then are they acknowledged. A crash in between
leads to the same change being applied again; it can neither be lost nor leave a client invisible. Whatever is older than what
was applied is skipped, so duplication, disorder and replays end in the same state.

The same change does not always come again: an event of a stranger may be gone from the stream by then. So the table knows whose
documents are about to change, and what was left half applied is indexed anew from the table before anything else is applied.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Table

from kit import metrics
from kit.db import Database
from kit.failpoints import failpoint
from kit.memory import give_back_memory
from services.search import store
from services.search.catalogue import Catalogue, Record, State
from services.search.convert import (
    Change,
    change_from_entry,
    documents_from_client,
    entry_from_change,
    record_from_client,
)
from services.search.engines.port import ClientDocuments, Engine
from services.search.model import DOCUMENTS, ENTRIES, SHOWN, Kind, T
from services.search.watchers import Watchers


class Index:
    """One index over one table. `catalogue` and `engine` are replaced together by `adopt`."""

    def __init__(
        self, database: Database, engine: Engine, catalogue: Catalogue, table: Table = ENTRIES
    ) -> None:
        self.engine = engine
        self.catalogue = catalogue
        self.watchers = Watchers()
        self.applying = asyncio.Lock()
        """Held while a batch is applied; a swap holds it too."""
        self.journal: set[int] | None = None
        """Clients that changed since a rebuild began; None while none runs."""
        self.is_damaged = False
        """The text index broke while it was read; it is built anew from the table."""
        self._database = database
        self._table = table
        self._applied = asyncio.Condition()
        self._is_half_applied = False
        """The last batch failed after its documents may have changed."""

    async def apply(
        self, changes: Sequence[Change], overruled: Mapping[int, State] | None = None
    ) -> int:
        """Applies what is newer than what is known, durably; returns how many that were.

        A client that is still in its `overruled` state takes its change even when that is older: the system of record was asked
        after that state was seen, so the state is an event that never was. Raises EngineFailed or a database error; then
        nothing of the batch counts as applied and it may be applied again.
        """
        async with self.applying:
            return await self._apply(changes, overruled or {})

    async def apply_holding_lock(
        self, changes: Sequence[Change], overruled: Mapping[int, State] | None = None
    ) -> int:
        """The same for a caller who holds `applying`."""
        return await self._apply(changes, overruled or {})

    async def fill(self, changes: Sequence[Change]) -> None:
        """Takes clients of which nothing is known yet into an index that is built aside; safe and found after `settle`."""
        records = await asyncio.to_thread(_records, changes)
        labels = self.catalogue.plan_labels(records)
        documents = await self._documents(changes, records, labels)
        await self.engine.add(documents)
        async with self._database.begin() as session:
            await store.add(
                session,
                self._table,
                [entry_from_change(change, labels[change.client_id]) for change in changes],
            )
        self.catalogue.put(records, labels)

    async def settle(self) -> None:
        """Makes safe and findable what `fill` has taken."""
        await self.engine.commit()

    async def load(self) -> None:
        """Fills the empty memory from the tables."""
        catalogue = self.catalogue
        await self.load_names()
        async for page in store.pages(self._database, self._table):
            changes = [change_from_entry(entry) for entry in page]
            records = await asyncio.to_thread(_records, changes)
            labels = {entry.client_id.int: entry.label for entry in page}
            catalogue.put(records, labels)
            catalogue.remove(_gone(changes))
            await asyncio.to_thread(give_back_memory)
        await self.load_shown()

    async def load_names(self) -> None:
        """Fills the names of documents from their table, before the clients come that are found by them.

        Later it has the text engine find clients by what has changed there since.
        """
        await self._load(DOCUMENTS)

    async def load_shown(self) -> None:
        """Fills from the tables what rows show of what other services told."""
        for kind in SHOWN:
            await self._load(kind)

    async def apply_told(self, kind: Kind[T], told: Sequence[T], *, is_listed: bool = False) -> int:
        """Applies what is news of it, durably; returns how many that were. Raises as `apply` does.

        `is_listed`: it is of the listing that has begun.
        """
        async with self.applying:
            columns = kind.columns(self.catalogue)
            fresh = self.catalogue.fresh(columns, told, is_listed=is_listed)
            if fresh:
                await self._apply_told(kind, {one.client_id: one for one in fresh})
            return len(fresh)

    async def end_listing(self, kind: Kind[T], catalogue: Catalogue) -> int:
        """Takes out what the listing, which has come to its end, did not have; returns that of how many clients.

        From then on there is nothing to tell of a client that was not told of. Does nothing when another catalogue has come.
        """
        async with self.applying:
            columns = kind.columns(catalogue)
            gone = catalogue.unlisted(columns)
            if catalogue is not self.catalogue or (not gone and columns.is_listed):
                return 0
            await self._apply_told(kind, dict.fromkeys(gone), is_all=True)
            if not columns.is_listed:
                catalogue.note_all_listed(columns)
                self.watchers.reset(catalogue.generation)
            return len(gone)

    async def _load(self, kind: Kind[T]) -> None:
        columns = kind.columns(self.catalogue)
        columns.begin_round()
        async for page in store.told_pages(self._database, kind):
            told = {one.client_id: one for one in page}
            await self._index_told(kind, told)
            self.catalogue.put_told(columns, told)
        gone: dict[int, T | None] = dict.fromkeys(self.catalogue.unlisted(columns))
        await self._index_told(kind, gone)
        self.catalogue.put_told(columns, gone)
        async with self._database.begin() as session:
            is_listed = await store.is_listed(session, kind)
        if is_listed:
            self.catalogue.note_all_listed(columns)

    async def _apply_told(
        self, kind: Kind[T], told: Mapping[int, T | None], *, is_all: bool = False
    ) -> None:
        """Applies what is told of clients, None where nothing is any more; `is_all`: all there is has been told of now."""
        is_noted = await self._index_told(kind, told)
        gone = [uuid.UUID(int=client_id) for client_id, one in told.items() if one is None]
        async with self._database.begin() as session:
            await store.put_told(session, kind, [one for one in told.values() if one is not None])
            await store.forget_told(session, kind, gone)
            if is_all:
                await store.note_listed(session, kind)
            if is_noted:
                await store.clear_applying(session)
            generation = await store.next_generation(session)
        if is_noted:
            self._is_half_applied = False
        changed = self.catalogue.put_told(kind.columns(self.catalogue), told)
        self.catalogue.generation = generation
        if changed:
            self.watchers.tell(changed, generation)

    async def _index_told(self, kind: Kind[T], told: Mapping[int, T | None]) -> bool:
        """Has the text engine find clients by what changes with this; returns whether it is noted that they are being applied."""
        names_of = kind.document_names
        if names_of is None:
            return False
        catalogue, columns = self.catalogue, kind.columns(self.catalogue)
        names = {
            client_id: "" if one is None else names_of(one)
            for client_id, one in told.items()
            if (ordinal := catalogue.ordinal(client_id)) is not None
            and columns.differing(ordinal, one)
        }
        if not names:
            return False
        if self._is_half_applied:
            await self.mend()
        client_ids = [uuid.UUID(int=client_id) for client_id in names]
        is_noted = await self._note_applying(client_ids)
        async with self._database.begin() as session:
            entries = await store.entries(session, client_ids, self._table)
        labels = {client_id: catalogue.label(client_id) or 0 for client_id in names}
        changes = [change_from_entry(entry) for entry in entries]
        records = await asyncio.to_thread(_records, changes)
        documents = await asyncio.to_thread(_documents, changes, records, labels, names)
        # A unit is not found by the documents of its client.
        await self.engine.put([one for of in documents for one in of.documents if not one.unit])
        failpoint("search_indexed")
        return is_noted

    async def _note_applying(self, client_ids: Sequence[uuid.UUID]) -> bool:
        """Notes in the table whose text documents are about to change; not of an index that is built aside."""
        if self._table is not ENTRIES:
            return False
        async with self._database.begin() as session:
            await store.note_applying(session, client_ids)
        self._is_half_applied = True
        return True

    async def _documents(
        self, changes: Sequence[Change], records: Sequence[Record], labels: dict[int, int]
    ) -> list[ClientDocuments]:
        names = {
            record.client_id: self.catalogue.names_of_documents(record.client_id)
            for record in records
        }
        return await asyncio.to_thread(_documents, changes, records, labels, names)

    async def mend(self) -> None:
        """Indexes anew, from the table, the clients of a batch that did not get as far as the table."""
        async with self._database.begin() as session:
            client_ids = await store.applying(session)
            entries = await store.entries(session, client_ids)
        if client_ids:
            changes = [change_from_entry(entry) for entry in entries]
            records = await asyncio.to_thread(_records, changes)
            labels = {entry.client_id.int: entry.label for entry in entries}
            documents = await self._documents(changes, records, labels)
            unknown = {client_id.int for client_id in client_ids} - labels.keys()
            await self.engine.apply([*documents, *map(ClientDocuments, unknown)])
            async with self._database.begin() as session:
                await store.clear_applying(session)
        self._is_half_applied = False

    async def wait_for(self, client_id: int, version: int, seconds: float) -> None:
        """Returns when that version of the client, or a newer one, is applied. Raises TimeoutError."""

        def is_here() -> bool:
            state = self.catalogue.state(client_id)
            return state is not None and state[1] >= version

        if is_here():
            return
        async with self._applied:
            await asyncio.wait_for(self._applied.wait_for(is_here), seconds)

    async def adopt(self, engine: Engine, catalogue: Catalogue) -> None:
        """Answers from another engine and memory from now on. The caller holds `applying`."""
        self.engine = engine
        self.catalogue = catalogue
        self.watchers.reset(catalogue.generation)
        async with self._applied:
            self._applied.notify_all()

    async def _apply(self, changes: Sequence[Change], overruled: Mapping[int, State]) -> int:
        if self._is_half_applied:
            await self.mend()
        fresh = self._newer(changes, overruled)
        if not fresh:
            return 0
        catalogue = self.catalogue
        forgotten = [
            uuid.UUID(int=change.client_id)
            for change in fresh
            if overruled.get(change.client_id) == catalogue.state(change.client_id) is not None
        ]
        records = await asyncio.to_thread(_records, fresh)
        labels = catalogue.plan_labels(records)
        documents = await self._documents(fresh, records, labels)
        await self._note_applying([uuid.UUID(int=change.client_id) for change in fresh])
        await self.engine.apply(documents)
        failpoint("search_indexed")
        entries = [entry_from_change(change, labels.get(change.client_id, 0)) for change in fresh]
        async with self._database.begin() as session:
            await store.forget(session, self._table, forgotten)
            await store.put(session, self._table, entries)
            generation = catalogue.generation
            if self._table is ENTRIES:
                await store.clear_applying(session)
                generation = await store.next_generation(session)
        self._is_half_applied = False
        failpoint("search_stored")
        catalogue.put(records, labels)
        catalogue.remove(_gone(fresh))
        catalogue.generation = generation
        changed = [change.client_id for change in fresh]
        if self.journal is not None:
            self.journal.update(changed)
        self.watchers.tell(changed, generation)
        async with self._applied:
            self._applied.notify_all()
        return len(fresh)

    def _newer(self, changes: Iterable[Change], overruled: Mapping[int, State]) -> list[Change]:
        """The newest change of each client that is newer than what is applied.

        The same version with another digest is applied too: then the copy is wrong. But never by an event that was read twice.
        """
        newest: dict[int, Change] = {}
        skipped = 0
        for change in changes:
            state = self.catalogue.state(change.client_id)
            known = newest.get(change.client_id)
            if known is not None:
                state = (known.epoch, known.version, known.digest)
            place = (change.epoch, change.version)
            if (
                state is None
                or place > state[:2]
                or (place == state[:2] and change.digest != state[2])
                or (overruled.get(change.client_id) == state and change.digest != state[2])
            ):
                newest[change.client_id] = change
            else:
                skipped += 1
        metrics.APPLY_SKIPPED_OLD.inc(skipped)
        return list(newest.values())


def _records(changes: Sequence[Change]) -> list[Record]:
    return [
        record_from_client(change.client, change.epoch, change.digest)
        for change in changes
        if change.client is not None
    ]


def _documents(
    changes: Sequence[Change],
    records: Sequence[Record],
    labels: Mapping[int, int],
    names: Mapping[int, str],
) -> list[ClientDocuments]:
    known = {record.client_id: record for record in records}
    return [
        ClientDocuments(change.client_id)
        if change.client is None
        else documents_from_client(
            change.client,
            known[change.client_id],
            labels[change.client_id],
            names[change.client_id],
        )
        for change in changes
    ]


def _gone(changes: Sequence[Change]) -> dict[int, tuple[int, int, int]]:
    return {
        change.client_id: (change.epoch, change.version, 0)
        for change in changes
        if change.client is None
    }


def as_uuid(client_id: int) -> str:
    """The id as it is written."""
    return str(uuid.UUID(int=client_id))
