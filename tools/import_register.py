"""`./sys import ur FILE`: reads the Register of Enterprises' open data into the running system."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from tools import progress, running
from tools.imports import ur


def run(arguments: argparse.Namespace) -> int:
    """Returns the importer's exit code; 1 when the file or the system is missing."""
    path = Path(arguments.file)
    if not path.is_file():
        progress.say(f"sys: there is no file {path}")
        return 1
    address = running.address("clients")
    if address is None:
        return 1
    report = Path(arguments.report) if arguments.report else None
    return asyncio.run(ur.run(path, dry_run=arguments.dry_run, address=address, report=report))
