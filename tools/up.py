"""`./sys up`: builds what is missing, starts the supervisor, waits until all is ready, fills an empty system."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time

from tools import demo_marker, logs, progress, stopping
from tools.stack import checkout, record, web
from tools.stack.child import command_line
from tools.stack.record import Record

READY_SECONDS = 180.0


class NotStarted(Exception):
    """The system did not come up; the message says why."""


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when the system is up (or, without --detach, was stopped by Ctrl-C)."""
    running = record.load(checkout.STATE)
    if running.runs:
        return _already_up(running, arguments)
    _build_web()
    try:
        _start(arguments.port, detach=arguments.detach)
        found = _wait_until_ready()
        if not arguments.empty:
            _fill_when_empty()
    except NotStarted as error:
        progress.say(f"sys: {error}")
        stopping.stop()
        return 1
    except KeyboardInterrupt:
        progress.say("sys: stopping")
        stopping.stop()
        return 130
    print(found.base_url, flush=True)
    return 0 if arguments.detach else _follow()


def _already_up(running: Record, arguments: argparse.Namespace) -> int:
    if arguments.port and arguments.port != running.ports.get("bff"):
        progress.say(
            f"sys: already up at {running.base_url}; `./sys down` first to change the port"
        )
        return 1
    try:
        found = _wait_until_ready()
        if not arguments.empty:
            _fill_when_empty()
    except NotStarted as error:
        progress.say(f"sys: {error}")
        return 1
    print(found.base_url, flush=True)
    return 0


def _build_web() -> None:
    try:
        web.build()
    except web.WebBuildFailed as error:
        # The API is whole without the page, and so may be the page built last time.
        progress.say(f"sys: {error}\nsys: going on without a fresh web page")


def _start(port: int | None, *, detach: bool) -> None:
    """Runs the supervisor in a session of its own; without --detach it ends with this process."""
    checkout.prepare_state(checkout.STATE)
    # An old failure must not be taken for the new start's.
    if (previous := record.load(checkout.STATE)).phase in {"failed", "ready"}:
        previous.phase = "stopped"
        previous.save(checkout.STATE)
    command = [sys.executable, "-m", "tools.stack.system", *([str(port)] if port else [])]
    with checkout.log_file("supervisor").open("ab") as output:
        process = subprocess.Popen(
            command if detach else command_line(command),
            cwd=checkout.ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    while True:
        found = record.load(checkout.STATE)
        if found.phase == "failed":
            raise NotStarted(found.error)
        if found.supervisor is not None and found.supervisor.pid == process.pid:
            return
        if process.poll() == checkout.ALREADY_RUNS:
            # Somebody else's `up` was a moment faster; that system is awaited.
            return
        if process.poll() is not None:
            raise NotStarted(f"the supervisor ended at once; see {checkout.log_file('supervisor')}")
        time.sleep(0.02)


def _wait_until_ready() -> Record:
    """The record of the system once every service is ready; raises NotStarted."""
    deadline = time.monotonic() + READY_SECONDS
    with progress.step("starting the system") as tell:
        while time.monotonic() < deadline:
            found = record.load(checkout.STATE)
            if found.phase == "ready":
                return found
            if found.phase == "failed":
                raise NotStarted(found.error)
            if not found.runs:
                raise NotStarted(f"the supervisor has ended; see {checkout.log_file('supervisor')}")
            waiting = [name for name, entry in found.processes.items() if entry.state != "ready"]
            tell(f"{found.step} {', '.join(waiting)}")
            time.sleep(0.05)
    raise NotStarted(f"not ready within {READY_SECONDS:.0f} s; see `./sys status` and `./sys logs`")


def _fill_when_empty() -> None:
    """Has the demo data added when there are no clients; a process of its own, as most starts need nothing of its modules."""
    if not demo_marker.is_done(checkout.STATE):
        command = [sys.executable, "-P", "-m", "tools", "seed", "--when-empty"]
        # Its stdout is not ours: the last line printed there is the address.
        subprocess.run(command, stdout=sys.stderr, check=False)


def _follow() -> int:
    """Shows the logs until Ctrl-C or the end of the system, which then stops."""
    try:
        logs.follow([], lines=0, while_runs=lambda: record.load(checkout.STATE).runs)
    except KeyboardInterrupt:
        progress.say("")
        return stopping.stop()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return stopping.stop()
    progress.say("sys: the system has stopped")
    return 1
