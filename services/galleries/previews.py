"""Previews of pictures, made in a child process that has limits, because decoders of pictures are where hostile files break in."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, TypeAdapter

from kit.clock import RIGA, Clock, system_clock
from kit.logs import get_logger

log = get_logger("galleries.previews")

Cause = Literal["no_picture", "too_large", "too_slow"]
"""Unreadable or of another type; more than 50 megapixels; over a limit of the child."""

_ENVIRONMENT = ("PATH", "PYTHONPATH", "LANG")
"""What the child gets of ours: none of our secrets."""
_ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": str(1024 * 1024), "MALLOC_ARENA_MAX": "1"}
"""Large pieces go back to the system when they are freed, and threads get no heaps: what stays counts in the limit of the next picture."""
_READY = b"\n"
_SECONDS_TO_START = 60.0
_SECONDS_TO_END = 5.0
_LARGEST_PREVIEW = 32 * 1024 * 1024
_FIRST_YEAR = 1990
_OF_LIMITS = (-signal.SIGXCPU, -signal.SIGKILL)


class PictureRefused(Exception):
    """The file has no preview; it is kept as any other."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause)
        self.cause: Cause = cause


@dataclass(frozen=True, slots=True)
class Preview:
    """A picture made small, without metadata, and what is known of it."""

    width: int
    """Pixels of the original as it is shown: upright, then turned."""
    height: int
    taken_at: datetime | None
    """When the camera says it was taken, in UTC."""
    has_position: bool
    """The original tells where it was taken."""
    position: tuple[float, float] | None
    """Where: degrees north and east, when they can be read."""
    thumb: bytes
    """WebP that fits 480 x 480 pixels."""
    screen: bytes
    """WebP that fits 2048 x 2048 pixels."""


_North = Annotated[float, Field(ge=-90, le=90)]
_East = Annotated[float, Field(ge=-180, le=180)]


class _Made(BaseModel):
    """The child's answer for a picture; see `preview_worker`."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)
    taken: str | None
    offset: str | None
    has_position: bool
    position: tuple[_North, _East] | None
    thumb: int = Field(gt=0, le=_LARGEST_PREVIEW)
    screen: int = Field(gt=0, le=_LARGEST_PREVIEW)


class _Refused(BaseModel):
    refused: Cause


_ANSWER: TypeAdapter[_Made | _Refused] = TypeAdapter(_Made | _Refused)


class Previews:
    """Makes previews one at a time, `seconds` each at most, in a child that lives from picture to picture."""

    def __init__(self, seconds: float = 30.0, clock: Clock = system_clock) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = asyncio.Lock()
        self._child: Process | None = None

    async def make(self, source: Path, turned: int = 0) -> Preview:
        """The previews of a local file, `turned` by 0, 90, 180 or 270 degrees clockwise after EXIF has set it upright.

        Raises PictureRefused, and OSError when no child can be started.
        """
        async with self._lock:
            child = await self._idle_child()
            self._child = None
            try:
                async with asyncio.timeout(self._seconds):
                    answer, thumb, screen = await _ask(child, source, turned)
                # Only a child whose answer was read whole is in step with us.
                self._child = child
            except TimeoutError as error:
                raise PictureRefused("too_slow") from error
            except (OSError, EOFError) as error:
                raise PictureRefused(await _cause_of_end(child)) from error
            except (ValueError, asyncio.LimitOverrunError):
                log.warning("preview child talked nonsense")
                # The error holds what the child said, which may be of the file.
                raise PictureRefused("no_picture") from None
            finally:
                if self._child is None:
                    await _end(child)
        if isinstance(answer, _Refused):
            raise PictureRefused(answer.refused)
        return Preview(
            answer.width,
            answer.height,
            _taken_at(answer.taken, answer.offset, self._clock()),
            answer.has_position,
            answer.position,
            thumb,
            screen,
        )

    async def close(self) -> None:
        """Ends the child, after the picture that it is at."""
        async with self._lock:
            child, self._child = self._child, None
            if child is not None:
                await _end(child)

    async def _idle_child(self) -> Process:
        if self._child is not None and self._child.returncode is None:
            return self._child
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "services.galleries.preview_worker",
            stdin=PIPE,
            stdout=PIPE,
            # Decoders print what they find in files, and logs hold no content.
            stderr=DEVNULL,
            env=_ALLOCATOR
            | {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            # A signal to our group would end the child, and that would count as the picture's fault.
            start_new_session=True,
        )
        is_ready = False
        try:
            async with asyncio.timeout(_SECONDS_TO_START):
                is_ready = await _output(child).readline() == _READY
        finally:
            if not is_ready:
                await _end(child)
        if not is_ready:
            raise ChildProcessError("the child that makes previews does not start")
        return child


async def _ask(child: Process, source: Path, turned: int) -> tuple[_Made | _Refused, bytes, bytes]:
    """The answer with the bytes of thumb and screen. Raises OSError, EOFError, ValueError, LimitOverrunError."""
    assert child.stdin is not None
    child.stdin.write(json.dumps({"source": str(source), "turned": turned}).encode() + b"\n")
    await child.stdin.drain()
    output = _output(child)
    answer = _ANSWER.validate_json(await output.readuntil())
    if isinstance(answer, _Refused):
        return answer, b"", b""
    return answer, await output.readexactly(answer.thumb), await output.readexactly(answer.screen)


def _output(child: Process) -> asyncio.StreamReader:
    assert child.stdout is not None
    return child.stdout


async def _end(child: Process) -> None:
    if child.returncode is None:
        with suppress(ProcessLookupError):
            child.kill()
    # A pipe stays open until what is in it has been read.
    await child.communicate()


async def _cause_of_end(child: Process) -> Cause:
    """Why the pipe of a child ended. It is not killed before it is asked: that would hide the signal by which it died."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_SECONDS_TO_END):
            await child.wait()
    log.warning("preview child ended", code=child.returncode)
    return "too_slow" if child.returncode in _OF_LIMITS else "no_picture"


def _taken_at(taken: str | None, offset: str | None, now: datetime) -> datetime | None:
    """The instant of the texts of EXIF; a clock without an offset is one in Latvia, and one that was never set tells nothing."""
    try:
        local = datetime.strptime(taken or "", "%Y:%m:%d %H:%M:%S").replace(tzinfo=RIGA)
    except ValueError:
        return None
    if local.year < _FIRST_YEAR:
        return None
    # What the offset is not known to be is written as blanks.
    with suppress(ValueError):
        local = local.replace(tzinfo=datetime.strptime(offset or "", "%z").tzinfo)
    instant = local.astimezone(UTC)
    return instant if instant <= now + timedelta(days=1) else None
