"""The calls of the documents service."""

from __future__ import annotations

from services.documents.servicer.document_calls import DocumentCalls
from services.documents.servicer.list_calls import ListCalls
from services.documents.servicer.standing_calls import StandingCalls
from sysapi.documents.v1.documents_service_pb2_grpc import DocumentsServiceServicer


class DocumentsServicer(DocumentCalls, ListCalls, StandingCalls, DocumentsServiceServicer):
    """All calls."""
