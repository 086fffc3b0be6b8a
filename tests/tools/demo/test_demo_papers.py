from __future__ import annotations

import io

from PIL import Image
from pypdf import PdfReader

from kit.grpc_server import check_message
from sysapi.documents.v1 import document_pb2
from tools.demo.clients import client
from tools.demo.papers import SCENES, contents, papers_of, photos_of, scene
from tools.demo.standing import TODAY

FILE = document_pb2.StoredFile(digest="0" * 64, size=1, name="x.pdf")


def papers(count: int = 400):
    return [
        paper
        for index in range(count)
        for paper in papers_of(client(index, 2006), index, 2006, TODAY)
    ]


def test_documents_keep_the_rules_of_the_contract_and_have_ids_of_their_own():
    found = papers()
    assert len(found) > 300
    for paper in found:
        paper.document.file.CopyFrom(FILE)
        check_message(paper.document)
        assert paper.content in contents()
    assert len({paper.document.id for paper in found}) == len(found)
    known = set()
    for paper in found:
        assert not paper.document.supersedes_id or paper.document.supersedes_id in known
        known.add(paper.document.id)


def test_documents_and_photos_are_the_same_each_time():
    assert papers(50) == papers(50)
    made = [list(photos_of(client(one, 2006), one, 2006, TODAY)) for one in range(400)]
    again = [list(photos_of(client(one, 2006), one, 2006, TODAY)) for one in range(400)]
    assert made == again
    photos = [media for group in made for media, _ in group]
    assert photos
    for media in photos:
        media.original.digest, media.original.size = "0" * 64, 1
        check_message(media)
    assert len({media.id for media in photos}) == len(photos)


def test_contents_are_what_they_are_called():
    for name, content in contents().items():
        assert name in PdfReader(io.BytesIO(content)).pages[0].extract_text()
    pictures = {scene(number) for number in range(SCENES)}
    assert len(pictures) == SCENES
    for content in pictures:
        assert Image.open(io.BytesIO(content)).size == (800, 600)
