"""The supervisor process of a checkout's system: `python -m tools.stack.system [PORT]`; `./sys up` runs it."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import TextIO

from tools.stack import checkout, health, ports, record, schema, secrets, services
from tools.stack.nats import Nats, NoNats
from tools.stack.ports import LOOPBACK
from tools.stack.postgres import NoPostgres, Postgres
from tools.stack.record import Identity, Record
from tools.stack.services import Service, Surroundings
from tools.stack.supervisor import StartFailed, Supervisor

EXPECTED = (StartFailed, NoPostgres, NoNats, secrets.SecretsLost, PermissionError)
"""Failures whose message is enough; others are shown with their trace."""
WHOLE_PROBE_SECONDS = 0.05
STATE_SECONDS = 1.0
"""Between two looks whether the state directory is still there."""


class System:
    """Everything one checkout runs."""

    def __init__(self, state: Path, port: int | None) -> None:
        self._state = state
        self._began = time.monotonic()
        previous = record.load(state)
        record.end_left_over(previous.left_over())
        wanted = previous.ports | ({"bff": port} if port else {})
        if port and not ports.is_free(port):
            raise StartFailed(f"port {port} is taken by another program")
        chosen = ports.choose(list(services.PORTS), wanted)
        self.record = Record(
            phase="starting",
            supervisor=Identity.of(os.getpid()),
            base_url=f"http://{LOOPBACK}:{chosen['bff']}",
            ports=chosen,
        )
        self.record.save(state)
        self._supervisor = Supervisor(state / "log", self._save)
        self._postgres: Postgres | None = None
        self._disowned = False

    def _save(self) -> None:
        self.record.processes = self._supervisor.records
        if not self._disowned:
            # A full disk must not keep the system from stopping.
            with contextlib.suppress(OSError):
                self.record.save(self._state)

    def step(self, text: str) -> None:
        """Tells what is being done now."""
        print(f"{time.monotonic() - self._began:6.2f} s  {text}", flush=True)
        self.record.step = text
        self._save()

    async def start(self) -> None:
        """Starts everything; returns when all services are ready."""
        keys = secrets.load_or_make(self._state)
        postgres = self._postgres = Postgres(self._state / "pg")
        nats = Nats(
            self._state / "nats",
            port=self.record.ports["nats"],
            monitor_port=self.record.ports["nats-monitor"],
            token=keys.nats_token,
        )
        around = Surroundings(postgres, nats, self.record.ports, keys, self._state)
        self.step("starting PostgreSQL and NATS")
        await self._supervisor.start(
            services.postgres_program(postgres), services.nats_program(nats)
        )
        self.step("migrating the databases")
        databases = [service.name for service in services.SERVICES if service.has_database]
        await asyncio.to_thread(postgres.create_databases, databases)
        await asyncio.gather(
            *(
                self._migrate(service, around)
                for service in services.SERVICES
                if service.has_database
                and not schema.is_current(postgres, service.name, services.versions(service))
            )
        )
        self.step("starting the services")
        await self._supervisor.start(
            *(services.program(service, around) for service in services.SERVICES)
        )
        self.step("waiting until the services reach each other")
        await asyncio.gather(*(self._whole(service) for service in services.SERVICES))
        self.record.phase = "ready"
        self.step("ready")

    async def _whole(self, service: Service) -> None:
        """Returns when the service reaches all the others: one that is ready may do its own part only."""
        if service.whole_path:
            is_whole = health.over_http(self.record.ports[service.name], service.whole_path)
            while not await is_whole():  # noqa: ASYNC110 - it is asked, it does not tell
                await asyncio.sleep(WHOLE_PROBE_SECONDS)

    async def _migrate(self, service: Service, around: Surroundings) -> None:
        await self._supervisor.run_to_end(
            f"{service.name}-migrate",
            services.command(service, "migrate"),
            services.environment(service, around),
            checkout.ROOT,
        )

    async def stop(self) -> None:
        """Stops everything in order."""
        if self.record.phase != "failed":
            self.record.phase = "stopping"
        self.step("stopping")
        await self._supervisor.stop()
        if self._postgres is not None:
            self._postgres.tidy()
        if self.record.phase != "failed":
            self.record.phase = "stopped"
        self.record.supervisor = None
        self.step("stopped")

    def fail(self, message: str) -> None:
        """Notes why the system does not run."""
        print(message, flush=True)
        self.record.phase = "failed"
        self.record.error = message
        self._save()

    def disown(self) -> None:
        """Writes no record any more: the state directory is another system's by now, or gone."""
        print("the state directory was removed: stopping", flush=True)
        self._disowned = True

    def kill(self) -> None:
        """Ends everything at once; for a second signal."""
        self._supervisor.kill()


def _holds(lock: TextIO) -> bool:
    """Whether the lock is still the one of the state directory."""
    try:
        return (checkout.STATE / "lock").stat().st_ino == os.fstat(lock.fileno()).st_ino
    except FileNotFoundError:
        return False


async def run(system: System, lock: TextIO) -> int:
    """Runs the system until a signal, or until its state directory is removed; returns the exit code."""
    asked_to_stop = asyncio.Event()

    def on_signal() -> None:
        if asked_to_stop.is_set():
            system.kill()
        asked_to_stop.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, on_signal)

    async def watch_state() -> None:
        while _holds(lock):  # noqa: ASYNC110 - the file system tells no event
            await asyncio.sleep(STATE_SECONDS)
        system.disown()
        asked_to_stop.set()

    watching = asyncio.create_task(watch_state())
    stopping = asyncio.create_task(asked_to_stop.wait())
    starting = asyncio.create_task(system.start())
    await asyncio.wait([starting, stopping], return_when=asyncio.FIRST_COMPLETED)
    code = 0
    if not starting.done():
        starting.cancel()
        await asyncio.wait([starting])
    elif (error := starting.exception()) is not None:
        code = 1
        if not isinstance(error, EXPECTED):
            traceback.print_exception(error)
        system.fail(str(error) if isinstance(error, EXPECTED) else repr(error))
    if code == 0:
        await stopping
    stopping.cancel()
    watching.cancel()
    await system.stop()
    return code


def main() -> int:
    """Takes the checkout's lock, so that there is one supervisor at most, and runs the system."""
    checkout.prepare_state(checkout.STATE)
    with (checkout.STATE / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("another supervisor runs in this checkout", file=sys.stderr)
            return checkout.ALREADY_RUNS
        try:
            system = System(checkout.STATE, int(sys.argv[1]) if len(sys.argv) > 1 else None)
        except EXPECTED as error:
            Record(phase="failed", error=str(error)).save(checkout.STATE)
            return 1
        return asyncio.run(run(system, lock))


if __name__ == "__main__":
    sys.exit(main())
