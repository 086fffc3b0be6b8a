"""Which rates of VAT hold on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from services.invoices.errors import VatRateInvalid

Rates = Mapping[tuple[str, Decimal], Sequence[tuple[date, date | None]]]
"""VAT categories and rates with the first and last days on which they hold."""


def check_rates(lines: Iterable[tuple[str, Decimal]], on: date, rates: Rates) -> None:
    """Raises VatRateInvalid for a line whose rate is none of its category on the day of supply; lines are (category, rate)."""
    for place, (category, rate) in enumerate(lines):
        held = rates.get((category, rate), ())
        if not any(first <= on and (last is None or on <= last) for first, last in held):
            raise VatRateInvalid(f"lines[{place}].vat_rate", rate, on)
