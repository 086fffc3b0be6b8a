"""Photos and files in galleries, as read (`…Json`) and as sent (`…Input`)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from services.bff.edge import Strict
from services.bff.shapes.fields import Id, Instant
from services.bff.shapes.various import ProblemJson

PreviewState = Literal["none", "pending", "ready", "refused"]
MediaIds = Annotated[list[Id], Field(min_length=1, max_length=500)]


class MediaJson(BaseModel):
    """A photo or another file in the gallery of a unit."""

    id: str
    etag: str = Field(description="Send it back as If-Match.")
    version: int
    client_id: str
    unit_id: str
    file_name: str
    size: int = Field(description="Bytes.")
    media_type: str = Field(description="Told from the content.")
    digest: str = Field(description="SHA-256 in hex.")
    taken_at: datetime | None
    year: int = Field(description="In Latvia, when it was taken, or else added.")
    month: int
    caption: str
    tags: list[str]
    turned: int = Field(description="Degrees clockwise by which it is shown turned.")
    before_id: str | None = Field(description="The picture that shows the same before.")
    visit_id: str | None
    width: int = Field(description="Pixels as it is shown; 0 when not known.")
    height: int
    has_position: bool = Field(description="The original tells where it was taken.")
    latitude: float | None = Field(description="Degrees north, when they can be read.")
    longitude: float | None = Field(description="Degrees east.")
    preview: PreviewState
    thumb: str | None = Field(description="Address of the small picture; null without one.")
    screen: str | None = Field(description="Address of the one that fills a screen.")
    created_at: datetime | None
    created_by: str
    updated_by: str
    updated_at: datetime | None
    removed_at: datetime | None = Field(description="It can be restored for 30 days.")


class MediaPageJson(BaseModel):
    """A page of files."""

    media: list[MediaJson] = Field(description="Last taken first.")
    next_page_token: str = Field(description="Empty at the end, and only there.")


class TraceJson(BaseModel):
    """How a file came into a gallery from another one."""

    copied: bool
    from_unit_id: str
    to_unit_id: str
    by: str
    at: datetime | None


class MediaDetailsJson(MediaJson):
    """A file, and how it came to its gallery."""

    traces: list[TraceJson] = Field(description="Latest first.")


class PutMediaJson(BaseModel):
    """A file that was put."""

    media: MediaJson
    duplicates: list[MediaJson] = Field(
        description="Other files of the client with the same content, at most 10."
    )


class SomeMediaJson(BaseModel):
    """Files that were acted on."""

    media: list[MediaJson] = Field(description="In order of the request.")


class MediaInput(Strict):
    """What is said of a file; its id, which the device makes, is in the address."""

    client_id: Id
    unit_id: Id
    upload_id: Id | None = Field(default=None, description="A whole upload: a new file.")
    file_name: str | None = Field(default=None, description="In place of the name it came with.")
    taken_at: Instant | None = None
    caption: str = ""
    tags: Annotated[list[str], Field(max_length=20)] = Field(default=[])
    turned: Literal[0, 90, 180, 270] = 0
    before_id: Id | None = None
    visit_id: Id | None = None


class MediaConflictJson(ProblemJson):
    """The file changed since it was read."""

    current: MediaJson | None = None


class MediaMoveInput(Strict):
    """Which files go to the gallery of which unit."""

    media_ids: MediaIds
    unit_id: Id


class SomeMediaInput(Strict):
    """Which files."""

    media_ids: MediaIds


class GalleryMonthJson(BaseModel):
    """A month of a gallery."""

    year: int
    month: int
    count: int


class GalleryJson(BaseModel):
    """The gallery of a unit."""

    unit_id: str
    count: int
    months: list[GalleryMonthJson] = Field(description="Newest first.")


class GalleriesJson(BaseModel):
    """Galleries that have files."""

    galleries: list[GalleryJson] = Field(description="Those with the most files first.")
    removed: int = Field(description="Files in the bin.")


class ClientGalleriesJson(BaseModel):
    """The galleries of a client, and what was taken last."""

    galleries: list[GalleryJson] = Field(description="The 20 with the most files.")
    count: int = Field(description="Files in all galleries.")
    media: list[MediaJson] = Field(description="The last 12.")
