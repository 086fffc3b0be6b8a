"""Errors that cross the wire intact.

    Problem
     ├─ NotFound       NOT_FOUND            404
     ├─ AlreadyExists  ALREADY_EXISTS       409
     ├─ Invalid        INVALID_ARGUMENT     422
     ├─ Conflict       ABORTED              409   somebody else was faster: read again
     ├─ Precondition   FAILED_PRECONDITION  409   the state of the thing forbids it
     ├─ Denied         PERMISSION_DENIED    403
     ├─ Unauthenticated UNAUTHENTICATED     401
     ├─ Overloaded     RESOURCE_EXHAUSTED   429
     ├─ Unavailable    UNAVAILABLE          503
     ├─ TimedOut       DEADLINE_EXCEEDED    504
     ├─ Unimplemented  UNIMPLEMENTED        503   the part is of an older release
     └─ Internal       INTERNAL             500

A service subclasses one per reason of its error_reason.proto; the server packs it into google.rpc.Status with ErrorInfo,
the client wrapper unpacks it to the same family, and the bff answers it as problem+json. Anything else that is raised is
logged with its trace id and answered as Internal, without a word of the driver's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import grpc
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

LARGEST_DETAILS = 3000
"""Bytes of violations that are sent: details travel in a header, and gRPC refuses an answer with more than 8 KiB of those."""
LONGEST_TEXT = 300
"""Characters of a message or a metadata value that are sent, for the same reason."""


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """One broken rule: path of the field, id of the rule (`string.max_len`), English text for developers."""

    field: str
    rule: str
    message: str


class Problem(Exception):
    """An expected failure with a reason somebody may act on.

    `metadata` holds short strings (ids, field names); never personal data, it is sent to the caller.
    """

    code: ClassVar[grpc.StatusCode] = grpc.StatusCode.INTERNAL
    http_status: ClassVar[int] = 500
    reason: str = "INTERNAL"
    domain: str = "sys"

    def __init__(
        self,
        message: str = "",
        *,
        reason: str | None = None,
        domain: str | None = None,
        metadata: dict[str, str] | None = None,
        violations: tuple[FieldViolation, ...] = (),
    ) -> None:
        self.message = message or (self.__doc__ or "").partition("\n")[0]
        super().__init__(self.message)
        if reason is not None:
            self.reason = reason
        if domain is not None:
            self.domain = domain
        self.metadata = metadata or {}
        self.violations = violations


class NotFound(Problem):
    """There is no such thing."""

    code = grpc.StatusCode.NOT_FOUND
    http_status = 404
    reason = "NOT_FOUND"


class AlreadyExists(Problem):
    """There is such a thing already."""

    code = grpc.StatusCode.ALREADY_EXISTS
    http_status = 409


class Invalid(Problem):
    """A value cannot be taken."""

    code = grpc.StatusCode.INVALID_ARGUMENT
    http_status = 422
    reason = "FIELD_INVALID"


class Conflict(Problem):
    """Somebody else was faster."""

    code = grpc.StatusCode.ABORTED
    http_status = 409


class Precondition(Problem):
    """The state of the thing forbids it."""

    code = grpc.StatusCode.FAILED_PRECONDITION
    http_status = 409


class Denied(Problem):
    """The caller may not do this."""

    code = grpc.StatusCode.PERMISSION_DENIED
    http_status = 403


class Unauthenticated(Problem):
    """The caller is not known."""

    code = grpc.StatusCode.UNAUTHENTICATED
    http_status = 401
    reason = "UNAUTHENTICATED"


class Overloaded(Problem):
    """Too many calls at once."""

    code = grpc.StatusCode.RESOURCE_EXHAUSTED
    http_status = 429
    reason = "OVERLOADED"


class Unavailable(Problem):
    """A part that is needed does not answer."""

    code = grpc.StatusCode.UNAVAILABLE
    http_status = 503
    reason = "PART_UNAVAILABLE"


class TimedOut(Problem):
    """The answer did not come in time."""

    code = grpc.StatusCode.DEADLINE_EXCEEDED
    http_status = 504
    reason = "DEADLINE_EXCEEDED"


class Unimplemented(Problem):
    """The part that answers does not know this call."""

    code = grpc.StatusCode.UNIMPLEMENTED
    http_status = 503
    reason = "NOT_IMPLEMENTED"


class Internal(Problem):
    """Something unexpected happened."""


FAMILIES: tuple[type[Problem], ...] = (
    NotFound,
    AlreadyExists,
    Invalid,
    Conflict,
    Precondition,
    Denied,
    Unauthenticated,
    Overloaded,
    Unavailable,
    TimedOut,
    Unimplemented,
    Internal,
)
_BY_CODE: dict[grpc.StatusCode, type[Problem]] = {
    **{family.code: family for family in FAMILIES},
    # A server that stops cancels a call it has just taken; who cancels a call himself never comes here.
    grpc.StatusCode.CANCELLED: Unavailable,
}
_CODES: dict[int, grpc.StatusCode] = {code.value[0]: code for code in grpc.StatusCode}


def problem_to_status(problem: Problem) -> status_pb2.Status:
    """The google.rpc.Status of a problem: ErrorInfo always, BadRequest when fields are named."""
    status = status_pb2.Status(code=problem.code.value[0], message=problem.message[:LONGEST_TEXT])
    info = error_details_pb2.ErrorInfo(reason=problem.reason, domain=problem.domain)
    info.metadata.update({key: text[:LONGEST_TEXT] for key, text in problem.metadata.items()})
    status.details.add().Pack(info)
    if problem.violations:
        bad = error_details_pb2.BadRequest()
        for violation in problem.violations:
            bad.field_violations.add(
                field=violation.field, description=violation.message, reason=violation.rule
            )
            if bad.ByteSize() > LARGEST_DETAILS:
                break
        status.details.add().Pack(bad)
    return status


def problem_from_call(error: grpc.aio.AioRpcError) -> Problem:
    """The problem a server packed, or the family of the bare status code."""
    status: status_pb2.Status | None = rpc_status.from_call(error)  # pyright: ignore[reportArgumentType]
    if status is None or status.code == code_pb2.OK:
        return _family(error.code())(f"{error.code().name} from the server")
    return problem_from_status(status)


def problem_from_status(status: status_pb2.Status) -> Problem:
    """The problem that `problem_to_status` packed."""
    info = error_details_pb2.ErrorInfo()
    bad = error_details_pb2.BadRequest()
    for detail in status.details:
        if detail.Is(info.DESCRIPTOR):
            detail.Unpack(info)
        elif detail.Is(bad.DESCRIPTOR):
            detail.Unpack(bad)
    violations = tuple(
        FieldViolation(item.field, item.reason, item.description) for item in bad.field_violations
    )
    return _family(_CODES.get(status.code))(
        status.message,
        reason=info.reason or None,
        domain=info.domain or None,
        metadata=dict(info.metadata),
        violations=violations,
    )


def _family(code: grpc.StatusCode | None) -> type[Problem]:
    return _BY_CODE.get(code, Internal) if code else Internal
