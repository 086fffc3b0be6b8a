"""The calls of the visits service."""

from __future__ import annotations

from services.visits.servicer.count_calls import CountCalls
from services.visits.servicer.plan_calls import PlanCalls
from services.visits.servicer.visit_calls import VisitCalls
from sysapi.visits.v1.visits_service_pb2_grpc import VisitsServiceServicer


class VisitsServicer(VisitCalls, CountCalls, PlanCalls, VisitsServiceServicer):
    """All calls."""
