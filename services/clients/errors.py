"""One class per reason of error_reason.proto."""

from __future__ import annotations

from kit.errors import AlreadyExists, Conflict, FieldViolation, Invalid, NotFound, Precondition

DOMAIN = "clients.sys"


class ClientNotFound(NotFound):
    """No client with this id."""

    reason = "CLIENT_NOT_FOUND"
    domain = DOMAIN

    def __init__(self, client_id: str) -> None:
        super().__init__(metadata={"client_id": client_id})


class UnitNotFound(NotFound):
    """No unit with this id."""

    reason = "UNIT_NOT_FOUND"
    domain = DOMAIN

    def __init__(self, unit_id: str) -> None:
        super().__init__(metadata={"unit_id": unit_id})


class GroupNotFound(NotFound):
    """No group with this id."""

    reason = "GROUP_NOT_FOUND"
    domain = DOMAIN

    def __init__(self, group_id: str) -> None:
        super().__init__(metadata={"group_id": group_id})


class IdentifierNotFound(NotFound):
    """The client has no such identifier."""

    reason = "IDENTIFIER_NOT_FOUND"
    domain = DOMAIN

    def __init__(self, identifier_id: str) -> None:
        super().__init__(metadata={"identifier_id": identifier_id})


class EtagMismatch(Conflict):
    """It changed since it was read."""

    reason = "ETAG_MISMATCH"
    domain = DOMAIN

    def __init__(self, current: str) -> None:
        super().__init__(metadata={"etag": current})


class IdentifierTaken(AlreadyExists):
    """Another client that is not closed has this number."""

    reason = "IDENTIFIER_TAKEN"
    domain = DOMAIN

    def __init__(self, field: str, client_id: str = "") -> None:
        metadata = {"field": field}
        if client_id:
            metadata["client_id"] = client_id
        super().__init__(metadata=metadata)


class GroupNameTaken(AlreadyExists):
    """Another group has this name."""

    reason = "GROUP_NAME_TAKEN"
    domain = DOMAIN


class GroupInUse(Precondition):
    """The group still has clients, or would be its own parent."""

    reason = "GROUP_IN_USE"
    domain = DOMAIN

    def __init__(self, group_id: str) -> None:
        super().__init__(metadata={"group_id": group_id})


class UnitParentInvalid(Precondition):
    """The unit tree would have a loop or a parent of another client."""

    reason = "UNIT_PARENT_INVALID"
    domain = DOMAIN

    def __init__(self, unit_id: str) -> None:
        super().__init__(metadata={"unit_id": unit_id})


class UnitClosed(Precondition):
    """A closed unit cannot be the main one."""

    reason = "UNIT_CLOSED"
    domain = DOMAIN

    def __init__(self, unit_id: str) -> None:
        super().__init__(metadata={"unit_id": unit_id})


class StatusChangeInvalid(Precondition):
    """This status cannot follow the current one."""

    reason = "STATUS_CHANGE_INVALID"
    domain = DOMAIN

    def __init__(self, before: str, after: str) -> None:
        super().__init__(metadata={"from": before, "to": after})


class BankAccountNotApprovable(Precondition):
    """The account cannot be approved by the person who entered it, or does not exist."""

    reason = "BANK_ACCOUNT_NOT_APPROVABLE"
    domain = DOMAIN


class SettingInvalid(Invalid):
    """No such setting, or the value does not fit its type."""

    reason = "SETTING_INVALID"
    domain = DOMAIN

    def __init__(self, key: str) -> None:
        super().__init__(metadata={"key": key})


class FieldProblem(Invalid):
    """A value of one field cannot be taken; subclasses say why. `field` is its path: channels[2].value."""

    domain = DOMAIN

    def __init__(self, field: str, message: str = "") -> None:
        super().__init__(message, metadata={"field": field})
        self.field = field
        self.violations = (FieldViolation(field, self.reason.lower(), self.message),)


class IdentifierInvalid(FieldProblem):
    """The number has the wrong shape."""

    reason = "IDENTIFIER_INVALID"


class IbanInvalid(FieldProblem):
    """The IBAN has a wrong length or check digits."""

    reason = "IBAN_INVALID"


class PhoneInvalid(FieldProblem):
    """The phone cannot be read."""

    reason = "PHONE_INVALID"


class EmailInvalid(FieldProblem):
    """The e-mail address cannot be read."""

    reason = "EMAIL_INVALID"


class WwwInvalid(FieldProblem):
    """The web address is not plain http or https."""

    reason = "WWW_INVALID"


class NameRequired(FieldProblem):
    """A legal person needs a name; a natural person a first or last name."""

    reason = "NAME_REQUIRED"


class TextInvalid(FieldProblem):
    """The text has characters that are not allowed."""

    reason = "TEXT_INVALID"


class DateInvalid(FieldProblem):
    """The date does not exist, or an end is before its start."""

    reason = "DATE_INVALID"
