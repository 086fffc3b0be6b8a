"""Drafts: clients and their rows as plain objects that no session knows, for writing many at once.

A draft has the attributes of its mapped class and obeys the same rules, but nobody keeps book of its changes: for an import
that would cost more than everything else.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Column

from services.clients.model.tables import CHILD_LISTS, Client

Row = TypeVar("Row")


class Draft:
    """Root of the classes of drafts."""


def draft(mapped: type[Row], **values: Any) -> Row:
    """A draft of a mapped class: these values, and for the other columns their defaults."""
    made = _class_for(mapped)()
    vars(made).update(values)
    return cast("Row", made)


def row_for(client: Client, mapped: type[Row], **values: Any) -> Row:
    """A new row for the client: a draft when that is one."""
    return draft(mapped, **values) if is_draft(client) else mapped(**values)


def is_draft(row: object) -> bool:
    """Whether it is a draft."""
    return isinstance(row, Draft)


def copy_of(client: Client) -> Client:
    """Another draft that says the same as this one, with rows of its own."""
    copied = _twin(client)
    for name in CHILD_LISTS:
        vars(copied)[name] = [_twin(row) for row in vars(client)[name]]
    return copied


def says_the_same(one: Client, other: Client) -> bool:
    """Whether two drafts are equal in everything."""
    return _contents(one) == _contents(other)


def _twin(row: Row) -> Row:
    made = object.__new__(type(row))
    vars(made).update(vars(row))
    return made


def _contents(client: Client) -> dict[str, Any]:
    lists: dict[str, Any] = {
        name: [vars(row) for row in vars(client)[name]] for name in CHILD_LISTS
    }
    return vars(client) | lists


@cache
def _class_for(mapped: type[Any]) -> type[Draft]:
    """The class of drafts: what an instance does not say is a default of the class."""
    defaults: dict[str, Any] = {}
    for attribute in mapped.__mapper__.column_attrs:
        default: Any = cast("Column[Any]", attribute.columns[0]).default
        # A default that is made anew for each row (a list) has to be said.
        defaults[attribute.key] = default.arg if default is not None and default.is_scalar else None
    return type(f"{mapped.__name__}Draft", (Draft,), defaults)
