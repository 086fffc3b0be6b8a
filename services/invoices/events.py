"""Publishing what a client owes, in the transaction of the change itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kit import outbox
from kit.bus import StreamSpec
from kit.clock import today_in_riga
from services.invoices.convert.money_to_pb import changed_message
from services.invoices.model.tables import OUTBOX, Account
from services.invoices.store import accounts, money

STREAM = StreamSpec("INVOICES", ("invoices.>",))
SUBJECT = "invoices.client_money.changed.v1"
PUBLISHED_STRIP = 5
"""Cells of the strip in a row of the catalogue."""


async def publish(session: AsyncSession, account: Account, now: datetime) -> None:
    """Sends what changed to the database, raises the version of the account, and puts its whole money in the outbox."""
    account.version += 1
    await session.flush()
    today = today_in_riga(lambda: now)
    found = await money.money_of(session, [account.client_id], today, strip=PUBLISHED_STRIP)
    epoch = await accounts.epoch(session)
    event = changed_message(
        found[account.client_id], account.client_id, account.version, epoch, now
    )
    row = outbox.OutboxEvent(
        SUBJECT,
        account.client_id,
        epoch,
        account.version,
        event.SerializeToString(deterministic=True),
    )
    await outbox.put(session, OUTBOX, [row])
