"""The table of what runs: a later module adds a row to SERVICES."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.stack import checkout, child, health
from tools.stack.nats import Nats
from tools.stack.ports import LOOPBACK
from tools.stack.postgres import Postgres
from tools.stack.secrets import Secrets
from tools.stack.supervisor import Program

NATS_UNREADY_SECONDS = 60.0
"""After a full disk JetStream refuses writes until it is started again, even when there is room."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a service is told about the rest of the system."""

    postgres: Postgres
    nats: Nats
    ports: Mapping[str, int]
    secrets: Secrets
    state: Path

    def address(self, name: str) -> str:
        """host:port of a service."""
        return f"{LOOPBACK}:{self.ports[name]}"


@dataclass(frozen=True, slots=True)
class Service:
    """One service: `python -m services.<name> serve`, and `migrate` before it when it has a database."""

    name: str
    settings: Callable[[Surroundings], dict[str, str]]
    has_database: bool = True
    ready_path: str | None = None
    """Path to GET for readiness; None: grpc.health.v1."""
    whole_path: str | None = None
    """Path to GET for whether it reaches all the others; asked once, before the start is called done."""


def _clients(around: Surroundings) -> dict[str, str]:
    return {
        "CLIENTS_LISTEN": around.address("clients"),
        "CLIENTS_DATABASE_URL": around.postgres.url("clients"),
        "CLIENTS_NATS_URL": around.nats.url,
        "CLIENTS_PERSONAL_DATA_KEY": around.secrets.personal_data_key,
    }


_SELLER = {
    "INVOICES_SELLER_NAME": 'SIA "SYS demo"',
    "INVOICES_SELLER_REGISTRATION_NUMBER": "40003521600",
    "INVOICES_SELLER_VAT_NUMBER": "LV40003521600",
    "INVOICES_SELLER_ADDRESS": "Brīvības iela 1, Rīga, LV-1010",
    "INVOICES_SELLER_IBAN": "LV80BANK0000435195001",
    "INVOICES_SELLER_BANK": "Demo banka",
}
"""Who sells in a demo, where the environment does not say it."""


def _invoices(around: Surroundings) -> dict[str, str]:
    seller = {name: os.environ.get(name, text) for name, text in _SELLER.items()}
    return seller | {
        "INVOICES_LISTEN": around.address("invoices"),
        "INVOICES_CLIENTS_ADDRESS": around.address("clients"),
        "INVOICES_DATABASE_URL": around.postgres.url("invoices"),
        "INVOICES_NATS_URL": around.nats.url,
    }


def _autogen(around: Surroundings) -> dict[str, str]:
    return {
        "AUTOGEN_LISTEN": around.address("autogen"),
        "AUTOGEN_DATABASE_URL": around.postgres.url("autogen"),
        "AUTOGEN_NATS_URL": around.nats.url,
        "AUTOGEN_INVOICES_ADDRESS": around.address("invoices"),
        "AUTOGEN_CLIENTS_ADDRESS": around.address("clients"),
    }


def _visits(around: Surroundings) -> dict[str, str]:
    return {
        "VISITS_LISTEN": around.address("visits"),
        "VISITS_DATABASE_URL": around.postgres.url("visits"),
        "VISITS_NATS_URL": around.nats.url,
        "VISITS_CLIENTS_ADDRESS": around.address("clients"),
    }


def _documents(around: Surroundings) -> dict[str, str]:
    return {
        "DOCUMENTS_LISTEN": around.address("documents"),
        "DOCUMENTS_DATABASE_URL": around.postgres.url("documents"),
        "DOCUMENTS_NATS_URL": around.nats.url,
        "DOCUMENTS_CLIENTS_ADDRESS": around.address("clients"),
        "DOCUMENTS_FILES_URL": files_url(around.state),
    }


def _galleries(around: Surroundings) -> dict[str, str]:
    return {
        "GALLERIES_LISTEN": around.address("galleries"),
        "GALLERIES_DATABASE_URL": around.postgres.url("galleries"),
        "GALLERIES_NATS_URL": around.nats.url,
        "GALLERIES_CLIENTS_ADDRESS": around.address("clients"),
        "GALLERIES_FILES_URL": files_url(around.state),
    }


def files_url(state: Path) -> str:
    """Where the files of all services lie."""
    return (state / "files").as_uri()


def _search(around: Surroundings) -> dict[str, str]:
    return {
        "SEARCH_LISTEN": around.address("search"),
        "SEARCH_DATABASE_URL": around.postgres.url("search"),
        "SEARCH_NATS_URL": around.nats.url,
        "SEARCH_CLIENTS_ADDRESS": around.address("clients"),
        "SEARCH_INVOICES_ADDRESS": around.address("invoices"),
        "SEARCH_AUTOGEN_ADDRESS": around.address("autogen"),
        "SEARCH_VISITS_ADDRESS": around.address("visits"),
        "SEARCH_DOCUMENTS_ADDRESS": around.address("documents"),
        "SEARCH_INDEX_DIR": str(around.state / "index"),
        "SEARCH_PERSONAL_DATA_KEY": around.secrets.personal_data_key,
    }


def _bff(around: Surroundings) -> dict[str, str]:
    return {
        "BFF_LISTEN": around.address("bff"),
        "BFF_AUTOGEN_ADDRESS": around.address("autogen"),
        "BFF_CLIENTS_ADDRESS": around.address("clients"),
        "BFF_DOCUMENTS_ADDRESS": around.address("documents"),
        "BFF_FILES_URL": files_url(around.state),
        "BFF_GALLERIES_ADDRESS": around.address("galleries"),
        "BFF_INVOICES_ADDRESS": around.address("invoices"),
        "BFF_SEARCH_ADDRESS": around.address("search"),
        "BFF_VISITS_ADDRESS": around.address("visits"),
        "BFF_TOKEN_KEY": around.secrets.token_key,
        "BFF_WEB_DIR": str(checkout.WEB / "dist"),
        "BFF_LOCAL_SIGN_IN": "true",
    }


SERVICES = (
    Service("clients", _clients),
    Service("invoices", _invoices),
    Service("autogen", _autogen),
    Service("visits", _visits),
    Service("documents", _documents),
    Service("galleries", _galleries),
    Service("search", _search),
    Service(
        "bff",
        _bff,
        has_database=False,
        ready_path="/readyz",
        whole_path="/readyz?parts=all",
    ),
)
"""Started side by side after PostgreSQL and NATS; each waits for those it calls."""

PROCESSES = ("postgres", "nats", *(service.name for service in SERVICES))
PORTS = ("nats", "nats-monitor", *(service.name for service in SERVICES))


def environment(service: Service, around: Surroundings) -> dict[str, str]:
    """The process environment: this one's, so that CLIENTS_LOG_LEVEL=debug reaches the service, and the addresses."""
    roots = f"{checkout.ROOT}{os.pathsep}{checkout.ROOT / 'proto'}"
    return {**os.environ, "PYTHONPATH": roots, "PYTHONUNBUFFERED": "1"} | service.settings(around)


def command(service: Service, verb: str) -> list[str]:
    """The arguments that run one verb of a service."""
    return child.command_line([sys.executable, "-m", f"services.{service.name}", verb])


def versions(service: Service) -> Path:
    """Where the service's migrations lie."""
    return checkout.ROOT / "services" / service.name / "migrations" / "versions"


def program(service: Service, around: Surroundings) -> Program:
    """The service as the supervisor keeps it."""
    port = around.ports[service.name]
    return Program(
        name=service.name,
        command=lambda: command(service, "serve"),
        is_ready=health.over_http(port, service.ready_path) if service.ready_path else health.over_grpc(port),
        environment=environment(service, around),
        directory=checkout.ROOT,
    )  # fmt: skip


def postgres_program(postgres: Postgres) -> Program:
    """PostgreSQL as the supervisor keeps it; SIGINT is its fast shutdown."""
    return Program(
        name="postgres",
        command=postgres.command,
        is_ready=health.in_thread(postgres.is_ready),
        environment=os.environ,
        prepare=postgres.prepare,
        stop_signal=signal.SIGINT,
    )


def nats_program(nats: Nats) -> Program:
    """NATS as the supervisor keeps it."""
    return Program(
        name="nats",
        command=nats.command,
        is_ready=health.in_thread(nats.is_ready),
        environment=os.environ,
        prepare=nats.prepare,
        restart_when_unready_for=NATS_UNREADY_SECONDS,
    )
