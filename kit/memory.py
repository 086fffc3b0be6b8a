"""How a service that holds much in memory treats it.

The collector of cycles walks through everything that lives, every few hundred new objects, and finds nothing: what our services
make is freed by counting. glibc keeps what protobuf frees in pieces between live objects: after reading 29 000 clients a
process held 1 250 MB of which 200 MB were in use. malloc_trim finds the empty pages in the middle; nothing else does.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc

try:
    _libc = ctypes.CDLL("libc.so.6")
    _trim = _libc.malloc_trim
    _mallopt = _libc.mallopt
except (OSError, AttributeError):  # another C library, which has no such habit
    _trim = _mallopt = None

_ARENA_MAX = -8


def configure_memory() -> None:
    """Looks for cycles a hundred times less often than Python does by itself, and keeps threads from heaps of their own."""
    gc.set_threshold(70_000, 20, 20)
    if _mallopt is not None:
        _mallopt(_ARENA_MAX, 2)


def give_back_memory() -> None:
    """Returns empty pages to the system; milliseconds, without the interpreter's lock."""
    if _trim is not None:
        _trim(0)


async def give_back_regularly(seconds: float = 30.0) -> None:
    """Does so in a thread until cancelled; background work of a service that reads many messages."""
    while True:
        await asyncio.sleep(seconds)
        await asyncio.to_thread(give_back_memory)
