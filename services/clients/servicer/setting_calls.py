"""Calls on special settings: what holds at one place, and where it comes from."""

from __future__ import annotations

import uuid

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit import call
from kit.ids import optional_id
from services.clients import store
from services.clients.convert import enums
from services.clients.errors import ClientNotFound, GroupNotFound, SettingInvalid, UnitNotFound
from services.clients.model.special_settings import KEYS, SCOPES, setting_key
from services.clients.model.tables import Client, ClientGroup, SpecialSetting, Unit
from services.clients.servicer.desk import Calls, Context
from sysapi.clients.v1 import clients_service_pb2 as pb

_COMPANY = uuid.UUID(int=0)

Place = tuple[str, uuid.UUID]


async def places_above(
    session: AsyncSession, scope: str, owner_id: uuid.UUID | None
) -> list[Place]:
    """The places whose values count at this one, from the company down to it. Raises …NotFound."""
    places: list[Place] = [("company", _COMPANY)]
    if scope == "company" or owner_id is None:
        return places
    client_id: uuid.UUID | None = None
    group_id: uuid.UUID | None = owner_id if scope == "group" else None
    if scope == "unit":
        unit = await session.get(Unit, owner_id)
        if unit is None:
            raise UnitNotFound(str(owner_id))
        client_id = unit.client_id
    if scope == "client":
        client_id = owner_id
    if client_id is not None:
        client = await session.get(Client, client_id)
        if client is None:
            raise ClientNotFound(str(client_id))
        group_id = client.group_id
    if group_id is not None:
        if await session.get(ClientGroup, group_id) is None:
            raise GroupNotFound(str(group_id))
        places.append(("group", group_id))
    if client_id is not None:
        places.append(("client", client_id))
    if scope == "unit":
        places.append(("unit", owner_id))
    return places


async def settings_at(session: AsyncSession, places: list[Place]) -> list[pb.Setting]:
    """Every setting as it holds at the last of the places."""
    rows = await store.settings_at(session, places)
    stored = {(row.key, row.scope): row.value for row in rows}
    result: list[pb.Setting] = []
    for key in KEYS:
        values = [
            pb.SettingValue(scope=enums.SETTING_SCOPE.number(scope), value=stored[key.key, scope])
            for scope in SCOPES
            if (key.key, scope) in stored
        ]
        if not values or values[0].scope != pb.SETTING_SCOPE_COMPANY:
            values.insert(0, pb.SettingValue(scope=pb.SETTING_SCOPE_COMPANY, value=key.default))
        result.append(
            pb.Setting(
                key=key.key,
                type=enums.SETTING_TYPE.number(key.kind),
                choices=key.choices,
                minimum=key.minimum,
                maximum=key.maximum,
                values=values,
                effective=values[-1].value,
                source=values[-1].scope,
            )
        )
    return result


class SettingCalls(Calls):
    """GetSettings and UpdateSettings."""

    async def GetSettings(
        self, request: pb.GetSettingsRequest, context: Context
    ) -> pb.GetSettingsResponse:
        """Every setting as it holds at the asked place."""
        scope = enums.SETTING_SCOPE.word(request.scope)
        async with self.desk.database.read() as session:
            places = await places_above(session, scope, optional_id(request.owner_id))
            return pb.GetSettingsResponse(settings=await settings_at(session, places))

    async def UpdateSettings(
        self, request: pb.UpdateSettingsRequest, context: Context
    ) -> pb.UpdateSettingsResponse:
        """Sets or resets values at the asked place, all or none."""
        scope = enums.SETTING_SCOPE.word(request.scope)
        if (scope == "company") == bool(request.owner_id):
            raise SettingInvalid("owner_id")
        async with self.desk.database.begin() as session:
            places = await places_above(session, scope, optional_id(request.owner_id))
            owner_id = places[-1][1]
            for change in request.changes:
                key = setting_key(change.key)
                if change.reset:
                    await session.execute(
                        delete(SpecialSetting).where(
                            SpecialSetting.scope == scope,
                            SpecialSetting.owner_id == owner_id,
                            SpecialSetting.key == key.key,
                        )
                    )
                    continue
                row = {
                    "value": key.check(change.value),
                    "updated_at": self.desk.clock(),
                    "updated_by": call.current().actor,
                }
                await session.execute(
                    insert(SpecialSetting)
                    .values(scope=scope, owner_id=owner_id, key=key.key, **row)
                    .on_conflict_do_update(index_elements=["scope", "owner_id", "key"], set_=row)
                )
            return pb.UpdateSettingsResponse(settings=await settings_at(session, places))
