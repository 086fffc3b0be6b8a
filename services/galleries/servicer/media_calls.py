"""Calls on one file: put, read."""

from __future__ import annotations

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from kit.blobs import Blob
from kit.etags import make_etag, read_etag
from kit.failpoints import failpoint
from kit.media_types import stored_media_type
from services.galleries import events, store
from services.galleries.convert import media_from_pb, media_to_pb, trace_to_pb
from services.galleries.errors import EtagMismatch, MediaExists, MediaRemoved, PairInvalid
from services.galleries.model import PICTURES, Media, is_same, overwrite
from services.galleries.servicer.desk import Calls, Context, check_site
from sysapi.galleries.v1 import galleries_service_pb2 as pb


class MediaCalls(Calls):
    """PutMedia, GetMedia."""

    async def PutMedia(self, request: pb.PutMediaRequest, context: Context) -> pb.PutMediaResponse:
        """Adds one or changes what is said of it. Its content is in the store already."""
        new = media_from_pb(request.media, self.desk.writing())
        async with self.desk.database.read() as session:
            is_new = await store.media_if_there(session, new.id) is None
        if is_new:
            await self._check_new(new)
        async with self.desk.database.begin() as session:
            is_changed = False
            if is_new:
                await _check_pair(session, new)
                is_changed = bool(await store.add_missing(session, [new]))
            media = (await store.lock_media(session, [new.id]))[new.id]
            if (media.client_id, media.digest) != (new.client_id, new.digest):
                raise MediaExists(new.id)
            # Without an etag it is the same addition again, whatever was written since.
            if request.etag and not is_same(media, new):
                await _change(session, media, new, request.etag)
                is_changed = True
            if is_changed:
                await events.publish(session, {media.unit_id: media.client_id})
            duplicates = await store.duplicates(session, media)
        failpoint("media_put")
        self.desk.wake_previewing()
        self.desk.wake_relay()
        return pb.PutMediaResponse(
            media=media_to_pb(media), duplicates=[media_to_pb(one) for one in duplicates]
        )

    async def GetMedia(self, request: pb.GetMediaRequest, context: Context) -> pb.GetMediaResponse:
        """The file, and how it came to its gallery."""
        media_id = uuid.UUID(request.media_id)
        async with self.desk.database.read() as session:
            media = await store.media(session, media_id)
            traces = await store.traces(session, media_id)
        return pb.GetMediaResponse(
            media=media_to_pb(media), traces=[trace_to_pb(one) for one in traces]
        )

    async def _check_new(self, new: Media) -> None:
        """Asks others: clients for the unit, and the store for the content. Raises ClientNotFound, UnitNotFound or FileMissing."""
        units = await self.desk.units.of([new.client_id])
        check_site(new.client_id, new.unit_id, units)
        blob = Blob(new.digest, new.size)
        new.media_type = await stored_media_type(self.desk.blobs, blob, new.file_name)
        if new.media_type in PICTURES:
            new.preview = "pending"


async def _change(session: AsyncSession, media: Media, new: Media, etag: str) -> None:
    """Raises MediaRemoved, EtagMismatch, MediaExists for another gallery, or PairInvalid. The file is locked."""
    if media.removed_at is not None:
        raise MediaRemoved
    if media.version != read_etag(etag, EtagMismatch):
        raise EtagMismatch(make_etag(media.version))
    if media.unit_id != new.unit_id:
        raise MediaExists(media.id)
    if media.before_id != new.before_id:
        await _check_pair(session, new)
    overwrite(media, new)


async def _check_pair(session: AsyncSession, new: Media) -> None:
    """Raises PairInvalid unless `before_id` is another picture of the same gallery that is in no pair yet."""
    if new.before_id is None:
        return
    before = (await store.lock_media(session, [new.before_id])).get(new.before_id)
    if (
        before is None
        or before.id == new.id
        or before.unit_id != new.unit_id
        or before.removed_at is not None
        or before.before_id is not None
        or await store.is_before_another(session, before.id, but=new.id)
        or await store.is_before_another(session, new.id, but=new.id)
    ):
        raise PairInvalid
