"""Pictures that whoever has the token may look at, for as long as it was said."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from kit.errors import NotFound
from services.galleries.model import Share
from sysapi.galleries.v1 import galleries_service_pb2 as pb
from sysapi.galleries.v1 import media_pb2, share_pb2
from tests.galleries.conftest import Site, World, at, new_id, photo


async def share(world: World, *media: media_pb2.Media, days: int = 7) -> pb.CreateShareResponse:
    ids = [one.id for one in media]
    return await world.call("CreateShare", pb.CreateShareRequest(media_ids=ids, days=days))


async def opened(world: World, token: str) -> pb.OpenShareResponse:
    return await world.call("OpenShare", pb.OpenShareRequest(token=token))


async def listed(world: World, site: Site) -> list[share_pb2.Share]:
    request = pb.ListSharesRequest(client_id=site.client)
    return list((await world.call("ListShares", request)).shares)


async def refused(world: World, token: str) -> str:
    return (await world.refusal("OpenShare", pb.OpenShareRequest(token=token))).reason


async def test_a_share_shows_the_previews_of_its_pictures_alone(world: World, site: Site) -> None:
    content = photo("2024:03:09 10:00:00", is_placed=True)
    added = await site.added("a.jpg", content)
    text = await site.added("b.txt")
    await site.added("c.jpg", photo(colour="navy"))
    made = await share(world, added, text)
    assert list((await opened(world, made.token)).screens) == []
    await world.make_previews()
    found = await opened(world, made.token)
    assert list(found.screens) == [(await world.get(added.id)).screen]
    assert found.expire_time == made.share.expire_time == at("2026-12-02T11:00")


async def test_nobody_can_guess_or_read_what_opens_a_share(world: World, site: Site) -> None:
    added = await site.added()
    first, second = await share(world, added), await share(world, added)
    assert first.token != second.token
    assert len(first.token) == 43
    async with world.database.read() as session:
        rows = (await session.scalars(select(Share))).all()
    kept = " ".join(str(vars(row)) for row in rows)
    assert first.token not in kept
    assert str(await listed(world, site)).find(first.token) == -1
    for wrong in (first.token[:-1], first.share.id, rows[0].token_digest, "x"):
        assert await refused(world, wrong) == "SHARE_NOT_FOUND"


async def test_a_share_ends_when_it_was_said(world: World, site: Site) -> None:
    made = await share(world, await site.added(), days=1)
    world.now_is("2026-11-26T10:59")
    assert await listed(world, site) == [made.share]
    await opened(world, made.token)
    world.now_is("2026-11-26T11:00")
    assert await listed(world, site) == []
    assert await refused(world, made.token) == "SHARE_NOT_FOUND"


async def test_a_share_ends_at_once_when_it_is_revoked(world: World, site: Site) -> None:
    added = await site.added()
    made, other = await share(world, added, days=1), await share(world, added, days=30)
    assert await listed(world, site) == [other.share, made.share]
    for _ in range(2):
        await world.call("RevokeShare", pb.RevokeShareRequest(share_id=made.share.id))
    assert await refused(world, made.token) == "SHARE_NOT_FOUND"
    assert await listed(world, site) == [other.share]
    await opened(world, other.token)


async def test_what_is_in_the_bin_is_not_shown(world: World, site: Site) -> None:
    added = await site.added("a.jpg", photo())
    await world.make_previews()
    made = await share(world, added)
    await world.call("RemoveMedia", pb.RemoveMediaRequest(media_ids=[added.id]))
    assert list((await opened(world, made.token)).screens) == []
    await world.call("RestoreMedia", pb.RestoreMediaRequest(media_ids=[added.id]))
    assert len((await opened(world, made.token)).screens) == 1


async def test_pictures_of_two_clients_are_not_shared_together(world: World, site: Site) -> None:
    stranger = Site(world, new_id(), new_id(), new_id())
    world.clients.units[stranger.client] = [stranger.unit]
    ids = [(await site.added()).id, (await stranger.added()).id]
    for wrong in (ids, [ids[0], new_id()]):
        request = pb.CreateShareRequest(media_ids=wrong, days=7)
        assert (await world.refusal("CreateShare", request)).reason == "MEDIA_NOT_FOUND"
    assert await listed(world, site) == []


@pytest.mark.parametrize("days", [0, 31])
async def test_a_share_lasts_a_month_at_most(world: World, site: Site, days: int) -> None:
    request = pb.CreateShareRequest(media_ids=[(await site.added()).id], days=days)
    assert (await world.refusal("CreateShare", request)).reason == "FIELD_INVALID"


async def test_a_share_goes_for_good_a_month_after_its_end(world: World, site: Site) -> None:
    made = await share(world, await site.added(), days=1)
    for now, is_there in (("2026-12-26T10:59", True), ("2026-12-26T11:01", False)):
        world.now_is(now)
        await world.purge.purge()
        async with world.database.read() as session:
            found = await session.scalar(select(Share.id).where(Share.client_id == site.client))
        assert (str(found) == made.share.id) == is_there
    with pytest.raises(NotFound):
        await opened(world, made.token)
