"""`./sys` as people call it, and the parts behind it that need no running system."""

import argparse
import base64
import json
import os
import shutil
import stat
import subprocess
import time
from pathlib import Path

import pytest

from services.bff.session import Sessions
from tools import __main__ as command
from tools import demo_marker, logs, status, token
from tools.stack import checkout, ports, private_place, schema, secrets, web
from tools.stack.record import Identity, ProcessRecord, Record
from tools.test import absolute


def sys_command(*words: str, cwd: Path = checkout.ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(checkout.ROOT / "sys"), *words], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_help_names_every_command():
    text = command.help_text()
    for one in command.COMMANDS:
        assert f"  {one.name} " in text
        assert one.help in text


def test_every_command_has_its_module():
    for one in command.COMMANDS:
        path = checkout.ROOT / (one.module.replace(".", "/") + ".py")
        assert "def run(" in path.read_text(), one.name


@pytest.mark.skipif(not (checkout.ROOT / ".venv/.installed").exists(), reason="not set up by ./sys")
def test_the_script_runs_from_any_directory_even_beside_other_tools(tmp_path: Path):
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "__init__.py").write_text("raise SystemExit('the wrong tools')")
    done = sys_command("help", cwd=tmp_path)
    assert done.returncode == 0
    assert "client database" in done.stdout


def test_an_unknown_command_is_refused_with_the_list(capsys):
    assert command.main(["star"]) == 2
    assert "there is no command 'star'" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "٣"])
def test_a_wrong_port_is_refused(port: str):
    with pytest.raises(argparse.ArgumentTypeError, match="is no port number"):
        command._port(port)


def test_the_bff_takes_a_token_of_the_command():
    key = base64.b64encode(os.urandom(32)).decode()
    session = Sessions(key).read_token(token.make(key, "Līga", time.time()))
    assert session.user == "Līga"
    assert session.roles == ("admin",)
    assert session.expires - time.time() == pytest.approx(30 * 86_400, abs=5)


def test_a_token_needs_a_system_that_was_started(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.setattr(checkout, "STATE", tmp_path)
    assert token.run(argparse.Namespace(user="admin")) == 1
    assert "`./sys up` makes them" in capsys.readouterr().err


def test_keys_are_made_once_and_for_their_owner_only(tmp_path: Path):
    made = secrets.load_or_make(tmp_path)
    assert secrets.load_or_make(tmp_path) == made == secrets.load(tmp_path)
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    assert len(base64.b64decode(made.personal_data_key)) == 32


def test_lost_keys_are_not_replaced_while_there_are_data(tmp_path: Path):
    (tmp_path / "pg").mkdir()
    with pytest.raises(secrets.SecretsLost):
        secrets.load_or_make(tmp_path)
    assert not (tmp_path / "secrets.json").exists()


def test_ports_are_kept_while_free_and_differ_between_checkouts():
    first = ports.choose(["bff", "clients"], {})
    assert ports.choose(["bff", "clients"], first) == first
    with ports.socket.create_server(("127.0.0.1", first["bff"])):
        second = ports.choose(["bff", "clients"], first)
    assert second["bff"] != first["bff"]
    assert second["clients"] == first["clients"]


def test_two_checkouts_never_share_a_socket_directory(tmp_path: Path):
    # Longer than a socket's path may be, so that both get a short one elsewhere.
    owners = [tmp_path / ("deep" * 30) / name for name in ("one", "two")]
    for owner in owners:
        owner.mkdir(parents=True)
    places = [private_place.socket_directory(owner, None) for owner in owners]
    assert places[0] != places[1]
    assert all(len(os.fsencode(place)) < 80 for place in places)


def test_a_socket_directory_that_somebody_else_has_made_is_refused(tmp_path: Path):
    (tmp_path / "theirs").symlink_to(tmp_path)
    with pytest.raises(PermissionError, match="belongs to another user"):
        private_place.make_private(tmp_path / "theirs", None)


def test_status_tells_what_is_not_ready(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.setattr(checkout, "STATE", tmp_path)
    assert status.run(argparse.Namespace()) == 3
    me = Identity.of(os.getpid())
    found = Record(phase="ready", supervisor=me, base_url="http://127.0.0.1:1")
    found.processes = {"clients": ProcessRecord("ready", me), "search": ProcessRecord("restarting")}
    found.save(tmp_path)
    assert status.run(argparse.Namespace()) == 1
    assert "restarting" in capsys.readouterr().out
    found.processes["search"].state = "ready"
    found.save(tmp_path)
    assert status.run(argparse.Namespace()) == 0


def test_logs_follow_a_file_that_turns_over(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.setattr(checkout, "LOGS", tmp_path)
    path = tmp_path / "clients.log"
    path.write_text("old\n")
    steps = iter(
        [
            lambda: path.open("a").write("one\n"),
            lambda: (path.rename(tmp_path / "clients.log.1"), path.write_text("two\n")),
            lambda: (tmp_path / "search.log").write_text("three\n"),
        ]
    )

    def while_runs() -> bool:
        step = next(steps, None)
        if step:
            step()
        return step is not None

    logs.follow([], lines=1, while_runs=while_runs, pause=0)
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        ["clients", "old"],
        ["clients", "one"],
        ["clients", "two"],
        ["search", "three"],
    ]


def test_paths_for_pytest_are_those_of_the_directory_the_user_is_in(tmp_path: Path, monkeypatch):
    (tmp_path / "test_x.py").touch()
    monkeypatch.chdir(tmp_path)
    assert absolute("test_x.py::test_a") == f"{tmp_path}/test_x.py::test_a"
    assert absolute("-k") == "-k"
    assert absolute("no_such_word") == "no_such_word"


def test_an_interrupted_filling_is_remembered(tmp_path: Path):
    assert not demo_marker.is_done(tmp_path)
    demo_marker.set_unfinished(tmp_path)
    assert demo_marker.is_unfinished(tmp_path)
    demo_marker.set_done(tmp_path)
    assert demo_marker.is_done(tmp_path)


def test_the_newest_revision_is_read_from_the_migrations(tmp_path: Path):
    (tmp_path / "0001_a.py").write_text('revision = "0001"\ndown_revision = None\n')
    (tmp_path / "0002_b.py").write_text('revision: str = "0002"\ndown_revision: str = "0001"\n')
    assert schema.newest(tmp_path) == {"0002"}


def test_the_page_is_built_anew_only_when_a_source_changes(tmp_path: Path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.tsx").write_text("1")
    (tmp_path / "dist").mkdir()
    before = web.sources_digest(tmp_path)
    (tmp_path / "dist" / "index.html").write_text("built")
    assert web.sources_digest(tmp_path) == before
    (tmp_path / "src" / "app.tsx").write_text("2")
    assert web.sources_digest(tmp_path) != before


def test_installed_packages_are_compared_with_the_lock(tmp_path: Path):
    def lock(path: Path, version: str) -> None:
        packages = {
            "": {"name": "sys-web"},
            "node_modules/react": {"version": version},
            "node_modules/for-another-system": {"version": "1.0.0", "optional": True},
        }
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"packages": packages}))

    lock(tmp_path / "package-lock.json", "19.3.1")
    assert not web.packages_fit(tmp_path)
    lock(tmp_path / "node_modules" / ".package-lock.json", "19.3.0")
    assert not web.packages_fit(tmp_path)
    lock(tmp_path / "node_modules" / ".package-lock.json", "19.3.1")
    assert web.packages_fit(tmp_path)


def test_the_bundled_node_serves_when_the_system_has_none(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    node, npm = web.node_programs()
    for program in (node, npm):
        answer = subprocess.run([*program, "--version"], capture_output=True, text=True, check=True)
        assert int(answer.stdout.lstrip("v").split(".")[0]) >= 10
