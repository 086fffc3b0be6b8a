"""BatchIssueInvoices: many documents of source keys in one transaction, each issued or refused by itself."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from kit.call import Writing
from kit.clock import today_in_riga
from kit.errors import Invalid, Problem, problem_to_status
from kit.grpc_server import check_message
from services.invoices.convert.from_pb import new_draft
from services.invoices.convert.to_pb import invoice_to_pb
from services.invoices.errors import DOMAIN, BuyerUnknown, SourceKeyTaken
from services.invoices.model.tables import Invoice
from services.invoices.model.vat import Rates
from services.invoices.parties import Party
from services.invoices.servicer.desk import Calls, Context
from services.invoices.servicer.issuing import finish, prepare
from services.invoices.store import accounts, documents
from sysapi.invoices.v1 import invoices_service_pb2 as pb


@dataclass(slots=True)
class _Asked:
    """One document: the draft, then what it became, or why it was refused."""

    invoice: Invoice | None
    term_days: int
    problem: Problem | None = None
    is_new: bool = True

    @property
    def draft(self) -> Invoice | None:
        """What is still to be issued."""
        return self.invoice if self.is_new and self.problem is None else None


class BatchCalls(Calls):
    """BatchIssueInvoices."""

    async def BatchIssueInvoices(
        self, request: pb.BatchIssueInvoicesRequest, context: Context
    ) -> pb.BatchIssueInvoicesResponse:
        """Issues what is new, gives numbers in the order of the request, and publishes the money of each client once."""
        writing = self.desk.writing()
        issued_on = self.desk.day_or_today(request.issued_on, "issued_on")
        asked: list[_Asked] = []
        for message in request.invoices:
            asked.append(self._draft_of(message, issued_on, writing))
            # A batch must not keep other calls waiting.
            await asyncio.sleep(0)
        keys = [one.invoice.source_key for one in asked if one.invoice]
        if len(set(keys)) < len(keys):
            raise Invalid(domain=DOMAIN, metadata={"field": "invoices"})
        # Asked before the transaction: no lock waits for another service.
        buyers = await self._missing_buyers(asked, issued_on)
        async with self.desk.database.begin() as session:
            locked = await accounts.lock_accounts(
                session, list({one.invoice.client_id for one in asked if one.invoice})
            )
            await _recognise(session, asked)
            _fill_buyers(asked, buyers)
            rates = await accounts.vat_rates(session)
            for one in asked:
                _prepare(one, rates)
            await _give_numbers(session, asked, issued_on, writing)
            issued = _drafts(asked)
            if issued:
                await documents.add(session, issued)
                await accounts.add_turnover(session, [invoice.id for invoice in issued])
                changed = {invoice.client_id for invoice in issued}
                await self.desk.publish_all(session, [locked[one] for one in sorted(changed)])
        self.desk.wake_relay()
        today = today_in_riga(self.desk.clock)
        return pb.BatchIssueInvoicesResponse(outcomes=[_outcome(one, today) for one in asked])

    def _draft_of(self, message: pb.InvoiceToIssue, issued_on: date, writing: Writing) -> _Asked:
        days = message.term_days if message.HasField("term_days") else self.desk.term_days
        try:
            check_message(message)
            if not message.invoice.source_key or message.invoice.id:
                field = "id" if message.invoice.id else "source_key"
                raise Invalid(domain=DOMAIN, metadata={"field": field})
            invoice = new_draft(message.invoice, writing)
        except Problem as problem:
            return _Asked(None, days, problem)
        invoice.version, invoice.issued_on = 1, issued_on
        invoice.seller = self.desk.seller
        return _Asked(invoice, days)

    async def _missing_buyers(
        self, asked: Sequence[_Asked], issued_on: date
    ) -> Mapping[uuid.UUID, Party]:
        """The clients of documents that do not say who buys."""
        missing = {invoice.client_id for invoice in _drafts(asked) if not invoice.buyer}
        return await self.desk.buyers_of(missing, issued_on) if missing else {}


async def _recognise(session: AsyncSession, asked: Sequence[_Asked]) -> None:
    """Takes what was issued of the keys before; a draft of a key leaves its id to what is issued now."""
    keys = [invoice.source_key for invoice in _drafts(asked) if invoice.source_key]
    known = await documents.by_source_keys(session, keys)
    replaced: list[Invoice] = []
    for one in asked:
        found = known.get(one.draft.source_key or "") if one.draft else None
        if found is None or one.invoice is None:
            continue
        if found.client_id != one.invoice.client_id:
            one.problem = SourceKeyTaken(found.id)
        elif found.state == "draft":
            one.invoice.id, one.invoice.version = found.id, found.version + 1
            replaced.append(found)
        else:
            one.invoice, one.is_new = found, False
    await documents.remove(session, replaced)


def _fill_buyers(asked: Sequence[_Asked], buyers: Mapping[uuid.UUID, Party]) -> None:
    """After it is known what is new: what was issued before stays issued when its client is gone."""
    for one in asked:
        if one.draft and not one.draft.buyer:
            if one.draft.client_id in buyers:
                one.draft.buyer = buyers[one.draft.client_id]
            else:
                one.problem = BuyerUnknown(one.draft.client_id)


def _prepare(one: _Asked, rates: Rates) -> None:
    try:
        if one.draft:
            prepare(one.draft, rates, one.term_days)
    except Problem as problem:
        one.problem = problem


async def _give_numbers(
    session: AsyncSession, asked: Sequence[_Asked], issued_on: date, writing: Writing
) -> None:
    """In order of series, as everybody locks them."""
    for series in sorted({invoice.series for invoice in _drafts(asked)}):
        chosen = [one for one in asked if one.draft and one.draft.series == series]
        try:
            numbers = await accounts.next_numbers(session, series, issued_on, len(chosen))
        except Problem as problem:
            for one in chosen:
                one.problem = problem
            continue
        for one, number in zip(chosen, numbers, strict=True):
            if one.invoice:
                finish(one.invoice, number, writing)


def _drafts(asked: Sequence[_Asked]) -> list[Invoice]:
    return [one.draft for one in asked if one.draft]


def _outcome(one: _Asked, today: date) -> pb.IssueOutcome:
    if one.problem or one.invoice is None:
        problem = one.problem or Invalid(domain=DOMAIN)
        return pb.IssueOutcome(problem=problem_to_status(problem))
    return pb.IssueOutcome(invoice=invoice_to_pb(one.invoice, today))
