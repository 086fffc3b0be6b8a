"""Everything out at once: all files of a client, and the gallery of a unit, as a ZIP."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterable, Collection
from datetime import UTC
from typing import NamedTuple

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from kit import call
from kit.blobs import BlobStore
from kit.clock import today_in_riga
from services.bff.answers import file_description, new_router
from services.bff.archive import ZIP, Archive, Entry, UniqueNames, plain_name
from services.bff.convert.values import day_to_json
from services.bff.convert.words import DOCUMENT_TYPE
from services.bff.documents import DocumentsQuery, documents_to_pb, file_of
from services.bff.media import MediaQuery, media_to_pb, original_of
from services.bff.peers import READ_SECONDS, Peers
from services.bff.query import Query, query_description, read_query
from services.bff.shapes.fields import Id, Language
from services.bff.units import read_unit
from sysapi.clients.v1 import clients_service_pb2
from sysapi.documents.v1 import document_pb2
from sysapi.galleries.v1 import media_pb2

ZIP_SECONDS = 3600.0
MAX_FILES = 150
"""Files that can be named: an address of more than 8 KB is refused by what stands before a cluster."""
_PAGE = 1000


class _Words(NamedTuple):
    """What an archive says in one language."""

    documents: str
    galleries: str
    contents: str
    missing: str
    damaged: str
    head: tuple[str, ...]


_WORDS: dict[Language, _Words] = {
    "lv": _Words(
        "Dokumenti", "Galerijas", "saturs.csv", "faila krātuvē nav", "fails krātuvē ir bojāts",
        ("Fails", "Veids", "Nosaukums", "Numurs", "Datums", "Spēkā no", "Spēkā līdz", "Saite", "Piezīme"),
    ),
    "en": _Words(
        "Documents", "Galleries", "contents.csv", "the store does not hold this file", "the stored file is damaged",
        ("File", "Type", "Title", "Number", "Date", "Valid from", "Valid to", "Link", "Note"),
    ),
}  # fmt: skip


class FilesQuery(Query):
    """In which language folders are named."""

    language: Language = "lv"


class UnitFilesQuery(FilesQuery):
    """Which files of the gallery; all when none are named."""

    media_id: list[Id] = Field(default=[], max_length=MAX_FILES)


class _Files:
    """The entries of archives, page by page."""

    def __init__(self, peers: Peers, documents: BlobStore, media: BlobStore) -> None:
        self._peers = peers
        self._documents = documents
        self._media = media

    async def of_client(self, client_id: str, words: _Words) -> AsyncGenerator[Entry]:
        """All documents, superseded ones too, and all galleries, in a folder for each unit."""
        query = DocumentsQuery(client_id=client_id, with_superseded=True, page_size=_PAGE)
        async for page in self._peers.documents.pages(
            self._peers.documents_stub.ListDocuments, documents_to_pb(query), timeout=READ_SECONDS
        ):
            for document in page.documents:
                yield self._document(document, (words.documents,))
        folders = await self._folders(client_id)
        async for media in self._pages_of_media(MediaQuery(client_id=client_id, page_size=_PAGE)):
            unit = folders.get(media.unit_id, media.unit_id)
            yield self._entry(media, (words.galleries, unit))

    async def of_unit(self, unit_id: str, named: Collection[str]) -> AsyncGenerator[Entry]:
        """The gallery of a unit, or what is named of it."""
        async for media in self._pages_of_media(MediaQuery(unit_id=unit_id, page_size=_PAGE)):
            if not named or media.id in named:
                yield self._entry(media, ())

    async def _pages_of_media(self, query: MediaQuery) -> AsyncGenerator[media_pb2.Media]:
        async for page in self._peers.galleries.pages(
            self._peers.galleries_stub.ListMedia, media_to_pb(query), timeout=READ_SECONDS
        ):
            for media in page.media:
                yield media

    async def _folders(self, client_id: str) -> dict[str, str]:
        """A folder for each unit of a client, by its id; units of one name have one each, as galleries never mix."""
        request = clients_service_pb2.ListUnitsRequest(client_id=client_id, page_size=_PAGE)
        pages = self._peers.clients.pages(
            self._peers.clients_stub.ListUnits, request, timeout=READ_SECONDS
        )
        names = UniqueNames()
        return {
            unit.id: names.take(plain_name(unit.name))
            async for page in pages
            for unit in page.units
        }

    def _document(self, document: document_pb2.Document, folder: tuple[str, ...]) -> Entry:
        days = (document.dated_on, document.valid_from, document.valid_to)
        return Entry(
            (
                DOCUMENT_TYPE[document.type],
                document.title,
                document.number,
                *(day_to_json(one) or "" for one in days),
                document.url,
                document.note,
            ),
            folder,
            file_of(document),
            self._documents,
            document.create_time.ToDatetime(UTC),
        )

    def _entry(self, media: media_pb2.Media, folder: tuple[str, ...]) -> Entry:
        at = media.taken_time if media.HasField("taken_time") else media.create_time
        return Entry(
            (media.media_type, media.caption, "", f"{media.year:04}-{media.month:02}"),
            (*folder, f"{media.year:04}-{media.month:02}"),
            original_of(media),
            self._media,
            at.ToDatetime(UTC),
        )


def routes(peers: Peers, documents: BlobStore, media: BlobStore) -> APIRouter:
    """Routes /api/clients/{id}/files.zip and /api/units/{id}/files.zip."""
    router = new_router("files")
    files = _Files(peers, documents, media)

    async def answer(entries: AsyncIterable[Entry], words: _Words, name: str) -> Response:
        call.enter(call.Call(call.current().actor, time.monotonic() + ZIP_SECONDS))
        archive = Archive(words.contents, words.head, words.missing, words.damaged)
        return await archive.answer(entries, f"{name} {today_in_riga()}.zip")

    @router.get(
        "/api/clients/{client_id}/files.zip",
        response_class=Response,
        responses=file_description(ZIP),
        openapi_extra=query_description(FilesQuery),
    )
    async def get_client_files(client_id: Id, request: Request) -> Response:
        """All documents and galleries of a client, and a list of them."""
        words = _WORDS[read_query(FilesQuery, request).language]
        found = await peers.clients.call(
            peers.clients_stub.GetClient,
            clients_service_pb2.GetClientRequest(client_id=client_id),
            timeout=READ_SECONDS,
            retry=True,
        )
        return await answer(files.of_client(client_id, words), words, found.client.name_shown)

    @router.get(
        "/api/units/{unit_id}/files.zip",
        response_class=Response,
        responses=file_description(ZIP),
        openapi_extra=query_description(UnitFilesQuery),
    )
    async def get_unit_files(unit_id: Id, request: Request) -> Response:
        """The gallery of a unit, or some of its files, in a folder for each month, and a list of it."""
        query = read_query(UnitFilesQuery, request)
        words = _WORDS[query.language]
        unit = await read_unit(peers, unit_id, READ_SECONDS)
        return await answer(files.of_unit(unit_id, set(query.media_id)), words, unit.name)

    return router
