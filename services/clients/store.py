"""Every SELECT of the clients service, named by intent. Never commits."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, cast

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Row,
    Select,
    Table,
    Text,
    Uuid,
    any_,
    bindparam,
    delete,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload
from sqlalchemy.types import TypeEngine

from kit.copy import copy_rows
from services.clients.errors import (
    ClientNotFound,
    EtagMismatch,
    GroupNotFound,
    UnitNotFound,
)
from services.clients.model.drafts import draft
from services.clients.model.tables import (
    CHILD_LISTS,
    BankAccount,
    Base,
    Channel,
    ChildRow,
    Client,
    ClientGroup,
    History,
    Identifier,
    ServiceState,
    SpecialSetting,
    Unit,
)

_WHOLE = (
    selectinload(Client.identifiers),
    selectinload(Client.addresses),
    selectinload(Client.channels),
    selectinload(Client.contacts),
    selectinload(Client.bank_accounts),
    selectinload(Client.units),
    selectinload(Client.group),
)


async def epoch(session: AsyncSession) -> int:
    """Epoch of the database."""
    return await session.scalar(select(ServiceState.epoch)) or 1


async def published_client(session: AsyncSession, client_id: uuid.UUID) -> bytes:
    """The client as it was last published. Raises ClientNotFound."""
    body = await session.scalar(select(Client.published).where(Client.id == client_id))
    if body is None:
        raise ClientNotFound(str(client_id))
    return body


async def published_client_of_unit(session: AsyncSession, unit_id: uuid.UUID) -> bytes:
    """The client that has the unit, as it was last published. Raises UnitNotFound."""
    body = await session.scalar(
        select(Client.published).join(Unit, Unit.client_id == Client.id).where(Unit.id == unit_id)
    )
    if body is None:
        raise UnitNotFound(str(unit_id))
    return body


async def published_clients(
    session: AsyncSession, client_ids: Sequence[uuid.UUID]
) -> Sequence[Row[bytes, int]]:
    """(published, digest) of those that are there."""
    query = select(Client.published, Client.digest).where(Client.id.in_(client_ids))
    return (await session.execute(query)).all()


async def page_of_published(
    session: AsyncSession, after: uuid.UUID | None, limit: int
) -> Sequence[Row[uuid.UUID, bytes, int]]:
    """(id, published, digest) in order of id, after the given one."""
    query = select(Client.id, Client.published, Client.digest).order_by(Client.id).limit(limit)
    if after is not None:
        query = query.where(Client.id > after)
    return (await session.execute(query)).all()


async def client_count(session: AsyncSession) -> int:
    """How many clients there are."""
    return await session.scalar(select(func.count()).select_from(Client)) or 0


async def client_for_change(
    session: AsyncSession, client_id: uuid.UUID, etag_version: int | None = None
) -> Client:
    """The whole client, locked until the end of the transaction, so that versions follow one another.

    Raises ClientNotFound, and EtagMismatch when it is not at `etag_version`.
    """
    client = await session.scalar(
        select(Client)
        .where(Client.id == client_id)
        .options(*_WHOLE)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if client is None:
        raise ClientNotFound(str(client_id))
    if etag_version is not None and client.version != etag_version:
        raise EtagMismatch(f"v{client.version}")
    return client


async def clients_for_change(
    session: AsyncSession, client_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, Client]:
    """Drafts of the whole clients that are there, locked in order of id, so that two batches cannot wait for each other."""
    columns = [column for column in _table(Client).c if column.name != "published"]
    query = select(*columns).where(Client.id == _any_of(client_ids, Uuid())).order_by(Client.id)
    clients: dict[uuid.UUID, Client] = {}
    for row in (await session.execute(query.with_for_update())).mappings():
        lists: dict[str, list[Base]] = {name: [] for name in CHILD_LISTS}
        clients[row["id"]] = draft(Client, **row, **lists, group=None)
    for name, mapped in CHILD_LISTS.items():
        columns = _table(mapped).c
        query = select(*columns).where(mapped.client_id == _any_of(clients, Uuid()))
        query = query.order_by(columns.get("position", columns.id))
        for row in (await session.execute(query)).mappings():
            getattr(clients[row["client_id"]], name).append(draft(mapped, **row))
    group_ids = {client.group_id for client in clients.values()}
    groups = await session.scalars(select(ClientGroup).where(ClientGroup.id.in_(group_ids)))
    by_id = {group.id: group for group in groups}
    for client in clients.values():
        client.group = by_id.get(client.group_id) if client.group_id else None
    return clients


async def unit_client_for_change(session: AsyncSession, unit_id: uuid.UUID) -> tuple[Client, Unit]:
    """The unit and its whole client, locked. Raises UnitNotFound."""
    client_id = await session.scalar(select(Unit.client_id).where(Unit.id == unit_id))
    if client_id is None:
        raise UnitNotFound(str(unit_id))
    client = await client_for_change(session, client_id)
    unit = next((unit for unit in client.units if unit.id == unit_id), None)
    if unit is None:
        raise UnitNotFound(str(unit_id))
    return client, unit


async def clients_by_regcode(
    session: AsyncSession, regcodes: Sequence[str]
) -> dict[str, uuid.UUID]:
    """Client ids by registration number; of several, one that is not closed comes first."""
    rows = await session.execute(
        select(Identifier.normal, Identifier.client_id)
        .where(Identifier.type == "lv_regcode", Identifier.normal == _any_of(regcodes, Text()))
        # As the index of filled numbers says it, or the database reads all of them.
        .where(Identifier.normal != literal_column("''"))
        .order_by(Identifier.normal, Identifier.claim.is_(None))
    )
    found: dict[str, uuid.UUID] = {}
    for normal, client_id in rows:
        found.setdefault(normal, client_id)
    return found


async def claimed_by(
    session: AsyncSession, claims: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], uuid.UUID]:
    """Which client holds each (type, claim)."""
    if not claims:
        return {}
    types, values = zip(*claims, strict=True)
    wanted = (
        func.unnest(literal(types, ARRAY(Text())), literal(values, ARRAY(Text())))
        .table_valued("type", "claim", name="wanted")
        .render_derived()
    )
    rows = await session.execute(
        select(Identifier.type, Identifier.claim, Identifier.client_id).join(
            wanted, (Identifier.type == wanted.c.type) & (Identifier.claim == wanted.c.claim)
        )
    )
    return {(kind, claim or ""): client_id for kind, claim, client_id in rows}


async def clients_with_signs(
    session: AsyncSession,
    *,
    numbers: Sequence[str],
    lookups: Sequence[str],
    name_key: str,
    channels: Sequence[str],
    ibans: Sequence[str],
) -> Sequence[Row[uuid.UUID, str]]:
    """(client id, sign) for clients that share a number, name, e-mail, phone or account; at most 50 of each sign."""
    queries: list[Select[uuid.UUID, str]] = []
    if numbers or lookups:
        queries.append(
            select(Identifier.client_id, func.concat("identifier")).where(
                or_(
                    Identifier.normal.in_(numbers) & (Identifier.normal != ""),
                    Identifier.lookup.in_(lookups) & (Identifier.lookup != ""),
                )
            )
        )
    if name_key:
        queries.append(
            select(Client.id, func.concat("name")).where(Client.comparison_key == name_key)
        )
    if channels:
        queries.append(
            select(Channel.client_id, Channel.kind).where(
                Channel.normal.in_(channels), Channel.kind != "www"
            )
        )
    if ibans:
        queries.append(
            select(BankAccount.client_id, func.concat("iban")).where(BankAccount.iban.in_(ibans))
        )
    found: list[Row[uuid.UUID, str]] = []
    for query in queries:
        found.extend((await session.execute(query.limit(50))).all())
    return found


async def page_of_history(
    session: AsyncSession, client_id: uuid.UUID, before: int | None, limit: int
) -> Sequence[History]:
    """Changes of one client, newest first."""
    query = select(History).where(History.client_id == client_id)
    if before is not None:
        query = query.where(History.id < before)
    return (await session.scalars(query.order_by(History.id.desc()).limit(limit))).all()


async def groups_with_counts(session: AsyncSession) -> Sequence[Row[ClientGroup, int]]:
    """Every group and how many clients it has."""
    counts = (
        select(Client.group_id, func.count().label("clients"))
        .where(Client.group_id.is_not(None))
        .group_by(Client.group_id)
        .subquery()
    )
    query = select(ClientGroup, func.coalesce(counts.c.clients, 0)).outerjoin(
        counts, counts.c.group_id == ClientGroup.id
    )
    return (await session.execute(query)).all()


async def group_for_change(session: AsyncSession, group_id: uuid.UUID) -> ClientGroup:
    """The group, locked. Raises GroupNotFound."""
    group = await session.get(ClientGroup, group_id, with_for_update=True)
    if group is None:
        raise GroupNotFound(str(group_id))
    return group


async def client_ids_of_group(session: AsyncSession, group_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Clients of the group, in order of id."""
    query = select(Client.id).where(Client.group_id == group_id).order_by(Client.id)
    return (await session.scalars(query)).all()


async def settings_at(
    session: AsyncSession, places: Sequence[tuple[str, uuid.UUID]]
) -> Sequence[SpecialSetting]:
    """Every value set at one of the places (scope, owner)."""
    query = select(SpecialSetting).where(
        tuple_(SpecialSetting.scope, SpecialSetting.owner_id).in_(places)
    )
    return (await session.scalars(query)).all()


async def bucket_digests(session: AsyncSession) -> Sequence[Row[int, int]]:
    """(bucket, sum of digests) of every bucket that has clients."""
    query = select(Client.bucket, func.sum(Client.digest)).group_by(Client.bucket)
    return (await session.execute(query)).all()


async def digests_of_bucket(
    session: AsyncSession, bucket: int
) -> Sequence[Row[uuid.UUID, int, int]]:
    """(id, version, digest) of the clients of one bucket, in order of id."""
    query = (
        select(Client.id, Client.version, Client.digest)
        .where(Client.bucket == bucket)
        .order_by(Client.id)
    )
    return (await session.execute(query)).all()


async def next_numbers(session: AsyncSession, count: int) -> Sequence[int]:
    """Numbers for new clients; a number of a transaction that fails is not used again."""
    if not count:
        return ()
    sequence = func.pg_get_serial_sequence("client", "number")
    query = select(func.nextval(sequence)).select_from(func.generate_series(1, count))
    return (await session.scalars(query)).all()


async def insert_clients(session: AsyncSession, clients: Sequence[Client]) -> None:
    """Inserts drafts of new clients with all of their rows. Raises psycopg's UniqueViolation."""
    await insert(session, Client, clients)
    await _insert_lists(session, clients)


async def rewrite_clients(session: AsyncSession, clients: Sequence[Client]) -> None:
    """Writes drafts of known clients, which are locked; their rows are written anew. Raises psycopg's UniqueViolation."""
    if not clients:
        return
    client_ids = [client.id for client in clients]
    for mapped in CHILD_LISTS.values():
        table = _table(mapped)
        among = table.c.client_id == _any_of(client_ids, Uuid())
        await session.execute(delete(table).where(among))
    keys = [column.name for column in _table(Client).c if column.name != "id"]
    await session.execute(
        update(_table(Client))
        .where(_table(Client).c.id == bindparam("client_id"))
        .values({key: bindparam(f"new_{key}") for key in keys}),
        [
            {"client_id": client.id} | {f"new_{key}": getattr(client, key) for key in keys}
            for client in clients
        ],
    )
    await _insert_lists(session, clients)


async def _insert_lists(session: AsyncSession, clients: Sequence[Client]) -> None:
    for name, mapped in CHILD_LISTS.items():
        rows: list[ChildRow | Unit] = []
        for client in clients:
            own: list[ChildRow | Unit] = getattr(client, name)
            for row in own:
                row.client_id = client.id
            rows += own
        await insert(session, mapped, cast("list[Base]", rows))


async def insert(session: AsyncSession, mapped: type[Base], rows: Sequence[Base]) -> None:
    """Inserts drafts of one class."""
    if rows:
        keys = _inserted(mapped)
        await copy_rows(session, _table(mapped), keys, map(attrgetter(*keys), rows))


@cache
def _inserted(mapped: type[Base]) -> list[str]:
    """The columns that the database does not fill by itself."""
    return [
        column.name
        for column in _table(mapped).c
        if not (column.identity is not None and column.primary_key)
    ]


def _any_of(values: Iterable[object], kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """For a comparison with many values: as one parameter, since hundreds of them would take longer to write down than to find."""
    return any_(literal(list(values), ARRAY(kind)))


def _table(mapped: type[Base]) -> Table:
    return cast("Table", mapped.__table__)


async def raise_epoch(session: AsyncSession) -> int:
    """Raises the epoch after the database was restored to an older point; returns the new one."""
    return (
        await session.scalar(
            update(ServiceState).values(epoch=ServiceState.epoch + 1).returning(ServiceState.epoch)
        )
        or 1
    )
