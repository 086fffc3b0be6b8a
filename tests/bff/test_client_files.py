from __future__ import annotations

import csv
import io
import uuid
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from kit.blobs import Blob
from kit.errors import NotFound
from services.bff.client_files import MAX_FILES
from sysapi.documents.v1 import document_pb2
from sysapi.documents.v1 import documents_service_pb2 as pb
from sysapi.galleries.v1 import galleries_service_pb2, media_pb2
from tests.bff.conftest import System
from tests.bff.documents_fakes import a_document
from tests.bff.fakes import CLIENT_ID, OTHER_UNIT_ID, UNIT_ID, a_unit, a_units_page
from tests.bff.files_desk import Desk, files_desk
from tests.bff.media_fakes import a_media

ZIP = f"/api/clients/{CLIENT_ID}/files.zip"
UNIT_ZIP = f"/api/units/{UNIT_ID}/files.zip"
CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 8


@pytest.fixture
async def desk(system: System, tmp_path: Path) -> AsyncIterator[Desk]:
    async with files_desk(system, tmp_path) as desk:
        yield desk


def list_media(desk: Desk, *media: media_pb2.Media) -> None:
    desk.system.galleries.answers["ListMedia"] = galleries_service_pb2.ListMediaResponse(
        media=media
    )


async def zipped(desk: Desk, address: str = ZIP) -> zipfile.ZipFile:
    answer = await desk.http.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    return archive


def rows_of(archive: zipfile.ZipFile) -> list[list[str]]:
    text = archive.read("saturs.csv").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


async def test_the_archive_of_a_client_has_every_document_of_every_page(desk: Desk) -> None:
    blob, other = await desk.store("documents", CONTENT), await desk.store("documents", b"other")

    def document(blob: Blob, name: str, **more: Any) -> document_pb2.Document:
        file = document_pb2.StoredFile(digest=blob.digest, size=blob.size, name=name)
        return a_document(file=file, **more)

    link = a_document(title="=1+1")
    link.url = "https://example.lv/x"
    pages = {
        "": pb.ListDocumentsResponse(
            documents=[document(blob, "Ģ līgums.pdf"), link], next_page_token="2"
        ),
        "2": pb.ListDocumentsResponse(
            documents=[document(other, "ģ LĪGUMS.pdf"), document(other, "../../a:b.txt")]
        ),
    }
    desk.system.documents.answers["ListDocuments"] = lambda request: pages[request.page_token]
    list_media(desk)
    archive = await zipped(desk)
    assert archive.namelist() == [
        "Dokumenti/Ģ līgums.pdf",
        "Dokumenti/ģ LĪGUMS (2).pdf",
        "Dokumenti/_.._a_b.txt",
        "saturs.csv",
    ]
    assert archive.read("Dokumenti/Ģ līgums.pdf") == CONTENT
    assert archive.read("Dokumenti/_.._a_b.txt") == b"other"
    assert desk.system.documents.last("ListDocuments").with_superseded
    rows = rows_of(archive)
    assert [row[0] for row in rows] == [
        "Fails",
        "Dokumenti/Ģ līgums.pdf",
        "",
        "Dokumenti/ģ LĪGUMS (2).pdf",
        "Dokumenti/_.._a_b.txt",
    ]
    assert (rows[2][2], rows[2][7]) == ("'=1+1", "https://example.lv/x")


async def test_an_archive_tells_what_it_lacks(desk: Desk) -> None:
    archive = await zipped(desk, f"{ZIP}?language=en")
    assert archive.namelist() == ["contents.csv"]
    assert "the store does not hold this file" in archive.read("contents.csv").decode()


async def test_a_damaged_file_is_left_out_and_named(desk: Desk) -> None:
    whole = await desk.store("documents", CONTENT)
    damaged = await desk.store("documents", b"as it was")
    desk.path_of(damaged).write_bytes(b"is it was")
    desk.system.documents.answers["ListDocuments"] = pb.ListDocumentsResponse(
        documents=[
            a_document(file=document_pb2.StoredFile(digest=blob.digest, size=blob.size, name=name))
            for blob, name in ((damaged, "a.pdf"), (whole, "b.pdf"))
        ]
    )
    list_media(desk)
    archive = await zipped(desk)
    assert archive.namelist() == ["Dokumenti/b.pdf", "saturs.csv"]
    assert [row[0] for row in rows_of(archive)[1:]] == [
        "fails krātuvē ir bojāts",
        "Dokumenti/b.pdf",
    ]


async def test_of_an_unknown_client_there_is_no_archive(desk: Desk) -> None:
    desk.system.clients.answers["GetClient"] = NotFound(reason="CLIENT_NOT_FOUND")
    assert (await desk.http.get(ZIP)).status_code == 404


async def test_galleries_have_a_folder_for_each_unit_and_month(desk: Desk) -> None:
    blob = await desk.store("galleries", b"photo")
    original = media_pb2.Content(digest=blob.digest, size=blob.size)
    desk.system.clients.answers["ListUnits"] = a_units_page(
        a_unit(name="Rīga: centrs"), a_unit(OTHER_UNIT_ID, name="Valmiera")
    )
    desk.system.documents.answers["ListDocuments"] = pb.ListDocumentsResponse()
    list_media(
        desk,
        a_media(original=original),
        a_media(original=original, unit_id=OTHER_UNIT_ID, month=11),
    )
    archive = await zipped(desk)
    assert archive.namelist() == [
        "Galerijas/Rīga_ centrs/2026-03/Jumts.jpg",
        "Galerijas/Valmiera/2026-11/Jumts.jpg",
        "saturs.csv",
    ]
    assert "Jumts pēc remonta" in archive.read("saturs.csv").decode()
    assert desk.system.galleries.last("ListMedia").client_id == CLIENT_ID
    alone = await zipped(desk, UNIT_ZIP)
    assert alone.namelist()[0] == "2026-03/Jumts.jpg"
    assert desk.system.galleries.last("ListMedia").unit_id == UNIT_ID


async def test_some_files_of_a_gallery_can_be_named(desk: Desk) -> None:
    blob = await desk.store("galleries", b"photo")
    original = media_pb2.Content(digest=blob.digest, size=blob.size)
    all_media = [
        a_media(id=str(uuid.uuid4()), original=original, month=month) for month in (1, 2, 3)
    ]
    list_media(desk, *all_media)
    named = "&".join(f"media_id={one.id}" for one in (all_media[0], all_media[2]))
    archive = await zipped(desk, f"{UNIT_ZIP}?{named}")
    assert archive.namelist() == ["2026-01/Jumts.jpg", "2026-03/Jumts.jpg", "saturs.csv"]
    too_many = "&".join(f"media_id={uuid.uuid4()}" for _ in range(MAX_FILES + 1))
    assert (await desk.http.get(f"{UNIT_ZIP}?{too_many}")).json()["reason"] == "FIELD_INVALID"


async def test_units_of_one_name_have_a_folder_each(desk: Desk) -> None:
    blob = await desk.store("galleries", b"photo")
    original = media_pb2.Content(digest=blob.digest, size=blob.size)
    desk.system.clients.answers["ListUnits"] = a_units_page(
        a_unit(name="Veikals?"), a_unit(OTHER_UNIT_ID, name="veikals_")
    )
    desk.system.documents.answers["ListDocuments"] = pb.ListDocumentsResponse()
    list_media(desk, a_media(original=original), a_media(original=original, unit_id=OTHER_UNIT_ID))
    assert (await zipped(desk)).namelist() == [
        "Galerijas/Veikals_/2026-03/Jumts.jpg",
        "Galerijas/veikals_ (2)/2026-03/Jumts.jpg",
        "saturs.csv",
    ]


async def test_files_of_one_name_are_numbered_past_those_that_have_the_number_by_name(
    desk: Desk,
) -> None:
    blob = await desk.store("documents", CONTENT)
    names = ["x.pdf", "x (2).pdf", "X.pdf", "x (2).pdf", "x.pdf"]
    documents = [
        a_document(file=document_pb2.StoredFile(digest=blob.digest, size=blob.size, name=name))
        for name in names
    ]
    desk.system.documents.answers["ListDocuments"] = pb.ListDocumentsResponse(documents=documents)
    list_media(desk)
    assert (await zipped(desk)).namelist() == [
        "Dokumenti/x.pdf",
        "Dokumenti/x (2).pdf",
        "Dokumenti/X (3).pdf",
        "Dokumenti/x (2) (2).pdf",
        "Dokumenti/x (4).pdf",
        "saturs.csv",
    ]
