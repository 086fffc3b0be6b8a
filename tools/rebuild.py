"""`./sys rebuild`: builds the catalogue anew beside the live one and swaps it in, showing how far it is."""

from __future__ import annotations

import argparse
import asyncio

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kit.errors import Problem
from tools import catalogue, progress, running


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 after the swap."""
    address = running.address("search")
    if address is None:
        return 1
    try:
        swapped = asyncio.run(_rebuild(address))
    except Problem as error:
        progress.say(f"sys: the rebuild failed: {error}; the old catalogue goes on")
        return 1
    if not swapped:
        progress.say("sys: the rebuild ended without a swap; the old catalogue goes on")
    return 0 if swapped else 1


async def _rebuild(address: str) -> bool:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    swapped = False
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("rebuilding the catalogue", total=None)
        async for message in catalogue.rebuild(address):
            bar.update(task, completed=message.done, total=message.total or None)
            swapped = swapped or message.swapped
    return swapped
