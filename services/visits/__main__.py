"""python -m services.visits serve | migrate | recount: the only place where everything is joined."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from kit import bus
from kit.client_units import ClientUnits
from kit.db import Database, translate_database_error
from kit.grpc_client import Peer
from kit.grpc_server import Server, run_until_stopped
from kit.logs import configure_logs
from kit.memory import configure_memory, give_back_regularly
from kit.metrics import start_metrics
from kit.migrations import migrate
from kit.relay import Relay
from kit.trace import configure_tracing
from services.visits import recounting
from services.visits.events import STREAM
from services.visits.model.tables import OUTBOX
from services.visits.overdue import Overdue
from services.visits.planning import Planner
from services.visits.servicer import VisitsServicer
from services.visits.servicer.desk import Desk
from services.visits.settings import Settings
from sysapi.visits.v1.visits_service_pb2_grpc import add_VisitsServiceServicer_to_server


async def serve(settings: Settings) -> None:
    """Answers calls, plans ahead, and relays events until SIGTERM."""
    database = Database(settings.database_url)
    await database.ping()
    server = Server(settings.listen, translate_database_error)
    relay = Relay(database, OUTBOX, STREAM)
    desk = Desk(database, ClientUnits(Peer("clients", settings.clients_address)), relay.wake)
    add_VisitsServiceServicer_to_server(VisitsServicer(desk), server.server)
    server.reflect("sysapi.visits.v1.VisitsService")
    await server.start()
    await server.ready()
    relaying = bus.over(settings.nats_url, "visits", relay.run)
    planner = Planner(database)
    overdue = Overdue(database, settings.missed_after_days, relay.wake)
    work = [relaying, planner.run(), overdue.run(), give_back_regularly()]
    await run_until_stopped(server, work)
    await database.close()


async def recount(settings: Settings) -> None:
    """Repairs the counts and prints what was found."""
    database = Database(settings.database_url)
    found = await recounting.recount(database)
    await database.close()
    print(
        f"{found.clients} clients counted, {found.wrong_cells} months of units were wrong,"
        f" {found.changed_clients} clients changed"
    )


def main() -> None:
    """Reads the command and the environment."""
    parser = argparse.ArgumentParser(prog="python -m services.visits")
    parser.add_argument("command", choices=["serve", "migrate", "recount"])
    command = parser.parse_args().command
    settings = Settings()  # pyright: ignore[reportCallIssue] - filled from the environment
    configure_logs("visits", settings.log_level)
    configure_tracing("visits")
    configure_memory()
    if command == "migrate":
        migrate(Path(__file__).parent / "migrations", settings.database_url)
    elif command == "recount":
        asyncio.run(recount(settings))
    else:
        start_metrics(settings.metrics_listen)
        asyncio.run(serve(settings))


if __name__ == "__main__":
    main()
