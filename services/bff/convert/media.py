"""Photos and files of galleries between JSON and messages."""

from __future__ import annotations

from services.bff.convert.values import coordinates_to_json, instant_to_json, set_instant
from services.bff.convert.words import PREVIEW_STATE
from services.bff.shapes.media import MediaInput
from sysapi.galleries.v1 import galleries_service_pb2 as pb
from sysapi.galleries.v1 import media_pb2

Json = dict[str, object]


def media_to_json(media: media_pb2.Media) -> Json:
    """One file."""
    latitude, longitude = coordinates_to_json(media.latitude, media.longitude)
    return {
        "id": media.id,
        "etag": media.etag,
        "version": media.version,
        "client_id": media.client_id,
        "unit_id": media.unit_id,
        "file_name": media.file_name,
        "size": media.original.size,
        "media_type": media.media_type,
        "digest": media.original.digest,
        "taken_at": instant_to_json(media.taken_time),
        "year": media.year,
        "month": media.month,
        "caption": media.caption,
        "tags": list(media.tags),
        "turned": media.turned,
        "before_id": media.before_id or None,
        "visit_id": media.visit_id or None,
        "width": media.width,
        "height": media.height,
        "has_position": media.has_position,
        "latitude": latitude,
        "longitude": longitude,
        "preview": PREVIEW_STATE[media.preview],
        "thumb": _address(media, "thumb", media.thumb),
        "screen": _address(media, "screen", media.screen),
        "created_at": instant_to_json(media.create_time),
        "created_by": media.create_actor,
        "updated_by": media.update_actor,
        "updated_at": instant_to_json(media.update_time),
        "removed_at": instant_to_json(media.remove_time),
    }


def _address(media: media_pb2.Media, which: str, content: media_pb2.Content) -> str | None:
    """With the content's hash, so that a browser keeps it for as long as it is this one."""
    if not content.digest:
        return None
    return f"/api/media/{media.id}/{which}?content={content.digest}"


def details_to_json(answer: pb.GetMediaResponse) -> Json:
    """One file with its traces."""
    return media_to_json(answer.media) | {
        "traces": [
            {
                "copied": trace.copied,
                "from_unit_id": trace.from_unit_id,
                "to_unit_id": trace.to_unit_id,
                "by": trace.actor,
                "at": instant_to_json(trace.time),
            }
            for trace in answer.traces
        ]
    }


def media_from_json(media_id: str, fields: MediaInput) -> media_pb2.Media:
    """What is said of a file, without its content."""
    media = media_pb2.Media(
        id=media_id,
        client_id=fields.client_id,
        unit_id=fields.unit_id,
        file_name=fields.file_name or "",
        caption=fields.caption,
        tags=fields.tags,
        turned=fields.turned,
        before_id=fields.before_id or "",
        visit_id=fields.visit_id or "",
    )
    set_instant(media.taken_time, fields.taken_at)
    return media


def gallery_to_json(gallery: media_pb2.Gallery) -> Json:
    """One gallery."""
    return {
        "unit_id": gallery.unit_id,
        "count": gallery.count,
        "months": [
            {"year": one.year, "month": one.month, "count": one.count} for one in gallery.months
        ],
    }


def galleries_to_json(answer: pb.ListGalleriesResponse) -> Json:
    """Galleries."""
    return {
        "galleries": [gallery_to_json(one) for one in answer.galleries],
        "removed": answer.removed,
    }


def client_galleries_to_json(
    galleries: pb.ListGalleriesResponse, newest: pb.ListMediaResponse, most: int
) -> Json:
    """Of the card: the largest galleries, and the newest files."""
    return {
        "galleries": [gallery_to_json(one) for one in galleries.galleries[:most]],
        "count": sum(one.count for one in galleries.galleries),
        "media": [media_to_json(one) for one in newest.media],
    }
