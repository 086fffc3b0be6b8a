"""Files sent to the system that is measured, as a browser sends them: resumable, in one piece."""

from __future__ import annotations

import base64
import http.client
import io
import uuid
from typing import Any
from urllib.parse import urlsplit

from bench.figure import CannotMeasure
from bench.rest import Rest
from bench.system import System

MEGABYTE = 1024 * 1024
TUS = {"Tus-Resumable": "1.0.0"}


def create(rest: Rest, path: str, body: object) -> Any:
    """POSTs a new thing and returns the answer."""
    return rest.send("POST", path, body, Idempotency_Key=str(uuid.uuid4()))


def site(rest: Rest) -> tuple[str, str]:
    """A new client with a unit: the ids of both."""
    client = create(rest, "/api/clients", {"kind": "legal", "name": "Bench"})["id"]
    return client, create(rest, f"/api/clients/{client}/units", {"name": "Site"})["id"]


def begin(rest: Rest, size: int, name: str = "bench.bin") -> str:
    """The address of a new upload of so many bytes."""
    told = base64.b64encode(name.encode()).decode()
    headers = TUS | {"Upload-Length": str(size), "Upload-Metadata": f"filename {told}"}
    answer, _ = rest.raw("POST", "/api/uploads", headers=headers)
    return answer.headers["location"]


def send(system: System, address: str, content: bytes) -> None:
    """Sends all of an upload. Raises CannotMeasure when it is not taken."""
    connection = connect(system)
    headers = TUS | {
        "Authorization": f"Bearer {system.token}",
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(len(content)),
        "Upload-Offset": "0",
    }
    connection.request("PATCH", address, io.BytesIO(content), headers)
    answer = connection.getresponse()
    connection.close()
    if answer.status != 204:
        raise CannotMeasure(f"PATCH {address} answered {answer.status}")


def take_back(rest: Rest, address: str) -> None:
    """Removes an upload."""
    rest.raw("DELETE", address, headers=TUS)


def add_to_gallery(system: System, client: str, unit: str, name: str, content: bytes) -> str:
    """Uploads a file into the gallery of a unit and returns its id there."""
    rest = system.rest()
    address = begin(rest, len(content), name)
    send(system, address, content)
    body = {"client_id": client, "unit_id": unit, "upload_id": address.rpartition("/")[2]}
    return rest.send("PUT", f"/api/media/{uuid.uuid4()}", body)["media"]["id"]


def copy_until(rest: Rest, unit: str, first: str, count: int) -> None:
    """Copies a file within its gallery until there are so many of it."""
    media = [first]
    while len(media) < count:
        some = {"media_ids": media[: count - len(media)][:500], "unit_id": unit}
        media += [one["id"] for one in create(rest, "/api/media/copy", some)["media"]]


def connect(system: System) -> http.client.HTTPConnection:
    """A connection that moves much at once."""
    address = urlsplit(system.url)
    return http.client.HTTPConnection(
        address.hostname or "", address.port or 80, timeout=600, blocksize=MEGABYTE
    )
