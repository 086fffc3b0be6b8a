"""Structural units of a client."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from kit.errors import Conflict
from services.bff.answers import json_answer, new_router, problem_description
from services.bff.clients import (
    DEFAULT_PAGE,
    IdempotencyKey,
    IfMatch,
    NothingToChange,
    PageSize,
    PageToken,
    client_answer,
    etag_of,
)
from services.bff.convert.unit import unit_from_json, unit_mask, unit_to_json, units_to_json
from services.bff.convert.values import set_day
from services.bff.peers import READ_SECONDS, WRITE_SECONDS, Peers
from services.bff.problems import conflict_response
from services.bff.shapes.client import ClientJson
from services.bff.shapes.fields import Id
from services.bff.shapes.unit import (
    CloseUnitInput,
    MainUnitInput,
    UnitDraft,
    UnitJson,
    UnitPatch,
    UnitsJson,
)
from services.bff.shapes.various import UnitConflictJson
from sysapi.clients.v1 import client_pb2, clients_service_pb2

UNIT_CONFLICT = problem_description(
    UnitConflictJson, "ETAG_MISMATCH with the current unit, or another conflict."
)


def unit_answer(unit: client_pb2.Unit, status: int = 200) -> Response:
    """The unit with its etag."""
    return json_answer(unit_to_json(unit), status, {"etag": f'"{unit.etag}"'})


async def read_unit(peers: Peers, unit_id: str, timeout: float) -> client_pb2.Unit:
    """The unit. Raises UNIT_NOT_FOUND."""
    answer = await peers.clients.call(
        peers.clients_stub.GetUnit,
        clients_service_pb2.GetUnitRequest(unit_id=unit_id),
        timeout=timeout,
        retry=True,
    )
    return answer.unit


def routes(peers: Peers) -> APIRouter:
    """Routes of units."""
    router = new_router("units")

    @router.get("/api/clients/{client_id}/units", response_model=UnitsJson)
    async def list_units(
        client_id: Id, page_token: PageToken = "", page_size: PageSize = DEFAULT_PAGE
    ) -> Response:
        """Units of one client: the main one first, then active by name, then closed."""
        answer = await peers.clients.call(
            peers.clients_stub.ListUnits,
            clients_service_pb2.ListUnitsRequest(
                client_id=client_id, page_size=page_size, page_token=page_token
            ),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer(units_to_json(answer))

    @router.post("/api/clients/{client_id}/units", status_code=201, response_model=UnitJson)
    async def create_unit(
        client_id: Id, draft: UnitDraft, idempotency_key: IdempotencyKey
    ) -> Response:
        """Adds a unit."""
        answer = await peers.clients.call(
            peers.clients_stub.CreateUnit,
            clients_service_pb2.CreateUnitRequest(
                client_id=client_id, unit=unit_from_json(draft), request_id=idempotency_key
            ),
            timeout=WRITE_SECONDS,
            retry=True,
        )
        return unit_answer(answer.unit, 201)

    @router.get("/api/units/{unit_id}", response_model=UnitJson)
    async def get_unit(unit_id: Id) -> Response:
        """One unit, from which its client is known."""
        return unit_answer(await read_unit(peers, unit_id, READ_SECONDS))

    @router.patch("/api/units/{unit_id}", response_model=UnitJson, responses={409: UNIT_CONFLICT})
    async def update_unit(unit_id: Id, patch: UnitPatch, if_match: IfMatch) -> Response:
        """Changes the fields in the body."""
        unit = unit_from_json(patch)
        unit.id = unit_id
        mask = unit_mask(patch)
        if not mask.paths:
            raise NothingToChange
        try:
            answer = await peers.clients.call(
                peers.clients_stub.UpdateUnit,
                clients_service_pb2.UpdateUnitRequest(
                    unit=unit, update_mask=mask, etag=etag_of(if_match)
                ),
                timeout=WRITE_SECONDS,
            )
        except Conflict as conflict:
            return await conflict_response(
                conflict, lambda: read_unit(peers, unit_id, READ_SECONDS), unit_to_json
            )
        return unit_answer(answer.unit)

    @router.post("/api/units/{unit_id}/close", response_model=UnitJson)
    async def close_unit(unit_id: Id, how: CloseUnitInput | None = None) -> Response:
        """Closes a unit; a closed main unit stops being the main one."""
        how = how or CloseUnitInput()
        request = clients_service_pb2.CloseUnitRequest(unit_id=unit_id, reason=how.reason)
        set_day(request.closed_on, how.closed_on)
        answer = await peers.clients.call(
            peers.clients_stub.CloseUnit, request, timeout=WRITE_SECONDS
        )
        return unit_answer(answer.unit)

    @router.post("/api/units/{unit_id}/reopen", response_model=UnitJson)
    async def reopen_unit(unit_id: Id) -> Response:
        """Opens a closed unit again."""
        answer = await peers.clients.call(
            peers.clients_stub.ReopenUnit,
            clients_service_pb2.ReopenUnitRequest(unit_id=unit_id),
            timeout=WRITE_SECONDS,
        )
        return unit_answer(answer.unit)

    @router.put("/api/clients/{client_id}/main-unit", response_model=ClientJson)
    async def set_main_unit(client_id: Id, choice: MainUnitInput) -> Response:
        """Marks the unit that opens first, or none."""
        answer = await peers.clients.call(
            peers.clients_stub.SetMainUnit,
            clients_service_pb2.SetMainUnitRequest(
                client_id=client_id, unit_id=choice.unit_id or ""
            ),
            timeout=WRITE_SECONDS,
        )
        return client_answer(answer.client)

    return router
