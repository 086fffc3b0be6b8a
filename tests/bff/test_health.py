"""What those hear who ask whether the bff is alive and ready."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import httpx2
import pytest
import structlog
from structlog.testing import capture_logs
from structlog.typing import EventDict

from services.bff.session import Sessions
from tests.bff.conftest import TOKEN_KEY, free_port, serve_bff, settings_for

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
