"""Calls that change many prices at once: preview, apply, take back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from kit import idempotency
from kit.money import decimal_to_text, money_to_pb
from kit.page import make_token, page_size, read_token
from services.autogen import events
from services.autogen.convert.from_pb import check_net, required_day
from services.autogen.convert.to_pb import indexation_to_pb
from services.autogen.errors import AmountInvalid, IndexationUndone, IndexationUsed, PeriodInDoubt
from services.autogen.model.indexing import indexed, year_net
from services.autogen.model.planning import move_on, price_on
from services.autogen.model.tables import ANSWERED, Indexation, Line, Price
from services.autogen.servicer.desk import Calls, Context, wanted_lines
from services.autogen.store import lines, periods, schedules
from sysapi.autogen.v1 import autogen_service_pb2 as pb

_SHOWN = 1000


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of prices as it was asked for."""

    wanted: lines.Wanted
    from_day: date
    percent: Decimal | None
    amount: Decimal | None


class IndexationCalls(Calls):
    """PreviewIndexation … ListIndexations."""

    async def PreviewIndexation(
        self, request: pb.PreviewIndexationRequest, context: Context
    ) -> pb.PreviewIndexationResponse:
        """Old and new prices, and what they bring in a year."""
        change = _change(request.change)
        answer = pb.PreviewIndexationResponse()
        old_net = new_net = Decimal(0)
        async with self.desk.database.read() as session:
            rows = await lines.all_lines(session, change.wanted)
        for line, old, new in _new_prices(rows, change):
            old_net += year_net(line.quantity, old, line.every_months)
            new_net += year_net(line.quantity, new, line.every_months)
            answer.count += 1
            if answer.count <= _SHOWN:
                answer.lines.add(
                    line_id=str(line.id),
                    client_id=str(line.client_id),
                    service=line.service,
                    old_price=decimal_to_text(old),
                    new_price=decimal_to_text(new),
                )
        answer.old_year_net.CopyFrom(money_to_pb(old_net))
        answer.new_year_net.CopyFrom(money_to_pb(new_net))
        return answer

    async def ApplyIndexation(
        self, request: pb.ApplyIndexationRequest, context: Context
    ) -> pb.ApplyIndexationResponse:
        """Adds a price to every line that fits, in one transaction."""
        change, writing = _change(request.change), self.desk.writing()
        async with self.desk.database.begin() as session:
            done = await idempotency.replay(
                session, ANSWERED, request.request_id, request, pb.ApplyIndexationResponse
            )
            if done is not None:
                return done
            client_ids = await lines.clients_of_lines(session, change.wanted)
            locked = await schedules.lock_clients(session, client_ids)
            rows = await lines.all_lines(session, change.wanted)
            rows = [line for line in rows if line.client_id in locked]
            row = Indexation(
                id=uuid.uuid4(),
                from_day=change.from_day,
                percent=change.percent,
                amount=change.amount,
                created_at=writing.now,
                created_by=writing.actor,
            )
            session.add(row)
            found = _new_prices(rows, change)
            row.lines = len(found)
            await session.flush()
            for line, _, new in found:
                session.add(
                    Price(
                        line_id=line.id,
                        from_day=change.from_day,
                        unit_price=new,
                        indexation_id=row.id,
                    )
                )
            await session.flush()
            await self._go_on(session, [line for line, _, _ in found])
            await events.publish(session, locked)
            answer = pb.ApplyIndexationResponse(indexation=indexation_to_pb(row, 0))
            await idempotency.remember(session, ANSWERED, request.request_id, answer)
        self.desk.wake_relay()
        return answer

    async def UndoIndexation(
        self, request: pb.UndoIndexationRequest, context: Context
    ) -> pb.UndoIndexationResponse:
        """Deletes the prices it made, while no invoice has one."""
        indexation_id = uuid.UUID(request.indexation_id)
        async with self.desk.database.begin() as session:
            client_ids = await lines.clients_of_indexation(session, indexation_id)
            locked = await schedules.lock_clients(session, client_ids)
            row = await lines.indexation(session, indexation_id, for_change=True)
            if row.undone_at is not None:
                raise IndexationUndone(row.id)
            if used := (await lines.used_by_indexation(session, [row.id])).get(row.id):
                raise IndexationUsed(row.id, used)
            found = await lines.lines_of_indexation(session, row.id)
            doubtful = await periods.first_in_doubt(
                session, [line.id for line in found], row.from_day
            )
            if doubtful is not None:
                raise PeriodInDoubt(doubtful)
            await lines.delete_prices_of_indexation(session, row.id)
            row.undone_at = self.desk.clock()
            await self._go_on(session, found)
            await events.publish(session, locked)
            answer = pb.UndoIndexationResponse(indexation=indexation_to_pb(row, 0))
        self.desk.wake_relay()
        return answer

    async def ListIndexations(
        self, request: pb.ListIndexationsRequest, context: Context
    ) -> pb.ListIndexationsResponse:
        """A page, newest first."""
        size = page_size(request.page_size)
        after = read_token("indexations", request.page_token, uuid.UUID)
        async with self.desk.database.read() as session:
            rows = await lines.page_of_indexations(session, after, size + 1)
            used = await lines.used_by_indexation(session, [row.id for row in rows])
        token = make_token("indexations", rows[size - 1].id) if len(rows) > size else ""
        return pb.ListIndexationsResponse(
            indexations=[indexation_to_pb(row, used.get(row.id, 0)) for row in rows[:size]],
            next_page_token=token,
        )

    async def _go_on(self, session: AsyncSession, rows: Sequence[Line]) -> None:
        """Tells anew what the lines cost next, after their prices changed."""
        again = await lines.lines_by_id(session, [line.id for line in rows], fresh=True)
        for line in again.values():
            line.version += 1
            move_on(line, line.next_number)


def _change(message: pb.IndexationChange) -> _Change:
    """What was asked for. Raises AmountInvalid unless it is by percent or by amount, and DateInvalid."""
    percent = Decimal(message.percent) if message.percent else None
    amount = Decimal(message.amount) if message.amount else None
    if (percent is None) == (amount is None):
        raise AmountInvalid("change.percent")
    wanted = wanted_lines(message.filter)
    states = tuple(state for state in wanted.states or ("active", "paused") if state != "ended")
    from_day = required_day(getattr(message, "from"), "change.from")
    return _Change(replace(wanted, states=states or ("none",)), from_day, percent, amount)


def _new_prices(rows: Sequence[Line], change: _Change) -> list[tuple[Line, Decimal, Decimal]]:
    """Lines with their old and new price of the day. Raises AmountInvalid for a price below zero or too large."""
    found: list[tuple[Line, Decimal, Decimal]] = []
    for line in rows:
        old = price_on(line.prices, change.from_day).unit_price
        new = indexed(old, change.percent, change.amount)
        check_net(line, new, "change.amount" if change.percent is None else "change.percent")
        found.append((line, old, new))
    return found
