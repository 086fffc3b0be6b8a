"""Lines of the autogenerator for demo clients: recurring services as Latvian companies sell them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import NamedTuple

from google.type import date_pb2

from sysapi.autogen.v1 import line_pb2
from sysapi.clients.v1 import client_pb2
from sysapi.invoices.v1 import invoice_pb2
from tools.demo import numbers
from tools.demo.draws import Draw, Weighted, draws, one_of

_HAVE_LINES = 0.38
_PAUSED = 0.08
_MOST_LINES = 40
_MONTHS = Weighted(((1, 85), (3, 10), (12, 5)))
_COUNTS = Weighted(((1, 60), (2, 28), (3, 12)))
_ANCHORS = Weighted(((1, 60), (31, 15), (15, 10), (10, 8), (20, 7)))


class Service(NamedTuple):
    """A service: its name, texts in Latvian and English, what it is counted in, and its usual price and most pieces."""

    name: str
    latvian: str
    english: str
    unit: str
    price: int
    most: int = 1


_BY_MONTHS: dict[int, tuple[Service, ...]] = {
    1: (
        Service("Tehniskā apsardze", "Objekta tehniskā apsardze par {gads}. gada {mēnesi}", "Security monitoring, {month} {year}", "mēn.", 38),
        Service("Telpu uzkopšana", "Telpu uzkopšana {periods}", "Office cleaning {period}", "mēn.", 210),
        Service("Atkritumu izvešana", "Sadzīves atkritumu izvešana par {gads}. gada {mēnesi}", "Waste collection, {month} {year}", "konteiners", 24, 4),
        Service("Grāmatvedība", "Grāmatvedības pakalpojumi par {gads}. gada {mēnesi}", "Bookkeeping, {month} {year}", "mēn.", 180),
        Service("Telpu noma", "Telpu noma, {gads}. gada {mēnesis}", "Rent of premises, {month} {year}", "m²", 7, 60),
        Service("IT uzturēšana", "Datortīkla un darba vietu uzturēšana par {mēnesi}", "IT support, {month} {year}", "darba vieta", 19, 25),
        Service("Paklāju maiņa", "Ieejas paklāju maiņa {periods}", "Entrance mats {period}", "gab.", 11, 6),
        Service("Teritorijas kopšana", "Teritorijas kopšana par {gads}. gada {mēnesi}", "Grounds maintenance, {month} {year}", "mēn.", 95),
        Service("Internets", "Interneta pieslēgums {periods}", "Internet access {period}", "mēn.", 29),
    ),
    3: (
        Service("Deratizācija", "Deratizācija, {gads}. gada {ceturksnis}. ceturksnis", "Pest control, quarter {quarter} of {year}", "reize", 64),
        Service("Signalizācijas apkope", "Ugunsdzēsības signalizācijas apkope {periods}", "Fire alarm maintenance {period}", "reize", 120),
        Service("Liftu apkope", "Lifta tehniskā apkope, {gads}. gada {ceturksnis}. ceturksnis", "Lift maintenance, quarter {quarter} of {year}", "lifts", 155, 3),
    ),
    12: (
        Service("Ugunsdzēsības aparāti", "Ugunsdzēsības aparātu pārbaude {gads}. gadā", "Inspection of fire extinguishers {year}", "gab.", 9, 20),
        Service("Domēns un mājaslapa", "Domēna un mājaslapas uzturēšana no {no} līdz {līdz}", "Domain and web site from {from} to {to}", "gads", 140),
        Service("Programmatūras licence", "Programmatūras licence {periods}", "Software licence {period}", "licence", 85, 10),
    ),
}  # fmt: skip


def lines_of(
    client: client_pb2.Client, index: int, seed: int, today: date
) -> list[tuple[line_pb2.Line, bool]]:
    """The lines of a client, each with whether it is paused. Their first periods begin after today."""
    draw = draws(seed, "autogen", index)
    if client.status != client_pb2.CLIENT_STATUS_ACTIVE or draw() >= _HAVE_LINES:
        return []
    units = [unit.id for unit in client.units if unit.active]
    # Of a chain each unit has a line of its own.
    count = min(len(units), _MOST_LINES) if len(units) > 3 else _COUNTS.pick(draw())
    anchor = _ANCHORS.pick(draw())
    found: list[tuple[line_pb2.Line, bool]] = []
    for place in range(count):
        line = _line(client, draw, anchor, today)
        line.id = numbers.stable_id(seed, f"autogen:{index}:{place}")
        if units and (len(units) > 3 or draw() < 0.3):
            line.unit_id = units[place % len(units)]
        found.append((line, draw() < _PAUSED))
    return found


def _line(client: client_pb2.Client, draw: Draw, anchor: int, today: date) -> line_pb2.Line:
    months = _MONTHS.pick(draw())
    service = one_of(_BY_MONTHS[months], draw())
    is_english = client.language == "en"
    cents = int(service.price * 100 * (0.7 + 0.9 * draw() ** 2)) // 5 * 5
    first = _first_period(anchor, today, ahead=int(draw() * months))
    message = line_pb2.Line(
        client_id=client.id,
        service=service.name,
        template=service.english if is_english else service.latvian,
        language="en" if is_english else "lv",
        quantity=str(1 + int(service.most * draw())),
        unit=service.unit,
        unit_price=f"{cents // 100}.{cents % 100:02d}",
        vat_category=invoice_pb2.VAT_CATEGORY_STANDARD,
        vat_rate="21",
        rule=line_pb2.Rule(
            every_months=months,
            anchor_day=anchor,
            timing=line_pb2.TIMING_IN_ARREARS if draw() < 0.4 else line_pb2.TIMING_IN_ADVANCE,
            shift=line_pb2.BUSINESS_DAY_SHIFT_AFTER if draw() < 0.5 else line_pb2.BUSINESS_DAY_SHIFT_NONE,
        ),
        valid_from=date_pb2.Date(year=first.year, month=first.month, day=first.day),
    )  # fmt: skip
    if draw() < 0.15:
        message.term_days = 30
    return message


def _first_period(anchor: int, today: date, *, ahead: int) -> date:
    """The first anchor day after today, and some months on."""
    months = today.year * 12 + today.month - 1 + ahead
    while True:
        year, month = divmod(months, 12)
        found = date(year, month + 1, min(anchor, monthrange(year, month + 1)[1]))
        if found > today:
            return found
        months += 1
