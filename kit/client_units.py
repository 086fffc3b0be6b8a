"""Which units clients have, as the clients service knows them: asked before something is taken for a site of a client."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping

from kit.grpc_client import Peer
from sysapi.clients.v1 import clients_service_pb2 as pb
from sysapi.clients.v1.clients_service_pb2_grpc import ClientsServiceStub

_SECONDS = 10.0

Units = Mapping[uuid.UUID, frozenset[uuid.UUID]]
"""Client → its units; a client that is not there is left out."""


class ClientUnits:
    """The clients service, asked for nothing else."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._stub = ClientsServiceStub(peer.channel)

    async def of(self, client_ids: Collection[uuid.UUID]) -> Units:
        """The units of at most 1 000 clients. Raises the problems of a peer that does not answer."""
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
