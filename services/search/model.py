"""The service's tables. All of it is a copy: it can be deleted and read anew from the other services."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    SmallInteger,
    Table,
    Text,
    Uuid,
    false,
)
from sqlalchemy.dialects.postgresql import JSONB

from kit.consumer import dead_letter_table
from services.search.catalogue import (
    Catalogue,
    DocumentNames,
    Money,
    Schedule,
    Told,
    ToldColumns,
    Visits,
)
from services.search.catalogue.document_names import pack_names
from services.search.catalogue.record import unpack_texts

METADATA = MetaData()


def _entries(name: str) -> Table:
    return Table(
        name,
        METADATA,
        Column("client_id", Uuid, primary_key=True),
        Column("epoch", BigInteger, nullable=False),
        Column("version", BigInteger, nullable=False),
        Column("digest", BigInteger, nullable=False),
        Column("label", BigInteger, nullable=False),
        Column("removed", Boolean, nullable=False),
        Column("body", LargeBinary, nullable=False),
    )


ENTRIES = _entries("entry")
"""Every client as last applied: the Client message, its state, and the label that stands for its name's place."""

STAGED = _entries("staged_entry")
"""The same while a rebuild runs; becomes ENTRIES at the swap."""

APPLYING = Table("applying", METADATA, Column("client_id", Uuid, primary_key=True))
"""Clients of the batch that is being applied: their documents may be ahead of ENTRIES."""

_MONEY = Table(
    "money",
    METADATA,
    Column("client_id", Uuid, primary_key=True),
    Column("epoch", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("net_12_months_cents", BigInteger, nullable=False),
    Column("open_cents", BigInteger, nullable=False),
    Column("overdue_cents", BigInteger, nullable=False),
    Column("days_late", Integer, nullable=False),
    Column("strip", Text, nullable=False),
)
"""What the catalogue shows of each client's money, as last told; also of clients that are not in it."""

_SCHEDULES = Table(
    "schedule",
    METADATA,
    Column("client_id", Uuid, primary_key=True),
    Column("epoch", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("next_on", Date),
    Column("next_net_cents", BigInteger, nullable=False),
)
"""The next automatic invoice of each client, as last told; also of clients that are not in the catalogue."""

_VISITS = Table(
    "visits",
    METADATA,
    Column("client_id", Uuid, primary_key=True),
    Column("epoch", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("last_on", Date),
    Column("done", Integer, nullable=False),
)
"""The last visit at each client and how many were done, as last told; also of clients that are not in the catalogue."""

_DOCUMENT_NAMES = Table(
    "document_names",
    METADATA,
    Column("client_id", Uuid, primary_key=True),
    Column("epoch", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("names", JSONB, nullable=False),
)
"""Title and number of each client's documents, as last told; also of clients that are not in the catalogue."""

STATE = Table(
    "state",
    METADATA,
    Column("id", SmallInteger, primary_key=True),
    Column("generation", BigInteger, nullable=False),
    Column("index_name", Text, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("money_listed", Boolean, nullable=False, server_default=false()),
    Column("schedules_listed", Boolean, nullable=False, server_default=false()),
    Column("visits_listed", Boolean, nullable=False, server_default=false()),
    Column("documents_listed", Boolean, nullable=False, server_default=false()),
)
"""One row: how often the catalogue has changed, which text index belongs to ENTRIES, and which kinds of what is told were ever complete."""

DEAD_LETTERS = dead_letter_table(METADATA)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of ENTRIES. `digest` is unsigned; a removed client has no body and label 0."""

    client_id: uuid.UUID
    epoch: int
    version: int
    digest: int
    label: int = 0
    removed: bool = False
    body: bytes = b""


T = TypeVar("T", bound=Told)


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """Something that another service tells of each client, and where it is kept."""

    name: str
    table: Table
    listed: str
    """Column of STATE: whether all there is was ever told of."""
    columns: Callable[[Catalogue], ToldColumns[T]]
    to_row: Callable[[T], dict[str, Any]]
    from_row: Callable[[Row[Any]], T]
    document_names: Callable[[T], str] | None = None
    """What the text index has of it; None when it has nothing."""


def _money_to_row(money: Money) -> dict[str, Any]:
    return {
        "client_id": uuid.UUID(int=money.client_id),
        "epoch": money.epoch,
        "version": money.version,
        "as_of": date.fromordinal(money.as_of),
        "net_12_months_cents": money.net_12_months,
        "open_cents": money.open,
        "overdue_cents": money.overdue,
        "days_late": money.days_late,
        "strip": money.strip,
    }


def _money_from_row(row: Row[Any]) -> Money:
    return Money(
        row.client_id.int,
        row.epoch,
        row.version,
        row.as_of.toordinal(),
        row.net_12_months_cents,
        row.open_cents,
        row.overdue_cents,
        row.days_late,
        row.strip,
    )


def _schedule_to_row(schedule: Schedule) -> dict[str, Any]:
    return {
        "client_id": uuid.UUID(int=schedule.client_id),
        "epoch": schedule.epoch,
        "version": schedule.version,
        "next_on": date.fromordinal(schedule.next_on) if schedule.next_on else None,
        "next_net_cents": schedule.next_net,
    }


def _schedule_from_row(row: Row[Any]) -> Schedule:
    next_on = row.next_on.toordinal() if row.next_on else 0
    return Schedule(row.client_id.int, row.epoch, row.version, next_on, row.next_net_cents)


def _visits_to_row(visits: Visits) -> dict[str, Any]:
    return {
        "client_id": uuid.UUID(int=visits.client_id),
        "epoch": visits.epoch,
        "version": visits.version,
        "last_on": date.fromordinal(visits.last_on) if visits.last_on else None,
        "done": visits.done,
    }


def _visits_from_row(row: Row[Any]) -> Visits:
    last_on = row.last_on.toordinal() if row.last_on else 0
    return Visits(row.client_id.int, row.epoch, row.version, last_on, row.done)


def _document_names_to_row(names: DocumentNames) -> dict[str, Any]:
    return {
        "client_id": uuid.UUID(int=names.client_id),
        "epoch": names.epoch,
        "version": names.version,
        "names": unpack_texts(names.packed),
    }


def _document_names_from_row(row: Row[Any]) -> DocumentNames:
    return DocumentNames(row.client_id.int, row.epoch, row.version, pack_names(row.names))


MONEY: Kind[Money] = Kind(
    "money",
    _MONEY,
    "money_listed",
    lambda catalogue: catalogue.money,
    _money_to_row,
    _money_from_row,
)
"""What the invoices service tells."""

SCHEDULES: Kind[Schedule] = Kind(
    "schedules",
    _SCHEDULES,
    "schedules_listed",
    lambda catalogue: catalogue.schedules,
    _schedule_to_row,
    _schedule_from_row,
)
"""What the autogen service tells."""

VISITS: Kind[Visits] = Kind(
    "visits",
    _VISITS,
    "visits_listed",
    lambda catalogue: catalogue.visits,
    _visits_to_row,
    _visits_from_row,
)
"""What the visits service tells."""

DOCUMENTS: Kind[DocumentNames] = Kind(
    "documents",
    _DOCUMENT_NAMES,
    "documents_listed",
    lambda catalogue: catalogue.document_names,
    _document_names_to_row,
    _document_names_from_row,
    lambda names: names.packed,
)
"""What the documents service tells."""

SHOWN: tuple[Kind[Any], ...] = (MONEY, SCHEDULES, VISITS)
"""What stands in rows; by the rest clients are found."""
