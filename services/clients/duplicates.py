"""Clients that may be the same as one being typed: by number, name, e-mail, phone or account."""

from __future__ import annotations

import uuid
from collections import defaultdict

from sqlalchemy.ext.asyncio import AsyncSession

from kit.latvian.names import parse_legal_name, person_core
from kit.personal_data import PersonalData
from services.clients import store
from services.clients.convert import enums
from services.clients.errors import FieldProblem
from services.clients.model import values
from services.clients.model.names import name_key
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as pb

# Strongest first; the number orders the answer.
_SIGNS = {
    "identifier": (pb.DUPLICATE_SIGN_IDENTIFIER, 8),
    "iban": (pb.DUPLICATE_SIGN_IBAN, 4),
    "email": (pb.DUPLICATE_SIGN_EMAIL, 3),
    "name": (pb.DUPLICATE_SIGN_NAME, 3),
    "phone": (pb.DUPLICATE_SIGN_PHONE, 2),
}
_MOST = 10


async def find_duplicates(
    session: AsyncSession, draft: client_pb2.Client, personal_data: PersonalData
) -> list[pb.Duplicate]:
    """At most ten, best first. Parts of the draft that cannot be read yet are passed over: it is still being typed."""
    numbers: list[str] = []
    lookups: list[str] = []
    channels: list[str] = []
    ibans: list[str] = []
    client_kind = enums.KIND.word(draft.kind)
    for identifier in draft.identifiers:
        try:
            found = values.identifier_values(
                enums.IDENTIFIER_TYPE.word(identifier.type),
                identifier.value,
                client_kind,
                personal_data,
                "",
            )
        except FieldProblem:
            continue
        numbers.append(found.normal)
        lookups.append(found.lookup)
    for channel in draft.channels:
        try:
            parts = values.channel_values(enums.CHANNEL_KIND.word(channel.kind), channel.value, "")
        except FieldProblem:
            continue
        channels += [part.normal for part in parts]
    for account in draft.bank_accounts:
        try:
            ibans.append(values.iban_values(account.iban, "").normal)
        except FieldProblem:
            continue
    rows = await store.clients_with_signs(
        session,
        numbers=[number for number in numbers if number],
        lookups=[lookup for lookup in lookups if lookup],
        name_key=_key_of_name(draft, client_kind),
        channels=channels,
        ibans=ibans,
    )
    signs: dict[uuid.UUID, set[str]] = defaultdict(set)
    for client_id, sign in rows:
        if str(client_id) != draft.id:
            signs[client_id].add(sign)
    weight = {key: sum(_SIGNS[sign][1] for sign in found) for key, found in signs.items()}
    best = sorted(weight, key=lambda key: (-weight[key], key))[:_MOST]
    bodies = await store.published_clients(session, best)
    clients = {
        client.id: client
        for client in map(client_pb2.Client.FromString, (row[0] for row in bodies))
    }
    return [_duplicate(clients[str(key)], signs[key]) for key in best if str(key) in clients]


def _key_of_name(draft: client_pb2.Client, client_kind: str) -> str:
    if client_kind == "natural":
        if not (draft.first_name and draft.last_name):
            return ""
        return name_key(person_core(draft.first_name, draft.last_name))
    key = name_key(parse_legal_name(draft.name, draft.legal_form).core) if draft.name else ""
    return key if len(key) >= 3 else ""


def _duplicate(client: client_pb2.Client, signs: set[str]) -> pb.Duplicate:
    numbers = [
        row.shown
        for row in client.identifiers
        if row.type
        in (client_pb2.IDENTIFIER_TYPE_LV_REGCODE, client_pb2.IDENTIFIER_TYPE_LV_PERSONAL_CODE)
    ]
    return pb.Duplicate(
        client_id=client.id,
        name_shown=client.name_shown,
        registration_number=numbers[0] if numbers else "",
        city=next((row.city for row in client.addresses if row.city), ""),
        status=client.status,
        signs=[_SIGNS[sign][0] for sign in sorted(signs, key=lambda sign: -_SIGNS[sign][1])],
    )
