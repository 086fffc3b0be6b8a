"""python -m services.documents serve | migrate | check: the only place where everything is joined."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from kit import bus
from kit.blob_checker import checker_of, told
from kit.blobs import BlobStore
from kit.client_units import ClientUnits
from kit.db import Database, translate_database_error
from kit.grpc_client import Peer
from kit.grpc_server import Server, run_until_stopped
from kit.logs import configure_logs
from kit.memory import configure_memory, give_back_regularly
from kit.metrics import start_metrics
from kit.migrations import migrate
from kit.objects import Objects
from kit.purge import Purge
from kit.relay import Relay
from kit.trace import configure_tracing
from services.documents import store
from services.documents.events import STREAM
from services.documents.model import KEEP_REMOVED, OUTBOX
from services.documents.servicer import DocumentsServicer
from services.documents.servicer.desk import Desk
from services.documents.settings import Settings
from sysapi.documents.v1.documents_service_pb2_grpc import add_DocumentsServiceServicer_to_server

OWNER = "documents"


async def serve(settings: Settings) -> None:
    """Answers calls, checks files daily, and relays events until SIGTERM."""
    database = Database(settings.database_url)
    await database.ping()
    blobs = BlobStore(Objects(settings.files_url), OWNER)
    server = Server(settings.listen, translate_database_error)
    relay = Relay(database, OUTBOX, STREAM)
    clients = ClientUnits(Peer("clients", settings.clients_address))
    desk = Desk(database, blobs, clients, settings.expiring_days, relay.wake)
    add_DocumentsServiceServicer_to_server(DocumentsServicer(desk), server.server)
    server.reflect("sysapi.documents.v1.DocumentsService")
    await server.start()
    await server.ready()
    relaying = bus.over(settings.nats_url, OWNER, relay.run)
    checker = checker_of(blobs, database, store.digests)
    purge = Purge(database, store.purge, KEEP_REMOVED)
    work = [relaying, checker.run(), purge.run(), give_back_regularly()]
    await run_until_stopped(server, work)
    await database.close()


async def check(settings: Settings) -> None:
    """Reads all files now and prints what was found."""
    database = Database(settings.database_url)
    blobs = BlobStore(Objects(settings.files_url), OWNER)
    print(told(await checker_of(blobs, database, store.digests).check()))
    await database.close()


def main() -> None:
    """Reads the command and the environment."""
    parser = argparse.ArgumentParser(prog="python -m services.documents")
    parser.add_argument("command", choices=["serve", "migrate", "check"])
    command = parser.parse_args().command
    settings = Settings()  # pyright: ignore[reportCallIssue] - filled from the environment
    configure_logs("documents", settings.log_level)
    configure_tracing("documents")
    configure_memory()
    if command == "migrate":
        migrate(Path(__file__).parent / "migrations", settings.database_url)
    elif command == "check":
        asyncio.run(check(settings))
    else:
        start_metrics(settings.metrics_listen)
        asyncio.run(serve(settings))


if __name__ == "__main__":
    main()
