"""What became of the records of an import: counts, and each refused line with its reason."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from sysapi.clients.v1 import clients_service_pb2 as pb
from tools.imports.register_file import Refusal

SHOWN = 50


def spaced(count: int) -> str:
    """The number with its thousands apart: 490 000."""
    return f"{count:,}".replace(",", " ")


class Outcome(AbstractContextManager["Outcome"]):
    """Counts records by what happened to them; keeps the first refusals for the screen and writes all to `report`.

    The report is CSV with the columns line, reason, field, in the order in which answers came.
    """

    def __init__(self, report: Path | None = None) -> None:
        self.created = 0
        self.updated = 0
        self.unchanged = 0
        self.refused = 0
        self._first: list[Refusal] = []
        self._file = report.open("w", encoding="utf-8", newline="") if report else None
        self._writer = csv.writer(self._file) if self._file else None
        if self._writer:
            self._writer.writerow(("line", "reason", "field"))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._file:
            self._file.close()

    @property
    def records(self) -> int:
        """How many records have an outcome."""
        return self.created + self.updated + self.unchanged + self.refused

    def count(self, results: Iterable[pb.ImportResult]) -> None:
        """Takes over the answer to one batch."""
        for result in results:
            match result.outcome:
                case pb.IMPORT_OUTCOME_CREATED:
                    self.created += 1
                case pb.IMPORT_OUTCOME_UPDATED:
                    self.updated += 1
                case pb.IMPORT_OUTCOME_UNCHANGED:
                    self.unchanged += 1
                case _:
                    self.refuse(Refusal(result.line, result.reason, result.field))

    def refuse(self, refusal: Refusal) -> None:
        """Takes note of a line that was not taken."""
        self.refused += 1
        if len(self._first) < SHOWN:
            self._first.append(refusal)
        if self._writer:
            self._writer.writerow((refusal.line, refusal.reason, refusal.field))

    def lines(self, *, dry_run: bool = False) -> list[str]:
        """The report for people: counts, then refused lines by number, at most 50 of them."""
        counts = {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": self.refused,
        }
        text = [", ".join(f"{name} {spaced(count)}" for name, count in counts.items())]
        if dry_run:
            text[0] = f"dry run, nothing was changed: {text[0]}"
        for refusal in sorted(self._first, key=lambda one: one.line):
            field = f" ({refusal.field})" if refusal.field else ""
            text.append(f"  line {refusal.line}: {refusal.reason}{field}")
        if self.refused > len(self._first):
            text.append(f"  and {self.refused - len(self._first)} more: see --report FILE")
        return text
