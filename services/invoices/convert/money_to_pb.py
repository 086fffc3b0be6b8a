"""The money of a client as its message."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from kit.clock import today_in_riga
from kit.dates import date_to_pb
from kit.enum_text import EnumText
from kit.money import money_to_pb
from services.invoices.model.money import Cell, Money
from sysapi.invoices.v1 import client_money_pb2, invoices_service_pb2

KIND = EnumText(invoices_service_pb2.StatementKind, "STATEMENT_KIND_", "")


def money_message(
    money: Money, client_id: uuid.UUID, unit_id: uuid.UUID | None, today: date
) -> client_money_pb2.ClientMoney:
    """The message, without the time it was computed."""
    not_due, to_30, to_60, to_90, above = (money_to_pb(part) for part in money.ageing)
    paying = money.paying
    return client_money_pb2.ClientMoney(
        client_id=str(client_id),
        unit_id=str(unit_id or ""),
        net_12_months=money_to_pb(money.net_12_months),
        net_this_year=money_to_pb(money.net_this_year),
        net_ever=money_to_pb(money.net_ever),
        open=money_to_pb(money.open),
        overdue=money_to_pb(money.overdue),
        oldest_days_late=money.oldest_days_late,
        advance=money_to_pb(money.advance),
        ageing=client_money_pb2.Ageing(
            not_due=not_due,
            days_1_30=to_30,
            days_31_60=to_60,
            days_61_90=to_90,
            days_91_up=above,
        ),
        paying=client_money_pb2.Paying(
            count=paying.count,
            amount=money_to_pb(paying.amount),
            on_time_share=paying.on_time_share,
            median_days_late=paying.median_days_late,
            p90_days_late=paying.p90_days_late,
            trend_days=paying.trend_days,
        ),
        strip=[_cell_to_pb(cell, today) for cell in money.strip],
        as_of=date_to_pb(today),
    )


def changed_message(
    money: Money, client_id: uuid.UUID, version: int, epoch: int, now: datetime
) -> client_money_pb2.ClientMoneyChanged:
    """What is published about a client: the cells of the strip tell how it paid, and not of which invoice."""
    today = today_in_riga(lambda: now)
    message = money_message(money, client_id, None, today)
    message.update_time.FromDatetime(now)
    for cell in message.strip:
        cell.ClearField("invoice_id")
        cell.ClearField("number")
    return client_money_pb2.ClientMoneyChanged(money=message, epoch=epoch, version=version)


def _cell_to_pb(cell: Cell, today: date) -> client_money_pb2.StripCell:
    return client_money_pb2.StripCell(
        invoice_id=str(cell.invoice_id),
        number=cell.number,
        issued_on=date_to_pb(cell.issued_on),
        in_time_until=date_to_pb(cell.in_time_until),
        settled_on=date_to_pb(cell.settled_on),
        days_late=((cell.settled_on or today) - cell.in_time_until).days,
        gross=money_to_pb(cell.gross),
        open=money_to_pb(cell.open),
    )
