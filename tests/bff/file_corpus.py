"""Hostile and broken files, made here: each with the number of the plan of reliability, and what is to become of it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image
from PIL.ExifTags import GPS, IFD

ZIP = "application/zip"
PAGE = b"<!doctype html><html><body><script>fetch('/api/clients')</script></body></html>"
SCRIPT = b"fetch('/api/clients').then(all => all.text()).then(alert)\n"


@dataclass(frozen=True)
class Hostile:
    """A file that is stored as it is; `media_type` is what its content is told to be, `preview` what comes of its preview."""

    number: int
    about: str
    name: str
    make: Callable[[], bytes]
    media_type: str
    preview: str = "none"

    @property
    def id(self) -> str:
        return f"{self.number} {self.about}"


def svg(inside: str, head: str = "") -> bytes:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inside}</svg>'
    return f'<?xml version="1.0"?>{head}{drawing}'.encode()


def png_bomb(side: int) -> bytes:
    """A white square of one bit for each pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)

    packer, line = zlib.compressobj(9), bytes(1 + (side + 7) // 8)
    packed = b"".join(packer.compress(line) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def jpeg(exif: Image.Exif | None = None) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((300, 200), 90).convert("RGB").save(file, "JPEG", exif=exif or Image.Exif())
    return file.getvalue()


def half_a_jpeg() -> bytes:
    whole = jpeg()
    return whole[: len(whole) // 2]


def jpeg_full_of_exif() -> bytes:
    whole = jpeg()
    segment = b"\xff\xe1\xff\xff" + b"Exif\0\0".ljust(0xFFFF - 2, b"\x2a")
    return whole[:2] + segment * 100 + whole[2:]


def jpeg_with_a_position() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(IFD.GPSInfo).update(
        {
            GPS.GPSLatitudeRef: "N",
            GPS.GPSLatitude: (56.0, 57.0, 0.0),
            GPS.GPSLongitudeRef: "E",
            GPS.GPSLongitude: (24.0, 6.0, 0.0),
        }
    )
    return jpeg(exif)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def zip_bomb() -> bytes:
    """16 x 16 x 16 x 4 MiB in a few kilobytes, as 42.zip is made."""
    content, name = bytes(4 * 1024**2), "0.dll"
    for level in range(3):
        content = zipped({name: content})
        content = zipped({f"{number:x}-{level}.zip": content for number in range(16)})
        name = f"lib {level}.zip"
    return content


def zip_with_a_link() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return file.getvalue()


def workbook_with_outside_links() -> bytes:
    target = "http://attacker.example/prices.xlsx"
    return zipped(
        {
            "[Content_Types].xml": b'<?xml version="1.0"?><Types/>',
            "_rels/.rels": b'<?xml version="1.0"?><Relationships/>',
            "xl/workbook.xml": b'<?xml version="1.0"?><workbook/>',
            "xl/externalLinks/externalLink1.xml": b'<?xml version="1.0"?><externalLink/>',
            "xl/externalLinks/_rels/externalLink1.xml.rels": (
                f'<Relationships><Relationship TargetMode="External" Target="{target}"/></Relationships>'
            ).encode(),
        }
    )


def document_with_macros() -> bytes:
    return zipped(
        {
            "[Content_Types].xml": b'<?xml version="1.0"?><Types/>',
            "_rels/.rels": b'<?xml version="1.0"?><Relationships/>',
            "word/document.xml": b'<?xml version="1.0"?><document/>',
            "word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"AutoOpen" * 64,
        }
    )


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ENTITY = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_FOREIGN = "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='/'/></foreignObject>"

STORED = [
    # Markup is kept as the text that it is: nothing shows it as a picture, and nobody is made to run it.
    Hostile(108, "a page under its own name", "jumts.html", lambda: PAGE, "text/plain"),
    Hostile(108, "a script under its own name", "jumts.js", lambda: SCRIPT, "text/plain"),
    Hostile(109, "a drawing with a script", "a.svg", lambda: svg("<script>alert(1)</script>"), "text/plain"),
    Hostile(109, "a drawing with a page in it", "a.svg", lambda: svg(_FOREIGN), "text/plain"),
    Hostile(109, "a drawing with an entity outside", "a.svg", lambda: svg("&x;", _ENTITY), "text/plain"),
    Hostile(112, "half a photo", "a.jpg", half_a_jpeg, "image/jpeg", "refused"),
    Hostile(112, "6 MB of EXIF", "a.jpg", jpeg_full_of_exif, "image/jpeg", "ready"),
    Hostile(112, "where it was taken", "a.jpg", jpeg_with_a_position, "image/jpeg", "ready"),
    Hostile(114, "16 GiB in a nested archive", "42.zip", zip_bomb, ZIP),
    Hostile(114, "a link in an archive", "a.zip", zip_with_a_link, ZIP),
    Hostile(114, "an archive that climbs", "a.zip", lambda: zipped({"../../../etc/cron.d/x": b"*"}), ZIP),
    Hostile(115, "a workbook with links outside", "a.xlsx", workbook_with_outside_links, f"{_OFFICE}.spreadsheetml.sheet"),
    Hostile(115, "a document with macros", "a.docm", document_with_macros, f"{_OFFICE}.wordprocessingml.document"),
]  # fmt: skip
NAMES = [
    "../../etc/passwd",
    "..\\..\\x",
    "C:\\x",
    "/abs",
    "a/../../b",
    "līgums; rm -rf.pdf",
    "..",
    "CON",
]
"""106: labels, whatever they look like."""
DECEIVING_NAMES = [
    " ",
    "a\nb.jpg",
    "gpj.\u202eexe",
    "a\u200bb.pdf",
    "a\0b",
    "\ufeff",
    "a" * 256,
    "e" + "\u0301" * 99,
]
"""106: what is not seen, or makes a name look like another."""
