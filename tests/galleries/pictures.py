"""Pictures to make previews of, and what is seen in these."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from services.galleries.previews import PictureRefused, Preview, Previews

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
COLOURS = {"a": (220, 20, 20), "b": (20, 200, 20), "c": (20, 20, 220), "d": (240, 240, 240)}


def quarters(width: int = 240, height: int = 160) -> Image.Image:
    image = Image.new("RGB", (width, height))
    across, down = width // 2, height // 2
    corners = {"a": (0, 0), "b": (across, 0), "c": (across, down), "d": (0, down)}
    for name, (left, top) in corners.items():
        image.paste(COLOURS[name], (left, top, left + across, top + down))
    return image


def read(webp: bytes) -> Image.Image:
    image = Image.open(BytesIO(webp), formats=["WEBP"])
    image.load()
    return image


def corners(webp: bytes) -> str:
    """The quarters that are seen, from the upper left, clockwise."""
    image = read(webp).convert("RGB")
    right, bottom = image.width - 9, image.height - 9
    return "".join(
        min(COLOURS, key=lambda name: distance(COLOURS[name], image.getpixel(place)))
        for place in ((8, 8), (right, 8), (right, bottom), (8, bottom))
    )


def distance(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


def png(width: int, height: int, line: bytes = b"", bits: int = 1, colour: int = 0) -> bytes:
    """A PNG of equal lines; the lines are left out when none is given."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    pixels = zlib.compress((b"\0" + line) * height, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


async def make(previews: Previews, place: Path, image: Image.Image, form: str, **how) -> Preview:
    turned = how.pop("turned", 0)
    source = place / "picture"
    image.save(source, form, **how)
    return await previews.make(source, turned)


async def refused(previews: Previews, place: Path, content: bytes, name: str = "x.jpg") -> str:
    source = place / name
    source.write_bytes(content)
    with pytest.raises(PictureRefused) as found:
        await previews.make(source)
    return found.value.cause
