"""ImportClients: up to 500 records in one transaction, each taken or refused by itself."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import Invalid
from kit.grpc_server import check_message
from kit.ids import optional_id
from kit.latvian.identifiers import IdentifierInvalid as NotARegcode
from kit.latvian.identifiers import check_regcode
from kit.masks import mask_fields
from services.clients import store
from services.clients.convert.from_pb import IMPORTABLE, Writing, client_from_pb
from services.clients.convert.import_fields import standing_and_units_from_pb
from services.clients.convert.to_pb import client_to_pb
from services.clients.errors import DOMAIN
from services.clients.events import TURN, Change
from services.clients.model.drafts import copy_of, says_the_same
from services.clients.model.tables import Client, ClientGroup
from services.clients.servicer.client_calls import new_client
from services.clients.servicer.desk import Calls, Context
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as pb

# Bookkeeping that differs after every write and says nothing about the content.
_BOOKKEEPING = ("version", "etag", "update_time", "updated_by")


@dataclass(slots=True)
class _Batch:
    """What one call works on: drafts of known clients by id, ids by registration number, and who is already in this batch."""

    fields: AbstractSet[str]
    writing: Writing
    known: dict[uuid.UUID, Client]
    by_regcode: dict[str, uuid.UUID]
    groups: dict[uuid.UUID, ClientGroup]
    holders: dict[tuple[str, str], uuid.UUID]
    seen: set[uuid.UUID] = field(default_factory=set[uuid.UUID])
    changes: list[Change] = field(default_factory=list[Change])


class ImportCalls(Calls):
    """ImportClients."""

    async def ImportClients(
        self, request: pb.ImportClientsRequest, context: Context
    ) -> pb.ImportClientsResponse:
        """Enters or refreshes the clients of the records."""
        fields = mask_fields(request.update_mask, IMPORTABLE, DOMAIN)
        writing = self.desk.writing(request.source)
        async with self.desk.database.begin() as session:
            batch = await _load(session, request, fields, writing)
            results: list[pb.ImportResult] = []
            for index, record in enumerate(request.records):
                results.append(_take(record, batch))
                if index % TURN == 0:
                    await asyncio.sleep(0)
            if not request.dry_run:
                await self.desk.publish(session, batch.changes, writing.now)
        if not request.dry_run:
            self.desk.wake_relay()
        return pb.ImportClientsResponse(results=results)


async def _load(
    session: AsyncSession,
    request: pb.ImportClientsRequest,
    fields: AbstractSet[str],
    writing: Writing,
) -> _Batch:
    """Everything the records may touch, in a handful of queries."""
    ids = {uuid.UUID(r.client.id) for r in request.records if _is_uuid(r.client.id)}
    regcodes = {code for r in request.records if (code := regcode_of(r.client))}
    by_regcode = await store.clients_by_regcode(session, sorted(regcodes))
    known = await store.clients_for_change(session, sorted(ids | set(by_regcode.values())))
    group_ids = {
        uuid.UUID(r.client.group_id) for r in request.records if _is_uuid(r.client.group_id)
    }
    groups = await session.scalars(select(ClientGroup).where(ClientGroup.id.in_(group_ids)))
    lookups = [
        writing.personal_data.lookup(code)
        for r in request.records
        if (code := personal_code_of(r.client))
    ]
    claims = [("lv_regcode", code) for code in sorted(regcodes)]
    claims += [("lv_personal_code", lookup) for lookup in lookups]
    return _Batch(
        fields,
        writing,
        known,
        by_regcode,
        {group.id: group for group in groups},
        await store.claimed_by(session, claims),
    )


def _take(record: pb.ImportRecord, batch: _Batch) -> pb.ImportResult:
    """Takes one record into the batch, or says why not."""
    message = record.client
    try:
        check_message(message)
        client_id = optional_id(message.id) or batch.by_regcode.get(regcode_of(message))
        known = batch.known.get(client_id) if client_id else None
        # On a copy: a refused record must leave a known client as it is.
        client = copy_of(known) if known else new_client(message.id, "active")
        _write(client, message, batch)
        _check_claims(client, batch)
        batch.seen.add(client.id)
        if known is None:
            outcome = pb.IMPORT_OUTCOME_CREATED
            batch.changes.append(Change(client, None, batch.writing.source))
        elif before := _before_change(known, client):
            outcome = pb.IMPORT_OUTCOME_UPDATED
            batch.changes.append(Change(client, before, batch.writing.source))
        else:
            outcome = pb.IMPORT_OUTCOME_UNCHANGED
        return pb.ImportResult(line=record.line, outcome=outcome, client_id=str(client.id))
    except Invalid as problem:
        path = problem.metadata.get("field") or (
            problem.violations[0].field if problem.violations else ""
        )
        return pb.ImportResult(
            line=record.line, outcome=pb.IMPORT_OUTCOME_REFUSED, reason=problem.reason, field=path
        )


def _before_change(known: Client, client: Client) -> client_pb2.Client | None:
    """The known client, when what is written differs from it in anything that is published."""
    if says_the_same(known, client):
        return None
    before = client_to_pb(known)
    return before if _content(before) != _content(client_to_pb(client)) else None


def _write(client: Client, message: client_pb2.Client, batch: _Batch) -> None:
    client_from_pb(client, message, batch.fields, batch.writing)
    standing_and_units_from_pb(client, message, batch.fields)
    if "group_id" in batch.fields:
        client.group = batch.groups.get(client.group_id) if client.group_id else None
        if client.group_id is not None and client.group is None:
            raise Invalid(reason="GROUP_NOT_FOUND", domain=DOMAIN, metadata={"field": "group_id"})


def _check_claims(client: Client, batch: _Batch) -> None:
    """Refuses a number that another client holds, and a second record for one client."""
    twice = client.id in batch.seen
    for row in client.identifiers:
        if row.claim is None:
            continue
        holder = batch.holders.setdefault((row.type, row.claim), client.id)
        twice = twice or holder != client.id
    if twice:
        raise Invalid(reason="IDENTIFIER_TAKEN", domain=DOMAIN, metadata={"field": "identifiers"})


def _content(message: client_pb2.Client) -> bytes:
    for name in _BOOKKEEPING:
        message.ClearField(name)  # pyright: ignore[reportArgumentType]
    return message.SerializeToString(deterministic=True)


def regcode_of(message: client_pb2.Client) -> str:
    """The registration number in normal form, empty when there is none that can be read."""
    for row in message.identifiers:
        if row.type == client_pb2.IDENTIFIER_TYPE_LV_REGCODE:
            try:
                return check_regcode(row.value).normal
            except NotARegcode:
                return ""
    return ""


def personal_code_of(message: client_pb2.Client) -> str:
    """The digits of the personal code, empty when there is none."""
    for row in message.identifiers:
        if row.type == client_pb2.IDENTIFIER_TYPE_LV_PERSONAL_CODE:
            return row.value.replace("-", "").replace(" ", "")
    return ""


def _is_uuid(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False
