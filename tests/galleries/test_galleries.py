from __future__ import annotations

import os

import pytest

from kit.blob_checker import checker_of
from kit.blobs import Blob, Checked
from kit.errors import NotFound
from services.galleries import store
from sysapi.galleries.v1 import galleries_service_pb2 as pb
from sysapi.galleries.v1 import media_pb2
from tests.galleries.conftest import Site, World, at, new_id, photo


async def move(world: World, unit: str, *media: media_pb2.Media) -> list[media_pb2.Media]:
    request = pb.MoveMediaRequest(media_ids=[one.id for one in media], unit_id=unit)
    return list((await world.call("MoveMedia", request)).media)


async def copy(world: World, unit: str, act: str, *media: media_pb2.Media) -> list[media_pb2.Media]:
    ids = [one.id for one in media]
    request = pb.CopyMediaRequest(media_ids=ids, unit_id=unit, request_id=act)
    return list((await world.call("CopyMedia", request)).media)


async def remove(world: World, *media: media_pb2.Media) -> list[media_pb2.Media]:
    request = pb.RemoveMediaRequest(media_ids=[one.id for one in media])
    return list((await world.call("RemoveMedia", request)).media)


async def restore(world: World, *media: media_pb2.Media) -> list[media_pb2.Media]:
    request = pb.RestoreMediaRequest(media_ids=[one.id for one in media])
    return list((await world.call("RestoreMedia", request)).media)


async def test_galleries_never_mix(world: World, site: Site) -> None:
    await site.added("mans.txt")
    await site.added("cits.txt", unit_id=site.other)
    assert await world.names(unit_id=site.unit) == ["mans.txt"]
    assert await world.names(unit_id=site.other) == ["cits.txt"]
    assert sorted(await world.names(client_id=site.client)) == ["cits.txt", "mans.txt"]


async def test_files_come_last_taken_first_and_by_month_of_latvia(world: World, site: Site) -> None:
    visit = new_id()
    await site.added("marts.txt", taken_time=at("2024-03-31T23:59"))
    await site.added("aprīlis.txt", taken_time=at("2024-04-01T00:01"), visit_id=visit)
    await site.added("bez.txt", tags=["jumts"])
    await site.added("2023.txt", taken_time=at("2023-04-01T00:01"))
    unit = site.unit
    assert await world.names(unit_id=unit) == ["bez.txt", "aprīlis.txt", "marts.txt", "2023.txt"]
    assert await world.names(unit_id=unit, year=2024) == ["aprīlis.txt", "marts.txt"]
    assert await world.names(unit_id=unit, year=2024, month=3) == ["marts.txt"]
    assert await world.names(unit_id=unit, tag="jumts") == ["bez.txt"]
    assert await world.names(visit_id=visit) == ["aprīlis.txt"]
    refusal = await world.refusal("ListMedia", pb.ListMediaRequest())
    assert refusal.reason == "FIELD_INVALID"


async def test_galleries_are_counted_by_month_the_largest_first(world: World, site: Site) -> None:
    await site.added("a.txt", unit_id=site.other)
    for taken in ("2024-03-01T10:00", "2024-03-02T10:00", "2025-01-01T10:00"):
        await site.added("b.txt", taken_time=at(taken))
    await remove(world, await site.added("c.txt"))
    answer = await world.call("ListGalleries", pb.ListGalleriesRequest(client_id=site.client))
    assert [(one.unit_id, one.count) for one in answer.galleries] == [
        (site.unit, 3),
        (site.other, 1),
    ]
    months = [(one.year, one.month, one.count) for one in answer.galleries[0].months]
    assert (months, answer.removed) == ([(2025, 1, 1), (2024, 3, 2)], 1)
    one = await world.call("ListGalleries", pb.ListGalleriesRequest(unit_id=site.other))
    assert [gallery.unit_id for gallery in one.galleries] == [site.other]


async def test_a_corrected_time_takes_a_file_from_one_month_to_the_other(
    world: World, site: Site
) -> None:
    added = await site.added(taken_time=at("2024-04-01T00:30"))
    await site.added("b.txt", taken_time=at("2024-04-02T00:30"))
    added.taken_time.CopyFrom(at("2024-03-31T23:30"))
    await world.put(added, added.etag)
    answer = await world.call("ListGalleries", pb.ListGalleriesRequest(unit_id=site.unit))
    months = [(one.year, one.month, one.count) for one in answer.galleries[0].months]
    assert months == [(2024, 4, 1), (2024, 3, 1)]
    assert await world.names(unit_id=site.unit) == ["b.txt", "a.txt"]


async def test_a_moved_file_is_in_one_gallery_and_leaves_a_trace(world: World, site: Site) -> None:
    added = await site.added()
    (moved,) = await move(world, site.other, added)
    assert (moved.unit_id, moved.version) == (site.other, 2)
    assert await move(world, site.other, added) == [moved]
    assert await world.names(unit_id=site.unit) == []
    assert await world.names(unit_id=site.other) == ["a.txt"]
    (trace,) = (await world.read(added.id)).traces
    assert (trace.copied, trace.from_unit_id, trace.to_unit_id) == (False, site.unit, site.other)
    assert trace.time == at("2026-11-25T11:00")


async def test_a_copy_has_a_life_of_its_own(world: World, site: Site) -> None:
    added = await site.added("a.jpg", photo("2024:03:09 10:00:00"), caption="x")
    await world.make_previews()
    act = new_id()
    (copied,) = await copy(world, site.other, act, added)
    assert await copy(world, site.other, act, added) == [copied]
    assert (copied.unit_id, copied.caption, copied.year) == (site.other, "x", 2024)
    assert copied.thumb == (await world.get(added.id)).thumb
    (trace,) = (await world.read(copied.id)).traces
    assert (trace.copied, trace.from_unit_id) == (True, site.unit)
    await remove(world, added)
    world.now_is("2026-12-26T11:00")
    assert await world.purge.purge() >= 1
    assert await world.names(unit_id=site.other) == ["a.jpg"]
    assert (await checked_when_old(world)).missing == []
    assert await world.blobs.size(copied.original.digest) == copied.original.size


async def checked_when_old(world: World) -> Checked:
    """What the checker finds when everything was stored long ago."""
    for path in world.files.rglob("*"):
        os.utime(path, (0, 0))
    return await checker_of(world.blobs, world.database, store.digests).check()


async def test_files_go_to_units_of_their_own_client_only(world: World, site: Site) -> None:
    added = await site.added()
    stranger = Site(world, new_id(), new_id(), new_id())
    world.clients.units[stranger.client] = [stranger.unit]
    theirs = await stranger.added("svešs.txt")
    for ids, unit in (
        ([added.id], stranger.unit),
        ([added.id, theirs.id], site.other),
        ([added.id], new_id()),
    ):
        request = pb.MoveMediaRequest(media_ids=ids, unit_id=unit)
        assert (await world.refusal("MoveMedia", request)).reason == "UNIT_NOT_FOUND"
    missing = pb.MoveMediaRequest(media_ids=[added.id, new_id()], unit_id=site.other)
    assert (await world.refusal("MoveMedia", missing)).reason == "MEDIA_NOT_FOUND"
    assert await world.names(unit_id=site.unit) == ["a.txt"]


async def test_a_pair_moves_together_or_ends(world: World, site: Site) -> None:
    before = await site.added("pirms.txt")
    after = await site.added("pēc.txt", before_id=before.id)
    moved = await move(world, site.other, before, after)
    assert moved[1].before_id == before.id
    await move(world, site.unit, before)
    assert (await world.get(after.id)).before_id == ""
    again = await world.get(after.id)
    back = await site.added("pirms2.txt", unit_id=site.other)
    again.before_id = back.id
    paired = await world.put(again, again.etag)
    (alone,) = await move(world, site.unit, paired)
    assert alone.before_id == ""


async def test_the_bin_gives_back_for_a_month(world: World, site: Site) -> None:
    added = await site.added()
    (removed,) = await remove(world, added)
    assert await remove(world, added) == [removed]
    assert await world.names(unit_id=site.unit) == []
    assert await world.names(unit_id=site.unit, removed=True) == ["a.txt"]
    assert await world.refused_put(removed_with(removed, "x"), removed.etag) == "MEDIA_REMOVED"
    request = pb.MoveMediaRequest(media_ids=[added.id], unit_id=site.other)
    assert (await world.refusal("MoveMedia", request)).reason == "MEDIA_REMOVED"
    copying = pb.CopyMediaRequest(media_ids=[added.id], unit_id=site.other, request_id=new_id())
    assert (await world.refusal("CopyMedia", copying)).reason == "MEDIA_REMOVED"
    assert await world.names(unit_id=site.other) == []
    (restored,) = await restore(world, added)
    assert not restored.HasField("remove_time")
    await remove(world, added)
    world.now_is("2026-12-25T10:59")
    await world.purge.purge()
    assert (await world.get(added.id)).file_name == "a.txt"
    world.now_is("2026-12-25T11:01")
    await world.purge.purge()
    with pytest.raises(NotFound):
        await world.get(added.id)


def removed_with(media: media_pb2.Media, caption: str) -> media_pb2.Media:
    found = media_pb2.Media()
    found.CopyFrom(media)
    found.caption = caption
    return found


async def test_of_two_galleries_with_the_same_photo_one_goes_and_the_other_stays(
    world: World, site: Site
) -> None:
    content = photo(colour="yellow")
    first = await site.added("a.jpg", content)
    second = await site.added("b.jpg", content, unit_id=site.other)
    alone = await site.added("c.txt", b"in no other gallery")
    assert first.original == second.original
    await remove(world, first, alone)
    world.now_is("2026-12-26T11:00")
    await world.purge.purge()
    assert (await checked_when_old(world)).missing == []
    assert await world.blobs.size(alone.original.digest) is None
    blob = Blob(second.original.digest, second.original.size)
    assert b"".join([piece async for piece in world.blobs.read(blob)]) == content
