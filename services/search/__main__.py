"""python -m services.search serve | migrate | rebuild: the only place where everything is joined."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from kit import bus
from kit.consumer import Consumer
from kit.db import Database, translate_database_error
from kit.grpc_client import Peer
from kit.grpc_server import Server, run_until_stopped
from kit.logs import configure_logs
from kit.memory import configure_memory, give_back_regularly
from kit.metrics import start_metrics
from kit.migrations import migrate
from kit.personal_data import PersonalData
from kit.trace import configure_tracing
from services.search.anti_entropy import AntiEntropy
from services.search.consumer import (
    DURABLE,
    GALLERIES_DURABLE,
    GALLERIES_STREAM,
    STREAM,
    TOLD_SOURCES,
    ClientEvents,
    GalleryEvents,
    ToldEvents,
)
from services.search.export import Exporter
from services.search.finder import Finder
from services.search.model import DEAD_LETTERS, DOCUMENTS, MONEY, SCHEDULES, VISITS
from services.search.opening import Engines, open_index
from services.search.rebuild import Rebuilder, ask_for_rebuild
from services.search.servicer import Parts, SearchServicer
from services.search.settings import Settings
from services.search.system_of_record import (
    DocumentsOfRecord,
    MoneyOfRecord,
    SchedulesOfRecord,
    SystemOfRecord,
    VisitsOfRecord,
)
from services.search.told_comparison import ToldComparison
from sysapi.search.v1.search_service_pb2_grpc import add_SearchServiceServicer_to_server


async def serve(settings: Settings) -> None:
    """Answers calls and follows the stream until SIGTERM. Not ready until the index is."""
    database = Database(settings.database_url)
    await database.ping()
    server = Server(settings.listen, translate_database_error)
    servicer = SearchServicer()
    add_SearchServiceServicer_to_server(servicer, server.server)
    server.reflect("sysapi.search.v1.SearchService")
    await server.start()
    engines = Engines(settings)
    index = await open_index(database, engines)
    clients = Peer("clients", settings.clients_address)
    invoices = Peer("invoices", settings.invoices_address)
    autogen = Peer("autogen", settings.autogen_address)
    visits_service = Peer("visits", settings.visits_address)
    documents_service = Peer("documents", settings.documents_address)
    record = SystemOfRecord(clients)
    finder = Finder(index, PersonalData(settings.personal_data_key.get_secret_value()))
    exporter = Exporter(index, finder)
    consumers = [
        Consumer(stream, durable, handler, database=database, dead_letters=DEAD_LETTERS)
        for stream, durable, handler in (
            (STREAM, DURABLE, ClientEvents(index).apply),
            (GALLERIES_STREAM, GALLERIES_DURABLE, GalleryEvents(index).apply),
            *(
                (source.stream, source.durable, ToldEvents(index, source).apply)
                for source in TOLD_SOURCES
            ),
        )
    ]
    anti_entropy = AntiEntropy(index, record, settings.anti_entropy_seconds)
    money = ToldComparison(
        index, MONEY, MoneyOfRecord(invoices).pages, settings.money_comparison_seconds
    )
    schedules = ToldComparison(
        index, SCHEDULES, SchedulesOfRecord(autogen).pages, settings.schedule_comparison_seconds
    )
    visits = ToldComparison(
        index, VISITS, VisitsOfRecord(visits_service).pages, settings.visits_comparison_seconds
    )
    documents = ToldComparison(
        index,
        DOCUMENTS,
        DocumentsOfRecord(documents_service).pages,
        settings.documents_comparison_seconds,
    )
    comparisons = (money, schedules, visits, documents)
    rebuilder = Rebuilder(index, database, engines, record, comparisons)
    servicer.open_with(
        Parts(index, finder, exporter, consumers, rebuilder, anti_entropy, *comparisons)
    )
    await server.ready()
    work = [
        *(bus.over(settings.nats_url, "search", consumer.run) for consumer in consumers),
        anti_entropy.run(),
        *(comparison.run() for comparison in comparisons),
        rebuilder.watch_health(),
    ]
    await run_until_stopped(server, [*work, give_back_regularly()], index.watchers.close)
    for peer in (clients, invoices, autogen, visits_service, documents_service):
        await peer.close()
    await index.engine.close()
    await database.close()


def main() -> None:
    """Reads the command and the environment."""
    parser = argparse.ArgumentParser(prog="python -m services.search")
    parser.add_argument("command", choices=["serve", "migrate", "rebuild"])
    command = parser.parse_args().command
    settings = Settings()  # pyright: ignore[reportCallIssue] - filled from the environment
    configure_logs("search", settings.log_level)
    configure_tracing("search")
    configure_memory()
    if command == "migrate":
        migrate(Path(__file__).parent / "migrations", settings.database_url)
    elif command == "rebuild":
        asyncio.run(ask_for_rebuild(settings.listen))
    else:
        start_metrics(settings.metrics_listen)
        asyncio.run(serve(settings))


if __name__ == "__main__":
    main()
