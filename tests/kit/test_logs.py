from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.kit.conftest import ROOT

PROGRAM = """
import os
from opentelemetry import trace
from sqlalchemy import create_engine, text
from kit.logs import configure_logs, get_logger
from kit.trace import configure_tracing

configure_logs("clients")
configure_tracing("clients")
log = get_logger("test")
engine = create_engine(os.environ["DATABASE_URL"], hide_parameters=True)
log.debug("quiet")
with trace.get_tracer("test").start_as_current_span("call"):
    try:
        with engine.begin() as connection:
            for _ in range(2):
                connection.execute(
                    text("INSERT INTO outbox_stream VALUES (:name, '', 0)"),
                    {"name": "Jānis Bērziņš\\n161175-19997"},
                )
    except Exception as error:
        log.error("call failed", method="GetClient", exc_info=error)
"""


def test_a_line_is_json_with_service_and_trace_and_without_values_of_the_data(thing_database_url):
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": thing_database_url},
        capture_output=True,
        text=True,
        check=True,
    )
    [line] = ended.stderr.splitlines()
    event = json.loads(line)
    assert event["service"] == "clients"
    assert event["level"] == "error"
    assert event["event"] == "call failed"
    assert len(event["trace_id"]) == 32
    assert event["timestamp"].endswith("Z")
    assert "outbox_stream_pkey" in event["exception"], "the broken rule is told"
    assert "INSERT INTO outbox_stream" in event["exception"], "and the statement"
    for value in ("Jānis", "161175"):
        assert value not in line
