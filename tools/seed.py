"""`./sys seed`: adds the generated demo clients; `up` has it done for an empty system (`--when-empty`)."""

from __future__ import annotations

import argparse
import asyncio

from kit.errors import Problem
from tools import catalogue, demo_marker, progress, running
from tools.demo.run import run as add_demo_clients
from tools.stack import checkout

DEFAULT_CLIENTS = 29_000
SEARCHABLE_SECONDS = 120.0


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when all clients are stored."""
    clients, search = running.address("clients"), running.address("search")
    if clients is None or search is None:
        return 1
    number = arguments.clients or DEFAULT_CLIENTS
    try:
        if not arguments.when_empty:
            return asyncio.run(add_demo_clients(clients=number, address=clients))
        return asyncio.run(_fill(number, clients, search))
    except Problem as error:
        progress.say(f"sys: the demo data could not be added: {error}")
        return 1


async def _fill(number: int, clients: str, search: str) -> int:
    """Adds the demo data to a system without clients, and finishes a filling that was interrupted."""
    interrupted = demo_marker.is_unfinished(checkout.STATE)
    if interrupted or not await catalogue.stored_clients(clients):
        demo_marker.set_unfinished(checkout.STATE)
        if (code := await add_demo_clients(clients=number, address=clients)) != 0:
            progress.say("sys: the demo data are not complete; the next `./sys up` tries again")
            return code
        with progress.step("waiting until all are searchable") as tell:
            stored = await catalogue.stored_clients(clients)
            in_time = await catalogue.wait_until_searchable(
                search, stored, SEARCHABLE_SECONDS, tell
            )
        if not in_time:
            progress.say("sys: the catalogue still catches up; see `./sys logs search`")
    demo_marker.set_done(checkout.STATE)
    return 0
