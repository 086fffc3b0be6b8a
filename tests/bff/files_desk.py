"""A bff with a real folder for files, before the fakes of the system."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from kit.blobs import Blob, BlobStore
from kit.objects import Objects
from services.bff.session import Sessions
from tests.bff.conftest import TOKEN_KEY, System, serve_bff, settings_for

TUS = {"tus-resumable": "1.0.0"}


@dataclass
class Desk:
    """The bff, its folder, and the fakes behind it."""

    system: System
    http: httpx2.AsyncClient
    folder: Path

    def blobs(self, owner: str) -> BlobStore:
        return BlobStore(Objects(self.folder.as_uri()), owner)

    async def store(self, owner: str, content: bytes) -> Blob:
        async def pieces() -> AsyncIterator[bytes]:
            yield content

        return await self.blobs(owner).put(pieces(), most=10_000_000)

    def path_of(self, blob: Blob) -> Path:
        (found,) = self.folder.rglob(blob.digest)
        return found

    async def upload(self, content: bytes, name: str) -> str:
        """The id of a whole upload."""
        named = base64.b64encode(name.encode()).decode()
        headers = {"upload-length": str(len(content)), "upload-metadata": f"filename {named}"}
        begun = await self.http.post("/api/uploads", headers=TUS | headers)
        address = begun.headers["location"]
        headers = TUS | {"content-type": "application/offset+octet-stream", "upload-offset": "0"}
        assert (await self.http.patch(address, headers=headers, content=content)).status_code == 204
        return address.rpartition("/")[2]


@asynccontextmanager
async def files_desk(system: System, folder: Path, **more: Any) -> AsyncIterator[Desk]:
    """Starts it; `more` are settings of the bff."""
    settings = settings_for(
        system.clients_port,
        system.search_port,
        documents_port=system.documents_port,
        galleries_port=system.galleries_port,
        files_url=folder.as_uri(),
        **more,
    )
    token = Sessions(TOKEN_KEY).make_token("anna")
    headers = {"authorization": f"Bearer {token}"}
    async with (
        serve_bff(settings) as (_, base),
        httpx2.AsyncClient(base_url=base, headers=headers, timeout=10) as http,
    ):
        yield Desk(system, http, folder)
