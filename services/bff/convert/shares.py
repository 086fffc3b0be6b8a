"""Shares of pictures from messages to JSON."""

from __future__ import annotations

from services.bff.convert.values import instant_to_json
from sysapi.galleries.v1 import share_pb2


def share_to_json(share: share_pb2.Share) -> dict[str, object]:
    """One share."""
    return {
        "id": share.id,
        "client_id": share.client_id,
        "media_ids": list(share.media_ids),
        "expires_at": instant_to_json(share.expire_time),
        "created_at": instant_to_json(share.create_time),
        "created_by": share.create_actor,
    }
