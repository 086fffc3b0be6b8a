"""Payments and allocations between JSON and messages."""

from __future__ import annotations

from collections.abc import Iterable

from services.bff.convert.money import money_from_json, money_to_json
from services.bff.convert.names import Names
from services.bff.convert.values import day_to_json, instant_to_json, set_day
from services.bff.convert.words import ALLOCATION_SOURCE, PAYMENT_METHOD, PAYMENT_METHOD_PB
from services.bff.shapes.payment import PaymentDraft, TargetInput
from sysapi.invoices.v1 import invoices_service_pb2, payment_pb2

Json = dict[str, object]


def allocation_to_json(row: payment_pb2.Allocation) -> Json:
    """One allocation."""
    return {
        "id": row.id,
        "source": ALLOCATION_SOURCE[row.source],
        "source_id": row.source_id,
        "invoice_id": row.invoice_id,
        "invoice_number": row.invoice_number,
        "due_id": row.due_id,
        "amount": money_to_json(row.amount),
        "on": day_to_json(row.on),
        "reversed_on": day_to_json(row.reversed_on),
    }


def payment_to_json(payment: payment_pb2.Payment) -> Json:
    """A payment with what it was set against."""
    return {
        "id": payment.id,
        "client_id": payment.client_id,
        "value_date": day_to_json(payment.value_date),
        "booked_on": day_to_json(payment.booked_on),
        "amount": money_to_json(payment.amount),
        "unallocated": money_to_json(payment.unallocated),
        "method": PAYMENT_METHOD[payment.method],
        "bank_reference": payment.bank_reference,
        "payer_iban": payment.payer_iban,
        "payer_name": payment.payer_name,
        "purpose": payment.purpose,
        "allocations": [allocation_to_json(row) for row in payment.allocations],
        "created_at": instant_to_json(payment.create_time),
    }


def payments_to_json(answer: invoices_service_pb2.ListPaymentsResponse, names: Names) -> Json:
    """A page of payments."""
    return {
        "payments": [
            {**payment_to_json(payment), **names.of_client(payment.client_id)}
            for payment in answer.payments
        ],
        "next_page_token": answer.next_page_token,
    }


def payment_from_json(draft: PaymentDraft) -> payment_pb2.Payment:
    """The payment to enter."""
    payment = payment_pb2.Payment(
        id=draft.id or "",
        client_id=draft.client_id,
        amount=money_from_json(draft.amount),
        method=PAYMENT_METHOD_PB[draft.method],
        bank_reference=draft.bank_reference,
        payer_iban=draft.payer_iban,
        payer_name=draft.payer_name,
        purpose=draft.purpose,
    )
    set_day(payment.value_date, draft.value_date)
    set_day(payment.booked_on, draft.booked_on)
    return payment


def targets_from_json(
    targets: Iterable[TargetInput],
) -> list[invoices_service_pb2.AllocationTarget]:
    """What to set money against."""
    return [
        invoices_service_pb2.AllocationTarget(
            invoice_id=target.invoice_id,
            due_id=target.due_id or "",
            amount=money_from_json(target.amount),
        )
        for target in targets
    ]


def proposal_to_json(answer: invoices_service_pb2.ProposeAllocationResponse) -> Json:
    """How an amount would be spread."""
    return {
        "allocations": [
            {
                "invoice_id": target.invoice_id,
                "due_id": target.due_id,
                "amount": money_to_json(target.amount),
            }
            for target in answer.targets
        ],
        "left": money_to_json(answer.left),
    }
