"""The service that this one calls: clients, for the units of a client."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping

from kit.grpc_client import Peer
from services.galleries.errors import ClientNotFound, UnitNotFound
from sysapi.clients.v1 import clients_service_pb2 as pb
from sysapi.clients.v1.clients_service_pb2_grpc import ClientsServiceStub

_SECONDS = 10.0

Site = tuple[uuid.UUID, uuid.UUID]
"""A client and one of its units."""


class Clients:
    """The clients service."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._stub = ClientsServiceStub(peer.channel)

    async def units(
        self, client_ids: Collection[uuid.UUID]
    ) -> Mapping[uuid.UUID, frozenset[uuid.UUID]]:
        """The units of the clients that are there, at most 1 000."""
        if not client_ids:
            return {}
        request = pb.BatchGetClientsRequest(client_ids=[str(one) for one in sorted(client_ids)])
        answer = await self._peer.call(
            self._stub.BatchGetClients, request, timeout=_SECONDS, retry=True
        )
        return {
            uuid.UUID(client.id): frozenset(uuid.UUID(unit.id) for unit in client.units)
            for client in answer.clients
        }


def check_site(site: Site, known: Mapping[uuid.UUID, frozenset[uuid.UUID]]) -> None:
    """Raises ClientNotFound or UnitNotFound."""
    client_id, unit_id = site
    units = known.get(client_id)
    if units is None:
        raise ClientNotFound(client_id)
    if unit_id not in units:
        raise UnitNotFound(unit_id)
