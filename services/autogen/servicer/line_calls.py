"""Calls on lines: enter, change, pause, resume, end, price; and the list."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from kit import idempotency
from kit.etags import read_etag
from kit.grpc_server import check_message
from kit.masks import mask_fields
from kit.page import make_token, page_size, read_token
from services.autogen import events
from services.autogen.convert.from_pb import (
    UPDATABLE,
    line_from_pb,
    new_line,
    new_price,
    required_day,
)
from services.autogen.convert.to_pb import line_to_pb
from services.autogen.errors import (
    DOMAIN,
    ClientNotFound,
    DateInvalid,
    EtagMismatch,
    LineEnded,
    LineExists,
    LineNotFound,
    LineStarted,
    UnitNotFound,
)
from services.autogen.model.planning import fall_due, move_on
from services.autogen.model.tables import ANSWERED, Line
from services.autogen.peers import Client
from services.autogen.servicer.desk import Calls, Context, wanted_lines
from services.autogen.store import lines, schedules
from sysapi.autogen.v1 import autogen_service_pb2 as pb
from sysapi.autogen.v1 import line_pb2

_BEGINNING = {"valid_from", "rule"}
_FURTHEST_RESUME = timedelta(days=3 * 366)


class LineCalls(Calls):
    """CreateLine … SetPrice."""

    async def CreateLine(
        self, request: pb.CreateLineRequest, context: Context
    ) -> pb.CreateLineResponse:
        """Enters a line, once per request_id."""
        line = (await self._new_lines([request.line]))[0]
        async with self.desk.database.begin() as session:
            done = await idempotency.replay(
                session, ANSWERED, request.request_id, request, pb.CreateLineResponse
            )
            if done is not None:
                return done
            if not await self._enter(session, [line]):
                raise LineExists(line.id)
            answer = pb.CreateLineResponse(line=line_to_pb(line, self.desk.today()))
            await idempotency.remember(session, ANSWERED, request.request_id, answer)
        self._wake()
        return answer

    async def CreateLines(
        self, request: pb.CreateLinesRequest, context: Context
    ) -> pb.CreateLinesResponse:
        """Enters those that are not there; the others may have been changed since, and stay."""
        found = await self._new_lines(request.lines)
        async with self.desk.database.begin() as session:
            created = await self._enter(session, found)
        self._wake()
        return pb.CreateLinesResponse(created=created, unchanged=len(found) - created)

    async def GetLine(self, request: pb.GetLineRequest, context: Context) -> pb.GetLineResponse:
        """The line with its prices."""
        async with self.desk.database.read() as session:
            line = await lines.line(session, uuid.UUID(request.line_id))
            return pb.GetLineResponse(line=(await self.desk.shown(session, [line]))[0])

    async def ListLines(
        self, request: pb.ListLinesRequest, context: Context
    ) -> pb.ListLinesResponse:
        """A page, and on the first one how many fit."""
        wanted, size = wanted_lines(request.filter), page_size(request.page_size)
        after = read_token("lines", request.page_token, uuid.UUID)
        async with self.desk.database.read() as session:
            rows = await lines.page_of_lines(session, wanted, after, size + 1)
            return pb.ListLinesResponse(
                lines=await self.desk.shown(session, rows[:size]),
                next_page_token=make_token("lines", rows[size - 1].id) if len(rows) > size else "",
                count=await lines.count_lines(session, wanted) if after is None else 0,
            )

    async def UpdateLine(
        self, request: pb.UpdateLineRequest, context: Context
    ) -> pb.UpdateLineResponse:
        """Changes the fields of the mask. When periods begin is fixed once one of them fell due."""
        fields = mask_fields(request.update_mask, UPDATABLE, DOMAIN)
        check_message(request.line, fields | {"id"})
        if not request.line.id:
            raise LineNotFound("")
        async with self._change(request.line.id, request.etag) as (session, line):
            before = line.valid_from, line.every_months, line.anchor_day
            line_from_pb(line, request.line, fields)
            after = line.valid_from, line.every_months, line.anchor_day
            if before != after and await lines.has_ledger(session, line.id):
                raise LineStarted(line.id)
            move_on(line, line.next_number)
        return pb.UpdateLineResponse(line=await self._now(line))

    async def PauseLine(
        self, request: pb.PauseLineRequest, context: Context
    ) -> pb.PauseLineResponse:
        """Has the periods skipped that are issued from a day on."""
        paused_from = self.desk.day_or_today(getattr(request, "from"), "from")
        async with self._change(request.line_id, request.etag) as (_, line):
            _refuse_ended(line)
            line.state, line.paused_from = "paused", paused_from
            line.paused_reason = request.reason
        return pb.PauseLineResponse(line=await self._now(line))

    async def ResumeLine(
        self, request: pb.ResumeLineRequest, context: Context
    ) -> pb.ResumeLineResponse:
        """Writes down what the pause skipped, and goes on behind it."""
        resumed_from = self.desk.day_or_today(getattr(request, "from"), "from")
        if resumed_from > self.desk.today() + _FURTHEST_RESUME:
            raise DateInvalid("from")
        async with self._change(request.line_id, request.etag) as (session, line):
            _refuse_ended(line)
            if line.state == "paused":
                yesterday = resumed_from - timedelta(days=1)
                session.add_all(fall_due([line], yesterday, self.desk.clock()))
            line.paused_from, line.paused_reason = None, ""
            if line.state == "paused":
                line.state = "active"
        return pb.ResumeLineResponse(line=await self._now(line))

    async def EndLine(self, request: pb.EndLineRequest, context: Context) -> pb.EndLineResponse:
        """Sets the last day on which a period may begin."""
        ends_on = self.desk.day_or_today(request.on, "on")
        async with self._change(request.line_id, request.etag) as (_, line):
            # A line that never began ends before its first day.
            line.valid_to = ends_on
            move_on(line, line.next_number)
        return pb.EndLineResponse(line=await self._now(line))

    async def SetPrice(self, request: pb.SetPriceRequest, context: Context) -> pb.SetPriceResponse:
        """Adds a price from a day on; those of earlier days stay."""
        from_day = required_day(getattr(request, "from"), "from")
        async with self._change(request.line_id, request.etag) as (session, line):
            _refuse_ended(line)
            line.prices.append(new_price(line, Decimal(request.unit_price), from_day))
            await session.flush()
            await session.refresh(line, ["prices"])
            move_on(line, line.next_number)
        return pb.SetPriceResponse(line=await self._now(line))

    # -- inside

    async def _new_lines(self, messages: Sequence[line_pb2.Line]) -> list[Line]:
        """The lines, in the language of their clients. Raises ClientNotFound or UnitNotFound."""
        client_ids = {uuid.UUID(message.client_id) for message in messages}
        clients = await self.desk.generator.clients.get(client_ids)
        writing = self.desk.writing()
        found: list[Line] = []
        for message in messages:
            client = _client_of(message, clients)
            line = new_line(message, client.language, writing)
            if line.unit_id is not None and line.unit_id not in client.unit_ids:
                raise UnitNotFound(line.unit_id)
            move_on(line, 0)
            found.append(line)
        return found

    async def _enter(self, session: AsyncSession, found: Sequence[Line]) -> int:
        """Adds the lines that are not there, and tells how many. Raises LineExists for the id of another client's line."""
        locked = await schedules.lock_clients(session, [line.client_id for line in found])
        known = await lines.lines_by_id(session, [line.id for line in found])
        created = 0
        for line in found:
            if (existing := known.get(line.id)) is None:
                known[line.id] = line
                session.add(line)
                created += 1
            elif existing.client_id != line.client_id:
                raise LineExists(line.id)
        await events.publish(session, locked)
        return created

    @asynccontextmanager
    async def _change(self, line_id: str, etag: str) -> AsyncGenerator[tuple[AsyncSession, Line]]:
        """The line in one transaction, its client locked; afterwards its version is raised and what follows is published."""
        version = read_etag(etag, EtagMismatch)
        async with self.desk.database.begin() as session:
            client_id = await lines.client_of_line(session, uuid.UUID(line_id))
            locked = await schedules.lock_clients(session, [client_id])
            line = await lines.line_for_change(session, uuid.UUID(line_id), version)
            yield session, line
            line.version += 1
            await lines.try_failed_again(session, [line.id], self.desk.clock())
            await events.publish(session, locked)
        self._wake()

    async def _now(self, line: Line) -> line_pb2.Line:
        async with self.desk.database.read() as session:
            return (await self.desk.shown(session, [line]))[0]

    def _wake(self) -> None:
        self.desk.wake_relay()
        self.desk.wake_scheduler()


def _client_of(message: line_pb2.Line, clients: Mapping[uuid.UUID, Client]) -> Client:
    client = clients.get(uuid.UUID(message.client_id))
    if client is None:
        raise ClientNotFound(message.client_id)
    return client


def _refuse_ended(line: Line) -> None:
    if line.state == "ended":
        raise LineEnded(line.id)
