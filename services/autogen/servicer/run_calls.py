"""Calls on what comes: runs, the forecast, and the next invoice of each client."""

from __future__ import annotations

import uuid
from datetime import timedelta

from kit.ids import optional_id
from kit.money import money_to_pb
from kit.page import make_token, page_size, read_token
from services.autogen.convert.to_pb import planned_invoice, schedule_changed, schedule_to_pb
from services.autogen.errors import DateInvalid
from services.autogen.generator.run import Result
from services.autogen.model.calendar import Rule, begins
from services.autogen.model.planning import group_of, grouped, is_skipped, upcoming
from services.autogen.servicer.desk import Calls, Context
from services.autogen.store import lines, schedules
from sysapi.autogen.v1 import autogen_service_pb2 as pb
from sysapi.autogen.v1 import client_schedule_pb2

FURTHEST_RUN = timedelta(days=31)
_MONTHS = 12
_CLIENTS = 200
_SCHEDULES = 500
_FAILURES = 100


class RunCalls(Calls):
    """GetForecast, Run, GetClientSchedule, ListClientSchedules."""

    async def Run(self, request: pb.RunRequest, context: Context) -> pb.RunResponse:
        """Makes what is due until a day, or tells what that would be."""
        until = self.desk.day_or_today(request.until, "until")
        if until > self.desk.today() + FURTHEST_RUN:
            raise DateInvalid("until")
        if request.dry_run:
            return run_response(await self.desk.generator.preview(until))
        try:
            return run_response(await self.desk.generator.run(until))
        finally:
            self.desk.wake_relay()
            self.desk.wake_scheduler()

    async def GetForecast(
        self, request: pb.GetForecastRequest, context: Context
    ) -> pb.GetForecastResponse:
        """The coming invoices of a client, or of a page of clients."""
        today = self.desk.today()
        rule = Rule(request.months or _MONTHS, today.day)
        until = begins(today, rule, 1) - timedelta(days=1)
        size = min(page_size(request.page_size), _CLIENTS)
        after = read_token("forecast", request.page_token, uuid.UUID)
        async with self.desk.database.read() as session:
            if request.client_id:
                client_ids = [uuid.UUID(request.client_id)]
            else:
                client_ids = await schedules.page_of_clients(session, after, size + 1)
            shown = client_ids[:size]
            rows = await lines.forecast_lines(session, shown, optional_id(request.unit_id))
        coming = grouped(
            (group_of(line, found.issue_on), (line, found))
            for line in rows
            for found in upcoming(line, until)
            if not is_skipped(line, found)
        )
        in_order = sorted(coming, key=lambda group: (group[0], group[4], str(group[1]), group[2]))
        return pb.GetForecastResponse(
            invoices=[planned_invoice(group, coming[group]) for group in in_order],
            next_page_token=make_token("forecast", shown[-1]) if len(client_ids) > size else "",
        )

    async def GetClientSchedule(
        self, request: pb.GetClientScheduleRequest, context: Context
    ) -> pb.GetClientScheduleResponse:
        """As it was published last."""
        async with self.desk.database.read() as session:
            found = await schedules.schedule(session, uuid.UUID(request.client_id))
        if found is None:
            nothing = client_schedule_pb2.ClientSchedule(client_id=request.client_id)
            return pb.GetClientScheduleResponse(schedule=nothing)
        return pb.GetClientScheduleResponse(schedule=schedule_to_pb(found))

    async def ListClientSchedules(
        self, request: pb.ListClientSchedulesRequest, context: Context
    ) -> pb.ListClientSchedulesResponse:
        """A page in order of client."""
        size = page_size(request.page_size or _SCHEDULES)
        after = read_token("schedules", request.page_token, uuid.UUID)
        async with self.desk.database.read() as session:
            rows = await schedules.page_of_schedules(session, after, size + 1)
            epoch = await schedules.epoch(session)
        token = make_token("schedules", rows[size - 1].client_id) if len(rows) > size else ""
        return pb.ListClientSchedulesResponse(
            clients=[schedule_changed(row, epoch) for row in rows[:size]], next_page_token=token
        )


def run_response(result: Result) -> pb.RunResponse:
    """The result of a run as it is sent."""
    made = result.made
    return pb.RunResponse(
        made=made.periods,
        skipped=result.planned.skipped,
        failed=len(made.failures),
        waiting=result.planned.waiting,
        invoices=made.invoices,
        net=money_to_pb(made.net),
        failures=[
            pb.RunFailure(
                period_id=str(row.id),
                line_id=str(row.line_id),
                error_code=row.error_code,
                error_text=row.error_text,
            )
            for row in made.failures[:_FAILURES]
        ],
    )
