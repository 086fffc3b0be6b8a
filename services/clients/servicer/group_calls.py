"""Calls on groups of clients."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from kit.ids import optional_id
from kit.latvian.fold import comparison_key
from kit.latvian.order import sort_key
from services.clients import store
from services.clients.convert.to_pb import client_to_pb, group_to_pb
from services.clients.errors import FieldProblem, GroupInUse, GroupNameTaken, GroupNotFound
from services.clients.events import Change
from services.clients.model.tables import ClientGroup
from services.clients.model.values import clean_text
from services.clients.servicer.desk import Calls, Context, check_etag
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as pb

# Members are published anew in steps, so that one rename does not hold a chain's whole history in memory.
_STEP = 200


async def _fill(session: AsyncSession, group: ClientGroup, message: client_pb2.ClientGroup) -> None:
    group.name = clean_text(message.name, "name")
    if not group.name:
        raise FieldProblem("name", "empty")
    # A name of only punctuation still tells groups apart.
    group.name_key = comparison_key(group.name) or group.name
    parent_id = optional_id(message.parent_id)
    seen = {group.id}
    ancestor = parent_id
    while ancestor is not None:
        if ancestor in seen:
            raise GroupInUse(str(group.id))
        seen.add(ancestor)
        parent = await session.get(ClientGroup, ancestor)
        if parent is None:
            raise GroupNotFound(str(ancestor))
        ancestor = parent.parent_id
    group.parent_id = parent_id


class GroupCalls(Calls):
    """ListGroups … DeleteGroup."""

    async def ListGroups(
        self, request: pb.ListGroupsRequest, context: Context
    ) -> pb.ListGroupsResponse:
        """All groups in Latvian order of name."""
        async with self.desk.database.read() as session:
            rows = await store.groups_with_counts(session)
        ordered = sorted(rows, key=lambda row: sort_key(row[0].name))
        return pb.ListGroupsResponse(groups=[group_to_pb(group, count) for group, count in ordered])

    async def CreateGroup(
        self, request: pb.CreateGroupRequest, context: Context
    ) -> pb.CreateGroupResponse:
        """Adds a group; an id may be given."""
        async with self.desk.database.begin() as session:
            group = ClientGroup(id=optional_id(request.group.id) or uuid.uuid4())
            await _fill(session, group, request.group)
            session.add(group)
            await self._flush(session)
            return pb.CreateGroupResponse(group=group_to_pb(group))

    async def UpdateGroup(
        self, request: pb.UpdateGroupRequest, context: Context
    ) -> pb.UpdateGroupResponse:
        """Renames or moves a group; its clients carry the name and are published anew."""
        async with self.desk.database.begin() as session:
            group = await store.group_for_change(session, uuid.UUID(request.group.id))
            check_etag(request.etag, group.version)
            members = await store.client_ids_of_group(session, group.id)
            renamed = request.group.name != group.name
            old_name = group.name
            group.version += 1
            await _fill(session, group, request.group)
            await self._flush(session)
            if renamed:
                for start in range(0, len(members), _STEP):
                    await self._publish_members(session, members[start : start + _STEP], old_name)
            answer = pb.UpdateGroupResponse(group=group_to_pb(group, len(members)))
        self.desk.wake_relay()
        return answer

    async def DeleteGroup(
        self, request: pb.DeleteGroupRequest, context: Context
    ) -> pb.DeleteGroupResponse:
        """Removes a group that nobody is in."""
        async with self.desk.database.begin() as session:
            group = await store.group_for_change(session, uuid.UUID(request.group_id))
            try:
                await session.delete(group)
                await session.flush()
            except IntegrityError as error:
                raise GroupInUse(request.group_id) from error
        return pb.DeleteGroupResponse()

    async def _publish_members(
        self, session: AsyncSession, members: Sequence[uuid.UUID], old_name: str
    ) -> None:
        clients = await store.clients_for_change(session, members)
        changes: list[Change] = []
        for client in clients.values():
            before = client_to_pb(client)
            before.group_name = old_name
            changes.append(Change(client, before))
        await self.desk.publish(session, changes, self.desk.clock())
        session.expunge_all()

    @staticmethod
    async def _flush(session: AsyncSession) -> None:
        try:
            await session.flush()
        except IntegrityError as error:
            raise GroupNameTaken from error
