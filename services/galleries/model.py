"""The mapped classes of the galleries database, and what follows from what they hold.

A transaction that changes files locks their galleries after the files, and nothing after the galleries.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    Text,
    Uuid,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kit.clock import RIGA
from kit.outbox import outbox_tables

KEEP_REMOVED = timedelta(days=30)
"""What is in the bin can be restored for so long."""

PICTURES = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/gif",
        "image/tiff",
        "image/bmp",
        "image/heic",
        "image/heif",
        "image/avif",
    }
)
"""Media types of which previews are made."""


class Base(DeclarativeBase):
    """Root of the mapped classes. Text columns never hold NULL where the empty string says the same."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        bool: Boolean(),
        float: Double(),
        datetime: DateTime(timezone=True),
        date: Date(),
        uuid.UUID: Uuid(),
        list[str]: ARRAY(Text()),
        list[uuid.UUID]: ARRAY(Uuid()),
    }


OUTBOX = outbox_tables(Base.metadata)


class Gallery(Base):
    """The lock of the gallery of a unit. `version` counts what was published."""

    __tablename__ = "gallery"

    unit_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    client_id: Mapped[uuid.UUID]
    version: Mapped[int] = mapped_column(BigInteger)


class Media(Base):
    """A file in the gallery of a unit.

    `shown_at` is when it was taken, or else added; `month` is that of Latvia. `is_time_written`: a person corrected the time, so that what
    the picture says counts no more. `latitude` and `longitude` are where it says that it was taken. The thumb and the screen are contents of their own, "" and 0 while there are none.
    """

    __tablename__ = "media"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    client_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    digest: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    file_name: Mapped[str]
    media_type: Mapped[str]
    taken_at: Mapped[datetime | None]
    is_time_written: Mapped[bool]
    shown_at: Mapped[datetime]
    month: Mapped[date]
    caption: Mapped[str]
    tags: Mapped[list[str]]
    turned: Mapped[int] = mapped_column(SmallInteger)
    before_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("media.id", ondelete="SET NULL"), unique=True
    )
    visit_id: Mapped[uuid.UUID | None]
    width: Mapped[int]
    height: Mapped[int]
    has_position: Mapped[bool]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    preview: Mapped[str]
    thumb_digest: Mapped[str]
    thumb_size: Mapped[int]
    screen_digest: Mapped[str]
    screen_size: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]
    removed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("preview IN ('none', 'pending', 'ready', 'refused')", name="media_preview"),
        CheckConstraint("turned IN (0, 90, 180, 270)", name="media_turned"),
        CheckConstraint("before_id <> id", name="media_before"),
        Index(
            "media_of_unit",
            "unit_id",
            sql("shown_at DESC"),
            sql("id DESC"),
            postgresql_where=sql("removed_at IS NULL"),
        ),
        Index(
            "media_of_client",
            "client_id",
            sql("shown_at DESC"),
            sql("id DESC"),
            postgresql_where=sql("removed_at IS NULL"),
        ),
        Index(
            "media_months",
            "client_id",
            "unit_id",
            "month",
            postgresql_where=sql("removed_at IS NULL"),
        ),
        Index("media_of_visit", "visit_id", postgresql_where=sql("visit_id IS NOT NULL")),
        Index("media_content", "client_id", "digest"),
        Index("media_pending", "created_at", postgresql_where=sql("preview = 'pending'")),
        Index("media_removed", "removed_at", postgresql_where=sql("removed_at IS NOT NULL")),
    )


class Trace(Base):
    """That a file came into a gallery from another one."""

    __tablename__ = "trace"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    media_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("media.id", ondelete="CASCADE"))
    copied: Mapped[bool]
    from_unit_id: Mapped[uuid.UUID]
    to_unit_id: Mapped[uuid.UUID]
    actor: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (Index("trace_of_media", "media_id"),)


class Share(Base):
    """Pictures that whoever has the token may look at until `expires_at`. `token_digest` is the SHA-256 of the token, in hex."""

    __tablename__ = "share"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[uuid.UUID]
    media_ids: Mapped[list[uuid.UUID]]
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime]
    created_by: Mapped[str]

    __table_args__ = (
        Index("share_of_client", "client_id"),
        Index("share_expires", "expires_at"),
    )


class ServiceState(Base):
    """One row: `epoch` is raised by hand after the database was restored to an older point."""

    __tablename__ = "service_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[int] = mapped_column(BigInteger)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many files are in a gallery, how many of them wait for previews, and when the newest was added."""

    count: int = 0
    pending: int = 0
    newest_at: datetime | None = None


WRITTEN = ("file_name", "taken_at", "caption", "tags", "turned", "before_id", "visit_id")
"""What people write and may change."""


def is_same(media: Media, other: Media) -> bool:
    """Whether both are in the same gallery and hold the same of what people write."""
    return all(getattr(media, name) == getattr(other, name) for name in ("unit_id", *WRITTEN))


def overwrite(media: Media, new: Media) -> None:
    """Writes what `new` holds into the file, as its next version; a picture that is turned needs other previews."""
    media.is_time_written |= media.taken_at != new.taken_at
    if media.turned != new.turned and media.preview != "none":
        media.preview = "pending"
    for name in (*WRITTEN, "updated_at", "updated_by"):
        setattr(media, name, getattr(new, name))
    media.version += 1
    place_in_time(media)


def place_in_time(media: Media) -> None:
    """Writes when it is shown to be, and its month."""
    media.shown_at = media.taken_at or media.created_at
    media.month = media.shown_at.astimezone(RIGA).date().replace(day=1)


def copy_into(media: Media, copy_id: uuid.UUID, unit_id: uuid.UUID) -> Media:
    """The same file for another gallery, as a file of its own; it is in no pair."""
    columns = (column.key for column in Media.__table__.columns)
    copied = Media(**{name: getattr(media, name) for name in columns})
    copied.id, copied.unit_id, copied.version = copy_id, unit_id, 1
    copied.before_id = None
    return copied
