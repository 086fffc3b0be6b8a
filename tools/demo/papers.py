"""Documents of demo clients and photos of their sites (latvia.md 6): contracts, annexes, consents, policies that end, and a few pictures.

Contents are few and small, so that they are stored once and the rest are rows: a PDF of one page for each type, and drawn scenes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from google.type import date_pb2
from PIL import Image, ImageDraw

from sysapi.clients.v1 import client_pb2
from sysapi.documents.v1 import document_pb2
from sysapi.galleries.v1 import media_pb2
from tools.demo.draws import Draw, draws, one_of
from tools.demo.numbers import stable_id

_WITH_DOCUMENTS, _WITH_PHOTOS = 0.6, 0.04
_YEAR = 365
SCENES = 24
_CAPTIONS = (
    "Jumts pēc remonta", "Fasāde", "Ieeja", "Noliktavas vārti", "Ūdens skaitītājs", "Bojāta notekcaurule", "Gaitenis pēc uzkopšanas",
    "Signalizācijas panelis", "Pagalms ziemā",
)  # fmt: skip
_TAGS = ("jumts", "fasāde", "bojājums", "pirms", "pēc", "skaitītājs")
_TITLES = {
    document_pb2.DOCUMENT_TYPE_CONTRACT: ("contract", "Apkopes līgums"),
    document_pb2.DOCUMENT_TYPE_ANNEX: ("annex", "Vienošanās par cenām"),
    document_pb2.DOCUMENT_TYPE_CONSENT: ("consent", "Piekrišana datu apstrādei"),
    document_pb2.DOCUMENT_TYPE_INSURANCE: ("insurance", "Apdrošināšanas polise"),
    document_pb2.DOCUMENT_TYPE_ACT: ("act", "Pieņemšanas–nodošanas akts"),
}


class Paper(NamedTuple):
    """A document without its file, and whose content it has; an annex comes after what it supersedes."""

    document: document_pb2.Document
    content: str
    file_name: str


def pdf(text: str) -> bytes:
    """One page with a line of ASCII text."""
    drawn = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET".encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, offsets = b"%PDF-1.4\n", list[int]()
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = (
        b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    )
    return out + end % (table, len(out))


def contents() -> dict[str, bytes]:
    """What the documents hold, by name."""
    return {name: pdf(f"SYS demo: {name}") for name, _ in _TITLES.values()}


def scene(number: int) -> bytes:
    """A house under a sky, as a JPEG."""
    draw = draws(0, "scene", number)
    sky, wall = (120 + int(80 * draw()), 170, 220), (150 + int(80 * draw()), 120, 90)
    left, width = 80 + int(200 * draw()), 250 + int(150 * draw())
    image = Image.new("RGB", (800, 600), sky)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 450, 800, 600), fill=(90, 130, 70))
    pen.rectangle((left, 250, left + width, 480), fill=wall)
    pen.polygon(
        [(left - 30, 250), (left + width + 30, 250), (left + width // 2, 120)], fill=(140, 50, 40)
    )
    file = io.BytesIO()
    image.save(file, "JPEG", quality=80)
    return file.getvalue()


def papers_of(client: client_pb2.Client, index: int, seed: int, until: int) -> Iterator[Paper]:
    """The documents of an active client on an ordinal day; those that end do so around it."""
    draw = draws(seed, "papers", index)
    if client.status != client_pb2.CLIENT_STATUS_ACTIVE or draw() >= _WITH_DOCUMENTS:
        return
    is_natural = client.kind == client_pb2.CLIENT_KIND_NATURAL
    begun = until - int(8 * _YEAR * draw())
    entry = _Owner(client, index, seed)
    yield _paper(entry, document_pb2.DOCUMENT_TYPE_CONTRACT, begun)
    if is_natural:
        yield _paper(entry, document_pb2.DOCUMENT_TYPE_CONSENT, begun)
    for place in range(int(3 * draw())):
        annex = _paper(entry, document_pb2.DOCUMENT_TYPE_ANNEX, begun + 200 * place, place)
        if place:
            annex.document.supersedes_id = _id(seed, "annex", index, place - 1)
        yield annex
    if draw() < 0.3:
        policy = _paper(entry, document_pb2.DOCUMENT_TYPE_INSURANCE, begun)
        ends = until - 60 + int(_YEAR * draw())
        policy.document.valid_from.CopyFrom(_day(ends - _YEAR))
        policy.document.valid_to.CopyFrom(_day(ends))
        yield policy
    for place in range(int(4 * draw() ** 2)):
        yield _paper(entry, document_pb2.DOCUMENT_TYPE_ACT, begun + 90 * place, place)


class _Owner(NamedTuple):
    """Whose documents are made."""

    client: client_pb2.Client
    number: int
    seed: int


def _paper(
    owner: _Owner, of_type: document_pb2.DocumentType.ValueType, on: int, place: int = 0
) -> Paper:
    client, index, seed = owner
    name, title = _TITLES[of_type]
    number = f"{index % 997 + 1}-{place + 1}/{date.fromordinal(on).year}"
    document = document_pb2.Document(
        id=_id(seed, name, index, place),
        type=of_type,
        title=title,
        number=number,
        dated_on=_day(on),
        client_ids=[client.id],
    )
    return Paper(document, name, f"{title} Nr. {number.replace('/', '-')} (parakstīts).pdf")


def photos_of(
    client: client_pb2.Client, index: int, seed: int, until: int
) -> Iterator[tuple[media_pb2.Media, int]]:
    """Photos in the gallery of the first active unit of some clients, each with the number of its scene."""
    draw = draws(seed, "photos", index)
    units = [unit for unit in client.units if unit.active]
    if client.status != client_pb2.CLIENT_STATUS_ACTIVE or not units or draw() >= _WITH_PHOTOS:
        return
    before = ""
    for place in range(2 + int(12 * draw() ** 2)):
        media = _photo(client, units[0].id, stable_id(seed, f"photo:{index}:{place}"), draw, until)
        if place % 5 == 4:
            media.before_id = before
        before = media.id
        yield media, int(SCENES * draw())


def _photo(
    client: client_pb2.Client, unit_id: str, media_id: str, draw: Draw, until: int
) -> media_pb2.Media:
    media = media_pb2.Media(
        id=media_id,
        client_id=client.id,
        unit_id=unit_id,
        file_name=f"IMG_{int(10_000 * draw()):04}.jpg",
        caption=one_of(_CAPTIONS, draw()) if draw() < 0.6 else "",
        tags=[one_of(_TAGS, draw())] if draw() < 0.5 else [],
    )
    days = until - int(3 * _YEAR * draw())
    media.taken_time.FromSeconds((days - date(1970, 1, 1).toordinal()) * 86_400 + 36_000)
    return media


def _id(seed: int, name: str, index: int, place: int) -> str:
    return stable_id(seed, f"document:{name}:{index}:{place}")


def _day(ordinal: int) -> date_pb2.Date:
    found = date.fromordinal(ordinal)
    return date_pb2.Date(year=found.year, month=found.month, day=found.day)
