"""A server in a process of its own: answers GetClient, after some seconds when the actor is `wait:SECONDS`."""

from __future__ import annotations

import asyncio
import os

from kit import call
from kit.grpc_server import Server, run_until_stopped
from sysapi.clients.v1 import client_pb2, clients_service_pb2_grpc
from sysapi.clients.v1 import clients_service_pb2 as pb


class Servicer(clients_service_pb2_grpc.ClientsServiceServicer):
    async def GetClient(self, request, context):  # noqa: N802
        verb, _, seconds = call.current().actor.partition(":")
        if verb == "wait":
            await asyncio.sleep(float(seconds))
        return pb.GetClientResponse(client=client_pb2.Client(id=request.client_id))


async def main() -> None:
    server = Server(os.environ.get("LISTEN", "127.0.0.1:0"))
    clients_service_pb2_grpc.add_ClientsServiceServicer_to_server(Servicer(), server.server)
    await server.start()
    await server.ready()
    print(f"PORT {server.port}", flush=True)  # noqa: T201
    background = {"fails": fail, "ends": end}.get(os.environ.get("BACKGROUND", ""))
    await run_until_stopped(server, [background()] if background else [])


async def fail() -> None:
    raise RuntimeError("the relay broke")


async def end() -> None:
    """Nothing to do."""


asyncio.run(main())
