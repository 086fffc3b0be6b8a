"""Amounts, and the money of a client. Sums are made of whole cents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from google.type import money_pb2

from kit.money import money_to_pb
from services.bff.convert.values import day_to_json, instant_to_json
from services.bff.convert.words import STATEMENT_KIND
from services.bff.shapes.money import MoneyInput
from sysapi.invoices.v1 import client_money_pb2, invoices_service_pb2

Json = dict[str, object]

ENOUGH_DUES = 3
"""With fewer due rows nothing is said about how they were paid."""


_Turned = tuple[int, int, int]
"""Year, and turnover in cents without and with VAT."""


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
    months = [_turned(month) for month in answer.months]
    others = [_turned(cell) for cell in answer.other_cells]
    of_unit: defaultdict[str, list[_Turned]] = defaultdict(list)
    for cell in answer.cells:
        of_unit[cell.unit_id].append(_turned(cell))
    return {
        **_sums(months),
        "months": [
            {"year": month.year, "month": month.month, **_sums([row]), "count": month.count}
            for month, row in zip(answer.months, months, strict=True)
        ],
        "years": _years(months),
        "units": [
            {"unit_id": unit_id or None, **_sums(rows), "years": _years(rows)}
            for unit_id, rows in of_unit.items()
        ],
        "other_units": {"count": answer.other_units, **_sums(others), "years": _years(others)}
        if others
        else None,
    }


def _turned(row: invoices_service_pb2.TurnoverMonth | invoices_service_pb2.TurnoverCell) -> _Turned:
    return row.year, cents_of(row.net), cents_of(row.gross)


def _sums(rows: Iterable[_Turned]) -> Json:
    net = gross = 0
    for _, row_net, row_gross in rows:
        net += row_net
        gross += row_gross
    return {"net": cents_to_json(net), "gross": cents_to_json(gross)}


def _years(rows: Iterable[_Turned]) -> list[Json]:
    """By year, newest first."""
    of_year: defaultdict[int, list[_Turned]] = defaultdict(list)
    for row in rows:
        of_year[row[0]].append(row)
    return [{"year": year, **_sums(of_year[year])} for year in sorted(of_year, reverse=True)]


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


def recount_to_json(answer: invoices_service_pb2.GetRecountResponse) -> Json:
    """The last recount."""
    return {
        "ended_at": instant_to_json(answer.end_time) if answer.HasField("end_time") else None,
        "differences": answer.differences,
        "repaired": answer.repaired,
        "rows": [
            {
                "what": row.what,
                "row_id": row.row_id,
                "client_id": row.client_id or None,
                "stored": row.stored,
                "counted": row.counted,
            }
            for row in answer.rows
        ],
    }
