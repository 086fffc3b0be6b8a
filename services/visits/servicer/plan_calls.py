"""Calls on plans."""

from __future__ import annotations

import uuid

from kit.etags import make_etag
from kit.ids import optional_id
from kit.page import make_token, page_size, read_token
from services.visits import events
from services.visits.convert.from_pb import plan_from_pb
from services.visits.convert.to_pb import plan_to_pb
from services.visits.errors import EtagMismatch, PlanExists
from services.visits.model.tables import Plan
from services.visits.planning import plan_anew
from services.visits.servicer.desk import Calls, Context, check_site, version_of
from services.visits.store import counts, plans
from sysapi.visits.v1 import visits_service_pb2 as pb

_CONTENT = (
    "unit_id", "kind", "performers", "frequency", "every", "weekdays", "week_of_month", "day_off", "at", "starts_on", "ends_on",
    "billable",
)  # fmt: skip


class PlanCalls(Calls):
    """PutPlan, GetPlan, ListPlans."""

    async def PutPlan(self, request: pb.PutPlanRequest, context: Context) -> pb.PutPlanResponse:
        """Enters or changes a plan, and makes its visits of the next 60 days follow."""
        new = plan_from_pb(request.plan, self.desk.today())
        version = version_of(request.etag)
        units = await self.desk.units.of({new.client_id})
        async with self.desk.database.begin() as session:
            locked = await counts.lock_clients(session, [new.client_id])
            plan = await plans.plan_if_there(session, new.id)
            if plan is None:
                session.add(new)
                plan, outcome = new, pb.PUT_OUTCOME_CREATED
            elif plan.client_id != new.client_id:
                raise PlanExists(new.id)
            elif _is_same(plan, new):
                return pb.PutPlanResponse(plan=plan_to_pb(plan), outcome=pb.PUT_OUTCOME_UNCHANGED)
            elif plan.version != version:
                raise EtagMismatch(make_etag(plan.version))
            else:
                for name in _CONTENT:
                    setattr(plan, name, getattr(new, name))
                plan.version += 1
                outcome = pb.PUT_OUTCOME_CHANGED
            check_site(plan.client_id, plan.unit_id, units)
            await session.flush()
            cells = await plan_anew(session, plan, self.desk.today(), self.desk.writing())
            await events.publish(session, locked, cells)
        self.desk.wake_relay()
        return pb.PutPlanResponse(plan=plan_to_pb(plan), outcome=outcome)

    async def GetPlan(self, request: pb.GetPlanRequest, context: Context) -> pb.GetPlanResponse:
        """The plan."""
        async with self.desk.database.read() as session:
            plan = await plans.plan(session, uuid.UUID(request.plan_id))
        return pb.GetPlanResponse(plan=plan_to_pb(plan))

    async def ListPlans(
        self, request: pb.ListPlansRequest, context: Context
    ) -> pb.ListPlansResponse:
        """A page in order of id."""
        size = page_size(request.page_size)
        after = read_token("plans", request.page_token, uuid.UUID)
        async with self.desk.database.read() as session:
            rows = await plans.page_of_plans(
                session,
                uuid.UUID(request.client_id),
                optional_id(request.unit_id),
                after,
                size + 1,
            )
        return pb.ListPlansResponse(
            plans=[plan_to_pb(row) for row in rows[:size]],
            next_page_token=make_token("plans", rows[size - 1].id) if len(rows) > size else "",
        )


def _is_same(plan: Plan, other: Plan) -> bool:
    return all(getattr(plan, name) == getattr(other, name) for name in _CONTENT)
