"""python -m services.clients serve | migrate | raise-epoch: the only place where everything is joined."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from kit import bus, idempotency
from kit.bus import StreamSpec
from kit.db import Database, translate_database_error
from kit.grpc_server import Server, run_until_stopped
from kit.logs import configure_logs
from kit.memory import configure_memory, give_back_regularly
from kit.metrics import start_metrics
from kit.migrations import migrate
from kit.personal_data import PersonalData
from kit.relay import Relay
from kit.trace import configure_tracing
from services.clients import store
from services.clients.model.tables import ANSWERED, OUTBOX
from services.clients.servicer import ClientsServicer
from services.clients.servicer.desk import Desk
from services.clients.settings import Settings
from sysapi.clients.v1.clients_service_pb2_grpc import add_ClientsServiceServicer_to_server

STREAM = StreamSpec("CLIENTS", ("clients.>",))


async def serve(settings: Settings) -> None:
    """Answers calls and relays events until SIGTERM."""
    database = Database(settings.database_url)
    await database.ping()
    relay = Relay(database, OUTBOX, STREAM)
    server = Server(settings.listen, translate_database_error)
    desk = Desk(database, PersonalData(settings.personal_data_key.get_secret_value()), relay.wake)
    add_ClientsServiceServicer_to_server(ClientsServicer(desk), server.server)
    server.reflect("sysapi.clients.v1.ClientsService")
    await server.start()
    await server.ready()
    relaying = bus.over(settings.nats_url, "clients", relay.run)
    await run_until_stopped(server, [relaying, forget_answers(database), give_back_regularly()])
    await database.close()


async def forget_answers(database: Database) -> None:
    """Once an hour removes answers whose request_id is older than its promise."""
    while True:
        await asyncio.sleep(3600)
        async with database.begin() as session:
            await idempotency.forget_old(session, ANSWERED)


async def raise_epoch(settings: Settings) -> None:
    """After a restore: everything this database says wins over what copies have."""
    database = Database(settings.database_url)
    async with database.begin() as session:
        print(await store.raise_epoch(session))
    await database.close()


def main() -> None:
    """Reads the command and the environment."""
    parser = argparse.ArgumentParser(prog="python -m services.clients")
    parser.add_argument("command", choices=["serve", "migrate", "raise-epoch"])
    command = parser.parse_args().command
    settings = Settings()  # pyright: ignore[reportCallIssue] - filled from the environment
    configure_logs("clients", settings.log_level)
    configure_tracing("clients")
    configure_memory()
    if command == "migrate":
        migrate(Path(__file__).parent / "migrations", settings.database_url)
    elif command == "raise-epoch":
        asyncio.run(raise_epoch(settings))
    else:
        start_metrics(settings.metrics_listen)
        asyncio.run(serve(settings))


if __name__ == "__main__":
    main()
