"""The money of every client, as the catalogue is filled with it."""

from __future__ import annotations

import uuid
from decimal import Decimal

from sqlalchemy import text

from sysapi.invoices.v1 import client_money_pb2, invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from tests.invoices.conftest import Service, amount_of, day, euros, line


async def listed(service: Service, size: int) -> list[client_money_pb2.ClientMoneyChanged]:
    """Every page, joined."""
    request = pb.ListClientMoneyRequest(page_size=size)
    found: list[client_money_pb2.ClientMoneyChanged] = []
    while True:
        page = await service.call("ListClientMoney", request)
        assert len(page.clients) <= size
        found += page.clients
        if not page.next_page_token:
            return found
        request.page_token = page.next_page_token


async def test_every_client_that_was_invoiced_is_listed_once_in_order_of_id(
    service: Service,
) -> None:
    clients = [str(uuid.uuid4()) for _ in range(7)]
    for client in clients:
        await service.issue(client)
    drafted = str(uuid.uuid4())
    await service.draft(drafted)
    ids = [one.money.client_id for one in await listed(service, 2)]
    assert ids == sorted(set(ids))
    assert set(clients) <= set(ids)
    assert drafted not in ids


async def test_what_is_listed_is_what_was_published_last(service: Service, client: str) -> None:
    for month in range(4, 11):
        await service.issue(client, on=f"2026-{month:02d}-01")
    await service.pay(client, "300")
    async with service.database.read() as session:
        query = text("SELECT payload FROM outbox WHERE aggregate_id = :id ORDER BY version DESC")
        body = await session.scalar(query, {"id": client})
    published = client_money_pb2.ClientMoneyChanged.FromString(body)
    (found,) = [one for one in await listed(service, 1000) if one.money.client_id == client]
    for message in (published, found):
        message.money.ClearField("update_time")
    assert found == published
    assert amount_of(found.money.open) == 7 * Decimal(121) - 300
    assert len(found.money.strip) == 5
    assert {cell.invoice_id for cell in found.money.strip} == {""}


async def test_the_turnover_of_a_chain_names_so_many_of_its_largest_units_and_sums_the_others(
    service: Service, client: str
) -> None:
    units = [str(uuid.uuid4()) for _ in range(4)]
    for place, unit in enumerate((*units, "")):
        for on in ("2025-03-01", "2026-03-01"):
            await service.issue(client, line(f"{100 * place + 7}"), on=on, unit_id=unit)

    async def turnover(most: int) -> tuple[list[tuple[str, int, Decimal]], list[Decimal], int]:
        request = pb.GetTurnoverRequest(client_id=client, most_units=most)
        found = await service.call("GetTurnover", request)
        assert {one.unit_id for one in found.other_cells} <= {""}
        return (
            [(one.unit_id, one.year, amount_of(one.net)) for one in found.cells],
            [amount_of(one.net) for one in found.other_cells],
            found.other_units,
        )

    everything = [
        (unit, year, Decimal(100 * place + 7))
        for place, unit in reversed(list(enumerate((*units, ""))))
        for year in (2025, 2026)
    ]
    assert await turnover(0) == (everything, [], 0)
    assert await turnover(5) == (everything, [], 0)
    assert await turnover(2) == (everything[:4], [Decimal(321)] * 2, 3)


async def test_a_draft_with_days_to_pay_owes_nothing_until_it_is_issued(
    service: Service, client: str
) -> None:
    dues = [invoice_pb2.Due(due_on=day("2026-11-02"), amount=euros("121"))]
    draft = await service.draft(client, dues=dues, series=client[:8].upper())
    assert amount_of((await service.money(client)).open) == 0
    request = pb.IssueInvoiceRequest(invoice_id=draft.id, issued_on=day("2026-11-01"))
    await service.call("IssueInvoice", request)
    assert amount_of((await service.money(client)).overdue) == Decimal(121)


async def test_how_they_pay_is_not_told_of_two_due_rows(service: Service, client: str) -> None:
    for month in (8, 9):
        await service.issue(client, on=f"2026-{month:02d}-01")
        await service.pay(client, "121", on=f"2026-{month:02d}-20")
    paying = (await service.money(client)).paying
    assert (paying.count, paying.on_time_share, paying.median_days_late) == (2, 0, 0)
    await service.issue(client, on="2026-10-01")
    await service.pay(client, "121", on="2026-10-20")
    paying = (await service.money(client)).paying
    assert (paying.count, paying.median_days_late) == (3, 5)  # 3, 5 and 5 days


async def test_an_annulled_invoice_says_nothing_of_its_payer(service: Service, client: str) -> None:
    issued = await service.issue(client, on="2026-01-05")
    request = pb.AnnulInvoiceRequest(invoice_id=issued.id, etag=issued.etag, reason="Kļūda")
    await service.call("AnnulInvoice", request)
    assert (await service.money(client)).paying.count == 0
