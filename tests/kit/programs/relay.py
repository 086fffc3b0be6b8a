"""Relays the outbox of the things until killed."""

from __future__ import annotations

import asyncio
import os

from kit import bus
from kit.db import Database
from kit.relay import Relay
from tests.kit.programs.thing import OUTBOX, STREAM


async def main() -> None:
    relay = Relay(Database(os.environ["DATABASE_URL"]), OUTBOX, STREAM)
    await bus.over(os.environ["NATS_URL"], "relay", relay.run)


asyncio.run(main())
