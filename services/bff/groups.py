"""Groups of clients."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from kit.errors import Conflict, NotFound
from services.bff.answers import json_answer, new_router, problem_description
from services.bff.clients import IfMatch, NothingToChange, etag_of
from services.bff.convert.various import group_to_json
from services.bff.peers import READ_SECONDS, WRITE_SECONDS, Peers
from services.bff.problems import conflict_response
from services.bff.shapes.fields import Id
from services.bff.shapes.group import GroupDraft, GroupJson, GroupPatch, GroupsJson
from services.bff.shapes.various import GroupConflictJson
from sysapi.clients.v1 import client_pb2, clients_service_pb2

GROUP_CONFLICT = problem_description(
    GroupConflictJson, "ETAG_MISMATCH with the current group, or another conflict."
)


class GroupNotFound(NotFound):
    """No group with this id."""

    reason = "GROUP_NOT_FOUND"
    domain = "clients.sys"


def group_answer(group: client_pb2.ClientGroup, status: int = 200) -> Response:
    """The group with its etag."""
    return json_answer(group_to_json(group), status, {"etag": f'"{group.etag}"'})


async def _all_groups(peers: Peers) -> list[client_pb2.ClientGroup]:
    answer = await peers.clients.call(
        peers.clients_stub.ListGroups,
        clients_service_pb2.ListGroupsRequest(),
        timeout=READ_SECONDS,
        retry=True,
    )
    return list(answer.groups)


async def _read_group(peers: Peers, group_id: str) -> client_pb2.ClientGroup:
    for group in await _all_groups(peers):
        if group.id == group_id:
            return group
    raise GroupNotFound(metadata={"group_id": group_id})


def routes(peers: Peers) -> APIRouter:
    """Routes under /api/groups."""
    router = new_router("groups")

    @router.get("/api/groups", response_model=GroupsJson)
    async def list_groups() -> Response:
        """All groups by name."""
        groups = await _all_groups(peers)
        return json_answer({"groups": [group_to_json(group) for group in groups]})

    @router.post("/api/groups", status_code=201, response_model=GroupJson)
    async def create_group(draft: GroupDraft) -> Response:
        """Adds a group."""
        answer = await peers.clients.call(
            peers.clients_stub.CreateGroup,
            clients_service_pb2.CreateGroupRequest(
                group=client_pb2.ClientGroup(name=draft.name, parent_id=draft.parent_id or "")
            ),
            timeout=WRITE_SECONDS,
        )
        return group_answer(answer.group, 201)

    @router.patch(
        "/api/groups/{group_id}", response_model=GroupJson, responses={409: GROUP_CONFLICT}
    )
    async def update_group(group_id: Id, patch: GroupPatch, if_match: IfMatch) -> Response:
        """Renames or moves a group."""
        changed = patch.model_fields_set
        if not changed:
            raise NothingToChange
        # The service takes the whole group; the etag guards what is filled in here.
        group = client_pb2.ClientGroup()
        if len(changed) < 2:
            group.CopyFrom(await _read_group(peers, group_id))
        group.id = group_id
        if "name" in changed:
            group.name = patch.name
        if "parent_id" in changed:
            group.parent_id = patch.parent_id or ""
        try:
            answer = await peers.clients.call(
                peers.clients_stub.UpdateGroup,
                clients_service_pb2.UpdateGroupRequest(group=group, etag=etag_of(if_match)),
                timeout=WRITE_SECONDS,
            )
        except Conflict as conflict:
            return await conflict_response(
                conflict, lambda: _read_group(peers, group_id), group_to_json
            )
        return group_answer(answer.group)

    @router.delete("/api/groups/{group_id}", status_code=204)
    async def delete_group(group_id: Id) -> Response:
        """Removes a group that has no clients."""
        await peers.clients.call(
            peers.clients_stub.DeleteGroup,
            clients_service_pb2.DeleteGroupRequest(group_id=group_id),
            timeout=WRITE_SECONDS,
        )
        return Response(status_code=204)

    return router
