"""Drafts become final documents with numbers; what is final is corrected by documents only."""

from __future__ import annotations

import asyncio
import uuid
from decimal import Decimal

import pytest
from google.protobuf.field_mask_pb2 import FieldMask

from kit.errors import Conflict, Problem, Unavailable
from sysapi.invoices.v1 import invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from tests.invoices.conftest import Service, amount_of, day, euros, line


async def refused(answer) -> str:
    with pytest.raises(Problem) as caught:
        await answer
    return caught.value.reason


async def test_a_draft_comes_back_summed_and_without_a_number(
    service: Service, client: str
) -> None:
    draft = await service.draft(client, line("10.005"), line("0.335", quantity="3", rate="12"))
    assert (draft.state, draft.number) == (invoice_pb2.INVOICE_STATE_DRAFT, "")
    assert [amount_of(one.net) for one in draft.lines] == [Decimal("10.01"), Decimal("1.01")]
    assert amount_of(draft.net) == Decimal("11.02")
    assert amount_of(draft.vat) == Decimal("2.10") + Decimal("0.12")
    assert amount_of(draft.gross) == Decimal("13.24")


async def test_an_issued_invoice_has_a_number_and_a_due_row_and_never_changes(
    service: Service, client: str
) -> None:
    issued = await service.issue(client, on="2026-11-14")
    assert issued.number == f"{client[:8].upper()}-2026/00001"
    (due,) = issued.dues
    assert due.due_on == day("2026-11-28")  # a Saturday
    assert due.in_time_until == day("2026-11-30")
    assert amount_of(due.open) == amount_of(issued.open) == amount_of(issued.gross)
    change = pb.UpdateInvoiceRequest(
        invoice=issued, update_mask=FieldMask(paths=["note"]), etag=issued.etag
    )
    assert await refused(service.call("UpdateInvoice", change)) == "INVOICE_ISSUED"
    removal = pb.DeleteInvoiceRequest(invoice_id=issued.id, etag=issued.etag)
    assert await refused(service.call("DeleteInvoice", removal)) == "INVOICE_ISSUED"
    assert await service.get(issued.id) == issued


async def test_a_change_of_a_draft_touches_the_fields_of_its_mask_alone(
    service: Service, client: str
) -> None:
    draft = await service.draft(client, line("10"), note="Piezīme")
    change = pb.UpdateInvoiceRequest(
        invoice=invoice_pb2.Invoice(id=draft.id, lines=[line("20"), line("5")]),
        update_mask=FieldMask(paths=["lines"]),
        etag=draft.etag,
    )
    changed = (await service.call("UpdateInvoice", change)).invoice
    assert (changed.client_id, changed.note) == (client, "Piezīme")
    assert amount_of(changed.net) == Decimal("25.00")
    change.invoice.lines[0].vat_rate = "x"
    assert await refused(service.call("UpdateInvoice", change)) == "FIELD_INVALID"


async def test_numbers_have_no_gaps_when_many_issue_at_once_and_some_fail(
    service: Service, client: str
) -> None:
    good = [await service.draft(str(uuid.uuid4()), series="RACE") for _ in range(20)]
    bad = [await service.draft(client, line("5", rate="7"), series="RACE") for _ in range(5)]

    async def issue(draft: invoice_pb2.Invoice) -> str:
        request = pb.IssueInvoiceRequest(invoice_id=draft.id, issued_on=day("2026-11-20"))
        while True:
            try:
                return (await service.call("IssueInvoice", request)).invoice.number
            except (Unavailable, Conflict):
                await asyncio.sleep(0.1)  # what a caller does when the service is busy
            except Problem as problem:
                return problem.reason

    answers = await asyncio.gather(*(issue(draft) for draft in [*good, *bad]))
    assert answers.count("VAT_RATE_INVALID") == 5
    numbers = sorted(answer for answer in answers if answer.startswith("RACE"))
    assert numbers == [f"RACE-2026/{place:05d}" for place in range(1, 21)]


async def test_a_series_never_goes_back_in_time(service: Service, client: str) -> None:
    await service.issue(client, on="2026-11-20", series="ORDER")
    draft = await service.draft(client, series="ORDER")
    earlier = pb.IssueInvoiceRequest(invoice_id=draft.id, issued_on=day("2026-11-19"))
    assert await refused(service.call("IssueInvoice", earlier)) == "ISSUE_ORDER"
    assert (
        await service.issue(client, on="2027-01-01", series="ORDER")
    ).number == "ORDER-2027/00001"


@pytest.mark.parametrize(
    ("rate", "supplied_on", "is_right"),
    [("21", "2026-11-01", True), ("22", "2011-06-01", True), ("22", "2026-11-01", False),
     ("18", "2008-12-31", True), ("18", "2009-01-01", False), ("5", "2017-12-31", False)],
)  # fmt: skip
async def test_a_vat_rate_must_be_one_of_the_day_of_supply(
    service: Service, client: str, rate: str, supplied_on: str, is_right: bool
) -> None:
    draft = await service.draft(
        client, line(rate=rate), supplied_on=day(supplied_on), series=client[:8].upper()
    )
    issuing = service.call("IssueInvoice", pb.IssueInvoiceRequest(invoice_id=draft.id))
    if is_right:
        assert (await issuing).invoice.number
    else:
        assert await refused(issuing) == "VAT_RATE_INVALID"


@pytest.mark.parametrize(
    ("on", "standard"),
    [("2008-12-31", ["18", "5"]), ("2010-06-01", ["21", "10"]), ("2012-06-30", ["22", "12"]),
     ("2012-07-01", ["21", "12"]), ("2026-11-01", ["21", "12", "5"]), (None, ["21", "12", "5"])],
)  # fmt: skip
async def test_the_rates_of_a_day_are_told_the_usual_first(
    service: Service, on: str | None, standard: list[str]
) -> None:
    request = pb.ListVatRatesRequest(on=day(on) if on else None)
    rates = (await service.call("ListVatRates", request)).rates
    assert [(one.category, one.rate) for one in rates] == [
        *((invoice_pb2.VAT_CATEGORY_STANDARD, rate) for rate in standard),
        *((category, "0") for category in range(invoice_pb2.VAT_CATEGORY_ZERO, 8)),
    ]


async def test_one_source_key_makes_one_document(service: Service, client: str) -> None:
    keys = [f"autogen/{client}/2026-11"] * 10

    async def make(key: str) -> str:
        try:
            return (await service.draft(client, source_key=key)).id
        except Problem as problem:
            return problem.reason

    answers = await asyncio.gather(*(make(key) for key in keys))
    assert answers.count("SOURCE_KEY_TAKEN") == 9


async def test_the_same_request_issues_once(service: Service, client: str) -> None:
    draft = await service.draft(client, series="ONCE")
    request = pb.IssueInvoiceRequest(
        invoice_id=draft.id, issued_on=day("2026-11-20"), request_id=str(uuid.uuid4())
    )
    first = await service.call("IssueInvoice", request)
    assert await service.call("IssueInvoice", request) == first


async def test_due_rows_must_sum_to_the_whole(service: Service, client: str) -> None:
    halves = [
        invoice_pb2.Due(due_on=day("2026-12-01"), amount=euros("60.50")),
        invoice_pb2.Due(due_on=day("2027-01-01"), amount=euros("60.50")),
    ]
    issued = await service.issue(client, dues=halves)
    assert [amount_of(due.open) for due in issued.dues] == [Decimal("60.50")] * 2
    assert await refused(service.draft(client, dues=halves[:1])) == "DUES_INVALID"


async def test_a_credit_note_lowers_what_is_open_and_never_credits_twice(
    service: Service, client: str
) -> None:
    issued = await service.issue(client, line("100"), line("50"))
    part = pb.CreditInvoiceRequest(
        invoice_id=issued.id, lines=[line("50")], reason="Atlaide", issued_on=day("2026-11-02")
    )
    answer = await service.call("CreditInvoice", part)
    assert amount_of(answer.credit_note.gross) == Decimal("60.50")
    assert amount_of(answer.credit_note.open) == 0
    assert amount_of(answer.invoice.open) == Decimal("121.00")
    whole = pb.CreditInvoiceRequest(
        invoice_id=issued.id, reason="Kļūda", issued_on=day("2026-11-03")
    )
    assert await refused(service.call("CreditInvoice", whole)) == "OVER_CREDITED"
    money = await service.money(client)
    assert amount_of(money.net_ever) == Decimal("100.00")
    assert amount_of(money.open) == Decimal("121.00")


async def test_an_advance_and_its_credit_note_are_no_turnover(
    service: Service, client: str
) -> None:
    await service.issue(client, line("100"))
    dues = [invoice_pb2.Due(due_on=day("2026-11-15"), amount=euros("60.50"))]
    draft = await service.draft(
        client, line("50"), type=invoice_pb2.INVOICE_TYPE_ADVANCE, dues=dues
    )
    await service.call(
        "IssueInvoice", pb.IssueInvoiceRequest(invoice_id=draft.id, issued_on=day("2026-11-02"))
    )
    assert amount_of((await service.money(client)).net_ever) == Decimal("100.00")
    note = pb.CreditInvoiceRequest(
        invoice_id=draft.id, reason="Atcelts", issued_on=day("2026-11-03")
    )
    await service.call("CreditInvoice", note)
    money = await service.money(client)
    assert (amount_of(money.net_ever), amount_of(money.open)) == (Decimal("100.00"), Decimal(121))
    assert await service.faults() == []


async def test_only_an_unpaid_document_can_be_annulled_and_it_keeps_its_number(
    service: Service, client: str
) -> None:
    paid = await service.issue(client)
    await service.pay(client, "1")
    request = pb.AnnulInvoiceRequest(
        invoice_id=paid.id, etag=(await service.get(paid.id)).etag, reason="Kļūda"
    )
    assert await refused(service.call("AnnulInvoice", request)) == "INVOICE_SETTLED"
    unpaid = await service.issue(client)
    request = pb.AnnulInvoiceRequest(invoice_id=unpaid.id, etag=unpaid.etag, reason="Kļūda")
    annulled = (await service.call("AnnulInvoice", request)).invoice
    assert annulled.number == unpaid.number
    assert annulled.state == invoice_pb2.INVOICE_STATE_ANNULLED
    assert amount_of((await service.money(client)).net_ever) == Decimal("100.00")


async def test_the_totals_are_of_the_whole_filter_and_pages_join(
    service: Service, client: str
) -> None:
    issued = [await service.issue(client, on=f"2026-10-{number:02d}") for number in range(1, 8)]
    credit = pb.CreditInvoiceRequest(
        invoice_id=issued[0].id, reason="Kļūda", issued_on=day("2026-11-01")
    )
    await service.call("CreditInvoice", credit)
    request = pb.ListInvoicesRequest(filter=pb.InvoiceFilter(client_ids=[client]), page_size=3)
    seen: list[str] = []
    totals = None
    while True:
        page = await service.call("ListInvoices", request)
        totals = totals or page.totals
        seen += [one.number for one in page.invoices]
        if not page.next_page_token:
            break
        request.page_token = page.next_page_token
    assert len(seen) == len(set(seen)) == totals.count == 8
    assert amount_of(totals.gross) == 6 * Decimal("121.00")
    assert amount_of(totals.open) == 6 * Decimal("121.00")
    assert amount_of(totals.overdue) == 6 * Decimal("121.00")


async def test_settled_documents_are_the_issued_ones_with_nothing_open(
    service: Service, client: str
) -> None:
    paid, _, _ = [
        await service.issue(client),
        await service.issue(client),
        await service.draft(client),
    ]
    target = pb.AllocationTarget(invoice_id=paid.id, amount=paid.gross)
    await service.pay(client, "121", targets=[target])
    wanted = pb.InvoiceFilter(client_ids=[client], settled=True)
    page = await service.call("ListInvoices", pb.ListInvoicesRequest(filter=wanted))
    assert [one.id for one in page.invoices] == [paid.id]
    assert page.totals.count == 1


async def test_a_filter_that_ends_before_it_starts_is_refused(service: Service) -> None:
    wanted = pb.InvoiceFilter(issued_from=day("2026-11-02"), issued_to=day("2026-11-01"))
    asking = service.call("ListInvoices", pb.ListInvoicesRequest(filter=wanted))
    assert await refused(asking) == "DATE_INVALID"
