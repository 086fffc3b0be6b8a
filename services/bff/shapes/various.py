"""Smaller answers: problems, session, industries, checks, health."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from services.bff.shapes.client import ClientJson
from services.bff.shapes.group import GroupJson
from services.bff.shapes.unit import UnitJson

CheckType = Literal[
    "lv_regcode", "lv_vat", "lv_personal_code", "iban", "phone", "email", "www", "postcode"
]


class FieldProblem(BaseModel):
    """One broken rule."""

    field: str = Field(description="Path such as identifiers[0].value.")
    rule: str
    message: str = Field(description="English, for developers.")


class ProblemJson(BaseModel):
    """An error of RFC 9457. `reason` is the code to act on and to translate."""

    type: str
    title: str
    status: int
    detail: str
    reason: str
    trace_id: str
    fields: list[FieldProblem]
    metadata: dict[str, str]


class ClientConflictJson(ProblemJson):
    """The client changed since it was read."""

    current: ClientJson | None = None


class UnitConflictJson(ProblemJson):
    """The unit changed since it was read."""

    current: UnitJson | None = None


class GroupConflictJson(ProblemJson):
    """The group changed since it was read."""

    current: GroupJson | None = None


class SessionJson(BaseModel):
    """Who is signed in."""

    user: str
    roles: list[str]
    language: str
    version: str = Field(description="Version of the system.")


class IndustryJson(BaseModel):
    """One class of NACE."""

    code: str
    title: str


class IndustriesJson(BaseModel):
    """All codes of one revision of NACE, by code."""

    revision: str
    items: list[IndustryJson]


class CheckJson(BaseModel):
    """What is known about a value while it is typed."""

    state: Literal["valid", "suspect", "invalid"]
    normal: str
    shown: str
    rule: str | None = Field(default=None, description="Why it is invalid, for developers.")
    bank: str | None = None
    bic: str | None = None


class HealthJson(BaseModel):
    """State of the bff and of the services behind it."""

    ready: bool
    parts: dict[str, bool]
