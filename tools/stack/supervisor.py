"""Keeps programs running: starts them in stages, restarts what crashes, stops them in reverse order."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tools.stack.health import Probe
from tools.stack.log_file import LogFile, tail
from tools.stack.record import Identity, ProcessRecord

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0
STEADY_SECONDS = 20.0
"""After running this long a program's next crash is a new story, with the first pause again."""
STARTS_BEFORE_GIVING_UP = 3
PROBE_SECONDS = 5.0
START_PROBE_SECONDS = 0.08


class StartFailed(Exception):
    """A program did not become ready; the message holds the end of its log."""


@dataclass(frozen=True, slots=True)
class Program:
    """One program to keep running."""

    name: str
    command: Callable[[], list[str]]
    """Asked at every start, after `prepare`."""
    is_ready: Probe
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    directory: Path = Path("/")
    prepare: Callable[[], None] | None = None
    """Blocking work before every start; it runs in a thread."""
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 20.0
    ready_seconds: float = 90.0
    restart_when_unready_for: float | None = None
    """Seconds after which a program that runs but is not ready any more is started again; None: never."""


class Keeper:
    """Keeps one program running until told to stop."""

    def __init__(self, program: Program, log: LogFile, changed: Callable[[], None]) -> None:
        self.program = program
        self.record = ProcessRecord()
        self.ready = asyncio.Event()
        self.given_up = asyncio.Event()
        self._log = log
        self._changed = changed
        self._process: Process | None = None
        self._stop = asyncio.Event()
        self._task = asyncio.create_task(self._run(), name=program.name)

    def _set(self, state: str) -> None:
        self.record.state = state
        self._changed()

    async def _run(self) -> None:
        pause = FIRST_PAUSE
        while not self._stop.is_set():
            began = time.monotonic()
            code = await self._run_once()
            self.record.identity = None
            if self._stop.is_set():
                break
            self._log.write(f"-- {self.program.name} ended: {_ending(code)}\n".encode())
            self.record.restarts += 1
            if not self.ready.is_set() and self.record.restarts >= STARTS_BEFORE_GIVING_UP:
                self.given_up.set()
                break
            self._set("restarting")
            if time.monotonic() - began > STEADY_SECONDS:
                pause = FIRST_PAUSE
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        self._set("stopped")

    async def _run_once(self) -> int:
        """Runs the program to its end and returns its exit code (negative: the signal)."""
        self._set("starting")
        try:
            if self.program.prepare:
                await asyncio.to_thread(self.program.prepare)
            process = await asyncio.create_subprocess_exec(
                *self.program.command(), cwd=self.program.directory, env=self.program.environment,
                stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, start_new_session=True,
            )  # fmt: skip
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs in the log and is tried again
            self._log.write(f"-- {self.program.name} cannot start: {error}\n".encode())
            return 127
        self._process = process
        self.record.identity = Identity.of(process.pid)
        self._changed()
        if self._stop.is_set():
            _signal(process, self.program.stop_signal)
        side_tasks = [
            asyncio.create_task(self._copy_output(process)),
            asyncio.create_task(self._watch(process)),
        ]
        try:
            return await process.wait()
        finally:
            # A grandchild may hold the pipe open: what is there is read, but nobody waits for its end.
            await asyncio.wait(side_tasks[:1], timeout=0.5)
            for task in side_tasks:
                task.cancel()

    async def _copy_output(self, process: Process) -> None:
        output = process.stdout
        while output is not None and (text := await output.read(65_536)):
            self._log.write(text)

    async def _watch(self, process: Process) -> None:
        """Notes when the program becomes ready, and ends it when it is unready for too long."""
        last_ready = time.monotonic()
        was_ready = False
        limit = self.program.ready_seconds
        while True:
            if await self.program.is_ready():
                last_ready = time.monotonic()
                if not was_ready:
                    was_ready = True
                    self.ready.set()
                    self._set("ready")
                    limit = self.program.restart_when_unready_for or float("inf")
            elif time.monotonic() - last_ready > limit:
                self._log.write(
                    f"-- {self.program.name} is not ready for {limit:.0f} s: ended\n".encode()
                )
                _signal(process, signal.SIGKILL)
                return
            await asyncio.sleep(PROBE_SECONDS if was_ready else START_PROBE_SECONDS)

    async def stop(self) -> None:
        """Asks the program to end, and kills it with all its children when it takes too long."""
        self._stop.set()
        if self._process is not None and self._process.returncode is None:
            self._set("stopping")
            _signal(self._process, self.program.stop_signal)
        done, _ = await asyncio.wait([self._task], timeout=self.program.stop_seconds)
        if not done:
            self.kill()
            self._task.cancel()
            await asyncio.wait([self._task], timeout=5)
        self._set("stopped")
        self._log.close()

    def kill(self) -> None:
        """Ends the program at once, with its children."""
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)


class Supervisor:
    """Keeps several programs running; `changed` is called whenever a state in `records` has changed."""

    def __init__(self, logs: Path, changed: Callable[[], None] = lambda: None) -> None:
        self._logs = logs
        self._changed = changed
        self._stages: list[list[Keeper]] = []

    @property
    def records(self) -> dict[str, ProcessRecord]:
        """The state of every program started so far."""
        return {keeper.program.name: keeper.record for stage in self._stages for keeper in stage}

    def _log_path(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    async def start(self, *programs: Program) -> None:
        """Starts the programs of one stage side by side; returns when all are ready, raises StartFailed when one gives up."""
        stage = [
            Keeper(program, LogFile(self._log_path(program.name)), self._changed)
            for program in programs
        ]
        self._stages.append(stage)
        await asyncio.gather(*(self._wait_for(keeper) for keeper in stage))

    async def _wait_for(self, keeper: Keeper) -> None:
        waiting = [
            asyncio.create_task(keeper.ready.wait()),
            asyncio.create_task(keeper.given_up.wait()),
        ]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()
        if not keeper.ready.is_set():
            raise StartFailed(self._explain(keeper.program.name, "did not start"))

    async def run_to_end(
        self, name: str, command: list[str], environment: Mapping[str, str], directory: Path
    ) -> None:
        """Runs a program that ends by itself, such as a migration; raises StartFailed when it fails."""
        log = LogFile(self._log_path(name))
        try:
            process = await asyncio.create_subprocess_exec(
                *command, cwd=directory, env=environment, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT,
                start_new_session=True,
            )  # fmt: skip
            output, _ = await process.communicate()
            log.write(output)
        finally:
            log.close()
        if process.returncode != 0:
            raise StartFailed(self._explain(name, f"failed ({_ending(process.returncode or 0)})"))

    def _explain(self, name: str, what: str) -> str:
        path = self._log_path(name)
        return "\n".join([f"{name} {what}; the end of {path}:", *tail(path, 25)])

    async def stop(self) -> None:
        """Stops the stages in reverse order, each one's programs side by side."""
        for stage in reversed(self._stages):
            await asyncio.gather(*(keeper.stop() for keeper in stage))

    def kill(self) -> None:
        """Ends everything at once."""
        for stage in self._stages:
            for keeper in stage:
                keeper.kill()


def _signal(process: Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(number)


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
