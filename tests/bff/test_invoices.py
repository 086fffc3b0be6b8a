from __future__ import annotations

from typing import Any

import httpx2
import pytest

from kit.dates import date_from_pb
from kit.errors import Conflict, FieldViolation, Invalid, Precondition
from sysapi.invoices.v1 import invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from tests.bff.conftest import System
from tests.bff.fakes import CLIENT_ID, OTHER_UNIT_ID, UNIT_ID
from tests.bff.money_fakes import (
    CREDIT_ID,
    INVOICE_ID,
    a_draft,
    an_invoice,
    day,
    euros,
)

KEY = {"idempotency-key": "key-12345678"}
ADDRESS = f"/api/invoices/{INVOICE_ID}"
LINE = {
    "text": "Apsardze",
    "quantity": "1.5",
    "unit_price": "66.666667",
    "vat_category": "standard",
    "vat_rate": "21",
}


def a_body(**fields: Any) -> dict[str, Any]:
    return {"client_id": CLIENT_ID, "lines": [LINE], **fields}


async def test_an_invoice_is_answered_with_lines_dues_allocations_and_parties(
    http: httpx2.AsyncClient,
) -> None:
    answer = await http.get(ADDRESS)
    assert answer.status_code == 200
    assert answer.headers["etag"] == '"v3"'
    invoice = answer.json()
    assert (invoice["type"], invoice["status"], invoice["source"]) == ("invoice", "open", "autogen")
    assert invoice["gross"] == {"amount": "121.00", "currency": "EUR"}
    assert invoice["lines"][0]["net"]["amount"] == "100.00"
    assert invoice["lines"][0]["period_to"] == "2026-03-31"
    assert [due["settled_on"] for due in invoice["dues"]] == ["2026-03-20", None]
    assert invoice["vat_totals"][0]["tax"]["amount"] == "21.00"
    assert invoice["allocations"][0]["amount"]["amount"] == "60.50"
    assert invoice["allocations"][0]["reversed_on"] is None
    assert invoice["buyer"]["name"] == 'SIA "Ābols"'
    assert invoice["seller"]["iban"] == "LV80BANK0000435195001"
    assert invoice["original_gross"] is None
    assert invoice["days_late"] == -5
    assert invoice["supplied_on"] is None


@pytest.mark.parametrize(
    ("invoice", "word"),
    [
        (a_draft(), "draft"),
        (an_invoice(), "open"),
        (an_invoice(dues=[invoice_pb2.Due(in_time_until=day("2001-01-01"), open=euros("0.01"))]), "overdue"),
        (an_invoice(dues=[invoice_pb2.Due(in_time_until=day("2001-01-01"), open=euros("0"))]), "open"),
        (an_invoice(state=invoice_pb2.INVOICE_STATE_ANNULLED), "annulled"),
    ],
)  # fmt: skip
async def test_a_document_has_one_word_for_how_it_stands(
    system: System, invoice: invoice_pb2.Invoice, word: str
) -> None:
    system.invoices.answers["GetInvoice"] = pb.GetInvoiceResponse(invoice=invoice)
    assert (await system.http.get(ADDRESS)).json()["status"] == word


async def test_a_document_without_anything_open_is_paid(system: System) -> None:
    paid = an_invoice()
    paid.open.Clear()
    system.invoices.answers["GetInvoice"] = pb.GetInvoiceResponse(invoice=paid)
    found = (await system.http.get(ADDRESS)).json()
    assert (found["status"], found["open"]["amount"]) == ("paid", "0.00")


async def test_what_is_not_due_has_no_days_late(system: System) -> None:
    system.invoices.answers["GetInvoice"] = pb.GetInvoiceResponse(invoice=a_draft())
    found = (await system.http.get(ADDRESS)).json()
    assert found["days_late"] is None
    assert found["unit_id"] is None
    assert found["issued_on"] is None


async def test_the_list_passes_its_whole_filter_on(system: System) -> None:
    answer = await system.http.get(
        "/api/invoices",
        params=[
            ("client_id", CLIENT_ID),
            ("unit_id", UNIT_ID),
            ("status", "overdue"),
            ("type", "invoice"),
            ("type", "advance"),
            ("from", "2026-01-01"),
            ("to", "2026-12-31"),
            ("number", "RK-2026"),
            ("days_late", "31-60"),
            ("order", "open desc"),
            ("page_size", "7"),
            ("page_token", "abc"),
        ],
    )
    assert answer.status_code == 200, answer.text
    request = system.invoices.last("ListInvoices")
    chosen = request.filter
    assert list(chosen.client_ids) == [CLIENT_ID]
    assert chosen.unit_id == UNIT_ID
    assert (chosen.overdue, chosen.open, chosen.settled, list(chosen.states)) == (
        True, False, False, [],
    )  # fmt: skip
    assert list(chosen.types) == [
        invoice_pb2.INVOICE_TYPE_INVOICE,
        invoice_pb2.INVOICE_TYPE_ADVANCE,
    ]
    assert str(date_from_pb(chosen.issued_from)) == "2026-01-01"
    assert str(date_from_pb(chosen.issued_to)) == "2026-12-31"
    assert chosen.number_prefix == "RK-2026"
    assert (getattr(chosen.days_late, "from"), chosen.days_late.to) == (31, 60)
    assert (request.order_by, request.page_size, request.page_token) == ("open desc", 7, "abc")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("draft", pb.InvoiceFilter(states=[invoice_pb2.INVOICE_STATE_DRAFT])),
        ("issued", pb.InvoiceFilter(states=[invoice_pb2.INVOICE_STATE_ISSUED])),
        ("open", pb.InvoiceFilter(open=True)),
        ("overdue", pb.InvoiceFilter(overdue=True)),
        ("paid", pb.InvoiceFilter(settled=True)),
        ("annulled", pb.InvoiceFilter(states=[invoice_pb2.INVOICE_STATE_ANNULLED])),
        ("", pb.InvoiceFilter()),
    ],
)
async def test_each_status_word_narrows_by_what_it_says(
    system: System, word: str, expected: pb.InvoiceFilter
) -> None:
    assert (await system.http.get("/api/invoices", params={"status": word})).status_code == 200
    assert system.invoices.last("ListInvoices").filter == expected


async def test_the_oldest_bucket_has_no_end_and_the_youngest_is_not_due(system: System) -> None:
    await system.http.get("/api/invoices", params={"days_late": "91+"})
    oldest = system.invoices.last("ListInvoices").filter.days_late
    assert (getattr(oldest, "from"), oldest.HasField("to")) == (91, False)
    await system.http.get("/api/invoices", params={"days_late": "0"})
    chosen = system.invoices.last("ListInvoices").filter
    assert chosen.HasField("days_late")
    assert chosen.days_late.HasField("to")


async def test_totals_stand_on_the_first_page_only(system: System) -> None:
    first = (await system.http.get("/api/invoices")).json()
    assert first["totals"]["open"] == {"amount": "60.50", "currency": "EUR"}
    assert first["totals"]["count"] == 1
    assert "lines" not in first["invoices"][0]
    system.invoices.answers["ListInvoices"] = pb.ListInvoicesResponse()
    assert (await system.http.get("/api/invoices?page_token=x")).json()["totals"] is None


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("client=x", "client"),
        ("client_id=x", "client_id[0]"),
        ("status=late", "status"),
        ("days_late=1-31", "days_late"),
        ("order=buyer", "order"),
        ("from=2023-02-29", "from"),
        ("from=0", "from"),
        ("to=2026-1-1", "to"),
        ("page_size=0", "page_size"),
        ("page_size=1000000000", "page_size"),
        ("type=bill", "type[0]"),
    ],
)
async def test_a_bad_filter_is_refused_with_its_name(
    system: System, query: str, field: str
) -> None:
    answer = await system.http.get(f"/api/invoices?{query}")
    assert answer.status_code == 422
    assert [item["field"] for item in answer.json()["fields"]] == [field]
    assert system.invoices.count("ListInvoices") == 0


async def test_a_period_that_ends_before_it_starts_is_told_by_its_parameter(
    system: System,
) -> None:
    system.invoices.answers["ListInvoices"] = Invalid(
        reason="DATE_INVALID", metadata={"field": "filter.issued_to"}
    )
    answer = await system.http.get("/api/invoices?from=2026-02-01&to=2026-01-01")
    assert answer.json()["fields"][0]["field"] == "to"


async def test_a_draft_is_entered_with_everything_of_its_body(system: System) -> None:
    line = {**LINE, "discount_percent": "5", "unit_id": UNIT_ID, "period_from": "2026-03-01"}
    answer = await system.http.post(
        "/api/invoices",
        json=a_body(
            type="advance",
            series="A",
            unit_id=OTHER_UNIT_ID,
            supplied_on="2026-03-05",
            lines=[line],
            dues=[{"due_on": "2026-04-01", "amount": {"amount": "121", "currency": "EUR"}}],
            buyer={"name": "SIA Ābols", "country": "LV"},
            note="Paldies",
            buyer_reference="PO-1",
        ),
        headers=KEY,
    )
    assert answer.status_code == 201, answer.text
    assert answer.headers["etag"] == '"v1"'
    request = system.invoices.last("CreateInvoice")
    assert request.request_id == "key-12345678"
    assert request.invoice == invoice_pb2.Invoice(
        type=invoice_pb2.INVOICE_TYPE_ADVANCE,
        series="A",
        client_id=CLIENT_ID,
        unit_id=OTHER_UNIT_ID,
        supplied_on=day("2026-03-05"),
        lines=[
            invoice_pb2.Line(
                text="Apsardze",
                quantity="1.5",
                unit_price="66.666667",
                discount_percent="5",
                vat_category=invoice_pb2.VAT_CATEGORY_STANDARD,
                vat_rate="21",
                unit_id=UNIT_ID,
                period_from=day("2026-03-01"),
            )
        ],
        dues=[invoice_pb2.Due(due_on=day("2026-04-01"), amount=euros("121"))],
        buyer=invoice_pb2.Party(name="SIA Ābols", country="LV"),
        note="Paldies",
        buyer_reference="PO-1",
        source=invoice_pb2.INVOICE_SOURCE_MANUAL,
    )


async def test_lines_and_dues_may_be_sent_back_as_they_were_read(system: System) -> None:
    read = (await system.http.get(ADDRESS)).json()
    body = {name: read[name] for name in ("lines", "dues", "buyer")}
    answer = await system.http.patch(ADDRESS, json=body, headers={"if-match": '"v3"'})
    assert answer.status_code == 200, answer.text
    request = system.invoices.last("UpdateInvoice")
    assert list(request.update_mask.paths) == ["buyer", "dues", "lines"]
    assert request.etag == "v3"
    assert request.invoice.id == INVOICE_ID
    assert request.invoice.buyer == an_invoice().buyer
    assert [due.amount for due in request.invoice.dues] == [euros("60.50")] * 2
    assert request.invoice.lines[0].unit_price == "66.666667"


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"client_id": "x"}, "client_id"),
        ({"lines": [{**LINE, "quantity": "1e9"}]}, "lines[0].quantity"),
        ({"lines": [{**LINE, "quantity": "NaN"}]}, "lines[0].quantity"),
        ({"lines": [{**LINE, "quantity": 1.5}]}, "lines[0].quantity"),
        ({"lines": [{**LINE, "unit_price": "1_000"}]}, "lines[0].unit_price"),
        ({"lines": [{**LINE, "unit_price": "1,23"}]}, "lines[0].unit_price"),
        ({"lines": [{**LINE, "unit_price": "5" * 5000}]}, "lines[0].unit_price"),
        ({"lines": [LINE, {**LINE, "discount_percent": "100.01"}]}, "lines[1].discount_percent"),
        ({"lines": [{**LINE, "vat_rate": "21.0001"}]}, "lines[0].vat_rate"),
        ({"lines": [{**LINE, "text": ""}]}, "lines[0].text"),
        ({"lines": [{**LINE, "period_to": "2023-02-29"}]}, "lines[0].period_to"),
        ({"supplied_on": 0}, "supplied_on"),
        ({"supplied_on": "2026-1-1"}, "supplied_on"),
        ({"dues": [{"due_on": "2026-04-01", "amount": {"amount": "0.005", "currency": "EUR"}}]},
         "dues[0].amount.amount"),
        ({"dues": [{"due_on": "2026-04-01", "amount": {"amount": "1", "currency": "XXX"}}]},
         "dues[0].amount.currency"),
        ({"dues": [{"due_on": "2026-04-01", "amount": {"amount": "1", "currency": "EUR "}}]},
         "dues[0].amount.currency"),
        ({"dues": [{"due_on": "2026-04-01", "amount": {"amount": 12.5, "currency": "EUR"}}]},
         "dues[0].amount.amount"),
        ({"type": "credit_note"}, "type"),
        ({"number": "RK-1"}, "number"),
    ],
)  # fmt: skip
async def test_a_bad_value_of_a_draft_is_refused_with_its_path(
    http: httpx2.AsyncClient, fields: dict[str, Any], path: str
) -> None:
    answer = await http.post("/api/invoices", json=a_body(**fields), headers=KEY)
    assert answer.status_code == 422, answer.text
    assert [item["field"] for item in answer.json()["fields"]] == [path]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
async def test_a_number_that_is_none_is_refused(http: httpx2.AsyncClient, number: str) -> None:
    body = f'{{"client_id": "{CLIENT_ID}", "lines": [{{"quantity": {number}}}]}}'
    answer = await http.post(
        "/api/invoices", content=body, headers={**KEY, "content-type": "application/json"}
    )
    assert answer.status_code == 422


async def test_a_stale_editor_gets_the_current_document(system: System) -> None:
    stale = Conflict(reason="ETAG_MISMATCH", domain="invoices.sys")
    system.invoices.answers |= {
        "UpdateInvoice": stale,
        "IssueInvoice": stale,
        "DeleteInvoice": stale,
    }
    headers = {**KEY, "if-match": '"v1"'}
    for answer in (
        await system.http.patch(ADDRESS, json={"note": "x"}, headers=headers),
        await system.http.post(f"{ADDRESS}/issue", headers=headers),
        await system.http.delete(ADDRESS, headers=headers),
    ):
        assert answer.status_code == 409
        assert answer.json()["reason"] == "ETAG_MISMATCH"
        assert answer.json()["current"]["etag"] == "v3"


async def test_changes_need_the_etag_and_acts_a_key(http: httpx2.AsyncClient) -> None:
    for answer in (
        await http.patch(ADDRESS, json={"note": "x"}),
        await http.delete(ADDRESS),
        await http.post(f"{ADDRESS}/issue", headers=KEY),
        await http.post(f"{ADDRESS}/annul", json={"reason": "x"}),
    ):
        assert answer.status_code == 428
    for path, body in (("", a_body()), (f"/{INVOICE_ID}/credit", {"reason": "x"})):
        answer = await http.post(f"/api/invoices{path}", json=body)
        assert answer.status_code == 422
        assert answer.json()["fields"][0]["field"] == "Idempotency-Key"


async def test_a_patch_of_nothing_is_refused(http: httpx2.AsyncClient) -> None:
    answer = await http.patch(ADDRESS, json={}, headers={"if-match": "v1"})
    assert answer.status_code == 422


async def test_a_draft_is_issued_on_the_asked_day_or_today(system: System) -> None:
    headers = {**KEY, "if-match": '"v1"'}
    answer = await system.http.post(
        f"{ADDRESS}/issue", json={"issued_on": "2026-03-09"}, headers=headers
    )
    assert answer.status_code == 200
    assert answer.json()["number"] == "RK-2026/00042"
    request = system.invoices.last("IssueInvoice")
    assert (request.etag, request.request_id) == ("v1", "key-12345678")
    assert request.issued_on == day("2026-03-09")
    assert (await system.http.post(f"{ADDRESS}/issue", headers=headers)).status_code == 200
    assert not system.invoices.last("IssueInvoice").HasField("issued_on")


async def test_an_issued_document_is_credited_annulled_and_written_off(system: System) -> None:
    credited = await system.http.post(
        f"{ADDRESS}/credit",
        json={"reason": "Kļūda", "lines": [LINE], "issued_on": "2026-03-10"},
        headers=KEY,
    )
    assert credited.status_code == 201
    assert credited.json()["credit_note"]["id"] == CREDIT_ID
    assert credited.json()["credit_note"]["credited_invoice_id"] == INVOICE_ID
    assert credited.json()["invoice"]["id"] == INVOICE_ID
    request = system.invoices.last("CreditInvoice")
    assert (request.reason, len(request.lines), request.request_id) == ("Kļūda", 1, "key-12345678")

    annulled = await system.http.post(
        f"{ADDRESS}/annul", json={"reason": "Kļūda"}, headers={"if-match": '"v3"'}
    )
    assert annulled.json()["status"] == "annulled"
    assert system.invoices.last("AnnulInvoice").etag == "v3"

    written_off = await system.http.post(
        f"{ADDRESS}/write-off",
        json={"reason": "Bankrots", "amount": {"amount": "0.50", "currency": "EUR"}},
        headers=KEY,
    )
    assert written_off.status_code == 200
    assert system.invoices.last("WriteOffInvoice").amount == euros("0.50")


async def test_a_refusal_of_the_service_keeps_its_reason_and_path(system: System) -> None:
    system.invoices.answers["IssueInvoice"] = Precondition(
        reason="INVOICE_ISSUED", domain="invoices.sys", metadata={"invoice_id": INVOICE_ID}
    )
    answer = await system.http.post(f"{ADDRESS}/issue", headers={**KEY, "if-match": "v1"})
    assert (answer.status_code, answer.json()["reason"]) == (409, "INVOICE_ISSUED")
    system.invoices.answers["CreateInvoice"] = Invalid(
        violations=(FieldViolation("invoice.lines[2].text", "string.min_len", "too short"),)
    )
    answer = await system.http.post("/api/invoices", json=a_body(), headers=KEY)
    assert answer.json()["fields"][0]["field"] == "lines[2].text"


async def test_a_draft_is_removed(system: System) -> None:
    answer = await system.http.delete(ADDRESS, headers={"if-match": '"v1"'})
    assert (answer.status_code, answer.content) == (204, b"")
    assert system.invoices.last("DeleteInvoice").etag == "v1"


async def test_a_document_comes_as_a_file_to_show(system: System) -> None:
    answer = await system.http.get(f"{ADDRESS}.pdf?language=en")
    assert answer.status_code == 200
    assert answer.content == b"%PDF-1.7"
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == "inline; filename*=UTF-8''RK-2026-00042.pdf"
    request = system.invoices.last("RenderInvoice")
    assert (request.format, request.language) == (pb.FILE_FORMAT_PDF, "en")
    await system.http.get(f"{ADDRESS}.xml")
    assert system.invoices.last("RenderInvoice").format == pb.FILE_FORMAT_UBL
    assert (await system.http.get("/api/invoices/x.pdf")).status_code == 422
    assert (await system.http.get(f"{ADDRESS}.pdf?language=de")).status_code == 422


async def test_a_service_that_draws_no_files_yet_is_told_as_such(system: System) -> None:
    system.invoices.answers["RenderInvoice"] = NotImplementedError()
    answer = await system.http.get(f"{ADDRESS}.pdf")
    assert (answer.status_code, answer.json()["reason"]) == (503, "NOT_IMPLEMENTED")


async def test_vat_rates_are_those_of_the_day_that_was_asked_for(system: System) -> None:
    found = (await system.http.get("/api/vat-rates", params={"on": "2012-06-30"})).json()
    assert found == {
        "rates": [
            {"category": "standard", "rate": "21"},
            {"category": "reverse_charge", "rate": "0"},
        ]
    }
    assert system.invoices.last("ListVatRates").on == day("2012-06-30")
    await system.http.get("/api/vat-rates")
    assert not system.invoices.last("ListVatRates").HasField("on")


@pytest.mark.parametrize("query", ["on=2026-02-30", "on=yesterday", "day=2026-01-01"])
async def test_vat_rates_of_no_day_are_refused(system: System, query: str) -> None:
    assert (await system.http.get(f"/api/vat-rates?{query}")).status_code == 422


async def test_the_result_of_the_nightly_recount_is_told(system) -> None:
    found = (await system.http.get("/api/recount")).json()
    assert (found["ended_at"], found["differences"], found["repaired"]) == (None, 1, False)
    assert found["rows"] == [
        {
            "what": "client_month",
            "row_id": "x",
            "client_id": None,
            "stored": "1.00",
            "counted": "2.00",
        }
    ]
