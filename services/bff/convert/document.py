"""Documents of clients between JSON and messages."""

from __future__ import annotations

from services.bff.convert.names import Names
from services.bff.convert.values import day_to_json, instant_to_json, set_day
from services.bff.convert.words import (
    CLIENT_KIND,
    CLIENT_KIND_PB,
    DOCUMENT_TYPE,
    DOCUMENT_TYPE_PB,
    VALIDITY,
)
from services.bff.shapes.document import DocumentInput, RequirementsInput
from sysapi.documents.v1 import document_pb2
from sysapi.documents.v1 import documents_service_pb2 as pb

Json = dict[str, object]


def document_to_json(document: document_pb2.Document) -> Json:
    """One document."""
    file = document.file
    has_file = document.HasField("file")
    return {
        "id": document.id,
        "etag": document.etag,
        "version": document.version,
        "type": DOCUMENT_TYPE[document.type],
        "title": document.title,
        "number": document.number,
        "dated_on": day_to_json(document.dated_on),
        "valid_from": day_to_json(document.valid_from),
        "valid_to": day_to_json(document.valid_to),
        "validity": VALIDITY[document.validity],
        "client_ids": list(document.client_ids),
        "unit_id": document.unit_id or None,
        "file": {
            "name": file.name,
            "size": file.size,
            "media_type": file.media_type,
            "digest": file.digest,
        }
        if has_file
        else None,
        "url": None if has_file else document.url,
        "note": document.note,
        "supersedes_id": document.supersedes_id or None,
        "superseded_by_id": document.superseded_by_id or None,
        "created_at": instant_to_json(document.create_time),
        "updated_by": document.update_actor,
        "updated_at": instant_to_json(document.update_time),
        "removed_at": instant_to_json(document.remove_time),
    }


def documents_to_json(answer: pb.ListDocumentsResponse, names: Names) -> Json:
    """A page of documents, and what their clients are called."""
    return {
        "documents": [document_to_json(document) for document in answer.documents],
        "client_names": names.known(),
        "count": answer.count,
        "next_page_token": answer.next_page_token,
    }


def document_from_json(document_id: str, fields: DocumentInput) -> document_pb2.Document:
    """The whole document but its file."""
    document = document_pb2.Document(
        id=document_id,
        type=DOCUMENT_TYPE_PB[fields.type],
        title=fields.title,
        number=fields.number,
        client_ids=sorted(fields.client_ids),
        unit_id=fields.unit_id or "",
        note=fields.note,
        supersedes_id=fields.supersedes_id or "",
    )
    if fields.url is not None:
        document.url = fields.url
    set_day(document.dated_on, fields.dated_on)
    set_day(document.valid_from, fields.valid_from)
    set_day(document.valid_to, fields.valid_to)
    return document


def standing_to_json(standing: pb.GetStandingResponse) -> Json:
    """How the documents of a client stand."""
    return {
        "count": standing.count,
        "expiring": standing.expiring,
        "expired": standing.expired,
        "unmet": [_requirement_to_json(one) for one in standing.unmet],
    }


def requirements_to_json(
    answer: pb.GetRequirementsResponse | pb.SetRequirementsResponse,
) -> Json:
    """All requirements."""
    return {"requirements": [_requirement_to_json(one) for one in answer.requirements]}


def _requirement_to_json(one: pb.Requirement) -> Json:
    return {"client_kind": CLIENT_KIND[one.client_kind], "type": DOCUMENT_TYPE[one.type]}


def requirements_from_json(fields: RequirementsInput) -> list[pb.Requirement]:
    """All requirements."""
    return [
        pb.Requirement(client_kind=CLIENT_KIND_PB[one.client_kind], type=DOCUMENT_TYPE_PB[one.type])
        for one in fields.requirements
    ]
