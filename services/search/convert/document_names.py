"""What the documents of a client are called, as the catalogue keeps it."""

from __future__ import annotations

import uuid

from services.search.catalogue import DocumentNames
from services.search.catalogue.document_names import pack_names
from sysapi.documents.v1 import client_documents_pb2 as pb


def document_names_from_event(body: bytes) -> DocumentNames:
    """Reads a ClientDocumentsChanged. Raises DecodeError or ValueError for a body that is none."""
    return document_names_from_pb(pb.ClientDocumentsChanged.FromString(body))


def document_names_from_pb(told: pb.ClientDocumentsChanged) -> DocumentNames:
    """Raises ValueError for documents without client or version."""
    if told.version < 1:
        raise ValueError("documents without a version")
    names = [(_line(name.title), _line(name.number)) for name in told.documents.names]
    return DocumentNames(
        uuid.UUID(told.documents.client_id).int, told.epoch, told.version, pack_names(names)
    )


def _line(text: str) -> str:
    """The text with single spaces: the characters that join packed texts are white space, too."""
    return " ".join(text.split())
