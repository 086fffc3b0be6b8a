"""Special settings of the company, a group, a client or a unit."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from services.bff.edge import Strict

Scope = Literal["company", "group", "client", "unit"]
SettingType = Literal["text", "integer", "boolean", "choice"]


class SettingValueJson(BaseModel):
    """A value at one place."""

    scope: Scope
    value: str


class SettingJson(BaseModel):
    """One setting as it holds at the asked place."""

    key: str
    type: SettingType
    choices: list[str]
    minimum: int | None = Field(description="Smallest value; null unless the type is integer.")
    maximum: int | None
    values: list[SettingValueJson] = Field(
        description="From the company down to the asked place, only places that set one."
    )
    effective: str
    source: Scope = Field(description="Where the effective value comes from.")


class SettingsJson(BaseModel):
    """Every setting, in the order of the editor."""

    settings: list[SettingJson]


class SetInput(Strict):
    """A new value here."""

    key: str
    value: str


class ResetInput(Strict):
    """The value here goes, so that the higher one holds."""

    key: str
    reset: Literal[True]


class SettingsInput(Strict):
    """Changes at one place."""

    changes: Annotated[list[SetInput | ResetInput], Field(min_length=1, max_length=100)]
