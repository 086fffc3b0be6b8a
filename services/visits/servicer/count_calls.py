"""Calls on counts: the grid of a client, and what is told of clients."""

from __future__ import annotations

import uuid
from datetime import date

from kit.ids import optional_id
from kit.page import PageTokenInvalid, make_token, page_size, read_token
from services.visits.convert.from_pb import range_from_pb
from services.visits.convert.to_pb import (
    client_changed,
    client_to_pb,
    month_fields,
    monthly_to_pb,
    range_counts_to_pb,
    sites_to_pb,
    years_to_pb,
)
from services.visits.model.days import month_of, months_before
from services.visits.servicer.desk import Calls, Context
from services.visits.store import counts, ranges
from sysapi.visits.v1 import client_visits_pb2
from sysapi.visits.v1 import visits_service_pb2 as pb

_MONTHS = 24
_CLIENTS = 500


class CountCalls(Calls):
    """GetVisitMonths, CountVisits, ListBillableUnits, GetClientVisits, ListClientVisits."""

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
            grid = await counts.grid(session, client_id, unit_id, months, request.most_sites)
        return pb.GetVisitMonthsResponse(
            sites=sites_to_pb(grid.sites),
            sites_total=grid.sites_total,
            sums=monthly_to_pb(grid.sums),
            years=years_to_pb(grid.years),
            **month_fields(months[0], last),
        )

    async def CountVisits(
        self, request: pb.CountVisitsRequest, context: Context
    ) -> pb.CountVisitsResponse:
        """The visits of each range by unit and kind."""
        wanted = [
            range_from_pb(one, f"ranges[{place}]") for place, one in enumerate(request.ranges)
        ]
        async with self.desk.database.read() as session:
            found = await ranges.count_ranges(session, wanted)
        return pb.CountVisitsResponse(ranges=[range_counts_to_pb(one) for one in found])

    async def ListBillableUnits(
        self, request: pb.ListBillableUnitsRequest, context: Context
    ) -> pb.ListBillableUnitsResponse:
        """A page in order of client and unit."""
        size = page_size(request.page_size)
        after = _place_of(read_token("billable_units", request.page_token, str))
        async with self.desk.database.read() as session:
            rows = await ranges.page_of_units_to_invoice(
                session,
                date(request.year, request.month, 1),
                optional_id(request.client_id),
                after,
                size + 1,
            )
        last = rows[size - 1] if len(rows) > size else None
        return pb.ListBillableUnitsResponse(
            units=[
                pb.BillableUnit(client_id=str(client_id), unit_id=str(unit_id))
                for client_id, unit_id in rows[:size]
            ],
            next_page_token=make_token("billable_units", f"{last[0]} {last[1]}") if last else "",
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


def _place_of(key: str | None) -> tuple[uuid.UUID, uuid.UUID] | None:
    """The client and the unit of a page token. Raises PageTokenInvalid."""
    if key is None:
        return None
    try:
        client_id, unit_id = map(uuid.UUID, key.split())
    except ValueError as error:
        raise PageTokenInvalid from error
    return client_id, unit_id
