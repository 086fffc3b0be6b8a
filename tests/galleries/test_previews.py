"""Real files, a real child: what is made of pictures, and what is refused."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base
from PIL.TiffImagePlugin import IFDRational

from services.galleries.previews import Previews
from tests.galleries.pictures import (
    NOW,
    corners,
    distance,
    make,
    png,
    quarters,
    read,
    refused,
)

pillow_heif.register_heif_opener()

# Where the quarters a b c d (from the upper left, clockwise) of the stored picture belong, by orientation.
UPRIGHT = {
    1: "abcd",
    2: "badc",
    3: "cdab",
    4: "dcba",
    5: "adcb",
    6: "dabc",
    7: "cbad",
    8: "bcda",
}


@pytest.fixture(scope="module")
async def shared() -> AsyncIterator[Previews]:
    """For pictures that do the child no harm."""
    previews = Previews(clock=lambda: NOW)
    yield previews
    await previews.close()


def chunks(webp: bytes) -> set[bytes]:
    """Kinds of the chunks of a WebP."""
    found, place = set(), 12
    while place < len(webp):
        kind, size = struct.unpack_from("<4sI", webp, place)
        found.add(kind)
        place += 8 + size + size % 2
    return found


def place(north: object, side: object, east: object, other_side: object) -> dict[int, object]:
    """As a camera writes it."""
    return {
        GPS.GPSLatitudeRef: side,
        GPS.GPSLatitude: north,
        GPS.GPSLongitudeRef: other_side,
        GPS.GPSLongitude: east,
    }


RIGA = place((56.0, 57.0, 8.0), "N", (24.0, 6.0, 23.0), "E")


def exif(
    orientation: int = 1,
    taken: object = None,
    offset: str | None = None,
    *,
    position: dict[int, object] | None = None,
) -> bytes:
    found = Image.Exif()
    found[Base.Orientation] = orientation
    found[Base.Make] = "Noslēpums".encode()
    original = found.get_ifd(IFD.Exif)
    if taken is not None:
        original[Base.DateTimeOriginal] = taken
    if offset is not None:
        original[Base.OffsetTimeOriginal] = offset
    if position:
        found.get_ifd(IFD.GPSInfo).update(position)
    return found.tobytes()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "HEIF", "AVIF"])
async def test_each_kind_of_picture_has_previews(shared: Previews, tmp_path: Path, form: str):
    found = await make(shared, tmp_path, quarters(), form)
    assert (found.width, found.height) == (240, 160)
    assert corners(found.thumb) == corners(found.screen) == "abcd"
    assert (found.taken_at, found.has_position, found.position) == (None, False, None)


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_every_orientation_comes_upright(shared: Previews, tmp_path: Path, orientation: int):
    found = await make(shared, tmp_path, quarters(), "JPEG", exif=exif(orientation))
    assert corners(found.thumb) == corners(found.screen) == UPRIGHT[orientation]
    upright = (160, 240) if orientation > 4 else (240, 160)
    assert (found.width, found.height) == read(found.screen).size == upright


@pytest.mark.parametrize("form", ["PNG", "WEBP", "TIFF", "HEIF", "AVIF"])
async def test_other_formats_come_upright_too(shared: Previews, tmp_path: Path, form: str):
    found = await make(shared, tmp_path, quarters(), form, exif=exif(6))
    assert corners(found.thumb) == corners(found.screen) == UPRIGHT[6]
    assert (found.width, found.height) == (160, 240)


@pytest.mark.parametrize(
    ("turned", "seen", "size"),
    [(90, "dabc", (160, 240)), (180, "cdab", (240, 160)), (270, "bcda", (160, 240))],
)
async def test_a_picture_is_turned_clockwise(
    shared: Previews, tmp_path: Path, turned: int, seen: str, size: tuple[int, int]
):
    found = await make(shared, tmp_path, quarters(), "JPEG", turned=turned)
    assert corners(found.thumb) == corners(found.screen) == seen
    assert (found.width, found.height) == size


async def test_turning_begins_from_upright(shared: Previews, tmp_path: Path):
    found = await make(shared, tmp_path, quarters(), "JPEG", exif=exif(5), turned=90)
    assert corners(found.screen) == "badc"
    assert (found.width, found.height) == (240, 160)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
async def test_large_pictures_are_made_to_fit(shared: Previews, tmp_path: Path, form: str):
    found = await make(shared, tmp_path, quarters(5000, 3000), form, exif=exif(6))
    assert (found.width, found.height) == (3000, 5000)
    assert read(found.screen).size == (1229, 2048)
    assert read(found.thumb).size == (288, 480)
    assert corners(found.thumb) == corners(found.screen) == UPRIGHT[6]


async def test_a_panorama_keeps_at_least_a_pixel(shared: Previews, tmp_path: Path):
    found = await make(shared, tmp_path, quarters(20000, 4), "JPEG")
    assert read(found.screen).size == (2048, 1)
    assert read(found.thumb).size == (480, 1)


async def test_small_pictures_are_never_enlarged(shared: Previews, tmp_path: Path):
    found = await make(shared, tmp_path, quarters(100, 60), "JPEG")
    assert read(found.screen).size == read(found.thumb).size == (100, 60)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF", "AVIF"])
async def test_position_and_date_are_told_and_gone(shared: Previews, tmp_path: Path, form: str):
    marked = exif(1, "2024:05:01 12:00:00", "+02:00", position=RIGA)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    found = await make(
        shared,
        tmp_path,
        quarters(),
        form,
        exif=marked,
        icc_profile=profile,
        xmp=b"<x>Noslepums</x>",
    )
    assert (found.has_position, found.position) == (True, (56.952222, 24.106389))
    assert found.taken_at == datetime(2024, 5, 1, 10, tzinfo=UTC)
    for webp in (found.thumb, found.screen):
        assert chunks(webp) <= {b"VP8 ", b"VP8L"}
        assert b"Nosl" not in webp


@pytest.mark.parametrize(
    ("taken", "offset", "instant"),
    [
        ("2024:07:01 12:00:00", None, datetime(2024, 7, 1, 9, tzinfo=UTC)),
        ("2024:01:15 12:00:00", None, datetime(2024, 1, 15, 10, tzinfo=UTC)),
        ("2024:07:01 12:00:00", "-05:00", datetime(2024, 7, 1, 17, tzinfo=UTC)),
        ("2024:07:01 12:00:00", "Z", datetime(2024, 7, 1, 12, tzinfo=UTC)),
        ("2024:07:01 12:00:00", "   :  ", datetime(2024, 7, 1, 9, tzinfo=UTC)),
        ("2024:07:01 12:00:00", "+99:00", datetime(2024, 7, 1, 9, tzinfo=UTC)),
        ("1990:01:01 12:00:00", None, datetime(1990, 1, 1, 10, tzinfo=UTC)),
        ("1989:12:31 23:59:59", None, None),
        ("2026:11:27 11:00:00", None, datetime(2026, 11, 27, 9, tzinfo=UTC)),
        ("2026:11:27 11:00:01", None, None),
        ("0000:00:00 00:00:00", None, None),
        ("0001:01:01 00:00:00", "+14:00", None),
        ("2023:02:29 10:00:00", None, None),
        ("vakar", None, None),
        ("2024" * 10_000, None, None),
        (b"\xff\xfe\x00", None, None),
        (None, "+02:00", None),
    ],
)
async def test_only_a_date_that_can_be_is_believed(
    shared: Previews, tmp_path: Path, taken: object, offset: str | None, instant: datetime | None
):
    found = await make(shared, tmp_path, quarters(), "JPEG", exif=exif(1, taken, offset))
    assert found.taken_at == instant


@pytest.mark.parametrize(
    ("told", "position"),
    [
        (place((33.0, 51.0, 35.9), "S", (70.0, 40.0, 12.0), "W"), (-33.859972, -70.67)),
        (place((56.5, 0.0, 0.0), "N\0", (24.25, 0.0, 0.0), "E "), (56.5, 24.25)),
        (place((0.0, 0.0, 0.0), "N", (0.0, 0.0, 0.0), "E"), None),
        (place((90.0, 0.0, 1.0), "N", (24.0, 0.0, 0.0), "E"), None),
        (place((56.0, 57.0, 8.0), "N", (180.0, 0.0, 1.0), "E"), None),
        (place((56.0, 57.0, 8.0), "X", (24.0, 6.0, 23.0), "E"), None),
        (place((56.0, 57.0), "N", (24.0, 6.0, 23.0), "E"), None),
        (place((IFDRational(0, 0),) * 3, "N", (24.0, 6.0, 23.0), "E"), None),
        ({GPS.GPSLatitude: (56.0, 57.0, 8.0)}, None),
    ],
)
async def test_only_a_place_that_can_be_is_believed(
    shared: Previews,
    tmp_path: Path,
    told: dict[int, object],
    position: tuple[float, float] | None,
):
    marked = exif(1, "2024:05:01 12:00:00", position=told)
    found = await make(shared, tmp_path, quarters(), "JPEG", exif=marked)
    assert (found.has_position, found.position) == (True, position)
    assert found.taken_at == datetime(2024, 5, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize("broken", [b"", b"II*\0", b"nonsense", b"MM\0*\0\0\0\x08\xff\xff" * 9])
async def test_broken_exif_costs_no_picture(shared: Previews, tmp_path: Path, broken: bytes):
    found = await make(shared, tmp_path, quarters(), "JPEG", exif=b"Exif\0\0" + broken)
    assert corners(found.screen) == "abcd"
    assert (found.taken_at, found.has_position) == (None, False)


async def test_a_picture_full_of_exif_has_previews(shared: Previews, tmp_path: Path):
    plain = BytesIO()
    quarters().save(plain, "JPEG")
    content = plain.getvalue()
    segment = b"\xff\xe1\xff\xff" + b"Exif\0\0".ljust(0xFFFF - 2, b"\x2a")
    source = tmp_path / "picture"
    source.write_bytes(content[:2] + segment * 100 + content[2:])
    found = await shared.make(source)
    assert corners(found.screen) == "abcd"
    assert chunks(found.screen) == {b"VP8 "}


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF", "TIFF", "HEIF", "AVIF"])
async def test_transparent_pictures_stay_transparent(shared: Previews, tmp_path: Path, form: str):
    image = quarters(1000, 600).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 500, 300))
    found = await make(shared, tmp_path, image, form)
    for webp in (found.thumb, found.screen):
        seen = read(webp)
        assert seen.getpixel((8, 8))[3] < 8
        assert seen.getpixel((seen.width - 8, 8))[3] > 247


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "TIFF", "AVIF", "HEIF"])
async def test_the_first_of_many_frames_is_shown(shared: Previews, tmp_path: Path, form: str):
    others = [Image.new("RGB", (240, 160), "black")] * 2
    found = await make(
        shared, tmp_path, quarters(), form, save_all=True, append_images=others, duration=100
    )
    assert corners(found.screen) == "abcd"


async def test_a_picture_of_two_pictures_shows_the_first(shared: Previews, tmp_path: Path):
    others = [Image.new("RGB", (240, 160), "black")]
    found = await make(shared, tmp_path, quarters(), "MPO", save_all=True, append_images=others)
    assert corners(found.screen) == "abcd"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
async def test_colours_of_a_profile_become_srgb(shared: Previews, tmp_path: Path, form: str):
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = plain.replace(b"rXYZ", b"XYZr").replace(b"gXYZ", b"rXYZ").replace(b"XYZr", b"gXYZ")
    found = await make(shared, tmp_path, quarters(), form, icc_profile=swapped)
    assert corners(found.screen) == "bacd"


async def test_a_broken_profile_counts_as_none(shared: Previews, tmp_path: Path):
    found = await make(shared, tmp_path, quarters(), "PNG", icc_profile=b"nonsense" * 20)
    assert corners(found.screen) == "abcd"


@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
async def test_pictures_for_print_come_in_their_colours(
    shared: Previews, tmp_path: Path, form: str
):
    found = await make(shared, tmp_path, quarters().convert("CMYK"), form)
    assert corners(found.screen) == "abcd"


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
async def test_sixteen_bits_keep_their_shades(shared: Previews, tmp_path: Path, form: str):
    image = Image.new("I;16", (60, 40), 0x8000)
    found = await make(shared, tmp_path, image, form)
    assert distance(read(found.screen).getpixel((30, 20)), (128, 128, 128)) < 12


@pytest.mark.parametrize("size", [(20_000, 20_000), (12_000, 12_000), (10_001, 5_000)])
async def test_more_than_fifty_megapixels_are_too_large(
    shared: Previews, tmp_path: Path, size: tuple[int, int]
):
    bomb = png(*size, line=bytes((size[0] + 7) // 8))
    assert len(bomb) < 128 * 1024
    assert await refused(shared, tmp_path, bomb) == "too_large"


async def test_fifty_megapixels_are_taken(shared: Previews, tmp_path: Path):
    source = tmp_path / "picture"
    source.write_bytes(png(10_000, 5_000, bytes(30_000), bits=8, colour=2))
    found = await shared.make(source)
    assert (found.width, found.height) == (10_000, 5_000)
    assert read(found.screen).size == (2048, 1024)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "HEIF", "AVIF"])
async def test_half_a_picture_is_none(shared: Previews, tmp_path: Path, form: str):
    whole = BytesIO()
    Image.effect_noise((300, 200), 90).convert("RGB").save(whole, form)
    content = whole.getvalue()
    assert await refused(shared, tmp_path, content[: len(content) // 2]) == "no_picture"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.jpg", b"<!doctype html><script>alert(1)</script>"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("paper.pdf", b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"),
        ("print.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n"),
        ("program.jpg", b"MZ\x90\0" * 40),
        ("empty.jpg", b""),
    ],
)
async def test_what_is_no_picture_is_refused(
    shared: Previews, tmp_path: Path, name: str, content: bytes
):
    assert await refused(shared, tmp_path, content, name) == "no_picture"


@pytest.mark.parametrize("form", ["PPM", "ICO", "TGA", "PCX", "JPEG2000", "EPS"])
async def test_formats_that_nobody_photographs_in_are_not_opened(
    shared: Previews, tmp_path: Path, form: str
):
    content = BytesIO()
    quarters().save(content, form)
    assert await refused(shared, tmp_path, content.getvalue()) == "no_picture"


async def test_pictures_asked_for_at_once_get_their_own_previews(shared: Previews, tmp_path: Path):
    sources = [tmp_path / f"{number}.png" for number in range(6)]
    for number, source in enumerate(sources):
        quarters(100 + 10 * number, 80).save(source)
    found = await asyncio.gather(*(shared.make(source) for source in sources))
    assert [one.width for one in found] == [100, 110, 120, 130, 140, 150]


async def test_the_name_of_the_file_may_be_anything(shared: Previews, tmp_path: Path):
    source = tmp_path / 'Rēķins "1"\n\udcff.png'
    quarters().save(source, "PNG")
    assert (await shared.make(source)).width == 240
