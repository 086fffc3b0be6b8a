"""Prices after an indexation."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from kit.money import round_cents


def decimals(number: Decimal) -> int:
    """Decimals that the number needs."""
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


def indexed(price: Decimal, percent: Decimal | None, amount: Decimal | None) -> Decimal:
    """The new price: by percent with as many decimals as before and at least two, or with an amount added."""
    if amount is not None:
        return price + amount
    assert percent is not None
    step = Decimal(1).scaleb(-max(2, decimals(price)))
    return (price * (100 + percent) / 100).quantize(step, rounding=ROUND_HALF_UP)


def year_net(quantity: Decimal, price: Decimal, every_months: int) -> Decimal:
    """What a line brings in twelve months."""
    return round_cents(quantity * price * 12 / every_months)
