"""Everything of a client as one ZIP, made while it is sent: no cap, and nothing is kept in memory or on the disk."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncGenerator, AsyncIterable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

import stream_zip
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kit import call
from kit.blobs import Blob, BlobStore
from kit.clock import RIGA, today_in_riga
from services.bff.answers import file_description, new_router
from services.bff.convert.values import day_to_json
from services.bff.convert.words import DOCUMENT_TYPE
from services.bff.documents import DocumentsQuery, documents_to_pb
from services.bff.file_answers import saved_as
from services.bff.invoice_export import csv_cell
from services.bff.peers import READ_SECONDS, Peers
from services.bff.query import Query, query_description, read_query
from services.bff.shapes.fields import Id, Language
from sysapi.clients.v1 import clients_service_pb2
from sysapi.documents.v1 import document_pb2

ZIP = "application/zip"
ZIP_SECONDS = 3600.0
_PAGE = 1000
_CHUNK = 256 * 1024
_MODE = 0o644
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
"""What one or another system does not take in the name of a file."""
_WORDS: dict[Language, dict[str, Any]] = {
    "lv": {
        "folder": "Dokumenti", "index": "saturs.csv",
        "head": ("Fails", "Veids", "Nosaukums", "Numurs", "Datums", "Spēkā no", "Spēkā līdz", "Saite", "Piezīme"),
        "missing": "faila krātuvē nav",
    },
    "en": {
        "folder": "Documents", "index": "contents.csv",
        "head": ("File", "Type", "Title", "Number", "Date", "Valid from", "Valid to", "Link", "Note"),
        "missing": "the store does not hold this file",
    },
}  # fmt: skip


class FilesQuery(Query):
    """In which language folders are named."""

    language: Language = "lv"


Member = tuple[str, datetime, int, stream_zip.Method, AsyncIterable[bytes]]
"""A file of the archive as stream_zip takes it: path, when it was written, rights, how it is packed, content."""


def routes(peers: Peers, documents: BlobStore) -> APIRouter:
    """Route /api/clients/{id}/files.zip."""
    router = new_router("clients")

    async def pages(client_id: str) -> AsyncGenerator[Sequence[document_pb2.Document]]:
        query = DocumentsQuery(client_id=client_id, with_superseded=True, page_size=_PAGE)
        token = ""
        while True:
            answer = await peers.documents.call(
                peers.documents_stub.ListDocuments,
                documents_to_pb(query.model_copy(update={"page_token": token})),
                timeout=READ_SECONDS,
                retry=True,
            )
            yield answer.documents
            token = answer.next_page_token
            if not token:
                return

    @router.get(
        "/api/clients/{client_id}/files.zip",
        response_class=Response,
        responses=file_description(ZIP),
        openapi_extra=query_description(FilesQuery),
    )
    async def get_client_files(client_id: Id, request: Request) -> Response:
        """All documents of a client, superseded ones too, and a list of them."""
        language = read_query(FilesQuery, request).language
        call.enter(call.Call(call.current().actor, time.monotonic() + ZIP_SECONDS))
        client = await peers.clients.call(
            peers.clients_stub.GetClient,
            clients_service_pb2.GetClientRequest(client_id=client_id),
            timeout=READ_SECONDS,
            retry=True,
        )
        members = _Members(documents, language).of(pages(client_id))
        first = await anext(members)
        packed = stream_zip.async_stream_zip(_following(first, members), chunk_size=_CHUNK)
        name = f"{client.client.name_core or client.client.name_shown} {today_in_riga()}.zip"
        return StreamingResponse(
            packed, headers={"content-disposition": saved_as(name)}, media_type=ZIP
        )

    return router


class _Members:
    """The files of an archive, one after the other, and at the end what is in it."""

    def __init__(self, blobs: BlobStore, language: Language) -> None:
        self._blobs = blobs
        self._words = _WORDS[language]
        self._taken: set[str] = set()
        self._rows: list[tuple[str, ...]] = [self._words["head"]]

    async def of(
        self, pages: AsyncIterable[Sequence[document_pb2.Document]]
    ) -> AsyncGenerator[Member]:
        async for page in pages:
            for document in page:
                path = ""
                if document.HasField("file"):
                    blob = Blob(document.file.digest, document.file.size)
                    if await self._blobs.size(blob.digest) == blob.size:
                        path = self._path(document.file.name)
                        at = document.create_time.ToDatetime(UTC)
                        yield _member(path, at, blob.size, self._blobs.read(blob))
                    else:
                        path = self._words["missing"]
                self._list(path, document)
        index = _csv(self._rows)
        yield _member(self._words["index"], datetime.now(UTC), len(index), _once(index))

    def _list(self, path: str, document: document_pb2.Document) -> None:
        days = (document.dated_on, document.valid_from, document.valid_to)
        self._rows.append(
            (
                path,
                DOCUMENT_TYPE[document.type],
                document.title,
                document.number,
                *(day_to_json(one) or "" for one in days),
                document.url,
                document.note,
            )
        )

    def _path(self, name: str) -> str:
        """In the folder of documents under its own name; a second one of that name gets a number."""
        plain = _UNSAFE.sub("_", name).strip(" .") or "_"
        file = PurePosixPath(plain)
        path, number = plain, 1
        while path.casefold() in self._taken:
            number += 1
            path = f"{file.stem} ({number}){file.suffix}"
        self._taken.add(path.casefold())
        return f"{self._words['folder']}/{path}"


def _member(path: str, at: datetime, size: int, content: AsyncIterable[bytes]) -> Member:
    # Photos and PDFs are packed already: level 0 only frames them.
    return path, at.astimezone(RIGA), _MODE, stream_zip.ZIP_AUTO(size, level=0), content


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    """With a byte order mark and semicolons, as a Latvian spreadsheet expects."""
    return "".join(
        ["\ufeff", *(";".join(csv_cell(cell, ",") for cell in row) + "\r\n" for row in rows)]
    ).encode()


async def _following(first: Member, members: AsyncIterable[Member]) -> AsyncGenerator[Member]:
    yield first
    async for member in members:
        yield member


async def _once(content: bytes) -> AsyncGenerator[bytes]:
    yield content
