from __future__ import annotations

from typing import Any

import httpx2
import pytest

from kit.errors import Precondition
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from sysapi.invoices.v1 import payment_pb2
from tests.bff.conftest import System
from tests.bff.fakes import CLIENT_ID
from tests.bff.money_fakes import (
    ALLOCATION_ID,
    INVOICE_ID,
    LATER_DUE_ID,
    PAYMENT_ID,
    day,
    euros,
)

KEY = {"idempotency-key": "key-12345678"}


def a_body(**fields: Any) -> dict[str, Any]:
    return {
        "client_id": CLIENT_ID,
        "value_date": "2026-03-20",
        "amount": {"amount": "100.00", "currency": "EUR"},
        **fields,
    }


async def test_a_payment_is_answered_with_what_it_was_set_against(
    http: httpx2.AsyncClient,
) -> None:
    payment = (await http.get(f"/api/payments/{PAYMENT_ID}")).json()
    assert payment["amount"]["amount"] == "100.00"
    assert payment["unallocated"]["amount"] == "39.50"
    assert payment["method"] == "bank"
    assert payment["allocations"][0]["invoice_number"] == "RK-2026/00042"
    assert (await http.get(f"/api/payments?client_id={CLIENT_ID}")).json() == {
        "payments": [{**payment, "client_name": None}],
        "next_page_token": "",
    }


async def test_a_payment_is_entered_with_everything_of_its_body(system: System) -> None:
    answer = await system.http.post(
        "/api/payments",
        json=a_body(
            booked_on="2026-03-21",
            method="cash",
            bank_reference="R",
            payer_iban="LV80BANK0000435195001",
            payer_name="Ābols",
            purpose="par martu",
            allocations=[
                {
                    "invoice_id": INVOICE_ID,
                    "due_id": LATER_DUE_ID,
                    "amount": {"amount": "60.5", "currency": "EUR"},
                }
            ],
        ),
        headers=KEY,
    )
    assert answer.status_code == 201, answer.text
    assert system.invoices.last("CreatePayment") == pb.CreatePaymentRequest(
        payment=payment_pb2.Payment(
            client_id=CLIENT_ID,
            value_date=day("2026-03-20"),
            booked_on=day("2026-03-21"),
            amount=euros("100"),
            method=payment_pb2.PAYMENT_METHOD_CASH,
            bank_reference="R",
            payer_iban="LV80BANK0000435195001",
            payer_name="Ābols",
            purpose="par martu",
        ),
        targets=[
            pb.AllocationTarget(invoice_id=INVOICE_ID, due_id=LATER_DUE_ID, amount=euros("60.50"))
        ],
        request_id="key-12345678",
    )


async def test_a_proposal_may_be_sent_as_the_allocations_of_a_payment(system: System) -> None:
    proposal = await system.http.post(
        "/api/payments/propose",
        json={"client_id": CLIENT_ID, "amount": {"amount": "100", "currency": "EUR"}},
    )
    assert proposal.json()["left"] == {"amount": "39.50", "currency": "EUR"}
    assert system.invoices.last("ProposeAllocation").amount == euros("100")
    answer = await system.http.post(
        "/api/payments", json=a_body(allocations=proposal.json()["allocations"]), headers=KEY
    )
    assert answer.status_code == 201, answer.text
    (target,) = system.invoices.last("CreatePayment").targets
    assert (target.due_id, target.amount) == (LATER_DUE_ID, euros("60.50"))


async def test_the_oldest_due_rows_are_asked_for_by_word(system: System) -> None:
    await system.http.post("/api/payments", json=a_body(auto=True), headers=KEY)
    assert system.invoices.last("CreatePayment").auto
    answer = await system.http.post(
        f"/api/payments/{PAYMENT_ID}/allocate", json={"auto": True}, headers=KEY
    )
    assert answer.status_code == 200
    request = system.invoices.last("AllocatePayment")
    assert (request.payment_id, request.auto, request.request_id) == (
        PAYMENT_ID, True, "key-12345678",
    )  # fmt: skip


async def test_named_and_oldest_due_rows_exclude_each_other(system: System) -> None:
    target = {"invoice_id": INVOICE_ID, "amount": {"amount": "1", "currency": "EUR"}}
    both = {"auto": True, "allocations": [target]}
    for path, body in (("", a_body(**both)), (f"/{PAYMENT_ID}/allocate", both)):
        answer = await system.http.post(f"/api/payments{path}", json=body, headers=KEY)
        assert answer.status_code == 422
        assert answer.json()["fields"][0]["field"] == "auto"
    assert system.invoices.count("CreatePayment") == 0


async def test_an_allocation_is_taken_back(system: System) -> None:
    address = f"/api/allocations/{ALLOCATION_ID}/reverse"
    answer = await system.http.post(address, json={"on": "2026-03-25"})
    assert answer.json()["reversed_on"] == "2026-03-25"
    assert system.invoices.last("ReverseAllocation").on == day("2026-03-25")
    assert (await system.http.post(address)).status_code == 200
    assert not system.invoices.last("ReverseAllocation").HasField("on")


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"amount": {"amount": "1.005", "currency": "EUR"}}, "amount.amount"),
        ({"amount": {"amount": "-5", "currency": "EUR"}}, "amount.amount"),
        ({"amount": {"amount": "1_000", "currency": "EUR"}}, "amount.amount"),
        ({"amount": {"amount": "1e3", "currency": "EUR"}}, "amount.amount"),
        ({"amount": {"amount": "١٠", "currency": "EUR"}}, "amount.amount"),
        ({"amount": {"amount": "1\n", "currency": "EUR"}}, "amount.amount"),
        ({"amount": {"amount": "9" * 13, "currency": "EUR"}}, "amount.amount"),
        ({"amount": {"amount": "5", "currency": "LVL"}}, "amount.currency"),
        ({"amount": {"amount": "5"}}, "amount.currency"),
        ({"amount": "5"}, "amount"),
        ({"value_date": "2026-03-20T00:00:00Z"}, "value_date"),
        ({"value_date": "2023-02-29"}, "value_date"),
        ({"method": "bitcoin"}, "method"),
        ({"bank_reference": "x" * 141}, "bank_reference"),
        ({"unallocated": {"amount": "5", "currency": "EUR"}}, "unallocated"),
    ],
)
async def test_a_bad_value_of_a_payment_is_refused_with_its_path(
    http: httpx2.AsyncClient, fields: dict[str, Any], path: str
) -> None:
    answer = await http.post("/api/payments", json=a_body(**fields), headers=KEY)
    assert answer.status_code == 422, answer.text
    assert [item["field"] for item in answer.json()["fields"]] == [path]


async def test_too_much_for_a_due_row_is_told_by_its_place_in_the_body(system: System) -> None:
    system.invoices.answers["CreatePayment"] = Precondition(
        reason="OVER_ALLOCATED",
        domain="invoices.sys",
        metadata={"field": "targets[3].amount", "open": "1.00"},
    )
    answer = await system.http.post("/api/payments", json=a_body(), headers=KEY)
    assert (answer.status_code, answer.json()["reason"]) == (409, "OVER_ALLOCATED")
    assert answer.json()["fields"][0]["field"] == "allocations[3].amount"
