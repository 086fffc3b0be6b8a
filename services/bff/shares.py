"""Shares of pictures: made and ended by people with an account, looked at by people without one.

What a stranger gets are a plain page and the previews on it, which hold no metadata; nothing is named there, nothing is kept by the
browser or by search engines, and no other site learns the address.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kit.blobs import Blob, BlobStore
from kit.clock import RIGA
from kit.errors import NotFound
from services.bff.answers import json_answer, new_router
from services.bff.convert.shares import share_to_json
from services.bff.middleware import SHARED
from services.bff.peers import READ_SECONDS, WRITE_SECONDS, Peers
from services.bff.shapes.fields import Id
from services.bff.shapes.shares import NewShareJson, ShareInput, SharesJson
from services.bff.stored_files import NamedFile, stored_file_answer
from sysapi.galleries.v1 import galleries_service_pb2 as pb

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_HEADERS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow, noarchive",
}
_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
# Without an icon of its own the browser would ask for that of the site, which signs in on this machine.
_PAGE = """<!doctype html>
<html lang="lv">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Fotogrāfijas</title>
<link rel="icon" href="data:,">
<style>
  :root {{ color-scheme: light dark; }}
  body {{ max-width: 1200px; margin: 0 auto; padding: 16px; font: 15px/1.5 system-ui, sans-serif; }}
  h1 {{ font-size: 20px; }}
  img {{ display: block; width: 100%; height: auto; margin: 0 0 12px; border-radius: 4px; }}
</style>
<h1>{title}</h1>
<p>{text}</p>
{images}
"""


def routes(peers: Peers, blobs: BlobStore) -> APIRouter:
    """Routes /api/shares, and /shared, which is open to strangers."""
    router = new_router("galleries")

    @router.get("/api/clients/{client_id}/shares", response_model=SharesJson)
    async def list_shares(client_id: Id) -> Response:
        """The shares of pictures of a client that are in force."""
        answer = await peers.galleries.call(
            peers.galleries_stub.ListShares,
            pb.ListSharesRequest(client_id=client_id),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer({"shares": [share_to_json(one) for one in answer.shares]})

    @router.post("/api/shares", status_code=201, response_model=NewShareJson)
    async def create_share(what: ShareInput) -> Response:
        """Makes an address by which people without an account may look at pictures of a client; it is told only here."""
        answer = await peers.galleries.call(
            peers.galleries_stub.CreateShare,
            pb.CreateShareRequest(media_ids=what.media_ids, days=what.days),
            timeout=WRITE_SECONDS,
            retry=False,
        )
        made = share_to_json(answer.share) | {"address": f"{SHARED}{answer.token}"}
        return json_answer(made, 201)

    @router.delete("/api/shares/{share_id}", status_code=204)
    async def revoke_share(share_id: Id) -> Response:
        """Ends a share at once."""
        await peers.galleries.call(
            peers.galleries_stub.RevokeShare,
            pb.RevokeShareRequest(share_id=share_id),
            timeout=WRITE_SECONDS,
            retry=True,
        )
        return Response(status_code=204)

    async def opened(token: str) -> pb.OpenShareResponse:
        """Raises SHARE_NOT_FOUND."""
        if _TOKEN.fullmatch(token) is None:
            raise NotFound(reason="SHARE_NOT_FOUND")
        return await peers.galleries.call(
            peers.galleries_stub.OpenShare,
            pb.OpenShareRequest(token=token),
            timeout=READ_SECONDS,
            retry=True,
        )

    @router.get(SHARED + "{token}", include_in_schema=False)
    async def show_share(token: str) -> Response:
        """The page of a share."""
        try:
            share = await opened(token)
        except NotFound:
            return _page("Saite vairs nav derīga", "The link is no longer valid.", (), 404)
        until = datetime.fromtimestamp(share.expire_time.seconds, UTC).astimezone(RIGA)
        addresses = [f"{SHARED}{token}/{one.digest}" for one in share.screens]
        text = f"Saite derīga līdz {until:%d.%m.%Y. %H:%M}. Valid until {until:%d.%m.%Y %H:%M}."
        return _page("Fotogrāfijas · Photos", text, addresses, 200)

    @router.get(SHARED + "{token}/{digest}", include_in_schema=False)
    async def show_shared_picture(request: Request, token: str, digest: str) -> Response:
        """A preview that is on the page of a share."""
        share = await opened(token)
        for place, content in enumerate(share.screens, 1):
            if content.digest == digest:
                file = NamedFile(Blob(content.digest, content.size), f"{place}.webp")
                answer = await stored_file_answer(request, blobs, file, "image/webp")
                answer.headers.update(_HEADERS)
                return answer
        raise NotFound(reason="SHARE_NOT_FOUND")

    return router


def _page(title: str, text: str, addresses: list[str] | tuple[()], status: int) -> Response:
    images = "\n".join(
        f'<img src="{address}" alt="{place}" loading="lazy">'
        for place, address in enumerate(addresses, 1)
    )
    page = _PAGE.format(title=title, text=text, images=images)
    return HTMLResponse(page, status, _HEADERS | {"content-security-policy": _POLICY})
