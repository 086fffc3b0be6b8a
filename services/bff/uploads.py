"""Resumable uploads by tus 1.0 (https://tus.io/protocols/resumable-upload): core, creation, termination, expiration.

An upload is the file alone. What it is for is said by the act that names it when it has come whole.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import AsyncGenerator
from datetime import datetime
from email.utils import format_datetime
from typing import Annotated

from fastapi import APIRouter, Header
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from kit.errors import FieldViolation, Precondition
from kit.latvian.text import LONGEST_FILE_NAME, TextInvalid, clean_file_name
from services.bff.answers import new_router
from services.bff.problems import BodyInvalid, BodyTooSlow, BodyTypeInvalid, ValueRefused
from services.bff.session import Session
from services.bff.shapes.fields import Id
from services.bff.upload_store import MOST_BYTES, Upload, UploadStore

VERSION = "1.0.0"
CONTENT_TYPE = "application/offset+octet-stream"
SILENT_SECONDS = 30.0
_TUS = {"tus-resumable": VERSION}

TusVersion = Annotated[str, Header(alias="Tus-Resumable", description="Always 1.0.0.")]
Length = Annotated[int, Header(alias="Upload-Length", ge=1, description="Bytes of the file.")]
Offset = Annotated[int, Header(alias="Upload-Offset", ge=0, description="Where this goes on.")]
Metadata = Annotated[
    str,
    Header(
        alias="Upload-Metadata",
        max_length=4000,
        description="Pairs of a key and base64; `filename` must be among them.",
    ),
]


class TusVersionUnknown(Precondition):
    """The version of tus must be 1.0.0."""

    http_status = 412
    reason = "TUS_VERSION_UNKNOWN"


class ChecksumRefused(BodyInvalid):
    """Parts of an upload are not compared with an Upload-Checksum: the extension is not spoken."""


def routes(uploads: UploadStore) -> APIRouter:
    """Routes under /api/uploads."""
    router = new_router("uploads")

    @router.options("/api/uploads", status_code=204, response_class=Response)
    async def describe_uploads() -> Response:
        """What of tus is spoken."""
        return Response(
            status_code=204,
            headers=_TUS
            | {
                "tus-version": VERSION,
                "tus-extension": "creation,termination,expiration",
                "tus-max-size": str(MOST_BYTES),
            },
        )

    @router.post("/api/uploads", status_code=201, response_class=Response)
    async def begin_upload(
        request: Request, tus: TusVersion, size: Length, metadata: Metadata
    ) -> Response:
        """Begins an upload; `location` is its address."""
        _check_version(tus)
        upload = await uploads.begin(_user(request), _file_name(metadata), size)
        headers = _headers(upload) | {"location": f"/api/uploads/{upload.id}"}
        return Response(status_code=201, headers=headers)

    @router.head("/api/uploads/{upload_id}", status_code=204, response_class=Response)
    async def get_upload(request: Request, upload_id: Id, tus: TusVersion) -> Response:
        """How far it has come."""
        _check_version(tus)
        upload = await uploads.find(upload_id, _user(request))
        offset = await uploads.offset(upload)
        headers = _headers(upload, offset) | {"upload-length": str(upload.size)}
        return Response(status_code=204, headers=headers)

    @router.patch("/api/uploads/{upload_id}", status_code=204, response_class=Response)
    async def append_upload(
        request: Request, upload_id: Id, tus: TusVersion, offset: Offset
    ) -> Response:
        """Goes on with it; what came before a break is kept."""
        _check_version(tus)
        if request.headers.get("content-type") != CONTENT_TYPE:
            raise BodyTypeInvalid(f"the body must be {CONTENT_TYPE}")
        if "upload-checksum" in request.headers:
            # Who sends one believes that it is compared.
            raise ChecksumRefused
        upload = await uploads.find(upload_id, _user(request))
        body = _Body(request)
        reached = await uploads.append(upload, offset, body.pieces())
        if body.is_slow:
            raise BodyTooSlow
        return Response(status_code=204, headers=_headers(upload, reached))

    @router.delete("/api/uploads/{upload_id}", status_code=204, response_class=Response)
    async def remove_upload(request: Request, upload_id: Id, tus: TusVersion) -> Response:
        """Gives it up."""
        _check_version(tus)
        upload = await uploads.find(upload_id, _user(request))
        await uploads.remove(upload.id)
        return Response(status_code=204, headers=_TUS)

    return router


class _Body:
    """The body of a request as it comes; it ends quietly where the sender breaks off or falls silent."""

    def __init__(self, request: Request) -> None:
        self._stream = aiter(request.stream())
        self.is_slow = False

    async def pieces(self) -> AsyncGenerator[bytes]:
        """What comes."""
        while True:
            try:
                async with asyncio.timeout(SILENT_SECONDS):
                    piece = await anext(self._stream)
            except (StopAsyncIteration, ClientDisconnect):
                return
            except TimeoutError:
                self.is_slow = True
                return
            if piece:
                yield piece


def _check_version(version: str) -> None:
    if version != VERSION:
        raise TusVersionUnknown


def _user(request: Request) -> str:
    session: Session = request.state.session
    return session.user


def _headers(upload: Upload, offset: int = 0) -> dict[str, str]:
    expires = format_datetime(datetime.fromisoformat(upload.expires), usegmt=True)
    return _TUS | {"upload-offset": str(offset), "upload-expires": expires}


def _file_name(metadata: str) -> str:
    """The name of the file, by the rule that holds where it is entered."""
    pairs = (pair.strip().partition(" ") for pair in metadata.split(","))
    encoded = {key: value for key, _, value in pairs}.get("filename", "")
    try:
        return clean_file_name(base64.b64decode(encoded, validate=True).decode("utf-8"))
    except (binascii.Error, UnicodeDecodeError, TextInvalid) as error:
        rule = FieldViolation("filename", "text", f"1 to {LONGEST_FILE_NAME} visible characters")
        raise ValueRefused("the file has no name that can be taken", violations=(rule,)) from error
