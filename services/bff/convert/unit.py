"""A structural unit."""

from __future__ import annotations

from google.protobuf import field_mask_pb2

from services.bff.convert.values import coordinates_to_json, day_to_json, set_day
from services.bff.convert.words import UNIT_KIND, UNIT_KIND_PB
from services.bff.shapes.unit import UnitDraft, UnitPatch
from sysapi.clients.v1 import client_pb2, clients_service_pb2

Json = dict[str, object]


def unit_to_json(unit: client_pb2.Unit) -> Json:
    """One unit."""
    latitude, longitude = coordinates_to_json(unit.latitude, unit.longitude)
    return {
        "id": unit.id,
        "client_id": unit.client_id,
        "parent_id": unit.parent_id or None,
        "kind": UNIT_KIND[unit.kind],
        "name": unit.name,
        "code": unit.code,
        "address": unit.address,
        "city": unit.city,
        "postcode": unit.postcode,
        "active": unit.active,
        "opened_on": day_to_json(unit.opened_on) if unit.HasField("opened_on") else None,
        "closed_on": day_to_json(unit.closed_on) if unit.HasField("closed_on") else None,
        "closed_reason": unit.closed_reason,
        "main": unit.main,
        "payer_client_id": unit.payer_client_id or None,
        "served": unit.served,
        "phone": unit.phone,
        "note": unit.note,
        "etag": unit.etag,
        "latitude": latitude,
        "longitude": longitude,
    }


def unit_from_json(fields: UnitDraft | UnitPatch) -> client_pb2.Unit:
    """The unit with every field of the body; of a patch only those of `unit_mask` count."""
    unit = client_pb2.Unit(
        parent_id=fields.parent_id or "",
        kind=UNIT_KIND_PB[fields.kind],
        name=fields.name,
        code=fields.code,
        address=fields.address,
        city=fields.city,
        postcode=fields.postcode,
        payer_client_id=fields.payer_client_id or "",
        served=fields.served,
        phone=fields.phone,
        note=fields.note,
        latitude=fields.latitude or 0.0,
        longitude=fields.longitude or 0.0,
    )
    set_day(unit.opened_on, fields.opened_on)
    if isinstance(fields, UnitDraft):
        unit.id = fields.id or ""
    return unit


def unit_mask(patch: UnitPatch) -> field_mask_pb2.FieldMask:
    """The fields that stand in the body, whatever their value."""
    return field_mask_pb2.FieldMask(paths=sorted(patch.model_fields_set))


def units_to_json(answer: clients_service_pb2.ListUnitsResponse) -> Json:
    """A page of units."""
    return {
        "units": [unit_to_json(unit) for unit in answer.units],
        "total": answer.total,
        "active": answer.active,
        "next_page_token": answer.next_page_token,
    }
