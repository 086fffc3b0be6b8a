"""Reads of the systems of record this catalogue is a copy of: the clients service, of money the invoices service, of schedules autogen,
of visits the visits service, of documents' names the documents service.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Sequence

from kit.grpc_client import Peer
from services.search.catalogue import DocumentNames, Money, Schedule, Visits
from services.search.convert import (
    Change,
    changes_from_page,
    document_names_from_pb,
    money_from_pb,
    schedule_from_pb,
    visits_from_pb,
)
from sysapi.autogen.v1 import autogen_service_pb2
from sysapi.autogen.v1.autogen_service_pb2_grpc import AutogenServiceStub
from sysapi.clients.v1 import clients_service_pb2 as pb
from sysapi.clients.v1.clients_service_pb2_grpc import ClientsServiceStub
from sysapi.documents.v1 import documents_service_pb2
from sysapi.documents.v1.documents_service_pb2_grpc import DocumentsServiceStub
from sysapi.invoices.v1 import invoices_service_pb2
from sysapi.invoices.v1.invoices_service_pb2_grpc import InvoicesServiceStub
from sysapi.visits.v1 import visits_service_pb2
from sysapi.visits.v1.visits_service_pb2_grpc import VisitsServiceStub

_PAGE = 1000
_TIMEOUT = 30.0


class SystemOfRecord:
    """The clients service as this one needs it. Raises kit.errors when it does not answer."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._stub = ClientsServiceStub(peer.channel)

    async def pages(self) -> AsyncIterator[tuple[list[Change], int]]:
        """All clients in pages by id, each with how many there are in all (0 when not told)."""
        coming = asyncio.create_task(self._page(""))
        total = 0
        try:
            while True:
                page = await coming
                # The next one is on its way while this one is worked on.
                if page.next_page_token:
                    coming = asyncio.create_task(self._page(page.next_page_token))
                total = page.total or total
                yield changes_from_page(page.clients, page.epoch, page.digests), total
                if not page.next_page_token:
                    return
        finally:
            coming.cancel()

    async def _page(self, token: str) -> pb.ListClientsResponse:
        return await self._peer.call(
            self._stub.ListClients,
            pb.ListClientsRequest(page_size=_PAGE, page_token=token),
            timeout=_TIMEOUT,
            retry=True,
        )

    async def digests(self) -> tuple[list[int], int]:
        """The sum of the digests in each of the 256 buckets, and how many clients there are."""
        answer = await self._peer.call(
            self._stub.ListClientDigests,
            pb.ListClientDigestsRequest(),
            timeout=_TIMEOUT,
            retry=True,
        )
        return list(answer.digests), answer.count

    async def bucket(self, number: int) -> tuple[dict[int, int], int]:
        """The digest of each client of a bucket, and the epoch of the database."""
        answer = await self._peer.call(
            self._stub.ListBucketDigests,
            pb.ListBucketDigestsRequest(bucket=number),
            timeout=_TIMEOUT,
            retry=True,
        )
        return {uuid.UUID(item.client_id).int: item.digest for item in answer.digests}, answer.epoch

    async def read(self, client_ids: Sequence[int]) -> tuple[list[Change], int]:
        """These clients as they are now, without those that are not there; and the epoch."""
        found: list[Change] = []
        epoch = 0
        for start in range(0, len(client_ids), _PAGE):
            answer = await self._peer.call(
                self._stub.BatchGetClients,
                pb.BatchGetClientsRequest(
                    client_ids=[
                        str(uuid.UUID(int=client_id))
                        for client_id in client_ids[start : start + _PAGE]
                    ]
                ),
                timeout=_TIMEOUT,
                retry=True,
            )
            found += changes_from_page(answer.clients, answer.epoch, answer.digests)
            epoch = answer.epoch
        return found, epoch


class MoneyOfRecord:
    """The invoices service as this one needs it. Raises kit.errors when it does not answer."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._stub = InvoicesServiceStub(peer.channel)

    async def pages(self) -> AsyncIterator[list[Money]]:
        """The money of every client that was ever invoiced, in pages by id."""
        request = invoices_service_pb2.ListClientMoneyRequest(page_size=_PAGE)
        async for page in self._peer.pages(self._stub.ListClientMoney, request, timeout=_TIMEOUT):
            yield [money_from_pb(told) for told in page.clients]


class SchedulesOfRecord:
    """The autogen service as this one needs it. Raises kit.errors when it does not answer."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._stub = AutogenServiceStub(peer.channel)

    async def pages(self) -> AsyncIterator[list[Schedule]]:
        """The next automatic invoice of every client that ever had an active line, in pages by id."""
        request = autogen_service_pb2.ListClientSchedulesRequest(page_size=_PAGE)
        async for page in self._peer.pages(
            self._stub.ListClientSchedules, request, timeout=_TIMEOUT
        ):
            # Version 0 has never changed: nothing was ever coming.
            yield [schedule_from_pb(told) for told in page.clients if told.version]


class VisitsOfRecord:
    """The visits service as this one needs it. Raises kit.errors when it does not answer."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._stub = VisitsServiceStub(peer.channel)

    async def pages(self) -> AsyncIterator[list[Visits]]:
        """The visits at every client that ever had one, in pages by id."""
        request = visits_service_pb2.ListClientVisitsRequest(page_size=_PAGE)
        async for page in self._peer.pages(self._stub.ListClientVisits, request, timeout=_TIMEOUT):
            # Version 0 has never changed: nobody was ever to come.
            yield [visits_from_pb(told) for told in page.clients if told.version]


class DocumentsOfRecord:
    """The documents service as this one needs it. Raises kit.errors when it does not answer."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._stub = DocumentsServiceStub(peer.channel)

    async def pages(self) -> AsyncIterator[list[DocumentNames]]:
        """What the documents are called of every client that ever had one, in pages by id."""
        request = documents_service_pb2.ListClientDocumentsRequest(page_size=_PAGE)
        async for page in self._peer.pages(
            self._stub.ListClientDocuments, request, timeout=_TIMEOUT
        ):
            yield [document_names_from_pb(told) for told in page.clients]
