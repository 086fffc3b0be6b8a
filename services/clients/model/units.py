"""Rules of the unit tree: order, loops, the main unit."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date

from kit.latvian.order import sort_key
from services.clients.errors import DateInvalid, UnitClosed, UnitNotFound, UnitParentInvalid
from services.clients.model.tables import Client, Unit


def shown_order(units: Iterable[Unit], main_unit_id: uuid.UUID | None) -> list[Unit]:
    """The main unit first, then active ones by name, then closed ones by name."""
    return sorted(
        units,
        key=lambda unit: (unit.id != main_unit_id, not unit.active, unit.sort_key, unit.id.bytes),
    )


def set_unit_name(unit: Unit, name: str) -> None:
    """The name and the key it sorts by."""
    unit.name = name
    unit.sort_key = sort_key(name)


def check_parent(unit: Unit, siblings: Mapping[uuid.UUID, Unit]) -> None:
    """Raises UnitParentInvalid when the parent is of another client or below the unit itself."""
    seen = {unit.id}
    parent_id = unit.parent_id
    while parent_id is not None:
        parent = siblings.get(parent_id)
        if parent is None or parent_id in seen:
            raise UnitParentInvalid(str(unit.id))
        seen.add(parent_id)
        parent_id = parent.parent_id


def close_unit(client: Client, unit: Unit, on: date, reason: str) -> None:
    """Closes the unit; when it was the main one, the client has none until another is marked."""
    if unit.opened_on is not None and on < unit.opened_on:
        raise DateInvalid("closed_on", "a unit cannot close before it opened")
    unit.active = False
    unit.closed_on = on
    unit.closed_reason = reason
    if client.main_unit_id == unit.id:
        client.main_unit_id = None


def reopen_unit(unit: Unit) -> None:
    """Opens a closed unit again; its past closing stays in the history."""
    unit.active = True
    unit.closed_on = None
    unit.closed_reason = ""


def set_main_unit(client: Client, unit_id: uuid.UUID | None) -> None:
    """Marks the unit that opens first, or none. Raises UnitNotFound, UnitClosed."""
    if unit_id is not None:
        unit = next((unit for unit in client.units if unit.id == unit_id), None)
        if unit is None:
            raise UnitNotFound(str(unit_id))
        if not unit.active:
            raise UnitClosed(str(unit_id))
    client.main_unit_id = unit_id
