"""The sums of a document, as EN 16931 wants them.

A line is rounded to cents by itself (BR-S-08 sums rounded lines into the base); VAT is computed once for each category and rate
on the sum of its lines (BR-CO-17), never as a sum of rounded taxes. Halves go away from zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kit.money import round_cents

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Taxed:
    """A net amount with its VAT category and rate in percent."""

    net: Decimal
    category: str
    rate: Decimal


@dataclass(frozen=True, slots=True)
class VatSum:
    """VAT of one category and rate."""

    category: str
    rate: Decimal
    base: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of a document; gross = net + vat."""

    net: Decimal
    vat: Decimal
    vat_sums: tuple[VatSum, ...]

    @property
    def gross(self) -> Decimal:
        """With VAT."""
        return self.net + self.vat


def line_net(quantity: Decimal, unit_price: Decimal, discount_percent: Decimal) -> Decimal:
    """The net amount of a line in cents (BR-LIN: quantity x price less the discount)."""
    return round_cents(quantity * unit_price * (_HUNDRED - discount_percent) / _HUNDRED)


def totals_of(lines: Iterable[Taxed]) -> Totals:
    """The sums of the lines. VAT sums come in order of category, the highest rate first."""
    bases: dict[tuple[str, Decimal], Decimal] = {}
    for line in lines:
        key = (line.category, line.rate.normalize())
        bases[key] = bases.get(key, Decimal(0)) + line.net
    sums = tuple(
        VatSum(category, rate, base, round_cents(base * rate / _HUNDRED))
        for (category, rate), base in sorted(
            bases.items(), key=lambda item: (item[0][0], -item[0][1])
        )
    )
    return Totals(
        sum((one.base for one in sums), Decimal(0)),
        sum((one.tax for one in sums), Decimal(0)),
        sums,
    )
