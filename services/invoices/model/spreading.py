"""Spreading an amount over open due rows."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class OpenDue:
    """A due row on which something is open."""

    due_id: uuid.UUID
    invoice_id: uuid.UUID
    due_on: date
    open: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """What a due row gets."""

    due_id: uuid.UUID
    invoice_id: uuid.UUID
    amount: Decimal


def oldest_first(amount: Decimal, dues: Iterable[OpenDue]) -> tuple[list[Share], Decimal]:
    """Shares by day due, and what is left. Shares and the rest sum to the amount; no share is above what is open."""
    shares: list[Share] = []
    left = amount
    for due in sorted(dues, key=lambda due: (due.due_on, due.due_id)):
        if left <= 0:
            break
        share = min(left, due.open)
        if share > 0:
            shares.append(Share(due.due_id, due.invoice_id, share))
            left -= share
    return shares, left
