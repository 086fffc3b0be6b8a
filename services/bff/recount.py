"""The nightly recount of money: when it was, and what differed."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from services.bff.answers import json_answer, new_router
from services.bff.convert.money import recount_to_json
from services.bff.peers import READ_SECONDS, Peers
from services.bff.shapes.money import RecountJson
from sysapi.invoices.v1 import invoices_service_pb2 as pb


def routes(peers: Peers) -> APIRouter:
    """Route /api/recount."""
    router = new_router("invoices")

    @router.get("/api/recount", response_model=RecountJson)
    async def get_recount() -> Response:
        """The last time that everything stored was counted again."""
        answer = await peers.invoices.call(
            peers.invoices_stub.GetRecount,
            pb.GetRecountRequest(),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer(recount_to_json(answer))

    return router
