"""Documents of clients, as read (`…Json`) and as sent (`…Input`)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from services.bff.edge import Strict
from services.bff.shapes.client import Kind
from services.bff.shapes.fields import Day, Id
from services.bff.shapes.various import ProblemJson

DocumentType = Literal[
    "contract",
    "annex",
    "offer",
    "act",
    "power_of_attorney",
    "licence",
    "certificate",
    "insurance",
    "identity",
    "consent",
    "letter",
    "plan",
    "other",
]
Validity = Literal["valid", "coming", "expiring", "expired"]
DocumentOrder = Literal["title", "newest", "valid_to"]


class FileJson(BaseModel):
    """A stored file."""

    name: str
    size: int = Field(description="Bytes.")
    media_type: str = Field(description="Told from the content.")
    digest: str = Field(description="SHA-256 in hex.")


class DocumentJson(BaseModel):
    """A document: a file or a link."""

    id: str
    etag: str = Field(description="Send it back as If-Match.")
    version: int
    type: DocumentType
    title: str
    number: str
    dated_on: date | None
    valid_from: date | None
    valid_to: date | None
    validity: Validity
    client_ids: list[str]
    unit_id: str | None
    file: FileJson | None = Field(description="At /api/documents/{id}/file.")
    url: str | None = Field(description="Where it lies elsewhere.")
    note: str
    supersedes_id: str | None
    superseded_by_id: str | None
    created_at: datetime | None
    updated_by: str
    updated_at: datetime | None
    removed_at: datetime | None = Field(description="It can be restored for 30 days.")


class DocumentsJson(BaseModel):
    """A page of documents."""

    documents: list[DocumentJson]
    client_names: dict[str, str] = Field(
        description="Client → name, of those in the page; who is not here has no known name."
    )
    count: int = Field(description="On all pages.")
    next_page_token: str = Field(description="Empty at the end, and only there.")


class DocumentVersionsJson(BaseModel):
    """A chain of documents."""

    documents: list[DocumentJson] = Field(description="Newest first.")


class DocumentInput(Strict):
    """A whole document; its id, which the caller makes, is in the address."""

    type: DocumentType
    title: str
    number: str = ""
    dated_on: Day | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    client_ids: Annotated[list[Id], Field(min_length=1, max_length=100)]
    unit_id: Id | None = None
    upload_id: Id | None = Field(
        default=None, description="A whole upload: the file of a new document."
    )
    file_name: str | None = Field(default=None, description="In place of the name it came with.")
    url: str | None = None
    note: str = ""
    supersedes_id: Id | None = None


class DocumentConflictJson(ProblemJson):
    """The document changed since it was read."""

    current: DocumentJson | None = None


class RequirementJson(Strict):
    """That clients of a kind must have a document of a type."""

    client_kind: Kind
    type: DocumentType


class RequirementsJson(BaseModel):
    """All requirements."""

    requirements: list[RequirementJson]


class RequirementsInput(Strict):
    """All requirements."""

    requirements: Annotated[list[RequirementJson], Field(max_length=100)]


class ClientStandingJson(BaseModel):
    """How the documents of a client stand; superseded and removed ones do not count."""

    count: int
    expiring: int
    expired: int
    unmet: list[RequirementJson] = Field(
        description="Requirements on clients of either kind for which no document is in force."
    )
