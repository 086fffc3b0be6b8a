"""What the galleries service tells goes on to live screens, and nowhere else."""

from __future__ import annotations

import uuid

import pytest
from google.protobuf.message import DecodeError

from kit.consumer import Event
from services.search.consumer import GalleryEvents
from services.search.watchers import Notice
from sysapi.galleries.v1 import unit_gallery_pb2
from tests.search.conftest import Library


def changed(client_id: str) -> Event:
    body = unit_gallery_pb2.UnitGalleryChanged(
        gallery=unit_gallery_pb2.UnitGallery(client_id=client_id, unit_id=str(uuid.uuid4())),
        epoch=1,
        version=1,
    ).SerializeToString()
    return Event("galleries.unit_gallery.changed.v1.x", body, 1, 1)


async def test_watchers_are_told_once_whose_galleries_changed(library: Library) -> None:
    index, client = library.index, uuid.uuid4()
    generation = index.catalogue.generation
    notices = aiter(index.watchers.watch(generation))
    await anext(notices)
    await GalleryEvents(index).apply([Event("galleries.other.v1.x", b"\xff", 1, 1)])
    await GalleryEvents(index).apply([changed(str(client)), changed(str(client))])
    assert await anext(notices) == Notice((client.int,), generation)
    assert index.catalogue.generation == generation


@pytest.mark.parametrize(
    "body", [b"\xff", b"", changed("no id").body], ids=["no message", "empty", "no id"]
)
async def test_what_is_no_change_of_a_gallery_is_refused_so_that_it_is_set_aside(
    library: Library, body: bytes
) -> None:
    event = Event("galleries.unit_gallery.changed.v1.x", body, 1, 1)
    with pytest.raises((DecodeError, ValueError)):
        await GalleryEvents(library.index).apply([event])
