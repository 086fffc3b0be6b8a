"""Publishing what a client owes, in the transaction of the change itself."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
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
    await publish_all(session, [account], now)


async def publish_all(session: AsyncSession, changed: Sequence[Account], now: datetime) -> None:
    """The same for many clients at once."""
    for account in changed:
        account.version += 1
    await session.flush()
    await _put(session, {account.client_id: account.version for account in changed}, now)


async def publish_again(
    session: AsyncSession, client_ids: Sequence[uuid.UUID], now: datetime
) -> None:
    """Publishes the money of many clients, whose accounts are locked by the caller."""
    await _put(session, await accounts.raise_versions(session, client_ids), now)


async def _put(session: AsyncSession, versions: Mapping[uuid.UUID, int], now: datetime) -> None:
    today = today_in_riga(lambda: now)
    found = await money.money_of(session, list(versions), today, strip=PUBLISHED_STRIP)
    epoch = await accounts.epoch(session)
    rows: list[outbox.OutboxEvent] = []
    for client_id, version in versions.items():
        event = changed_message(found[client_id], client_id, version, epoch, now)
        body = event.SerializeToString(deterministic=True)
        rows.append(outbox.OutboxEvent(SUBJECT, client_id, epoch, version, body))
    await outbox.put(session, OUTBOX, rows)
