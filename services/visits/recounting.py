"""`python -m services.visits recount`: counts everything anew from the visits, repairs what differs, and tells of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from kit.db import Database
from services.visits import events
from services.visits.store import counts

_CLIENTS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Recounted:
    """What was found."""

    clients: int
    wrong_cells: int
    changed_clients: int


async def recount(database: Database) -> Recounted:
    """Goes over all clients, some at a time, each locked while it is counted."""
    clients, wrong, changed = 0, 0, 0
    after: uuid.UUID | None = None
    while True:
        async with database.begin() as session:
            page = await counts.page_of_clients(session, after, _CLIENTS_AT_ONCE)
            if not page:
                return Recounted(clients, wrong, changed)
            locked = await counts.lock_clients(session, [row.client_id for row in page])
            found, rows = await counts.recount_clients(session, locked)
            await events.put(session, rows)
        clients, wrong, changed = clients + len(page), wrong + found, changed + len(rows)
        after = page[-1].client_id
