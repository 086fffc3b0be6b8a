"""python -m services.invoices serve | migrate | recount: the only place where everything is joined."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from kit import bus
from kit.db import Database, translate_database_error
from kit.grpc_server import Server, run_until_stopped
from kit.logs import configure_logs
from kit.memory import configure_memory, give_back_regularly
from kit.metrics import start_metrics
from kit.migrations import migrate
from kit.relay import Relay
from kit.trace import configure_tracing
from services.invoices.events import STREAM
from services.invoices.model.tables import OUTBOX
from services.invoices.nightly import Nightly
from services.invoices.parties import Clients
from services.invoices.servicer import InvoicesServicer
from services.invoices.servicer.desk import Desk
from services.invoices.settings import Settings
from sysapi.invoices.v1.invoices_service_pb2_grpc import add_InvoicesServiceServicer_to_server


async def serve(settings: Settings) -> None:
    """Answers calls and relays events until SIGTERM."""
    database = Database(settings.database_url)
    await database.ping()
    server = Server(settings.listen, translate_database_error)
    relay = Relay(database, OUTBOX, STREAM)
    clients = Clients(settings.clients_address)
    desk = Desk(
        database,
        relay.wake,
        settings.term_days,
        buyers_of=clients.buyers,
        seller=settings.seller(),
    )
    add_InvoicesServiceServicer_to_server(InvoicesServicer(desk), server.server)
    server.reflect("sysapi.invoices.v1.InvoicesService")
    await server.start()
    await server.ready()
    relaying = bus.over(settings.nats_url, "invoices", relay.run)
    nightly = Nightly(database, relay.wake)
    await run_until_stopped(server, [relaying, nightly.run(), give_back_regularly()])
    await clients.close()
    await database.close()


async def recount(settings: Settings, *, repair: bool) -> int:
    """Counts every stored amount again and prints what differs. 1 when something does and is not repaired."""
    database = Database(settings.database_url)
    found = await Nightly(database, lambda: None).recount(repair=repair)
    await database.close()
    for fault in found:
        print(f"{fault.what} {fault.row_id}: {fault.stored} stored, {fault.counted} counted")
    print(f"{len(found)} differences{', repaired' if repair and found else ''}")
    return 1 if found and not repair else 0


def main() -> None:
    """Reads the command and the environment."""
    parser = argparse.ArgumentParser(prog="python -m services.invoices")
    parser.add_argument("command", choices=["serve", "migrate", "recount"])
    parser.add_argument(
        "--repair", action="store_true", help="recount: write what was counted where it differs"
    )
    asked = parser.parse_args()
    command: str = asked.command
    settings = Settings()  # pyright: ignore[reportCallIssue] - filled from the environment
    configure_logs("invoices", settings.log_level)
    configure_tracing("invoices")
    configure_memory()
    if command == "migrate":
        migrate(Path(__file__).parent / "migrations", settings.database_url)
    elif command == "recount":
        sys.exit(asyncio.run(recount(settings, repair=asked.repair)))
    elif not settings.seller():
        sys.exit(
            "INVOICES_SELLER_NAME is not set: invoices need the name of the company that issues them"
        )
    else:
        start_metrics(settings.metrics_listen)
        asyncio.run(serve(settings))


if __name__ == "__main__":
    main()
