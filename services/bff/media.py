"""Galleries of units: lists, one file with its previews."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from kit.blobs import Blob, BlobStore
from kit.errors import Conflict, NotFound
from services.bff.answers import file_description, json_answer, new_router, problem_description
from services.bff.clients import OptionalIfMatch, etag_of
from services.bff.convert.media import (
    details_to_json,
    galleries_to_json,
    media_from_json,
    media_to_json,
)
from services.bff.peers import READ_SECONDS, WRITE_SECONDS, Peers
from services.bff.problems import conflict_response
from services.bff.query import Query, query_description, read_query
from services.bff.session import Session
from services.bff.shapes.fields import Id, Whole
from services.bff.shapes.media import (
    GalleriesJson,
    MediaConflictJson,
    MediaDetailsJson,
    MediaInput,
    MediaPageJson,
    PutMediaJson,
)
from services.bff.stored_files import NamedFile, stored_file_answer, taken_file
from services.bff.upload_store import UploadStore
from sysapi.galleries.v1 import galleries_service_pb2 as pb
from sysapi.galleries.v1 import media_pb2

OWNER = "galleries"
CONFLICT = problem_description(
    MediaConflictJson, "ETAG_MISMATCH with the current file, or another conflict."
)
_WEBP = "image/webp"


class MediaQuery(Query):
    """Which files; a client, a unit or a visit must be given, and a year with a month."""

    client_id: Id | None = None
    unit_id: Id | None = None
    visit_id: Id | None = None
    year: Whole | None = Field(default=None, ge=1900, le=2200)
    month: Whole | None = Field(default=None, ge=1, le=12)
    tag: str = Field(default="", max_length=50)
    removed: bool = False
    page_token: str = Field(default="", max_length=200)
    page_size: Whole = Field(default=50, ge=1, le=1000)


class PreviewQuery(Query):
    """Which content the address was made for."""

    content: str = Field(default="", max_length=64)


def media_to_pb(query: MediaQuery) -> pb.ListMediaRequest:
    """The call of a query."""
    return pb.ListMediaRequest(
        client_id=query.client_id or "",
        unit_id=query.unit_id or "",
        visit_id=query.visit_id or "",
        year=query.year or 0,
        month=query.month or 0,
        tag=query.tag,
        removed=query.removed,
        page_size=query.page_size,
        page_token=query.page_token,
    )


def original_of(media: media_pb2.Media) -> NamedFile:
    """The file as it came."""
    return NamedFile(Blob(media.original.digest, media.original.size), media.file_name)


class _Media:
    """The galleries service, and the contents of its files."""

    def __init__(self, peers: Peers, uploads: UploadStore) -> None:
        self._peers = peers
        self._uploads = uploads

    async def details(self, media_id: str) -> pb.GetMediaResponse:
        """Raises MEDIA_NOT_FOUND."""
        request = pb.GetMediaRequest(media_id=media_id)
        stub = self._peers.galleries_stub.GetMedia
        return await self._peers.galleries.call(stub, request, timeout=READ_SECONDS, retry=True)

    async def read(self, media_id: str) -> media_pb2.Media:
        """Raises MEDIA_NOT_FOUND."""
        return (await self.details(media_id)).media

    async def put(
        self, user: str, media_id: str, fields: MediaInput, etag: str
    ) -> pb.PutMediaResponse:
        """Adds or changes a file; its upload is a stored content before the file is added, and goes after it."""

        async def kept() -> NamedFile | None:
            try:
                return original_of(await self.read(media_id))
            except NotFound:
                return None

        blob, name = await taken_file(self._uploads, OWNER, user, fields.upload_id, kept)
        media = media_from_json(media_id, fields)
        media.original.digest, media.original.size = blob.digest, blob.size
        media.file_name = media.file_name or name
        answer = await self._peers.galleries.call(
            self._peers.galleries_stub.PutMedia,
            pb.PutMediaRequest(media=media, etag=etag),
            timeout=WRITE_SECONDS,
            retry=True,
        )
        if fields.upload_id is not None:
            await self._uploads.remove(fields.upload_id)
        return answer


def routes(peers: Peers, uploads: UploadStore, blobs: BlobStore) -> APIRouter:
    """Routes under /api/media, and the galleries of clients and units."""
    router = new_router("galleries")
    files = _Media(peers, uploads)

    async def galleries(**of: str) -> Response:
        answer = await peers.galleries.call(
            peers.galleries_stub.ListGalleries,
            pb.ListGalleriesRequest(**of),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer(galleries_to_json(answer))

    @router.get("/api/clients/{client_id}/galleries", response_model=GalleriesJson)
    async def list_client_galleries(client_id: Id) -> Response:
        """The galleries of a client that have files, by month."""
        return await galleries(client_id=client_id)

    @router.get("/api/units/{unit_id}/galleries", response_model=GalleriesJson)
    async def list_unit_galleries(unit_id: Id) -> Response:
        """The gallery of a unit by month; none while it has no files."""
        return await galleries(unit_id=unit_id)

    @router.get(
        "/api/media", response_model=MediaPageJson, openapi_extra=query_description(MediaQuery)
    )
    async def list_media(request: Request) -> Response:
        """Files that fit, last taken first."""
        answer = await peers.galleries.call(
            peers.galleries_stub.ListMedia,
            media_to_pb(read_query(MediaQuery, request)),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer(
            {
                "media": [media_to_json(one) for one in answer.media],
                "next_page_token": answer.next_page_token,
            }
        )

    @router.get("/api/media/{media_id}", response_model=MediaDetailsJson)
    async def get_media(media_id: Id) -> Response:
        """One file, also from the bin, and how it came to its gallery."""
        answer = await files.details(media_id)
        return json_answer(details_to_json(answer), headers={"etag": f'"{answer.media.etag}"'})

    @router.put("/api/media/{media_id}", response_model=PutMediaJson, responses={409: CONFLICT})
    async def put_media(
        request: Request, media_id: Id, media: MediaInput, if_match: OptionalIfMatch = ""
    ) -> Response:
        """Adds a file or changes what is said of it; the same again changes nothing."""
        session: Session = request.state.session
        etag = etag_of(if_match) if if_match else ""
        try:
            answer = await files.put(session.user, media_id, media, etag)
        except Conflict as conflict:
            return await conflict_response(conflict, lambda: files.read(media_id), media_to_json)
        return json_answer(
            {
                "media": media_to_json(answer.media),
                "duplicates": [media_to_json(one) for one in answer.duplicates],
            },
            headers={"etag": f'"{answer.media.etag}"'},
        )

    @router.get(
        "/api/media/{media_id}/original",
        response_class=Response,
        responses=file_description("*/*"),
    )
    async def get_media_original(request: Request, media_id: Id) -> Response:
        """The file as it came."""
        media = await files.read(media_id)
        return await stored_file_answer(request, blobs, original_of(media), media.media_type)

    async def preview(
        request: Request, media_id: str, which: Literal["thumb", "screen"]
    ) -> Response:
        query = read_query(PreviewQuery, request)
        media = await files.read(media_id)
        content = media.thumb if which == "thumb" else media.screen
        if not content.digest:
            raise NotFound("there is no preview of this file")
        file = NamedFile(Blob(content.digest, content.size), f"{media.file_name}.webp")
        kept = query.content == content.digest
        return await stored_file_answer(request, blobs, file, _WEBP, kept=kept)

    @router.get(
        "/api/media/{media_id}/thumb",
        response_class=Response,
        responses=file_description(_WEBP),
        openapi_extra=query_description(PreviewQuery),
    )
    async def get_media_thumb(request: Request, media_id: Id) -> Response:
        """The small picture, at most 480 x 480 pixels, without metadata."""
        return await preview(request, media_id, "thumb")

    @router.get(
        "/api/media/{media_id}/screen",
        response_class=Response,
        responses=file_description(_WEBP),
        openapi_extra=query_description(PreviewQuery),
    )
    async def get_media_screen(request: Request, media_id: Id) -> Response:
        """The picture for a screen, at most 2 048 x 2 048 pixels, without metadata."""
        return await preview(request, media_id, "screen")

    return router
