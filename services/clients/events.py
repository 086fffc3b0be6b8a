"""Publishing a change: version, published form, history and outbox row, in the transaction of the change itself."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg.errors import UniqueViolation
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from kit import outbox
from services.clients import store
from services.clients.convert.to_pb import client_to_pb
from services.clients.errors import IdentifierTaken
from services.clients.history import field_changes
from services.clients.model.drafts import draft, is_draft
from services.clients.model.tables import OUTBOX, Client, History
from sysapi.clients.v1 import client_changed_pb2, client_pb2

SUBJECT = "clients.client.changed.v1"
TURN = 10
"""A batch of an import is a third of a second of work: after so many clients other calls get their turn."""


@dataclass(frozen=True, slots=True)
class Change:
    """A client about to be published; `before` is its last published form, None for a new one."""

    client: Client
    before: client_pb2.Client | None
    reason: str = ""


def client_digest(client_id: bytes, version: int, published: bytes) -> int:
    """Signed 64 bits of SHA-256 over id, version and published form; what copies are compared by."""
    digest = hashlib.sha256(client_id + version.to_bytes(8, "big") + published).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def client_changed(message: client_pb2.Client, client: Client, epoch: int) -> outbox.OutboxEvent:
    """The event: the client as it is now."""
    event = client_changed_pb2.ClientChanged(
        client=message, epoch=epoch, digest=client.digest % 2**64
    )
    return outbox.OutboxEvent(
        SUBJECT, client.id, epoch, client.version, event.SerializeToString(deterministic=True)
    )


async def publish(
    session: AsyncSession, changes: Sequence[Change], *, epoch: int, actor: str, now: datetime
) -> list[client_pb2.Client]:
    """Writes the changed clients and returns their new published forms, in order.

    New clients are inserted, drafts of known ones rewritten, others flushed; the caller's transaction commits everything or
    nothing. Raises IdentifierTaken when another call was faster with one of the numbers.
    """
    new = [change.client for change in changes if change.before is None]
    for client, number in zip(new, await store.next_numbers(session, len(new)), strict=True):
        client.number = number
        client.created_at = now
        client.created_by = actor
    known = [c.client for c in changes if c.before is not None and is_draft(c.client)]
    messages: list[client_pb2.Client] = []
    events: list[outbox.OutboxEvent] = []
    history: list[History] = []
    for index, change in enumerate(changes):
        client = change.client
        client.version = (client.version or 0) + 1
        client.updated_at = now
        client.updated_by = actor
        client.bucket = client.id.bytes[0]
        message = client_to_pb(client)
        client.published = message.SerializeToString(deterministic=True)
        client.digest = client_digest(client.id.bytes, client.version, client.published)
        messages.append(message)
        events.append(client_changed(message, client, epoch))
        history += [
            draft(
                History,
                client_id=client.id,
                version=client.version,
                at=now,
                actor=actor,
                reason=change.reason,
                field=field,
                old_value=old,
                new_value=new_value,
            )
            for field, old, new_value in field_changes(change.before, message)
        ]
        if index % TURN == 0:
            await asyncio.sleep(0)
    try:
        await store.insert_clients(session, new)
        await store.rewrite_clients(session, known)
        await session.flush()
    except (UniqueViolation, IntegrityError) as error:
        if "identifier_claim" in str(error):
            raise IdentifierTaken("identifiers") from error
        raise
    await store.insert(session, History, history)
    await outbox.put(session, OUTBOX, events)
    return messages
