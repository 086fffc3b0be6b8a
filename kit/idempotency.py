"""The same request_id gives the same answer for 7 days, whatever happened in between.

The key is claimed in the transaction of the act itself: either both are there or neither. A second call with the key waits for
the first one's commit (lock_timeout ends the wait with REQUEST_IN_PROGRESS) and then gets its answer.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TypeVar

from google.protobuf.message import Message
from sqlalchemy import (
    Column,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    Text,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import Invalid

KEEP = timedelta(days=7)

Answer = TypeVar("Answer", bound=Message)


class RequestIdReused(Invalid):
    """The request_id was used with another request."""

    reason = "REQUEST_ID_REUSED"


def request_table(metadata: MetaData) -> Table:
    """The table of answered requests; each service with idempotent acts has one."""
    return Table(
        "answered_request",
        metadata,
        Column("request_id", Text, primary_key=True),
        Column("request_hash", LargeBinary, nullable=False),
        Column("answer", LargeBinary),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    )


def _fingerprint(request: Message) -> bytes:
    body = request.SerializeToString(deterministic=True)
    return hashlib.sha256(request.DESCRIPTOR.full_name.encode() + b"\0" + body).digest()


async def replay(
    session: AsyncSession, table: Table, request_id: str, request: Message, answer: type[Answer]
) -> Answer | None:
    """The stored answer of this request_id, or None after claiming it. Raises RequestIdReused for another request.

    An empty request_id claims nothing.
    """
    if not request_id:
        return None
    fingerprint = _fingerprint(request)
    claimed = await session.execute(
        insert(table)
        .values(request_id=request_id, request_hash=fingerprint)
        .on_conflict_do_nothing()
        .returning(table.c.request_id)
    )
    if claimed.first() is not None:
        return None
    row = (await session.execute(select(table).where(table.c.request_id == request_id))).one()
    if row.request_hash != fingerprint:
        raise RequestIdReused
    stored = answer()
    stored.ParseFromString(row.answer)
    return stored


async def remember(session: AsyncSession, table: Table, request_id: str, answer: Message) -> None:
    """Stores the answer beside the claimed request_id, in the same transaction as the act."""
    if request_id:
        await session.execute(
            update(table)
            .where(table.c.request_id == request_id)
            .values(answer=answer.SerializeToString())
        )


async def forget_old(session: AsyncSession, table: Table) -> None:
    """Removes answers older than 7 days."""
    await session.execute(delete(table).where(table.c.created_at < func.now() - KEEP))
