"""Publishing what is told of a client, in the transaction of the change itself."""

from __future__ import annotations

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from kit import outbox
from kit.bus import StreamSpec
from services.documents import store
from services.documents.convert import client_changed
from services.documents.model import OUTBOX, ClientDocuments, Names

STREAM = StreamSpec("DOCUMENTS", ("documents.>",))
SUBJECT = "documents.client_documents.changed.v1"


async def publish(session: AsyncSession, locked: dict[uuid.UUID, ClientDocuments]) -> None:
    """Sends what changed to the database, and puts the locked clients in the outbox with the names of their documents."""
    for row in locked.values():
        row.version += 1
    await session.flush()
    names = await store.names(session, locked)
    epoch = (await store.state(session)).epoch
    rows = [
        outbox.OutboxEvent(
            SUBJECT,
            client_id,
            epoch,
            row.version,
            client_changed(row, epoch, names.get(client_id, Names())).SerializeToString(
                deterministic=True
            ),
        )
        for client_id, row in locked.items()
    ]
    await outbox.put(session, OUTBOX, rows)
