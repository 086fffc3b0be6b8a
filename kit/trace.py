"""Tracing: one W3C trace id from the browser to the index. Spans are made in process; where they go is set from outside."""

from __future__ import annotations

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider


def configure_tracing(service: str) -> None:
    """Names the service in its spans; called once at start."""
    trace.set_tracer_provider(TracerProvider(resource=Resource.create({"service.name": service})))
