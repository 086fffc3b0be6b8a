"""The whole start and stop with real PostgreSQL and NATS, and a small program in the place of the services."""

import asyncio
import os
import shutil
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest

from tests.waiting import until
from tools.stack import checkout, child, ports, record, services
from tools.stack.postgres import Postgres
from tools.stack.services import Service
from tools.stack.supervisor import StartFailed
from tools.stack.system import System, run

WEB_SERVER = """
import http.server, pathlib, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        alone = self.path == "/whole" and not pathlib.Path(sys.argv[2]).exists()
        self.send_response(503 if alone else 200); self.end_headers()
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""


@pytest.fixture
def others(tmp_path: Path) -> Path:
    """A file that stands for the other services: the small one reaches them while it is there."""
    place = tmp_path / "others"
    place.touch()
    return place


@pytest.fixture
def small_service(monkeypatch, others: Path):
    """One row instead of three: a page that answers, with a database whose migration leaves a table."""
    seen: dict[str, str] = {}

    def settings(around: services.Surroundings) -> dict[str, str]:
        seen["port"] = str(around.ports["bff"])
        return {"PAGE_DATABASE_URL": around.postgres.url("bff"), "PAGE_NATS_URL": around.nats.url}

    def command(service: Service, verb: str) -> list[str]:
        if verb == "migrate":
            script = "import os, psycopg; psycopg.connect(os.environ['PAGE_DATABASE_URL'].replace('+psycopg', '')).close()"
            return child.command_line([sys.executable, "-c", script])
        return child.command_line([sys.executable, "-c", WEB_SERVER, seen["port"], str(others)])

    row = Service("bff", settings, ready_path="/", whole_path="/whole")
    monkeypatch.setattr(services, "SERVICES", (row,))
    monkeypatch.setattr(services, "PORTS", ("nats", "nats-monitor", "bff"))
    monkeypatch.setattr(services, "command", command)


@asynccontextmanager
async def started(state: Path, *, remove: bool = True):
    checkout.prepare_state(state)
    system = System(state, None)
    try:
        await system.start()
        yield system
    finally:
        await system.stop()
        if remove:
            Postgres(state / "pg").remove()


@pytest.mark.usefixtures("small_service")
async def test_everything_starts_is_written_down_and_stops(tmp_path: Path):
    state = tmp_path / "state"
    async with started(state, remove=False):
        found = record.load(state)
        assert found.phase == "ready"
        assert found.runs
        assert list(found.processes) == ["postgres", "nats", "bff"]
        assert {entry.state for entry in found.processes.values()} == {"ready"}
        running = [psutil.Process(entry.identity.pid) for entry in found.processes.values()]
    assert not any(process.is_running() for process in running)
    assert record.load(state).phase == "stopped"
    async with started(state):
        assert record.load(state).ports == found.ports
        assert record.load(state).base_url == found.base_url


@pytest.mark.usefixtures("small_service")
@pytest.mark.parametrize("name", ["postgres", "nats", "bff"])
async def test_any_process_killed_comes_back(tmp_path: Path, name: str):
    async with started(tmp_path / "state") as system:
        entry = system.record.processes[name]
        os.kill(entry.identity.pid, signal.SIGKILL)
        await until(lambda: entry.restarts == 1 and entry.state == "ready")


@pytest.mark.usefixtures("small_service")
async def test_two_checkouts_run_side_by_side(tmp_path: Path):
    async with started(tmp_path / "one") as one, started(tmp_path / "two") as two:
        assert not set(one.record.ports.values()) & set(two.record.ports.values())


@pytest.mark.usefixtures("small_service")
async def test_a_system_is_ready_when_its_services_reach_each_other(tmp_path: Path, others: Path):
    await asyncio.to_thread(others.unlink)
    checkout.prepare_state(tmp_path / "state")
    system = System(tmp_path / "state", None)
    starting = asyncio.create_task(system.start())
    try:
        await until(lambda: "reach each other" in system.record.step)
        assert system.record.processes["bff"].state == "ready"
        assert system.record.phase == "starting"
        await asyncio.to_thread(others.touch)
        await asyncio.wait_for(starting, 30)
        assert system.record.phase == "ready"
    finally:
        starting.cancel()
        await system.stop()
        Postgres(tmp_path / "state" / "pg").remove()


def test_a_wanted_port_that_is_taken_is_refused(tmp_path: Path):
    with ports.socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(StartFailed, match=f"port {port} is taken"):
            System(tmp_path, port)


@pytest.mark.usefixtures("small_service")
async def test_a_failed_migration_stops_the_start_and_is_quoted(tmp_path: Path, monkeypatch):
    failing = child.command_line([sys.executable, "-c", "raise SystemExit('no such column')"])
    monkeypatch.setattr(services, "command", lambda service, verb: failing)
    with pytest.raises(StartFailed, match="no such column"):
        async with started(tmp_path / "state"):
            pass
    assert record.load(tmp_path / "state").left_over() == []


@pytest.mark.usefixtures("small_service")
async def test_removing_the_state_directory_ends_the_system(tmp_path: Path, monkeypatch):
    state = tmp_path / "state"
    monkeypatch.setattr(checkout, "STATE", state)
    monkeypatch.setattr("tools.stack.system.STATE_SECONDS", 0.05)
    checkout.prepare_state(state)
    with (state / "lock").open("w") as lock:
        system = System(state, None)
        running = asyncio.create_task(run(system, lock))
        await until(lambda: system.record.phase == "ready")
        processes = [psutil.Process(e.identity.pid) for e in system.record.processes.values()]
        place = Postgres(state / "pg").place
        shutil.rmtree(state)
        assert await asyncio.wait_for(running, 30) == 0
    assert not any(process.is_running() for process in processes)
    assert not (state / "run.json").exists()
    shutil.rmtree(place, ignore_errors=True)
