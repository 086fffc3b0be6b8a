"""What was billed: the documents of one client or unit, month by month (latvia.md 6). Amounts are whole cents, days are ordinals.

A stream of chance belongs to one unit and runs forward in time, so that a later last day only adds documents.
"""

from __future__ import annotations

import calendar
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from statistics import NormalDist
from typing import NamedTuple

from sysapi.clients.v1 import client_pb2
from sysapi.invoices.v1 import invoice_pb2
from tools.demo.chains import LARGEST_CHAIN
from tools.demo.draws import Draw, Weighted, draws, one_of

LAST_DAY_OF_LATS = date(2013, 12, 31).toordinal()
_PER_YEAR_LEGAL = Weighted(
    ((1, 180), (2, 150), (3, 120), (4, 140), (6, 110), (12, 200), (24, 60), (36, 26), (60, 8), (110, 5), (400, 1))
)  # fmt: skip
_PER_YEAR_NATURAL = Weighted(((1, 42), (2, 30), (4, 16), (12, 12)))
_PER_YEAR_IN_CHAIN = Weighted(((6, 20), (12, 50), (24, 20), (48, 10)))
_TERMS = Weighted(((14, 45), (10, 20), (30, 20), (7, 10), (60, 5)))
# Log-normal lines, so that whole documents have a median of 85 and a mean of 260 EUR: sigma is sqrt(2 ln(260 / 85)).
_AMOUNTS = [
    round(4_600 * math.exp(math.sqrt(2 * math.log(260 / 85)) * NormalDist().inv_cdf(share / 400)))
    for share in range(1, 400)
]
_CREDITED, _ANNULLED = 0.03, 0.01
_FIRST_DAYS = 0.55
"""Share of documents dated on the first three days of a month or on its last."""

_SERVICES = (
    ("Telpu uzkopšana", "mēn."), ("Teritorijas uzturēšana", "mēn."), ("Apsardzes pakalpojumi", "mēn."),
    ("Signalizācijas apkope", "mēn."), ("Iekārtu tehniskā apkope", "gab."), ("Logu mazgāšana", "m²"),
    ("Deratizācija un dezinsekcija", "gab."), ("Paklāju nomaiņa", "gab."), ("Speciālista izsaukums", "h"),
    ("Sniega tīrīšana", "h"), ("Materiāli un rezerves daļas", "gab."), ("Transporta izdevumi", "km"),
)  # fmt: skip
_MONTHLY = 4
"""So many of the services are sold by the month."""

_EURO, _LATS = "EUR", "LVL"
_STANDARD = invoice_pb2.VAT_CATEGORY_STANDARD


class Item(NamedTuple):
    """A line; `price` is in cents, `discount` and `rate` in percent."""

    text: str
    quantity: int
    unit: str
    price: int
    discount: int

    @property
    def net(self) -> int:
        """In cents, halves up."""
        return (self.quantity * self.price * (100 - self.discount) + 50) // 100


@dataclass(slots=True)
class Paper:
    """An invoice or, with `credits`, a credit note on another one. All lines have one VAT category and rate."""

    key: str
    on: int
    due_on: int
    unit_id: str
    items: list[Item]
    category: invoice_pb2.VatCategory.ValueType
    rate: int
    currency: str
    credits: Paper | None = None
    annulled_on: int = 0
    number: str = ""
    net: int = field(init=False)
    vat: int = field(init=False)
    chance: tuple[float, ...] = ()
    """What decides how it is paid."""

    def __post_init__(self) -> None:
        self.net = sum(item.net for item in self.items)
        self.vat = (self.net * self.rate + 50) // 100

    @property
    def gross(self) -> int:
        """In its own currency."""
        return self.net + self.vat

    @property
    def gross_euros(self) -> int:
        """In cents of EUR, at 0.702804 and halves up."""
        if self.currency == _EURO:
            return self.gross
        return (self.gross * 2_000_000 + 702_804) // (2 * 702_804)


class Stream(NamedTuple):
    """Who is billed: the client of a number, by itself or at one of its units, from the first to the last ordinal day."""

    number: int
    place: int
    unit_id: str
    first: int
    last: int
    is_legal: bool
    pays_vat: bool


def streams(client: client_pb2.Client, index: int, until: int) -> Iterator[Stream]:
    """The streams of a client up to a day: one for each unit; what has several is billed as a whole instead of at the first."""
    if client.status == client_pb2.CLIENT_STATUS_PROSPECT:
        return
    closed_on = _ordinal(client.closed_on) if client.HasField("closed_on") else until
    several = len(client.units) > 1
    for place, unit in enumerate(client.units):
        last = min(
            until, closed_on, _ordinal(unit.closed_on) if unit.HasField("closed_on") else until
        )
        yield Stream(
            index,
            place,
            "" if several and not place else unit.id,
            _ordinal(unit.opened_on),
            last,
            client.kind == client_pb2.CLIENT_KIND_LEGAL,
            any(row.type == client_pb2.IDENTIFIER_TYPE_LV_VAT for row in client.identifiers),
        )


def papers(stream: Stream, seed: int) -> list[Paper]:
    """The documents of a stream in order of day, credit notes behind their invoices."""
    draw = draws(seed, "billing", stream.number * 1_000 + stream.place)
    if stream.number == LARGEST_CHAIN:
        rate = _PER_YEAR_IN_CHAIN.pick(draw())
    else:
        rate = (_PER_YEAR_LEGAL if stream.is_legal else _PER_YEAR_NATURAL).pick(draw())
        if stream.place:
            rate = max(1, rate // 4)
    habit = _Habit(rate, _TERMS.pick(draw()), _amount(draw()), int(draw() * _MONTHLY))
    found: list[Paper] = []
    first = date.fromordinal(stream.first)
    year, month = first.year, first.month
    while (start := date(year, month, 1).toordinal()) <= stream.last:
        made = [
            _paper(draw, stream, habit, start, f"{len(found) + place}")
            for place in range(int(rate / 12 + draw()))
        ]
        found += made
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    kept = [one for one in found if stream.first <= one.on <= stream.last]
    kept += [
        note
        for one in kept
        if (note := _credit_note(one, stream)) is not None and note.on <= stream.last
    ]
    return sorted(kept, key=lambda one: (one.on, one.credits is not None))


class _Habit(NamedTuple):
    """What the documents of a stream have in common."""

    per_year: int
    term: int
    amount: int
    service: int


def _paper(draw: Draw, stream: Stream, habit: _Habit, month: int, name: str) -> Paper:
    day = date.fromordinal(month)
    length = calendar.monthrange(day.year, day.month)[1]
    early, which = draw(), draw()
    within = one_of((0, 0, 1, 2, length - 1), which) if early < _FIRST_DAYS else int(which * length)
    on = month + within
    currency = _LATS if on <= LAST_DAY_OF_LATS else _EURO
    items = _items(draw, habit, day)
    if currency == _LATS:
        items = [item._replace(price=max(1, item.price * 7 // 10)) for item in items]
    category, rate = _vat(draw(), on, pays_vat=stream.pays_vat)
    chance = tuple(draw() for _ in range(8))
    return Paper(
        key=f"{stream.number}:{stream.place}:{name}",
        on=on,
        due_on=on + habit.term,
        unit_id=stream.unit_id,
        items=items,
        category=category,
        rate=rate,
        currency=currency,
        annulled_on=on + int(chance[7] * 400) if chance[7] < _ANNULLED else 0,
        chance=chance,
    )


def _items(draw: Draw, habit: _Habit, month: date) -> list[Item]:
    """A monthly service at a price that grows by the year, or single works; often with something more."""
    more = draw()
    if habit.per_year >= 12:
        text, unit = _SERVICES[habit.service]
        price = habit.amount * (100 + 3 * (month.year - 2006)) // 130
        items = [Item(f"{text}, {month.month:02}.{month.year}", 1, unit, max(100, price), 0)]
        wanted = 0 if more < 0.75 else 1 if more < 0.95 else 2
    else:
        items = []
        wanted = 1 if more < 0.7 else 2 if more < 0.92 else 3
    for _ in range(wanted):
        text, unit = one_of(_SERVICES[_MONTHLY:], draw())
        quantity = one_of((1, 1, 1, 2, 3, 4, 8), draw())
        price = max(50, _amount(draw()) // quantity)
        items.append(Item(text, quantity, unit, price, 10 if draw() < 0.05 else 0))
    return items


def _amount(share: float) -> int:
    """A log-normal amount in cents, between two of 400 points of its distribution."""
    place = share * (len(_AMOUNTS) - 1)
    below = int(place)
    step = _AMOUNTS[below + 1] - _AMOUNTS[below]
    return _AMOUNTS[below] + int(step * (place - below))


_STANDARD_SINCE = tuple(
    (date(*day).toordinal(), rate)
    for day, rate in (
        ((2012, 7, 1), 21),
        ((2011, 1, 1), 22),
        ((2009, 1, 1), 21),
        ((1995, 5, 1), 18),
    )
)
_REDUCED_SINCE = tuple(
    (date(*day).toordinal(), rate)
    for day, rate in (((2011, 1, 1), 12), ((2009, 1, 1), 10), ((1995, 5, 1), 5))
)


def _vat(share: float, on: int, *, pays_vat: bool) -> tuple[invoice_pb2.VatCategory.ValueType, int]:
    """93 % at the standard rate of the day, 2 % reduced, 3 % reverse charge (between VAT payers only), 2 % at zero."""
    if share < 0.02:
        return _STANDARD, next(rate for since, rate in _REDUCED_SINCE if since <= on)
    if share < 0.04:
        return invoice_pb2.VAT_CATEGORY_ZERO, 0
    if share < 0.09 and pays_vat:
        return invoice_pb2.VAT_CATEGORY_REVERSE_CHARGE, 0
    return _STANDARD, next(rate for since, rate in _STANDARD_SINCE if since <= on)


def _credit_note(paper: Paper, stream: Stream) -> Paper | None:
    """3 % are credited within ten days: as a whole, or the last of several lines."""
    if paper.annulled_on or paper.chance[6] >= _CREDITED:
        return None
    on = paper.on + 1 + int(paper.chance[6] / _CREDITED * 10)
    if (on <= LAST_DAY_OF_LATS) != (paper.currency == _LATS):
        return None
    return Paper(
        key=f"{paper.key}:credit",
        on=on,
        due_on=on,
        unit_id=stream.unit_id,
        items=paper.items[-1:],
        category=paper.category,
        rate=paper.rate,
        currency=paper.currency,
        credits=paper,
    )


def _ordinal(day: object) -> int:
    return date(day.year, day.month, day.day).toordinal()  # pyright: ignore
