"""Relays the outbox of the things until killed."""

from __future__ import annotations

import asyncio
import os

from kit import bus
from kit.db import Database
from kit.relay import Relay
from tests.kit.programs.thing import OUTBOX, STREAM


async def main() -> None:
    nats = await bus.connect(os.environ["NATS_URL"], "relay")
    database = Database(os.environ["DATABASE_URL"])
    await Relay(database, OUTBOX, bus.jetstream(nats), STREAM).run()


asyncio.run(main())
