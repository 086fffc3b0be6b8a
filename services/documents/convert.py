"""Protobuf and mapped classes, both ways."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from google.type import date_pb2

from kit.call import Writing
from kit.dates import date_from_pb, date_to_pb, instant_to_pb
from kit.enum_text import EnumText
from kit.etags import make_etag
from kit.ids import optional_id
from kit.latvian import text
from kit.latvian.order import sort_key
from services.documents.errors import DateInvalid, TextInvalid, UrlInvalid
from services.documents.model import (
    ClientDocuments,
    Document,
    DocumentClient,
    Names,
    Requirement,
    validity_on,
)
from sysapi.clients.v1 import client_pb2
from sysapi.documents.v1 import client_documents_pb2, document_pb2
from sysapi.documents.v1 import documents_service_pb2 as pb

DOCUMENT_TYPE = EnumText(document_pb2.DocumentType, "DOCUMENT_TYPE_", "")
CLIENT_KIND = EnumText(client_pb2.ClientKind, "CLIENT_KIND_", "")
_VALIDITY = EnumText(document_pb2.Validity, "VALIDITY_", "")
_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 12, 31)


@dataclass(frozen=True, slots=True)
class Reading:
    """What validity is told by: today in Latvia, and how long before its end a document is called expiring."""

    today: date
    expiring: timedelta


def day(message: date_pb2.Date, field: str) -> date | None:
    """The day, or None when unset. Raises DateInvalid for a day that does not exist or is too far away."""
    try:
        return date_from_pb(message, _EARLIEST, _LATEST)
    except ValueError as error:
        raise DateInvalid(field) from error


def document_from_pb(message: document_pb2.Document, writing: Writing) -> Document:
    """The first version of a document, without its media type. Raises DateInvalid, TextInvalid or UrlInvalid."""
    title = _text(message.title, "document.title")
    if not title:
        raise TextInvalid("document.title")
    valid_from = day(message.valid_from, "document.valid_from")
    valid_to = day(message.valid_to, "document.valid_to")
    if valid_from is not None and valid_to is not None and valid_to < valid_from:
        raise DateInvalid("document.valid_to")
    has_file = message.HasField("file")
    return Document(
        id=uuid.UUID(message.id),
        version=1,
        type=DOCUMENT_TYPE.word(message.type),
        title=title,
        sort_key=sort_key(title),
        number=_text(message.number, "document.number"),
        dated_on=day(message.dated_on, "document.dated_on"),
        valid_from=valid_from,
        valid_to=valid_to,
        unit_id=optional_id(message.unit_id),
        digest=message.file.digest if has_file else "",
        size=message.file.size if has_file else 0,
        file_name=_file_name(message.file.name) if has_file else "",
        media_type="",
        url="" if has_file else _url(message.url),
        supersedes_id=optional_id(message.supersedes_id),
        note=_text(message.note, "document.note", multiline=True),
        created_at=writing.now,
        updated_at=writing.now,
        updated_by=writing.actor,
        removed_at=None,
        clients=[
            DocumentClient(client_id=one) for one in sorted(map(uuid.UUID, message.client_ids))
        ],
    )


def _text(value: str, field: str, *, multiline: bool = False) -> str:
    try:
        return text.clean(value, multiline=multiline)
    except text.TextInvalid as error:
        raise TextInvalid(field) from error


def _file_name(value: str) -> str:
    try:
        return text.clean_file_name(value)
    except text.TextInvalid as error:
        raise TextInvalid("document.file.name") from error


def _url(value: str) -> str:
    """An address that is shown as a link, and never fetched by the system."""
    field = "document.url"
    url = _text(value, field)
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError as error:
        raise UrlInvalid(field) from error
    if not is_web or "@" in parts.netloc or any(one.isspace() for one in url):
        raise UrlInvalid(field)
    return url


def document_to_pb(
    document: Document, reading: Reading, successors: Mapping[uuid.UUID, uuid.UUID]
) -> document_pb2.Document:
    """One document; `successors` tells which came in whose place."""
    message = document_pb2.Document(
        id=str(document.id),
        type=DOCUMENT_TYPE.number(document.type),
        title=document.title,
        number=document.number,
        dated_on=date_to_pb(document.dated_on),
        valid_from=date_to_pb(document.valid_from),
        valid_to=date_to_pb(document.valid_to),
        client_ids=[str(one) for one in document.client_ids],
        unit_id=str(document.unit_id or ""),
        supersedes_id=str(document.supersedes_id or ""),
        note=document.note,
        superseded_by_id=str(successors.get(document.id) or ""),
        validity=_VALIDITY.number(validity_on(document, reading.today, reading.expiring)),
        remove_time=instant_to_pb(document.removed_at),
        create_time=instant_to_pb(document.created_at),
        version=document.version,
        etag=make_etag(document.version),
        update_actor=document.updated_by,
        update_time=instant_to_pb(document.updated_at),
    )
    if document.digest:
        message.file.CopyFrom(
            document_pb2.StoredFile(
                digest=document.digest,
                size=document.size,
                name=document.file_name,
                media_type=document.media_type,
            )
        )
    else:
        message.url = document.url
    return message


def requirements_to_pb(rows: Iterable[Requirement]) -> list[pb.Requirement]:
    """Requirements in order of kind and type."""
    found = [
        pb.Requirement(
            client_kind=CLIENT_KIND.number(row.client_kind), type=DOCUMENT_TYPE.number(row.type)
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.client_kind, one.type))


def requirement_from_pb(message: pb.Requirement) -> tuple[str, str]:
    """Kind and type in words."""
    return CLIENT_KIND.word(message.client_kind), DOCUMENT_TYPE.word(message.type)


def client_changed(
    row: ClientDocuments, epoch: int, names: Names
) -> client_documents_pb2.ClientDocumentsChanged:
    """What is published of a client."""
    return client_documents_pb2.ClientDocumentsChanged(
        documents=client_documents_pb2.ClientDocuments(
            client_id=str(row.client_id),
            count=names.count,
            names=[
                client_documents_pb2.DocumentName(document_id=str(one), title=title, number=number)
                for one, title, number in names.newest
            ],
        ),
        epoch=epoch,
        version=row.version,
    )
