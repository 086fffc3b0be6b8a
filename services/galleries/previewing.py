"""Makes the previews of new and turned pictures, one at a time, after they were added."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from sqlalchemy.exc import SQLAlchemyError

from kit.blobs import Blob, BlobStore, FileDamaged
from kit.db import Database
from kit.errors import Problem
from kit.failpoints import failpoint
from kit.logs import get_logger
from kit.objects import FileMissing, once
from services.galleries import events, store
from services.galleries.model import Media, place_in_time
from services.galleries.previews import PictureRefused, Preview, Previews

log = get_logger("services.galleries.previewing")

POLL_SECONDS = 30.0
_AT_ONCE = 20
_MOST = 64 * 1024 * 1024


class Previewing:
    """Works through pictures whose previews are pending. A killed process leaves them so, and the next goes on."""

    def __init__(
        self,
        database: Database,
        blobs: BlobStore,
        previews: Previews,
        wake_relay: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._previews = previews
        self._wake_relay = wake_relay
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Says that a picture was added."""
        self._news.set()

    async def run(self) -> NoReturn:
        """Works until cancelled; failures are logged and tried again. Several processes do no harm."""
        while True:
            self._news.clear()
            try:
                while await self.make():
                    pass
            except (Problem, SQLAlchemyError, OSError) as error:
                log.warning("previews interrupted", error=type(error).__name__)
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._news.wait()

    async def make(self) -> int:
        """Makes the previews of the pictures that have waited longest; gives how many it looked at."""
        async with self._database.read() as session:
            waiting = await store.pending(session, _AT_ONCE)
        for media in waiting:
            try:
                preview = await self._preview(media)
            except PictureRefused as refused:
                log.info("picture refused", media_id=str(media.id), cause=refused.cause)
                preview = None
            except (FileMissing, FileDamaged) as problem:
                log.error("picture not read", media_id=str(media.id), reason=problem.reason)
                preview = None
            await self._keep(media, preview)
        return len(waiting)

    async def _preview(self, media: Media) -> Preview:
        with tempfile.NamedTemporaryFile(prefix="sys-picture-") as file:
            async for piece in self._blobs.read(Blob(media.digest, media.size)):
                await asyncio.to_thread(file.write, piece)
            file.flush()
            return await self._previews.make(Path(file.name), media.turned)

    async def _keep(self, waiting: Media, preview: Preview | None) -> None:
        """Writes what was made, unless the picture was turned again meanwhile. Only a time that it tells makes another version of it."""
        thumb = await self._put(preview.thumb) if preview else Blob("", 0)
        screen = await self._put(preview.screen) if preview else Blob("", 0)
        failpoint("previews_stored")
        async with self._database.begin() as session:
            media = (await store.lock_media(session, [waiting.id])).get(waiting.id)
            if media is None or media.turned != waiting.turned:
                return
            media.preview = "ready" if preview else "refused"
            media.thumb_digest, media.thumb_size = thumb.digest, thumb.size
            media.screen_digest, media.screen_size = screen.digest, screen.size
            if preview is not None:
                media.width, media.height = preview.width, preview.height
                media.has_position = preview.has_position
                media.latitude, media.longitude = preview.position or (None, None)
                _believe(media, preview.taken_at)
            await events.publish(session, {media.unit_id: media.client_id})
        failpoint("previews_kept")
        self._wake_relay()

    async def _put(self, content: bytes) -> Blob:
        return await self._blobs.put(once(content), most=_MOST)


def _believe(media: Media, taken_at: datetime | None) -> None:
    """Takes over the time that the picture tells, unless a person wrote another."""
    if taken_at in (None, media.taken_at) or media.is_time_written:
        return
    media.taken_at = taken_at
    place_in_time(media)
    # Who read it before would write the old time over this one.
    media.version += 1
