"""The supervisor with real small child processes."""

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest

from tests.waiting import until
from tools.stack import checkout, child, health, ports
from tools.stack.log_file import LogFile, tail
from tools.stack.record import Identity, ProcessRecord, Record, end_left_over, load
from tools.stack.supervisor import Program, StartFailed, Supervisor

# A small HTTP server; it writes to a file when it starts and when it is asked to end.
SERVER = """
import signal, sys, http.server
name, port, journal = sys.argv[1], int(sys.argv[2]), sys.argv[3]
def note(text):
    with open(journal, "a") as file: file.write(f"{text} {name}\\n")
def end(*_):
    note("end"); sys.exit(0)
signal.signal(signal.SIGTERM, end)
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
note("start"); print("hello from", name, flush=True)
http.server.HTTPServer(("127.0.0.1", port), Answer).serve_forever()
"""


def server(name: str, journal: Path, **options) -> Program:
    port = ports.free_ports(1)[0]
    command = child.command_line([sys.executable, "-c", SERVER, name, str(port), str(journal)])
    return Program(
        name, lambda: command, health.over_http(port, "/"), environment=dict(os.environ), **options
    )


@asynccontextmanager
async def running(logs: Path, *stages: list[Program]):
    supervisor = Supervisor(logs)
    try:
        for stage in stages:
            await supervisor.start(*stage)
        yield supervisor
    finally:
        await supervisor.stop()


async def test_stages_start_in_order_and_stop_in_reverse(tmp_path: Path):
    journal = tmp_path / "journal"
    async with running(tmp_path, [server("database", journal)], [server("service", journal)]) as it:
        assert [record.state for record in it.records.values()] == ["ready", "ready"]
    assert journal.read_text().splitlines() == [
        "start database", "start service", "end service", "end database",
    ]  # fmt: skip
    assert tail(tmp_path / "service.log", 5) == ["hello from service"]


async def test_a_killed_program_is_started_again(tmp_path: Path):
    journal = tmp_path / "journal"
    async with running(tmp_path, [server("service", journal)]) as it:
        record = it.records["service"]
        first = record.identity.pid
        os.kill(first, signal.SIGKILL)
        await until(lambda: record.restarts == 1 and record.state == "ready")
        assert record.identity.pid != first
    assert "-- service ended: signal SIGKILL" in tail(tmp_path / "service.log", 5)


async def test_a_program_that_cannot_start_is_given_up_with_its_last_words(tmp_path: Path):
    command = child.command_line([sys.executable, "-c", "raise SystemExit('no database')"])
    broken = Program(
        "broken", lambda: command, health.over_http(1, "/"), environment=dict(os.environ)
    )
    supervisor = Supervisor(tmp_path)
    with pytest.raises(StartFailed, match=r"broken did not start(.|\n)*no database"):
        await supervisor.start(broken)
    await supervisor.stop()
    assert supervisor.records["broken"].restarts == 3


async def test_a_program_deaf_to_the_stop_signal_is_killed_with_its_children(tmp_path: Path):
    script = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(grandchild.pid, flush=True)
time.sleep(600)
"""
    log = tmp_path / "deaf.log"

    async def has_spoken() -> bool:
        return bool(tail(log, 1))

    deaf = Program(
        "deaf",
        lambda: child.command_line([sys.executable, "-c", script]),
        has_spoken,
        environment=dict(os.environ),
        stop_seconds=0.3,
    )
    async with running(tmp_path, [deaf]) as it:
        pids = [it.records["deaf"].identity.pid, int(tail(log, 1)[0])]
    await until(lambda: not any(_lives(pid) for pid in pids))


async def test_a_program_that_stays_unready_is_started_again(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("tools.stack.supervisor.PROBE_SECONDS", 0.05)
    journal = tmp_path / "journal"
    well = True

    async def is_ready() -> bool:
        return well

    program = server("service", journal, restart_when_unready_for=0.3)
    sick = Program(**{**_fields(program), "is_ready": is_ready})
    async with running(tmp_path, [sick]) as it:
        well = False
        await until(lambda: it.records["service"].restarts == 1)
        well = True
        await until(lambda: it.records["service"].state == "ready")


async def test_stopping_does_not_wait_for_the_pause_before_a_restart(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("tools.stack.supervisor.FIRST_PAUSE", 60.0)
    async with running(tmp_path, [server("service", tmp_path / "journal")]) as it:
        record = it.records["service"]
        os.kill(record.identity.pid, signal.SIGKILL)
        await until(lambda: record.state == "restarting")
    assert record.state == "stopped"


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux does this")
def test_children_end_when_their_supervisor_is_killed(tmp_path: Path):
    script = f"""
import subprocess, sys, time
from tools.stack import child
print(subprocess.Popen(child.command_line([sys.executable, "-c", {SERVER!r}, "orphan",
    "{ports.free_ports(1)[0]}", {str(tmp_path / "journal")!r}])).pid, flush=True)
time.sleep(600)
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(checkout.ROOT)}
    )  # fmt: skip
    pid = int(parent.stdout.readline())
    assert _lives(pid)
    parent.kill()
    parent.wait()
    asyncio.run(until(lambda: not _lives(pid)))


def test_processes_without_a_supervisor_are_found_and_ended(tmp_path: Path):
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    stranger = Identity(os.getpid(), 1.0)
    processes = {
        "left": ProcessRecord("ready", Identity.of(left.pid)),
        "number used again": ProcessRecord("ready", stranger),
    }
    Record(phase="ready", supervisor=stranger, processes=processes).save(tmp_path)

    found = load(tmp_path)
    assert not found.runs
    assert [process.pid for process in found.left_over()] == [left.pid]
    end_left_over(found.left_over())
    assert not _lives(left.pid)
    left.wait()


def test_a_record_cut_short_counts_as_none(tmp_path: Path):
    (tmp_path / "run.json").write_text('{"phase": "rea')
    assert load(tmp_path) == Record()


def test_logs_stay_within_their_bounds(tmp_path: Path):
    log = LogFile(tmp_path / "x.log", limit=1000)
    for number in range(500):
        log.write(f"line {number}\n".encode())
    log.close()
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["x.log", "x.log.1", "x.log.2"]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 3100
    assert tail(tmp_path / "x.log", 2) == ["line 498", "line 499"]


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _fields(program: Program) -> dict:
    return {name: getattr(program, name) for name in Program.__dataclass_fields__}
