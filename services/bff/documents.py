"""Documents of clients: the list and the register, one document with its file, its versions, what must be there."""

from __future__ import annotations

import uuid
from itertools import chain

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from kit.blobs import Blob, BlobStore
from kit.errors import Conflict, NotFound
from services.bff.answers import (
    file_description,
    json_answer,
    new_router,
    problem_description,
)
from services.bff.clients import IdempotencyKey, IfMatch, OptionalIfMatch, etag_of
from services.bff.convert.document import (
    document_from_json,
    document_to_json,
    documents_to_json,
    requirements_from_json,
    requirements_to_json,
)
from services.bff.convert.values import set_day
from services.bff.convert.words import DOCUMENT_ORDER_PB, DOCUMENT_TYPE_PB
from services.bff.names import names_of
from services.bff.peers import READ_SECONDS, WRITE_SECONDS, Peers
from services.bff.problems import conflict_response
from services.bff.query import Query, query_description, read_query
from services.bff.session import Session
from services.bff.shapes.document import (
    DocumentConflictJson,
    DocumentInput,
    DocumentJson,
    DocumentOrder,
    DocumentsJson,
    DocumentType,
    DocumentVersionsJson,
    RequirementsInput,
    RequirementsJson,
)
from services.bff.shapes.fields import Day, Id, Whole
from services.bff.stored_files import NamedFile, stored_file_answer, taken_file
from services.bff.upload_store import UploadStore
from sysapi.documents.v1 import document_pb2
from sysapi.documents.v1 import documents_service_pb2 as pb

OWNER = "documents"
_POSTED = uuid.UUID("5f0a4a0e-6f5e-4d0c-9f0b-0d1c3f6a8b21")
"""Names the ids of documents that were posted."""
CONFLICT = problem_description(
    DocumentConflictJson, "ETAG_MISMATCH with the current document, or another conflict."
)


class DocumentsQuery(Query):
    """Which documents; without a client those of all clients."""

    client_id: Id | None = None
    unit_id: Id | None = None
    type: list[DocumentType] = Field(default=[], max_length=13)
    valid_since: Day | None = None
    valid_until: Day | None = None
    with_superseded: bool = False
    removed: bool = False
    sort: DocumentOrder = "title"
    page_token: str = Field(default="", max_length=1000)
    page_size: Whole = Field(default=50, ge=1, le=1000)


def documents_to_pb(query: DocumentsQuery) -> pb.ListDocumentsRequest:
    """The call of a query."""
    request = pb.ListDocumentsRequest(
        client_id=query.client_id or "",
        unit_id=query.unit_id or "",
        types=[DOCUMENT_TYPE_PB[word] for word in query.type],
        with_superseded=query.with_superseded,
        removed=query.removed,
        order=DOCUMENT_ORDER_PB[query.sort],
        page_size=query.page_size,
        page_token=query.page_token,
    )
    set_day(request.valid_since, query.valid_since)
    set_day(request.valid_until, query.valid_until)
    return request


class _Documents:
    """The documents service, and the contents of its files."""

    def __init__(self, peers: Peers, uploads: UploadStore) -> None:
        self._peers = peers
        self._uploads = uploads

    async def read(self, document_id: str) -> document_pb2.Document:
        """Raises DOCUMENT_NOT_FOUND."""
        request = pb.GetDocumentRequest(document_id=document_id)
        stub = self._peers.documents_stub.GetDocument
        answer = await self._peers.documents.call(stub, request, timeout=READ_SECONDS, retry=True)
        return answer.document

    async def put(
        self, user: str, document_id: str, fields: DocumentInput, etag: str
    ) -> document_pb2.Document:
        """Enters or changes a document; its upload is a stored file before the document is entered, and goes after it."""
        document = document_from_json(document_id, fields)
        if fields.url is None:
            document.file.CopyFrom(await self._file(user, document_id, fields))
        answer = await self._peers.documents.call(
            self._peers.documents_stub.PutDocument,
            pb.PutDocumentRequest(document=document, etag=etag),
            timeout=WRITE_SECONDS,
            retry=True,
        )
        if fields.upload_id is not None:
            await self._uploads.remove(fields.upload_id)
        return answer.document

    async def _file(
        self, user: str, document_id: str, fields: DocumentInput
    ) -> document_pb2.StoredFile:
        async def kept() -> NamedFile | None:
            try:
                return file_of(await self.read(document_id))
            except NotFound:
                return None

        blob, name = await taken_file(self._uploads, OWNER, user, fields.upload_id, kept)
        return document_pb2.StoredFile(
            digest=blob.digest, size=blob.size, name=fields.file_name or name
        )


def file_of(document: document_pb2.Document) -> NamedFile | None:
    """The file of a document; None for a link."""
    if not document.HasField("file"):
        return None
    return NamedFile(Blob(document.file.digest, document.file.size), document.file.name)


def routes(peers: Peers, uploads: UploadStore, blobs: BlobStore) -> APIRouter:
    """Routes under /api/documents and /api/document-requirements."""
    router = new_router("documents")
    documents = _Documents(peers, uploads)

    @router.get(
        "/api/documents",
        response_model=DocumentsJson,
        openapi_extra=query_description(DocumentsQuery),
    )
    async def list_documents(request: Request) -> Response:
        """Documents that fit: of a client, or the register of all that end."""
        query = read_query(DocumentsQuery, request)
        answer = await peers.documents.call(
            peers.documents_stub.ListDocuments,
            documents_to_pb(query),
            timeout=READ_SECONDS,
            retry=True,
        )
        names = await names_of(
            peers, chain.from_iterable(one.client_ids for one in answer.documents)
        )
        return json_answer(documents_to_json(answer, names))

    @router.get("/api/documents/{document_id}", response_model=DocumentJson)
    async def get_document(document_id: Id) -> Response:
        """One document, also a removed one."""
        return _answer(await documents.read(document_id))

    @router.put(
        "/api/documents/{document_id}", response_model=DocumentJson, responses={409: CONFLICT}
    )
    async def put_document(
        request: Request, document_id: Id, document: DocumentInput, if_match: OptionalIfMatch = ""
    ) -> Response:
        """Enters a document or changes it; the same again changes nothing."""
        session: Session = request.state.session
        etag = etag_of(if_match) if if_match else ""
        try:
            return _answer(await documents.put(session.user, document_id, document, etag))
        except Conflict as conflict:
            return await conflict_response(
                conflict, lambda: documents.read(document_id), document_to_json
            )

    @router.post("/api/documents", status_code=201, response_model=DocumentJson)
    async def create_document(
        request: Request, document: DocumentInput, key: IdempotencyKey
    ) -> Response:
        """Enters a document under an id that follows from the key, so that sending it again enters it once."""
        session: Session = request.state.session
        document_id = str(uuid.uuid5(_POSTED, f"{session.user} {key}"))
        entered = await documents.put(session.user, document_id, document, "")
        return _answer(entered, 201, {"location": f"/api/documents/{document_id}"})

    @router.delete(
        "/api/documents/{document_id}", response_model=DocumentJson, responses={409: CONFLICT}
    )
    async def remove_document(document_id: Id, if_match: IfMatch) -> Response:
        """Takes it away; it can be restored for 30 days."""
        request = pb.RemoveDocumentRequest(document_id=document_id, etag=etag_of(if_match))
        try:
            answer = await peers.documents.call(
                peers.documents_stub.RemoveDocument, request, timeout=WRITE_SECONDS, retry=True
            )
        except Conflict as conflict:
            return await conflict_response(
                conflict, lambda: documents.read(document_id), document_to_json
            )
        return _answer(answer.document)

    @router.post("/api/documents/{document_id}/restore", response_model=DocumentJson)
    async def restore_document(document_id: Id) -> Response:
        """Brings a removed one back."""
        answer = await peers.documents.call(
            peers.documents_stub.RestoreDocument,
            pb.RestoreDocumentRequest(document_id=document_id),
            timeout=WRITE_SECONDS,
            retry=True,
        )
        return _answer(answer.document)

    @router.get("/api/documents/{document_id}/versions", response_model=DocumentVersionsJson)
    async def list_document_versions(document_id: Id) -> Response:
        """What it superseded and what superseded it, newest first."""
        answer = await peers.documents.call(
            peers.documents_stub.ListVersions,
            pb.ListVersionsRequest(document_id=document_id),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer({"documents": [document_to_json(one) for one in answer.documents]})

    @router.get(
        "/api/documents/{document_id}/file",
        response_class=Response,
        responses=file_description("*/*"),
    )
    async def get_document_file(request: Request, document_id: Id) -> Response:
        """Its file: the permanent link."""
        document = await documents.read(document_id)
        file = file_of(document)
        if file is None:
            raise NotFound("the document is a link")
        return await stored_file_answer(request, blobs, file, document.file.media_type)

    @router.get("/api/document-requirements", response_model=RequirementsJson)
    async def get_document_requirements() -> Response:
        """Which documents clients must have."""
        answer = await peers.documents.call(
            peers.documents_stub.GetRequirements,
            pb.GetRequirementsRequest(),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer(requirements_to_json(answer), headers={"etag": f'"{answer.etag}"'})

    @router.put("/api/document-requirements", response_model=RequirementsJson)
    async def set_document_requirements(
        requirements: RequirementsInput, if_match: IfMatch
    ) -> Response:
        """Says so anew."""
        answer = await peers.documents.call(
            peers.documents_stub.SetRequirements,
            pb.SetRequirementsRequest(
                requirements=requirements_from_json(requirements), etag=etag_of(if_match)
            ),
            timeout=WRITE_SECONDS,
        )
        return json_answer(requirements_to_json(answer), headers={"etag": f'"{answer.etag}"'})

    return router


def _answer(
    document: document_pb2.Document, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    tagged = {"etag": f'"{document.etag}"'} | (headers or {})
    return json_answer(document_to_json(document), status, tagged)
