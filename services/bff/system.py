"""Session, and whether the bff is alive and ready."""

from __future__ import annotations

import asyncio
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from services.bff.answers import json_answer, new_router
from services.bff.peers import Peers
from services.bff.session import Session
from services.bff.shapes.various import HealthJson, SessionJson


def system_version() -> str:
    """Version of the installed system."""
    try:
        return version("sys-business")
    except PackageNotFoundError:
        return "unpackaged"


def routes(peers: Peers) -> APIRouter:
    """Routes /api/session, /livez and /readyz."""
    router = new_router("system")
    release = system_version()

    @router.get("/api/session", response_model=SessionJson)
    async def get_session(request: Request) -> Response:
        """Who is signed in."""
        session: Session = request.state.session
        return json_answer(
            {
                "user": session.user,
                "roles": list(session.roles),
                "language": "lv",
                "version": release,
            }
        )

    @router.get("/livez", response_class=Response, include_in_schema=False)
    async def is_alive() -> Response:
        """The event loop turns. A dead service behind the bff never fails this."""
        return Response(b"ok", media_type="text/plain")

    @router.get("/readyz", response_model=HealthJson, include_in_schema=False)
    async def is_ready(parts: Literal["needed", "all"] = "needed") -> Response:
        """The clients service answers; with `parts=all` search must too, though the card works without it."""
        clients, search = await asyncio.gather(
            peers.clients.is_serving(), peers.search.is_serving()
        )
        ready = clients and (search or parts == "needed")
        body = {"ready": ready, "parts": {"clients": clients, "search": search}}
        return json_answer(body, 200 if ready else 503)

    return router
