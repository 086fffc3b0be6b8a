"""Asks what the clients of a page are called: one call for all of them, and never an error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from kit.errors import Problem
from kit.logs import get_logger
from services.bff.convert.names import Names
from services.bff.peers import Peers
from sysapi.clients.v1 import clients_service_pb2

log = get_logger("services.bff.names")

MOST_CLIENTS = 1000
NAMES_SECONDS = 0.5
"""A page that is there does not wait longer for its names."""


class OfClient(Protocol):
    """A message about a client."""

    @property
    def client_id(self) -> str:
        """Whose it is."""
        ...


async def names_for(peers: Peers, rows: Iterable[OfClient]) -> Names:
    """Names for the rows of a page; all are unknown when the clients service does not answer in time."""
    return await names_of(peers, (row.client_id for row in rows))


async def names_of(peers: Peers, client_ids: Iterable[str]) -> Names:
    """The same for clients by their ids; of more than a call takes, some stay unknown."""
    asked = sorted(set(client_ids))[:MOST_CLIENTS]
    if not asked:
        return Names(())
    try:
        answer = await peers.clients.call(
            peers.clients_stub.BatchGetClients,
            clients_service_pb2.BatchGetClientsRequest(client_ids=asked),
            timeout=NAMES_SECONDS,
        )
    except Problem as problem:
        log.warning("names not known", reason=problem.reason, clients=len(asked))
        return Names(())
    return Names(answer.clients)
