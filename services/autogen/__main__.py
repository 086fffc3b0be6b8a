"""python -m services.autogen serve | migrate | run: the only place where everything is joined."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import date
from pathlib import Path

from kit import bus
from kit.db import Database, translate_database_error
from kit.errors import Unavailable
from kit.grpc_client import Peer
from kit.grpc_server import Server, run_until_stopped
from kit.logs import configure_logs
from kit.memory import configure_memory, give_back_regularly
from kit.metrics import start_metrics
from kit.migrations import migrate
from kit.relay import Relay
from kit.trace import configure_tracing
from services.autogen.events import STREAM
from services.autogen.generator.run import Generator
from services.autogen.model.tables import OUTBOX
from services.autogen.peers import Clients, Invoices
from services.autogen.scheduler import Scheduler
from services.autogen.servicer import AutogenServicer
from services.autogen.servicer.desk import Desk
from services.autogen.settings import Settings
from sysapi.autogen.v1.autogen_service_pb2_grpc import add_AutogenServiceServicer_to_server


def generator(settings: Settings) -> Generator:
    """What makes invoices."""
    return Generator(
        Database(settings.database_url),
        Invoices(Peer("invoices", settings.invoices_address)),
        Clients(Peer("clients", settings.clients_address)),
    )


async def serve(settings: Settings) -> None:
    """Answers calls, makes what is due, and relays events until SIGTERM."""
    making = generator(settings)
    await making.database.ping()
    server = Server(settings.listen, translate_database_error)
    relay = Relay(making.database, OUTBOX, STREAM)
    scheduler = Scheduler(making)
    desk = Desk(making, relay.wake, scheduler.wake)
    add_AutogenServiceServicer_to_server(AutogenServicer(desk), server.server)
    server.reflect("sysapi.autogen.v1.AutogenService")
    await server.start()
    await server.ready()
    relaying = bus.over(settings.nats_url, "autogen", relay.run)
    await run_until_stopped(server, [relaying, scheduler.run(), give_back_regularly()])
    await making.database.close()


async def run(settings: Settings, until: date | None) -> int:
    """Makes what is due until a day, today if none is given, and prints what was done. 1 when something failed."""
    try:
        result = await generator(settings).run(until)
    except Unavailable as error:
        print(f"{error}; what is planned is made when it answers", file=sys.stderr)
        return 1
    made, planned = result.made, result.planned
    for row in made.failures:
        print(f"failed: line {row.line_id}, period {row.number}: {row.error_code} {row.error_text}")
    print(
        f"{made.periods} periods made in {made.invoices} invoices of {made.net} EUR net, {planned.skipped} skipped,"
        f" {len(made.failures)} failed, {planned.waiting} wait for approval"
    )
    return 1 if made.failures else 0


def main() -> None:
    """Reads the command and the environment."""
    parser = argparse.ArgumentParser(prog="python -m services.autogen")
    parser.add_argument("command", choices=["serve", "migrate", "run"])
    parser.add_argument(
        "--until", type=date.fromisoformat, help="run: last day of issue, YYYY-MM-DD"
    )
    arguments = parser.parse_args()
    settings = Settings()  # pyright: ignore[reportCallIssue] - filled from the environment
    configure_logs("autogen", settings.log_level)
    configure_tracing("autogen")
    configure_memory()
    if arguments.command == "migrate":
        migrate(Path(__file__).parent / "migrations", settings.database_url)
    elif arguments.command == "run":
        sys.exit(asyncio.run(run(settings, arguments.until)))
    else:
        start_metrics(settings.metrics_listen)
        asyncio.run(serve(settings))


if __name__ == "__main__":
    main()
