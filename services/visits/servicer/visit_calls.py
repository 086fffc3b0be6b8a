"""Calls on visits: put them, read them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import Problem, problem_to_status
from kit.etags import make_etag
from kit.grpc_server import check_message
from kit.ids import optional_id
from kit.page import make_token, page_size, read_token
from services.visits import events, overdue
from services.visits.convert import enums
from services.visits.convert.from_pb import day, visit_from_pb
from services.visits.convert.to_pb import visit_to_pb
from services.visits.errors import DateInvalid, EtagMismatch, VisitExists
from services.visits.model.tables import Visit
from services.visits.model.visits import Cell, cell_of
from services.visits.planning import overwrite
from services.visits.servicer.desk import Calls, Context, check_site, version_of
from services.visits.store import counts, visits
from sysapi.visits.v1 import visits_service_pb2 as pb

Outcome = pb.PutOutcome.ValueType
_LONGEST_SPAN = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class _Put:
    """A visit as it is to be, and the version it was made on."""

    new: Visit
    version: int


class VisitCalls(Calls):
    """PutVisit, PutVisits, GetVisit, ListVisits."""

    async def PutVisit(self, request: pb.PutVisitRequest, context: Context) -> pb.PutVisitResponse:
        """Enters or changes one."""
        result = (await self._put_all([request]))[0]
        if isinstance(result, Problem):
            raise result
        visit, outcome = result
        return pb.PutVisitResponse(visit=visit_to_pb(visit), outcome=outcome)

    async def PutVisits(
        self, request: pb.PutVisitsRequest, context: Context
    ) -> pb.PutVisitsResponse:
        """Enters or changes many in one transaction; what is refused leaves the others."""
        results = await self._put_all(request.visits)
        return pb.PutVisitsResponse(
            results=[
                pb.PutResult(problem=problem_to_status(one))
                if isinstance(one, Problem)
                else pb.PutResult(outcome=one[1])
                for one in results
            ]
        )

    async def GetVisit(self, request: pb.GetVisitRequest, context: Context) -> pb.GetVisitResponse:
        """The visit."""
        async with self.desk.database.read() as session:
            visit = await visits.visit(session, uuid.UUID(request.visit_id))
        return pb.GetVisitResponse(visit=visit_to_pb(visit))

    async def ListVisits(
        self, request: pb.ListVisitsRequest, context: Context
    ) -> pb.ListVisitsResponse:
        """A page."""
        year, month = request.year, request.month
        since, until = day(request.since, "since"), day(request.until, "until")
        if since and until and not request.client_id and not request.unit_id:
            _check_span(since, until)
        wanted = visits.Wanted(
            client_id=optional_id(request.client_id),
            unit_id=optional_id(request.unit_id),
            first_month=date(year, month or 1, 1) if year else None,
            last_month=date(year, month or 12, 1) if year else None,
            states=tuple(enums.VISIT_STATE.word(one) for one in request.states),
            since=since,
            until=until,
            performer=request.performer,
        )
        size = page_size(request.page_size)
        after = read_token("visits", request.page_token, uuid.UUID)
        async with self.desk.database.read() as session:
            rows = await visits.page_of_visits(session, wanted, after, size + 1)
        return pb.ListVisitsResponse(
            visits=[visit_to_pb(row) for row in rows[:size]],
            next_page_token=make_token("visits", rows[size - 1].id) if len(rows) > size else "",
        )

    # -- inside

    async def _put_all(
        self, requests: Sequence[pb.PutVisitRequest]
    ) -> list[tuple[Visit, Outcome] | Problem]:
        """For each request the visit and what was done, or why it was refused."""
        read = [self._read(request) for request in requests]
        puts = [one for one in read if isinstance(one, _Put)]
        if not puts:
            return [one for one in read if isinstance(one, Problem)]
        units = await self._units_of_new_sites([one.new for one in puts])
        results: list[tuple[Visit, Outcome] | Problem] = []
        async with self.desk.database.begin() as session:
            locked = await counts.lock_clients(session, [one.new.client_id for one in puts])
            known = await visits.visits_by_id(session, [one.new.id for one in puts])
            cells: set[Cell] = set()
            for one in read:
                if isinstance(one, Problem):
                    results.append(one)
                    continue
                try:
                    results.append(await _put(session, one, known, units, cells))
                except Problem as problem:
                    results.append(problem)
            await events.publish(session, locked, cells)
        self.desk.wake_relay()
        return results

    def _read(self, request: pb.PutVisitRequest) -> _Put | Problem:
        try:
            check_message(request)
            return _Put(visit_from_pb(request.visit, self.desk.writing()), version_of(request.etag))
        except Problem as problem:
            return problem

    async def _units_of_new_sites(
        self, new: Sequence[Visit]
    ) -> Mapping[uuid.UUID, frozenset[uuid.UUID]]:
        """The units of the clients of those visits that are not at their units already: a device may send what it has while the
        clients service is away.
        """
        async with self.desk.database.read() as session:
            known = await visits.visits_by_id(session, [one.id for one in new])
        return await self.desk.units.of(
            {
                one.client_id
                for one in new
                if (there := known.get(one.id)) is None or there.unit_id != one.unit_id
            }
        )


def _check_span(since: date, until: date) -> None:
    """Raises DateInvalid for more days than a list over all clients may be of."""
    if not timedelta(0) <= until - since < _LONGEST_SPAN:
        raise DateInvalid("until")


def _only_told_missed(visit: Visit, put: _Put) -> bool:
    """Whether nobody changed the visit since but the service, as nothing was told of it: a device tells it now."""
    return visit.updated_by == overdue.ACTOR and visit.version == put.version + 1


async def _put(
    session: AsyncSession,
    put: _Put,
    known: dict[uuid.UUID, Visit],
    units: Mapping[uuid.UUID, frozenset[uuid.UUID]],
    cells: set[Cell],
) -> tuple[Visit, Outcome]:
    """Puts one visit; its client is locked. Adds to `cells` where something changed. Raises VisitExists, EtagMismatch or UnitNotFound."""
    new = put.new
    visit = known.get(new.id)
    if visit is None:
        check_site(new.client_id, new.unit_id, units)
        session.add(new)
        known[new.id] = new
        cells.add(cell_of(new))
        return new, pb.PUT_OUTCOME_CREATED
    if visit.client_id != new.client_id:
        raise VisitExists(new.id)
    if visit.digest == new.digest:
        return visit, pb.PUT_OUTCOME_UNCHANGED
    if visit.version != put.version and not _only_told_missed(visit, put):
        if await visits.was_put(session, new.id, put.version + 1, new.digest):
            return visit, pb.PUT_OUTCOME_UNCHANGED
        raise EtagMismatch(make_etag(visit.version))
    if visit.unit_id != new.unit_id:
        check_site(new.client_id, new.unit_id, units)
    cells.add(cell_of(visit))
    overwrite(session, visit, new)
    cells.add(cell_of(visit))
    return visit, pb.PUT_OUTCOME_CHANGED
