"""Writes pieces of one MiB to a blob store and prints the digest, or why it was refused: `… URL [PIECES]`.

Prints `writing` after the fourth piece; without PIECES it goes on until it is killed.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from itertools import count

from kit.blobs import BlobStore
from kit.errors import Problem
from kit.objects import CHUNK, Objects


async def content(pieces: int | None) -> AsyncIterator[bytes]:
    for number in range(pieces) if pieces is not None else count():
        yield number.to_bytes(8, "big") * (CHUNK // 8)
        if number == 3:
            say("writing")


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


async def main() -> None:
    pieces = int(sys.argv[2]) if len(sys.argv) > 2 else None
    try:
        blob = await BlobStore(Objects(sys.argv[1]), "photos").put(content(pieces), most=2**40)
        say(blob.digest)
    except Problem as problem:
        say(problem.reason)


asyncio.run(main())
