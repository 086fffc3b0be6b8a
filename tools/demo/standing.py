"""How long somebody is a client and whether still: 55 % active, 3 % prospects, 3 % suspended, the rest closed."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from google.type import date_pb2

from sysapi.clients.v1 import client_pb2
from tools.demo.draws import Draw, Weighted, one_of

FIRST_DAY = date(2006, 1, 2).toordinal()
"""When the company began, so no client is older."""
TODAY = date(2026, 9, 30).toordinal()
"""The day the demo stands at; fixed, so that the same seed gives the same data in any year."""

_STATUSES = Weighted(
    (
        (client_pb2.CLIENT_STATUS_ACTIVE, 55),
        (client_pb2.CLIENT_STATUS_CLOSED, 39),
        (client_pb2.CLIENT_STATUS_SUSPENDED, 3),
        (client_pb2.CLIENT_STATUS_PROSPECT, 3),
    )
)
_LEGAL_REASONS = (
    "Līgums beidzies", "Likvidēts", "Pārgājis pie cita pakalpojumu sniedzēja", "Līgums izbeigts pēc klienta lūguma",
    "Reorganizēts", "Maksātnespēja", "Nav sadarbības vairāk nekā divus gadus", "Nemaksā; līgums lauzts",
)  # fmt: skip
_NATURAL_REASONS = (
    "Līgums beidzies", "Īpašums pārdots", "Pārcēlies uz citu pilsētu", "Vienreizējs darbs",
    "Līgums izbeigts pēc klienta lūguma", "Nav sadarbības vairāk nekā divus gadus",
)  # fmt: skip


class Standing(NamedTuple):
    """Since when (ordinal day), status, and day and reason of closing (0 and "" for others)."""

    since: int
    status: client_pb2.ClientStatus.ValueType
    closed_on: int
    closed_reason: str


def standing(draw: Draw, legal: bool, *, active: bool = False) -> Standing:
    """How one client stands today; `active` for those on whom others hang."""
    picked = _STATUSES.pick(draw())
    status = client_pb2.CLIENT_STATUS_ACTIVE if active else picked
    if status == client_pb2.CLIENT_STATUS_PROSPECT:
        return Standing(TODAY - int(400 * draw()), status, 0, "")
    # Closed clients began earlier than those who are still there.
    closed = status == client_pb2.CLIENT_STATUS_CLOSED
    age = draw()
    since = FIRST_DAY + int((TODAY - FIRST_DAY - 60) * (age if closed else age**0.5))
    if not closed:
        return Standing(since, status, 0, "")
    lasted = draw()
    closed_on = since + 30 + int((TODAY - since - 30) * lasted)
    reasons = _LEGAL_REASONS if legal else _NATURAL_REASONS
    return Standing(since, status, closed_on, one_of(reasons, draw()))


@lru_cache(maxsize=20_000)
def day(ordinal: int) -> date_pb2.Date:
    """The ordinal day as google.type.Date; do not change it, others share it."""
    found = date.fromordinal(ordinal)
    return date_pb2.Date(year=found.year, month=found.month, day=found.day)
