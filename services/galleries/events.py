"""Publishing what is told of a gallery, in the transaction of the change itself."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from kit import outbox
from kit.bus import StreamSpec
from services.galleries import store
from services.galleries.convert import gallery_changed
from services.galleries.model import OUTBOX, Standing

STREAM = StreamSpec("GALLERIES", ("galleries.>",))
SUBJECT = "galleries.unit_gallery.changed.v1"


async def publish(session: AsyncSession, units: Mapping[uuid.UUID, uuid.UUID]) -> None:
    """Sends what changed to the database, and puts the galleries of these units, each with its client, in the outbox as they are then."""
    await session.flush()
    galleries = await store.lock_galleries(session, units)
    for row in galleries:
        row.version += 1
    await session.flush()
    standings = await store.standings(session, units)
    epoch = await store.epoch(session)
    rows = [
        outbox.OutboxEvent(
            SUBJECT,
            row.unit_id,
            epoch,
            row.version,
            gallery_changed(row, epoch, standings.get(row.unit_id, Standing())).SerializeToString(
                deterministic=True
            ),
        )
        for row in galleries
    ]
    await outbox.put(session, OUTBOX, rows)
