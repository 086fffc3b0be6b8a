"""Publishing what comes next for a client, in the transaction of the change itself."""

from __future__ import annotations

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from kit import outbox
from kit.bus import StreamSpec
from services.autogen.convert.to_pb import schedule_changed
from services.autogen.model.tables import OUTBOX, ClientSchedule
from services.autogen.store import schedules

STREAM = StreamSpec("AUTOGEN", ("autogen.>",))
SUBJECT = "autogen.client_schedule.changed.v1"


async def publish(session: AsyncSession, locked: dict[uuid.UUID, ClientSchedule]) -> bool:
    """Sends what changed to the database, counts the schedules of the locked clients anew, and puts those that changed in the outbox.

    Tells whether there was any.
    """
    await session.flush()
    changed = await schedules.recount(session, locked)
    await session.flush()
    epoch = await schedules.epoch(session)
    rows = [
        outbox.OutboxEvent(
            SUBJECT,
            schedule.client_id,
            epoch,
            schedule.version,
            schedule_changed(schedule, epoch).SerializeToString(deterministic=True),
        )
        for schedule in changed
    ]
    await outbox.put(session, OUTBOX, rows)
    return bool(rows)
