"""The whole system, started as `./sys up --detach --empty` does it, in a state directory of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class System:
    """A running system: its address, a token for its API, and how to run `./sys` commands on it."""

    base_url: str
    token: str
    state: Path

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs `./sys …` on this system and returns what it said."""
        return subprocess.run(
            [sys.executable, "-m", "tools", *arguments],
            cwd=ROOT,
            env={**os.environ, "SYS_STATE_DIR": str(self.state)},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def client(self) -> httpx2.Client:
        """An HTTP client that is signed in."""
        return httpx2.Client(
            base_url=self.base_url, headers={"Authorization": f"Bearer {self.token}"}, timeout=10
        )


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """An empty system, shared by every test of the session: tests make their own clients."""
    blank = System("", "", tmp_path_factory.mktemp("system"))
    started = blank.command("up", "--detach", "--empty")
    try:
        assert started.returncode == 0, started.stdout + started.stderr
        token = blank.command("token").stdout.strip()
        running = System(started.stdout.strip().splitlines()[-1], token, blank.state)
        with running.client() as client:
            first = client.get("/api/catalogue")
        assert first.status_code == 200, f"`up` came back too early: {first.text}"
        yield running
    finally:
        blank.command("down", "--delete-data")


@pytest.fixture
def api(system: System) -> Iterator[httpx2.Client]:
    """A signed-in HTTP client."""
    with system.client() as client:
        yield client
