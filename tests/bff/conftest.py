from __future__ import annotations

import asyncio
import base64
import contextlib
import logging
import os
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
import structlog

from kit.grpc_server import Server
from kit.trace import configure_tracing
from services.bff.app import Bff
from services.bff.http_server import HttpServer
from services.bff.session import Sessions
from services.bff.settings import Settings
from sysapi.autogen.v1.autogen_service_pb2_grpc import add_AutogenServiceServicer_to_server
from sysapi.clients.v1.clients_service_pb2_grpc import add_ClientsServiceServicer_to_server
from sysapi.documents.v1.documents_service_pb2_grpc import add_DocumentsServiceServicer_to_server
from sysapi.galleries.v1.galleries_service_pb2_grpc import add_GalleriesServiceServicer_to_server
from sysapi.invoices.v1.invoices_service_pb2_grpc import add_InvoicesServiceServicer_to_server
from sysapi.search.v1.search_service_pb2_grpc import add_SearchServiceServicer_to_server
from sysapi.visits.v1.visits_service_pb2_grpc import add_VisitsServiceServicer_to_server
from tests.bff.autogen_fakes import good_autogen
from tests.bff.documents_fakes import good_documents
from tests.bff.fakes import (
    FakeAutogen,
    FakeClients,
    FakeDocuments,
    FakeGalleries,
    FakeInvoices,
    FakeSearch,
    FakeVisits,
    good_clients,
    good_search,
)
from tests.bff.media_fakes import good_galleries
from tests.bff.money_fakes import good_invoices
from tests.bff.visits_fakes import good_visits

TOKEN_KEY = base64.b64encode(bytes(range(32))).decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.asynccontextmanager
async def serve_fake(fake: Any, add: Any, port: int) -> AsyncIterator[Server]:
    """The fake behind the real server, ready; stopped at once at the end."""
    server = Server(f"127.0.0.1:{port}")
    add(fake, server.server)
    await server.start()
    await server.ready()
    try:
        yield server
    finally:
        await server.stop(0)


@contextlib.asynccontextmanager
async def serve_bff(settings: Settings) -> AsyncIterator[tuple[Bff, str]]:
    """The bff behind a real HTTP server; gives its base URL."""
    bff = Bff(settings)
    port = free_port()
    server = HttpServer(bff, f"127.0.0.1:{port}", grace_seconds=1)
    task = asyncio.create_task(server._serve())
    while not server.started:  # noqa: ASYNC110 - the server tells it in no other way
        await asyncio.sleep(0.005)
    try:
        yield bff, f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


@dataclass
class System:
    autogen: Any
    clients: Any
    documents: Any
    galleries: Any
    invoices: Any
    search: Any
    visits: Any
    http: httpx2.AsyncClient
    base: str
    bff: Bff
    settings: Settings
    autogen_port: int
    clients_port: int
    invoices_port: int
    search_port: int
    visits_port: int
    documents_port: int
    galleries_port: int


def settings_for(
    clients_port: int,
    search_port: int,
    invoices_port: int | None = None,
    autogen_port: int | None = None,
    visits_port: int | None = None,
    documents_port: int | None = None,
    galleries_port: int | None = None,
    **more: Any,
) -> Settings:
    """Nobody answers for a service whose port is not given."""
    return Settings(
        listen="127.0.0.1:0",
        autogen_address=f"127.0.0.1:{autogen_port or free_port()}",
        clients_address=f"127.0.0.1:{clients_port}",
        documents_address=f"127.0.0.1:{documents_port or free_port()}",
        galleries_address=f"127.0.0.1:{galleries_port or free_port()}",
        invoices_address=f"127.0.0.1:{invoices_port or free_port()}",
        search_address=f"127.0.0.1:{search_port}",
        visits_address=f"127.0.0.1:{visits_port or free_port()}",
        token_key=TOKEN_KEY,
        **{"files_url": "memory:///"} | more,
    )


def process_environment(system: System, port: int, *, files: Path, web: Path) -> dict[str, str]:
    """Of a bff in a process of its own, before the fakes of the system."""
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "BFF_LISTEN": f"127.0.0.1:{port}",
        "BFF_CLIENTS_ADDRESS": f"127.0.0.1:{system.clients_port}",
        "BFF_AUTOGEN_ADDRESS": f"127.0.0.1:{system.autogen_port}",
        "BFF_FILES_URL": files.as_uri(),
        "BFF_INVOICES_ADDRESS": f"127.0.0.1:{system.invoices_port}",
        "BFF_SEARCH_ADDRESS": f"127.0.0.1:{system.search_port}",
        "BFF_DOCUMENTS_ADDRESS": f"127.0.0.1:{system.documents_port}",
        "BFF_GALLERIES_ADDRESS": f"127.0.0.1:{system.galleries_port}",
        "BFF_VISITS_ADDRESS": f"127.0.0.1:{system.visits_port}",
        "BFF_TOKEN_KEY": TOKEN_KEY,
        "BFF_WEB_DIR": str(web),
    }


@pytest.fixture(scope="session")
def quiet() -> Iterator[None]:
    """Real trace ids; no log lines, whose drawing would take longer than the tests."""
    configure_tracing("bff")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
async def everything(
    tmp_path_factory: pytest.TempPathFactory, quiet: None
) -> AsyncIterator[System]:
    """The bff with healthy fakes behind it."""
    web = tmp_path_factory.mktemp("web")
    build_ui(web)
    autogen, clients, documents, galleries, invoices, search, visits = (
        FakeAutogen(),
        FakeClients(),
        FakeDocuments(),
        FakeGalleries(),
        FakeInvoices(),
        FakeSearch(),
        FakeVisits(),
    )
    good_autogen(autogen)
    good_clients(clients)
    good_documents(documents)
    good_galleries(galleries)
    good_invoices(invoices)
    good_search(search)
    good_visits(visits)
    ports = tuple(free_port() for _ in range(7))
    settings = settings_for(
        ports[1],
        ports[3],
        ports[2],
        ports[0],
        ports[4],
        ports[5],
        ports[6],
        web_dir=str(web),
        local_sign_in=True,
    )
    token = Sessions(TOKEN_KEY).make_token("anna")
    async with (
        serve_fake(autogen, add_AutogenServiceServicer_to_server, ports[0]),
        serve_fake(clients, add_ClientsServiceServicer_to_server, ports[1]),
        serve_fake(documents, add_DocumentsServiceServicer_to_server, ports[5]),
        serve_fake(galleries, add_GalleriesServiceServicer_to_server, ports[6]),
        serve_fake(invoices, add_InvoicesServiceServicer_to_server, ports[2]),
        serve_fake(search, add_SearchServiceServicer_to_server, ports[3]),
        serve_fake(visits, add_VisitsServiceServicer_to_server, ports[4]),
        serve_bff(settings) as (bff, base),
        httpx2.AsyncClient(
            base_url=base, headers={"authorization": f"Bearer {token}"}, timeout=10
        ) as http,
    ):
        yield System(
            autogen,
            clients,
            documents,
            galleries,
            invoices,
            search,
            visits,
            http,
            base,
            bff,
            settings,
            *ports,
        )


@pytest.fixture
def system(everything: System) -> System:
    """The same for one test, with healthy answers and nothing remembered."""
    for fake, good in (
        (everything.autogen, good_autogen),
        (everything.clients, good_clients),
        (everything.documents, good_documents),
        (everything.galleries, good_galleries),
        (everything.invoices, good_invoices),
        (everything.search, good_search),
        (everything.visits, good_visits),
    ):
        fake.calls.clear()
        fake.answers.clear()
        fake.hung.clear()
        good(fake)
    everything.bff.export.forget()
    everything.bff.sections.forget()
    return everything


@pytest.fixture
def http(system: System) -> httpx2.AsyncClient:
    return system.http


def build_ui(folder: Path) -> None:
    (folder / "assets").mkdir()
    (folder / "index.html").write_text("<!doctype html><title>SYS</title>" + "<!-- -->" * 300)
    (folder / "assets" / "index-B1a2.js").write_text("export {}\n" * 300)
    (folder / "sw.js").write_text("const RELEASE = '1'")
    (folder / "manifest.webmanifest").write_text('{"name": "SYS"}')
    (folder / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
