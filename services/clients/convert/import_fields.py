"""Fields only an import may write: standing and whole unit lists."""

from __future__ import annotations

import uuid
from collections.abc import Set as AbstractSet

from kit.ids import optional_id
from services.clients.convert import enums
from services.clients.convert.from_pb import UNIT_UPDATABLE, day, unit_from_pb
from services.clients.errors import DateInvalid, UnitNotFound
from services.clients.model import values
from services.clients.model.drafts import row_for
from services.clients.model.standing import claim_identifiers
from services.clients.model.tables import Client, Unit
from sysapi.clients.v1 import client_pb2


def standing_and_units_from_pb(
    client: Client, message: client_pb2.Client, fields: AbstractSet[str]
) -> None:
    """Writes status, closing, units and the main unit as the source has them."""
    if "status" in fields:
        client.status = enums.STATUS.word(message.status) or "active"
        client.closed_on = day(message.closed_on, "closed_on")
        client.closed_reason = values.clean_text(message.closed_reason, "closed_reason")
        if (client.status == "closed") != (client.closed_on is not None):
            raise DateInvalid("closed_on", "a closed client has a day of closing, others have none")
        claim_identifiers(client)
    if "units" in fields:
        known = {unit.id: unit for unit in client.units}
        rows: list[Unit] = []
        for one in message.units:
            unit_id = optional_id(one.id) or uuid.uuid4()
            row = known.get(unit_id) or row_for(client, Unit, id=unit_id, client_id=client.id)
            rows.append(row)
        client.units = sorted(rows, key=lambda row: row.id)
        for index, (unit, one) in enumerate(zip(rows, message.units, strict=True)):
            unit_from_pb(unit, one, UNIT_UPDATABLE, client)
            unit.active = one.active
            unit.closed_on = day(one.closed_on, f"units[{index}].closed_on")
            unit.closed_reason = values.clean_text(
                one.closed_reason, f"units[{index}].closed_reason"
            )
            if unit.active == (unit.closed_on is not None):
                raise DateInvalid(f"units[{index}].closed_on", "a closed unit has a day of closing")
    if "main_unit_id" in fields:
        client.main_unit_id = optional_id(message.main_unit_id)
        if client.main_unit_id and client.main_unit_id not in {
            unit.id for unit in client.units if unit.active
        }:
            raise UnitNotFound(message.main_unit_id)
