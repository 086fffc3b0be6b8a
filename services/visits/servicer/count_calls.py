"""Calls on counts: the grid of a client, and what is told of clients."""

from __future__ import annotations

import uuid
from datetime import date

from kit.ids import optional_id
from kit.page import make_token, page_size, read_token
from services.visits.convert.to_pb import (
    client_changed,
    client_to_pb,
    month_fields,
    sites_to_pb,
    years_to_pb,
)
from services.visits.model.days import month_of, months_before
from services.visits.servicer.desk import Calls, Context
from services.visits.store import counts
from sysapi.visits.v1 import client_visits_pb2
from sysapi.visits.v1 import visits_service_pb2 as pb

_MONTHS = 24
_CLIENTS = 500


class CountCalls(Calls):
    """GetVisitMonths, GetClientVisits, ListClientVisits."""

    async def GetVisitMonths(
        self, request: pb.GetVisitMonthsRequest, context: Context
    ) -> pb.GetVisitMonthsResponse:
        """The grid, and all years."""
        last = (
            date(request.to_year, request.to_month or 12, 1)
            if request.to_year
            else month_of(self.desk.today())
        )
        behind = range((request.months or _MONTHS) - 1, -1, -1)
        months = [months_before(last, count) for count in behind]
        client_id, unit_id = uuid.UUID(request.client_id), optional_id(request.unit_id)
        async with self.desk.database.read() as session:
            cells = await counts.grid(session, client_id, unit_id, months)
            years = await counts.years(session, client_id, unit_id)
        return pb.GetVisitMonthsResponse(
            sites=sites_to_pb(cells), years=years_to_pb(years), **month_fields(months[0], last)
        )

    async def GetClientVisits(
        self, request: pb.GetClientVisitsRequest, context: Context
    ) -> pb.GetClientVisitsResponse:
        """As it was published last."""
        async with self.desk.database.read() as session:
            found = await counts.client_visits(session, uuid.UUID(request.client_id))
        if found is None:
            nothing = client_visits_pb2.ClientVisits(client_id=request.client_id)
            return pb.GetClientVisitsResponse(visits=nothing)
        return pb.GetClientVisitsResponse(visits=client_to_pb(found))

    async def ListClientVisits(
        self, request: pb.ListClientVisitsRequest, context: Context
    ) -> pb.ListClientVisitsResponse:
        """A page in order of client."""
        size = page_size(request.page_size or _CLIENTS)
        after = read_token("client_visits", request.page_token, uuid.UUID)
        async with self.desk.database.read() as session:
            rows = await counts.page_of_clients(session, after, size + 1)
            epoch = await counts.epoch(session)
        token = make_token("client_visits", rows[size - 1].client_id) if len(rows) > size else ""
        return pb.ListClientVisitsResponse(
            clients=[client_changed(row, epoch) for row in rows[:size]], next_page_token=token
        )
