"""Calls on how the documents of a client stand, and on what must be there."""

from __future__ import annotations

import uuid

from kit.etags import make_etag
from services.documents import store
from services.documents.convert import requirement_from_pb, requirements_to_pb
from services.documents.errors import EtagMismatch
from services.documents.servicer.desk import Calls, Context, version_of
from sysapi.documents.v1 import documents_service_pb2 as pb


class StandingCalls(Calls):
    """GetStanding, GetRequirements, SetRequirements."""

    async def GetStanding(
        self, request: pb.GetStandingRequest, context: Context
    ) -> pb.GetStandingResponse:
        """Counts, and what is missing."""
        reading = self.desk.reading()
        async with self.desk.database.read() as session:
            found = await store.standing(
                session,
                uuid.UUID(request.client_id),
                reading.today,
                reading.today + reading.expiring,
            )
            required = await store.requirements(session)
        unmet = [one for one in required if one.type not in found.types_in_force]
        return pb.GetStandingResponse(
            count=found.count,
            expiring=found.expiring,
            expired=found.expired,
            unmet=requirements_to_pb(unmet),
        )

    async def GetRequirements(
        self, request: pb.GetRequirementsRequest, context: Context
    ) -> pb.GetRequirementsResponse:
        """All of them."""
        async with self.desk.database.begin() as session:
            state = await store.state(session)
            rows = await store.requirements(session)
        return pb.GetRequirementsResponse(
            requirements=requirements_to_pb(rows), etag=make_etag(state.requirements_version)
        )

    async def SetRequirements(
        self, request: pb.SetRequirementsRequest, context: Context
    ) -> pb.SetRequirementsResponse:
        """These in place of those there are."""
        async with self.desk.database.begin() as session:
            state = await store.state(session, locked=True)
            if state.requirements_version != version_of(request.etag):
                raise EtagMismatch(make_etag(state.requirements_version))
            wanted = {requirement_from_pb(one) for one in request.requirements}
            await store.set_requirements(session, wanted)
            state.requirements_version += 1
            await session.flush()
            rows = await store.requirements(session)
        return pb.SetRequirementsResponse(
            requirements=requirements_to_pb(rows), etag=make_etag(state.requirements_version)
        )
