"""Lines, prices and filters from their messages."""

from __future__ import annotations

import uuid
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal

from google.type import date_pb2

from kit.call import Writing
from kit.dates import date_from_pb
from kit.ids import optional_id
from services.autogen.convert import enums
from services.autogen.errors import AmountInvalid, DateInvalid, RuleInvalid
from services.autogen.model.calendar import fits
from services.autogen.model.tables import Line, Price
from services.autogen.model.template import check_template
from sysapi.autogen.v1 import line_pb2

UPDATABLE = frozenset(
    {
        "service", "template", "language", "quantity", "unit", "vat_category", "vat_rate", "rule", "valid_from", "valid_to",
        "join_key", "term_days", "visits_per_period",
    }
)  # fmt: skip
# Later than anybody lives, and far from the last year that a date can hold.
_EARLIEST, _LATEST = date(1995, 1, 1), date(2200, 12, 31)
_LARGEST = Decimal(10) ** 12


def day(message: date_pb2.Date, field: str) -> date | None:
    """The day, or None when unset. Raises DateInvalid for a day that does not exist or is too far away."""
    try:
        return date_from_pb(message, _EARLIEST, _LATEST)
    except ValueError as error:
        raise DateInvalid(field) from error


def required_day(message: date_pb2.Date, field: str) -> date:
    """The day. Raises DateInvalid also when it is unset."""
    found = day(message, field)
    if found is None:
        raise DateInvalid(field)
    return found


def new_line(message: line_pb2.Line, language: str, writing: Writing) -> Line:
    """A line with its first price and nothing in the ledger. Raises what `line_from_pb` raises."""
    line = Line(
        id=optional_id(message.id) or uuid.uuid4(),
        version=1,
        client_id=uuid.UUID(message.client_id),
        unit_id=optional_id(message.unit_id),
        state="active",
        next_number=0,
        created_at=writing.now,
        created_by=writing.actor,
        prices=[],
    )
    line_from_pb(line, message, UPDATABLE - {"language"})
    line.language = message.language or language
    line.prices.append(new_price(line, Decimal(message.unit_price), line.valid_from))
    return line


def line_from_pb(line: Line, message: line_pb2.Line, fields: AbstractSet[str]) -> None:
    """Writes the named fields into the line. Raises AmountInvalid, DateInvalid, RuleInvalid or TemplateInvalid."""
    for field in ("service", "unit", "join_key", "visits_per_period"):
        if field in fields:
            setattr(line, field, getattr(message, field))
    if "language" in fields:
        line.language = message.language or "lv"
    if "template" in fields:
        check_template(message.template)
        line.template = message.template
    if "quantity" in fields:
        line.quantity = Decimal(message.quantity)
        if not line.quantity:
            raise AmountInvalid("quantity")
        for price in line.prices:
            check_net(line, price.unit_price, "quantity")
    if "vat_category" in fields:
        line.vat_category = enums.VAT_CATEGORY.word(message.vat_category)
    if "vat_rate" in fields:
        line.vat_rate = Decimal(message.vat_rate)
    if "term_days" in fields:
        line.term_days = message.term_days if message.HasField("term_days") else None
    _when(line, message, fields)


def _when(line: Line, message: line_pb2.Line, fields: AbstractSet[str]) -> None:
    if "valid_from" in fields:
        line.valid_from = required_day(message.valid_from, "valid_from")
    if "valid_to" in fields:
        line.valid_to = day(message.valid_to, "valid_to")
    if "rule" in fields:
        line.every_months = message.rule.every_months
        line.anchor_day = message.rule.anchor_day or line.valid_from.day
        line.timing = enums.timing_word(message.rule.timing)
        line.issue_offset_days = message.rule.issue_offset_days
        line.shift = enums.shift_word(message.rule.shift)
    if line.valid_to is not None and line.valid_to < line.valid_from:
        raise DateInvalid("valid_to")
    if not fits(line.valid_from, line.rule):
        raise RuleInvalid


def new_price(line: Line, unit_price: Decimal, from_day: date) -> Price:
    """A price of the line. Raises AmountInvalid when the line would cost too much."""
    check_net(line, unit_price, "unit_price")
    return Price(line_id=line.id, from_day=from_day, unit_price=unit_price)


def check_net(line: Line, unit_price: Decimal, field: str) -> None:
    """Raises AmountInvalid for a price that an invoice cannot hold."""
    if unit_price < 0 or unit_price * line.quantity >= _LARGEST:
        raise AmountInvalid(field)
