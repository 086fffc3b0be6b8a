"""The files of the UI: hashed assets for ever, index.html for every address of the UI, and the local sign-in."""

from __future__ import annotations

import gzip
import hashlib
import ipaddress
import mimetypes
import time
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from kit.errors import Unauthenticated
from services.bff.session import COOKIE, COOKIE_SECONDS, Sessions, cookie_of

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
_COMPRESSIBLE = (
    "text/",
    "application/javascript",
    "application/json",
    "image/svg+xml",
    "application/manifest",
)
_SMALLEST_COMPRESSED = 1024


@dataclass(frozen=True, slots=True)
class _File:
    body: bytes
    zipped: bytes | None
    media_type: str
    etag: str
    cache: str


class Site:
    """Serves a built UI from memory; a new build is noticed by its index.html. Only files that were found there are served."""

    def __init__(self, folder: Path, sessions: Sessions, local_user: str | None) -> None:
        self._folder = folder
        self._sessions = sessions
        self._local_user = local_user
        self._files: dict[str, _File] = {}
        self._built = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers GET and HEAD."""
        await self.answer(Request(scope))(scope, receive, send)

    def answer(self, request: Request) -> Response:
        """The file at this address, or index.html."""
        if request.method not in {"GET", "HEAD"}:
            return PlainTextResponse("Method Not Allowed", 405, {"allow": "GET, HEAD"})
        self._refresh()
        path = request.url.path.lstrip("/")
        file = self._files.get(path)
        if file is None and path.startswith("assets/"):
            return PlainTextResponse("Not Found", 404)
        if file is None:
            file = self._files.get("index.html")
        if file is None:
            return PlainTextResponse("The UI is not built.", 503, {"retry-after": "5"})
        response = _file_response(request, file)
        if file.cache == ASK_AGAIN and file.media_type == "text/html":
            self._sign_in(request, response)
        return response

    def _refresh(self) -> None:
        index = self._folder / "index.html"
        built = index.stat().st_mtime if index.is_file() else 0.0
        if built != self._built:
            self._files = _read_folder(self._folder) if built else {}
            self._built = built

    def _sign_in(self, request: Request, response: Response) -> None:
        """Sets the cookie of the local user, on this machine only: a foreign name that leads here gets none."""
        if self._local_user is None or not _is_local(request.url.hostname or ""):
            return
        headers = dict(request.scope["headers"])
        try:
            session = self._sessions.read_token(cookie_of(headers))
            if session.expires - time.time() > COOKIE_SECONDS / 2:
                return
        except Unauthenticated:
            pass
        response.set_cookie(
            COOKIE,
            self._sessions.make_token(self._local_user),
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )


def _is_local(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _file_response(request: Request, file: _File) -> Response:
    headers = {"etag": file.etag, "cache-control": file.cache, "vary": "accept-encoding"}
    if request.headers.get("if-none-match") == file.etag:
        return Response(status_code=304, headers=headers)
    if file.zipped is not None and "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        return Response(file.zipped, headers=headers, media_type=file.media_type)
    return Response(file.body, headers=headers, media_type=file.media_type)


def _read_folder(folder: Path) -> dict[str, _File]:
    return {
        path.relative_to(folder).as_posix(): _read_file(path, path.parent.name == "assets")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def _read_file(path: Path, hashed: bool) -> _File:
    body = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    zipped = None
    if len(body) >= _SMALLEST_COMPRESSED and media_type.startswith(_COMPRESSIBLE):
        zipped = gzip.compress(body, 6, mtime=0)
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    return _File(body, zipped, media_type, etag, FOR_EVER if hashed else ASK_AGAIN)
