"""What is to be applied to the catalogue, from events and from reads of the system of record."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from services.search.model import Entry
from sysapi.clients.v1 import client_changed_pb2, client_pb2


@dataclass(frozen=True, slots=True)
class Change:
    """A client as the system of record has it at (epoch, version); `client` is None when it is gone from there."""

    client_id: int
    epoch: int
    version: int
    digest: int
    client: client_pb2.Client | None


def change_from_event(body: bytes) -> Change:
    """Reads a ClientChanged. Raises DecodeError or ValueError for a body that is none."""
    event = client_changed_pb2.ClientChanged.FromString(body)
    return change_from_client(event.client, event.epoch, event.digest)


def change_from_client(client: client_pb2.Client, epoch: int, digest: int) -> Change:
    """Raises ValueError for a client without id or version."""
    if client.version < 1:
        raise ValueError("a client without a version")
    return Change(uuid.UUID(client.id).int, epoch, client.version, digest, client)


def changes_from_page(
    clients: Sequence[client_pb2.Client], epoch: int, digests: Sequence[int]
) -> list[Change]:
    """The clients of one answer of ListClients or BatchGetClients."""
    return [
        change_from_client(client, epoch, digest)
        for client, digest in zip(clients, digests, strict=True)
    ]


def change_from_entry(entry: Entry) -> Change:
    """What was applied before, to be applied again."""
    client = None if entry.removed else client_pb2.Client.FromString(entry.body)
    return Change(entry.client_id.int, entry.epoch, entry.version, entry.digest, client)


def entry_from_change(change: Change, label: int) -> Entry:
    """The row to keep."""
    return Entry(
        client_id=uuid.UUID(int=change.client_id),
        epoch=change.epoch,
        version=change.version,
        digest=change.digest,
        label=label,
        removed=change.client is None,
        body=b"" if change.client is None else change.client.SerializeToString(deterministic=True),
    )
