"""Both engines, empty; the one of the cluster only where a server is given by MEILI_URL."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.search.engines.meilisearch_engine import MeilisearchEngine
from services.search.engines.port import Engine
from services.search.engines.tantivy_engine import TantivyEngine


@pytest.fixture(params=["tantivy", "meilisearch"])
async def engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Engine]:
    if request.param == "tantivy":
        engine: Engine = TantivyEngine(tmp_path / "index")
    else:
        url = os.environ.get("MEILI_URL")
        if not url:
            pytest.skip("MEILI_URL names no Meilisearch")
        name = f"catalogue-test-{secrets.token_hex(4)}"
        engine = await MeilisearchEngine.open(url, os.environ.get("MEILI_KEY", ""), name)
    yield engine
    await engine.destroy()
