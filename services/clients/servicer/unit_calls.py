"""Calls on the structural units of a client."""

from __future__ import annotations

import uuid

from kit import idempotency
from kit.clock import today_in_riga
from kit.grpc_server import check_message
from kit.ids import optional_id
from kit.masks import mask_fields
from kit.page import make_token, page_size, read_token
from services.clients import store
from services.clients.convert.from_pb import UNIT_UPDATABLE, day, unit_from_pb
from services.clients.convert.to_pb import client_to_pb, unit_to_pb
from services.clients.errors import DOMAIN
from services.clients.events import Change
from services.clients.model.tables import ANSWERED, Unit
from services.clients.model.units import close_unit, reopen_unit, set_main_unit
from services.clients.servicer.desk import Calls, Context, check_etag
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as pb


class UnitCalls(Calls):
    """GetUnit … SetMainUnit."""

    async def GetUnit(self, request: pb.GetUnitRequest, context: Context) -> pb.GetUnitResponse:
        """The unit as it was last published with its client."""
        unit_id = uuid.UUID(request.unit_id)
        async with self.desk.database.read() as session:
            body = await store.published_client_of_unit(session, unit_id)
        units = client_pb2.Client.FromString(body).units
        return pb.GetUnitResponse(unit=next(unit for unit in units if unit.id == str(unit_id)))

    async def ListUnits(
        self, request: pb.ListUnitsRequest, context: Context
    ) -> pb.ListUnitsResponse:
        """Units in shown order; the token is the place of the next one."""
        size = page_size(request.page_size)
        start = read_token("units", request.page_token, int) or 0
        async with self.desk.database.read() as session:
            body = await store.published_client(session, uuid.UUID(request.client_id))
        units = client_pb2.Client.FromString(body).units
        end = start + size
        return pb.ListUnitsResponse(
            units=units[start:end],
            next_page_token=make_token("units", end) if end < len(units) else "",
            total=len(units),
            active=sum(unit.active for unit in units),
        )

    async def CreateUnit(
        self, request: pb.CreateUnitRequest, context: Context
    ) -> pb.CreateUnitResponse:
        """Adds a unit, once per request_id."""
        async with self.desk.database.begin() as session:
            done = await idempotency.replay(
                session, ANSWERED, request.request_id, request, pb.CreateUnitResponse
            )
            if done is not None:
                return done
            client = await store.client_for_change(session, uuid.UUID(request.client_id))
            before = client_to_pb(client)
            unit = Unit(id=uuid.uuid4(), client_id=client.id, active=True, version=1)
            unit_from_pb(unit, request.unit, UNIT_UPDATABLE, client)
            client.units.append(unit)
            await self.desk.publish(session, [Change(client, before)], self.desk.clock())
            answer = pb.CreateUnitResponse(unit=unit_to_pb(unit, client.main_unit_id))
            await idempotency.remember(session, ANSWERED, request.request_id, answer)
        self.desk.wake_relay()
        return answer

    async def UpdateUnit(
        self, request: pb.UpdateUnitRequest, context: Context
    ) -> pb.UpdateUnitResponse:
        """Changes the fields of the mask."""
        fields = mask_fields(request.update_mask, UNIT_UPDATABLE, DOMAIN)
        check_message(request.unit, fields | {"id"})
        async with self.desk.database.begin() as session:
            client, unit = await store.unit_client_for_change(session, uuid.UUID(request.unit.id))
            check_etag(request.etag, unit.version)
            before = client_to_pb(client)
            unit_from_pb(unit, request.unit, fields, client)
            unit.version += 1
            await self.desk.publish(session, [Change(client, before)], self.desk.clock())
            answer = pb.UpdateUnitResponse(unit=unit_to_pb(unit, client.main_unit_id))
        self.desk.wake_relay()
        return answer

    async def CloseUnit(
        self, request: pb.CloseUnitRequest, context: Context
    ) -> pb.CloseUnitResponse:
        """Closes a unit; again with the same words changes nothing more."""
        on = day(request.closed_on, "closed_on") or today_in_riga(self.desk.clock)
        async with self.desk.database.begin() as session:
            client, unit = await store.unit_client_for_change(session, uuid.UUID(request.unit_id))
            if unit.active:
                before = client_to_pb(client)
                close_unit(client, unit, on, request.reason)
                unit.version += 1
                await self.desk.publish(
                    session, [Change(client, before, request.reason)], self.desk.clock()
                )
            answer = pb.CloseUnitResponse(unit=unit_to_pb(unit, client.main_unit_id))
        self.desk.wake_relay()
        return answer

    async def ReopenUnit(
        self, request: pb.ReopenUnitRequest, context: Context
    ) -> pb.ReopenUnitResponse:
        """Opens a closed unit again."""
        async with self.desk.database.begin() as session:
            client, unit = await store.unit_client_for_change(session, uuid.UUID(request.unit_id))
            if not unit.active:
                before = client_to_pb(client)
                reopen_unit(unit)
                unit.version += 1
                await self.desk.publish(session, [Change(client, before)], self.desk.clock())
            answer = pb.ReopenUnitResponse(unit=unit_to_pb(unit, client.main_unit_id))
        self.desk.wake_relay()
        return answer

    async def SetMainUnit(
        self, request: pb.SetMainUnitRequest, context: Context
    ) -> pb.SetMainUnitResponse:
        """Marks the unit that opens first, or none."""
        async with self.desk.database.begin() as session:
            client = await store.client_for_change(session, uuid.UUID(request.client_id))
            message = before = client_to_pb(client)
            unit_id = optional_id(request.unit_id)
            if unit_id != client.main_unit_id:
                set_main_unit(client, unit_id)
                [message] = await self.desk.publish(
                    session, [Change(client, before)], self.desk.clock()
                )
        self.desk.wake_relay()
        return pb.SetMainUnitResponse(client=message)
