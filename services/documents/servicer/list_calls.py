"""Calls on many documents."""

from __future__ import annotations

import uuid

from kit.ids import optional_id
from kit.page import make_token, page_size, read_token
from services.documents import store
from services.documents.convert import DOCUMENT_TYPE, client_changed, day
from services.documents.errors import DocumentNotFound
from services.documents.model import Names
from services.documents.servicer.desk import Calls, Context
from services.documents.store import Order, Wanted
from sysapi.documents.v1 import documents_service_pb2 as pb

_CLIENTS = 100
_ORDERS: dict[pb.DocumentOrder.ValueType, Order] = {
    pb.DOCUMENT_ORDER_UNSPECIFIED: "title",
    pb.DOCUMENT_ORDER_TITLE: "title",
    pb.DOCUMENT_ORDER_NEWEST: "newest",
    pb.DOCUMENT_ORDER_VALID_TO: "valid_to",
}


class ListCalls(Calls):
    """ListDocuments, ListVersions, ListClientDocuments."""

    async def ListDocuments(
        self, request: pb.ListDocumentsRequest, context: Context
    ) -> pb.ListDocumentsResponse:
        """A page."""
        order = _ORDERS[request.order]
        wanted = Wanted(
            client_id=optional_id(request.client_id),
            unit_id=optional_id(request.unit_id),
            types=tuple(DOCUMENT_TYPE.word(one) for one in request.types),
            valid_since=day(request.valid_since, "valid_since"),
            valid_until=day(request.valid_until, "valid_until"),
            with_superseded=request.with_superseded,
            removed=request.removed,
            order=order,
        )
        size = page_size(request.page_size)
        after = read_token(f"documents by {order}", request.page_token, uuid.UUID)
        async with self.desk.database.read() as session:
            rows = await store.page_of_documents(session, wanted, after, size + 1)
            count = await store.count_documents(session, wanted)
            documents = await self.all_to_pb(session, rows[:size])
        token = make_token(f"documents by {order}", rows[size - 1].id) if len(rows) > size else ""
        return pb.ListDocumentsResponse(documents=documents, next_page_token=token, count=count)

    async def ListVersions(
        self, request: pb.ListVersionsRequest, context: Context
    ) -> pb.ListVersionsResponse:
        """The chain. Raises DocumentNotFound."""
        document_id = uuid.UUID(request.document_id)
        async with self.desk.database.read() as session:
            rows = await store.chain(session, document_id)
            if not rows:
                raise DocumentNotFound(document_id)
            return pb.ListVersionsResponse(documents=await self.all_to_pb(session, rows))

    async def ListClientDocuments(
        self, request: pb.ListClientDocumentsRequest, context: Context
    ) -> pb.ListClientDocumentsResponse:
        """A page in order of client."""
        size = min(request.page_size or _CLIENTS, _CLIENTS)
        after = read_token("client_documents", request.page_token, uuid.UUID)
        async with self.desk.database.begin() as session:
            rows = await store.page_of_clients(session, after, size + 1)
            names = await store.names(session, [row.client_id for row in rows[:size]])
            epoch = (await store.state(session)).epoch
        token = make_token("client_documents", rows[size - 1].client_id) if len(rows) > size else ""
        return pb.ListClientDocumentsResponse(
            clients=[
                client_changed(row, epoch, names.get(row.client_id, Names())) for row in rows[:size]
            ],
            next_page_token=token,
        )
