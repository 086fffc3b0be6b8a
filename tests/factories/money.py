"""Made-up money of clients, as the invoices service tells of it."""

from __future__ import annotations

import datetime

from google.type import date_pb2, money_pb2

from sysapi.invoices.v1 import client_money_pb2 as pb


def euros(cents: int) -> money_pb2.Money:
    """An amount."""
    whole, part = divmod(abs(cents), 100)
    sign = -1 if cents < 0 else 1
    return money_pb2.Money(currency_code="EUR", units=sign * whole, nanos=sign * part * 10_000_000)


def day(value: datetime.date) -> date_pb2.Date:
    """A day."""
    return date_pb2.Date(year=value.year, month=value.month, day=value.day)


def told(
    client_id: str,
    version: int = 1,
    *,
    epoch: int = 1,
    as_of: datetime.date = datetime.date(2026, 3, 9),
    net: int = 0,
    owed: int = 0,
    overdue: int = 0,
    late: int = 0,
    paid: tuple[int, ...] = (),
    unpaid: tuple[int, ...] = (),
) -> pb.ClientMoneyChanged:
    """The money of a client; `paid` and `unpaid` are the days late of its invoices, the paid ones first."""
    money = pb.ClientMoney(
        client_id=client_id,
        net_12_months=euros(net),
        open=euros(owed),
        overdue=euros(overdue),
        oldest_days_late=late,
        as_of=day(as_of),
    )
    for days in paid:
        money.strip.add(days_late=days, settled_on=day(as_of))
    for days in unpaid:
        money.strip.add(days_late=days)
    return pb.ClientMoneyChanged(money=money, epoch=epoch, version=version)
