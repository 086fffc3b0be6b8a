"""Money: Decimal in Python, NUMERIC(14,2) in tables, google.type.Money on the wire, {"amount", "currency"} in JSON.

A float is a bug. Rounding is half up, away from zero for negatives, as EN 16931 validators expect of credit notes.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from google.type import money_pb2

CENT = Decimal("0.01")
LARGEST = Decimal("999999999999.99")
_NANO = Decimal(1_000_000_000)


def round_cents(amount: Decimal) -> Decimal:
    """The amount with two decimals, halves away from zero."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def money_to_pb(amount: Decimal, currency: str = "EUR") -> money_pb2.Money:
    """The amount as Money. Raises ValueError when it has more than two decimals or does not fit NUMERIC(14,2)."""
    if not amount.is_finite() or abs(amount) > LARGEST or amount != round_cents(amount):
        raise ValueError(f"not an amount of money: {amount}")
    units = int(amount)
    return money_pb2.Money(currency_code=currency, units=units, nanos=int((amount - units) * _NANO))


def money_from_pb(message: money_pb2.Money) -> Decimal:
    """The amount. Raises ValueError for parts of a cent, signs that disagree, or what does not fit NUMERIC(14,2)."""
    if message.nanos % 10_000_000 or message.units * message.nanos < 0:
        raise ValueError("money has parts of a cent or two signs")
    amount = (Decimal(message.units) + Decimal(message.nanos) / _NANO).quantize(CENT)
    if abs(message.nanos) >= _NANO or abs(amount) > LARGEST:
        raise ValueError(f"not an amount of money: {amount}")
    return amount


def split_evenly(amount: Decimal, parts: int) -> list[Decimal]:
    """The amount in `parts` shares that sum to it; the first shares carry the odd cents (10.00 / 3 = 3.34 3.33 3.33).

    Raises ValueError for parts of a cent and for less than one share.
    """
    if parts < 1 or abs(amount) > LARGEST or amount != round_cents(amount):
        raise ValueError(f"cannot split {amount} into {parts} shares")
    cents = int(amount / CENT)
    share, odd = divmod(abs(cents), parts)
    sign = -1 if cents < 0 else 1
    return [sign * CENT * (share + (1 if index < odd else 0)) for index in range(parts)]
