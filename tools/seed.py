"""`./sys seed`: adds the generated demo clients and their invoices; `up` has it done for an empty system (`--when-empty`)."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Mapping

from kit.clock import today_in_riga
from kit.errors import Problem
from tools import catalogue, demo_marker, progress, running
from tools.demo.run import run as add_demo_clients
from tools.demo.run_autogen import run as add_demo_lines
from tools.demo.run_history import run as add_demo_history
from tools.demo.run_papers import run as add_demo_papers
from tools.demo.run_visits import run as add_demo_visits
from tools.stack import checkout
from tools.stack.services import files_url

DEFAULT_CLIENTS = 29_000
DEFAULT_SCALE = 0.04
"""About 45 000 invoices; 1.0 is about 1.2 million."""
SEARCHABLE_SECONDS = 120.0


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when everything is stored."""
    addresses: dict[str, str] = {}
    for name in ("clients", "invoices", "autogen", "visits", "documents", "galleries", "search"):
        address = running.address(name)
        if address is None:
            return 1
        addresses[name] = address
    number = arguments.clients or DEFAULT_CLIENTS
    scale = arguments.scale or DEFAULT_SCALE
    try:
        if not arguments.when_empty:
            return asyncio.run(_add(number, scale, addresses))
        return asyncio.run(_fill(number, scale, addresses))
    except Problem as error:
        progress.say(f"sys: the demo data could not be added: {error}")
        return 1


async def _add(number: int, scale: float, addresses: Mapping[str, str]) -> int:
    """Clients first, then what they bought until yesterday, what they are invoiced for again and again, who was where, and what was written."""
    yesterday = today_in_riga().toordinal() - 1
    return (
        await add_demo_clients(clients=number, address=addresses["clients"])
        or await add_demo_history(number, scale, yesterday, address=addresses["invoices"])
        or await add_demo_lines(number, scale, address=addresses["autogen"])
        or await add_demo_visits(number, scale, yesterday, address=addresses["visits"])
        or await add_demo_papers(
            number, scale, yesterday, addresses=addresses, files_url=files_url(checkout.STATE)
        )
    )


async def _fill(number: int, scale: float, addresses: Mapping[str, str]) -> int:
    """Adds the demo data to a system without clients, and finishes a filling that was interrupted."""
    interrupted = demo_marker.is_unfinished(checkout.STATE)
    if interrupted or not await catalogue.stored_clients(addresses["clients"]):
        demo_marker.set_unfinished(checkout.STATE)
        if (code := await _add(number, scale, addresses)) != 0:
            progress.say("sys: the demo data are not complete; the next `./sys up` tries again")
            return code
        with progress.step("waiting until all are searchable") as tell:
            stored = await catalogue.stored_clients(addresses["clients"])
            in_time = await catalogue.wait_until_searchable(
                addresses["search"], stored, SEARCHABLE_SECONDS, tell
            )
        if not in_time:
            progress.say("sys: the catalogue still catches up; see `./sys logs search`")
    demo_marker.set_done(checkout.STATE)
    return 0
