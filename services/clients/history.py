"""What changed between two published forms of a client, field by field, as people read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from google.protobuf.message import Message
from google.type import date_pb2

from services.clients.convert import enums
from sysapi.clients.v1 import client_pb2

# Derived or bookkeeping fields say nothing a person did.
_SILENT = {
    "id", "version", "etag", "number", "name_core", "name_shown", "sort_key", "create_time", "created_by",
    "update_time", "updated_by", "industry_title", "group_id", "client_id", "normal", "lookup", "value",
    "checked_at", "changed_at", "main",
}  # fmt: skip
_LABELS: dict[str, Callable[[Any], str]] = {
    "identifiers": lambda row: enums.IDENTIFIER_TYPE.word(row.type),
    "addresses": lambda row: enums.ADDRESS_KIND.word(row.kind),
    "channels": lambda row: enums.CHANNEL_KIND.word(row.kind),
    "contacts": lambda row: row.name,
    "bank_accounts": lambda row: row.iban,
    "units": lambda row: row.name,
}
# The value of a channel is what it is; only identifiers hide theirs.
_SHOWN_VALUE = {"channels"}


def field_changes(
    before: client_pb2.Client | None, after: client_pb2.Client
) -> list[tuple[str, str, str]]:
    """(field, old, new) of every change; a create is one ("client", "", name).

    Fields are paths such as name, channels[phone].value, units[Birojs].active; row ids tell rows apart, so a renamed unit is a
    change of its name and not a new unit.
    """
    if before is None:
        return [("client", "", after.name_shown)]
    old, new = dict(_flatten(before)), dict(_flatten(after))
    changes: list[tuple[str, str, str]] = []
    for key in [*old, *(key for key in new if key not in old)]:
        if old.get(key, ("", ""))[1] != new.get(key, ("", ""))[1]:
            label = (new.get(key) or old[key])[0]
            changes.append((label, old.get(key, ("", ""))[1], new.get(key, ("", ""))[1]))
    return changes


def _flatten(client: client_pb2.Client) -> Iterator[tuple[str, tuple[str, str]]]:
    """(key by row id, (label for people, value as text)) of every filled field."""
    for descriptor, value in client.ListFields():
        field = descriptor.name
        if field in _SILENT:
            continue
        if field in _LABELS:
            for row in value:
                label = f"{field}[{_LABELS[field](row)}]"
                for inner, text in _row_fields(row, field in _SHOWN_VALUE):
                    yield f"{field}/{row.id}/{inner}", (f"{label}.{inner}", text)
        elif field == "tags":
            yield field, (field, ", ".join(value))
        elif field == "notice":
            yield field, (field, value.text)
        else:
            yield field, (field, _text(descriptor, value))


def _row_fields(row: Message, show_value: bool) -> Iterator[tuple[str, str]]:
    for descriptor, value in row.ListFields():
        name = descriptor.name
        if name in _SILENT and not (name == "value" and show_value):
            continue
        yield name, _text(descriptor, value)


def _text(descriptor: Any, value: Any) -> str:
    if isinstance(value, date_pb2.Date):
        return f"{value.year:04}-{value.month:02}-{value.day:02}"
    if descriptor.enum_type is not None:
        name: str = descriptor.enum_type.values_by_number[value].name
        words = name.lower().split("_")
        return words[-1] if len(words) < 4 else "_".join(words[2:])
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
