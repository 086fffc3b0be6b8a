"""Special settings of the company, a group, a client or a unit, with where each value comes from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from fastapi import APIRouter
from starlette.responses import Response

from services.bff.answers import json_answer, new_router
from services.bff.convert.various import setting_changes_from_json, setting_to_json
from services.bff.convert.words import SETTING_SCOPE_PB
from services.bff.peers import READ_SECONDS, WRITE_SECONDS, Peers
from services.bff.shapes.fields import Id
from services.bff.shapes.setting import Scope, SettingsInput, SettingsJson
from sysapi.clients.v1 import clients_service_pb2

OwnedScope = Literal["group", "client", "unit"]


def _answer(settings: Iterable[clients_service_pb2.Setting]) -> Response:
    return json_answer({"settings": [setting_to_json(setting) for setting in settings]})


def routes(peers: Peers) -> APIRouter:
    """Routes under /api/settings."""
    router = new_router("settings")

    async def read(scope: Scope, owner_id: str) -> Response:
        answer = await peers.clients.call(
            peers.clients_stub.GetSettings,
            clients_service_pb2.GetSettingsRequest(
                scope=SETTING_SCOPE_PB[scope], owner_id=owner_id
            ),
            timeout=READ_SECONDS,
            retry=True,
        )
        return _answer(answer.settings)

    async def write(scope: Scope, owner_id: str, changes: SettingsInput) -> Response:
        answer = await peers.clients.call(
            peers.clients_stub.UpdateSettings,
            clients_service_pb2.UpdateSettingsRequest(
                scope=SETTING_SCOPE_PB[scope],
                owner_id=owner_id,
                changes=setting_changes_from_json(changes.changes),
            ),
            timeout=WRITE_SECONDS,
        )
        return _answer(answer.settings)

    @router.get("/api/settings/company", response_model=SettingsJson)
    async def get_company_settings() -> Response:
        """Settings of the whole company."""
        return await read("company", "")

    @router.put("/api/settings/company", response_model=SettingsJson)
    async def update_company_settings(changes: SettingsInput) -> Response:
        """Sets or resets settings of the whole company."""
        return await write("company", "", changes)

    @router.get("/api/settings/{scope}/{owner_id}", response_model=SettingsJson)
    async def get_settings(scope: OwnedScope, owner_id: Id) -> Response:
        """Settings as they hold for a group, client or unit."""
        return await read(scope, owner_id)

    @router.put("/api/settings/{scope}/{owner_id}", response_model=SettingsJson)
    async def update_settings(scope: OwnedScope, owner_id: Id, changes: SettingsInput) -> Response:
        """Sets or resets settings of a group, client or unit."""
        return await write(scope, owner_id, changes)

    return router
