"""`./sys logs`: shows what the processes have written, each line with its process in front."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from tools import progress
from tools.stack import checkout
from tools.stack.log_file import tail

COLOURS = (36, 32, 35, 34, 33, 96, 92, 95, 94)


def run(arguments: argparse.Namespace) -> int:
    """Returns 0, or 1 when a named process has no log."""
    missing = [name for name in arguments.service if not checkout.log_file(name).exists()]
    if missing:
        known = ", ".join(path.stem for path in sorted(checkout.LOGS.glob("*.log")))
        progress.say(f"sys: no log of {', '.join(missing)}; there are: {known or 'none yet'}")
        return 1
    if arguments.follow:
        follow(arguments.service, lines=arguments.lines)
    for path in _files(arguments.service):
        for line in tail(path, arguments.lines):
            _show(path.stem, line)
    return 0


def _files(names: list[str]) -> list[Path]:
    if names:
        return [checkout.log_file(name) for name in names]
    return sorted(checkout.LOGS.glob("*.log"))


def _show(name: str, line: str) -> None:
    front = f"{name:<10} "
    if sys.stdout.isatty():
        front = f"\033[{COLOURS[sum(name.encode()) % len(COLOURS)]}m{front}\033[0m"
    print(front + line, flush=True)


class _Follower:
    """Reads the whole lines that are added to one log, through its turning over."""

    def __init__(self, path: Path, *, from_start: bool) -> None:
        self._path = path
        self._file: IO[bytes] = path.open("rb")
        self._rest = b""
        if not from_start:
            self._file.seek(0, 2)

    def lines(self) -> list[str]:
        """What has come since the last call."""
        text = self._rest + self._file.read()
        if self._turned():
            text += self._file.read()
            self._file.close()
            self._file = self._path.open("rb")
        *whole, self._rest = text.split(b"\n")
        return [line.decode(errors="replace") for line in whole]

    def _turned(self) -> bool:
        try:
            return self._path.stat().st_ino != os.fstat(self._file.fileno()).st_ino
        except FileNotFoundError:
            return False


def follow(
    names: list[str],
    *,
    lines: int,
    while_runs: Callable[[], bool] = lambda: True,
    pause: float = 0.1,
) -> None:
    """Shows the last lines and then what comes, until `while_runs` says no or the user ends it."""
    followers: dict[Path, _Follower] = {}
    for path in _files(names):
        for line in tail(path, lines) if lines else []:
            _show(path.stem, line)
        followers[path] = _Follower(path, from_start=False)
    while True:
        runs = while_runs()
        for path in _files(names):
            if path not in followers:
                followers[path] = _Follower(path, from_start=True)
            for line in followers[path].lines():
                _show(path.stem, line)
        if not runs:
            return
        time.sleep(pause)
