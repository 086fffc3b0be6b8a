"""The system as child processes on free ports: what a test may kill, freeze, empty and start again."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nats
from nats.js import JetStreamContext

from kit.db import Database
from kit.grpc_client import Peer
from tools.stack import checkout, ports, secrets, services
from tools.stack.health import Probe, over_grpc, over_http
from tools.stack.nats import Nats
from tools.stack.postgres import Postgres

READY_SECONDS = 90.0
NO_ANTI_ENTROPY = "86400"


class Part:
    """One service process, started as `./sys up` starts it; it stays down until started again."""

    def __init__(
        self, name: str, command: list[str], environment: dict[str, str], ready: Probe, log: Path
    ) -> None:
        self.name = name
        self.environment = environment
        self.dying: dict[str, str] = {}
        """More of it, by which a test makes the process die, also when it is started again."""
        self._command = command
        self._ready = ready
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, **environment: str) -> None:
        """Starts the process, with more environment when given, and returns when it is ready."""
        await self.launch(**environment)
        await self.ready()

    async def ready(self) -> None:
        """Returns when it says that it is ready."""
        async with asyncio.timeout(READY_SECONDS):
            while not await self._ready():
                assert self.is_running, (
                    f"{self.name} ended instead of getting ready:\n{self.tail()}"
                )
                await asyncio.sleep(0.05)

    async def launch(self, **environment: str) -> None:
        """Starts the process and waits for nothing."""
        assert not self.is_running, f"{self.name} runs already"
        with self._log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                cwd=checkout.ROOT,
                env=self.environment | environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def ended(self, within: float = READY_SECONDS) -> int:
        """The exit code, negative for a signal, once the process is over."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), within)

    async def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    async def stop(self) -> int:
        """Asks it to stop; the exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return await self.ended()

    async def restart(self, **environment: str) -> None:
        """kill -9 and a fresh start."""
        await self.kill()
        await self.start(**environment)

    def freeze(self) -> None:
        """SIGSTOP: alive and deaf."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def tail(self, lines: int = 30) -> str:
        """The end of its log."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-lines:])


class Stack:
    """PostgreSQL, NATS, clients and search, which knows of no invoices service.

    The bff, a second clients process and the services that have files run when a test starts them.
    """

    def __init__(self, state: Path) -> None:
        checkout.prepare_state(state)
        self._state = state
        keys = secrets.load_or_make(state)
        self.postgres = Postgres(state / "pg", durable=False)
        self.nats = Nats(state / "nats", token=keys.nats_token)
        names = [
            "clients",
            "invoices",
            "autogen",
            "visits",
            "documents",
            "galleries",
            "search",
            "bff",
            "second-clients",
        ]
        self._ports = dict(zip(names, ports.free_ports(len(names)), strict=True))
        self._around = services.Surroundings(self.postgres, self.nats, self._ports, keys, state)
        self._rows = {service.name: service for service in services.SERVICES}
        # Comparisons would heal what events must heal; tests that are about them turn them on.
        self.clients = self._part("clients")
        self.search = self._part("search", SEARCH_ANTI_ENTROPY_SECONDS=NO_ANTI_ENTROPY)
        self.bff = self._part("bff")
        self.documents = self._part("documents")
        self.galleries = self._part("galleries")
        self.second_clients = self._part(
            "clients", "second-clients", CLIENTS_LISTEN=self._around.address("second-clients")
        )
        self.index_directory = state / "index"
        self.files = Path(unquote(urlsplit(services.files_url(state)).path))
        self.is_lost = False
        """A test has left it so that `mend` does not help."""
        self._databases: dict[str, Database] = {}

    def _part(self, service: str, name: str = "", **environment: str) -> Part:
        name = name or service
        row = self._rows[service]
        port = self._ports[name]
        return Part(
            name,
            services.command(row, "serve"),
            services.environment(row, self._around) | environment,
            over_http(port, row.ready_path) if row.ready_path else over_grpc(port),
            self._state / "log" / f"{name}.log",
        )

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every service process."""
        return (*self.around_files, self.clients, self.search, self.second_clients)

    @property
    def around_files(self) -> tuple[Part, ...]:
        """Those that write or read files."""
        return (self.bff, self.documents, self.galleries)

    def peer(self, name: str) -> Peer:
        """A caller of a service."""
        return Peer(name, self._around.address(name))

    def database(self, name: str) -> Database:
        """A service's database, for looking at it past the service."""
        if name not in self._databases:
            self._databases[name] = Database(self.postgres.url(name), pool_size=2)
        return self._databases[name]

    @property
    def base_url(self) -> str:
        """Address of the bff."""
        return f"http://{self._around.address('bff')}"

    @property
    def token_key(self) -> str:
        """Signs the tokens that the bff takes."""
        return self._around.secrets.token_key

    @asynccontextmanager
    async def bus(self) -> AsyncIterator[JetStreamContext]:
        """JetStream over a connection that is not one of the system's."""
        client = await nats.connect(self.nats.url)
        try:
            yield client.jetstream()
        finally:
            await client.close()

    async def start(self) -> None:
        """Starts everything on empty databases."""
        await asyncio.gather(
            asyncio.to_thread(self.postgres.start), asyncio.to_thread(self.nats.start)
        )
        await asyncio.to_thread(self.postgres.create_databases, ["clients", "search"])
        await asyncio.gather(*(self._migrate(name) for name in ("clients", "search")))
        await self.clients.start()
        await self.search.start()

    async def start_files(self) -> None:
        """Starts what has to do with files, on empty databases the first time."""
        names = ["documents", "galleries"]
        await asyncio.to_thread(self.postgres.create_databases, names)
        await asyncio.gather(*(self._migrate(name) for name in names))
        await asyncio.gather(*(part.start() for part in self.around_files))

    async def check_files(self, part: Part) -> str:
        """What the command `check` of the service says."""
        process = await asyncio.create_subprocess_exec(
            *services.command(self._rows[part.name], "check"),
            cwd=checkout.ROOT,
            env=part.environment,
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await process.communicate()
        assert process.returncode == 0
        return said.decode()

    async def _migrate(self, name: str) -> None:
        row = self._rows[name]
        process = await asyncio.create_subprocess_exec(
            *services.command(row, "migrate"),
            cwd=checkout.ROOT,
            env=services.environment(row, self._around),
        )
        assert await process.wait() == 0, f"{name} migrate failed"

    async def kill_nats(self) -> None:
        """kill -9 of the bus."""
        await asyncio.to_thread(self.nats.kill)

    async def start_nats(self) -> None:
        """Starts the bus on what its directory holds."""
        await asyncio.to_thread(self.nats.start)

    def signal_nats(self, number: signal.Signals) -> None:
        """Sends the bus a signal: SIGSTOP, SIGCONT."""
        assert self.nats._server is not None
        os.kill(self.nats._server.pid, number)

    def give_nats_the_token(self, token: str) -> None:
        """Lets the running bus read a configuration with another token."""
        self.nats._token = token
        self.nats.prepare()
        self.signal_nats(signal.SIGHUP)

    async def mend(self) -> None:
        """Wakes what is frozen and starts what is down, as a test that failed may have left it."""
        if self.postgres._server is None:
            await asyncio.to_thread(self.postgres.start)
        if self.nats._server is None:
            await self.start_nats()
        self.signal_nats(signal.SIGCONT)
        for part in (self.clients, self.search):
            if part.is_running:
                part.thaw()
            else:
                await part.launch()
            await part.ready()

    async def restart_postgres(self) -> None:
        """Every connection of the services is cut."""
        await asyncio.to_thread(self.postgres.stop)
        await asyncio.to_thread(self.postgres.start)

    @property
    def streams(self) -> Path:
        """What the bus keeps on disk."""
        return self.nats.directory / "streams"

    async def stop(self) -> None:
        """Ends everything and removes it."""
        for part in self.parts:
            with suppress(ProcessLookupError, AssertionError):
                part.thaw()
            await part.kill()
        for database in self._databases.values():
            await database.close()
        await asyncio.to_thread(self.nats.remove)
        await asyncio.to_thread(self.postgres.remove)
        shutil.rmtree(self._state, ignore_errors=True)

    def logs(self) -> str:
        """The ends of all logs."""
        return "\n".join(
            f"--- {part.name}\n{part.tail()}" for part in self.parts if part._log.exists()
        )
