"""Enters the demo documents and photos, after the demo clients."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from kit.blobs import Blob, BlobStore
from kit.errors import Conflict, Problem
from kit.grpc_client import Peer
from kit.objects import Objects, once
from sysapi.clients.v1 import client_pb2
from sysapi.documents.v1 import document_pb2
from sysapi.documents.v1 import documents_service_pb2 as documents_pb
from sysapi.documents.v1.documents_service_pb2_grpc import DocumentsServiceStub
from sysapi.galleries.v1 import galleries_service_pb2 as galleries_pb
from sysapi.galleries.v1 import media_pb2
from sysapi.galleries.v1.galleries_service_pb2_grpc import GalleriesServiceStub
from tools.demo.clients import client
from tools.demo.history import slice_of, slices_of
from tools.demo.papers import SCENES, Paper, contents, papers_of, photos_of, scene
from tools.imports.in_flight import CALL_SECONDS
from tools.imports.outcome import spaced
from tools.imports.progress import ProgressShown

_MOST = 1024 * 1024
_REQUIRED = (
    (client_pb2.CLIENT_KIND_LEGAL, document_pb2.DOCUMENT_TYPE_CONTRACT),
    (client_pb2.CLIENT_KIND_NATURAL, document_pb2.DOCUMENT_TYPE_CONSENT),
)


async def run(
    clients: int,
    scale: float,
    until: int,
    *,
    addresses: Mapping[str, str],
    files_url: str,
    seed: int = 2006,
) -> int:
    """Enters documents and photos of the first `clients` demo clients; `scale` is the share of them that have any.

    Returns 0, or 1 when it fails. A second run leaves what is there as it is.
    """
    slices = slices_of(scale)
    sender = _Sender(addresses)
    try:
        await sender.prepare(files_url)
        with ProgressShown("demo documents and photos", clients) as progress:
            for index in range(clients):
                if slice_of(index) >= slices:
                    continue
                made = client(index, seed)
                for paper in papers_of(made, index, seed, until):
                    await sender.add_paper(paper)
                for media, number in photos_of(made, index, seed, until):
                    await sender.add_photo(media, number)
                progress.show(index + 1, f"{spaced(sender.sent)} files")
    except Problem as problem:
        print(f"the demo documents were not entered: {problem}", file=sys.stderr)
        return 1
    finally:
        await sender.close()
    print(f"{spaced(sender.sent)} documents and photos were entered")
    return 0


class _Sender:
    """Stores the contents once, and enters one file after the other: a later one may come in place of an earlier."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        self._documents = Peer("documents", addresses["documents"])
        self._documents_stub = DocumentsServiceStub(self._documents.channel)
        self._galleries = Peer("galleries", addresses["galleries"])
        self._galleries_stub = GalleriesServiceStub(self._galleries.channel)
        self._papers: dict[str, Blob] = {}
        self._scenes: list[Blob] = []
        self.sent = 0

    async def prepare(self, files_url: str) -> None:
        """Stores the contents, and says what clients must have when nobody has said it."""
        objects = Objects(files_url)
        papers, scenes = BlobStore(objects, "documents"), BlobStore(objects, "galleries")
        for name, content in contents().items():
            self._papers[name] = await papers.put(once(content), most=_MOST)
        for number in range(SCENES):
            self._scenes.append(await scenes.put(once(scene(number)), most=_MOST))
        there = await self._documents.call(
            self._documents_stub.GetRequirements,
            documents_pb.GetRequirementsRequest(),
            timeout=CALL_SECONDS,
        )
        if not there.requirements:
            wanted = [documents_pb.Requirement(client_kind=kind, type=of) for kind, of in _REQUIRED]
            await self._documents.call(
                self._documents_stub.SetRequirements,
                documents_pb.SetRequirementsRequest(requirements=wanted, etag=there.etag),
                timeout=CALL_SECONDS,
            )

    async def add_paper(self, paper: Paper) -> None:
        """Raises kit.errors."""
        blob = self._papers[paper.content]
        paper.document.file.CopyFrom(
            document_pb2.StoredFile(digest=blob.digest, size=blob.size, name=paper.file_name)
        )
        try:
            await self._documents.call(
                self._documents_stub.PutDocument,
                documents_pb.PutDocumentRequest(document=paper.document),
                timeout=CALL_SECONDS,
                retry=True,
            )
        except Conflict:
            # It was there before, and somebody has changed it.
            return
        self.sent += 1

    async def add_photo(self, media: media_pb2.Media, number: int) -> None:
        """Raises kit.errors."""
        blob = self._scenes[number]
        media.original.digest, media.original.size = blob.digest, blob.size
        await self._galleries.call(
            self._galleries_stub.PutMedia,
            galleries_pb.PutMediaRequest(media=media),
            timeout=CALL_SECONDS,
            retry=True,
        )
        self.sent += 1

    async def close(self) -> None:
        """Ends the connections."""
        await self._documents.close()
        await self._galleries.close()
