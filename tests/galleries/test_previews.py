"""Real files, a real child: what is made of pictures, what is refused, and what a child that fails costs."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import struct
import zlib
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base

from services.galleries.previews import PictureRefused, Preview, Previews
from tests.waiting import until

pillow_heif.register_heif_opener()

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
COLOURS = {"a": (220, 20, 20), "b": (20, 200, 20), "c": (20, 20, 220), "d": (240, 240, 240)}
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


@pytest.fixture
async def previews() -> AsyncIterator[Previews]:
    """With a child of the test's own."""
    found = Previews(clock=lambda: NOW)
    yield found
    await found.close()


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


def chunks(webp: bytes) -> set[bytes]:
    """Kinds of the chunks of a WebP."""
    found, place = set(), 12
    while place < len(webp):
        kind, size = struct.unpack_from("<4sI", webp, place)
        found.add(kind)
        place += 8 + size + size % 2
    return found


def exif(
    orientation: int = 1, taken: object = None, offset: str | None = None, *, position: bool = False
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
        found.get_ifd(IFD.GPSInfo).update(
            {
                GPS.GPSLatitudeRef: "N",
                GPS.GPSLatitude: (56.0, 57.0, 8.0),
                GPS.GPSLongitudeRef: "E",
                GPS.GPSLongitude: (24.0, 6.0, 23.0),
            }
        )
    return found.tobytes()


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


async def warm(previews: Previews, place: Path) -> Process:
    """The child, after a picture."""
    await make(previews, place, quarters(), "JPEG")
    assert previews._child is not None
    return previews._child


async def asked_while_it_stands(previews: Previews, place: Path) -> asyncio.Task[Preview]:
    """A picture that is with a child which does not move."""
    os.kill((await warm(previews, place)).pid, signal.SIGSTOP)
    task = asyncio.create_task(make(previews, place, quarters(), "JPEG"))
    await until(lambda: previews._child is None)
    return task


def known(pid: int, of: str) -> str:
    """What the system says of a process."""
    return Path(f"/proc/{pid}/{of}").read_text()


def say(pid: int, nonsense: bytes) -> None:
    """Writes into the pipe by which a child answers."""
    places = Path(f"/proc/{pid}/fd").iterdir()
    pipes = [one for one in places if int(one.name) > 2 and os.readlink(one).startswith("pipe:")]
    with pipes[0].open("wb", buffering=0) as output:
        output.write(nonsense)


async def still_makes_pictures(previews: Previews, place: Path) -> bool:
    found = await make(previews, place, quarters(96, 64), "PNG")
    return (found.width, found.height, corners(found.thumb)) == (96, 64, "abcd")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "HEIF", "AVIF"])
async def test_each_kind_of_picture_has_previews(shared: Previews, tmp_path: Path, form: str):
    found = await make(shared, tmp_path, quarters(), form)
    assert (found.width, found.height) == (240, 160)
    assert corners(found.thumb) == corners(found.screen) == "abcd"
    assert (found.taken_at, found.has_position) == (None, False)


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
    marked = exif(1, "2024:05:01 12:00:00", "+02:00", position=True)
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
    assert found.has_position
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


async def test_one_child_makes_many_pictures(previews: Previews, tmp_path: Path):
    first = await warm(previews, tmp_path)
    assert await refused(previews, tmp_path, b"GIF89a") == "no_picture"
    assert await refused(previews, tmp_path, png(20_000, 20_000)) == "too_large"
    assert await warm(previews, tmp_path) is first


@pytest.mark.parametrize(
    ("sent", "cause"),
    [
        (signal.SIGKILL, "too_slow"),
        (signal.SIGXCPU, "too_slow"),
        (signal.SIGSEGV, "no_picture"),
        (signal.SIGABRT, "no_picture"),
    ],
)
async def test_a_child_that_dies_costs_only_its_picture(
    previews: Previews, tmp_path: Path, sent: signal.Signals, cause: str
):
    child = await warm(previews, tmp_path)
    task = await asked_while_it_stands(previews, tmp_path)
    os.kill(child.pid, sent)
    with suppress(ProcessLookupError):
        os.kill(child.pid, signal.SIGCONT)
    with pytest.raises(PictureRefused) as found:
        await task
    assert found.value.cause == cause
    assert await still_makes_pictures(previews, tmp_path)


async def test_a_child_that_died_idle_costs_no_picture(previews: Previews, tmp_path: Path):
    child = await warm(previews, tmp_path)
    child.kill()
    await child.wait()
    assert await still_makes_pictures(previews, tmp_path)


async def test_a_child_that_hangs_is_ended(tmp_path: Path):
    previews = Previews(seconds=3)
    child = await warm(previews, tmp_path)
    with pytest.raises(PictureRefused) as found:
        await (await asked_while_it_stands(previews, tmp_path))
    assert found.value.cause == "too_slow"
    assert await child.wait() == -signal.SIGKILL
    assert await still_makes_pictures(previews, tmp_path)
    await previews.close()


async def test_a_picture_that_needs_too_much_memory_is_given_up(previews: Previews, tmp_path: Path):
    child = await warm(previews, tmp_path)
    pages = int(known(child.pid, "statm").split()[0])
    most = pages * resource.getpagesize() + 64 * 1024 * 1024
    resource.prlimit(child.pid, resource.RLIMIT_AS, (most, most))
    content = png(10_000, 5_000, bytes(30_000), bits=8, colour=2)
    assert await refused(previews, tmp_path, content) == "too_slow"
    assert await still_makes_pictures(previews, tmp_path)


async def test_a_caller_who_leaves_does_not_get_the_next_one_his_picture(
    previews: Previews, tmp_path: Path
):
    child = await warm(previews, tmp_path)
    task = await asked_while_it_stands(previews, tmp_path)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await still_makes_pictures(previews, tmp_path)
    assert await child.wait() == -signal.SIGKILL


@pytest.mark.parametrize(
    "nonsense",
    [
        b"<html>\n",
        b'{"refused": "no_mood"}\n',
        b'{"width": 1, "height": 1}\n',
        b'{"width": 1, "height": 1, "taken": null, "offset": null, "has_position": false, '
        b'"thumb": 1000000000000, "screen": 1}\n',
        b"x" * 200_000,
    ],
)
async def test_nonsense_on_the_pipe_costs_only_its_picture(
    previews: Previews, tmp_path: Path, nonsense: bytes
):
    child = await warm(previews, tmp_path)
    task = await asked_while_it_stands(previews, tmp_path)
    await asyncio.to_thread(say, child.pid, nonsense)
    with pytest.raises(PictureRefused) as found:
        await task
    assert found.value.cause == "no_picture"
    assert await still_makes_pictures(previews, tmp_path)


async def test_the_child_has_limits_and_no_secrets(
    previews: Previews, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("GALLERIES_DATABASE_URL", "postgresql://galleries:secret@localhost")
    child = await warm(previews, tmp_path)
    rows = known(child.pid, "limits").splitlines()
    limits = {row[:26].strip(): row[26:].split()[:2] for row in rows}
    assert limits["Max file size"] == limits["Max core file size"] == ["0", "0"]
    space = int(limits["Max address space"][1])
    assert space < 2**31
    assert limits["Max address space"][0] == str(space)
    assert int(limits["Max cpu time"][0]) < 60
    names = {one.partition("=")[0] for one in known(child.pid, "environ").split("\0")}
    assert names - {"PATH", "PYTHONPATH", "LANG", ""} == {
        "MALLOC_MMAP_THRESHOLD_",
        "MALLOC_ARENA_MAX",
    }


async def test_closing_ends_the_child(previews: Previews, tmp_path: Path):
    child = await warm(previews, tmp_path)
    await previews.close()
    assert child.returncode is not None
    await previews.close()


async def test_the_child_does_not_outlive_its_parent(previews: Previews, tmp_path: Path):
    child = await warm(previews, tmp_path)
    assert child.stdin is not None
    child.stdin.close()
    assert await child.wait() == 0
