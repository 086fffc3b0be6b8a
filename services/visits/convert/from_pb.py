"""Visits and plans from their messages."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta

from google.protobuf import timestamp_pb2
from google.type import date_pb2

from kit.call import Writing
from kit.dates import date_from_pb, instant_from_pb
from kit.ids import optional_id
from services.visits.convert import enums
from services.visits.errors import DateInvalid, PlanRuleInvalid, VisitTimeInvalid
from services.visits.model.tables import Plan, Visit
from services.visits.model.visits import DayRange, place_in_time
from sysapi.visits.v1 import visit_pb2
from sysapi.visits.v1 import visits_service_pb2 as pb

_EARLIEST, _LATEST = date(1995, 1, 1), date(2200, 12, 31)
_FURTHEST_PLAN = timedelta(days=3 * 366)
_CLOCK_SKEW = timedelta(days=1)
"""Clocks of devices are not ours."""
_LONGEST = timedelta(days=31)
_LONGEST_RANGE = timedelta(days=10 * 366 + 1)


def day(message: date_pb2.Date, field: str) -> date | None:
    """The day, or None when unset. Raises DateInvalid for a day that does not exist or is too far away."""
    try:
        return date_from_pb(message, _EARLIEST, _LATEST)
    except ValueError as error:
        raise DateInvalid(field) from error


def range_from_pb(message: pb.VisitRange, field: str) -> DayRange:
    """A range to count; `field` is where it stands. Raises DateInvalid for none or more than ten years of days."""
    first, last = day(getattr(message, "from"), f"{field}.from"), day(message.to, f"{field}.to")
    if first is None or last is None or not timedelta(0) <= last - first < _LONGEST_RANGE:
        raise DateInvalid(f"{field}.to")
    return DayRange(uuid.UUID(message.client_id), optional_id(message.unit_id), first, last)


def visit_from_pb(message: visit_pb2.Visit, writing: Writing) -> Visit:
    """The first version of a visit that a person enters. Raises VisitTimeInvalid."""
    visit = Visit(
        id=uuid.UUID(message.id),
        version=1,
        client_id=uuid.UUID(message.client_id),
        unit_id=uuid.UUID(message.unit_id),
        plan_id=None,
        state=enums.VISIT_STATE.word(message.state),
        kind=message.kind,
        performers=list(message.performers),
        planned_start=_instant(message.planned_start, "planned_start"),
        started=_instant(message.started, "started"),
        ended=_instant(message.ended, "ended"),
        note=message.note,
        billable=message.billable,
        signature=message.signature,
        is_as_planned=False,
        updated_at=writing.now,
        updated_by=writing.actor,
    )
    _check_times(visit, writing.now)
    place_in_time(visit)
    return visit


def _instant(message: timestamp_pb2.Timestamp, field: str) -> datetime | None:
    try:
        found = instant_from_pb(message)
    except (ValueError, OverflowError) as error:
        raise VisitTimeInvalid(f"visit.{field}") from error
    if found is not None and not _EARLIEST <= found.date() <= _LATEST:
        raise VisitTimeInvalid(f"visit.{field}")
    return found


def _check_times(visit: Visit, now: datetime) -> None:
    latest_past = now + _CLOCK_SKEW
    if visit.planned_start is not None and visit.planned_start > now + _FURTHEST_PLAN:
        raise VisitTimeInvalid("visit.planned_start")
    if visit.started is None:
        if visit.planned_start is None:
            raise VisitTimeInvalid("visit.planned_start")
        if visit.ended is not None:
            raise VisitTimeInvalid("visit.started")
        if visit.state == "done" and visit.planned_start > latest_past:
            raise VisitTimeInvalid("visit.started")
        return
    if visit.started > latest_past:
        raise VisitTimeInvalid("visit.started")
    if visit.ended is not None and not visit.started <= visit.ended <= visit.started + _LONGEST:
        raise VisitTimeInvalid("visit.ended")
    if visit.ended is not None and visit.ended > latest_past:
        raise VisitTimeInvalid("visit.ended")


def plan_from_pb(message: visit_pb2.Plan, today: date) -> Plan:
    """The first version of a plan. Raises DateInvalid or PlanRuleInvalid."""
    starts_on = day(message.starts_on, "plan.starts_on")
    ends_on = day(message.ends_on, "plan.ends_on")
    if starts_on is None or starts_on > today + _FURTHEST_PLAN:
        raise DateInvalid("plan.starts_on")
    if ends_on is not None and ends_on < starts_on:
        raise DateInvalid("plan.ends_on")
    rule = message.rule
    frequency = enums.FREQUENCY.word(rule.frequency)
    if rule.week_of_month and (frequency != "months" or not rule.weekdays):
        raise PlanRuleInvalid
    return Plan(
        id=uuid.UUID(message.id),
        version=1,
        client_id=uuid.UUID(message.client_id),
        unit_id=uuid.UUID(message.unit_id),
        kind=message.kind,
        performers=list(message.performers),
        frequency=frequency,
        every=rule.every,
        weekdays=sorted(rule.weekdays),
        week_of_month=rule.week_of_month,
        day_off=enums.day_off_word(rule.day_off),
        at=time.fromisoformat(message.at),
        starts_on=starts_on,
        ends_on=ends_on,
        billable=message.billable,
        planned_to=None,
    )
