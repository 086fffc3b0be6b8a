"""Answers of a healthy documents service: a contract with a file, and one requirement that is not met."""

from __future__ import annotations

from typing import Any

from sysapi.clients.v1 import client_pb2
from sysapi.documents.v1 import document_pb2
from sysapi.documents.v1 import documents_service_pb2 as pb
from tests.bff.fakes import CLIENT_ID, UNIT_ID
from tests.bff.money_fakes import day

DOCUMENT_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0f201"


def a_document(**fields: Any) -> document_pb2.Document:
    document = document_pb2.Document(
        id=DOCUMENT_ID,
        type=document_pb2.DOCUMENT_TYPE_CONTRACT,
        title="Pakalpojumu līgums",
        number="12/2024",
        dated_on=day("2024-01-31"),
        valid_to=day("2027-01-31"),
        validity=document_pb2.VALIDITY_VALID,
        client_ids=[CLIENT_ID],
        unit_id=UNIT_ID,
        file=document_pb2.StoredFile(
            digest="ab" * 32, size=5, name="Līgums 12.pdf", media_type="application/pdf"
        ),
        version=2,
        etag="v2",
        update_actor="anna",
    )
    document.create_time.FromJsonString("2026-03-09T10:00:00Z")
    document.update_time.FromJsonString("2026-03-09T10:00:00Z")
    document.MergeFrom(document_pb2.Document(**fields))
    return document


def a_requirement() -> pb.Requirement:
    return pb.Requirement(
        client_kind=client_pb2.CLIENT_KIND_LEGAL, type=document_pb2.DOCUMENT_TYPE_INSURANCE
    )


def good_documents(fake: Any) -> None:
    """Answers of a healthy documents service."""
    document = a_document()
    requirements = [a_requirement()]
    fake.answers |= {
        "ListDocuments": pb.ListDocumentsResponse(
            documents=[document], count=3, next_page_token=""
        ),
        "GetDocument": pb.GetDocumentResponse(document=document),
        "PutDocument": pb.PutDocumentResponse(document=document),
        "RemoveDocument": pb.RemoveDocumentResponse(document=document),
        "RestoreDocument": pb.RestoreDocumentResponse(document=document),
        "ListVersions": pb.ListVersionsResponse(documents=[document]),
        "GetStanding": pb.GetStandingResponse(count=3, expiring=1, expired=2, unmet=requirements),
        "GetRequirements": pb.GetRequirementsResponse(requirements=requirements, etag="v1"),
        "SetRequirements": pb.SetRequirementsResponse(requirements=requirements, etag="v2"),
    }
