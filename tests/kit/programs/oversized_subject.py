"""Publishes on a subject that the server takes for an attack and ends the connection for."""

from __future__ import annotations

import asyncio
import os

from kit import bus


async def main() -> None:
    nats = await bus.connect(os.environ["NATS_URL"], "oversized")
    await nats.publish("things." + "x" * 5000, b"")
    await asyncio.sleep(60)


asyncio.run(main())
