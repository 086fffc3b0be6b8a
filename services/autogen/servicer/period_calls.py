"""Calls on the ledger: the list, and what people decide about periods."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from kit.ids import optional_id
from kit.page import make_token, page_size, read_token
from services.autogen.convert import enums
from services.autogen.convert.from_pb import day, required_day
from services.autogen.convert.to_pb import contracted_to_pb, period_to_pb
from services.autogen.errors import DateInvalid, PeriodInDoubt, PeriodSettled
from services.autogen.model.contracting import contracted_periods
from services.autogen.model.planning import grouped
from services.autogen.model.tables import LedgerPeriod
from services.autogen.servicer.desk import Calls, Context, wanted_lines
from services.autogen.store import lines, periods, schedules
from sysapi.autogen.v1 import autogen_service_pb2 as pb

_LONGEST_SPAN = timedelta(days=366)


class PeriodCalls(Calls):
    """ListPeriods, ListContractedPeriods, ApprovePeriods, WaivePeriods."""

    async def ListPeriods(
        self, request: pb.ListPeriodsRequest, context: Context
    ) -> pb.ListPeriodsResponse:
        """A page of the ledger."""
        wanted = periods.Wanted(
            line_id=optional_id(request.line_id),
            client_id=optional_id(request.client_id),
            states=tuple(enums.PERIOD_STATE.word(one) for one in request.states),
            needs_approval=request.needs_approval,
            issue_from=day(request.issue_from, "issue_from"),
            issue_to=day(request.issue_to, "issue_to"),
        )
        size = page_size(request.page_size)
        after = read_token("periods", request.page_token, uuid.UUID)
        async with self.desk.database.read() as session:
            rows = await periods.page_of_periods(session, wanted, after, size + 1)
        return pb.ListPeriodsResponse(
            periods=[period_to_pb(row) for row in rows[:size]],
            next_page_token=make_token("periods", rows[size - 1].id) if len(rows) > size else "",
        )

    async def ListContractedPeriods(
        self, request: pb.ListContractedPeriodsRequest, context: Context
    ) -> pb.ListContractedPeriodsResponse:
        """The periods of a page of lines that are for visits."""
        first = required_day(getattr(request, "from"), "from")
        last = required_day(request.to, "to")
        if not timedelta(0) <= last - first < _LONGEST_SPAN:
            raise DateInvalid("to")
        size = page_size(request.page_size)
        after = read_token("contracted", request.page_token, uuid.UUID)
        async with self.desk.database.read() as session:
            wanted = wanted_lines(request.filter)
            found = await lines.page_of_contracts(session, wanted, last, after, size + 1)
            shown = found[:size]
            rows = await periods.periods_in_days(session, [one.id for one in shown], first, last)
        ledger = grouped((row.line_id, row) for row in rows)
        return pb.ListContractedPeriodsResponse(
            periods=[
                contracted_to_pb(one)
                for line in shown
                for one in contracted_periods(line, ledger.get(line.id, ()), first, last)
            ],
            next_page_token=make_token("contracted", shown[-1].id) if len(found) > size else "",
        )

    async def ApprovePeriods(
        self, request: pb.ApprovePeriodsRequest, context: Context
    ) -> pb.ApprovePeriodsResponse:
        """Has them made; what was approved or made before stays so."""
        writing = self.desk.writing()
        async with self.desk.database.begin() as session:
            rows = await self._undecided(session, request.period_ids, also="made")
            for row in rows:
                if row.state == "made":
                    continue
                if row.needs_approval:
                    row.needs_approval, row.decided_by = False, writing.actor
                row.next_attempt_at = row.updated_at = writing.now
        self.desk.wake_scheduler()
        return pb.ApprovePeriodsResponse(periods=[period_to_pb(row) for row in rows])

    async def WaivePeriods(
        self, request: pb.WaivePeriodsRequest, context: Context
    ) -> pb.WaivePeriodsResponse:
        """Lets them go; only what is certain not to be invoiced."""
        writing = self.desk.writing()
        async with self.desk.database.begin() as session:
            rows = await self._undecided(session, request.period_ids, also="waived")
            for row in rows:
                if row.state == "waived":
                    continue
                if row.is_in_doubt:
                    raise PeriodInDoubt(row.id)
                row.state, row.needs_approval = "waived", False
                row.reason, row.decided_by = request.reason, writing.actor
                row.updated_at = writing.now
        return pb.WaivePeriodsResponse(periods=[period_to_pb(row) for row in rows])

    async def _undecided(
        self, session: AsyncSession, period_ids: Sequence[str], *, also: str
    ) -> Sequence[LedgerPeriod]:
        """The periods, locked, or those of state `also`. Raises PeriodNotFound or PeriodSettled."""
        ids = [uuid.UUID(one) for one in period_ids]
        await schedules.lock_clients(session, await periods.clients_of_periods(session, ids))
        rows = await periods.periods_for_decision(session, ids)
        for row in rows:
            if row.state not in ("planned", "failed", also):
                raise PeriodSettled(row.id)
        return rows
