"""Relays the outbox of the things until killed."""

from __future__ import annotations

import asyncio
import os

from kit import bus, relay
from kit.db import Database
from tests.kit.programs.thing import OUTBOX, STREAM


async def main() -> None:
    relay.LEASE_SECONDS = float(os.environ.get("LEASE_SECONDS", relay.LEASE_SECONDS))
    work = relay.Relay(Database(os.environ["DATABASE_URL"]), OUTBOX, STREAM).run
    await bus.over(os.environ["NATS_URL"], "relay", work)


asyncio.run(main())
