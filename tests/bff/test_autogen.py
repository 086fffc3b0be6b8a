from __future__ import annotations

from typing import Any

import httpx2
import pytest

from kit.errors import Conflict, Internal, Invalid
from sysapi.autogen.v1 import autogen_service_pb2 as pb
from sysapi.autogen.v1 import line_pb2
from sysapi.invoices.v1 import invoice_pb2
from tests.bff.autogen_fakes import INDEXATION_ID, LINE_ID, PERIOD_ID, a_planned_invoice
from tests.bff.conftest import System
from tests.bff.fakes import CLIENT_ID, UNIT_ID
from tests.bff.money_fakes import day

KEY = {"idempotency-key": "key-12345678"}
ETAG = {"if-match": '"v2"'}
ADDRESS = f"/api/autogen/lines/{LINE_ID}"
CARD = f"/api/clients/{CLIENT_ID}/card"


def a_body(**fields: Any) -> dict[str, Any]:
    return {
        "client_id": CLIENT_ID,
        "service": "Apsardze",
        "template": "Apsardze par {mēnesi}",
        "unit_price": "100.00",
        "rule": {"every_months": 1},
        "valid_from": "2026-01-31",
        **fields,
    }


async def test_a_line_is_answered_with_rule_prices_and_what_comes_next(
    http: httpx2.AsyncClient,
) -> None:
    answer = await http.get(ADDRESS)
    assert answer.headers["etag"] == '"v2"'
    line = answer.json()
    assert line["status"] == "active"
    assert line["rule"] == {
        "every_months": 1,
        "anchor_day": 31,
        "timing": "in_arrears",
        "issue_offset_days": -2,
        "shift": "before",
    }
    assert [(price["from"], price["indexation_id"]) for price in line["prices"]] == [
        ("2025-01-01", None),
        ("2026-01-01", INDEXATION_ID),
    ]
    assert (line["next_on"], line["next_text"]) == ("2026-04-28", "Apsardze par aprīli 2026")
    assert line["next_net"]["amount"] == "105.00"
    assert (line["term_days"], line["valid_to"]) == (None, None)


async def test_the_lines_of_clients_are_listed_by_state(system: System) -> None:
    answer = await system.http.get(
        f"/api/autogen/lines?client_id={CLIENT_ID}&unit_id={UNIT_ID}&status=paused&status=active"
        "&service=Apsardze&page_size=5&page_token=x"
    )
    assert (answer.json()["count"], len(answer.json()["lines"])) == (None, 1)
    request = system.autogen.last("ListLines")
    assert request == pb.ListLinesRequest(
        filter=pb.LineFilter(
            client_ids=[CLIENT_ID],
            unit_id=UNIT_ID,
            states=[line_pb2.LINE_STATE_PAUSED, line_pb2.LINE_STATE_ACTIVE],
            service="Apsardze",
        ),
        page_size=5,
        page_token="x",
    )
    assert (await system.http.get("/api/autogen/lines")).json()["count"] == 1


async def test_a_line_is_entered_with_everything_of_its_body(system: System) -> None:
    answer = await system.http.post(
        "/api/autogen/lines",
        json=a_body(
            unit_id=UNIT_ID,
            language="en",
            quantity="2.5",
            unit="h",
            vat_category="reverse_charge",
            vat_rate="0",
            rule={
                "every_months": 3,
                "anchor_day": 15,
                "timing": "in_arrears",
                "issue_offset_days": -1,
                "shift": "after",
            },
            valid_to="2027-12-31",
            join_key="A",
            term_days=0,
        ),
        headers=KEY,
    )
    assert answer.status_code == 201, answer.text
    assert system.autogen.last("CreateLine") == pb.CreateLineRequest(
        line=line_pb2.Line(
            client_id=CLIENT_ID,
            unit_id=UNIT_ID,
            service="Apsardze",
            template="Apsardze par {mēnesi}",
            language="en",
            quantity="2.5",
            unit="h",
            unit_price="100.00",
            vat_category=invoice_pb2.VAT_CATEGORY_REVERSE_CHARGE,
            vat_rate="0",
            rule=line_pb2.Rule(
                every_months=3,
                anchor_day=15,
                timing=line_pb2.TIMING_IN_ARREARS,
                issue_offset_days=-1,
                shift=line_pb2.BUSINESS_DAY_SHIFT_AFTER,
            ),
            valid_from=day("2026-01-31"),
            valid_to=day("2027-12-31"),
            join_key="A",
            term_days=0,
        ),
        request_id="key-12345678",
    )


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"unit_price": "NaN"}, "unit_price"),
        ({"unit_price": "1,5"}, "unit_price"),
        ({"unit_price": 5}, "unit_price"),
        ({"quantity": "-1"}, "quantity"),
        ({"vat_rate": "21.0001"}, "vat_rate"),
        ({"rule": {"every_months": 0}}, "rule.every_months"),
        ({"rule": {"every_months": 1, "anchor_day": 32}}, "rule.anchor_day"),
        ({"rule": {"every_months": 10**12}}, "rule.every_months"),
        ({"rule": {"every_months": 1.5}}, "rule.every_months"),
        ({"valid_from": "2023-02-29"}, "valid_from"),
        ({"valid_from": 0}, "valid_from"),
        ({"term_days": -1}, "term_days"),
        ({"language": "ru"}, "language"),
        ({"prices": []}, "prices"),
    ],
)
async def test_a_bad_value_of_a_line_is_refused_with_its_path(
    http: httpx2.AsyncClient, fields: dict[str, Any], path: str
) -> None:
    answer = await http.post("/api/autogen/lines", json=a_body(**fields), headers=KEY)
    assert answer.status_code == 422, answer.text
    assert [item["field"] for item in answer.json()["fields"]] == [path]


async def test_a_patch_names_exactly_the_fields_of_its_body(system: System) -> None:
    answer = await system.http.patch(
        ADDRESS, json={"template": "Jauns", "valid_to": None}, headers=ETAG
    )
    assert (answer.status_code, answer.headers["etag"]) == (200, '"v3"')
    request = system.autogen.last("UpdateLine")
    assert list(request.update_mask.paths) == ["template", "valid_to"]
    assert (request.line.id, request.etag) == (LINE_ID, "v2")
    assert not request.line.HasField("valid_to")
    assert (await system.http.patch(ADDRESS, json={}, headers=ETAG)).status_code == 422
    assert (await system.http.patch(ADDRESS, json={"unit": "h"})).status_code == 428


@pytest.mark.parametrize(
    ("act", "method", "body", "field", "expected"),
    [
        ("pause", "PauseLine", {"from": "2026-04-01", "reason": "Remonts"}, "from", "2026-04-01"),
        ("resume", "ResumeLine", {"from": "2026-05-01"}, "from", "2026-05-01"),
        ("end", "EndLine", {"on": "2026-12-31"}, "on", "2026-12-31"),
        ("price", "SetPrice", {"from": "2027-01-01", "unit_price": "110"}, "from", "2027-01-01"),
    ],
)
async def test_an_act_on_a_line_has_its_day_and_the_etag(
    system: System, act: str, method: str, body: dict[str, str], field: str, expected: str
) -> None:
    answer = await system.http.post(f"{ADDRESS}/{act}", json=body, headers=ETAG)
    assert answer.status_code == 200, answer.text
    assert answer.json()["id"] == LINE_ID
    request = system.autogen.last(method)
    assert (request.line_id, request.etag) == (LINE_ID, "v2")
    assert getattr(request, field) == day(expected)
    assert (await system.http.post(f"{ADDRESS}/{act}", json=body)).status_code == 428
    system.autogen.answers[method] = Conflict(reason="ETAG_MISMATCH", domain="autogen.sys")
    stale = await system.http.post(f"{ADDRESS}/{act}", json=body, headers=ETAG)
    assert (stale.status_code, stale.json()["current"]["etag"]) == (409, "v2")


async def test_the_forecast_has_the_texts_that_invoices_will_have(system: System) -> None:
    found = (await system.http.get(f"/api/autogen/forecast?client_id={CLIENT_ID}&months=6")).json()
    assert found["invoices"][0]["issue_on"] == "2026-04-28"
    assert found["invoices"][0]["lines"][0]["text"] == "Apsardze par aprīli 2026"
    request = system.autogen.last("GetForecast")
    assert (request.client_id, request.months) == (CLIENT_ID, 6)
    for query in ("months=0", "months=37", "months=x", "client=x"):
        assert (await system.http.get(f"/api/autogen/forecast?{query}")).status_code == 422


async def test_a_run_tells_what_it_made_and_what_failed(system: System) -> None:
    answer = await system.http.post(
        "/api/autogen/run", json={"until": "2026-04-30", "dry_run": True}
    )
    assert (answer.json()["made"], answer.json()["net"]["amount"]) == (2, "210.00")
    assert answer.json()["failures"][0]["error_code"] == "X"
    request = system.autogen.last("Run")
    assert (request.dry_run, request.until) == (True, day("2026-04-30"))
    await system.http.post("/api/autogen/run")
    assert system.autogen.last("Run") == pb.RunRequest()


async def test_the_ledger_is_narrowed_and_decided_on(system: System) -> None:
    answer = await system.http.get(
        f"/api/autogen/periods?line_id={LINE_ID}&status=planned&status=failed&needs_approval=true"
        "&from=2026-01-01&to=2026-12-31"
    )
    (period,) = answer.json()["periods"]
    assert (period["status"], period["invoice_number"]) == ("made", "RK-2026/00042")
    request = system.autogen.last("ListPeriods")
    assert list(request.states) == [line_pb2.PERIOD_STATE_PLANNED, line_pb2.PERIOD_STATE_FAILED]
    assert request.needs_approval
    assert (request.issue_from, request.issue_to) == (day("2026-01-01"), day("2026-12-31"))
    which = {"period_ids": [PERIOD_ID]}
    approved = await system.http.post("/api/autogen/periods/approve", json=which)
    assert approved.json()["periods"][0]["id"] == PERIOD_ID
    await system.http.post("/api/autogen/periods/waive", json={**which, "reason": "Atlaide"})
    assert system.autogen.last("WaivePeriods").reason == "Atlaide"
    nothing = await system.http.post("/api/autogen/periods/approve", json={"period_ids": []})
    assert nothing.status_code == 422


async def test_an_indexation_is_previewed_applied_and_taken_back(system: System) -> None:
    change = {
        "filter": {"client_ids": [CLIENT_ID], "statuses": ["active"]},
        "percent": "5",
        "from": "2026-01-01",
    }
    preview = await system.http.post("/api/autogen/indexations/preview", json=change)
    assert preview.json()["lines"][0]["new_price"] == "105.00"
    assert system.autogen.count("ApplyIndexation") == 0
    applied = await system.http.post("/api/autogen/indexations", json=change, headers=KEY)
    assert (applied.status_code, applied.json()["from"]) == (201, "2026-01-01")
    request = system.autogen.last("ApplyIndexation")
    assert request.change == system.autogen.last("PreviewIndexation").change
    assert list(request.change.filter.states) == [line_pb2.LINE_STATE_ACTIVE]
    assert getattr(request.change, "from") == day("2026-01-01")
    undone = await system.http.post(f"/api/autogen/indexations/{INDEXATION_ID}/undo")
    assert undone.json()["undone"] is True
    listed = await system.http.get("/api/autogen/indexations")
    assert listed.json()["indexations"][0]["created_by"] == "anna"


async def test_a_refused_filter_of_an_indexation_is_told_by_its_path(system: System) -> None:
    body = {"from": "2026-01-01", "percent": "5%"}
    answer = await system.http.post("/api/autogen/indexations/preview", json=body)
    assert [item["field"] for item in answer.json()["fields"]] == ["percent"]
    system.autogen.answers["PreviewIndexation"] = Invalid(
        reason="DATE_INVALID", metadata={"field": "change.from"}
    )
    answer = await system.http.post(
        "/api/autogen/indexations/preview", json={"from": "2026-01-01", "percent": "5"}
    )
    assert answer.json()["fields"][0]["field"] == "from"


async def test_the_card_has_lines_and_sums_of_the_forecast_by_month(system: System) -> None:
    section = (await system.http.get(CARD)).json()["sections"]["autogen"]
    assert section["state"] == "fresh"
    data = section["data"]
    assert (data["count"], data["lines"][0]["id"]) == (1, LINE_ID)
    assert [(one["year"], one["month"], one["count"]) for one in data["forecast"]["months"]] == [
        (2026, 4, 2),
        (2027, 1, 1),
    ]
    assert data["forecast"]["months"][0]["net"]["amount"] == "105.01"
    assert data["forecast"]["count"] == 3


async def test_a_long_forecast_on_the_card_has_its_first_invoices_in_full(system: System) -> None:
    system.autogen.answers["GetForecast"] = pb.GetForecastResponse(
        invoices=[a_planned_invoice("2026-04-28")] * 60
    )
    forecast = (await system.http.get(CARD)).json()["sections"]["autogen"]["data"]["forecast"]
    assert (forecast["count"], len(forecast["invoices"])) == (60, 50)
    assert forecast["months"][0]["net"]["amount"] == "6300.00"


@pytest.mark.parametrize("method", ["ListLines", "GetForecast"])
async def test_lines_that_cannot_be_read_are_unavailable_not_none(
    system: System, method: str
) -> None:
    system.autogen.answers[method] = Internal()
    sections = (await system.http.get(CARD)).json()["sections"]
    assert (sections["autogen"]["state"], sections["autogen"]["data"]) == ("unavailable", None)
    assert sections["turnover"]["state"] == "fresh"
