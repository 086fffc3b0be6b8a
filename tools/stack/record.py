"""What runs now, written to .state/run.json by the supervisor and read by every other command."""

from __future__ import annotations

import json
import os
import signal
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil


@dataclass(frozen=True, slots=True)
class Identity:
    """A process that no later process with the same number can be mistaken for."""

    pid: int
    started: float
    """Seconds since 1970, as the kernel tells them."""

    @staticmethod
    def of(pid: int) -> Identity | None:
        """The identity of a running process; None when it has ended."""
        try:
            return Identity(pid, psutil.Process(pid).create_time())
        except psutil.Error:
            return None

    def process(self) -> psutil.Process | None:
        """The process itself while it runs."""
        try:
            process = psutil.Process(self.pid)
            # The kernel's clock ticks are hundredths of a second.
            same = abs(process.create_time() - self.started) < 0.05
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.Error:
            return None


@dataclass(slots=True)
class ProcessRecord:
    """One process of the system."""

    state: str = "waiting"
    """waiting, starting, ready, restarting, stopping, stopped."""
    identity: Identity | None = None
    restarts: int = 0


@dataclass(slots=True)
class Record:
    """The whole system."""

    phase: str = "stopped"
    """starting, ready, stopping, stopped, failed."""
    supervisor: Identity | None = None
    step: str = ""
    """What is being done now, for people who wait."""
    error: str = ""
    base_url: str = ""
    ports: dict[str, int] = field(default_factory=dict[str, int])
    processes: dict[str, ProcessRecord] = field(default_factory=dict[str, ProcessRecord])

    @property
    def runs(self) -> bool:
        """Whether the supervisor that wrote this is still there."""
        return self.supervisor is not None and self.supervisor.process() is not None

    def left_over(self) -> list[psutil.Process]:
        """Processes of the system that still run although their supervisor does not."""
        found = [entry.identity.process() for entry in self.processes.values() if entry.identity]
        return [process for process in found if process is not None]

    def save(self, state: Path) -> None:
        """Writes run.json so that no reader ever sees half of it."""
        unfinished = state / f"run.json.{os.getpid()}"
        unfinished.write_text(json.dumps(asdict(self), indent=2) + "\n")
        unfinished.replace(state / "run.json")


def end_left_over(processes: list[psutil.Process], seconds: float = 10.0) -> None:
    """Ends processes whose supervisor was killed, PostgreSQL by its fast shutdown."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGINT if process.name() == "postgres" else signal.SIGTERM)
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=5)


def _identity(value: dict[str, Any] | None) -> Identity | None:
    return Identity(**value) if value else None


def load(state: Path) -> Record:
    """The record in the state directory `state`; an empty one when there is none or it cannot be read."""
    try:
        value = json.loads((state / "run.json").read_text())
        return Record(
            phase=value["phase"],
            supervisor=_identity(value["supervisor"]),
            step=value["step"],
            error=value["error"],
            base_url=value["base_url"],
            ports=value["ports"],
            processes={
                name: ProcessRecord(entry["state"], _identity(entry["identity"]), entry["restarts"])
                for name, entry in value["processes"].items()
            },
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return Record()
