"""What those hear who ask whether the bff is alive and ready."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import httpx2
import pytest
import structlog
from structlog.testing import capture_logs
from structlog.typing import EventDict

from kit import grpc_client
from services.bff.session import Sessions
from sysapi.search.v1.search_service_pb2_grpc import add_SearchServiceServicer_to_server
from tests.bff.conftest import (
    TOKEN_KEY,
    System,
    free_port,
    serve_bff,
    serve_fake,
    settings_for,
)
from tests.bff.fakes import FakeSearch, good_search
from tests.waiting import until

SIGNED_IN = {"authorization": f"Bearer {Sessions(TOKEN_KEY).make_token('anna')}"}


@pytest.fixture
def log_lines(quiet: None) -> Iterator[list[EventDict]]:
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG))
    with capture_logs() as lines:
        yield lines
    structlog.configure(**before)


async def test_probes_do_not_fill_the_log(log_lines: list[EventDict]) -> None:
    settings = settings_for(free_port(), free_port())
    async with serve_bff(settings) as (_, base), httpx2.AsyncClient(base_url=base) as http:
        assert (await http.get("/api/groups", headers=SIGNED_IN)).status_code == 503
        assert (await http.get("/readyz")).status_code == 503
        assert (await http.get("/livez")).status_code == 200
    levels = {line["route"]: line["log_level"] for line in log_lines if line["event"] == "request"}
    assert levels == {"/api/groups": "info", "/readyz": "debug", "/livez": "debug"}


async def test_ready_needs_clients_and_whole_needs_search_too(system: System) -> None:
    nobody = free_port()
    for clients, search, ready, whole in (
        (system.clients_port, system.search_port, 200, 200),
        (system.clients_port, nobody, 200, 503),
        (nobody, system.search_port, 503, 503),
    ):
        settings = settings_for(clients, search)
        async with serve_bff(settings) as (_, base), httpx2.AsyncClient(base_url=base) as http:
            assert (await http.get("/readyz")).status_code == ready
            assert (await http.get("/readyz?parts=all")).status_code == whole


async def test_the_catalogue_answers_as_soon_as_search_is_seen_to_be_ready(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grpc_client, "BREAK_SECONDS", 600)
    search_port = free_port()
    search = FakeSearch()
    good_search(search)
    settings = settings_for(system.clients_port, search_port)
    async with (
        serve_bff(settings) as (_, base),
        httpx2.AsyncClient(base_url=base, headers=SIGNED_IN) as http,
    ):
        for _ in range(grpc_client.BREAK_AFTER):
            assert (await http.get("/api/catalogue")).status_code == 503

        async def is_whole() -> bool:
            return (await http.get("/readyz?parts=all")).status_code == 200

        assert not await is_whole()
        async with serve_fake(search, add_SearchServiceServicer_to_server, search_port):
            await until(is_whole)
            assert (await http.get("/api/catalogue")).status_code == 200
