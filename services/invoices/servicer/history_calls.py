"""ImportHistory: what happened in an older system, many clients in one transaction, each taken or refused as a whole."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from kit.errors import Invalid, Problem
from services.invoices.convert.history_from_pb import fault, history_from_pb
from services.invoices.errors import BankReferenceTaken, NumberTaken, SourceKeyTaken
from services.invoices.model.history import (
    Owing,
    Past,
    PastInvoice,
    PastPayment,
    PastWriteOff,
    Settling,
)
from services.invoices.servicer.desk import Calls, Context
from services.invoices.store import accounts, history
from services.invoices.store.history import Known
from sysapi.invoices.v1 import history_pb2 as pb

Row = TypeVar("Row", PastInvoice, PastPayment, PastWriteOff)


class HistoryCalls(Calls):
    """ImportHistory."""

    async def ImportHistory(
        self, request: pb.ImportHistoryRequest, context: Context
    ) -> pb.ImportHistoryResponse:
        """Stores what is new of each client, and publishes its money once."""
        pasts = await self._read(request)
        writing = self.desk.writing()
        async with self.desk.database.begin() as session:
            sound = [past for past in pasts if not past.faults]
            locked = await accounts.lock_accounts(session, [past.client_id for past in sound])
            await history.lock_series(session, sound)
            known = await history.known_of(session, sound)
            for past in sound:
                _drop_known(past, known)
            referenced = {one for past in sound for one in past.referenced()}
            stored = await history.owing_of(session, referenced)
            for past in sound:
                _settle(past, stored.get(past.client_id, {}))
            taken = [past for past in sound if not past.faults and not past.is_empty]
            if taken:
                await history.add(session, taken, writing.actor, writing.now)
                await self.desk.publish_all(session, [locked[past.client_id] for past in taken])
        self.desk.wake_relay()
        return pb.ImportHistoryResponse(results=[_result(past) for past in pasts])

    async def _read(self, request: pb.ImportHistoryRequest) -> list[Past]:
        """Every client's history, with the faults that show without the database."""
        clients = {message.client_id for message in request.clients}
        if len(clients) != len(request.clients):
            raise Invalid(metadata={"field": "clients"})
        async with self.desk.database.read() as session:
            rates = await accounts.vat_rates(session)
        pasts: list[Past] = []
        for message in request.clients:
            pasts.append(history_from_pb(message, rates))
            # A long batch must not keep other calls waiting.
            await asyncio.sleep(0)
        return pasts


def _drop_known(past: Past, known: Known) -> None:
    """Leaves what is new. What passes is known from here on, so that nothing comes twice in one call."""
    past.invoices = _checked(past, past.invoices, lambda row: _is_new_invoice(row, known))
    past.payments = _checked(
        past, past.payments, lambda row: _is_new_payment(row, past.client_id, known)
    )
    past.write_offs = [row for row in past.write_offs if row.id not in known.write_offs]
    known.write_offs |= {row.id for row in past.write_offs}


def _checked(past: Past, rows: Sequence[Row], is_new: Callable[[Row], bool]) -> list[Row]:
    """The rows that are new; the others are known, or have a fault."""
    found: list[Row] = []
    for row in rows:
        try:
            if is_new(row):
                found.append(row)
        except Problem as problem:
            past.faults.append(fault(row.path, problem))
    return found


def _is_new_invoice(row: PastInvoice, known: Known) -> bool:
    """Raises SourceKeyTaken or NumberTaken when another document has its key, id or number."""
    holder = known.keys.get(row.source_key)
    if holder is not None or row.owing.id in known.ids:
        if holder != row.owing.id:
            raise SourceKeyTaken(holder or row.owing.id)
        return False
    if row.number in known.numbers:
        raise NumberTaken(row.number)
    known.keys[row.source_key] = known.numbers[row.number] = row.owing.id
    known.ids.add(row.owing.id)
    return True


def _is_new_payment(row: PastPayment, client_id: uuid.UUID, known: Known) -> bool:
    """Raises BankReferenceTaken when another payment has its reference, or another client its id."""
    if row.id in known.payments:
        if known.payments[row.id] != client_id:
            raise BankReferenceTaken(row.id)
        return False
    if row.bank_reference:
        holder = known.references.setdefault((client_id, row.bank_reference), row.id)
        if holder != row.id:
            raise BankReferenceTaken(holder)
    known.payments[row.id] = client_id
    return True


def _settle(past: Past, stored: Mapping[uuid.UUID, Owing]) -> None:
    """Sets credit notes, payments and write-offs against documents, unless something is wrong already."""
    if past.faults:
        return
    settling = Settling(past, stored)
    notes = [row for row in past.invoices if row.owing.type == "credit_note"]
    _apply(past, notes, settling.credit)
    _apply(past, past.payments, settling.pay)
    _apply(past, past.write_offs, settling.write_off)


def _apply(past: Past, rows: Sequence[Row], act: Callable[[Row], None]) -> None:
    for row in rows:
        try:
            act(row)
        except Problem as problem:
            past.faults.append(fault(row.path, problem))


def _result(past: Past) -> pb.HistoryResult:
    if past.faults:
        return pb.HistoryResult(
            outcome=pb.HISTORY_OUTCOME_REFUSED,
            faults=[pb.HistoryFault(field=one.field, reason=one.reason) for one in past.faults],
        )
    return pb.HistoryResult(
        outcome=pb.HISTORY_OUTCOME_UNCHANGED if past.is_empty else pb.HISTORY_OUTCOME_TAKEN,
        invoices=len(past.invoices),
        payments=len(past.payments),
    )
