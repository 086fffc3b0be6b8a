"""Names of clients and units, to be written beside their ids."""

from __future__ import annotations

from collections.abc import Iterable

from sysapi.clients.v1 import client_pb2

Json = dict[str, object]


class Names:
    """What the clients of a page and their units are called; who is not among them has no known name."""

    def __init__(self, clients: Iterable[client_pb2.Client]) -> None:
        self._clients: dict[str, str] = {}
        self._units: dict[str, str] = {}
        for client in clients:
            self._clients[client.id] = client.name_shown
            self._units.update((unit.id, unit.name) for unit in client.units)

    def known(self) -> dict[str, str]:
        """Client → name."""
        return self._clients

    def of_client(self, client_id: str) -> Json:
        """The field `client_name`."""
        return {"client_name": self._clients.get(client_id)}

    def of(self, client_id: str, unit_id: str) -> Json:
        """The fields `client_name` and `unit_name`."""
        return {**self.of_client(client_id), "unit_name": self._units.get(unit_id)}
