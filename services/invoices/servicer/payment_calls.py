"""Calls on payments: enter, set against due rows, take back."""

from __future__ import annotations

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from kit import call, idempotency
from kit.call import Writing
from kit.money import money_to_pb
from kit.page import make_token, page_size, read_token
from services.invoices.convert.from_pb import amount, payment_from_pb
from services.invoices.convert.to_pb import allocation_to_pb, payment_to_pb
from services.invoices.errors import BankReferenceTaken, DateInvalid
from services.invoices.model.settling import reopen
from services.invoices.model.tables import ANSWERED, Payment
from services.invoices.servicer.allocating import (
    Source,
    allocate,
    shares_of_client,
    shares_of_targets,
)
from services.invoices.servicer.desk import Calls, Context, flush
from services.invoices.store import accounts, documents
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from sysapi.invoices.v1 import payment_pb2


class PaymentCalls(Calls):
    """CreatePayment … ProposeAllocation."""

    async def CreatePayment(
        self, request: pb.CreatePaymentRequest, context: Context
    ) -> pb.CreatePaymentResponse:
        """Enters a payment; what is not set against anything stays as an advance."""
        writing = self.desk.writing()
        async with self.desk.database.begin() as session:
            done = await idempotency.replay(
                session, ANSWERED, request.request_id, request, pb.CreatePaymentResponse
            )
            if done is not None:
                return done
            payment = payment_from_pb(request.payment, writing)
            account = await accounts.lock_account(session, payment.client_id)
            if payment.bank_reference:
                known = await documents.payment_by_reference(
                    session, payment.client_id, payment.bank_reference
                )
                if known is not None:
                    raise BankReferenceTaken(known)
            await flush(session, payment)
            await self._allocate(session, payment, request, writing)
            await self.desk.publish(session, account)
            answer = pb.CreatePaymentResponse(payment=await self._whole(session, payment))
            await idempotency.remember(session, ANSWERED, request.request_id, answer)
        self.desk.wake_relay()
        return answer

    async def GetPayment(
        self, request: pb.GetPaymentRequest, context: Context
    ) -> pb.GetPaymentResponse:
        """The payment with its allocations."""
        async with self.desk.database.read() as session:
            payment = await documents.payment(session, uuid.UUID(request.payment_id))
            return pb.GetPaymentResponse(payment=await self._whole(session, payment))

    async def ListPayments(
        self, request: pb.ListPaymentsRequest, context: Context
    ) -> pb.ListPaymentsResponse:
        """Payments of a client, newest first."""
        size = page_size(request.page_size)
        after = read_token("payments", request.page_token, uuid.UUID)
        async with self.desk.database.read() as session:
            rows = await documents.page_of_payments(
                session, uuid.UUID(request.client_id), after, size + 1
            )
            found = rows[:size]
            allocations = await documents.allocations_of_payments(
                session, [row.id for row in found]
            )
            numbers = await documents.numbers_of(session, [row.invoice_id for row in allocations])
        return pb.ListPaymentsResponse(
            payments=[
                payment_to_pb(
                    payment, [row for row in allocations if row.payment_id == payment.id], numbers
                )
                for payment in found
            ],
            next_page_token=make_token("payments", rows[size - 1].id) if len(rows) > size else "",
        )

    async def AllocatePayment(
        self, request: pb.AllocatePaymentRequest, context: Context
    ) -> pb.AllocatePaymentResponse:
        """Sets what is left of a payment against due rows."""
        async with self.desk.database.begin() as session:
            done = await idempotency.replay(
                session, ANSWERED, request.request_id, request, pb.AllocatePaymentResponse
            )
            if done is not None:
                return done
            payment_id = uuid.UUID(request.payment_id)
            client_id = (await documents.payment(session, payment_id)).client_id
            account = await accounts.lock_account(session, client_id)
            payment = await documents.payment(session, payment_id, for_change=True)
            await self._allocate(session, payment, request, self.desk.writing())
            await self.desk.publish(session, account)
            answer = pb.AllocatePaymentResponse(payment=await self._whole(session, payment))
            await idempotency.remember(session, ANSWERED, request.request_id, answer)
        self.desk.wake_relay()
        return answer

    async def ReverseAllocation(
        self, request: pb.ReverseAllocationRequest, context: Context
    ) -> pb.ReverseAllocationResponse:
        """Takes an allocation back; it keeps its days."""
        on = self.desk.day_or_today(request.on, "on")
        allocation_id = uuid.UUID(request.allocation_id)
        async with self.desk.database.begin() as session:
            client_id = await documents.client_of_allocation(session, allocation_id)
            account = await accounts.lock_account(session, client_id)
            row = await documents.allocation_for_change(session, allocation_id)
            if on < row.on_day:
                raise DateInvalid("on")
            invoice = (await documents.invoices_with_dues(session, [row.invoice_id]))[
                row.invoice_id
            ]
            due = next(due for due in invoice.dues if due.id == row.due_id)
            reopen(invoice, due, row.amount)
            invoice.version += 1
            if row.payment_id is not None:
                payment = await documents.payment(session, row.payment_id, for_change=True)
                payment.unallocated += row.amount
            if row.credit_note_id is not None:
                note = await documents.invoice_for_change(session, row.credit_note_id)
                note.open += row.amount
                note.version += 1
            row.reversed_on, row.reversed_at = on, self.desk.clock()
            row.reversed_by = call.current().actor
            await self.desk.publish(session, account)
            answer = pb.ReverseAllocationResponse(
                allocation=allocation_to_pb(row, invoice.number or "")
            )
        self.desk.wake_relay()
        return answer

    async def ProposeAllocation(
        self, request: pb.ProposeAllocationRequest, context: Context
    ) -> pb.ProposeAllocationResponse:
        """How the amount would be spread, oldest first; changes nothing."""
        of = amount(request.amount, "amount")
        async with self.desk.database.read() as session:
            shares, left = await shares_of_client(session, uuid.UUID(request.client_id), of)
        return pb.ProposeAllocationResponse(
            targets=[
                pb.AllocationTarget(
                    invoice_id=str(share.invoice_id),
                    due_id=str(share.due_id),
                    amount=money_to_pb(share.amount),
                )
                for share in shares
            ],
            left=money_to_pb(left),
        )

    # -- inside

    async def _allocate(
        self,
        session: AsyncSession,
        payment: Payment,
        request: pb.CreatePaymentRequest | pb.AllocatePaymentRequest,
        writing: Writing,
    ) -> None:
        """Sets the payment against what was asked for, or the oldest due rows."""
        left = payment.unallocated
        if request.targets:
            shares = await shares_of_targets(session, payment.client_id, request.targets, left)
        elif request.auto:
            shares, _ = await shares_of_client(session, payment.client_id, left)
        else:
            return
        source = Source(payment.value_date, payment_id=payment.id)
        await allocate(session, payment.client_id, shares, source, writing)
        payment.unallocated = left - sum(share.amount for share in shares)
        await session.flush()

    async def _whole(self, session: AsyncSession, payment: Payment) -> payment_pb2.Payment:
        rows = await documents.allocations_of_payments(session, [payment.id])
        numbers = await documents.numbers_of(session, [row.invoice_id for row in rows])
        return payment_to_pb(payment, rows, numbers)
