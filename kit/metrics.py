"""Metrics, named the same in every service; the endpoint is optional."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram, start_http_server

RPC_SECONDS = Histogram(
    "rpc_seconds",
    "Time of one call",
    ["service", "method", "code"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
OUTBOX_UNPUBLISHED = Gauge("outbox_unpublished", "Outbox rows not yet in the stream")
OUTBOX_OLDEST_SECONDS = Gauge("outbox_oldest_seconds", "Age of the oldest of them")
RELAY_LAST_PUBACK = Gauge("relay_last_puback_seq", "Stream sequence of the last acknowledged event")
CONSUMER_PENDING = Gauge("consumer_pending", "Events waiting in the stream", ["consumer"])
CONSUMER_REDELIVERED = Counter("consumer_redelivered", "Events seen again", ["consumer"])
CONSUMER_PROGRESS = Gauge(
    "consumer_last_progress_timestamp",
    "When the consumer loop last turned, Unix time",
    ["consumer"],
)
DEAD_LETTERS = Gauge("dlq_size", "Events set aside", ["consumer"])
APPLY_SKIPPED_OLD = Counter("apply_skipped_old", "Events older than what is applied")
DIGEST_MISMATCHES = Gauge(
    "digest_mismatch_buckets", "Buckets that differ from the system of record"
)
RECOUNT_DIFFERENCES = Gauge(
    "recount_differences", "Stored values that the last recount found wrong"
)
RECOUNT_ENDED = Gauge("recount_last_timestamp", "When the last recount ended, Unix time")
AUTOGEN_PERIODS = Counter(
    "autogen_periods",
    "Periods by what a run did with them: made, failed, skipped, waiting",
    ["did"],
)
AUTOGEN_RUN_SECONDS = Histogram(
    "autogen_run_seconds",
    "Time of a run that found something due",
    buckets=(0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, 1800),
)
AUTOGEN_DUE_PENDING = Gauge("autogen_due_pending", "Periods that are due and not invoiced yet")
AUTOGEN_OLDEST_DUE_SECONDS = Gauge(
    "autogen_oldest_due_seconds",
    "Age of the oldest of them, from the beginning of its day of issue",
)
AUTOGEN_WAITING = Gauge(
    "autogen_waiting", "Periods that wait for somebody to approve or waive them"
)
BLOBS_MISSING = Gauge("blobs_missing", "Files that rows point to and the last check did not find")
BLOBS_DAMAGED = Gauge("blobs_damaged", "Files that the last check found altered")
BLOBS_CHECKED = Gauge("blobs_checked_timestamp", "When all files were last checked, Unix time")
CARD_SECTIONS = Counter("card_section", "Sections of the card by state", ["section", "state"])


def start_metrics(listen: str) -> None:
    """Serves the metrics at host:port; nothing for the empty string."""
    if listen:
        host, _, port = listen.rpartition(":")
        start_http_server(int(port), addr=host)
