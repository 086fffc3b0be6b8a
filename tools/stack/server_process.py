"""Starts a server in the background of this process, waits until it answers, and stops it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path


class NotReady(Exception):
    """A server ended or stayed silent instead of becoming ready; the message holds the end of its log."""


class ServerProcess:
    """One running server whose output goes to a file."""

    def __init__(self, name: str, command: list[str], log: Path) -> None:
        self.name = name
        self._log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            # "/" because the server may run as a user who cannot enter the current directory.
            self._process = subprocess.Popen(
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process id of the server itself."""
        return self._process.pid

    def wait_until(self, is_ready: Callable[[], bool], seconds: float = 60.0) -> None:
        """Returns when `is_ready`; raises NotReady when the server ends or the time is over."""
        deadline = time.monotonic() + seconds
        while not is_ready():
            if self._process.poll() is not None:
                raise NotReady(
                    f"{self.name} ended with {self._process.returncode}:\n{self._log_tail()}"
                )
            if time.monotonic() > deadline:
                self.stop(signal.SIGKILL)
                raise NotReady(
                    f"{self.name} was not ready within {seconds:.0f} s:\n{self._log_tail()}"
                )
            time.sleep(0.03)

    def stop(self, with_signal: signal.Signals = signal.SIGTERM, seconds: float = 20.0) -> None:
        """Asks the server to stop and kills it when it does not within `seconds`."""
        if self._process.poll() is None:
            self._process.send_signal(with_signal)
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process.wait()

    def kill(self) -> None:
        """Ends the server at once, as a crash would."""
        os.kill(self.pid, signal.SIGKILL)
        self._process.wait()

    def _log_tail(self) -> str:
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-15:])
