"""Acts on many files of galleries at once."""

from __future__ import annotations

import uuid

from fastapi import APIRouter
from starlette.responses import Response

from services.bff.answers import json_answer, new_router
from services.bff.clients import IdempotencyKey
from services.bff.convert.media import media_to_json
from services.bff.peers import WRITE_SECONDS, Peers
from services.bff.shapes.media import MediaMoveInput, SomeMediaInput, SomeMediaJson
from sysapi.galleries.v1 import galleries_service_pb2 as pb

_COPIED = uuid.UUID("0c6c2a4d-7a0b-4a8e-8a53-3b2f3c1d9e77")
"""Names the acts of copying."""


def routes(peers: Peers) -> APIRouter:
    """Routes /api/media/move, copy, remove, restore and remake-previews."""
    router = new_router("galleries")

    @router.post("/api/media/move", response_model=SomeMediaJson)
    async def move_media(what: MediaMoveInput) -> Response:
        """Moves files into the gallery of another unit of the same client."""
        request = pb.MoveMediaRequest(media_ids=what.media_ids, unit_id=what.unit_id)
        answer = await peers.galleries.call(
            peers.galleries_stub.MoveMedia, request, timeout=WRITE_SECONDS, retry=True
        )
        return _some(answer)

    @router.post("/api/media/copy", response_model=SomeMediaJson)
    async def copy_media(what: MediaMoveInput, key: IdempotencyKey) -> Response:
        """Copies files there; the same key copies once."""
        request = pb.CopyMediaRequest(
            media_ids=what.media_ids,
            unit_id=what.unit_id,
            request_id=str(uuid.uuid5(_COPIED, key)),
        )
        answer = await peers.galleries.call(
            peers.galleries_stub.CopyMedia, request, timeout=WRITE_SECONDS, retry=True
        )
        return _some(answer)

    @router.post("/api/media/remove", response_model=SomeMediaJson)
    async def remove_media(what: SomeMediaInput) -> Response:
        """Puts files into the bin; they can be restored for 30 days."""
        request = pb.RemoveMediaRequest(media_ids=what.media_ids)
        answer = await peers.galleries.call(
            peers.galleries_stub.RemoveMedia, request, timeout=WRITE_SECONDS, retry=True
        )
        return _some(answer)

    @router.post("/api/media/restore", response_model=SomeMediaJson)
    async def restore_media(what: SomeMediaInput) -> Response:
        """Brings files back from the bin."""
        request = pb.RestoreMediaRequest(media_ids=what.media_ids)
        answer = await peers.galleries.call(
            peers.galleries_stub.RestoreMedia, request, timeout=WRITE_SECONDS, retry=True
        )
        return _some(answer)

    @router.post("/api/media/remake-previews", response_model=SomeMediaJson)
    async def remake_previews(what: SomeMediaInput) -> Response:
        """Has previews made again that were refused, or cannot be read any more."""
        request = pb.RemakePreviewsRequest(media_ids=what.media_ids)
        answer = await peers.galleries.call(
            peers.galleries_stub.RemakePreviews, request, timeout=WRITE_SECONDS, retry=True
        )
        return _some(answer)

    return router


def _some(
    answer: pb.MoveMediaResponse
    | pb.CopyMediaResponse
    | pb.RemoveMediaResponse
    | pb.RestoreMediaResponse
    | pb.RemakePreviewsResponse,
) -> Response:
    return json_answer({"media": [media_to_json(one) for one in answer.media]})
