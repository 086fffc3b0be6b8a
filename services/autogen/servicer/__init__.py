"""The calls of the autogen service."""

from __future__ import annotations

from services.autogen.servicer.indexation_calls import IndexationCalls
from services.autogen.servicer.line_calls import LineCalls
from services.autogen.servicer.period_calls import PeriodCalls
from services.autogen.servicer.run_calls import RunCalls
from sysapi.autogen.v1.autogen_service_pb2_grpc import AutogenServiceServicer


class AutogenServicer(LineCalls, PeriodCalls, RunCalls, IndexationCalls, AutogenServiceServicer):
    """All calls."""
