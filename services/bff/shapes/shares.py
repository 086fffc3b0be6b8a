"""Shares of pictures, as read (`…Json`) and as sent (`…Input`)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from services.bff.edge import Strict
from services.bff.shapes.media import MediaIds


class ShareJson(BaseModel):
    """Some pictures of a client behind an address."""

    id: str
    client_id: str
    media_ids: list[str]
    expires_at: datetime | None
    created_at: datetime | None
    created_by: str


class SharesJson(BaseModel):
    """Shares in force."""

    shares: list[ShareJson] = Field(description="Those that end last first.")


class NewShareJson(ShareJson):
    """A share that was made, and its address."""

    address: str = Field(description="Path of its page; told only here.")


class ShareInput(Strict):
    """Which pictures of one client, and for how many days."""

    media_ids: MediaIds
    days: Literal[1, 7, 30]
