"""The list of industries."""

from __future__ import annotations

import orjson
from fastapi import APIRouter
from starlette.responses import Response

from kit.latvian.industries import REVISION, titles
from services.bff.answers import JSON, new_router
from services.bff.shapes.various import IndustriesJson


def routes() -> APIRouter:
    """Route /api/industries."""
    router = new_router("industries")
    body = orjson.dumps(
        {
            "revision": REVISION,
            "items": [{"code": code, "title": title} for code, title in titles().items()],
        }
    )

    @router.get("/api/industries", response_model=IndustriesJson)
    async def list_industries() -> Response:
        """NACE codes of every level with their Latvian titles, in the order of the classification."""
        return Response(body, media_type=JSON)

    return router
