"""Visits at the served units of demo clients, until a day, and the plans that go on from there (latvia.md 6).

A stream of chance belongs to one unit and runs forward in time, so that a later last day only adds visits. Units are dealt to the
slices of the invoices, so that a scale has the visits of those whose invoices it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from google.protobuf import timestamp_pb2

from kit.clock import RIGA
from kit.dates import instant_to_pb
from kit.latvian.business_days import next_business_day
from sysapi.clients.v1 import client_pb2
from sysapi.visits.v1 import visit_pb2
from tools.demo.chains import LARGEST_CHAIN
from tools.demo.draws import Draw, Weighted, draws, one_of
from tools.demo.history import slice_of
from tools.demo.numbers import stable_id
from tools.demo.standing import TODAY, day

_CANCELLED, _MISSED = 0.03, 0.02
_CONTRACTED = 0.3
_EXTRA = 0.012
"""Share of visits that are to be invoiced whether or not a line contracts them: extra work, of which a few have none."""
_YEARS = 10
_KINDS = (
    "Telpu uzkopšana", "Deratizācija", "Iekārtu tehniskā apkope", "Signalizācijas pārbaude", "Paklāju maiņa", "Logu mazgāšana",
    "Teritorijas kopšana",
)  # fmt: skip
_PERFORMERS = (
    "Anita Bērziņa", "Guntis Kalniņš", "Inese Ozola", "Juris Liepiņš", "Ligita Krūmiņa", "Māris Zariņš", "Sandra Balode",
    "Valdis Vītols", "Žanete Šmite", "Ņina Ivanova",
)  # fmt: skip
_NOTES = (
    "Viss kārtībā.", "Atslēga pie dežuranta.", "Papildu darbi pēc klienta lūguma.", "Nomainīts filtrs.", "Durvis bija slēgtas, gaidīts 20 minūtes.",
    "Nepieciešami materiāli nākamajai reizei.", "Klients lūdz ierasties agrāk.",
)  # fmt: skip
_REASONS = ("Klients atcēla.", "Objekts slēgts.", "Izpildītājs saslima.")
_HOURS = (7, 8, 9, 9, 10, 11, 13, 14, 16, 18)


class _Rhythm(NamedTuple):
    """Every so many weeks on the weekday, and on another one three days later as well."""

    weeks: int
    twice: bool


_RHYTHMS = Weighted(
    ((_Rhythm(4, False), 50), (_Rhythm(2, False), 25), (_Rhythm(1, False), 20), (_Rhythm(1, True), 5))
)  # fmt: skip


class SiteVisits(NamedTuple):
    """What happened at one unit, oldest first, and how it goes on; no plan for a closed one."""

    visits: list[visit_pb2.Visit]
    plan: visit_pb2.Plan | None


class _Site(NamedTuple):
    """What is the same for all visits of a unit; `key` names it for ever."""

    key: str
    client_id: str
    unit: client_pb2.Unit
    kind: str
    performer: str
    at: time
    first: int
    rhythm: _Rhythm
    is_contracted: bool


def contracted_month(today: date) -> tuple[date, date]:
    """First and last day of the month with which contracts of visits begin: the last that is over, so that it can be checked at once."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def visits_of(
    client: client_pb2.Client, index: int, seed: int, slices: int, until: int, *, billed_from: date
) -> Iterator[SiteVisits]:
    """The units of a client in the first slices that are visited, until an ordinal day; those contracted are to be invoiced from a day on."""
    for site, draw in _sites(client, index, seed, slices):
        yield _site_visits(site, draw, seed, until, billed_from)


class Contracted(NamedTuple):
    """A unit with visits, what is done there, and how many were to be in a month."""

    unit_id: str
    kind: str
    visits: int


def contracted_in(
    client: client_pb2.Client, index: int, seed: int, slices: int, *, first: date, last: date
) -> list[Contracted]:
    """The units of a client whose visits are contracted, with visits from one day to another."""
    found: list[Contracted] = []
    for site, _ in _sites(client, index, seed, slices):
        days = [next_business_day(date.fromordinal(on)) for on in _days(site, last.toordinal())]
        visits = sum(first <= on <= last for on in days)
        if site.is_contracted and visits:
            found.append(Contracted(site.unit.id, site.kind, visits))
    return found


def _sites(
    client: client_pb2.Client, index: int, seed: int, slices: int
) -> Iterator[tuple[_Site, Draw]]:
    """The visited units of a client in the first slices, each with its stream of chance."""
    if client.status != client_pb2.CLIENT_STATUS_ACTIVE:
        return
    for place, unit in enumerate(client.units):
        is_served = unit.served or index == LARGEST_CHAIN
        if is_served and slice_of(index, place) < slices:
            draw = draws(seed, f"visits:{place}", index)
            chance = draws(seed, f"visit contract:{place}", index)()
            is_contracted = unit.active and chance < _CONTRACTED
            yield _site(unit, client.id, f"{index}:{place}", draw, is_contracted), draw


def _site(
    unit: client_pb2.Unit, client_id: str, key: str, draw: Draw, is_contracted: bool
) -> _Site:
    opened = date(unit.opened_on.year, unit.opened_on.month, unit.opened_on.day).toordinal()
    begun = max(opened, TODAY - int(_YEARS * 365 * draw()))
    return _Site(
        key,
        client_id,
        unit,
        one_of(_KINDS, draw()),
        one_of(_PERFORMERS, draw()),
        time(one_of(_HOURS, draw()), 30 * int(2 * draw())),
        # On a Monday to Friday.
        begun + (7 - date.fromordinal(begun).weekday()) % 7 + int(5 * draw()),
        _RHYTHMS.pick(draw()),
        is_contracted,
    )


def _site_visits(site: _Site, draw: Draw, seed: int, until: int, billed_from: date) -> SiteVisits:
    last, plan = until, None
    if site.unit.active:
        plan = _plan(site, until, seed)
    else:
        closed = site.unit.closed_on
        last = min(until, date(closed.year, closed.month, closed.day).toordinal())
    return SiteVisits([_visit(site, on, draw, seed, billed_from) for on in _days(site, last)], plan)


def _days(site: _Site, last: int) -> Iterator[int]:
    for on in range(site.first, last + 1, 7 * site.rhythm.weeks):
        yield on
        if site.rhythm.twice and on + 3 <= last:
            yield on + 3


def _visit(site: _Site, ordinal: int, draw: Draw, seed: int, billed_from: date) -> visit_pb2.Visit:
    on = next_business_day(date.fromordinal(ordinal))
    planned = datetime.combine(on, site.at, tzinfo=RIGA)
    performer = one_of(_PERFORMERS, draw()) if draw() < 0.1 else site.performer
    visit = visit_pb2.Visit(
        id=stable_id(seed, f"visit:{site.key}:{ordinal}"),
        client_id=site.client_id,
        unit_id=site.unit.id,
        kind=site.kind,
        performers=[performer],
        planned_start=_instant(planned),
        billable=draw() < _EXTRA or (site.is_contracted and on >= billed_from),
    )
    fate, note = draw(), draw()
    if fate < _CANCELLED + _MISSED:
        is_cancelled = fate < _CANCELLED
        visit.state = (
            visit_pb2.VISIT_STATE_CANCELLED if is_cancelled else visit_pb2.VISIT_STATE_MISSED
        )
        visit.note = one_of(_REASONS, note)
        return visit
    visit.state = visit_pb2.VISIT_STATE_DONE
    started = planned + timedelta(minutes=int(40 * draw()) - 15)
    visit.started.CopyFrom(_instant(started))
    visit.ended.CopyFrom(_instant(started + timedelta(minutes=20 + int(130 * draw() ** 2))))
    if note < 0.12:
        visit.note = one_of(_NOTES, note / 0.12)
    return visit


def _plan(site: _Site, until: int, seed: int) -> visit_pb2.Plan:
    """From the first day of the rhythm after `until`."""
    step = 7 * site.rhythm.weeks
    starts = site.first + max(0, -(-(until + 1 - site.first) // step)) * step
    weekday = date.fromordinal(starts).isoweekday()
    also = (weekday + 2) % 7 + 1
    return visit_pb2.Plan(
        id=stable_id(seed, f"visit plan:{site.key}"),
        client_id=site.client_id,
        unit_id=site.unit.id,
        kind=site.kind,
        performers=[site.performer],
        rule=visit_pb2.PlanRule(
            frequency=visit_pb2.FREQUENCY_WEEKS,
            every=site.rhythm.weeks,
            weekdays=sorted({weekday, also}) if site.rhythm.twice else [weekday],
            day_off=visit_pb2.DAY_OFF_AFTER,
        ),
        at=f"{site.at:%H:%M}",
        starts_on=day(starts),
        billable=site.is_contracted,
    )


def _instant(moment: datetime) -> timestamp_pb2.Timestamp:
    found = instant_to_pb(moment)
    assert found is not None
    return found
