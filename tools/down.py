"""`./sys down`: stops the system in order, and deletes its data when told to."""

from __future__ import annotations

import argparse
import shutil

from tools import progress, stopping
from tools.stack import checkout, record
from tools.stack.postgres import Postgres


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when nothing runs afterwards."""
    found = record.load(checkout.STATE)
    code = 0
    if found.runs or found.left_over():
        code = stopping.stop()
    else:
        progress.say("sys: nothing runs")
    if arguments.delete_data and code == 0:
        _delete_data()
    return code


def _delete_data() -> None:
    # PostgreSQL first: for root its data may lie outside of the state directory.
    if (checkout.STATE / "pg").exists():
        Postgres(checkout.STATE / "pg").remove()
    shutil.rmtree(checkout.STATE, ignore_errors=True)
