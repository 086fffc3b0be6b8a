"""`python -m services.bff serve | openapi`: the only place where settings, application and server are joined."""

from __future__ import annotations

import argparse
import base64
import json
import signal

from pydantic import SecretStr

from kit.logs import configure_logs, get_logger
from kit.memory import configure_memory
from kit.metrics import start_metrics
from kit.trace import configure_tracing
from services.bff.app import Bff
from services.bff.http_server import HttpServer
from services.bff.settings import Settings


def serve() -> None:
    """Answers until SIGTERM."""
    settings = Settings()  # pyright: ignore[reportCallIssue] - values come from the environment
    configure_logs("bff", settings.log_level)
    configure_tracing("bff")
    configure_memory()
    start_metrics(settings.metrics_listen)
    bff = Bff(settings)
    for number in (signal.SIGTERM, signal.SIGINT):
        # uvicorn raises the signal again when it has stopped; the process has done its work and ends with 0.
        signal.signal(number, lambda _number, _frame: None)
    log = get_logger("services.bff")
    log.info("starting", listen=settings.listen)
    if not settings.antivirus_address:
        log.warning("no antivirus: files are taken unscanned")
    HttpServer(bff, settings.listen).run()


def print_openapi() -> None:
    """Writes the OpenAPI description to standard output."""
    key = base64.b64encode(bytes(32)).decode()
    settings = Settings(
        listen="",
        autogen_address="",
        clients_address="",
        files_url="memory:///",
        invoices_address="",
        search_address="",
        documents_address="",
        galleries_address="",
        visits_address="",
        token_key=SecretStr(key),
    )
    schema = Bff(settings).api.openapi()
    print(json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True))


def main() -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(prog="services.bff")
    parser.add_argument("command", choices=["serve", "openapi"])
    arguments = parser.parse_args()
    {"serve": serve, "openapi": print_openapi}[arguments.command]()


if __name__ == "__main__":
    main()
