"""A client: which fields may be written, and its own ones; its lists are in lists.py."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from kit.ids import optional_id
from services.clients.convert import enums
from services.clients.convert.from_pb.lists import write_lists
from services.clients.convert.from_pb.writing import Writing, day
from services.clients.model import values
from services.clients.model.names import set_name_forms
from services.clients.model.tables import Client
from sysapi.clients.v1 import client_pb2

# What UpdateClient may change. Standing, units and derived forms have calls of their own.
UPDATABLE = frozenset(
    {
        "kind", "name", "first_name", "last_name", "alias", "legal_form", "identifiers", "addresses",
        "channels", "contacts", "bank_accounts", "group_id", "industry_code", "industry_revision",
        "language", "responsible", "notice", "comment", "tags", "registered_on",
    }
)  # fmt: skip
IMPORTABLE = UPDATABLE | {"status", "closed_on", "closed_reason", "units", "main_unit_id"}
_NAME_FIELDS = {"kind", "name", "first_name", "last_name", "legal_form"}
_TEXTS = ("name", "first_name", "last_name", "alias", "legal_form", "responsible")


def client_from_pb(
    client: Client, message: client_pb2.Client, fields: AbstractSet[str], writing: Writing
) -> None:
    """Writes the named fields of the message into the client. Raises FieldProblem with the field's path."""
    if "kind" in fields:
        client.kind = enums.KIND.word(message.kind)
    for field in _TEXTS:
        if field in fields:
            setattr(client, field, values.clean_text(getattr(message, field), field))
    if "comment" in fields:
        client.comment = values.clean_text(message.comment, "comment", multiline=True)
    if "tags" in fields:
        tags = [values.clean_text(tag, f"tags[{i}]") for i, tag in enumerate(message.tags)]
        client.tags = list(dict.fromkeys(tag for tag in tags if tag))
    for field in ("industry_code", "industry_revision", "language"):
        if field in fields:
            setattr(client, field, getattr(message, field))
    if client.industry_code and not client.industry_revision:
        client.industry_revision = "2.1"
    if "group_id" in fields:
        client.group_id = optional_id(message.group_id)
    if "registered_on" in fields:
        client.registered_on = day(message.registered_on, "registered_on")
    if "notice" in fields:
        _write_notice(client, message.notice)
    if fields & _NAME_FIELDS:
        set_name_forms(client)
    write_lists(client, message, fields, writing)


def _write_notice(client: Client, notice: client_pb2.Notice) -> None:
    client.notice_text = values.clean_text(notice.text, "notice.text", multiline=True)
    client.notice_scope = enums.NOTICE_SCOPE.word(notice.scope)
    client.notice_from = day(notice.valid_from, "notice.valid_from")
    client.notice_to = day(notice.valid_to, "notice.valid_to")
    values.check_period(client.notice_from, client.notice_to, "notice.valid_to")
