"""Calls on many files: of a gallery, of a client, of a visit."""

from __future__ import annotations

import uuid
from datetime import date

from kit.ids import optional_id
from kit.page import make_token, page_size, read_token
from services.galleries import store
from services.galleries.convert import galleries_to_pb, media_to_pb
from services.galleries.servicer.desk import Calls, Context
from services.galleries.store import Wanted
from sysapi.galleries.v1 import galleries_service_pb2 as pb


class ListCalls(Calls):
    """ListMedia, ListGalleries."""

    async def ListMedia(
        self, request: pb.ListMediaRequest, context: Context
    ) -> pb.ListMediaResponse:
        """A page."""
        year, month = request.year, request.month
        wanted = Wanted(
            client_id=optional_id(request.client_id),
            unit_id=optional_id(request.unit_id),
            visit_id=optional_id(request.visit_id),
            first_month=date(year, month or 1, 1) if year else None,
            last_month=date(year, month or 12, 1) if year else None,
            tag=request.tag,
            removed=request.removed,
        )
        size = page_size(request.page_size)
        after = read_token("media", request.page_token, uuid.UUID)
        async with self.desk.database.read() as session:
            rows = await store.page_of_media(session, wanted, after, size + 1)
        return pb.ListMediaResponse(
            media=[media_to_pb(row) for row in rows[:size]],
            next_page_token=make_token("media", rows[size - 1].id) if len(rows) > size else "",
        )

    async def ListGalleries(
        self, request: pb.ListGalleriesRequest, context: Context
    ) -> pb.ListGalleriesResponse:
        """Galleries with files, and the bin."""
        client_id, unit_id = optional_id(request.client_id), optional_id(request.unit_id)
        async with self.desk.database.read() as session:
            counts = await store.month_counts(session, Wanted(client_id, unit_id))
            removed = await store.count_media(session, Wanted(client_id, unit_id, removed=True))
        return pb.ListGalleriesResponse(galleries=galleries_to_pb(counts), removed=removed)
