"""Every statement of the search service."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Table, delete, func, insert, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.copy import copy_rows
from kit.db import Database
from services.search.model import APPLYING, ENTRIES, STAGED, STATE, Entry, Kind, T

_PAGE = 1000
_SIGN = 1 << 63


async def pages(database: Database, table: Table = ENTRIES) -> AsyncIterator[list[Entry]]:
    """Every entry, also removed ones, in pages by id; each page is a transaction of its own."""
    after = uuid.UUID(int=0)
    while True:
        async with database.begin() as session:
            rows = (
                await session.execute(
                    select(table)
                    .where(table.c.client_id > after)
                    .order_by(table.c.client_id)
                    .limit(_PAGE)
                )
            ).all()
        if not rows:
            return
        yield [_entry(row) for row in rows]
        after = rows[-1].client_id


async def entries(
    session: AsyncSession, client_ids: Collection[uuid.UUID], table: Table = ENTRIES
) -> list[Entry]:
    """The entries of these clients."""
    rows = await session.execute(select(table).where(table.c.client_id.in_(client_ids)))
    return [_entry(row) for row in rows]


async def put(session: AsyncSession, table: Table, changed: Sequence[Entry]) -> None:
    """Writes entries unless a newer one is there: an older (epoch, version) never wins."""
    statement = upsert(table)
    new = statement.excluded
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[table.c.client_id],
            set_={column.name: new[column.name] for column in table.c if not column.primary_key},
            where=func.row(new.epoch, new.version) >= func.row(table.c.epoch, table.c.version),
        ),
        [
            {
                "client_id": entry.client_id,
                "epoch": entry.epoch,
                "version": entry.version,
                "digest": entry.digest - _SIGN,
                "label": entry.label,
                "removed": entry.removed,
                "body": entry.body,
            }
            for entry in changed
        ],
    )


async def add(session: AsyncSession, table: Table, entries: Sequence[Entry]) -> None:
    """Writes entries of clients that the table does not have."""
    rows = [
        (
            entry.client_id,
            entry.epoch,
            entry.version,
            entry.digest - _SIGN,
            entry.label,
            entry.removed,
            entry.body,
        )
        for entry in entries
    ]
    await copy_rows(session, table, table.columns.keys(), rows)


async def forget(session: AsyncSession, table: Table, client_ids: Sequence[uuid.UUID]) -> None:
    """Removes the entries of these clients, so that older ones may take their place."""
    if client_ids:
        await session.execute(delete(table).where(table.c.client_id.in_(client_ids)))


async def note_applying(session: AsyncSession, client_ids: Collection[uuid.UUID]) -> None:
    """Notes that documents of these clients are about to change."""
    await session.execute(insert(APPLYING), [{"client_id": one} for one in client_ids])


async def applying(session: AsyncSession) -> Sequence[uuid.UUID]:
    """Clients whose documents were about to change when their entries were last written."""
    return (await session.scalars(select(APPLYING.c.client_id))).all()


async def clear_applying(session: AsyncSession) -> None:
    """Notes that documents and entries agree."""
    await session.execute(delete(APPLYING))


async def relabel(session: AsyncSession, labels: Mapping[uuid.UUID, int]) -> None:
    """Writes new labels."""
    await session.execute(
        text(
            "UPDATE entry SET label = fresh.label"
            " FROM unnest(CAST(:ids AS uuid[]), CAST(:labels AS bigint[])) AS fresh(client_id, label)"
            " WHERE entry.client_id = fresh.client_id"
        ),
        {"ids": list(labels), "labels": list(labels.values())},
    )


async def clear_staged(session: AsyncSession) -> None:
    """Empties the staging table."""
    await session.execute(delete(STAGED))


async def swap_staged(session: AsyncSession) -> None:
    """Makes the staged entries the current ones; clients that are not among them become removed."""
    columns = [column.name for column in ENTRIES.c]
    staged_ids = select(STAGED.c.client_id)
    await session.execute(
        update(ENTRIES)
        .where(ENTRIES.c.client_id.not_in(staged_ids), ~ENTRIES.c.removed)
        .values(removed=True, body=b"", label=0)
    )
    await session.execute(delete(ENTRIES).where(ENTRIES.c.client_id.in_(staged_ids)))
    await session.execute(insert(ENTRIES).from_select(columns, select(STAGED)))
    await session.execute(delete(STAGED))


async def told_pages(database: Database, kind: Kind[T]) -> AsyncIterator[list[T]]:
    """Everything told, in pages by client; each page is a transaction of its own."""
    table = kind.table
    after = uuid.UUID(int=0)
    while True:
        async with database.begin() as session:
            rows = (
                await session.execute(
                    select(table)
                    .where(table.c.client_id > after)
                    .order_by(table.c.client_id)
                    .limit(_PAGE)
                )
            ).all()
        if not rows:
            return
        yield [kind.from_row(row) for row in rows]
        after = rows[-1].client_id


async def put_told(session: AsyncSession, kind: Kind[T], told: Sequence[T]) -> None:
    """Writes what is told of clients, each in place of what was there."""
    if not told:
        return
    table = kind.table
    statement = upsert(table)
    new = statement.excluded
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[table.c.client_id],
            set_={column.name: new[column.name] for column in table.c if not column.primary_key},
        ),
        [kind.to_row(one) for one in told],
    )


async def forget_told(
    session: AsyncSession, kind: Kind[T], client_ids: Sequence[uuid.UUID]
) -> None:
    """Removes what was told of these clients."""
    table = kind.table
    await session.execute(delete(table).where(table.c.client_id.in_(client_ids)))


async def note_listed(session: AsyncSession, kind: Kind[T]) -> None:
    """Notes that all there is has been told of."""
    await session.execute(update(STATE).values({kind.listed: True}))


async def is_listed(session: AsyncSession, kind: Kind[T]) -> bool:
    """Whether all there is has ever been told of."""
    return bool(await session.scalar(select(STATE.c[kind.listed])))


async def state(session: AsyncSession) -> tuple[int, str, int]:
    """Generation, name of the text index and its schema version; 0, "" and 0 before the first start."""
    row = (await session.execute(select(STATE))).first()
    return (0, "", 0) if row is None else (row.generation, row.index_name, row.schema_version)


async def next_generation(session: AsyncSession) -> int:
    """Counts a change."""
    number = await session.scalar(
        update(STATE).values(generation=STATE.c.generation + 1).returning(STATE.c.generation)
    )
    assert number is not None
    return number


async def use_index(session: AsyncSession, name: str, schema_version: int) -> int:
    """Notes which text index belongs to the entries; returns the new generation."""
    statement = upsert(STATE).values(
        id=1, generation=1, index_name=name, schema_version=schema_version
    )
    number = await session.scalar(
        statement.on_conflict_do_update(
            index_elements=[STATE.c.id],
            set_={
                "generation": STATE.c.generation + literal(1),
                "index_name": name,
                "schema_version": schema_version,
            },
        ).returning(STATE.c.generation)
    )
    assert number is not None
    return number


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        row.client_id,
        row.epoch,
        row.version,
        row.digest + _SIGN,
        row.label,
        row.removed,
        row.body,
    )
