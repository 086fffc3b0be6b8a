"""Acts on many files at once: move, copy, into the bin and back, other previews. Each is done for all of them or for none."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from kit.call import Writing
from kit.failpoints import failpoint
from services.galleries import events, store
from services.galleries.convert import media_to_pb
from services.galleries.errors import MediaNotFound, MediaRemoved, UnitNotFound
from services.galleries.model import Media, copy_into
from services.galleries.servicer.desk import Calls, Context, check_site
from sysapi.galleries.v1 import galleries_service_pb2 as pb
from sysapi.galleries.v1 import media_pb2


class BatchCalls(Calls):
    """MoveMedia, CopyMedia, RemoveMedia, RestoreMedia, RemakePreviews."""

    async def MoveMedia(
        self, request: pb.MoveMediaRequest, context: Context
    ) -> pb.MoveMediaResponse:
        """Moves them to the gallery of another unit of their client."""
        ids, unit_id = _ids(request.media_ids), uuid.UUID(request.unit_id)
        await self._check_target(ids, unit_id)
        writing = self.desk.writing()
        async with self.desk.database.begin() as session:
            found = await _lock(session, ids)
            moving = [one for one in found if one.unit_id != unit_id]
            _check_in_gallery(moving)
            await _dissolve_pairs(session, moving, writing)
            changed: dict[uuid.UUID, uuid.UUID] = {}
            for media in moving:
                came_from, media.unit_id = media.unit_id, unit_id
                changed[came_from] = changed[unit_id] = media.client_id
                store.add_trace(
                    session, media, came_from, copied=False, actor=writing.actor, at=writing.now
                )
                _touch(media, writing)
            await events.publish(session, changed)
        self.desk.wake_relay()
        return pb.MoveMediaResponse(media=_to_pb(found))

    async def CopyMedia(
        self, request: pb.CopyMediaRequest, context: Context
    ) -> pb.CopyMediaResponse:
        """Copies them there; the ids of the copies follow from the act."""
        ids, unit_id = _ids(request.media_ids), uuid.UUID(request.unit_id)
        act = uuid.UUID(request.request_id)
        await self._check_target(ids, unit_id)
        writing = self.desk.writing()
        async with self.desk.database.begin() as session:
            found = await _lock(session, ids)
            copies = [copy_into(one, uuid.uuid5(act, str(one.id)), unit_id) for one in found]
            for media in copies:
                media.created_at = media.updated_at = writing.now
                media.created_by = media.updated_by = writing.actor
            added = await store.add_missing(session, copies)
            _check_in_gallery(
                one for one, copied in zip(found, copies, strict=True) if copied.id in added
            )
            for media, copied in zip(found, copies, strict=True):
                if copied.id in added:
                    store.add_trace(
                        session,
                        copied,
                        media.unit_id,
                        copied=True,
                        actor=writing.actor,
                        at=writing.now,
                    )
            if added:
                await events.publish(session, {unit_id: copies[0].client_id})
            copies = await _lock(session, [one.id for one in copies])
        self.desk.wake_previewing()
        self.desk.wake_relay()
        return pb.CopyMediaResponse(media=_to_pb(copies))

    async def RemoveMedia(
        self, request: pb.RemoveMediaRequest, context: Context
    ) -> pb.RemoveMediaResponse:
        """Puts them into the bin."""
        return pb.RemoveMediaResponse(media=await self._set_removed(request.media_ids, True))

    async def RestoreMedia(
        self, request: pb.RestoreMediaRequest, context: Context
    ) -> pb.RestoreMediaResponse:
        """Brings them back."""
        return pb.RestoreMediaResponse(media=await self._set_removed(request.media_ids, False))

    async def RemakePreviews(
        self, request: pb.RemakePreviewsRequest, context: Context
    ) -> pb.RemakePreviewsResponse:
        """Leaves them to the previewing; their versions stay, as nobody changed them."""
        async with self.desk.database.begin() as session:
            found = await _lock(session, _ids(request.media_ids))
            pictures = [one for one in found if one.preview != "none"]
            for media in pictures:
                media.preview = "pending"
            await events.publish(session, _units(pictures))
        self.desk.wake_previewing()
        self.desk.wake_relay()
        return pb.RemakePreviewsResponse(media=_to_pb(found))

    # -- inside

    async def _set_removed(self, ids: Iterable[str], removed: bool) -> list[media_pb2.Media]:
        writing = self.desk.writing()
        async with self.desk.database.begin() as session:
            found = await _lock(session, _ids(ids))
            changing = [one for one in found if (one.removed_at is not None) != removed]
            for media in changing:
                media.removed_at = writing.now if removed else None
                _touch(media, writing)
            await events.publish(session, _units(changing))
        failpoint("media_removed")
        self.desk.wake_relay()
        return _to_pb(found)

    async def _check_target(self, ids: Sequence[uuid.UUID], unit_id: uuid.UUID) -> None:
        """Raises MediaNotFound, or UnitNotFound when the unit is not of the client whose files all of these are."""
        async with self.desk.database.read() as session:
            clients = await store.clients_of(session, ids)
        if len(clients) != 1:
            raise UnitNotFound(unit_id)
        (client_id,) = clients
        check_site(client_id, unit_id, await self.desk.units.of(clients))


def _ids(ids: Iterable[str]) -> list[uuid.UUID]:
    return [uuid.UUID(one) for one in ids]


def _units(media: Iterable[Media]) -> dict[uuid.UUID, uuid.UUID]:
    """In whose galleries they are, each unit with its client."""
    return {one.unit_id: one.client_id for one in media}


async def _lock(session: AsyncSession, ids: Sequence[uuid.UUID]) -> list[Media]:
    """The files in this order. Raises MediaNotFound."""
    found = await store.lock_media(session, ids)
    for one in ids:
        if one not in found:
            raise MediaNotFound(one)
    return [found[one] for one in ids]


def _check_in_gallery(media: Iterable[Media]) -> None:
    if any(one.removed_at is not None for one in media):
        raise MediaRemoved


async def _dissolve_pairs(session: AsyncSession, moving: Sequence[Media], writing: Writing) -> None:
    """Ends the pairs of which only one moves."""
    ids = {one.id for one in moving}
    for media in moving:
        if media.before_id not in ids:
            media.before_id = None
    for after in await store.lock_afters(session, ids):
        if after.id not in ids:
            after.before_id = None
            _touch(after, writing)


def _touch(media: Media, writing: Writing) -> None:
    media.version += 1
    media.updated_by, media.updated_at = writing.actor, writing.now


def _to_pb(media: Sequence[Media]) -> list[media_pb2.Media]:
    return [media_to_pb(one) for one in media]
