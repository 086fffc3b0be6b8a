"""Protobuf and mapped classes, both ways."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from google.protobuf import timestamp_pb2

from kit.call import Writing
from kit.dates import instant_from_pb, instant_to_pb
from kit.enum_text import EnumText
from kit.etags import make_etag
from kit.ids import optional_id
from kit.latvian import text
from services.galleries.errors import TextInvalid, TimeInvalid
from services.galleries.model import Gallery, Media, Share, Standing, Trace, place_in_time
from sysapi.galleries.v1 import media_pb2, share_pb2, unit_gallery_pb2

_PREVIEW = EnumText(media_pb2.PreviewState, "PREVIEW_STATE_", "")
_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
_CLOCK_SKEW = timedelta(days=1)
"""Clocks of devices are not ours."""


def media_from_pb(message: media_pb2.Media, writing: Writing) -> Media:
    """The first version of a file, without its media type. Raises TextInvalid or TimeInvalid."""
    media = Media(
        id=uuid.UUID(message.id),
        version=1,
        client_id=uuid.UUID(message.client_id),
        unit_id=uuid.UUID(message.unit_id),
        digest=message.original.digest,
        size=message.original.size,
        file_name=_file_name(message.file_name),
        media_type="",
        taken_at=_taken_at(message.taken_time, writing.now),
        is_time_written=False,
        caption=_text(message.caption, "media.caption", multiline=True),
        tags=[_text(tag, f"media.tags[{place}]") for place, tag in enumerate(message.tags)],
        turned=message.turned,
        before_id=optional_id(message.before_id),
        visit_id=optional_id(message.visit_id),
        width=0,
        height=0,
        has_position=False,
        latitude=None,
        longitude=None,
        preview="none",
        thumb_digest="",
        thumb_size=0,
        screen_digest="",
        screen_size=0,
        created_at=writing.now,
        created_by=writing.actor,
        updated_at=writing.now,
        updated_by=writing.actor,
        removed_at=None,
    )
    place_in_time(media)
    return media


def _text(value: str, field: str, *, multiline: bool = False) -> str:
    try:
        return text.clean(value, multiline=multiline)
    except text.TextInvalid as error:
        raise TextInvalid(field) from error


def _file_name(value: str) -> str:
    try:
        return text.clean_file_name(value)
    except text.TextInvalid as error:
        raise TextInvalid("media.file_name") from error


def _taken_at(message: timestamp_pb2.Timestamp, now: datetime) -> datetime | None:
    try:
        found = instant_from_pb(message)
    except (ValueError, OverflowError) as error:
        raise TimeInvalid("media.taken_time") from error
    if found is not None and not _EARLIEST <= found <= now + _CLOCK_SKEW:
        raise TimeInvalid("media.taken_time")
    return found


def media_to_pb(media: Media) -> media_pb2.Media:
    """One file."""
    return media_pb2.Media(
        id=str(media.id),
        client_id=str(media.client_id),
        unit_id=str(media.unit_id),
        original=media_pb2.Content(digest=media.digest, size=media.size),
        file_name=media.file_name,
        taken_time=instant_to_pb(media.taken_at),
        caption=media.caption,
        tags=media.tags,
        turned=media.turned,
        before_id=str(media.before_id or ""),
        visit_id=str(media.visit_id or ""),
        media_type=media.media_type,
        year=media.month.year,
        month=media.month.month,
        width=media.width,
        height=media.height,
        has_position=media.has_position,
        preview=_PREVIEW.number(media.preview),
        thumb=_content(media.thumb_digest, media.thumb_size),
        screen=_content(media.screen_digest, media.screen_size),
        create_time=instant_to_pb(media.created_at),
        create_actor=media.created_by,
        remove_time=instant_to_pb(media.removed_at),
        version=media.version,
        etag=make_etag(media.version),
        update_actor=media.updated_by,
        update_time=instant_to_pb(media.updated_at),
        latitude=media.latitude or 0,
        longitude=media.longitude or 0,
    )


def _content(digest: str, size: int) -> media_pb2.Content | None:
    return media_pb2.Content(digest=digest, size=size) if digest else None


def trace_to_pb(trace: Trace) -> media_pb2.Trace:
    """One trace."""
    return media_pb2.Trace(
        copied=trace.copied,
        from_unit_id=str(trace.from_unit_id),
        to_unit_id=str(trace.to_unit_id),
        actor=trace.actor,
        time=instant_to_pb(trace.at),
    )


def galleries_to_pb(
    counts: Iterable[tuple[uuid.UUID, date, int]],
) -> Sequence[media_pb2.Gallery]:
    """Galleries from their months, which are in order of unit and newest first; those with the most files first."""
    galleries: list[media_pb2.Gallery] = []
    for unit_id, group in groupby(counts, key=lambda one: one[0]):
        months = [
            media_pb2.MonthCount(year=month.year, month=month.month, count=count)
            for _, month, count in group
        ]
        total = sum(one.count for one in months)
        galleries.append(media_pb2.Gallery(unit_id=str(unit_id), count=total, months=months))
    return sorted(galleries, key=lambda one: -one.count)


def share_to_pb(share: Share) -> share_pb2.Share:
    """One share, without what opens it."""
    return share_pb2.Share(
        id=str(share.id),
        client_id=str(share.client_id),
        media_ids=[str(one) for one in share.media_ids],
        expire_time=instant_to_pb(share.expires_at),
        create_time=instant_to_pb(share.created_at),
        create_actor=share.created_by,
    )


def gallery_changed(
    row: Gallery, epoch: int, standing: Standing
) -> unit_gallery_pb2.UnitGalleryChanged:
    """What is published of a gallery."""
    return unit_gallery_pb2.UnitGalleryChanged(
        gallery=unit_gallery_pb2.UnitGallery(
            client_id=str(row.client_id),
            unit_id=str(row.unit_id),
            count=standing.count,
            pending=standing.pending,
            newest_time=instant_to_pb(standing.newest_at),
        ),
        epoch=epoch,
        version=row.version,
    )
