"""Applies the events of the clients stream to the index."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from kit.bus import StreamSpec
from kit.consumer import Event
from kit.db import translate_database_error
from kit.logs import get_logger
from services.search.convert import change_from_event
from services.search.engines.port import EngineFailed
from services.search.index import Index

log = get_logger("services.search.consumer")

STREAM = StreamSpec("CLIENTS", ("clients.>",))
DURABLE = "search"
_CLIENT_CHANGED = "clients.client.changed.v1."
_WAIT_SECONDS = 1.0


class ClientEvents:
    """The handler of the stream. A body that cannot be read is the event's fault; an engine or database that is down is not."""

    def __init__(self, index: Index) -> None:
        self._index = index

    async def apply(self, events: Sequence[Event]) -> None:
        """Returns when all of it is applied. Waits, for as long as it takes, for a text engine or database that is down:
        setting events aside would not help anybody. Raises DecodeError or ValueError for an event that is no change.
        """
        changes = [
            change_from_event(event.body)
            for event in events
            if event.subject.startswith(_CLIENT_CHANGED)
        ]
        while True:
            try:
                await self._index.apply(changes)
            except EngineFailed as error:
                log.warning("waiting for the text engine", error=str(error))
            except SQLAlchemyError as error:
                if translate_database_error(error) is None:
                    raise
                log.warning("waiting for the database", error=type(error).__name__)
            else:
                return
            await asyncio.sleep(_WAIT_SECONDS)
