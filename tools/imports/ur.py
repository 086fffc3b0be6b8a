"""`./sys import ur FILE`: companies of the Register of Enterprises as clients."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kit.errors import Problem, TimedOut, Unavailable
from kit.grpc_client import Peer
from sysapi.clients.v1 import clients_service_pb2 as pb
from tools.imports.outcome import Outcome
from tools.imports.progress import ProgressShown
from tools.imports.register_client import (
    CLOSING_FIELDS,
    OWNED_FIELDS,
    SOURCE,
    RowInvalid,
    client_of,
)
from tools.imports.register_file import NotARegisterFile, Refusal, read_rows
from tools.imports.sending import Sender


async def run(path: Path, *, dry_run: bool, address: str, report: Path | None = None) -> int:
    """Imports register.csv into the clients service at `address` (host:port) and prints what happened.

    Rows are found again by registration number, so that a second run changes nothing. Returns 0 also when rows were
    refused; 1 when the file cannot be read as a register file or the service does not answer.
    """
    try:
        with path.open("rb", buffering=1 << 20) as file, Outcome(report) as outcome:
            with ProgressShown(
                "import" if not dry_run else "dry run", os.fstat(file.fileno()).st_size
            ) as progress:
                counted = _Counted(file)
                records = read_records(counted, outcome)

                def show(_: int) -> None:
                    progress.show(counted.bytes_read, f"{outcome.records} rows")

                await _send_all(records, address, outcome, dry_run, show)
            print("\n".join(outcome.lines(dry_run=dry_run)))
    except (OSError, NotARegisterFile) as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 1
    except (Unavailable, TimedOut):
        print(
            f"the clients service at {address} does not answer. What was taken so far is kept; run the import again "
            "to go on, nothing is taken twice.",
            file=sys.stderr,
        )
        return 1
    except Problem as problem:
        print(f"the clients service fails: {problem.reason}; its log says more.", file=sys.stderr)
        return 1
    return 0


def read_records(lines: Iterable[bytes], outcome: Outcome) -> Iterator[pb.ImportRecord]:
    """One record for each row that can be read; the others go to `outcome` as refused."""
    for item in read_rows(lines):
        if isinstance(item, Refusal):
            outcome.refuse(item)
            continue
        line, row = item
        try:
            yield pb.ImportRecord(line=line, client=client_of(row))
        except RowInvalid as problem:
            outcome.refuse(Refusal(line, problem.reason, problem.column))


async def _send_all(
    records: Iterator[pb.ImportRecord],
    address: str,
    outcome: Outcome,
    dry_run: bool,
    show: Callable[[int], None],
) -> None:
    """Sends living and struck-off rows in batches of their own, because a batch has one mask."""
    peer = Peer("clients", address)
    living, struck_off = (
        Sender(peer, source=SOURCE, mask=mask, outcome=outcome, dry_run=dry_run, done=show)
        for mask in (OWNED_FIELDS, CLOSING_FIELDS)
    )
    try:
        for record in records:
            sender = struck_off if record.client.HasField("closed_on") else living
            await sender.add(record)
        await living.finish()
        await struck_off.finish()
    finally:
        await living.cancel()
        await struck_off.cancel()
        await peer.close()


class _Counted:
    """The lines of a file, and how many bytes of it they were."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = lines
        self.bytes_read = 0

    def __iter__(self) -> Iterator[bytes]:
        for line in self._lines:
            self.bytes_read += len(line)
            yield line
