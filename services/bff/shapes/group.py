"""Groups of clients."""

from __future__ import annotations

from pydantic import BaseModel

from services.bff.edge import Strict
from services.bff.shapes.fields import Id


class GroupJson(BaseModel):
    """A chain, a holding, a segment."""

    id: str
    name: str
    parent_id: str | None
    etag: str
    client_count: int


class GroupsJson(BaseModel):
    """All groups by name."""

    groups: list[GroupJson]


class GroupDraft(Strict):
    """A new group."""

    name: str
    parent_id: Id | None = None


class GroupPatch(Strict):
    """The fields that change."""

    name: str = ""
    parent_id: Id | None = None
