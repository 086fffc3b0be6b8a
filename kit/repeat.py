"""Work that a service does by itself every so often."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn

from sqlalchemy.exc import SQLAlchemyError

from kit.logs import get_logger

log = get_logger("kit.repeat")


async def repeat(work: Callable[[], Awaitable[object]], seconds: float, what: str) -> NoReturn:
    """Does the work at once and then after each pause, until cancelled; a failure of the database is logged as `what` and tried again."""
    while True:
        try:
            await work()
        except (SQLAlchemyError, OSError) as error:
            log.warning("work interrupted", work=what, error=type(error).__name__)
        await asyncio.sleep(seconds)
