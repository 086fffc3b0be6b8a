"""A process's log on the disk: bounded in size, the older part kept beside it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

LIMIT_BYTES = 10 * 1024 * 1024
OLDER_FILES = 2


class LogFile:
    """Appends; at LIMIT_BYTES `x.log` becomes `x.log.1`, that one `x.log.2`, and the oldest goes."""

    def __init__(self, path: Path, limit: int = LIMIT_BYTES) -> None:
        self._path = path
        self._limit = limit
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab", buffering=0)

    def write(self, text: bytes) -> None:
        """Appends; a full disk loses log lines, not the process that writes them."""
        with suppress(OSError):
            if self._file.tell() > self._limit and text:
                self._turn()
            self._file.write(text)

    def _turn(self) -> None:
        self._file.close()
        for number in range(OLDER_FILES, 0, -1):
            newer = self._path.with_name(
                f"{self._path.name}.{number - 1}" if number > 1 else self._path.name
            )
            with suppress(FileNotFoundError):
                newer.replace(self._path.with_name(f"{self._path.name}.{number}"))
        self._file = self._path.open("ab", buffering=0)

    def close(self) -> None:
        """Ends writing."""
        self._file.close()


def tail(path: Path, lines: int) -> list[str]:
    """The last lines of a log; none when it does not exist."""
    try:
        with path.open("rb") as file:
            file.seek(0, 2)
            size = file.tell()
            file.seek(max(0, size - lines * 400))
            text = file.read().decode(errors="replace").splitlines()
    except FileNotFoundError:
        return []
    return text[-lines:]
