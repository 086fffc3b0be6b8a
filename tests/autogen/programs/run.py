"""One run of the generator in a process of its own, on the clock of NOW."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime

from kit.db import Database
from kit.errors import Unavailable
from kit.grpc_client import Peer
from services.autogen.generator.run import Generator
from services.autogen.peers import Clients, Invoices


async def main() -> None:
    now = datetime.fromisoformat(os.environ["NOW"])
    generator = Generator(
        Database(os.environ["DATABASE_URL"]),
        Invoices(Peer("invoices", os.environ["INVOICES"])),
        Clients(Peer("clients", os.environ["CLIENTS"])),
        clock=lambda: now,
    )
    try:
        await generator.run()
    except Unavailable:
        print("put off")  # noqa: T201


asyncio.run(main())
