"""Names beside ids in lists."""

from __future__ import annotations

from pydantic import BaseModel, Field


class ClientNamed(BaseModel):
    """A row of a client."""

    client_name: str | None = Field(
        description="As the client is called now; null when that is not known."
    )


class Named(ClientNamed):
    """A row of a client or of one of its units."""

    unit_name: str | None = Field(description="Null without a unit, too.")
