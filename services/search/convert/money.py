"""The money of a client as the catalogue keeps it."""

from __future__ import annotations

import uuid
from bisect import bisect_left

from google.type import money_pb2

from kit.dates import date_from_pb
from services.search.catalogue import Money
from sysapi.invoices.v1 import client_money_pb2 as pb

STRIP_CELLS = 5
# The last day of each part of the ageing: a letter for each, and one for what is later.
_LATE_UNTIL = (30, 60, 90)
_NANOS_OF_CENT = 10_000_000


def money_from_event(body: bytes) -> Money:
    """Reads a ClientMoneyChanged. Raises DecodeError or ValueError for a body that is none."""
    return money_from_pb(pb.ClientMoneyChanged.FromString(body))


def money_from_pb(told: pb.ClientMoneyChanged) -> Money:
    """Raises ValueError for money without client, version or day."""
    money = told.money
    as_of = date_from_pb(money.as_of)
    if told.version < 1 or as_of is None:
        raise ValueError("money without a version or a day")
    return Money(
        uuid.UUID(money.client_id).int,
        told.epoch,
        told.version,
        as_of.toordinal(),
        cents_from_pb(money.net_12_months),
        cents_from_pb(money.open),
        cents_from_pb(money.overdue),
        money.oldest_days_late,
        "".join(_letter(cell) for cell in money.strip[-STRIP_CELLS:]),
    )


def cents_from_pb(amount: money_pb2.Money) -> int:
    """Whole cents of an amount."""
    return amount.units * 100 + amount.nanos // _NANOS_OF_CENT


def _letter(cell: pb.StripCell) -> str:
    """How the invoice was paid; see `Money.strip`."""
    is_open = not cell.settled_on.year
    if cell.days_late > 0:
        return ("ABCD" if is_open else "abcd")[bisect_left(_LATE_UNTIL, cell.days_late)]
    if is_open:
        return "o"
    return "e" if cell.days_late < 0 else "t"
