"""Ids between Python and protobuf."""

from __future__ import annotations

import uuid


def optional_id(text: str) -> uuid.UUID | None:
    """The UUID, or None for the empty string."""
    return uuid.UUID(text) if text else None
