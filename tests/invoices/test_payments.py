"""Payments meet due rows: never more than is open, never more than was paid, whoever comes at once."""

from __future__ import annotations

import asyncio
import random
import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from kit.errors import Conflict, Problem, Unavailable
from sysapi.invoices.v1 import client_money_pb2, payment_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from tests.invoices.conftest import Service, amount_of, day, euros, line


def target(invoice_id: str, amount: str) -> pb.AllocationTarget:
    return pb.AllocationTarget(invoice_id=invoice_id, amount=euros(amount))


async def test_fifty_payments_at_once_never_over_pay(service: Service, client: str) -> None:
    issued = await service.issue(client, line("1000"))

    async def pay() -> payment_pb2.Payment:
        request_id = str(uuid.uuid4())
        while True:
            try:
                return await service.pay(client, "100", request_id=request_id)
            except (Unavailable, Conflict):
                await asyncio.sleep(0.1)  # what a caller does when the service is busy

    payments = await asyncio.gather(*(pay() for _ in range(50)))
    allocated = sum(amount_of(row.amount) for one in payments for row in one.allocations)
    assert allocated == amount_of(issued.gross) == Decimal("1210.00")
    assert sum(amount_of(one.unallocated) for one in payments) == 5000 - allocated
    assert amount_of((await service.get(issued.id)).open) == 0
    money = await service.money(client)
    assert (amount_of(money.open), amount_of(money.advance)) == (0, Decimal("3790.00"))


async def test_one_payment_over_many_invoices_goes_to_the_oldest_first(
    service: Service, client: str
) -> None:
    first = await service.issue(client, on="2026-09-01")
    second = await service.issue(client, on="2026-10-01")
    payment = await service.pay(client, "150")
    assert [(row.invoice_number, amount_of(row.amount)) for row in payment.allocations] == [
        (first.number, Decimal("121.00")),
        (second.number, Decimal("29.00")),
    ]
    assert (await service.get(first.id)).dues[0].settled_on == day("2026-11-10")


async def test_more_than_is_open_or_left_is_refused_and_changes_nothing(
    service: Service, client: str
) -> None:
    issued = await service.issue(client)
    for targets in (
        [target(issued.id, "121.01")],
        [target(issued.id, "70"), target(issued.id, "60")],
    ):
        with pytest.raises(Problem) as caught:
            await service.pay(client, "500", targets=targets)
        assert caught.value.reason == "OVER_ALLOCATED"
    with pytest.raises(Problem) as caught:
        await service.pay(client, "10", targets=[target(issued.id, "11")])
    assert caught.value.reason == "OVER_ALLOCATED"
    assert await service.get(issued.id) == issued
    assert amount_of((await service.money(client)).advance) == 0


async def test_another_clients_invoice_cannot_be_paid(service: Service, client: str) -> None:
    issued = await service.issue(str(uuid.uuid4()))
    with pytest.raises(Problem) as caught:
        await service.pay(client, "10", targets=[target(issued.id, "10")])
    assert caught.value.reason == "INVOICE_NOT_FOUND"


@pytest.mark.parametrize("amount", ["0", "-5"])
async def test_a_payment_is_above_zero(service: Service, client: str, amount: str) -> None:
    with pytest.raises(Problem) as caught:
        await service.pay(client, amount)
    assert caught.value.reason == "AMOUNT_INVALID"


async def test_a_reversed_allocation_opens_the_invoice_and_frees_the_payment(
    service: Service, client: str
) -> None:
    issued = await service.issue(client)
    payment = await service.pay(client, "121")
    request = pb.ReverseAllocationRequest(
        allocation_id=payment.allocations[0].id, on=day("2026-11-20")
    )
    await service.call("ReverseAllocation", request)
    again = await service.get(issued.id)
    assert amount_of(again.open) == Decimal("121.00")
    assert not again.dues[0].HasField("settled_on")
    assert amount_of((await service.money(client)).advance) == Decimal("121.00")
    with pytest.raises(Problem) as caught:
        await service.call("ReverseAllocation", request)
    assert caught.value.reason == "ALLOCATION_NOT_FOUND"


async def test_a_bank_reference_is_taken_once(service: Service, client: str) -> None:
    payment = payment_pb2.Payment(
        client_id=client, value_date=day("2026-11-10"), amount=euros("5"), bank_reference="B1"
    )
    await service.call("CreatePayment", pb.CreatePaymentRequest(payment=payment))
    with pytest.raises(Problem) as caught:
        await service.call("CreatePayment", pb.CreatePaymentRequest(payment=payment))
    assert caught.value.reason == "BANK_REFERENCE_TAKEN"


async def test_whatever_is_done_stored_amounts_follow_from_documents(service: Service) -> None:
    """Random acts of three clients with two units each; then everything is counted again, and statements close."""
    chance = random.Random(7)
    clients = [str(uuid.uuid4()) for _ in range(3)]
    units = {client: [str(uuid.uuid4()), str(uuid.uuid4()), ""] for client in clients}
    invoices: dict[str, list[str]] = {client: [] for client in clients}
    for step in range(90):
        client = chance.choice(clients)
        on = f"{date(2026, 1, 5) + timedelta(days=3 * step)}"
        try:
            match chance.randrange(6):
                case 0 | 1:
                    net = f"{chance.randrange(100, 90_000) / 100}"
                    unit = chance.choice(units[client])
                    made = await service.issue(client, line(net), on=on, unit_id=unit)
                    invoices[client].append(made.id)
                case 2 | 3:
                    await service.pay(client, f"{chance.randrange(100, 90_000) / 100}", on=on)
                case 4 if invoices[client]:
                    request = pb.CreditInvoiceRequest(
                        invoice_id=chance.choice(invoices[client]), reason="x", issued_on=day(on)
                    )
                    await service.call("CreditInvoice", request)
                case 5 if invoices[client]:
                    request = pb.WriteOffInvoiceRequest(
                        invoice_id=chance.choice(invoices[client]), reason="x", on=day(on)
                    )
                    await service.call("WriteOffInvoice", request)
                case _:
                    pass
        except Problem as problem:
            if problem.reason not in {"OVER_CREDITED", "OVER_ALLOCATED"}:
                raise
    assert await service.faults() == []
    for client in clients:
        money = await service.money(client)
        turnover = await service.call("GetTurnover", pb.GetTurnoverRequest(client_id=client))
        assert sum(amount_of(cell.net) for cell in turnover.cells) == amount_of(money.net_ever)
        assert sum(amount_of(month.net) for month in turnover.months) == amount_of(money.net_ever)
        ages = money.ageing
        parts = (ages.not_due, ages.days_1_30, ages.days_31_60, ages.days_61_90, ages.days_91_up)
        assert sum(amount_of(part) for part in parts) == amount_of(money.open)
        for first, last in (("2026-01-01", "2026-12-31"), ("2026-04-01", "2026-06-30")):
            request = pb.GetStatementRequest(client_id=client, to=day(last), **{"from": day(first)})
            statement = await service.call("GetStatement", request)
            rows = sum((amount_of(row.amount) for row in statement.rows), Decimal(0))
            assert amount_of(statement.opening) + rows == amount_of(statement.closing)


async def test_the_recount_finds_a_planted_fault(service: Service, client: str) -> None:
    issued = await service.issue(client)
    await service.pay(client, "21")
    async with service.database.begin() as session:
        await session.execute(
            text("UPDATE due SET open = open - 1 WHERE invoice_id = :id"), {"id": issued.id}
        )
    found = {(fault.what, f"{fault.client_id}") for fault in await service.faults()}
    assert found == {("due", client), ("invoice", client)}
    async with service.database.begin() as session:
        await session.execute(
            text("UPDATE due SET open = open + 1 WHERE invoice_id = :id"), {"id": issued.id}
        )


async def test_how_they_pay_weighs_amounts_and_counts_what_is_still_open(
    service: Service, client: str
) -> None:
    # In time until 2026-01-19, 02-16 and 03-16; today is 2026-11-25.
    for net, issued_on, paid_on in (
        ("1000", "2026-01-05", "2026-01-12"),
        ("100", "2026-02-02", "2026-02-26"),
        ("300", "2026-03-02", None),
    ):
        await service.issue(client, line(net, rate="0"), on=issued_on)
        if paid_on:
            await service.pay(client, net, on=paid_on)
    service.now[0] = datetime(2026, 11, 25, 9, tzinfo=UTC)
    paying = (await service.money(client)).paying
    assert paying.count == 3
    assert amount_of(paying.amount) == Decimal("1400.00")
    assert paying.on_time_share == pytest.approx(1000 / 1400)
    assert paying.median_days_late == -7
    assert paying.p90_days_late == (date(2026, 11, 25) - date(2026, 3, 16)).days
    money = await service.money(client)
    assert [cell.days_late for cell in money.strip] == [-7, 10, paying.p90_days_late]
    assert money.oldest_days_late == paying.p90_days_late


async def test_what_is_not_due_yet_says_nothing_of_its_payer(service: Service, client: str) -> None:
    await service.issue(client, on="2026-11-24")
    money = await service.money(client)
    assert money.paying.count == 0
    assert amount_of(money.ageing.not_due) == amount_of(money.open) == Decimal("121.00")
    assert amount_of(money.overdue) == 0


async def test_a_unit_has_its_own_figures_and_they_sum_to_the_client(
    service: Service, client: str
) -> None:
    units = [str(uuid.uuid4()), str(uuid.uuid4())]
    for unit, net in ((units[0], "10"), (units[1], "20"), ("", "30")):
        await service.issue(client, line(net), unit_id=unit)
    assert [amount_of((await service.money(client, unit)).net_ever) for unit in units] == [10, 20]
    assert amount_of((await service.money(client)).net_ever) == 60


async def test_every_change_of_money_leaves_its_event_in_the_same_transaction(
    service: Service, client: str
) -> None:
    async def events() -> list[client_money_pb2.ClientMoneyChanged]:
        query = text("SELECT payload FROM outbox WHERE aggregate_id = :id ORDER BY version")
        async with service.database.read() as session:
            bodies = await session.scalars(query, {"id": client})
            return [client_money_pb2.ClientMoneyChanged.FromString(body) for body in bodies]

    issued = await service.issue(client)
    await service.pay(client, "21")
    with pytest.raises(Problem):
        await service.pay(client, "500", targets=[target(issued.id, "500")])
    found = await events()
    assert [event.version for event in found] == [1, 2]
    assert [amount_of(event.money.open) for event in found] == [
        Decimal("121.00"),
        Decimal("100.00"),
    ]
    now = await service.money(client)
    now.ClearField("update_time")
    for cell in now.strip:
        cell.ClearField("invoice_id")
        cell.ClearField("number")
    found[-1].money.ClearField("update_time")
    assert found[-1].money == now
