"""One class per reason of error_reason.proto."""

from __future__ import annotations

from kit.errors import Conflict, Invalid, NotFound, Precondition

DOMAIN = "documents.sys"


class DocumentNotFound(NotFound):
    """No document with this id."""

    reason = "DOCUMENT_NOT_FOUND"
    domain = DOMAIN

    def __init__(self, document_id: object) -> None:
        super().__init__(metadata={"document_id": str(document_id)})


class ClientNotFound(NotFound):
    """No client with this id."""

    reason = "CLIENT_NOT_FOUND"
    domain = DOMAIN

    def __init__(self, client_id: object) -> None:
        super().__init__(metadata={"client_id": str(client_id)})


class UnitNotFound(NotFound):
    """None of the clients has a unit with this id."""

    reason = "UNIT_NOT_FOUND"
    domain = DOMAIN

    def __init__(self, unit_id: object) -> None:
        super().__init__(metadata={"unit_id": str(unit_id)})


class EtagMismatch(Conflict):
    """It changed since it was read."""

    reason = "ETAG_MISMATCH"
    domain = DOMAIN

    def __init__(self, current: str) -> None:
        super().__init__(metadata={"etag": current})


class _FieldInvalid(Invalid):
    """A field that breaks a rule which its proto cannot say."""

    domain = DOMAIN

    def __init__(self, field: str) -> None:
        super().__init__(metadata={"field": field})


class DateInvalid(_FieldInvalid):
    """A date does not exist, is too far away, or an end is before its start."""

    reason = "DATE_INVALID"


class TextInvalid(_FieldInvalid):
    """A text holds what no text may."""

    reason = "TEXT_INVALID"


class UrlInvalid(_FieldInvalid):
    """The address is no http or https address, or holds a password."""

    reason = "URL_INVALID"


class DocumentFileFixed(Precondition):
    """A document keeps its file or its lack of one; a new file is a new document."""

    reason = "DOCUMENT_FILE_FIXED"
    domain = DOMAIN


class SupersededInvalid(Precondition):
    """The document that is to be superseded is of other clients, removed, or comes after this one itself."""

    reason = "SUPERSEDED_INVALID"
    domain = DOMAIN


class SupersededAlready(Precondition):
    """Another document has superseded it already."""

    reason = "SUPERSEDED_ALREADY"
    domain = DOMAIN

    def __init__(self, document_id: object) -> None:
        super().__init__(metadata={"document_id": str(document_id)})


class DocumentRemoved(Precondition):
    """The document is removed; it can be restored."""

    reason = "DOCUMENT_REMOVED"
    domain = DOMAIN
