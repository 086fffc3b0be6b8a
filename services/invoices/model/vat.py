"""Which rates of VAT hold on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from services.invoices.errors import VatRateInvalid

Rates = Mapping[tuple[str, Decimal], Sequence[tuple[date, date | None]]]
"""VAT categories and rates with the first and last days on which they hold."""


def rates_on(on: date, rates: Rates) -> set[tuple[str, Decimal]]:
    """Category and rate of everything that a supply of this day can have."""
    return {rate for rate, days in rates.items() if _hold(days, on)}


def check_rates(lines: Iterable[tuple[str, Decimal]], on: date, rates: Rates) -> None:
    """Raises VatRateInvalid for a line whose rate is none of its category on the day of supply; lines are (category, rate)."""
    for place, (category, rate) in enumerate(lines):
        if not _hold(rates.get((category, rate), ()), on):
            raise VatRateInvalid(f"lines[{place}].vat_rate", rate, on)


def _hold(days: Sequence[tuple[date, date | None]], on: date) -> bool:
    return any(first <= on and (last is None or on <= last) for first, last in days)
