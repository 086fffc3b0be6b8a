"""Clients: read, enter, change, standing, duplicates, history, masked numbers, bank accounts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Query
from pydantic import BeforeValidator
from starlette.responses import Response

from kit.errors import Conflict
from services.bff.answers import json_answer, new_router, problem_description
from services.bff.convert.client import (
    client_from_json,
    client_to_json,
    duplicate_to_json,
    history_to_json,
    update_mask,
)
from services.bff.convert.values import set_day
from services.bff.convert.words import CLIENT_STATUS_PB
from services.bff.peers import READ_SECONDS, WRITE_SECONDS, Peers
from services.bff.problems import ValueRefused, conflict_response
from services.bff.shapes.client import (
    ClientDraft,
    ClientJson,
    ClientPatch,
    DuplicatesInput,
    DuplicatesJson,
    HistoryJson,
    RevealedJson,
    RevealInput,
    StatusInput,
)
from services.bff.shapes.fields import Id, Whole
from services.bff.shapes.various import ClientConflictJson
from sysapi.clients.v1 import client_pb2, clients_service_pb2

DEFAULT_PAGE = 50

IfMatch = Annotated[
    str, Header(alias="If-Match", max_length=60, description="The etag of the read before.")
]
OptionalIfMatch = Annotated[
    str,
    Header(
        alias="If-Match", max_length=60, description="The etag of the read before; none when new."
    ),
]
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=100,
        pattern=r"^[A-Za-z0-9_.:-]+$",
        description="The same key gives the same answer for 7 days.",
    ),
]
PageToken = Annotated[str, Query(max_length=500, description="next_page_token of the page before.")]
PageSize = Annotated[
    Whole,
    BeforeValidator(lambda value: DEFAULT_PAGE if value == "" else value),
    Query(ge=1, le=1000),
]
CLIENT_CONFLICT = problem_description(
    ClientConflictJson, "ETAG_MISMATCH with the current client, or another conflict."
)


class NothingToChange(ValueRefused):
    """The body names no field to change."""


def etag_of(if_match: str) -> str:
    """The etag, with or without its quotes."""
    return if_match.strip().removeprefix("W/").strip('"')


def client_answer(client: client_pb2.Client, status: int = 200) -> Response:
    """The client with its etag."""
    return json_answer(client_to_json(client), status, {"etag": f'"{client.etag}"'})


async def client_conflict(peers: Peers, client_id: str, conflict: Conflict) -> Response:
    """The conflict with the client as it is now."""
    return await conflict_response(conflict, lambda: read_client(peers, client_id), client_to_json)


async def read_client(peers: Peers, client_id: str) -> client_pb2.Client:
    """The client. Raises CLIENT_NOT_FOUND."""
    answer = await peers.clients.call(
        peers.clients_stub.GetClient,
        clients_service_pb2.GetClientRequest(client_id=client_id),
        timeout=READ_SECONDS,
        retry=True,
    )
    return answer.client


def routes(peers: Peers) -> APIRouter:
    """Routes under /api/clients."""
    router = new_router("clients")

    @router.post("/api/clients/duplicates", response_model=DuplicatesJson)
    async def find_duplicates(draft: DuplicatesInput) -> Response:
        """Clients that may be the same as the one described, best first."""
        answer = await peers.clients.call(
            peers.clients_stub.FindDuplicates,
            clients_service_pb2.FindDuplicatesRequest(client=client_from_json(draft)),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer({"duplicates": [duplicate_to_json(row) for row in answer.duplicates]})

    @router.post("/api/clients", status_code=201, response_model=ClientJson)
    async def create_client(draft: ClientDraft, idempotency_key: IdempotencyKey) -> Response:
        """Enters a client."""
        answer = await peers.clients.call(
            peers.clients_stub.CreateClient,
            clients_service_pb2.CreateClientRequest(
                client=client_from_json(draft), request_id=idempotency_key
            ),
            timeout=WRITE_SECONDS,
            retry=True,
        )
        return client_answer(answer.client, 201)

    @router.get("/api/clients/{client_id}", response_model=ClientJson)
    async def get_client(client_id: Id) -> Response:
        """One client."""
        return client_answer(await read_client(peers, client_id))

    @router.patch(
        "/api/clients/{client_id}", response_model=ClientJson, responses={409: CLIENT_CONFLICT}
    )
    async def update_client(client_id: Id, patch: ClientPatch, if_match: IfMatch) -> Response:
        """Changes the fields in the body."""
        client = client_from_json(patch)
        client.id = client_id
        mask = update_mask(patch)
        if not mask.paths:
            raise NothingToChange
        request = clients_service_pb2.UpdateClientRequest(
            client=client, update_mask=mask, etag=etag_of(if_match), reason=patch.change_reason
        )
        try:
            answer = await peers.clients.call(
                peers.clients_stub.UpdateClient, request, timeout=WRITE_SECONDS
            )
        except Conflict as conflict:
            return await client_conflict(peers, client_id, conflict)
        return client_answer(answer.client)

    @router.post(
        "/api/clients/{client_id}/status",
        response_model=ClientJson,
        responses={409: CLIENT_CONFLICT},
    )
    async def set_client_status(client_id: Id, change: StatusInput, if_match: IfMatch) -> Response:
        """Moves the client between prospect, active, suspended and closed."""
        request = clients_service_pb2.SetClientStatusRequest(
            client_id=client_id,
            status=CLIENT_STATUS_PB[change.status],
            reason=change.reason,
            etag=etag_of(if_match),
        )
        set_day(request.closed_on, change.closed_on)
        try:
            answer = await peers.clients.call(
                peers.clients_stub.SetClientStatus, request, timeout=WRITE_SECONDS
            )
        except Conflict as conflict:
            return await client_conflict(peers, client_id, conflict)
        return client_answer(answer.client)

    @router.get("/api/clients/{client_id}/history", response_model=HistoryJson)
    async def list_history(
        client_id: Id, page_token: PageToken = "", page_size: PageSize = DEFAULT_PAGE
    ) -> Response:
        """What changed, newest first."""
        answer = await peers.clients.call(
            peers.clients_stub.ListHistory,
            clients_service_pb2.ListHistoryRequest(
                client_id=client_id, page_size=page_size, page_token=page_token
            ),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer(history_to_json(answer))

    @router.post(
        "/api/clients/{client_id}/identifiers/{identifier_id}/reveal", response_model=RevealedJson
    )
    async def reveal_identifier(client_id: Id, identifier_id: Id, why: RevealInput) -> Response:
        """The clear text of a masked number; who asked and why is kept."""
        answer = await peers.clients.call(
            peers.clients_stub.RevealIdentifier,
            clients_service_pb2.RevealIdentifierRequest(
                client_id=client_id, identifier_id=identifier_id, reason=why.reason
            ),
            timeout=WRITE_SECONDS,
        )
        return json_answer({"value": answer.value})

    @router.post(
        "/api/clients/{client_id}/bank-accounts/{bank_account_id}/approve",
        response_model=ClientJson,
        responses={409: CLIENT_CONFLICT},
    )
    async def approve_bank_account(
        client_id: Id, bank_account_id: Annotated[Id, Path()], if_match: IfMatch
    ) -> Response:
        """The second pair of eyes on a changed bank account."""
        try:
            answer = await peers.clients.call(
                peers.clients_stub.ApproveBankAccount,
                clients_service_pb2.ApproveBankAccountRequest(
                    client_id=client_id, bank_account_id=bank_account_id, etag=etag_of(if_match)
                ),
                timeout=WRITE_SECONDS,
            )
        except Conflict as conflict:
            return await client_conflict(peers, client_id, conflict)
        return client_answer(answer.client)

    return router
