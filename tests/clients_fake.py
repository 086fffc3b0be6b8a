"""A clients service that knows which units clients have, for services that ask nothing else of it."""

from __future__ import annotations

import uuid

from kit.errors import Unavailable
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as pb
from sysapi.clients.v1 import clients_service_pb2_grpc as rpc


class ClientsFake(rpc.ClientsServiceServicer):
    """Knows the clients of `units`, unless it is away."""

    def __init__(self) -> None:
        self.units: dict[str, list[str]] = {}
        self.is_away = False

    async def BatchGetClients(self, request, context):  # noqa: N802
        if self.is_away:
            raise Unavailable
        return pb.BatchGetClientsResponse(
            clients=[
                client_pb2.Client(id=one, units=[client_pb2.Unit(id=unit) for unit in units])
                for one in request.client_ids
                if (units := self.units.get(one)) is not None
            ]
        )

    def new_client(self, *units: str) -> str:
        client = str(uuid.uuid4())
        self.units[client] = list(units)
        return client
