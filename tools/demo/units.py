"""Structural units: one for most clients, dozens for chains; a fifth of them closed (latvia.md 6)."""

from __future__ import annotations

from sysapi.clients.v1 import client_pb2
from tools.demo.chains import LARGEST_CHAIN, LARGEST_UNITS
from tools.demo.draws import Draw, Entry, one_of
from tools.demo.numbers import mobile, stable_id
from tools.demo.places import (
    RIGA,
    SUBURBS,
    Address,
    company_town,
    town_address,
)
from tools.demo.standing import TODAY, Standing, day

_SINGLE = (
    "Birojs",
    "Galvenais birojs",
    "Veikals",
    "Noliktava",
    "Ražotne",
    "Darbnīca",
    "Salons",
    "Objekts",
)
_BY_FORM = {"ZEM": "Saimniecība", "BDR": "Telpas", "NOD": "Birojs"}
_REASONS = (
    "Beidzies nomas līgums", "Pārcelts uz citām telpām", "Apvienots ar citu struktūrvienību", "Slēgts zema apgrozījuma dēļ",
    "Telpas pārdotas",
)  # fmt: skip


def unit_count(draw: Draw, index: int, legal: bool) -> int:
    """How many units: over all clients 1 for 90 %, 2-3 for 7 %, 4-10 for 2.3 %, 11-60 for 0.6 %, 250 for one."""
    if index == LARGEST_CHAIN:
        return LARGEST_UNITS
    share, more = draw(), draw()
    if not legal:
        return 1 if share < 0.97 else 2 + int(more * 2)
    if share < 0.86:
        return 1
    if share < 0.954:
        return 2 + int(more * 2)
    if share < 0.9905:
        return 4 + int(more * 7)
    return 11 + int(50 * more * more)


def add_units(
    client: client_pb2.Client,
    entry: Entry,
    standing: Standing,
    label: str,
    home: Address,
    *,
    payer_id: str = "",
) -> list[str]:
    """Adds the units and marks the main one; returns the ids of the active ones. `label` is the brand in their names."""
    index, seed, draw = entry
    legal = client.kind == client_pb2.CLIENT_KIND_LEGAL
    count = unit_count(draw, index, legal)
    client_closed = standing.closed_on > 0
    active: list[str] = []
    served = draw() < 0.25
    for place in range(count):
        address = home if place == 0 else town_address(draw, company_town(draw), flat=0.2)
        unit = client.units.add(
            id=stable_id(seed, f"unit:{index}:{place}"),
            kind=client_pb2.UNIT_KIND_BRANCH if legal else client_pb2.UNIT_KIND_SITE,
            name=_name(draw, place, label, address)
            if count > 1
            else _single(client, draw, address),
            address=address.line,
            city=address.place.name,
            postcode=address.postcode,
            served=served,
        )
        last = standing.closed_on or TODAY
        opened = standing.since + (int((last - standing.since) * draw() * 0.8) if place else 0)
        unit.opened_on.CopyFrom(day(opened))
        if draw() < (0.42 if client_closed else 0.15 if place else 0.0):
            closed_on = (
                last if client_closed and not place else opened + int((last - opened) * draw())
            )
            unit.closed_on.CopyFrom(day(closed_on))
            unit.closed_reason = one_of(_REASONS, draw())
        else:
            unit.active = True
            active.append(unit.id)
        if draw() < 0.6:
            unit.latitude, unit.longitude = address.latitude, address.longitude
        if place:
            _details(unit, draw, active, place, payer_id)
    if active and (count == 1 or draw() < 0.7):
        client.main_unit_id = active[0]
    return active


def _details(
    unit: client_pb2.Unit, draw: Draw, active: list[str], place: int, payer_id: str
) -> None:
    """What only units of chains have: a code, a phone, a parent, another payer."""
    unit.code = f"{place:03}" if draw() < 0.5 else ""
    if draw() < 0.4:
        unit.phone = mobile(draw)
    if active and active[0] != unit.id and draw() < 0.1:
        unit.kind = client_pb2.UNIT_KIND_DEPARTMENT
        unit.parent_id = active[0]
    elif payer_id and draw() < 0.2:
        unit.payer_client_id = payer_id


def _single(client: client_pb2.Client, draw: Draw, address: Address) -> str:
    """What the only unit is called."""
    if client.legal_form:
        return _BY_FORM.get(client.legal_form) or one_of(_SINGLE, draw())
    if client.kind == client_pb2.CLIENT_KIND_LEGAL:
        return one_of(("Galvenā ēka", "Ēka"), draw())
    if " - " in address.line:
        return "Dzīvoklis"
    return one_of(("Māja", "Māja", "Īpašums", "Vasarnīca"), draw())


def _name(draw: Draw, place: int, label: str, address: Address) -> str:
    """What one of several units is called: brand and suburb, town or street."""
    if place == 0:
        return "Birojs"
    spot = one_of(SUBURBS, draw()) if address.place is RIGA else address.place.name
    if draw() < 0.35:
        spot = address.line.rpartition(", ")[2].partition(" - ")[0]
    return f"{label} {spot}"
