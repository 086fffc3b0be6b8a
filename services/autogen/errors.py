"""One class per reason of error_reason.proto."""

from __future__ import annotations

from kit.errors import AlreadyExists, Conflict, Invalid, NotFound, Precondition

DOMAIN = "autogen.sys"


class LineNotFound(NotFound):
    """No line with this id."""

    reason = "LINE_NOT_FOUND"
    domain = DOMAIN

    def __init__(self, line_id: object) -> None:
        super().__init__(metadata={"line_id": str(line_id)})


class PeriodNotFound(NotFound):
    """No period with this id."""

    reason = "PERIOD_NOT_FOUND"
    domain = DOMAIN

    def __init__(self, period_id: object) -> None:
        super().__init__(metadata={"period_id": str(period_id)})


class IndexationNotFound(NotFound):
    """No indexation with this id."""

    reason = "INDEXATION_NOT_FOUND"
    domain = DOMAIN

    def __init__(self, indexation_id: object) -> None:
        super().__init__(metadata={"indexation_id": str(indexation_id)})


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
    """The line changed since it was read."""

    reason = "ETAG_MISMATCH"
    domain = DOMAIN

    def __init__(self, current: str) -> None:
        super().__init__(metadata={"etag": current})


class LineExists(AlreadyExists):
    """A line with this id exists."""

    reason = "LINE_EXISTS"
    domain = DOMAIN

    def __init__(self, line_id: object) -> None:
        super().__init__(metadata={"line_id": str(line_id)})


class TemplateInvalid(Invalid):
    """The text names something that cannot be put in, or becomes too long."""

    reason = "TEMPLATE_INVALID"
    domain = DOMAIN

    def __init__(self, placeholder: str) -> None:
        super().__init__(metadata={"field": "template", "placeholder": placeholder})


class RuleInvalid(Invalid):
    """Periods cannot begin on the anchor day when the first one begins on valid_from."""

    reason = "RULE_INVALID"
    domain = DOMAIN

    def __init__(self) -> None:
        super().__init__(metadata={"field": "rule.anchor_day"})


class AmountInvalid(Invalid):
    """An amount, quantity or price is not above zero or does not fit."""

    reason = "AMOUNT_INVALID"
    domain = DOMAIN

    def __init__(self, field: str) -> None:
        super().__init__(metadata={"field": field})


class DateInvalid(Invalid):
    """A date does not exist, is missing, too far away, or an end is before its start."""

    reason = "DATE_INVALID"
    domain = DOMAIN

    def __init__(self, field: str) -> None:
        super().__init__(metadata={"field": field})


class LineStarted(Precondition):
    """The line has periods in the ledger: when its periods begin cannot change."""

    reason = "LINE_STARTED"
    domain = DOMAIN

    def __init__(self, line_id: object) -> None:
        super().__init__(metadata={"line_id": str(line_id)})


class LineEnded(Precondition):
    """The line has ended."""

    reason = "LINE_ENDED"
    domain = DOMAIN

    def __init__(self, line_id: object) -> None:
        super().__init__(metadata={"line_id": str(line_id)})


class PeriodSettled(Precondition):
    """The period is made, skipped or waived: nothing is left to decide."""

    reason = "PERIOD_SETTLED"
    domain = DOMAIN

    def __init__(self, period_id: object) -> None:
        super().__init__(metadata={"period_id": str(period_id)})


class PeriodInDoubt(Precondition):
    """The invoice of the period may be issued already; it is known after the next try."""

    reason = "PERIOD_IN_DOUBT"
    domain = DOMAIN

    def __init__(self, period_id: object) -> None:
        super().__init__(metadata={"period_id": str(period_id)})


class IndexationUsed(Precondition):
    """Periods were invoiced at the new prices."""

    reason = "INDEXATION_USED"
    domain = DOMAIN

    def __init__(self, indexation_id: object, used: int) -> None:
        super().__init__(metadata={"indexation_id": str(indexation_id), "used": str(used)})


class IndexationUndone(Precondition):
    """The indexation was taken back already."""

    reason = "INDEXATION_UNDONE"
    domain = DOMAIN

    def __init__(self, indexation_id: object) -> None:
        super().__init__(metadata={"indexation_id": str(indexation_id)})
