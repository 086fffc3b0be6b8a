"""Writing down what has fallen due: rows of the ledger, before any invoice is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kit.clock import Clock
from kit.db import Database
from kit.failpoints import failpoint
from services.autogen import events
from services.autogen.model.planning import fall_due
from services.autogen.store import lines, schedules

CLIENTS_AT_ONCE = 200


@dataclass(slots=True)
class Planned:
    """Periods that were written down, by what becomes of them."""

    to_make: int = 0
    waiting: int = 0
    skipped: int = 0


async def plan(database: Database, until: date, clock: Clock) -> Planned:
    """Puts every period that is issued until a day in the ledger, once; some clients at a time, each with all of its lines."""
    done = Planned()
    while await _plan_some(database, until, clock, done):
        failpoint("autogen_planned")
    return done


async def _plan_some(database: Database, until: date, clock: Clock, done: Planned) -> bool:
    """Plans for some clients in one transaction; False when there is nothing left that nobody else is at."""
    async with database.begin() as session:
        client_ids = await lines.due_clients(session, until, CLIENTS_AT_ONCE)
        locked = await schedules.lock_clients(session, client_ids, skip_locked=True)
        rows = fall_due(await lines.due_lines(session, list(locked), until), until, clock())
        if not rows:
            return False
        session.add_all(rows)
        await events.publish(session, locked)
    for row in rows:
        done.skipped += row.state == "skipped"
        done.waiting += row.needs_approval
        done.to_make += row.state == "planned" and not row.needs_approval
    return True
