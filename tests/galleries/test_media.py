from __future__ import annotations

import asyncio

import pytest
from PIL import Image

from sysapi.galleries.v1 import galleries_service_pb2 as pb
from sysapi.galleries.v1 import media_pb2
from tests.galleries.conftest import Site, World, at, new_id, photo

NONE, PENDING = media_pb2.PREVIEW_STATE_NONE, media_pb2.PREVIEW_STATE_PENDING
READY, REFUSED = media_pb2.PREVIEW_STATE_READY, media_pb2.PREVIEW_STATE_REFUSED


def changed(media: media_pb2.Media, **fields) -> media_pb2.Media:
    found = media_pb2.Media()
    found.CopyFrom(media)
    for name, value in fields.items():
        if name == "tags":
            found.tags[:] = value
        elif name == "taken_time":
            found.taken_time.CopyFrom(value)
        else:
            setattr(found, name, value)
    return found


async def test_a_file_keeps_what_was_written_and_is_told_from_its_content(
    world: World, site: Site
) -> None:
    visit = new_id()
    sent = await site.file(
        "bilde.txt",
        photo(),
        caption=" Jumts pēc remonta\nziemeļu puse ",
        tags=["jumts", "remonts"],
        turned=90,
        visit_id=visit,
        taken_time=at("2024-03-31T23:30"),
    )
    added = await world.put(sent)
    assert added == await world.get(sent.id)
    assert (added.caption, list(added.tags)) == (
        "Jumts pēc remonta\nziemeļu puse",
        ["jumts", "remonts"],
    )
    assert (added.media_type, added.preview, added.turned) == ("image/jpeg", PENDING, 90)
    assert (added.year, added.month, added.visit_id) == (2024, 3, visit)
    assert (added.version, added.etag) == (1, "v1")


async def test_what_is_no_picture_has_no_preview(site: Site) -> None:
    assert (await site.added("a.jpg", b"\0\1")).preview == NONE


async def test_the_same_addition_twice_adds_once_whatever_was_written_since(
    world: World, site: Site
) -> None:
    sent = await site.file()
    first, second = await asyncio.gather(world.put(sent), world.put(sent))
    assert first == second
    written = await world.put(changed(first, caption="x"), first.etag)
    assert await world.put(sent) == written
    assert await world.names(unit_id=site.unit) == ["a.txt"]


async def test_a_change_needs_the_version_that_was_read(world: World, site: Site) -> None:
    added = await site.added()
    assert (await world.put(changed(added, tags=["a"]), added.etag)).version == 2
    assert await world.refused_put(changed(added, tags=["b"]), added.etag) == "ETAG_MISMATCH"
    assert list((await world.get(added.id)).tags) == ["a"]


async def test_neither_content_nor_gallery_change_by_a_put(world: World, site: Site) -> None:
    added = await site.added()
    other = changed(added)
    other.original.CopyFrom(await world.content(b"other"))
    assert await world.refused_put(other, added.etag) == "MEDIA_EXISTS"
    assert await world.refused_put(other) == "MEDIA_EXISTS"
    assert await world.refused_put(changed(added, unit_id=site.other), added.etag) == "MEDIA_EXISTS"


async def test_the_unit_must_be_of_the_client_and_the_content_stored(
    world: World, site: Site
) -> None:
    assert await world.refused_put(await site.file(client_id=new_id())) == "CLIENT_NOT_FOUND"
    assert await world.refused_put(await site.file(unit_id=new_id())) == "UNIT_NOT_FOUND"
    missing = media_pb2.Content(digest="0" * 64, size=1)
    assert await world.refused_put(await site.file(original=missing)) == "FILE_MISSING"
    assert await world.refused_put(await site.file(content=b"MZ" + bytes(99))) == (
        "FILE_TYPE_REFUSED"
    )


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"name": "a\u202egpj.exe"}, "TEXT_INVALID"),
        ({"caption": "a\0"}, "TEXT_INVALID"),
        ({"tags": ["a\u2066"]}, "TEXT_INVALID"),
        ({"taken_time": at("1899-12-31T10:00")}, "TIME_INVALID"),
        ({"taken_time": at("2026-11-27T12:00")}, "TIME_INVALID"),
        ({"turned": 45}, "FIELD_INVALID"),
    ],
)
async def test_what_cannot_be_is_refused(
    world: World, site: Site, fields: dict, reason: str
) -> None:
    assert await world.refused_put(await site.file(**fields)) == reason
    assert await world.names(unit_id=site.unit) == []


async def test_a_picture_gets_previews_and_the_time_it_tells(world: World, site: Site) -> None:
    added = await site.added("a.jpg", photo("2024:03:09 10:00:00", (640, 480)))
    assert (added.year, added.month) == (2026, 11)
    await world.make_previews()
    ready = await world.get(added.id)
    assert (ready.preview, ready.width, ready.height) == (READY, 640, 480)
    assert (ready.year, ready.month, ready.taken_time) == (2024, 3, at("2024-03-09T10:00"))
    assert ready.etag != added.etag
    for content in (ready.thumb, ready.screen):
        assert await world.blobs.size(content.digest) == content.size > 0


async def test_where_a_picture_was_taken_is_known_but_stands_in_no_preview(
    world: World, site: Site
) -> None:
    placed = await site.added("a.jpg", photo(is_placed=True))
    other = await site.added("b.jpg", photo())
    await world.make_previews()
    found, nowhere = await world.get(placed.id), await world.get(other.id)
    assert (found.has_position, found.latitude, found.longitude) == (True, 57.538333, 25.423056)
    assert (nowhere.has_position, nowhere.latitude, nowhere.longitude) == (False, 0, 0)
    for content in (found.thumb, found.screen):
        (stored,) = world.files.rglob(content.digest)
        assert not Image.open(stored).getexif()


async def test_a_time_that_a_person_wrote_stays(world: World, site: Site) -> None:
    added = await site.added("a.jpg", photo("2024:03:09 10:00:00"))
    await world.make_previews()
    read = await world.get(added.id)
    corrected = await world.put(changed(read, taken_time=at("2025-05-05T05:00")), read.etag)
    await world.put(changed(corrected, turned=180), corrected.etag)
    await world.make_previews()
    assert (await world.get(added.id)).taken_time == at("2025-05-05T05:00")


async def test_a_change_made_before_the_picture_told_its_time_is_refused(
    world: World, site: Site
) -> None:
    added = await site.added(
        "a.jpg", photo("2024:03:09 10:00:00"), taken_time=at("2026-11-24T08:00")
    )
    await world.make_previews()
    assert await world.refused_put(changed(added, caption="x"), added.etag) == "ETAG_MISMATCH"
    assert (await world.get(added.id)).taken_time == at("2024-03-09T10:00")


async def test_a_turned_picture_gets_other_previews(world: World, site: Site) -> None:
    added = await site.added("a.jpg", photo(size=(640, 480)))
    await world.make_previews()
    before = await world.get(added.id)
    turned = await world.put(changed(before, turned=90), before.etag)
    assert turned.preview == PENDING
    await world.make_previews()
    after = await world.get(added.id)
    assert (after.preview, after.etag) == (READY, turned.etag)
    assert after.thumb.digest != before.thumb.digest


async def test_a_picture_that_cannot_be_read_is_kept_without_previews(
    world: World, site: Site
) -> None:
    broken = await site.added("a.jpg", photo()[:100])
    lost = await site.added("b.jpg", photo(colour="blue"))
    after = await site.added("c.jpg", photo(colour="green"))
    for path in world.files.rglob(lost.original.digest):
        path.unlink()
    await world.make_previews()
    assert [(await world.get(one.id)).preview for one in (broken, lost, after)] == [
        REFUSED,
        REFUSED,
        READY,
    ]


async def test_previews_that_were_refused_or_lost_are_made_again(world: World, site: Site) -> None:
    picture, text = photo(colour="purple"), await site.added()
    refused = await site.added("a.jpg", picture)
    original = next(world.files.rglob(refused.original.digest))
    original.rename(original.with_suffix(".away"))
    await world.make_previews()
    assert (await world.get(refused.id)).preview == REFUSED
    original.with_suffix(".away").rename(original)
    ready = await site.added("b.jpg", photo(colour="orange"))
    await world.make_previews()
    ready = await world.get(ready.id)
    next(world.files.rglob(ready.thumb.digest)).unlink()
    ids = [refused.id, ready.id, text.id]
    answer = await world.call("RemakePreviews", pb.RemakePreviewsRequest(media_ids=ids))
    assert [one.preview for one in answer.media] == [PENDING, PENDING, NONE]
    await world.make_previews()
    again = [await world.get(one) for one in ids]
    assert [(one.preview, one.version) for one in again] == [(READY, 1), (READY, 1), (NONE, 1)]
    assert await world.blobs.size(again[1].thumb.digest) == ready.thumb.size
    unknown = pb.RemakePreviewsRequest(media_ids=[new_id()])
    assert (await world.refusal("RemakePreviews", unknown)).reason == "MEDIA_NOT_FOUND"


async def test_the_same_content_elsewhere_at_the_client_is_told(world: World, site: Site) -> None:
    first = await site.added("pirmais.txt")
    second = await site.file("otrais.txt", unit_id=site.other)
    answer = await world.call("PutMedia", pb.PutMediaRequest(media=second))
    assert [one.id for one in answer.duplicates] == [first.id]
    stranger = new_id()
    world.clients.units[stranger] = [site.unit]
    third = await site.file("trešais.txt", client_id=stranger)
    assert not (await world.call("PutMedia", pb.PutMediaRequest(media=third))).duplicates


async def test_a_pair_is_two_files_of_one_gallery(world: World, site: Site) -> None:
    before = await site.added("pirms.txt")
    after = await site.added("pēc.txt", before_id=before.id)
    assert after.before_id == before.id
    elsewhere = await site.added("citur.txt", unit_id=site.other)
    for wrong in (before.id, after.id, elsewhere.id, new_id()):
        assert await world.refused_put(await site.file(before_id=wrong)) == "PAIR_INVALID"
    assert await world.refused_put(changed(before, before_id=before.id), before.etag) == (
        "PAIR_INVALID"
    )
    third = await site.added("trešais.txt")
    assert await world.refused_put(changed(before, before_id=third.id), before.etag) == (
        "PAIR_INVALID"
    )
    alone = await world.put(changed(after, before_id=""), after.etag)
    assert alone.before_id == ""
