"""Calls on the money of a client: what it owes, what it bought, how it pays."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from kit.clock import RIGA, today_in_riga
from kit.dates import date_to_pb, instant_to_pb
from kit.ids import optional_id
from kit.money import money_to_pb
from kit.page import make_token, page_size, read_token
from services.invoices.convert.from_pb import day, required_day
from services.invoices.convert.money_to_pb import KIND, changed_message, money_message
from services.invoices.errors import DateInvalid
from services.invoices.events import PUBLISHED_STRIP
from services.invoices.servicer.desk import Calls, Context
from services.invoices.store import accounts, money, recount, statement
from services.invoices.store.accounts import WHOLE_CLIENT
from sysapi.invoices.v1 import invoices_service_pb2 as pb

CLIENTS_A_PAGE = 500
DIFFERENCES = 100
EVER = datetime(9999, 1, 1, tzinfo=UTC)


class MoneyCalls(Calls):
    """GetClientMoney, ListClientMoney, GetTurnover, GetStatement, GetRecount."""

    async def GetRecount(
        self, request: pb.GetRecountRequest, context: Context
    ) -> pb.GetRecountResponse:
        """Nothing before the first night."""
        async with self.desk.database.read() as session:
            run = await recount.last_run(session)
            if run is None:
                return pb.GetRecountResponse()
            rows = await recount.differences(session, run.id, DIFFERENCES)
        return pb.GetRecountResponse(
            end_time=instant_to_pb(run.ended_at),
            differences=run.differences,
            repaired=run.repaired,
            rows=[
                pb.RecountDifference(
                    what=row.what,
                    row_id=row.row_id,
                    client_id=str(row.client_id or ""),
                    stored=row.stored,
                    counted=row.counted,
                )
                for row in rows
            ],
        )

    async def GetClientMoney(
        self, request: pb.GetClientMoneyRequest, context: Context
    ) -> pb.GetClientMoneyResponse:
        """Computed from what is stored, as of today in Latvia."""
        client_id, unit_id = uuid.UUID(request.client_id), optional_id(request.unit_id)
        today = today_in_riga(self.desk.clock)
        async with self.desk.database.read() as session:
            found = await money.money_of(session, [client_id], today, unit_id)
        message = money_message(found[client_id], client_id, unit_id, today)
        message.update_time.FromDatetime(self.desk.clock())
        return pb.GetClientMoneyResponse(money=message)

    async def ListClientMoney(
        self, request: pb.ListClientMoneyRequest, context: Context
    ) -> pb.ListClientMoneyResponse:
        """A page of what would be published now. The version is read before the money, so that an event of a later one still counts."""
        size = page_size(request.page_size, CLIENTS_A_PAGE)
        after = read_token("client_money", request.page_token, uuid.UUID)
        now = self.desk.clock()
        async with self.desk.database.read() as session:
            rows = await accounts.page_of_accounts(session, after, size + 1)
            page = rows[:size]
            epoch = await accounts.epoch(session)
            found = await money.money_of(
                session,
                [row.client_id for row in page],
                today_in_riga(lambda: now),
                strip=PUBLISHED_STRIP,
            )
        return pb.ListClientMoneyResponse(
            clients=[
                changed_message(found[row.client_id], row.client_id, row.version, epoch, now)
                for row in page
            ],
            next_page_token=(
                make_token("client_money", page[-1].client_id) if len(rows) > size else ""
            ),
        )

    async def GetTurnover(
        self, request: pb.GetTurnoverRequest, context: Context
    ) -> pb.GetTurnoverResponse:
        """By month, and by unit and year."""
        client_id, unit_id = uuid.UUID(request.client_id), optional_id(request.unit_id)
        async with self.desk.database.read() as session:
            months = await money.turnover_months(session, client_id, unit_id)
            cells = (
                ()
                if unit_id
                else await money.turnover_cells(session, client_id, request.most_units)
            )
        others = [row for row in cells if row.unit_id is None]
        return pb.GetTurnoverResponse(
            months=[
                pb.TurnoverMonth(
                    year=row.year,
                    month=row.month,
                    net=money_to_pb(row.net),
                    gross=money_to_pb(row.gross),
                    count=row.documents,
                )
                for row in months
            ],
            cells=[_cell_to_pb(row) for row in cells if row.unit_id is not None],
            other_cells=[_cell_to_pb(row) for row in others],
            other_units=others[0].units - request.most_units if others else 0,
        )

    async def GetStatement(
        self, request: pb.GetStatementRequest, context: Context
    ) -> pb.GetStatementResponse:
        """Opening balance, rows, closing balance."""
        client_id, unit_id = uuid.UUID(request.client_id), optional_id(request.unit_id)
        first = required_day(getattr(request, "from"), "from")
        last = required_day(request.to, "to")
        if last < first:
            raise DateInvalid("to")
        as_of = day(request.as_of, "as_of")
        known = EVER
        if as_of is not None:
            known = datetime.combine(as_of + timedelta(days=1), time(), RIGA)
        whose = statement.Whose(client_id, unit_id, known)
        async with self.desk.database.read() as session:
            opening = await statement.opening(session, whose, first)
            rows = await statement.rows(session, whose, first, last)
        balance: Decimal = opening
        answer = pb.GetStatementResponse(opening=money_to_pb(opening))
        for row in rows:
            balance += row.amount
            answer.rows.add(
                on=date_to_pb(row.on_day),
                kind=KIND.number(row.kind),
                source_id=str(row.source_id),
                number=row.number or "",
                amount=money_to_pb(row.amount),
                balance=money_to_pb(balance),
            )
        answer.closing.CopyFrom(money_to_pb(balance))
        return answer


def _cell_to_pb(row: Row[Any]) -> pb.TurnoverCell:
    return pb.TurnoverCell(
        unit_id="" if row.unit_id in (None, WHOLE_CLIENT) else str(row.unit_id),
        year=row.year,
        net=money_to_pb(row.net),
        gross=money_to_pb(row.gross),
    )
