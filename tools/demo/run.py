"""`./sys seed`: fills the clients service with demo clients, their groups and a few special settings."""

from __future__ import annotations

import sys

from kit.errors import AlreadyExists, Problem, TimedOut, Unavailable
from kit.grpc_client import Peer
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as pb
from sysapi.clients.v1.clients_service_pb2_grpc import ClientsServiceStub
from tools.demo.chains import BLOCK, Chain, chains_of_block
from tools.demo.clients import client, client_id
from tools.imports.outcome import Outcome
from tools.imports.progress import ProgressShown
from tools.imports.sending import Sender

SOURCE = "demo"
FIELDS = (
    "kind", "name", "first_name", "last_name", "alias", "legal_form", "identifiers", "addresses", "channels", "contacts",
    "bank_accounts", "group_id", "industry_code", "industry_revision", "language", "responsible", "notice", "comment", "tags",
    "registered_on", "status", "closed_on", "closed_reason", "units", "main_unit_id",
)  # fmt: skip
MOST_CLIENTS = 1_000_000
_SECONDS = 30.0
# Enough to see settings inherited from a group and overridden by a client.
_GROUPS_WITH_SETTINGS = 12
_CLIENTS_WITH_SETTINGS = 40


async def run(clients: int = 29_000, *, address: str, seed: int = 2006) -> int:
    """Enters `clients` demo clients at the clients service (host:port). Returns 0, or 1 when it does not answer.

    The same seed gives the same clients with the same ids, so a second run changes nothing and a larger count adds the rest.
    """
    if clients > MOST_CLIENTS:
        print(f"at most {MOST_CLIENTS} demo clients have numbers of their own", file=sys.stderr)
        return 1
    peer = Peer("clients", address)
    try:
        with Outcome() as outcome:
            groups = await _groups(peer, clients, seed)
            await _clients(peer, clients, seed, groups, outcome)
            await _settings(peer, clients, seed, groups)
    except (Unavailable, TimedOut):
        print(f"the clients service at {address} does not answer", file=sys.stderr)
        return 1
    except Problem as problem:
        print(f"the clients service fails: {problem.reason}; its log says more", file=sys.stderr)
        return 1
    finally:
        await peer.close()
    print("\n".join(outcome.lines()))
    return 0


def chains(count: int, seed: int) -> list[Chain]:
    """The groups that have a member among the first `count` clients."""
    return [
        chain
        for block in range(-(-count // BLOCK))
        for chain in chains_of_block(block, seed)
        if min(chain.members) < count
    ]


async def _groups(peer: Peer, count: int, seed: int) -> dict[str, str]:
    """Makes the groups that are not there; returns the id to use for each of ours.

    That is another one when people have made a group of that name themselves.
    """
    stub = ClientsServiceStub(peer.channel)
    known = await peer.call(stub.ListGroups, pb.ListGroupsRequest(), timeout=_SECONDS, retry=True)
    ids = {group.id for group in known.groups}
    by_name = {group.name: group.id for group in known.groups}
    used: dict[str, str] = {}
    for chain in chains(count, seed):
        used[chain.id] = chain.id
        if chain.id in ids:
            continue
        group = client_pb2.ClientGroup(id=chain.id, name=chain.name)
        try:
            await peer.call(stub.CreateGroup, pb.CreateGroupRequest(group=group), timeout=_SECONDS)
        except AlreadyExists:
            used[chain.id] = by_name.get(chain.name, "")
    return used


async def _clients(
    peer: Peer, count: int, seed: int, groups: dict[str, str], outcome: Outcome
) -> None:
    with ProgressShown("demo clients", count) as progress:
        sender = Sender(
            peer,
            source=SOURCE,
            mask=FIELDS,
            outcome=outcome,
            done=lambda _: progress.show(outcome.records, f"{outcome.records} clients"),
        )
        try:
            for index in range(count):
                message = client(index, seed)
                if message.group_id:
                    message.group_id = groups[message.group_id]
                await sender.add(pb.ImportRecord(line=index + 1, client=message))
            await sender.finish()
        finally:
            await sender.cancel()


async def _settings(peer: Peer, count: int, seed: int, groups: dict[str, str]) -> None:
    """Special settings of some groups, and of some clients that override them."""
    found = [chain for chain in chains(min(count, 5 * BLOCK), seed) if chain.kind == "brand"]
    for place, chain in enumerate(found[:_GROUPS_WITH_SETTINGS]):
        if not groups[chain.id]:
            continue
        term, frequency = ("30", "monthly") if place % 2 else ("45", "quarterly")
        await _set(
            peer,
            pb.SETTING_SCOPE_GROUP,
            groups[chain.id],
            {"payment_term_days": term, "statement_frequency": frequency},
        )
        head = chain.members[0]
        if head < count:
            await _set(
                peer,
                pb.SETTING_SCOPE_CLIENT,
                client_id(head, seed),
                {"payment_term_days": "10", "invoice_per_unit": "true"},
            )
    for index in range(0, min(count, BLOCK), BLOCK // _CLIENTS_WITH_SETTINGS):
        changes = {"invoice_delivery": "post"} if index % 3 else {"purchase_order_required": "true"}
        await _set(peer, pb.SETTING_SCOPE_CLIENT, client_id(index, seed), changes)


async def _set(
    peer: Peer, scope: pb.SettingScope.ValueType, owner_id: str, values: dict[str, str]
) -> None:
    changes = [pb.SettingChange(key=key, value=value) for key, value in values.items()]
    request = pb.UpdateSettingsRequest(scope=scope, owner_id=owner_id, changes=changes)
    stub = ClientsServiceStub(peer.channel)
    await peer.call(stub.UpdateSettings, request, timeout=_SECONDS)
