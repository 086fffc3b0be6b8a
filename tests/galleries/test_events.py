"""What is told of galleries: after each change of a file, and only then."""

from __future__ import annotations

import asyncio

from sysapi.galleries.v1 import galleries_service_pb2 as pb
from sysapi.galleries.v1 import media_pb2, unit_gallery_pb2
from tests.galleries.conftest import Site, World, at, new_id, photo


async def last(world: World, unit: str) -> unit_gallery_pb2.UnitGallery:
    return (await world.published(unit))[-1].gallery


async def told(world: World, unit: str) -> list[tuple[int, int]]:
    """Files and pending pictures of each event."""
    return [(one.gallery.count, one.gallery.pending) for one in await world.published(unit)]


async def test_a_gallery_is_told_with_each_change_and_not_without_one(
    world: World, site: Site
) -> None:
    sent = await site.file()
    added = await world.put(sent)
    await world.put(sent)
    (event,) = await world.published(site.unit)
    assert event == unit_gallery_pb2.UnitGalleryChanged(
        gallery=unit_gallery_pb2.UnitGallery(
            client_id=site.client, unit_id=site.unit, count=1, newest_time=at("2026-11-25T11:00")
        ),
        epoch=1,
        version=1,
    )
    added.caption = "x"
    await world.put(added, added.etag)
    await world.put(added, added.etag)
    added.caption = "y"
    assert await world.refused_put(added, added.etag) == "ETAG_MISMATCH"
    assert [one.version for one in await world.published(site.unit)] == [1, 2]


async def test_previews_are_told_when_they_are_awaited_and_when_they_are_made(
    world: World, site: Site
) -> None:
    added = await site.added("a.jpg", photo(colour="cyan"))
    await site.added("b.txt", b"text")
    await world.make_previews()
    await world.call("RemakePreviews", pb.RemakePreviewsRequest(media_ids=[added.id]))
    assert await told(world, site.unit) == [(1, 1), (2, 1), (2, 0), (2, 1)]


async def test_both_galleries_are_told_of_a_file_that_moves(world: World, site: Site) -> None:
    added = await site.added()
    for _ in range(2):
        request = pb.MoveMediaRequest(media_ids=[added.id], unit_id=site.other)
        await world.call("MoveMedia", request)
    assert await told(world, site.unit) == [(1, 0), (0, 0)]
    assert await told(world, site.other) == [(1, 0)]
    assert not (await last(world, site.unit)).HasField("newest_time")


async def test_only_the_gallery_that_gets_it_is_told_of_a_copy(world: World, site: Site) -> None:
    added, act = await site.added(), new_id()
    for _ in range(2):
        request = pb.CopyMediaRequest(media_ids=[added.id], unit_id=site.other, request_id=act)
        await world.call("CopyMedia", request)
    assert await told(world, site.unit) == [(1, 0)]
    assert await told(world, site.other) == [(1, 0)]


async def test_the_bin_is_not_counted(world: World, site: Site) -> None:
    added = await site.added()
    for _ in range(2):
        await world.call("RemoveMedia", pb.RemoveMediaRequest(media_ids=[added.id]))
    await world.call("RestoreMedia", pb.RestoreMediaRequest(media_ids=[added.id]))
    assert await told(world, site.unit) == [(1, 0), (0, 0), (1, 0)]


async def test_files_added_at_once_are_all_counted(world: World, site: Site) -> None:
    async def add(number: int) -> media_pb2.Media:
        return await site.added(f"{number}.txt")

    await asyncio.gather(*(add(number) for number in range(8)))
    assert sorted(await told(world, site.unit)) == [(count, 0) for count in range(1, 9)]
    assert (await last(world, site.unit)).count == 8
