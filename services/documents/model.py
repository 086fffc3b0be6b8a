"""The mapped classes of the documents database, and what makes a document valid or the same as another.

Every write about a document locks the rows of its clients in `client_documents` first, then the document.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Literal

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Text,
    Uuid,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from kit.outbox import outbox_tables

Validity = Literal["valid", "coming", "expiring", "expired"]

KEEP_REMOVED = timedelta(days=30)
"""A removed document can be restored for so long."""


class Base(DeclarativeBase):
    """Root of the mapped classes. Text columns never hold NULL where the empty string says the same."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: DateTime(timezone=True),
        date: Date(),
        uuid.UUID: Uuid(),
    }


OUTBOX = outbox_tables(Base.metadata)


class ClientDocuments(Base):
    """The lock of a client's documents. `version` counts what was published."""

    __tablename__ = "client_documents"

    client_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)


class DocumentClient(Base):
    """That a document is of a client."""

    __tablename__ = "document_client"

    client_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    document_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("document.id", ondelete="CASCADE"), primary_key=True
    )

    __table_args__ = (Index("document_client_of_document", "document_id"),)


class Document(Base):
    """A document: either a file (`digest`, `size`, `file_name`, `media_type`) or an address. `sort_key` orders titles as Latvians do."""

    __tablename__ = "document"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    type: Mapped[str]
    title: Mapped[str]
    sort_key: Mapped[str] = mapped_column(Text(collation="C"))
    number: Mapped[str]
    dated_on: Mapped[date | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    unit_id: Mapped[uuid.UUID | None]
    digest: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    file_name: Mapped[str]
    media_type: Mapped[str]
    url: Mapped[str]
    supersedes_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("document.id", ondelete="SET NULL")
    )
    note: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]
    removed_at: Mapped[datetime | None]

    clients: Mapped[list[DocumentClient]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by=DocumentClient.client_id
    )

    __table_args__ = (
        CheckConstraint("(digest = '') <> (url = '')", name="document_content"),
        CheckConstraint("valid_to >= valid_from", name="document_valid"),
        # Two documents never come in place of the same one.
        Index(
            "document_supersedes",
            "supersedes_id",
            unique=True,
            postgresql_where=sql("removed_at IS NULL"),
        ),
        Index("document_by_title", "sort_key", "id", postgresql_where=sql("removed_at IS NULL")),
        Index(
            "document_newest",
            sql("created_at DESC"),
            sql("id DESC"),
            postgresql_where=sql("removed_at IS NULL"),
        ),
        Index(
            "document_by_valid_to",
            "valid_to",
            "id",
            postgresql_where=sql("removed_at IS NULL AND valid_to IS NOT NULL"),
        ),
        Index("document_removed", "removed_at", postgresql_where=sql("removed_at IS NOT NULL")),
        Index("document_of_unit", "unit_id", postgresql_where=sql("unit_id IS NOT NULL")),
    )

    @property
    def client_ids(self) -> list[uuid.UUID]:
        """Whose it is."""
        return [one.client_id for one in self.clients]


class Requirement(Base):
    """That clients of a kind must have a document of a type."""

    __tablename__ = "requirement"

    client_kind: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(primary_key=True)


class ServiceState(Base):
    """One row: `epoch` is raised by hand after the database was restored to an older point; `requirements_version` with each change."""

    __tablename__ = "service_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[int] = mapped_column(BigInteger)
    requirements_version: Mapped[int] = mapped_column(BigInteger)


@dataclass(frozen=True, slots=True)
class Names:
    """The documents of a client by what they are found: how many, and the newest as (id, title, number)."""

    count: int = 0
    newest: tuple[tuple[uuid.UUID, str, str], ...] = ()


WRITTEN = (
    "type", "title", "sort_key", "number", "dated_on", "valid_from", "valid_to", "unit_id", "file_name", "url", "supersedes_id", "note",
)  # fmt: skip
"""What people write and may change."""


def is_same(document: Document, other: Document) -> bool:
    """Whether both hold the same, but for what the service gives."""
    return document.client_ids == other.client_ids and all(
        getattr(document, name) == getattr(other, name) for name in (*WRITTEN, "digest")
    )


def overwrite(document: Document, new: Document) -> None:
    """Writes what `new` holds into the document, as its next version."""
    for name in (*WRITTEN, "updated_at", "updated_by"):
        setattr(document, name, getattr(new, name))
    kept = {one.client_id: one for one in document.clients}
    document.clients = [
        kept.get(client_id) or DocumentClient(client_id=client_id) for client_id in new.client_ids
    ]
    document.version += 1


def validity_on(document: Document, today: date, expiring: timedelta) -> Validity:
    """Whether it is in force; `expiring` is how long before its end it is called so."""
    if document.valid_to is not None and document.valid_to < today:
        return "expired"
    if document.valid_from is not None and document.valid_from > today:
        return "coming"
    if document.valid_to is not None and document.valid_to <= today + expiring:
        return "expiring"
    return "valid"
