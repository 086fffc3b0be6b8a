"""Money: Decimal in Python, NUMERIC(14,2) in tables, google.type.Money on the wire, {"amount", "currency"} in JSON.

A float is a bug. Rounding is half up, away from zero for negatives, as EN 16931 validators expect of credit notes.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from google.type import money_pb2

CENT = Decimal("0.01")
LARGEST = Decimal("999999999999.99")
LATS_PER_EURO = Decimal("0.702804")
"""Fixed when Latvia took the euro on 2014-01-01 (latvia.md 4.4)."""
_NANO = Decimal(1_000_000_000)
_NANOS_PER_CENT = 10_000_000


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
    units, nanos = message.units, message.nanos
    if nanos % _NANOS_PER_CENT or units * nanos < 0:
        raise ValueError("money has parts of a cent or two signs")
    amount = Decimal(units * 100 + nanos // _NANOS_PER_CENT).scaleb(-2)
    if abs(nanos) >= _NANO or abs(amount) > LARGEST:
        raise ValueError(f"not an amount of money: {amount}")
    return amount


def euros_of_lats(amounts: Iterable[Decimal]) -> list[Decimal]:
    """Each amount in LVL as EUR, so that the results sum to the sum in EUR (halves up): 5.00 and 5.00 LVL are 7.11 and 7.12.

    One amount by itself is simply turned; of several each may be a cent off, for the sake of their sum.
    """
    found: list[Decimal] = []
    lats, before = Decimal(0), Decimal(0)
    for amount in amounts:
        lats += amount
        euros = round_cents(lats / LATS_PER_EURO)
        found.append(euros - before)
        before = euros
    return found


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


def decimal_to_text(number: Decimal) -> str:
    """The shortest decimal text: 1.500 is 1.5."""
    return f"{number.normalize():f}"
