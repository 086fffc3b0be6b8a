"""Reading the Register of Enterprises' register.csv as it is published, in constant memory (latvia.md 1.1, 1.2).

The file is UTF-8 with or without BOM, `;` separated, one header line, fields quoted as RFC 4180 says. It is read line by
line, so that one broken line costs only itself: an opening quote that is never closed would otherwise swallow the rest.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

# A quoted field may hold line breaks; the register's own never do, so a few lines are plenty.
_MAX_LINES = 5
_BOM = b"\xef\xbb\xbf"


COLUMNS = (
    "regcode", "sepa", "name", "type", "registered", "terminated", "closed", "address", "index", "atvk",
)  # fmt: skip
"""The columns that are used. The others of the 21 may be absent, and all may be in any order."""


class RegisterRow(NamedTuple):
    """The used columns as written, in the order of COLUMNS."""

    regcode: str
    sepa: str
    name: str
    form: str
    registered: str
    terminated: str
    closed: str
    address: str
    postcode: str
    atvk: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that was not taken: `line` counts from 1, `reason` is a code, `field` a column or a path, or empty."""

    line: int
    reason: str
    field: str = ""


class NotARegisterFile(Exception):
    """The header is not that of register.csv; the message says what is missing."""


def read_rows(lines: Iterable[bytes]) -> Iterator[tuple[int, RegisterRow] | Refusal]:
    """(line, row) of each row, and a Refusal for each line that cannot be read; blank lines are skipped.

    Raises NotARegisterFile at once when the first line is not the header.
    """
    numbered = enumerate(lines, start=1)
    header = _header(next(numbered, (1, b""))[1])
    used = [header.index(column) for column in COLUMNS]
    return _rows(numbered, len(header), used)


def _header(line: bytes) -> list[str]:
    try:
        header = _cells(line.removeprefix(_BOM)) or []
    except (UnicodeDecodeError, csv.Error):
        header = []
    header = [name.strip().lower() for name in header]
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise NotARegisterFile(
            "this is not the Register of Enterprises' register.csv: the header has no column "
            + ", ".join(missing)
        )
    return header


def _rows(
    numbered: Iterator[tuple[int, bytes]], width: int, used: list[int]
) -> Iterator[tuple[int, RegisterRow] | Refusal]:
    ahead: deque[tuple[int, bytes]] = deque()
    while True:
        number, line = ahead.popleft() if ahead else next(numbered, (0, b""))
        if not number:
            return
        if not line.strip():
            continue
        if b"\0" in line:
            yield Refusal(number, "LINE_HAS_NUL")
            continue
        try:
            cells = _cells(line)
        except UnicodeDecodeError:
            yield Refusal(number, "LINE_NOT_UTF8")
            continue
        except csv.Error:
            cells = _joined(line, ahead, numbered, width) if line.count(b'"') % 2 else None
        if cells is None or len(cells) != width:
            yield Refusal(number, "LINE_MALFORMED")
        else:
            yield number, RegisterRow(*[cells[index] for index in used])


def _joined(
    line: bytes,
    ahead: deque[tuple[int, bytes]],
    numbered: Iterator[tuple[int, bytes]],
    width: int,
) -> list[str] | None:
    """The cells of a row whose quoted field goes on in the next lines, which are then used up; else None."""
    joined = line
    for count in range(1, _MAX_LINES):
        if len(ahead) < count:
            following = next(numbered, None)
            if following is None:
                return None
            ahead.append(following)
        joined += ahead[count - 1][1]
        try:
            cells = _cells(joined)
        except (UnicodeDecodeError, csv.Error):
            continue
        if cells is not None and len(cells) == width:
            for _ in range(count):
                ahead.popleft()
            return cells
    return None


def _cells(line: bytes) -> list[str] | None:
    """The fields of one row. Raises UnicodeDecodeError, csv.Error for quotes that do not match."""
    text = line.decode("utf-8")
    return next(csv.reader([text], delimiter=";", strict=True), None)
