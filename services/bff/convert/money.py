"""Amounts, and the money of a client. Sums are made of whole cents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

from google.type import money_pb2

from kit.money import money_to_pb
from services.bff.convert.values import day_to_json, instant_to_json
from services.bff.convert.words import STATEMENT_KIND
from services.bff.shapes.money import MoneyInput
from sysapi.invoices.v1 import client_money_pb2, invoices_service_pb2

Json = dict[str, object]

ENOUGH_DUES = 3
"""With fewer due rows nothing is said about how they were paid."""


class _Turned(Protocol):
    """A message with turnover."""

    @property
    def net(self) -> money_pb2.Money: ...
    @property
    def gross(self) -> money_pb2.Money: ...


def money_to_json(message: money_pb2.Money) -> Json:
    """{"amount": "12.50", "currency": "EUR"}."""
    return cents_to_json(cents_of(message), message.currency_code or "EUR")


def optional_money_to_json(message: money_pb2.Money) -> Json | None:
    """The amount, or None for the empty message."""
    return money_to_json(message) if message.currency_code else None


def money_from_json(money: MoneyInput) -> money_pb2.Money:
    """The amount as a message."""
    return money_to_pb(Decimal(money.amount), money.currency)


def cents_of(message: money_pb2.Money) -> int:
    """The amount in whole cents."""
    return message.units * 100 + message.nanos // 10_000_000


def cents_to_json(cents: int, currency: str = "EUR") -> Json:
    """Whole cents as an amount."""
    sign = "-" if cents < 0 else ""
    return {
        "amount": f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}",
        "currency": currency,
    }


def client_money_to_json(money: client_money_pb2.ClientMoney) -> Json:
    """Figures, ageing, paying and strip."""
    ageing = money.ageing
    return {
        "client_id": money.client_id,
        "unit_id": money.unit_id or None,
        "net_12_months": money_to_json(money.net_12_months),
        "net_this_year": money_to_json(money.net_this_year),
        "net_ever": money_to_json(money.net_ever),
        "open": money_to_json(money.open),
        "overdue": money_to_json(money.overdue),
        "oldest_days_late": money.oldest_days_late,
        "advance": money_to_json(money.advance),
        "ageing": {
            "not_due": money_to_json(ageing.not_due),
            "days_1_30": money_to_json(ageing.days_1_30),
            "days_31_60": money_to_json(ageing.days_31_60),
            "days_61_90": money_to_json(ageing.days_61_90),
            "days_91_up": money_to_json(ageing.days_91_up),
        },
        "paying": _paying_to_json(money.paying),
        "strip": [_cell_to_json(cell) for cell in money.strip],
        "as_of": day_to_json(money.as_of),
        "updated_at": instant_to_json(money.update_time),
    }


def _paying_to_json(paying: client_money_pb2.Paying) -> Json:
    tells = paying.count >= ENOUGH_DUES
    return {
        "count": paying.count,
        "amount": money_to_json(paying.amount),
        "on_time_share": paying.on_time_share if tells else None,
        "median_days_late": paying.median_days_late if tells else None,
        "p90_days_late": paying.p90_days_late if tells else None,
        "trend_days": paying.trend_days if tells and paying.HasField("trend_days") else None,
    }


def _cell_to_json(cell: client_money_pb2.StripCell) -> Json:
    return {
        "invoice_id": cell.invoice_id,
        "number": cell.number,
        "issued_on": day_to_json(cell.issued_on),
        "in_time_until": day_to_json(cell.in_time_until),
        "settled_on": day_to_json(cell.settled_on),
        "days_late": cell.days_late,
        "gross": money_to_json(cell.gross),
        "open": money_to_json(cell.open),
    }


def turnover_to_json(answer: invoices_service_pb2.GetTurnoverResponse) -> Json:
    """Months, years, and units by year; each sum is made of the rows it stands over."""
    years: defaultdict[int, list[_Turned]] = defaultdict(list)
    for month in answer.months:
        years[month.year].append(month)
    units: defaultdict[str, list[invoices_service_pb2.TurnoverCell]] = defaultdict(list)
    for cell in answer.cells:
        units[cell.unit_id].append(cell)
    by_size = sorted(units.items(), key=lambda unit: -sum(cents_of(cell.net) for cell in unit[1]))
    return {
        **_sums(answer.months),
        "months": [
            {
                "year": month.year,
                "month": month.month,
                "net": money_to_json(month.net),
                "gross": money_to_json(month.gross),
                "count": month.count,
            }
            for month in answer.months
        ],
        "years": [{"year": year, **_sums(years[year])} for year in sorted(years, reverse=True)],
        "units": [
            {
                "unit_id": unit_id or None,
                **_sums(cells),
                "years": [
                    {"year": cell.year, **_sums([cell])}
                    for cell in sorted(cells, key=lambda cell: -cell.year)
                ],
            }
            for unit_id, cells in by_size
        ],
    }


def _sums(rows: Iterable[_Turned]) -> Json:
    net = gross = 0
    for row in rows:
        net += cents_of(row.net)
        gross += cents_of(row.gross)
    return {"net": cents_to_json(net), "gross": cents_to_json(gross)}


def statement_to_json(answer: invoices_service_pb2.GetStatementResponse) -> Json:
    """Opening balance, rows, closing balance."""
    return {
        "opening": money_to_json(answer.opening),
        "rows": [
            {
                "on": day_to_json(row.on),
                "kind": STATEMENT_KIND[row.kind],
                "source_id": row.source_id,
                "number": row.number,
                "amount": money_to_json(row.amount),
                "balance": money_to_json(row.balance),
            }
            for row in answer.rows
        ],
        "closing": money_to_json(answer.closing),
    }
