"""Publishing what is told of a client, in the transaction of the change itself."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from kit import outbox
from kit.bus import StreamSpec
from services.visits.convert.to_pb import client_changed
from services.visits.model.tables import OUTBOX, ClientVisits
from services.visits.model.visits import Cell
from services.visits.store import counts

STREAM = StreamSpec("VISITS", ("visits.>",))
SUBJECT = "visits.client_visits.changed.v1"


async def publish(
    session: AsyncSession, locked: dict[uuid.UUID, ClientVisits], cells: Collection[Cell]
) -> None:
    """Sends what changed to the database, counts the cells of the locked clients anew, and puts clients that changed in the outbox."""
    await session.flush()
    if cells:
        await put(session, await counts.recount(session, locked, cells))


async def put(session: AsyncSession, changed: Sequence[ClientVisits]) -> None:
    """Puts these clients in the outbox."""
    await session.flush()
    epoch = await counts.epoch(session)
    rows = [
        outbox.OutboxEvent(
            SUBJECT,
            row.client_id,
            epoch,
            row.version,
            client_changed(row, epoch).SerializeToString(deterministic=True),
        )
        for row in changed
    ]
    await outbox.put(session, OUTBOX, rows)
