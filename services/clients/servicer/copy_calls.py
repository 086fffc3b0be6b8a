"""Calls for those who keep a copy: pages of everything, digests, reads by id."""

from __future__ import annotations

import uuid

from kit.page import make_token, page_size, read_token
from services.clients import store
from services.clients.servicer.desk import Calls, Context
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as pb

_WORD = 2**64


class CopyCalls(Calls):
    """ListClients, BatchGetClients and the digests."""

    async def ListClients(
        self, request: pb.ListClientsRequest, context: Context
    ) -> pb.ListClientsResponse:
        """A page of all clients in order of id."""
        size = page_size(request.page_size)
        after = read_token("clients", request.page_token, uuid.UUID)
        async with self.desk.database.begin() as session:
            rows = await store.page_of_published(session, after, size + 1)
            total = 0 if after else await store.client_count(session)
            epoch = await store.epoch(session)
        page = rows[:size]
        return pb.ListClientsResponse(
            clients=[client_pb2.Client.FromString(row[1]) for row in page],
            digests=[row[2] % _WORD for row in page],
            next_page_token=make_token("clients", page[-1][0]) if len(rows) > size else "",
            epoch=epoch,
            total=total,
        )

    async def BatchGetClients(
        self, request: pb.BatchGetClientsRequest, context: Context
    ) -> pb.BatchGetClientsResponse:
        """The clients that are there."""
        async with self.desk.database.read() as session:
            rows = await store.published_clients(
                session, [uuid.UUID(client_id) for client_id in request.client_ids]
            )
            epoch = await store.epoch(session)
        return pb.BatchGetClientsResponse(
            clients=[client_pb2.Client.FromString(row[0]) for row in rows],
            digests=[row[1] % _WORD for row in rows],
            epoch=epoch,
        )

    async def ListClientDigests(
        self, request: pb.ListClientDigestsRequest, context: Context
    ) -> pb.ListClientDigestsResponse:
        """256 sums over all clients."""
        async with self.desk.database.begin() as session:
            rows = await store.bucket_digests(session)
            count = await store.client_count(session)
            epoch = await store.epoch(session)
        digests = [0] * 256
        for bucket, total in rows:
            digests[bucket] = int(total) % _WORD
        return pb.ListClientDigestsResponse(digests=digests, count=count, epoch=epoch)

    async def ListBucketDigests(
        self, request: pb.ListBucketDigestsRequest, context: Context
    ) -> pb.ListBucketDigestsResponse:
        """Digest of each client of one bucket."""
        async with self.desk.database.read() as session:
            rows = await store.digests_of_bucket(session, request.bucket)
            epoch = await store.epoch(session)
        return pb.ListBucketDigestsResponse(
            digests=[
                pb.ClientDigest(client_id=str(row[0]), version=row[1], digest=row[2] % _WORD)
                for row in rows
            ],
            epoch=epoch,
        )
