"""One class per reason of error_reason.proto."""

from __future__ import annotations

from kit.errors import AlreadyExists, Conflict, Invalid, NotFound

DOMAIN = "visits.sys"


class VisitNotFound(NotFound):
    """No visit with this id."""

    reason = "VISIT_NOT_FOUND"
    domain = DOMAIN

    def __init__(self, visit_id: object) -> None:
        super().__init__(metadata={"visit_id": str(visit_id)})


class PlanNotFound(NotFound):
    """No plan with this id."""

    reason = "PLAN_NOT_FOUND"
    domain = DOMAIN

    def __init__(self, plan_id: object) -> None:
        super().__init__(metadata={"plan_id": str(plan_id)})


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


class VisitExists(AlreadyExists):
    """The id belongs to a visit of another client."""

    reason = "VISIT_EXISTS"
    domain = DOMAIN

    def __init__(self, visit_id: object) -> None:
        super().__init__(metadata={"visit_id": str(visit_id)})


class PlanExists(AlreadyExists):
    """The id belongs to a plan of another client."""

    reason = "PLAN_EXISTS"
    domain = DOMAIN

    def __init__(self, plan_id: object) -> None:
        super().__init__(metadata={"plan_id": str(plan_id)})


class VisitTimeInvalid(Invalid):
    """A time is missing, too far away, in the future for what happened, or an end is before its start."""

    reason = "VISIT_TIME_INVALID"
    domain = DOMAIN

    def __init__(self, field: str) -> None:
        super().__init__(metadata={"field": field})


class DateInvalid(Invalid):
    """A date does not exist, is missing, too far away, or an end is before its start or too long after it."""

    reason = "DATE_INVALID"
    domain = DOMAIN

    def __init__(self, field: str) -> None:
        super().__init__(metadata={"field": field})


class PlanRuleInvalid(Invalid):
    """The week of the month is only for months with weekdays."""

    reason = "PLAN_RULE_INVALID"
    domain = DOMAIN

    def __init__(self) -> None:
        super().__init__(metadata={"field": "plan.rule.week_of_month"})
