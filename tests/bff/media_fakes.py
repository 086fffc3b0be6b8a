"""Answers of a healthy galleries service: a photo with previews that was moved once, in one gallery, and is shared."""

from __future__ import annotations

from typing import Any

from sysapi.galleries.v1 import galleries_service_pb2 as pb
from sysapi.galleries.v1 import media_pb2, share_pb2
from tests.bff.fakes import CLIENT_ID, OTHER_UNIT_ID, UNIT_ID

MEDIA_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0e101"
SHARE_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0e201"
TOKEN = "tO-k_" + "n" * 38


def a_media(**fields: Any) -> media_pb2.Media:
    media = media_pb2.Media(
        id=MEDIA_ID,
        client_id=CLIENT_ID,
        unit_id=UNIT_ID,
        original=media_pb2.Content(digest="cd" * 32, size=7),
        file_name="Jumts.jpg",
        caption="Jumts pēc remonta",
        tags=["jumts"],
        media_type="image/jpeg",
        year=2026,
        month=3,
        width=640,
        height=480,
        has_position=True,
        latitude=56.952222,
        longitude=24.106389,
        preview=media_pb2.PREVIEW_STATE_READY,
        thumb=media_pb2.Content(digest="ee" * 32, size=3),
        screen=media_pb2.Content(digest="ff" * 32, size=4),
        create_actor="anna",
        version=2,
        etag="v2",
        update_actor="anna",
    )
    for message in (media.taken_time, media.create_time, media.update_time):
        message.FromJsonString("2026-03-09T10:00:00Z")
    media.MergeFrom(media_pb2.Media(**fields))
    return media


def good_galleries(fake: Any) -> None:
    """Answers of a healthy galleries service."""
    media = a_media()
    trace = media_pb2.Trace(
        copied=False, from_unit_id=OTHER_UNIT_ID, to_unit_id=UNIT_ID, actor="anna"
    )
    trace.time.FromJsonString("2026-03-10T10:00:00Z")
    gallery = media_pb2.Gallery(
        unit_id=UNIT_ID,
        count=3,
        months=[media_pb2.MonthCount(year=2026, month=3, count=3)],
    )
    share = share_pb2.Share(
        id=SHARE_ID, client_id=CLIENT_ID, media_ids=[MEDIA_ID], create_actor="anna"
    )
    share.create_time.FromJsonString("2026-03-09T10:00:00Z")
    share.expire_time.FromJsonString("2026-03-16T10:00:00Z")
    fake.answers |= {
        "ListMedia": pb.ListMediaResponse(media=[media]),
        "GetMedia": pb.GetMediaResponse(media=media, traces=[trace]),
        "PutMedia": pb.PutMediaResponse(media=media, duplicates=[a_media(unit_id=OTHER_UNIT_ID)]),
        "ListGalleries": pb.ListGalleriesResponse(galleries=[gallery], removed=2),
        "MoveMedia": pb.MoveMediaResponse(media=[media]),
        "CopyMedia": pb.CopyMediaResponse(media=[media]),
        "RemoveMedia": pb.RemoveMediaResponse(media=[media]),
        "RestoreMedia": pb.RestoreMediaResponse(media=[media]),
        "RemakePreviews": pb.RemakePreviewsResponse(media=[media]),
        "ListShares": pb.ListSharesResponse(shares=[share]),
        "CreateShare": pb.CreateShareResponse(share=share, token=TOKEN),
        "RevokeShare": pb.RevokeShareResponse(),
        "OpenShare": pb.OpenShareResponse(screens=[media.screen], expire_time=share.expire_time),
    }
