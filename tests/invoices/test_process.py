"""The service as a process: what it refuses to start without."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", [None, "", " "])
def test_without_the_name_of_the_seller_it_does_not_start_and_says_why(name: str | None) -> None:
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith("INVOICES_")
    } | {
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'proto'}",
        "INVOICES_LISTEN": "127.0.0.1:0",
        "INVOICES_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/nothing",
        "INVOICES_NATS_URL": "nats://127.0.0.1:1",
        "INVOICES_CLIENTS_ADDRESS": "127.0.0.1:1",
    }
    if name is not None:
        environment["INVOICES_SELLER_NAME"] = name
    command = [sys.executable, "-m", "services.invoices", "serve"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "INVOICES_SELLER_NAME is not set" in done.stderr
    assert "Traceback" not in done.stderr
