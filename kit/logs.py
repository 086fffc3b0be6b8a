"""Logs: JSON lines with the trace id. Ids only: never names, codes, e-mails, tokens or bodies (docs/logging.md)."""

from __future__ import annotations

import logging
import re
import sys

import structlog
from opentelemetry import trace
from structlog.typing import EventDict, WrappedLogger


def _add_trace_id(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"] = f"{context.trace_id:032x}"
    return event


# PostgreSQL quotes the row that broke a rule: names, e-mails and all. The rule itself stands in the line before.
_DETAIL = re.compile(
    r"DETAIL:.*?(?=\n(?:HINT:|CONTEXT:|\[SQL|The above|During handling|Traceback|  File )|\Z)",
    re.DOTALL,
)


def _withhold_values(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if "exception" in event:
        event["exception"] = _DETAIL.sub("DETAIL: (withheld)", event["exception"])
    return event


def configure_logs(service: str, level: str = "info") -> None:
    """Sends structlog and the standard library's loggers to standard error as JSON lines named after the service."""
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_trace_id,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _withhold_values,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(number)
    for noisy in ("httpx2", "httpcore2", "uvicorn.access", "alembic.runtime.migration", "nats"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.contextvars.bind_contextvars(service=service)


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger; bind ids, not content."""
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return logger
