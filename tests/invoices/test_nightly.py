"""What the service does by itself: the new day is told, and everything is counted again."""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import text

from services.invoices.nightly import Nightly
from services.invoices.store.recount import COUNTS
from sysapi.invoices.v1 import client_money_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from tests.invoices.conftest import Service, amount_of, line


@pytest.fixture
async def nightly(service: Service) -> Nightly:
    """The job of a service that has told no day yet; tests go back in time."""
    await run(service, "UPDATE service_state SET told_on = NULL")
    return Nightly(service.database, lambda: None, lambda: service.now[0])


async def run(service: Service, statement: str, **values: object) -> None:
    async with service.database.begin() as session:
        await session.execute(text(statement), values)


async def published(service: Service, client: str) -> list[client_money_pb2.ClientMoney]:
    """Everything that was published about a client, the oldest first."""
    query = text("SELECT payload FROM outbox WHERE aggregate_id = :id ORDER BY version")
    async with service.database.read() as session:
        bodies = await session.scalars(query, {"id": client})
        return [client_money_pb2.ClientMoneyChanged.FromString(body).money for body in bodies]


async def at(service: Service, nightly: Nightly, instant: str) -> None:
    """The night job looks at this time, given in UTC."""
    service.now[0] = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    await nightly.look()


async def test_midnight_in_riga_tells_who_owes_and_nobody_else(
    service: Service, nightly: Nightly, client: str
) -> None:
    paid = client[:-1] + ("0" if client[-1] != "0" else "1")
    await at(service, nightly, "2026-11-20T10:00")
    await service.issue(client, on="2026-11-05")  # in time until the 19th
    await service.issue(paid, on="2026-11-05", series=client[:8].upper())
    await service.pay(paid, "121", on="2026-11-10")
    before = len(await published(service, paid))
    assert (await published(service, client))[-1].oldest_days_late == 1
    await at(service, nightly, "2026-11-20T21:59")
    assert len(await published(service, client)) == 1
    await at(service, nightly, "2026-11-20T22:01")
    await at(service, nightly, "2026-11-20T22:02")
    assert [one.oldest_days_late for one in await published(service, client)] == [1, 2]
    assert len(await published(service, paid)) == before


async def test_days_without_the_service_are_made_up_for_at_once(
    service: Service, nightly: Nightly, client: str
) -> None:
    await at(service, nightly, "2026-11-20T10:00")
    await service.issue(client, on="2026-11-05")
    await at(service, nightly, "2026-12-30T10:00")
    assert [one.oldest_days_late for one in await published(service, client)] == [1, 41]


async def test_a_month_that_leaves_the_twelve_is_told(
    service: Service, nightly: Nightly, client: str
) -> None:
    await at(service, nightly, "2026-11-29T10:00")
    await service.issue(client, on="2025-12-10")
    await service.pay(client, "121", on="2025-12-20")
    await at(service, nightly, "2026-11-30T10:00")
    assert amount_of((await published(service, client))[-1].net_12_months) == Decimal(100)
    before = len(await published(service, client))
    await at(service, nightly, "2026-12-01T10:00")
    after = await published(service, client)
    assert len(after) == before + 1
    assert amount_of(after[-1].net_12_months) == 0


async def test_two_processes_tell_a_day_once(
    service: Service, nightly: Nightly, client: str
) -> None:
    both = [nightly, Nightly(service.database, lambda: None, lambda: service.now[0])]
    await at(service, both[0], "2026-11-20T10:00")
    await service.issue(client, on="2026-11-05")
    service.now[0] = datetime(2026, 11, 21, 10, tzinfo=UTC)
    await asyncio.gather(*(one.look() for one in both))
    assert len(await published(service, client)) == 2


async def test_each_night_is_counted_once_and_its_result_is_kept(
    service: Service, nightly: Nightly
) -> None:
    async def runs() -> int:
        async with service.database.read() as session:
            query = text("SELECT count(*) FROM recount_run WHERE began_at >= '2027-03-02'")
            return await session.scalar(query) or 0

    await at(service, nightly, "2027-03-02T22:30")  # half past midnight in Riga
    assert await runs() == 0
    await at(service, nightly, "2027-03-03T00:30")
    await at(service, nightly, "2027-03-03T09:00")
    assert await runs() == 1


FAULTS = [
    ("due", "UPDATE due SET open = open - 1 WHERE client_id = :id AND open > 1"),
    ("due", "UPDATE due SET settled_on = settled_on + 1 WHERE client_id = :id"),
    ("invoice", "UPDATE invoice SET open = open - 1 WHERE client_id = :id AND open > 1"),
    ("credit_note", "UPDATE invoice SET open = 1 WHERE client_id = :id AND type = 'credit_note'"),
    ("days of the list", "UPDATE invoice SET oldest_open_until = due_on + 9 WHERE client_id = :id"),
    ("payment", "UPDATE payment SET unallocated = unallocated + 1 WHERE client_id = :id"),
    ("turnover", "UPDATE turnover_month SET net = net + 1 WHERE client_id = :id"),
    ("turnover of all units", "UPDATE client_month SET count = 7 WHERE client_id = :id"),
    ("owed by day", "DELETE FROM owed_day WHERE client_id = :id"),
    ("paid by month", "UPDATE paid_month SET days_late = 99 WHERE client_id = :id"),
    (
        "totals of the list",
        "UPDATE invoice_total SET gross = gross + 1 WHERE number_start LIKE upper(left(:id, 8)) || '%'",
    ),
]


def test_a_fault_of_every_count_is_planted() -> None:
    assert {what for what, _ in FAULTS} == {count.what for count in COUNTS}


@pytest.mark.parametrize(("what", "fault"), FAULTS)
async def test_a_planted_fault_is_found_told_and_repaired_when_asked(
    service: Service, nightly: Nightly, client: str, what: str, fault: str
) -> None:
    await service.issue(client, on="2026-10-01", unit_id=client)
    await service.issue(client, line("50"), on="2026-11-01")
    credited = await service.issue(client, line("10"), on="2026-11-02")
    credit = pb.CreditInvoiceRequest(
        invoice_id=credited.id, reason="x", issued_on=credited.issued_on
    )
    await service.call("CreditInvoice", credit)
    await service.pay(client, "150", on="2026-11-10")
    await run(service, fault, id=client)
    found = await nightly.recount()
    assert what in {one.what for one in found}
    # Totals of the list are of all clients together.
    assert {one.client_id for one in found} <= {uuid.UUID(client), None}
    async with service.database.read() as session:
        kept = await session.execute(
            text("""
                SELECT differences, repaired, (SELECT count(*) FROM recount_difference WHERE run_id = run.id) AS kept
                FROM recount_run AS run ORDER BY id DESC LIMIT 1
            """)
        )
        assert kept.one() == (len(found), False, len(found))
    await nightly.recount(repair=True)
    assert await service.faults() == []
    money = await service.money(client)
    assert amount_of(money.open) == Decimal("31.50")
    assert amount_of((await published(service, client))[-1].open) == Decimal("31.50")


async def test_the_result_of_a_night_can_be_seen(service: Service, client: str) -> None:
    issued = await service.issue(client)
    await run(service, "UPDATE due SET open = open - 1 WHERE invoice_id = :id", id=issued.id)
    await Nightly(service.database, lambda: None).recount()
    seen = await service.call("GetRecount", pb.GetRecountRequest())
    assert seen.HasField("end_time")
    assert not seen.repaired
    assert seen.differences == len(seen.rows)
    assert ("due", client) in {(row.what, row.client_id) for row in seen.rows}
    await Nightly(service.database, lambda: None).recount(repair=True)
    seen = await service.call("GetRecount", pb.GetRecountRequest())
    assert seen.repaired
    await Nightly(service.database, lambda: None).recount()
    seen = await service.call("GetRecount", pb.GetRecountRequest())
    assert (seen.differences, list(seen.rows)) == (0, [])
