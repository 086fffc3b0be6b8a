"""One class per reason of error_reason.proto."""

from __future__ import annotations

from kit.errors import AlreadyExists, Conflict, Invalid, NotFound, Precondition

DOMAIN = "galleries.sys"


class MediaNotFound(NotFound):
    """No file with this id."""

    reason = "MEDIA_NOT_FOUND"
    domain = DOMAIN

    def __init__(self, media_id: object) -> None:
        super().__init__(metadata={"media_id": str(media_id)})


class ClientNotFound(NotFound):
    """No client with this id."""

    reason = "CLIENT_NOT_FOUND"
    domain = DOMAIN

    def __init__(self, client_id: object) -> None:
        super().__init__(metadata={"client_id": str(client_id)})


class UnitNotFound(NotFound):
    """The client has no unit with this id."""

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


class MediaExists(AlreadyExists):
    """The id belongs to a file of another gallery, or to another content."""

    reason = "MEDIA_EXISTS"
    domain = DOMAIN

    def __init__(self, media_id: object) -> None:
        super().__init__(metadata={"media_id": str(media_id)})


class TextInvalid(Invalid):
    """A text holds what no text may."""

    reason = "TEXT_INVALID"
    domain = DOMAIN

    def __init__(self, field: str) -> None:
        super().__init__(metadata={"field": field})


class TimeInvalid(Invalid):
    """A time does not exist, is before 1900 or lies ahead."""

    reason = "TIME_INVALID"
    domain = DOMAIN

    def __init__(self, field: str) -> None:
        super().__init__(metadata={"field": field})


class PairInvalid(Precondition):
    """A pair is two pictures in the same gallery, each in one pair."""

    reason = "PAIR_INVALID"
    domain = DOMAIN


class MediaRemoved(Precondition):
    """The file is in the bin; it can be restored."""

    reason = "MEDIA_REMOVED"
    domain = DOMAIN


class ShareNotFound(NotFound):
    """No share opens by this token: it never did, has ended or was revoked."""

    reason = "SHARE_NOT_FOUND"
    domain = DOMAIN
