"""Many documents of source keys in one call: each is issued once or refused by itself."""

from __future__ import annotations

import asyncio
import uuid

import pytest
from sqlalchemy import text

from kit.errors import Problem, problem_from_status
from sysapi.invoices.v1 import invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from tests.invoices.conftest import Service, amount_of, day, line


def asked(client: str, key: str, *lines: invoice_pb2.Line, term: int | None = None, **more):
    """A document in a series of the client's own."""
    values = {"client_id": client, "source_key": key, "series": client[:8].upper()} | more
    message = invoice_pb2.Invoice(lines=lines or [line()], **values)
    return pb.InvoiceToIssue(invoice=message, term_days=term)


async def issue(service: Service, *documents: pb.InvoiceToIssue, on: str = "2026-11-20"):
    request = pb.BatchIssueInvoicesRequest(invoices=documents, issued_on=day(on))
    return (await service.call("BatchIssueInvoices", request)).outcomes


def reason_of(outcome: pb.IssueOutcome) -> str:
    assert outcome.HasField("problem")
    return problem_from_status(outcome.problem).reason


async def test_documents_are_numbered_in_the_order_of_the_call(service: Service, client: str):
    outcomes = await issue(
        service,
        asked(client, f"{client}/1", line("100"), line("10", rate="12"), term=7),
        asked(client, f"{client}/2", line("50"), unit_id=str(uuid.uuid4())),
    )
    first, second = (one.invoice for one in outcomes)
    series = client[:8].upper()
    assert [first.number, second.number] == [f"{series}-2026/00001", f"{series}-2026/00002"]
    assert first.dues[0].due_on == day("2026-11-27")
    assert second.dues[0].due_on == day("2026-12-04")
    for one in (first, second):
        assert await service.get(one.id) == one
    money = await service.money(client)
    assert amount_of(money.open) == amount_of(first.gross) + amount_of(second.gross)
    assert await service.faults() == []


async def test_a_call_that_is_repeated_answers_the_same_documents(service: Service, client: str):
    documents = [asked(client, f"{client}/{place}") for place in range(3)]
    first = await issue(service, *documents)
    more = [*documents, asked(client, f"{client}/new")]
    both = await asyncio.gather(issue(service, *more), issue(service, *more, on="2026-11-21"))
    for again in both:
        assert [one.invoice.number for one in again[:3]] == [one.invoice.number for one in first]
    assert both[0][3].invoice.id == both[1][3].invoice.id
    assert both[0][3].invoice.number.endswith("/00004")


async def test_what_is_refused_holds_up_nobody_and_leaves_no_gap(service: Service, client: str):
    outcomes = await issue(
        service,
        asked(client, f"{client}/1"),
        asked(client, f"{client}/2", line(), line("5", rate="7")),
        asked(client, f"{client}/3", line("0")),
        asked(client, ""),
        asked(client, f"{client}/5", line("5", rate="x")),
        asked(client, f"{client}/6", id=str(uuid.uuid4())),
        asked(client, f"{client}/7", line("30")),
    )
    assert [reason_of(one) for one in outcomes[1:6]] == [
        "VAT_RATE_INVALID", "INVOICE_EMPTY", "FIELD_INVALID", "FIELD_INVALID", "FIELD_INVALID",
    ]  # fmt: skip
    problem = problem_from_status(outcomes[1].problem)
    assert problem.metadata["field"] == "lines[1].vat_rate"
    assert [outcomes[0].invoice.number[-5:], outcomes[6].invoice.number[-5:]] == ["00001", "00002"]
    assert await service.faults() == []


async def test_a_draft_of_a_key_is_what_is_issued(service: Service, client: str):
    draft = await service.draft(client, line("1"), source_key=f"{client}/1")
    (outcome,) = await issue(service, asked(client, f"{client}/1", line("200")))
    assert outcome.invoice.id == draft.id
    assert amount_of(outcome.invoice.net) == 200
    assert await service.get(draft.id) == outcome.invoice
    removal = pb.DeleteInvoiceRequest(invoice_id=draft.id, etag=draft.etag)
    with pytest.raises(Problem) as caught:
        await service.call("DeleteInvoice", removal)
    assert caught.value.reason == "INVOICE_ISSUED"
    assert await service.faults() == []


async def test_a_key_of_another_client_is_refused(service: Service, client: str):
    await issue(service, asked(client, f"{client}/1"))
    (outcome,) = await issue(service, asked(str(uuid.uuid4()), f"{client}/1"))
    assert reason_of(outcome) == "SOURCE_KEY_TAKEN"


async def test_a_key_stands_once_in_a_call(service: Service, client: str):
    with pytest.raises(Problem) as caught:
        await issue(service, asked(client, f"{client}/1"), asked(client, f"{client}/1"))
    assert caught.value.reason == "FIELD_INVALID"
    assert amount_of((await service.money(client)).open) == 0


async def test_a_day_before_the_last_number_refuses_its_series_alone(service: Service, client: str):
    await issue(service, asked(client, f"{client}/1"), on="2026-11-21")
    other = str(uuid.uuid4())
    early, fine = await issue(service, asked(client, f"{client}/2"), asked(other, f"{other}/1"))
    assert reason_of(early) == "ISSUE_ORDER"
    assert fine.invoice.number.endswith("/00001")


async def test_the_money_of_a_client_is_published_once(service: Service, client: str):
    await issue(service, *(asked(client, f"{client}/{place}") for place in range(5)))
    async with service.database.read() as session:
        events = await session.scalar(
            text("SELECT count(*) FROM outbox WHERE aggregate_id = CAST(:client AS uuid)"),
            {"client": client},
        )
    assert events == 1
