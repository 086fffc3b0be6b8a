"""The system that is measured: a private one in a temporary state directory, or a running one by its address."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench.figure import CannotMeasure
from bench.rest import Rest
from tools.stack import checkout, record
from tools.stack.ports import LOOPBACK
from tools.stack.postgres import Postgres

SEARCHABLE_SECONDS = 900.0
SHOWN_LINES = 15


@dataclass(frozen=True, slots=True)
class System:
    """A system that answers. `state` is None for one that somebody else has started."""

    url: str
    token: str
    addresses: Mapping[str, str] = field(default_factory=dict[str, str])
    """host:port of the services behind the bff by name, as far as they are known."""
    state: Path | None = None

    def rest(self) -> Rest:
        """A new connection."""
        return Rest(self.url, self.token)

    def address(self, service: str) -> str:
        """host:port of a service behind the bff; raises CannotMeasure when it is not known."""
        found = self.addresses.get(service)
        if found is None:
            raise CannotMeasure(f"needs --address {service}=HOST:PORT beside --url")
        return found

    def processes(self) -> dict[str, psutil.Process]:
        """The running processes by name; raises CannotMeasure for a system that somebody else has started."""
        if self.state is None:
            raise CannotMeasure("processes are known only of a system started here")
        entries = record.load(self.state).processes
        found = {
            name: entry.identity.process() for name, entry in entries.items() if entry.identity
        }
        return {name: process for name, process in found.items() if process is not None}

    def cpu(self) -> dict[str, float]:
        """Seconds of processor time each process has used; empty for a system that somebody else has started."""
        return (
            {}
            if self.state is None
            else {name: _cpu(process) for name, process in self.processes().items()}
        )

    def cpu_since(self, before: dict[str, float], per: int = 0) -> str:
        """Processor time since `before`, as text: unlike a duration it grows little when others are busy.

        In seconds, or with `per` in milliseconds for each of so many calls.
        """
        used = {
            name: (spent - before.get(name, 0.0)) * (1000 / per if per else 1)
            for name, spent in self.cpu().items()
        }
        told = ", ".join(f"{name} {spent:.2f}" for name, spent in used.items() if spent >= 0.05)
        return f"CPU: {told} {'ms a call' if per else 's'}" if told else ""

    def cpu_per_call(self, calls: Sequence[Callable[[], object]]) -> str:
        """Makes the calls and tells the processor time of each process for one of them."""
        before = self.cpu()
        for call in calls:
            call()
        return self.cpu_since(before, len(calls))

    def command(self, *words: str) -> str:
        """Runs `./sys WORDS` for the private system and returns what it prints; raises CannotMeasure when it fails."""
        if self.state is None:
            raise CannotMeasure("commands are run only for a system started here")
        return run_command(self.state, *words)


def _cpu(process: psutil.Process) -> float:
    """Seconds of processor time so far, with children that still run."""
    total = 0.0
    for one in [process, *process.children(recursive=True)]:
        with contextlib.suppress(psutil.Error):
            spent = one.cpu_times()
            total += spent.user + spent.system
    return total


def run_command(state: Path, *words: str) -> str:
    """Runs one command of `./sys` for the system kept in `state`; returns its output."""
    environment = {
        **os.environ,
        "SYS_STATE_DIR": str(state),
        "PYTHONPATH": f"{checkout.ROOT}{os.pathsep}{checkout.ROOT / 'proto'}",
    }
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tools", *words],
        cwd=checkout.ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        end = (done.stdout + done.stderr).strip().splitlines()[-SHOWN_LINES:]
        raise CannotMeasure(
            f"./sys {' '.join(words)} ended with {done.returncode}: " + "\n".join(end)
        )
    return done.stdout


@contextlib.contextmanager
def private_system(clients: int) -> Generator[System]:
    """A system of its own with that many demo clients, all searchable; stopped and removed at the end."""
    state = Path(tempfile.mkdtemp(prefix="sys-bench-"))
    try:
        run_command(state, "up", "--detach", "--empty")
        ports = record.load(state).ports
        system = System(
            url=f"http://{LOOPBACK}:{ports['bff']}",
            token=run_command(state, "token").strip(),
            addresses={name: f"{LOOPBACK}:{port}" for name, port in ports.items()},
            state=state,
        )
        if clients:
            system.command("seed", "--clients", str(clients))
            wait_until_searchable(system, clients)
        yield system
    finally:
        with contextlib.suppress(CannotMeasure):
            run_command(state, "down")
        Postgres(state / "pg").remove()
        shutil.rmtree(state, ignore_errors=True)


def wait_until_searchable(
    system: System, clients: int, seconds: float = SEARCHABLE_SECONDS
) -> None:
    """Returns when the catalogue holds that many clients and has nothing waiting; raises CannotMeasure."""
    rest = system.rest()
    deadline = time.monotonic() + seconds
    status: dict[str, object] = {}
    while time.monotonic() < deadline:
        status = rest.json("/api/catalogue/status")
        if int(str(status["clients"])) >= clients and status["pending"] == 0:
            return
        time.sleep(0.05)
    raise CannotMeasure(f"not {clients} clients searchable within {seconds:.0f} s: {status}")
