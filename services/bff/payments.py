"""Payments: enter, propose, set against due rows, take back."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from kit.errors import FieldViolation
from services.bff.answers import json_answer, new_router
from services.bff.clients import DEFAULT_PAGE, IdempotencyKey, PageSize, PageToken
from services.bff.convert.money import money_from_json
from services.bff.convert.payment import (
    allocation_to_json,
    payment_from_json,
    payment_to_json,
    payments_to_json,
    proposal_to_json,
    targets_from_json,
)
from services.bff.convert.values import set_day
from services.bff.names import names_for
from services.bff.peers import READ_SECONDS, WRITE_SECONDS, Peers
from services.bff.problems import ValueRefused
from services.bff.shapes.fields import Id
from services.bff.shapes.payment import (
    AllocateInput,
    AllocationJson,
    PaymentDraft,
    PaymentJson,
    PaymentsJson,
    ProposalJson,
    ProposeInput,
    ReverseInput,
)
from sysapi.invoices.v1 import invoices_service_pb2 as pb


def _check_targets(how: AllocateInput) -> None:
    """Raises ValueRefused when it names due rows and asks for the oldest as well."""
    if how.auto and how.allocations:
        raise ValueRefused(
            violations=(FieldViolation("auto", "exclusive", "only without allocations"),)
        )


def routes(peers: Peers) -> APIRouter:
    """Routes under /api/payments and /api/allocations."""
    router = new_router("payments")

    @router.post("/api/payments/propose", response_model=ProposalJson)
    async def propose_allocation(wish: ProposeInput) -> Response:
        """How an amount would be set against the open due rows of a client; changes nothing."""
        answer = await peers.invoices.call(
            peers.invoices_stub.ProposeAllocation,
            pb.ProposeAllocationRequest(
                client_id=wish.client_id, amount=money_from_json(wish.amount)
            ),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer(proposal_to_json(answer))

    @router.post("/api/payments", status_code=201, response_model=PaymentJson)
    async def create_payment(draft: PaymentDraft, idempotency_key: IdempotencyKey) -> Response:
        """Enters a payment and sets it against due rows; what is left stays as an advance."""
        _check_targets(draft)
        answer = await peers.invoices.call(
            peers.invoices_stub.CreatePayment,
            pb.CreatePaymentRequest(
                payment=payment_from_json(draft),
                targets=targets_from_json(draft.allocations),
                auto=draft.auto,
                request_id=idempotency_key,
            ),
            timeout=WRITE_SECONDS,
            retry=True,
        )
        return json_answer(payment_to_json(answer.payment), 201)

    @router.get("/api/payments", response_model=PaymentsJson)
    async def list_payments(
        client_id: Id, page_token: PageToken = "", page_size: PageSize = DEFAULT_PAGE
    ) -> Response:
        """Payments of a client, newest first."""
        answer = await peers.invoices.call(
            peers.invoices_stub.ListPayments,
            pb.ListPaymentsRequest(client_id=client_id, page_size=page_size, page_token=page_token),
            timeout=READ_SECONDS,
            retry=True,
        )
        names = await names_for(peers, answer.payments)
        return json_answer(payments_to_json(answer, names))

    @router.get("/api/payments/{payment_id}", response_model=PaymentJson)
    async def get_payment(payment_id: Id) -> Response:
        """One payment with what it was set against."""
        answer = await peers.invoices.call(
            peers.invoices_stub.GetPayment,
            pb.GetPaymentRequest(payment_id=payment_id),
            timeout=READ_SECONDS,
            retry=True,
        )
        return json_answer(payment_to_json(answer.payment))

    @router.post("/api/payments/{payment_id}/allocate", response_model=PaymentJson)
    async def allocate_payment(
        payment_id: Id, how: AllocateInput, idempotency_key: IdempotencyKey
    ) -> Response:
        """Sets what is left of a payment against due rows."""
        _check_targets(how)
        answer = await peers.invoices.call(
            peers.invoices_stub.AllocatePayment,
            pb.AllocatePaymentRequest(
                payment_id=payment_id,
                targets=targets_from_json(how.allocations),
                auto=how.auto,
                request_id=idempotency_key,
            ),
            timeout=WRITE_SECONDS,
            retry=True,
        )
        return json_answer(payment_to_json(answer.payment))

    @router.post("/api/allocations/{allocation_id}/reverse", response_model=AllocationJson)
    async def reverse_allocation(allocation_id: Id, when: ReverseInput | None = None) -> Response:
        """Takes an allocation back: the due row is open again."""
        request = pb.ReverseAllocationRequest(allocation_id=allocation_id)
        set_day(request.on, when.on if when else None)
        answer = await peers.invoices.call(
            peers.invoices_stub.ReverseAllocation, request, timeout=WRITE_SECONDS
        )
        return json_answer(allocation_to_json(answer.allocation))

    return router
