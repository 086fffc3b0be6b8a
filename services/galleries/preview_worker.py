"""The child process that opens pictures nobody has looked at: `python -m services.galleries.preview_worker`.

It says by an empty line that it is ready, then reads a JSON line for each picture, `{"source": path, "turned": degrees}`, and answers one:
`{"width", "height", "taken", "offset", "has_position", "position", "thumb", "screen"}`, the last two in bytes and followed by these bytes,
or `{"refused": cause}`. What it does not expect ends it, and the parent starts another.
"""

from __future__ import annotations

import json
import math
import os
import resource
import struct
import sys
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import AvifImagePlugin, Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base
from pillow_heif import register_heif_opener

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "HEIF")
_MOST_PIXELS = 50_000_000
_THUMB, _SCREEN = 480, 2048
"""Pixels of the square into which a preview fits."""
_SMALLEST, _QUICKEST = 4, 0
"""How hard WebP tries. For a screen the quickest takes a third of the time, and a tenth more bytes."""
_MEMORY = 1280 * 1024 * 1024
"""Bytes of address space. The most that 50 megapixels took was 1015 MiB: WebP without loss, with transparency."""
_CPU_SECONDS = 20
"""For one picture. The most that 50 megapixels took was 10 s: HEIC of 10 bits, full of noise."""

_BROKEN = (OSError, SyntaxError, ValueError, EOFError, RuntimeError)
_BROKEN_EXIF = (struct.error, SyntaxError, ValueError, KeyError, TypeError)
_LONGEST_TEXT = 40
# The profile's type is one of C, and has none for us.
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each orientation of EXIF; Pillow turns against the clock."""
_TURNED = {
    0: None,
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = range(5, 9)
"""Orientations that exchange width and height."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What EXIF says."""

    orientation: int = 1
    taken: str | None = None
    offset: str | None = None
    has_position: bool = False
    position: tuple[float, float] | None = None
    """Degrees north and east."""


def main() -> None:
    """Answers until standard input ends."""
    # Libraries print to descriptor 1 as they like; the pipe carries answers only.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _configure()
    answers.write(b"\n")
    answers.flush()
    for line in sys.stdin.buffer:
        _allow_cpu()
        request = json.loads(line)
        answers.writelines(_answer(request["source"], request["turned"]))
        answers.flush()


def _configure() -> None:
    """Makes Pillow ready to open pictures, and sets the limits that hold for the whole process."""
    # More threads take more memory and were not faster.
    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    Image.init()
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allow_cpu() -> None:
    """The limit counts from the start of the process, so each picture raises it anew."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(used.ru_utime + used.ru_stime) + _CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _answer(source: str, turned: int) -> tuple[bytes, ...]:
    """The head and what follows it."""
    try:
        return _previews(source, turned)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return (_head(refused="too_large"),)
    except MemoryError:
        return (_head(refused="too_slow"),)
    except _BROKEN:
        return (_head(refused="no_picture"),)


def _head(**values: str | int | tuple[float, float] | None) -> bytes:
    return json.dumps(values).encode() + b"\n"


def _previews(source: str, turned: int) -> tuple[bytes, ...]:
    with Image.open(source, formats=_FORMATS) as image:
        width, height = image.size
        if image.format in ("JPEG", "MPO"):
            # It can be decoded at a half, a quarter or an eighth, which saves time and memory.
            scale = min(1, _SCREEN / max(image.size))
            image.draft(None, (max(1, int(width * scale)), max(1, int(height * scale))))
        image.load()
        # A TIFF is upright once it is loaded; its size is so from the start, and it has no orientation any more.
        told = _told(image)
        profile: bytes | None = image.info.get("icc_profile")
        screen = _plain(image)
        screen.thumbnail((_SCREEN, _SCREEN), Image.Resampling.HAMMING)
    screen = _in_srgb(screen, profile)
    for turn in (_UPRIGHT.get(told.orientation), _TURNED[turned]):
        if turn is not None:
            screen = screen.transpose(turn)
    if (told.orientation in _SIDEWAYS) != (turned in (90, 270)):
        width, height = height, width
    thumb = screen.copy()
    thumb.thumbnail((_THUMB, _THUMB), Image.Resampling.LANCZOS)
    small, large = _webp(thumb, _SMALLEST), _webp(screen, _QUICKEST)
    head = _head(
        width=width,
        height=height,
        taken=told.taken,
        offset=told.offset,
        has_position=told.has_position,
        position=told.position,
        thumb=len(small),
        screen=len(large),
    )
    return head, small, large


def _told(image: Image.Image) -> _Told:
    """Broken EXIF tells nothing, and costs no picture."""
    try:
        exif = image.getexif()
        original = exif.get_ifd(IFD.Exif)
        gps = exif.get_ifd(IFD.GPSInfo)
        return _Told(
            exif.get(Base.Orientation, 1),
            _text(original.get(Base.DateTimeOriginal)),
            _text(original.get(Base.OffsetTimeOriginal)),
            GPS.GPSLatitude in gps,
            _position(gps),
        )
    except _BROKEN_EXIF:
        return _Told()


def _position(gps: Mapping[int, Any]) -> tuple[float, float] | None:
    """None also for a place that cannot be, and for 0 and 0, which a receiver without a signal writes."""
    try:
        north = _degrees(gps[GPS.GPSLatitude], gps[GPS.GPSLatitudeRef], "NS")
        east = _degrees(gps[GPS.GPSLongitude], gps[GPS.GPSLongitudeRef], "EW")
    except _BROKEN_EXIF:
        return None
    # What is no number at all is in no range.
    if not (-90 <= north <= 90 and -180 <= east <= 180) or (north, east) == (0, 0):
        return None
    return north, east


def _degrees(parts: Sequence[Any], side: str, sides: str) -> float:
    """From degrees, minutes and seconds. Raises ValueError, among others of _BROKEN_EXIF, when it is none."""
    degrees, minutes, seconds = (float(part) for part in parts)
    sign = (1, -1)[sides.index(side.strip("\0 "))]
    return round(sign * (degrees + minutes / 60 + seconds / 3600), 6)


def _text(value: object) -> str | None:
    return value.strip() if isinstance(value, str) and len(value) <= _LONGEST_TEXT else None


def _plain(image: Image.Image) -> Image.Image:
    """In a mode that can be made smaller: a palette cannot, and 16 bits would be cut off instead of scaled."""
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    if image.mode.startswith("I;16"):
        return image.convert("I").point([level >> 8 for level in range(1 << 16)], "L")
    return image.convert("RGB") if image.mode in ("1", "P") else image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """With the colours of its profile, which does not stay; a broken or strange one counts as none."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile is not None:
        with suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            if converted := ImageCms.profileToProfile(image, source, _SRGB, outputMode=mode):
                return converted
    return image.convert(mode)


def _webp(image: Image.Image, method: int) -> bytes:
    """Without metadata: Pillow writes what it is given here, and it is given none."""
    out = BytesIO()
    image.save(out, "WEBP", quality=80, method=method)
    return out.getvalue()


if __name__ == "__main__":
    main()
