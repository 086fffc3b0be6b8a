"""The service's tables. All of it is a copy: it can be deleted and read anew from the clients and the invoices service."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
    false,
)

from kit.consumer import dead_letter_table

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

MONEY = Table(
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

STATE = Table(
    "state",
    METADATA,
    Column("id", SmallInteger, primary_key=True),
    Column("generation", BigInteger, nullable=False),
    Column("index_name", Text, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("money_listed", Boolean, nullable=False, server_default=false()),
)
"""One row: how often the catalogue has changed, which text index belongs to ENTRIES, and whether MONEY was ever complete."""

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
