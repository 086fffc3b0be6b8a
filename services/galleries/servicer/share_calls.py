"""Calls on shares: pictures that people without an account may look at."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from datetime import timedelta

from kit.dates import instant_to_pb
from services.galleries import store
from services.galleries.convert import share_to_pb
from services.galleries.errors import MediaNotFound
from services.galleries.model import Share
from services.galleries.servicer.desk import Calls, Context
from sysapi.galleries.v1 import galleries_service_pb2 as pb
from sysapi.galleries.v1 import media_pb2

_TOKEN_BYTES = 32


class ShareCalls(Calls):
    """CreateShare, ListShares, RevokeShare, OpenShare."""

    async def CreateShare(
        self, request: pb.CreateShareRequest, context: Context
    ) -> pb.CreateShareResponse:
        """Makes one. Raises MediaNotFound, also for a file of a second client."""
        writing = self.desk.writing()
        ids = [uuid.UUID(one) for one in request.media_ids]
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        async with self.desk.database.begin() as session:
            clients = await store.clients_of(session, ids)
            if len(clients) != 1:
                raise MediaNotFound(ids[-1])
            share = Share(
                id=uuid.uuid4(),
                token_digest=_digest(token),
                client_id=clients.pop(),
                media_ids=ids,
                expires_at=writing.now + timedelta(days=request.days),
                created_at=writing.now,
                created_by=writing.actor,
            )
            session.add(share)
            await session.flush()
        return pb.CreateShareResponse(share=share_to_pb(share), token=token)

    async def ListShares(
        self, request: pb.ListSharesRequest, context: Context
    ) -> pb.ListSharesResponse:
        """Those in force."""
        async with self.desk.database.read() as session:
            found = await store.shares(session, uuid.UUID(request.client_id), self.desk.clock())
        return pb.ListSharesResponse(shares=[share_to_pb(one) for one in found])

    async def RevokeShare(
        self, request: pb.RevokeShareRequest, context: Context
    ) -> pb.RevokeShareResponse:
        """Ends it."""
        async with self.desk.database.begin() as session:
            await store.end_share(session, uuid.UUID(request.share_id))
        return pb.RevokeShareResponse()

    async def OpenShare(
        self, request: pb.OpenShareRequest, context: Context
    ) -> pb.OpenShareResponse:
        """The previews behind a token. Raises ShareNotFound."""
        async with self.desk.database.read() as session:
            share = await store.open_share(session, _digest(request.token), self.desk.clock())
            pictures = await store.shared_pictures(session, share)
        return pb.OpenShareResponse(
            screens=[
                media_pb2.Content(digest=one.screen_digest, size=one.screen_size)
                for one in pictures
            ],
            expire_time=instant_to_pb(share.expires_at),
        )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
