from __future__ import annotations

import io
import struct
import zipfile

import pytest
from PIL import Image

from kit.media_types import (
    HEAD_BYTES,
    UNKNOWN,
    FileTypeMismatch,
    FileTypeRefused,
    PictureTooLarge,
    media_type,
)


def zipped(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "image/png"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic"),
        (zipped("x.txt"), "application/zip"),
        ("Līgums\nstarp pusēm".encode(), "text/plain"),
        (b"<html><script>alert(1)</script>", "text/plain"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "text/plain"),
        (b"\0\1\2\3", UNKNOWN),
        ("ā".encode()[:1], UNKNOWN),
        (b"", "text/plain"),
    ],
)
def test_a_type_is_told_from_the_content(head: bytes, expected: str) -> None:
    assert media_type(head, "") == expected


def test_a_letter_that_is_cut_by_the_end_of_the_head_is_still_text() -> None:
    assert media_type(("a" + "ā" * HEAD_BYTES).encode()[:HEAD_BYTES], "") == "text/plain"


@pytest.mark.parametrize("head", [b"MZ" + bytes(100), b"\x7fELF" + bytes(100)])
def test_a_program_is_refused(head: bytes) -> None:
    with pytest.raises(FileTypeRefused):
        media_type(head, "a")


@pytest.mark.parametrize("name", ["jumts.jpg", "JUMTS.JPEG", "a.png", "a.pdf", "a.mp4", "a.heic"])
def test_text_under_the_name_of_something_else_is_refused(name: str) -> None:
    with pytest.raises(FileTypeMismatch):
        media_type(b"<html><script>alert(1)</script>", name)


@pytest.mark.parametrize("name", ["a.txt", "a.svg", "a.html", "a.csv", "jpg", "a.unknown", ""])
def test_text_under_any_other_name_is_text(name: str) -> None:
    assert media_type(b"<svg/>", name) == "text/plain"


def test_a_picture_under_the_name_of_another_kind_is_what_it_is() -> None:
    assert media_type(b"\x89PNG\r\n\x1a\n" + bytes(20), "a.jpg") == "image/png"


@pytest.mark.parametrize(
    ("kind", "width", "height"),
    [
        ("PNG", 12_000, 12_000),
        ("GIF", 65_535, 65_535),
        ("GIF", 65_000, 2_200),
        ("WEBP", 16_383, 8_600),
    ],
)
def test_a_picture_of_too_many_pixels_is_refused(kind: str, width: int, height: int) -> None:
    with pytest.raises(PictureTooLarge) as caught:
        media_type(head_of(kind, width, height), "a")
    assert caught.value.metadata == {"megapixels": str(width * height // 10**6), "most": "140"}


def test_a_plan_in_the_largest_format_is_taken() -> None:
    assert media_type(head_of("PNG", 9_933, 14_043), "a0.png") == "image/png"


def test_a_picture_whose_head_does_not_tell_its_pixels_is_taken() -> None:
    assert media_type(b"\xff\xd8" + b"\xff\xe1\xff\xff" + bytes(HEAD_BYTES - 6), "") == "image/jpeg"


def head_of(kind: str, width: int, height: int) -> bytes:
    """A picture that says in its head that it has this many pixels, and has fewer."""
    file = io.BytesIO()
    Image.new("L", (9, 9)).save(file, kind, lossless=True)
    content = bytearray(file.getvalue())
    if kind == "PNG":
        content[16:24] = struct.pack(">II", width, height)
    elif kind == "GIF":
        content[6:10] = struct.pack("<HH", width, height)
    else:
        content[21:25] = struct.pack("<I", (width - 1) | (height - 1) << 14)
    return bytes(content)
