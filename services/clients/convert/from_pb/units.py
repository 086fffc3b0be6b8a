"""A structural unit."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from kit.ids import optional_id
from kit.latvian.address import parse_address
from services.clients.convert import enums
from services.clients.convert.from_pb.writing import day
from services.clients.errors import FieldProblem
from services.clients.model import values
from services.clients.model.tables import Client, Unit
from services.clients.model.units import check_parent, set_unit_name
from sysapi.clients.v1 import client_pb2

UNIT_UPDATABLE = frozenset(
    {
        "parent_id", "kind", "name", "code", "address", "city", "postcode", "opened_on",
        "payer_client_id", "served", "phone", "note", "latitude", "longitude",
    }
)  # fmt: skip


def unit_from_pb(
    unit: Unit, message: client_pb2.Unit, fields: AbstractSet[str], client: Client
) -> None:
    """Writes the named fields of the message into the unit. Raises FieldProblem or UnitParentInvalid."""
    _write_unit_texts(unit, message, fields)
    if "kind" in fields:
        unit.kind = enums.UNIT_KIND.word(message.kind) or "branch"
    if "opened_on" in fields:
        unit.opened_on = day(message.opened_on, "opened_on")
        values.check_period(unit.opened_on, unit.closed_on, "opened_on")
    if "payer_client_id" in fields:
        unit.payer_client_id = optional_id(message.payer_client_id)
    if "served" in fields:
        unit.served = message.served
    if "latitude" in fields or "longitude" in fields:
        known = bool(message.latitude or message.longitude)
        unit.latitude = message.latitude if known else None
        unit.longitude = message.longitude if known else None
    if "parent_id" in fields:
        unit.parent_id = optional_id(message.parent_id)
        if unit.parent_id is not None:
            check_parent(unit, {row.id: row for row in client.units} | {unit.id: unit})


def _write_unit_texts(unit: Unit, message: client_pb2.Unit, fields: AbstractSet[str]) -> None:
    if "name" in fields:
        name = values.clean_text(message.name, "name")
        if not name:
            raise FieldProblem("name", "empty")
        set_unit_name(unit, name)
    for field in ("code", "address", "city", "phone"):
        if field in fields:
            setattr(unit, field, values.clean_text(getattr(message, field), field))
    if unit.phone and "phone" in fields:
        values.channel_values("phone", unit.phone, "phone")
    if "note" in fields:
        unit.note = values.clean_text(message.note, "note", multiline=True)
    if "postcode" in fields:
        unit.postcode = values.postcode(message.postcode, "LV", "postcode")
    if "address" in fields and unit.address:
        parts = parse_address(unit.address)
        unit.city = unit.city or parts.city
        unit.postcode = unit.postcode or parts.postcode
